"""Straight lines on a plane: one through the origin in any direction, and a dashed piece between two points."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from manim import VMobject

from explainers.stage.figures.plane import MovingPlane
from explainers.stage.figures.polylines import clip_pieces, cut_dashes, pieces_to_points

Array = npt.NDArray[np.float64]

DASH = 0.13
"""Length of a dash in Manim's units."""


def dashes(start: Array, end: Array) -> Array:
    """Return Manim's points for a dashed line between two points of the scene; nothing for no length."""
    if float(np.linalg.norm(end - start)) < 1e-6:
        return np.zeros((0, 3))
    return pieces_to_points(*cut_dashes(start[None], end[None], DASH))


class DashedSegment(VMobject):
    """A dashed line between two points that may move."""

    def __init__(
        self, start: Callable[[], Array], end: Callable[[], Array], *, color: str, stroke_width: float = 4
    ) -> None:
        super().__init__(stroke_color=color, stroke_width=stroke_width)

        def update(segment: DashedSegment) -> None:
            segment.points = dashes(start(), end())

        self.add_updater(update, call_updater=True)


class LineThroughOrigin(VMobject):
    """The line of all multiples of a direction, from edge to edge of the plane's picture.

    Parameters
    ----------
    direction
        What gives the direction now, shape (2,); nothing is drawn while it is 0.
    """

    def __init__(
        self,
        plane: MovingPlane,
        direction: Callable[[], npt.ArrayLike],
        *,
        color: str,
        stroke_width: float = 4,
        stroke_opacity: float = 1.0,
        dashed: bool = False,
    ) -> None:
        super().__init__(stroke_color=color, stroke_width=stroke_width, stroke_opacity=stroke_opacity)

        def update(line: LineThroughOrigin) -> None:
            start, end = line_ends(plane, direction())
            line.points = dashes(start, end) if dashed else pieces_to_points(start[None], end[None])

        self.add_updater(update, call_updater=True)


def line_ends(plane: MovingPlane, direction: npt.ArrayLike) -> tuple[Array, Array]:
    """Return where the line through the origin leaves the picture: against the direction, and along it."""
    x, y = np.asarray(direction, dtype=float)
    origin = plane.point((0, 0))
    length = float(np.hypot(x, y))
    if length < 1e-12:
        return origin, origin
    along = np.array([x, y, 0.0]) / length
    picture = plane.picture
    reach = (picture.width + picture.height + float(np.abs(origin - picture.center).sum())) * along
    start, end = origin - reach, origin + reach
    window = (picture.left, picture.right, picture.bottom, picture.top)
    enter, leave = clip_pieces(start[None, :2], end[None, :2], window)
    return start + enter[0] * (end - start), start + leave[0] * (end - start)
