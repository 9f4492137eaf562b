"""How long a scene's pictures take with our painter, against Manim's camera in the same run."""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from statistics import median

import pytest
from manim import Scene

from explainers.film.capture import FilmRenderer, configure_manim
from explainers.film.picture import Pixels
from explainers.film.shapes import ShapeReader
from explainers.spec.settings import RenderSettings
from explainers.stage.camera import StageCamera

SIZE = RenderSettings(width=1280, height=720, fps=30)
SCENES = {
    "matrix-transformation": ("scenes.linear_algebra.matrix_transformation", "MatrixTransformation"),
    "bayes-update": ("scenes.probability.bayes_update", "BayesUpdate"),
}


class _Counted:
    """A sink that throws pictures away."""

    every_frame = True

    def __init__(self) -> None:
        self.painted = 0

    def begin_section(self, name: str) -> None:
        """Sections do not matter here."""

    def advance(self, frames: int) -> None:
        """Nor does the clock."""

    def write(self, pixels: Pixels, repeat: int) -> None:
        self.painted += 1


def _seconds(scene_class: type[Scene]) -> tuple[float, int]:
    sink = _Counted()
    scene = scene_class(renderer=FilmRenderer(sink, camera_class=StageCamera))
    start = time.process_time()
    scene.render()
    return time.process_time() - start, sink.painted


@pytest.mark.parametrize("name", SCENES)
def test_painter_against_camera(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both paint every frame of a scene, in turn, three times; the painter takes less processor time."""
    module, class_name = SCENES[name]
    configure_manim(SIZE, tmp_path)
    scene_class = getattr(importlib.import_module(module), class_name)
    painter, camera = [], []
    for _ in range(3):
        painter.append(_seconds(scene_class))
        with monkeypatch.context() as stock:
            stock.setattr(ShapeReader, "read", lambda self, mobjects: None)
            camera.append(_seconds(scene_class))
    ours, manims = (median(seconds for seconds, _ in runs) for runs in (painter, camera))
    painted = painter[0][1]
    assert painted == camera[0][1]
    with capsys.disabled():
        print(
            f"\n{name}, {painted} pictures at 720p, without encoding: camera {1000 * manims / painted:.1f} ms, "
            f"painter {1000 * ours / painted:.1f} ms of processor time a picture; {manims / ours:.2f} times as fast"
        )
    assert ours < manims
