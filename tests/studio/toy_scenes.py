"""Scenes for the studio's tests: one that tells where it drew, and some that go wrong."""

import os
import time

from manim import RIGHT, Dot, Scene, Square
from pydantic import Field

from explainers.stage import ExplainerScene, SceneParams


class MovesParams(SceneParams):
    """How far."""

    far: float = Field(2.0, ge=-5, le=5, description="Where the dot ends")


class Moves(ExplainerScene[MovesParams]):
    """A dot that moves to the right."""

    title = "Moves"
    beats = {"here": "A dot.", "there": "It moves to {params.far:g}."}

    def construct(self) -> None:
        dot = Dot(radius=0.5, color="#ff0000")
        self.add(dot)
        with self.beat("here"):
            pass
        with self.beat("there"):
            self.play(dot.animate.move_to(self.params.far * RIGHT), run_time=1)


class Hangs(Scene):
    """It never shows anything."""

    def construct(self) -> None:
        while True:
            time.sleep(0.05)


class Dies(Scene):
    """Its process ends."""

    def construct(self) -> None:
        self.add(Square())
        self.wait(0.5)
        os._exit(3)


class Wrong(Scene):
    """It has a fault."""

    def construct(self) -> None:
        self.add(Square())
        raise ValueError("out of chalk")
