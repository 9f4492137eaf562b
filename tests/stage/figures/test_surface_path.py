"""The path on a surface: it follows the view, lies on the ground, and the ball rests on it."""

import numpy as np
import pytest
from manim import Group

from explainers.film.paint import Painter
from explainers.film.picture import MeshBall, Picture, Window
from explainers.stage.figures.descent_path import BALL, DOT
from explainers.stage.figures.surface_path import SurfacePath
from explainers.stage.figures.surface_plot import SurfacePlot
from explainers.stage.figures.surface_view import View
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-6.0, 6.0, -3.0, 3.0)
GRID = np.linspace(-2, 2, 41)
BOWL = (GRID[None, :] ** 2 + GRID[:, None] ** 2) / 8
RIDGE = np.exp(-6 * GRID[None, :] ** 2) * np.ones((41, 1))
WIDTH, HEIGHT = 256, 144


def painted(surface: SurfacePlot, *parts: Group) -> np.ndarray:
    elements = (surface.mesh.picture_element(), *(part.picture_element() for part in parts))
    window = Window(0.0, 0.0, 128 / 9, 8.0)
    return Painter(WIDTH, HEIGHT).paint(Picture(window, (0, 0, 0, 255), elements)).astype(int)


@pytest.mark.parametrize("view", [View(-90, 90), View(-60, 30), View(20, 45, 0.3)])
def test_the_ball_rests_on_the_surface(view: View) -> None:
    """It touches the surface at its point, from above: its middle is a radius away, at right angles to the ground."""
    surface = SurfacePlot(ZONE, DARK, GRID, GRID, BOWL, view=view)
    path = SurfacePath(np.array([[-1.5, 1.0], [0.5, -1.0]]), surface, DARK).show(0.4)
    place = path.point(0.4)[None]
    away = path.ball.points[0] - surface.to_depth(place)[0]
    assert np.linalg.norm(away) == pytest.approx(BALL)
    np.testing.assert_allclose(away / BALL, surface.normals(place)[0], atol=1e-9)


def test_the_path_follows_the_view() -> None:
    """After the surface turned, the path's points lie on it again, in place and in depth."""
    surface = SurfacePlot(ZONE, DARK, GRID, GRID, BOWL, view=View(-90, 90))
    path = SurfacePath(np.array([[-1.5, 1.0], [0.5, -1.0]]), surface, DARK).show(1)
    surface.set_view(View(-50, 30))
    path.show(1)
    np.testing.assert_allclose(path.line.points[0], surface.to_depth([[-1.5, 1.0]])[0], atol=1e-9)
    np.testing.assert_allclose(path.line.points[-1], surface.to_depth([[0.5, -1.0]])[0], atol=1e-9)
    assert path.line.picture_element().mesh is surface.mesh.picture_element()


def test_what_lies_behind_a_ridge_is_faint() -> None:
    """The same way is painted before the ridge and behind it; behind it there is less of its colour, but some."""
    ways = {"before": np.array([[1.2, -1.0], [1.2, 1.0]]), "behind": np.array([[-0.6, -1.0], [-0.6, 1.0]])}
    surface = SurfacePlot(ZONE, DARK, GRID, GRID, RIDGE, view=View(0, 20))
    bare = painted(surface)
    inks = {}
    for name, points in ways.items():
        path = SurfacePath(points, surface, DARK).show(1)
        inks[name] = np.abs(painted(surface, path.line) - bare).sum()
    assert 0.1 < inks["behind"] / inks["before"] < 0.6


def test_where_there_is_no_ground_there_is_no_path() -> None:
    """On a surface with a gap the path leaves out the gap."""
    heights = BOWL.copy()
    heights[:, 18:24] = np.nan
    surface = SurfacePlot(ZONE, DARK, GRID, GRID, heights)
    path = SurfacePath(np.array([[-1.0, 0.0], [1.0, 0.0]]), surface, DARK).show(1)
    assert np.isfinite(path.line.points).all()
    assert 0 < path.lengths()[0] < 2


def test_outside_the_window_a_ring_stands_where_the_ball_left() -> None:
    """Only its rim is painted."""
    surface = SurfacePlot(ZONE, DARK, GRID, GRID, BOWL, view=View(-60, 40))
    path = SurfacePath(np.array([[0.0, 0.0], [4.0, 0.0]]), surface, DARK).show(1)
    element = path.ball.picture_element()
    assert isinstance(element, MeshBall)
    assert element.rgba[3] == 0
    assert element.rim_rgba[3] == 1
    contact = surface.to_depth([[2.0, 0.0]])[0]
    assert np.linalg.norm(path.ball.points[0] - contact) == pytest.approx(BALL)


def test_the_ball_hides_the_dot_that_it_stands_on() -> None:
    """At a landing there is the ball and no dot; when the ball has gone on, the dot is there."""
    surface = SurfacePlot(ZONE, DARK, GRID, GRID, BOWL)
    path = SurfacePath(np.array([[-1.5, 1.0], [0.5, -1.0]]), surface, DARK)
    assert len(path.show(0).dots.points) == 0
    assert len(path.show(0.5).dots.points) == 2
    np.testing.assert_allclose(path.dots.points[0], surface.to_depth([[-1.5, 1.0]])[0])
    assert path.dots.picture_element().width == pytest.approx(2 * DOT)
