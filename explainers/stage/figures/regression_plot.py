"""Data as points, a model's curve through them, and how far it misses each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, LineJointType, VGroup, VMobject

from explainers.stage.figures.polylines import Rectangle, clip_pieces, discs_to_points, pieces_to_points
from explainers.stage.figures.ticks import nice_ticks, number_markup
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
Weights = tuple[float, float]

_PIECES = 120
"""Of the curve: a logistic one bends."""
_TICK = 0.08
_DOT = 0.055


class RegressionPlot(VGroup):
    """A scatter plot with axes, a curve that can be set, and a line from each point to the curve.

    Parameters
    ----------
    x, y
        The data, shape (n,).
    predict
        The model: its values at some x, for weights.
    names
        Of the two axes, in plain words.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        x: Array,
        y: Array,
        predict: Callable[[Array, Weights], Array],
        *,
        names: tuple[str, str],
    ) -> None:
        super().__init__()
        self.theme, self.x, self.y, self._predict = theme, x, y, predict
        self.window = _window(x, y)
        self.axes, self.area = self._lay_out(zone, names)
        self.curve = VMobject(stroke_color=theme.path, stroke_width=5, joint_type=LineJointType.ROUND)
        self.misses = VMobject(stroke_color=theme.warning, stroke_width=2, stroke_opacity=0.7)
        self.dots = VMobject(fill_color=theme.curve, fill_opacity=0.9, stroke_width=0)
        places = self.to_screen(np.column_stack([x, y]))
        self.dots.points = discs_to_points(places + _stacked(x, y), _DOT)
        self._sampled = np.linspace(self.window[0], self.window[1], _PIECES + 1)
        self.add(self.axes, self.misses, self.dots, self.curve)

    def to_screen(self, points: Array) -> Array:
        """Return where points (x, y), shape (n, 2), lie on the screen, shape (n, 3); not clipped."""
        left, right, low, high = self.window
        shares = (np.asarray(points, dtype=float) - [left, low]) / [right - left, high - low]
        across = self.area.left + shares[:, 0] * self.area.width
        return np.column_stack([across, self.area.bottom + shares[:, 1] * self.area.height, np.zeros(len(shares))])

    def to_data(self, place: Array) -> Weights:
        """Return the point (x, y) that is drawn at a place of the scene."""
        left, right, low, high = self.window
        across = (place[0] - self.area.left) / self.area.width
        up = (place[1] - self.area.bottom) / self.area.height
        return float(left + across * (right - left)), float(low + up * (high - low))

    def show(self, weights: Weights) -> Self:
        """Draw the model's curve for these weights, cut at the edge of the plot, and the misses if they are shown."""
        curve = self.to_screen(np.column_stack([self._sampled, self._predict(self._sampled, weights)]))
        self.curve.points = self._clipped(curve[:-1], curve[1:])
        if len(self.misses.points):
            self.show_misses(weights)
        return self

    def show_misses(self, weights: Weights) -> Self:
        """Draw a line from each point to the curve; from now on they follow it."""
        ends = self.to_screen(np.column_stack([self.x, self._predict(self.x, weights)]))
        self.misses.points = self._clipped(self.to_screen(np.column_stack([self.x, self.y])), ends)
        return self

    def _clipped(self, starts: Array, ends: Array) -> Array:
        area = self.area
        # Beyond a million screens the arithmetic of clipping would lose what is inside.
        far = 1e6
        starts, ends = np.clip(starts, -far, far), np.clip(ends, -far, far)
        enter, leave = clip_pieces(starts[:, :2], ends[:, :2], (area.left, area.right, area.bottom, area.top))
        kept = leave > enter
        along = (ends - starts)[kept]
        return pieces_to_points(starts[kept] + enter[kept, None] * along, starts[kept] + leave[kept, None] * along)

    def _lay_out(self, zone: Zone, names: tuple[str, str]) -> tuple[VGroup, Zone]:
        theme = self.theme
        left, right, low, high = self.window
        about = max(3, round(zone.height / 0.9))
        heights = [
            (tick, Formula(number_markup(tick), font_size=theme.sizes.small, color=theme.muted))
            for tick in nice_ticks(low, high, about)
        ]
        room = max(label.width for _, label in heights) + _TICK + 0.1
        name = Text(names[1], font_size=theme.sizes.small, color=theme.muted)
        name.move_to([zone.left, zone.top, 0], aligned_edge=UP + LEFT)
        area = Zone(zone.left + room, zone.right - 0.15, zone.bottom + 0.8, zone.top - name.height - 0.15)
        frame = VMobject(stroke_color=theme.axis, stroke_width=2)
        corners = [[area.left, area.top, 0], [area.left, area.bottom, 0], [area.right, area.bottom, 0]]
        frame.set_points_as_corners(np.array(corners))
        labels, marks = VGroup(), []
        for tick, label in heights:
            place = np.array([area.left, area.bottom + (tick - low) / (high - low) * area.height, 0.0])
            labels.add(label.next_to(place, LEFT, buff=_TICK + 0.06))
            marks.append((place, place + _TICK * LEFT))
        for tick in nice_ticks(left, right, max(3, round(area.width / 0.9))):
            place = np.array([area.left + (tick - left) / (right - left) * area.width, area.bottom, 0.0])
            label = Formula(number_markup(tick), font_size=theme.sizes.small, color=theme.muted)
            labels.add(label.next_to(place, DOWN, buff=_TICK + 0.06))
            marks.append((place, place + _TICK * DOWN))
        ticks = VMobject(stroke_color=theme.axis, stroke_width=2)
        ticks.points = pieces_to_points(*map(np.array, zip(*marks, strict=True)))
        below = Text(names[0], font_size=theme.sizes.small, color=theme.muted)
        below.move_to([area.right, zone.bottom, 0], aligned_edge=DOWN + RIGHT)
        return VGroup(frame, ticks, labels, name, below), area


def _window(x: Array, y: Array) -> Rectangle:
    """Return a window about the data with the horizontal axis, y = 0, in it."""
    margin = 0.06 * float(np.ptp(x))
    low, high = min(0.0, float(y.min())), max(0.0, float(y.max()))
    above = 0.08 * (high - low)
    return float(x.min()) - margin, float(x.max()) + margin, low - above, high + above


def _stacked(x: Array, y: Array) -> Array:
    """Return shifts that lay points of the same place on top of each other, shape (n, 3); downwards at the bottom."""
    seen: Counter[tuple[float, float]] = Counter()
    lowest = y.min()
    shifts = np.zeros((len(x), 3))
    for row, place in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        shifts[row, 1] = 1.7 * _DOT * seen[place] * (-1 if place[1] == lowest else 1)
        seen[place] += 1
    return shifts
