"""Parity: every frame of Manim's own Cairo renderer, over scenes that use all that it can do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import Scene, tempconfig

from explainers.film.capture import configure_manim, film
from explainers.film.picture import Backdrop
from explainers.spec.settings import RenderSettings
from tests.film.filming import Recorder, frames, stock_frames
from tests.film.parity_drawing import PictureBehind
from tests.film.parity_scenes import LEFT_TO_THE_CAMERA, SCENES

SETTINGS = RenderSettings(width=128, height=72, fps=10)
LEVELS, SHARE = 2, 0.001


@pytest.fixture(autouse=True)
def _manims_settings(tmp_path: Path) -> Iterator[None]:
    """Film small and seldom; leave Manim's global settings as they were."""
    with tempconfig({}):
        configure_manim(SETTINGS, tmp_path)
        yield


@pytest.mark.parametrize("scene_class", SCENES)
def test_every_frame_is_manims(scene_class: type[Scene]) -> None:
    """As many frames as Manim makes; in each, 99.9 % of the channel values within two levels; painted by ourselves."""
    expected = stock_frames(scene_class)
    recorder = Recorder()
    film(scene_class, {"random_seed": 0}, recorder)
    found = frames(recorder.pictures)
    assert len(found) == len(expected) > 0
    assert len({frame.tobytes() for frame in expected}) > 1 or len(expected) == 1, "the scene moves"
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        far = np.abs(one.astype(int) - other.astype(int)) > LEVELS
        assert far.mean() <= SHARE, f"{scene_class.__name__}, frame {number}: {far.sum()} values are not Manim's"
    left_to_it = any(isinstance(picture.ground, Backdrop) for picture in recorder.read) and scene_class != PictureBehind
    assert left_to_it == (scene_class in LEFT_TO_THE_CAMERA)


def test_the_scenes_are_many() -> None:
    """At least thirty."""
    assert len(SCENES) >= 30
