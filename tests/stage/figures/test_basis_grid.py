"""The grid of a basis, and the square of coordinates."""

from __future__ import annotations

import numpy as np
import pytest

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.basis_grid import BasisGrid, grid_lines
from explainers.stage.figures.coordinate_square import CoordinateSquare
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-6.6, 2.0, -2.9, 2.9)


@pytest.fixture(autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


@pytest.fixture
def plane() -> MovingPlane:
    return MovingPlane(ZONE, DARK, View.of([[3, 2], [-1, 1]], MovingPlane.picture_of(ZONE)))


@pytest.mark.parametrize(
    ("first", "second"), [((2, 1), (-1, 1)), ((1, 2), (2, -1)), ((0.01, 0), (5, 5)), ((1, 0), (0, 1))]
)
def test_lines_have_whole_coordinates_and_stay_in_the_picture(
    plane: MovingPlane, first: tuple[float, float], second: tuple[float, float]
) -> None:
    """Along b1 the second new coordinate is a whole number, along b2 the first; a line through the origin is there."""
    inverse = np.linalg.inv(np.column_stack([first, second]))
    grid = BasisGrid(plane, first, second, (DARK.first_basis, DARK.second_basis))
    for lines, row in zip(grid, (1, 0), strict=True):
        points = lines.points
        coordinate = (points[:, :2] - plane.view.origin) / plane.view.unit @ inverse.T[:, row]
        assert np.abs(coordinate - coordinate.round()).max() < 1e-6
        assert np.abs(coordinate).min() < 1e-6
        picture = plane.picture
        assert picture.left - 1e-9 <= points[:, 0].min() <= points[:, 0].max() <= picture.right + 1e-9
        assert picture.bottom - 1e-9 <= points[:, 1].min() <= points[:, 1].max() <= picture.top + 1e-9
        assert len(points) / 4 < 60


def test_the_standard_basis_has_the_standard_grid(plane: MovingPlane) -> None:
    """Along (1, 0), the lines are those at whole heights: as many as the picture shows."""
    points = grid_lines(plane, np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    picture, view = plane.picture, plane.view
    low, high = (picture.bottom - view.origin[1]) / view.unit, (picture.top - view.origin[1]) / view.unit
    assert len(points) / 4 == len(range(int(np.ceil(low)), int(np.floor(high)) + 1))


def test_a_grid_follows_the_view(plane: MovingPlane) -> None:
    """After a zoom, lines still have whole coordinates."""
    grid = BasisGrid(plane, (2, 1), (-1, 1), (DARK.first_basis, DARK.second_basis))
    plane.set_view(View.of([[20, 20]], plane.picture))
    grid.update()
    coordinate = (grid[0].points[:, :2] - plane.view.origin) / plane.view.unit @ np.array([-1, 2]) / 3
    assert np.abs(coordinate - coordinate.round()).max() < 1e-6


def test_the_corners_of_the_square_stand_in_rows_and_columns() -> None:
    """Old coordinates above new ones, images to the right, and no arrow crosses a column of numbers."""
    square = CoordinateSquare(((3, 3), (0, 3)), ((2, 1), (-123.45, 2)), DARK)
    old, new = square.old[0], square.new[0]
    assert old.get_bottom()[1] > new.get_top()[1]
    assert old.get_right()[0] < square.old_image.get_left()[0]
    assert new.get_right()[0] < square.new_image.get_left()[0]
    assert old.get_center()[1] == pytest.approx(square.old_image.get_center()[1])
    for part in (square.to_old, square.to_new, square.back):
        assert part.get_top()[1] < old.get_bottom()[1]
        assert part.get_bottom()[1] > new.get_top()[1]
    assert square.to_old.get_right()[0] < square.to_new.get_left()[0]
