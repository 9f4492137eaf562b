"""The moving plane: equal units, a grid that is the matrix's, and nothing outside of its zone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.plane import MovingPlane, View, view_between, views_of
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-6.6, 2.0, -2.9, 2.9)
PICTURE = MovingPlane.picture_of(ZONE)
COORDINATES = st.floats(-50, 50)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=6)
MATRICES = st.tuples(*[st.floats(-5, 5)] * 4).map(lambda entries: np.array(entries).reshape(2, 2))


@pytest.fixture(scope="module", autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def plane() -> MovingPlane:
    return MovingPlane(ZONE, DARK, View.of([[3, 2], [-1, 1]], PICTURE))


@given(POINTS)
def test_a_view_shows_all_points(points: list[tuple[float, float]]) -> None:
    """Every point and the origin lie inside of the margin, and a unit is as long upward as sideways."""
    view = View.of(points, PICTURE, margin=0.5)
    shown = view.scene([*points, (0, 0)])
    assert PICTURE.left + 0.5 - 1e-6 <= shown[:, 0].min() <= shown[:, 0].max() <= PICTURE.right - 0.5 + 1e-6
    assert PICTURE.bottom + 0.5 - 1e-6 <= shown[:, 1].min() <= shown[:, 1].max() <= PICTURE.top - 0.5 + 1e-6
    across, up = view.scene([[1, 0], [0, 1]]) - view.scene([[0, 0]])
    assert np.linalg.norm(across) == pytest.approx(np.linalg.norm(up)) == pytest.approx(view.unit)


@given(POINTS, POINTS, st.floats(0, 1))
def test_between_two_views_is_a_zoom(
    first: list[tuple[float, float]], second: list[tuple[float, float]], share: float
) -> None:
    """The ends are exact, and one point of the scene stays where it is while the unit changes."""
    near, far = View.of(first, PICTURE), View.of(second, PICTURE)
    np.testing.assert_allclose(near.towards(far, 0).scene([[1, 2]]), near.scene([[1, 2]]), atol=1e-9)
    np.testing.assert_allclose(near.towards(far, 1).scene([[1, 2]]), far.scene([[1, 2]]), atol=1e-9)
    if abs(near.unit - far.unit) > 0.01:
        fixed = (np.subtract(near.origin, far.origin)) / (far.unit - near.unit)
        between = near.towards(far, share)
        np.testing.assert_allclose(between.scene([fixed]), near.scene([fixed]), atol=1e-6)


@given(MATRICES)
def test_the_grid_is_the_matrixs_and_stays_in_the_picture(plane: MovingPlane, A: np.ndarray) -> None:
    """Every point of the moving grid is the image of a point with a whole coordinate, and lies in the picture."""
    plane.set_matrix(A)
    points = plane.grid.points
    if not len(points):
        return
    assert PICTURE.left - 1e-6 <= points[:, 0].min() <= points[:, 0].max() <= PICTURE.right + 1e-6
    assert PICTURE.bottom - 1e-6 <= points[:, 1].min() <= points[:, 1].max() <= PICTURE.top + 1e-6
    if abs(plane.determinant) > 0.1:
        coordinates = (points[:, :2] - plane.view.origin) / plane.view.unit @ np.linalg.inv(A).T
        assert np.abs(coordinates - coordinates.round()).min(axis=1).max() < 1e-6


def test_the_grid_is_one_mobject_that_moves_as_a_rotation(plane: MovingPlane) -> None:
    """Turned by a quarter, the grid lies on the fixed grid again and fills the picture; no mobject was added."""
    family = len(plane.get_family())
    plane.set_matrix([[0, -1], [1, 0]])
    whole = (plane.grid.points[:, :2] - plane.view.origin) / plane.view.unit
    assert np.abs(whole - whole.round()).min(axis=1).max() < 1e-9
    assert np.ptp(plane.grid.points[:, 0]) == pytest.approx(PICTURE.width, abs=1e-6)
    assert np.ptp(plane.grid.points[:, 1]) == pytest.approx(PICTURE.height, abs=1e-6)
    assert len(plane.get_family()) == family <= 6


def test_a_singular_matrix_leaves_one_line(plane: MovingPlane) -> None:
    """[[1,2],[2,4]] puts every grid point on the line y = 2x; the zero matrix leaves no line at all."""
    plane.set_matrix([[1, 2], [2, 4]])
    points = (plane.grid.points[:, :2] - plane.view.origin) / plane.view.unit
    np.testing.assert_allclose(points[:, 1], 2 * points[:, 0], atol=1e-9)
    plane.set_matrix(np.zeros((2, 2)))
    assert len(plane.grid.points) == 0


def test_points_stand_where_their_coordinates_are(plane: MovingPlane) -> None:
    """`image` applies the matrix first; `point` does not."""
    plane.set_matrix([[3, 1], [0, 2]])
    np.testing.assert_allclose(plane.image([1, 2]), plane.point([5, 4]))
    np.testing.assert_allclose(plane.image([[1, 0], [0, 1]]), plane.point([[3, 0], [1, 2]]))
    assert plane.determinant == 6


@pytest.mark.parametrize("farthest", [0.5, 3, 12, 50])
def test_the_rulers_stay_in_the_zone(plane: MovingPlane, farthest: float) -> None:
    """However much is shown, the numbers at the edges are there, and leave neither zone nor stand in the picture."""
    plane.set_view(View.of([[farthest, farthest / 2]], PICTURE))
    points = plane.rulers.points
    assert len(points)
    assert ZONE.left - 1e-6 <= points[:, 0].min() <= points[:, 0].max() <= ZONE.right + 1e-6
    assert ZONE.bottom - 1e-6 <= points[:, 1].min() <= points[:, 1].max() <= ZONE.top + 1e-6
    inside = (points[:, 0] > PICTURE.left) & (points[:, 1] > PICTURE.bottom)
    assert not inside.any()


def test_following_moves_matrix_and_view() -> None:
    """What the functions give is what stands there after an update."""
    state = {"t": 0.0}
    near, far = View.of([[1, 1]], PICTURE), View.of([[30, 20]], PICTURE)
    plane = MovingPlane(ZONE, DARK, near).follow(
        lambda: (1 + state["t"]) * np.eye(2), lambda: near.towards(far, state["t"])
    )
    np.testing.assert_array_equal(plane.matrix, np.eye(2))
    state["t"] = 1.0
    plane.update()
    np.testing.assert_array_equal(plane.matrix, 2 * np.eye(2))
    assert plane.view.unit == pytest.approx(far.unit)


def test_a_frame_is_cheap(plane: MovingPlane, tmp_path: Path) -> None:
    """The grid is a few hundred curves at the most, however much of the plane is seen."""
    for farthest in (1, 5, 20, 50):
        plane.set_view(View.of([[farthest, farthest]], PICTURE))
        plane.set_matrix(np.eye(2))
        assert len(plane.grid.points) / 4 < 120


def test_parts_share_a_view_unless_one_would_be_small() -> None:
    """Neighbours of about the same extent are seen in their union's view; a far one is seen in its own."""
    zone = Zone(-4, 4, -3, 3)
    near, beside, far = [(1.0, 1.0)], [(-0.5, 1.5)], [(40.0, 0.0)]
    first, second, third = views_of((near, beside, far), zone)
    assert first == second == View.of([*near, *beside], zone)
    assert third == View.of(far, zone)
    assert view_between((first, second, third), 2) == third
    halfway = view_between((first, second, third), 1.5)
    assert halfway.unit == pytest.approx(np.sqrt(first.unit * third.unit))
