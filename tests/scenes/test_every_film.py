"""What must hold of every scene's film: it shows all that moves, and a moment that is sought is one of its frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from manim import Mobject, Scene, tempconfig

from explainers.film.capture import FilmRenderer, configure_manim, film
from explainers.film.paint import Painter
from explainers.film.picture import Picture
from explainers.film.seek import LastPicture, picture_at
from explainers.spec.settings import RenderSettings
from tests.scenes.test_every_scene import every_scene, rehearsed, scene_class

SETTINGS = RenderSettings(width=320, height=180, fps=3)
MOMENTS = 8
"""How many moments are sought, from all over the film."""
BY_A_HAIR = 24
"""Levels by which edges may differ where a shape is drawn in two parts."""


@pytest.fixture(autouse=True)
def _manims_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with tempconfig({}):
        configure_manim(SETTINGS, tmp_path_factory.getbasetemp() / "cache")
        yield


class Film(LastPicture):
    """All frames of a film."""

    every_frame = True

    def __init__(self) -> None:
        super().__init__()
        self.frames: list[Picture] = []

    def write(self, picture: Picture, repeat: int) -> None:
        super().write(picture, repeat)
        self.frames += [picture] * repeat


class Doubting(FilmRenderer):
    """Reads each frame twice: as the film does, what stands still once a play, and whole."""

    unlike: list[str]

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        filmed = painted(self._picture(moving_mobjects or ()))
        still = self._still, self._still_elements
        self._still, self._still_elements = (), ()
        wrong = int((np.abs(filmed - painted(self.read())).max(axis=2) > BY_A_HAIR).sum())
        self._still, self._still_elements = still
        if wrong:
            self.unlike.append(f"{self.time:.1f} s: {wrong} pixels are of an earlier picture")
        super().render(scene, time, moving_mobjects)


def painted(picture: Picture) -> npt.NDArray[np.int_]:
    return Painter(SETTINGS.width, SETTINGS.height).paint(picture)[..., :3].astype(int)


def arguments(name: str) -> tuple[type[Scene], dict[str, Any]]:
    return scene_class(name), {"rehearsal": rehearsed(name, {})}


@pytest.mark.slow
@every_scene
def test_a_film_shows_what_moves_and_seeking_finds_its_frames(name: str) -> None:
    """Nothing that an animation moves is taken for still; moments all over the film are its frames, to the pixel."""
    filmed = Film()
    Doubting.unlike = []
    film(*arguments(name), filmed, Doubting)
    assert not Doubting.unlike, Doubting.unlike[:5]
    for frame in np.linspace(1, len(filmed.frames) - 1, MOMENTS).astype(int).tolist():
        sought = picture_at(*arguments(name), (frame + 0.5) / SETTINGS.fps)
        np.testing.assert_array_equal(painted(sought), painted(filmed.frames[frame]), f"frame {frame}")
