"""The path: as long as its progress, cut at the edge, and on the ground it lies on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.descent_path import DescentPath
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(0.0, 5.0, -2.0, 2.5)
GRID = np.linspace(-2, 2, 21)
HEIGHTS = (GRID[None, :] ** 2 + GRID[:, None] ** 2) / 8
MAP = ContourMap(ZONE, DARK, GRID, GRID, HEIGHTS, levels=(0.5,))
POINTS = np.array([[-1.5, 1.0], [0.5, 1.0], [0.5, -1.0], [1.0, -1.0]])


def drawn_length(path: DescentPath) -> float:
    points = path.line.points
    return float(np.linalg.norm(points[3::4] - points[::4], axis=1).sum()) / float(MAP.units[0])


@given(st.floats(0, 3))
def test_length_and_head_go_with_progress(progress: float) -> None:
    """What is drawn is as long as the way walked so far, and the ball is at its end."""
    path = DescentPath(POINTS, MAP, DARK).show(progress)
    walked = np.interp(progress, [0, 1, 2, 3], [0, 2, 4, 4.5])
    assert drawn_length(path) == pytest.approx(walked, abs=1e-6)
    expected = [np.interp(progress, range(4), POINTS[:, axis]) for axis in (0, 1)]
    np.testing.assert_allclose(path.ball.get_center(), MAP.to_screen([expected])[0], atol=1e-6)


def test_each_landing_is_marked() -> None:
    """A dot stands at every point reached, four curves each, and none ahead."""
    path = DescentPath(POINTS, MAP, DARK)
    assert [len(path.show(progress).dots.points) // 16 for progress in (0, 0.9, 1, 2, 3)] == [1, 1, 2, 3, 4]


def test_the_path_is_cut_at_the_edge() -> None:
    """A step out of the map is drawn as far as the edge, where an empty ring stands; a step back starts at the edge."""
    path = DescentPath(np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 1.0]]), MAP, DARK).show(1)
    assert path.ball_is_outside
    assert path.ball.get_fill_opacity() == 0
    np.testing.assert_allclose(path.ball.get_center(), MAP.to_screen([[2.0, 0.0]])[0], atol=1e-6)
    assert drawn_length(path) == pytest.approx(2)
    path = path.show(2)
    assert path.ball.get_fill_opacity() == 1
    assert drawn_length(path) == pytest.approx(2 + np.hypot(2, 0.5))
    assert path.line.get_right()[0] <= MAP.area.right + 1e-6


def test_a_path_may_stand_still_or_have_no_step() -> None:
    """A start without a step, and steps of no length, are drawn as a ball."""
    for points in (np.zeros((1, 2)), np.zeros((5, 2))):
        path = DescentPath(points, MAP, DARK).show(4)
        assert drawn_length(path) == 0
        np.testing.assert_allclose(path.ball.get_center(), MAP.to_screen([[0.0, 0.0]])[0], atol=1e-6)


def test_crowded_landings_are_thinned_out() -> None:
    """Dots that would run into one blot are left out."""
    points = np.column_stack([np.linspace(0, 0.5, 101), np.zeros(101)])
    path = DescentPath(points, MAP, DARK).show(100)
    assert len(path.dots.points) // 16 < 8
