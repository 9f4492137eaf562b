"""A line of learning rates with the bounds 1/L and 2/L on it, and where some rates stand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import DOWN, UP, VGroup, VMobject

from explainers.stage.figures.plane_lines import dashes
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.figures.runner import RunnerStyle, marker_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

_STEM = 0.3
_APART = 0.28
"""Markers that would stand nearer to each other take different heights."""


class RateLine(VGroup):
    """The line from 0 to a little beyond the largest rate; `marks`, `best`, `limit` and `ranges` are brought in later.

    Parameters
    ----------
    best, limit
        1/L and 2/L.
    rates
        With their styles, rising.
    """

    def __init__(
        self, zone: Zone, theme: Theme, best: float, limit: float, rates: Sequence[tuple[float, RunnerStyle]]
    ) -> None:
        super().__init__()
        self.theme = theme
        self.highest = 1.1 * max(limit * 1.15, *(rate for rate, _ in rates))
        self._left, self._width = zone.left + 0.3, zone.width - 0.6
        self._y = zone.bottom + 0.48
        self.line = VMobject(stroke_color=theme.axis, stroke_width=3)
        self.line.set_points_as_corners(np.array([self.place(0), self.place(self.highest)]))
        name = Text("learning rate", font_size=theme.sizes.small, color=theme.muted)
        name.move_to([zone.right - name.width / 2, self._y - 0.33, 0])
        zero = Formula("0", font_size=theme.sizes.small, color=theme.muted).move_to(self.place(0) + 0.33 * DOWN)
        self.axis = VGroup(self.line, self._tick(0), zero, name)
        self.marks = self._marks(rates)
        self.best = self._bound("1\\/L", best, theme.good, name)
        self.limit = self._bound("2\\/L", limit, theme.warning, name)
        self.stable = self._range(0.0, limit, theme.good)
        self.unstable = self._range(limit, self.highest, theme.warning, dashed=True)
        self.add(self.axis, self.marks)

    def place(self, rate: float) -> npt.NDArray[np.float64]:
        """Return where a rate stands in the scene."""
        return np.array([self._left + rate / self.highest * self._width, self._y, 0.0])

    def _tick(self, rate: float) -> VMobject:
        tick = VMobject(stroke_color=self.theme.axis, stroke_width=3)
        tick.set_points_as_corners(np.array([self.place(rate) + 0.1 * DOWN, self.place(rate) + 0.1 * UP]))
        return tick

    def _bound(self, symbol: str, rate: float, color: str, name: Text) -> VGroup:
        """A bound with its number; the number stands at the left of its tick where the line's name is in the way."""
        number = f"{rate:.4g}"
        relation = "=" if math.isclose(float(number), rate, rel_tol=1e-9) else "approx"
        label = Formula(f"{symbol} {relation} {number}", font_size=self.theme.sizes.small, color=color)
        label.move_to(self.place(rate) + 0.33 * DOWN)
        if label.get_right()[0] > name.get_left()[0] - 0.25:
            label.set_x(name.get_left()[0] - 0.25 - label.width / 2)
        tick = self._tick(rate).set_stroke(color, width=5)
        return VGroup(tick, label)

    def _range(self, low: float, high: float, color: str, *, dashed: bool = False) -> VMobject:
        line = VMobject(stroke_color=color, stroke_width=8)
        start, end = self.place(low), self.place(high)
        line.points = dashes(start, end) if dashed else pieces_to_points(start[None], end[None])
        return line

    def _marks(self, rates: Sequence[tuple[float, RunnerStyle]]) -> VGroup:
        marks = VGroup()
        level, last = 0, -np.inf
        for rate, style in rates:
            foot = self.place(rate)
            level = level + 1 if foot[0] - last < _APART and level < 2 else 0
            last = foot[0]
            head = foot + (_STEM + 0.26 * level) * UP
            stem = VMobject(stroke_color=style.color, stroke_width=3)
            stem.set_points_as_corners(np.array([foot, head]))
            mark = VMobject(fill_color=style.color, fill_opacity=1, stroke_color=self.theme.background, stroke_width=2)
            mark.points = marker_points(style.marker, head)
            marks.add(VGroup(stem, mark))
        return marks
