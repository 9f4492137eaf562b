"""A scene without anything to see: what a program takes to start, and to write the shortest of films."""

from __future__ import annotations

from manim import Scene


class Nothing(Scene):
    """One frame, black."""

    def construct(self) -> None:
        self.wait(1 / self.camera.frame_rate)
