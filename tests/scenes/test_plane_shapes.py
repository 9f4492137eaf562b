"""The linear-algebra scenes in every shape of the frame: each panel on the stage, and beside the plane, not on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from explainers.film.capture import configure_manim, film
from explainers.spec.settings import RenderSettings
from explainers.spec.shape import Shape
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.figures.numbers_panel import NumbersPanel
from scenes.linear_algebra.change_of_basis import ChangeOfBasis
from scenes.linear_algebra.determinant import Determinant
from scenes.linear_algebra.eigenvectors import Eigenvectors
from scenes.linear_algebra.matrix_transformation import MatrixTransformation
from scenes.linear_algebra.rank_and_null_space import RankAndNullSpace
from scenes.linear_algebra.svd import SVD
from tests.scenes.watching import FrameWatcher, inside, rehearsed

WIDE_NUMBERS: dict[str, Any] = {"matrix": "-4.25 3.75; -3.5 -4.75"}
"""As many digits as a matrix may have."""

SCENES = (ChangeOfBasis, Determinant, Eigenvectors, MatrixTransformation, RankAndNullSpace, SVD)


class _Built(Exception):
    """The board is there; no beat is played."""


def board_of(scene: type[ExplainerScene[Any]], raw: dict[str, Any]) -> Any:
    """What the scene puts together before its first beat, and its frame."""

    class Built(scene):  # type: ignore[misc,valid-type]
        def construct(self) -> None:
            with pytest.raises(_Built):
                super().construct()

        def beat(self, name: str) -> Any:
            raise _Built

        def tear_down(self) -> None:
            """No beat was played."""

    built = film(Built, {"rehearsal": rehearsed(scene, raw)}, FrameWatcher())
    return built.board, built.frame


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("shape", ["4:3", "1:1", "9:16"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_panels_stand_on_the_stage(scene: type[ExplainerScene[Any]], shape: Shape, cache: Path) -> None:
    """Whatever the shape, the widest numbers leave every panel on the stage and off the plane, which stays large."""
    configure_manim(RenderSettings.of(quality="l", shape=shape, fps=1), cache)
    board, frame = board_of(scene, WIDE_NUMBERS)
    picture, panels = board.plane.picture, [part for part in vars(board).values() if isinstance(part, NumbersPanel)]
    assert len(panels) >= 2
    assert picture.width * picture.height > 0.35 * frame.stage.width * frame.stage.height
    for panel in panels:
        assert inside(panel, frame.stage)
        assert panel.box.get_left()[0] > picture.right or panel.box.get_top()[1] < picture.bottom
        assert all(inside(row, panel.zone) for row in panel.rows)
