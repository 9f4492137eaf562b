"""Sets of points that go where a plane's matrix takes them: dots, and a straight piece."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import VMobject

from explainers.stage.figures.plane import MovingPlane
from explainers.stage.figures.polylines import clip_pieces, discs_to_points, pieces_to_points
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]


class PlaneDots(VMobject):
    """Dots at points of the plane, shape (n, 2), all in one mobject; those that leave the picture are not drawn."""

    def __init__(self, points: npt.ArrayLike, plane: MovingPlane, *, color: str, radius: float = 0.08) -> None:
        super().__init__(stroke_width=0, fill_color=color, fill_opacity=1)
        places = np.asarray(points, dtype=float).reshape(-1, 2)

        def update(dots: PlaneDots) -> None:
            images = plane.image(places)
            dots.points = discs_to_points(images[inside(images, plane.picture, radius)], radius)

        self.add_updater(update, call_updater=True)


class PlanePiece(VMobject):
    """A straight piece of the plane, which shrinks where the matrix shrinks it; cut at the edges of the picture."""

    def __init__(
        self, start: npt.ArrayLike, end: npt.ArrayLike, plane: MovingPlane, *, color: str, stroke_width: float = 4
    ) -> None:
        super().__init__(stroke_color=color, stroke_width=stroke_width)
        ends = np.array([start, end], dtype=float)

        def update(piece: PlanePiece) -> None:
            tail, tip = plane.image(ends)[:, np.newaxis]
            if np.linalg.norm(tip - tail) < 1e-6:
                piece.points = np.zeros((0, 3))
                return
            enter, leave = clip_pieces(tail[:, :2], tip[:, :2], _window(plane.picture))
            seen = enter < leave
            along = (tip - tail)[seen]
            piece.points = pieces_to_points(
                tail[seen] + enter[seen, np.newaxis] * along, tail[seen] + leave[seen, np.newaxis] * along
            )

        self.add_updater(update, call_updater=True)


def seen_piece(plane: MovingPlane, through: npt.ArrayLike, direction: npt.ArrayLike) -> tuple[Array, Array]:
    """Return the ends, shape (2,) each, of the part of a line that the picture shows while nothing has moved."""
    point, along = np.asarray(through, dtype=float), np.asarray(direction, dtype=float)
    along = along / np.linalg.norm(along)
    picture, view = plane.picture, plane.view
    reach = (picture.width + picture.height) / view.unit + 2 * float(np.linalg.norm(point))
    tail, tip = point - reach * along, point + reach * along
    shown = view.scene([tail, tip])[:, :2]
    enter, leave = clip_pieces(shown[:1], shown[1:], _window(picture))
    return tail + enter[0] * (tip - tail), tail + leave[0] * (tip - tail)


def _window(picture: Zone) -> tuple[float, float, float, float]:
    return picture.left, picture.right, picture.bottom, picture.top


def inside(places: Array, picture: Zone, margin: float) -> npt.NDArray[np.bool_]:
    """Return which places of the scene, shape (n, 3), lie in the picture and not too near its edge."""
    x, y = places[:, 0], places[:, 1]
    return np.asarray(
        (x >= picture.left + margin)
        & (x <= picture.right - margin)
        & (y >= picture.bottom + margin)
        & (y <= picture.top - margin)
    )
