"""What tests of filming share: frames of Manim's own renderer, and a sink that keeps ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from manim import Scene, config, tempconfig

from explainers.film.paint import Painter
from explainers.film.picture import Picture

Pictures = list[tuple[np.ndarray, int]]
"""Pictures with the number of frames that each stands for."""


class Recorder:
    """A sink that keeps every picture, as read and as painted, and the sections they belong to."""

    def __init__(self, every_frame: bool = True) -> None:
        self.every_frame = every_frame
        self.read: list[Picture] = []
        self.pictures: Pictures = []
        self.sections: list[str] = []
        self._name = ""
        self._painter = Painter(config.pixel_width, config.pixel_height)

    def begin_section(self, name: str) -> None:
        self._name = name

    def write(self, picture: Picture, repeat: int) -> None:
        if repeat:
            self.read.append(picture)
            self.pictures.append((self._painter.paint(picture).copy(), repeat))

    def advance(self, frames: int) -> None:
        self.sections += [self._name] * frames

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        """Sounds do not matter here."""

    def add_caption(self, text: str, start: float, end: float) -> None:
        """Nor do captions."""


def frames(pictures: Pictures) -> list[np.ndarray]:
    """The pictures, one for each frame."""
    return [picture for picture, repeat in pictures for _ in range(repeat)]


def stock_frames(scene_class: type[Scene]) -> list[np.ndarray]:
    """Run a scene with the renderer and the camera that Manim itself gives it, and tap what goes to the file."""
    pictures: Pictures = []
    with tempconfig({"save_last_frame": False}):
        scene: Any = scene_class(random_seed=0)
        pass_on = scene.renderer.add_frame

        def keep(frame: np.ndarray, num_frames: int = 1) -> None:
            pictures.append((np.array(frame), num_frames))
            pass_on(frame, num_frames)

        scene.renderer.add_frame = keep
        scene.render()
        if not scene.renderer.num_plays:
            pictures.append((scene.renderer.get_frame(), 1))
    return frames(pictures)
