"""The curved arrow between the basis vectors tells which way round they stand."""

from __future__ import annotations

import numpy as np
import pytest

from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.turn_mark import TurnMark, outer_side
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone


def plane_at(matrix: object) -> MovingPlane:
    return MovingPlane(Zone(-4, 4, -3, 3), DARK, View((0.0, 0.0), 1.0)).set_matrix(matrix)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("matrix", "degrees"),
    [([[1, 0], [0, 1]], 90), ([[0, 1], [1, 0]], -90), ([[0, -1], [1, 0]], 90), ([[1, 1], [0, 1]], 45)],
)
def test_the_turn_is_the_angle_between_the_columns(matrix: object, degrees: float) -> None:
    """Positive to the left, negative to the right; the head's tip points along the second column."""
    mark = TurnMark(plane_at(matrix), left=DARK.good, right=DARK.warning)
    assert np.degrees(mark.turn) == pytest.approx(degrees)
    second = np.array(matrix, dtype=float)[:, 1]
    tip = mark.head.points[0][:2]
    np.testing.assert_allclose(tip / np.linalg.norm(tip), second / np.linalg.norm(second), atol=1e-9)
    color = DARK.good if degrees > 0 else DARK.warning
    assert mark.arc.get_stroke_color().to_hex() == color


@pytest.mark.parametrize("matrix", [[[1, 2], [2, 4]], [[0, 0], [0, 0]], [[1, -1], [0, 0]]])
def test_a_flat_plane_has_no_turn(matrix: object) -> None:
    """Nothing is drawn where both basis vectors lie on one line."""
    mark = TurnMark(plane_at(matrix), left=DARK.good, right=DARK.warning)
    assert mark.turn == 0
    assert len(mark.arc.points) == len(mark.head.points) == 0


def test_names_change_sides_only_where_the_plane_flips() -> None:
    """On the outer side before and after; without a flip always on the same one."""
    kept, flipped = plane_at(np.eye(2)), plane_at([[0, 1], [1, 0]])
    assert outer_side(kept, 75, flips=True)() == pytest.approx(75, abs=0.1)
    assert outer_side(flipped, 75, flips=True)() == pytest.approx(-75, abs=0.1)
    assert outer_side(plane_at([[1, 2], [2, 4]]), 75, flips=False)() == 75
