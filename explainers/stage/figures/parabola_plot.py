"""A parabola over its axes: a ground that paths can lie on, each axis with a unit of its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, LineJointType, VGroup, VMobject

from explainers.stage.figures.polylines import Rectangle, clip_pieces, pieces_to_points
from explainers.stage.figures.ticks import nice_ticks, number_markup
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

LABEL_ROOM = 0.45
HEADROOM = 1.25
"""A chord that leads a little out of the picture leaves it at the side, not through the top."""
_TICK = 0.08
_SAMPLES = 161


class ParabolaPlot(VGroup):
    """The curve L x^2 / 2 from -reach to reach. As a ground, its plane is measured in units of the screen.

    So a path's pieces are as short upwards as sideways, whatever the loss is.

    Parameters
    ----------
    curvature
        L.
    reach
        Where the picture ends, to both sides; above, it ends a little higher than the curve.
    """

    view = None
    """It is looked at in one way only; paths that lie on a surface ask."""

    def __init__(self, zone: Zone, theme: Theme, curvature: float, reach: float) -> None:
        super().__init__()
        self.curvature, self.reach = curvature, reach
        self.top = HEADROOM * float(self.height(reach))
        self._theme = theme
        ticks = nice_ticks(0.0, self.top, about=4)
        labels = [Formula(number_markup(tick), font_size=theme.sizes.small, color=theme.muted) for tick in ticks]
        room = max(label.width for label in labels) + 0.22
        name = Text("loss", font_size=theme.sizes.small, color=theme.muted)
        top = zone.top - name.height - 0.18
        self.area = Zone(zone.left + room, zone.right - 0.32, zone.bottom + LABEL_ROOM, top)
        self.window: Rectangle = (0.0, self.area.width, 0.0, self.area.height)
        name.next_to([self.area.left, self.area.top, 0], UP, buff=0.16).align_to([zone.left, 0, 0], LEFT)
        self.curve = VMobject(stroke_color=theme.curve, stroke_width=5, joint_type=LineJointType.ROUND)
        places = self.to_screen(self.on_curve(np.linspace(-reach, reach, _SAMPLES)))
        self.curve.points = pieces_to_points(places[:-1], places[1:])
        self.add(self._axes(ticks, labels), name, self.curve)

    def height(self, x: npt.ArrayLike) -> Array:
        """Return the loss at some places."""
        return np.asarray(self.curvature * np.asarray(x, dtype=float) ** 2 / 2)

    def place(self, x: npt.ArrayLike, loss: npt.ArrayLike) -> Array:
        """Return the points of the ground at some places and losses, shape (n, 2)."""
        across = (np.atleast_1d(np.asarray(x, dtype=float)) + self.reach) / (2 * self.reach) * self.area.width
        return np.column_stack([across, np.atleast_1d(np.asarray(loss, dtype=float)) / self.top * self.area.height])

    def on_curve(self, x: npt.ArrayLike) -> Array:
        """Return the points of the ground on the curve at some places, shape (n, 2)."""
        return self.place(x, self.height(x))

    def to_screen(self, points: npt.ArrayLike) -> Array:
        """Return points of the ground, shape (n, 2), as points of the scene, shape (n, 3)."""
        offsets = np.asarray(points, dtype=float).reshape(-1, 2)
        return np.column_stack([offsets + self.area.bottom_left[:2], np.zeros(len(offsets))])

    def tangent(self, x: float, *, color: str) -> VMobject:
        """Return the tangent of the curve at a place, cut at the edge of the picture."""
        slope = self.curvature * x
        ends = np.array([-self.reach, self.reach])
        start, end = self.place(ends, self.height(x) + slope * (ends - x))
        enter, leave = clip_pieces(start[None], end[None], self.window)
        line = VMobject(stroke_color=color, stroke_width=4)
        cut = np.array([start + share * (end - start) for share in (enter[0], leave[0])])
        places = self.to_screen(cut)
        line.points = pieces_to_points(places[:1], places[1:])
        return line

    def _axes(self, ticks: list[float], labels: list[Formula]) -> VGroup:
        theme, area = self._theme, self.area
        lines = VMobject(stroke_color=theme.axis, stroke_width=2)
        starts = [[area.left, area.bottom, 0], [area.left, area.bottom, 0]]
        ends = [[area.right, area.bottom, 0], [area.left, area.top, 0]]
        shown = VGroup()
        for tick, label in zip(ticks, labels, strict=True):
            place = self.to_screen(self.place(-self.reach, tick))[0]
            starts.append(list(place))
            ends.append(list(place + _TICK * LEFT))
            shown.add(label.next_to(place, LEFT, buff=_TICK + 0.06))
        for tick in nice_ticks(-self.reach, self.reach, about=5):
            place = self.to_screen(self.place(tick, 0.0))[0]
            starts.append(list(place))
            ends.append(list(place + _TICK * DOWN))
            label = Formula(number_markup(tick), font_size=theme.sizes.small, color=theme.muted)
            shown.add(label.next_to(place, DOWN, buff=_TICK + 0.06))
        lines.points = pieces_to_points(np.array(starts), np.array(ends))
        name = Formula("x", font_size=theme.sizes.small, color=theme.muted)
        shown.add(name.next_to([area.right, area.bottom, 0], RIGHT, buff=0.12))
        return VGroup(lines, shown)
