"""Dots, pieces and arrows on a plane go where its matrix takes them, and stay in its picture."""

from __future__ import annotations

import numpy as np
import pytest

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_arrows import clear_turn, plane_arrow, tip_name
from explainers.stage.figures.plane_sets import PlaneDots, PlanePiece, seen_piece
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-6.6, 2.0, -2.9, 2.9)
SINGULAR = np.array([[1.0, 2.0], [2.0, 4.0]])


@pytest.fixture(autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


@pytest.fixture
def plane() -> MovingPlane:
    return MovingPlane(ZONE, DARK, View.of([[3, 2], [-3, -2]], MovingPlane.picture_of(ZONE)))


def test_dots_stand_at_the_images_of_their_points(plane: MovingPlane) -> None:
    """Each disc is centred on A p; those whose image has left the picture are not drawn."""
    dots = PlaneDots([[1, 0], [0, 1]], plane, color=DARK.shape)
    plane.set_matrix([[2, 0], [0, 50]])
    dots.update()
    discs = dots.points.reshape(-1, 16, 3)
    assert len(discs) == 1
    np.testing.assert_allclose((discs[0].min(axis=0) + discs[0].max(axis=0)) / 2, plane.point((2, 0)), atol=1e-6)


def test_a_piece_of_the_null_space_shrinks_to_nothing(plane: MovingPlane) -> None:
    """Before, it reaches from edge to edge of the picture; halfway it has half the length; in the end it is gone."""
    ends = seen_piece(plane, (0, 0), (2, -1))
    piece = PlanePiece(*ends, plane, color=DARK.shape)
    picture = plane.picture
    whole = np.linalg.norm(piece.points[-1] - piece.points[0])
    for end in (piece.points[0], piece.points[-1]):
        edges = [end[0] - picture.left, picture.right - end[0], end[1] - picture.bottom, picture.top - end[1]]
        assert min(edges) == pytest.approx(0, abs=1e-9)
    plane.set_matrix(0.5 * np.eye(2) + 0.5 * SINGULAR)
    piece.update()
    assert np.linalg.norm(piece.points[-1] - piece.points[0]) == pytest.approx(whole / 2)
    plane.set_matrix(SINGULAR)
    piece.update()
    assert len(piece.points) == 0


def test_a_piece_that_grows_is_cut_at_the_picture(plane: MovingPlane) -> None:
    """However far the matrix takes it, nothing is drawn outside."""
    piece = PlanePiece((-1, -1), (1, 1), plane, color=DARK.shape)
    plane.set_matrix([[5, 5], [-5, 3]])
    piece.update()
    picture = plane.picture
    assert picture.left - 1e-9 <= piece.points[:, 0].min() <= piece.points[:, 0].max() <= picture.right + 1e-9
    assert picture.bottom - 1e-9 <= piece.points[:, 1].min() <= piece.points[:, 1].max() <= picture.top + 1e-9


def test_an_arrow_rides_or_stands_still(plane: MovingPlane) -> None:
    """One that moves has its tip at A p, the other at p; a name stays beside its own."""
    riding, still = plane_arrow(plane, (1, 1), DARK.vector), plane_arrow(plane, (1, 1), DARK.vector, moves=False)
    name = tip_name(plane, "bold(x)", (1, 1), DARK.vector, DARK)
    plane.set_matrix([[2, 0], [0, 1]])
    for mobject in (riding, still, name):
        mobject.update()
    np.testing.assert_allclose(riding.get_tip_point(), plane.point((2, 1)))
    np.testing.assert_allclose(still.get_tip_point(), plane.point((1, 1)))
    assert np.linalg.norm(name.get_center() - plane.point((2, 1))) < 0.5


def test_a_line_beside_the_origin_is_seen_from_edge_to_edge(plane: MovingPlane) -> None:
    """A line through another point is cut at the picture's edges."""
    start, end = seen_piece(plane, (0, 1), (1, 0))
    np.testing.assert_allclose(plane.point([start, end])[:, 0], [plane.picture.left, plane.picture.right])
    assert start[1] == pytest.approx(1)


def test_a_name_turns_away_from_what_meets_at_the_tip() -> None:
    """The first turn is kept if nothing is there; a line on that side sends the name to the other."""
    assert clear_turn((1, 0), [], (35, -35)) == 35
    assert clear_turn((1, 0), [(1, 1)], (35, -35)) == -35
    assert clear_turn((0, 2), [(1, 0), (0, 0)], (80, -80)) == 80
    assert clear_turn((0, 0), [(1, 0)], (80, -80)) == 80
