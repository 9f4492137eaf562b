"""The surface: where points lie on the screen, what hides what, and that it stays in its zone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import ManimColor

from explainers.stage.figures.surface_plot import SurfacePlot, colours_of_heights
from explainers.stage.figures.surface_view import FROM_ABOVE, View
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-6.0, 0.0, -2.5, 1.5)
X, Y = np.linspace(-3, 3, 25), np.linspace(-1, 2, 13)


def bowl() -> np.ndarray:
    columns, rows = np.meshgrid(X, Y)
    heights = columns**2 + rows**2
    return heights / heights.max()


def ridge() -> np.ndarray:
    """A wall along x = 0."""
    columns, _ = np.meshgrid(X, Y)
    return np.exp(-4 * columns**2)


def surface(heights: np.ndarray, **options) -> SurfacePlot:
    return SurfacePlot(ZONE, DARK, X, Y, heights, **options)


def test_from_above_it_is_a_map() -> None:
    """Seen from above, x runs to the right and y upwards, both in the same unit, and nothing is hidden."""
    plot = surface(ridge(), view=FROM_ABOVE)
    origin, right, up = plot.to_screen([[0, 0], [1, 0], [0, 1]])
    unit = right[0] - origin[0]
    assert unit > 0
    np.testing.assert_allclose(right - origin, [unit, 0, 0], atol=1e-9)
    np.testing.assert_allclose(up - origin, [0, unit, 0], atol=1e-9)
    assert not plot.hidden(np.random.default_rng(1).uniform((-3, -1), (3, 2), (50, 2))).any()


def test_higher_points_stand_higher() -> None:
    """From the side, a point over another of the same place on the ground would stand above it by the height."""
    low, high = surface(np.zeros((13, 25)), view=View(-60, 30)), surface(np.ones((13, 25)), view=View(-60, 30))
    below, above = low.to_screen([[0.5, 0.5]])[0], high.to_screen([[0.5, 0.5]])[0]
    center_low, center_high = low.base.get_center(), high.base.get_center()
    assert (above - center_high)[1] > (below - center_low)[1]


def test_what_lies_behind_a_ridge_is_hidden() -> None:
    """Looking along x at a wall, the ground behind it is hidden, the ground before it and its top are seen."""
    plot = surface(ridge(), view=View(0, 20))
    assert plot.hidden([[-0.8, 0.5], [1.5, 0.5], [0.0, 0.5]]).tolist() == [True, False, False]
    assert plot.set_view(View(180, 20)).hidden([[-0.8, 0.5], [1.5, 0.5], [0.8, 0.5]]).tolist() == [False, True, True]


@settings(max_examples=30)
@given(st.floats(-150, -30), st.floats(15, 90), st.floats(0, 1))
def test_no_view_leaves_the_zone(azimuth: float, elevation: float, rise: float) -> None:
    """Mesh, frame and labels stay in the zone from wherever one looks."""
    view = View(azimuth, elevation, rise)
    plot = surface(bowl(), view=view).label_edges_near(view)
    for part in (plot.mesh, plot.base, plot.labels):
        assert part.get_left()[0] >= ZONE.left - 1e-6
        assert part.get_right()[0] <= ZONE.right + 1e-6
        assert part.get_bottom()[1] >= ZONE.bottom - 1e-6
        assert part.get_top()[1] <= ZONE.top + 1e-6


def test_a_grid_point_stands_where_the_mesh_has_it() -> None:
    """`to_screen` and the painted faces agree, so that a path lies on the surface."""
    plot = surface(bowl(), view=View(-60, 40))
    grid = plot.mesh.points.reshape(len(Y), len(X), 3)
    np.testing.assert_allclose(plot.to_screen([[X[7], Y[4]]])[0, :2], grid[4, 7, :2])
    between = (grid[4, 7] + grid[4, 8]) / 2
    np.testing.assert_allclose(plot.to_screen([[(X[7] + X[8]) / 2, Y[4]]])[0, :2], between[:2])


def test_faces_without_height_are_left_out() -> None:
    """Where the function is undefined there is no face, and the points stay finite."""
    heights = bowl()
    heights[:, :5] = np.nan
    plot = surface(heights)
    assert plot.mesh.skin.visible.sum() == (len(Y) - 1) * (len(X) - 1 - 5)
    assert np.isfinite(plot.mesh.points).all()
    assert np.isnan(plot.height([-2.9, 0.0]))


def test_contour_lines_lie_at_their_height() -> None:
    """From above, the line of height h of a cone is a circle of radius h, to a cell."""
    columns, rows = np.meshgrid(X, Y)
    plot = surface(np.hypot(columns, rows) / 4, levels=(0.2,), view=FROM_ABOVE)
    origin, right = plot.to_screen([[0, 0], [1, 0]])
    radii = np.linalg.norm(plot.contours().points - origin, axis=1) / (right[0] - origin[0])
    np.testing.assert_allclose(radii, 0.8, atol=0.03)
    skin = plot.mesh.skin
    np.testing.assert_allclose(skin.values, np.minimum(np.hypot(columns, rows) / 4, 1), rtol=1e-6)
    np.testing.assert_allclose(skin.levels, [0.2])


def test_a_clear_view_shows_the_path() -> None:
    """Points behind a wall are seen from the view that is chosen for them."""
    plot = surface(ridge())
    behind = np.column_stack([np.linspace(-2, -0.6, 20), np.full(20, 0.5)])
    assert plot.set_view(plot.clear_view(behind)).hidden(behind).mean() <= 0.1


def test_receding_surfaces_near_the_background() -> None:
    """Without presence every point has the colour of the background; with all of it, its own again."""
    plot = surface(bowl())
    own = plot.mesh.skin.colours.copy()
    plot.set_presence(0)
    np.testing.assert_allclose(plot.mesh.skin.colours - ManimColor(DARK.background).to_rgb(), 0, atol=1e-6)
    np.testing.assert_allclose(plot.set_presence(1).mesh.skin.colours, own)


def test_slopes_facing_the_light_are_brighter() -> None:
    """Of a round hill the side towards the light, to the left, is brighter than the other at the same height."""
    columns, rows = np.meshgrid(X, Y)
    colours = surface(np.exp(-(columns**2) - (rows - 0.5) ** 2)).mesh.skin.colours
    assert colours[6, 8].sum() > 1.05 * colours[6, -9].sum()


def test_normals_stand_upright_on_the_surface_as_it_is_seen() -> None:
    """They are at right angles to what lies on the surface, of length 1, and point upwards from it."""
    plot = surface(bowl(), view=View(-50, 35, 0.8))
    at = np.array([[X[7], Y[4]], [X[15], Y[8]]])
    normals = plot.normals(at)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1)
    for step in ([X[1] - X[0], 0], [0, Y[1] - Y[0]]):
        along = plot.to_depth(at + step) - plot.to_depth(at - step)
        np.testing.assert_allclose((along * normals).sum(axis=1), 0, atol=1e-9)
    assert (normals[:, 2] > 0).all()


def test_an_unmoved_surface_is_the_same_element() -> None:
    """What did not change is not sent, hashed or painted again; colours that changed leave the points as they were."""
    plot = surface(bowl(), view=View(-50, 35))
    element = plot.mesh.picture_element()
    assert plot.mesh.picture_element() is element
    assert plot.set_view(View(-50, 35)).mesh.picture_element() is element
    dimmed = plot.set_presence(0.5).mesh.picture_element()
    assert dimmed is not element
    assert dimmed.points is element.points
    turned = plot.set_view(View(-51, 35)).mesh.picture_element()
    assert turned.skin is dimmed.skin
    assert not np.array_equal(turned.points, element.points)


def test_views_turn_evenly() -> None:
    """Halfway between two views is the mean of their angles."""
    assert View(-60, 30, 0).towards(View(-90, 90, 1), 0.5) == View(-75, 60, 0.5)


@pytest.mark.parametrize(("height", "index"), [(0.0, 0), (1.0, -1)])
def test_colours_run_from_the_lowest_to_the_highest(height: float, index: int) -> None:
    """The ends of the scale have the theme's first and last colour."""
    expected = ManimColor(DARK.surface[index]).to_rgb()
    np.testing.assert_allclose(colours_of_heights(np.array(height), DARK), expected, atol=1e-9)
