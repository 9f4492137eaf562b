"""A bar that grows to the right of zero or to its left: a number's sign and size at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import DOWN, UP, VGroup, VMobject

from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.theme import Theme

HEIGHT = 0.16


class SignedGauge(VGroup):
    """A line with its zero marked, and a bar from zero to the value; if it is one of a `whole`, with that marked, too.

    Parameters
    ----------
    low, high
        The ends of the line; zero lies between them.
    positive, negative
        Colours of the bar on either side of zero.
    """

    def __init__(
        self, low: float, high: float, theme: Theme, *, width: float, positive: str, negative: str, whole: bool = False
    ) -> None:
        super().__init__()
        self.low, self.high = min(low, 0.0), max(high, 0.0)
        if self.low == self.high:
            raise ValueError(f"gauge: {low:g} to {high:g} leaves no room for a bar")
        self.positive, self.negative = positive, negative
        self.line = VMobject(stroke_color=theme.axis, stroke_width=2)
        self.line.set_points_as_corners(np.array([[0.0, 0, 0], [width, 0, 0]]))
        self.bar = VMobject(stroke_width=0, fill_opacity=1)
        self.mark = VMobject(stroke_color=theme.text, stroke_width=2)
        marked = [0.0, self.high] if whole else [0.0]
        places = np.array([self.point(value) for value in marked])
        self.mark.points = pieces_to_points(places + HEIGHT * UP, places + HEIGHT * DOWN)
        self.numbers = VGroup()
        for value, place in zip(marked, places, strict=True):
            number = LiveNumber(value, decimals=0, font_size=theme.sizes.small, color=theme.muted, signed=False)
            self.numbers.add(number.shift(place + (HEIGHT + 0.13) * DOWN - number.slots.get_center()))
        self.add(self.line, self.bar, self.mark, self.numbers)
        self.set_value(0.0)

    def point(self, value: float) -> np.ndarray:
        """Where on the line a value stands."""
        left, right = self.line.points[0], self.line.points[-1]
        return np.asarray(left + (value - self.low) / (self.high - self.low) * (right - left))

    def set_value(self, value: float) -> Self:
        """Draw the bar to another value."""
        start, end = self.point(0), self.point(value)
        half = HEIGHT / 2 * UP
        self.bar.set_points_as_corners(np.array([start + half, end + half, end - half, start - half, start + half]))
        self.bar.set_fill(self.positive if value >= 0 else self.negative)
        return self

    def follow(self, source: Callable[[], float]) -> Self:
        """Show the value of `source` in every frame."""
        self.add_updater(lambda gauge: gauge.set_value(source()), call_updater=True)
        return self
