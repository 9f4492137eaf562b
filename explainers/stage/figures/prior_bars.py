"""A prior as bars that the data make longer: each number of the posterior is one of the prior and what was added."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import RIGHT, VGroup, VMobject

from explainers.maths.stepped import step_up
from explainers.stage.figures.live_chart import polygon
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.figures.significant_number import ShortNumber
from explainers.stage.prior_parts import PriorPart
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

ROW = 0.46
BAR = 0.2
NUMBER, SIGN = 0.95, 0.2
"""Width of a number of a sum, and of the sign before it."""
ROOM = 1.5
"""How many times as long as a bar its row is at least: a prior may be dragged a good way before the scale changes."""


class PriorBars(VGroup):
    """A row for each part: its name, the prior's bar with the data's at its end, and their sum in numbers.

    Parameters
    ----------
    gutter
        Where the names stand.
    alike
        Whether all are counted in one unit, so that their bars have one scale.
    """

    def __init__(self, zone: Zone, gutter: Zone, theme: Theme, names: Sequence[str], *, alike: bool) -> None:
        super().__init__()
        self.alike = alike
        # A ring around the end of a short bar must not hide the name.
        self.left, self.length = zone.left + 0.2, zone.width - 0.2 - 3 * NUMBER - 3 * SIGN
        self.heights = [zone.top - (index + 0.5) * ROW for index in range(len(names))]
        self.ends = [1.0] * len(names)
        size, colors = theme.sizes.small, (theme.prior, theme.likelihood, theme.posterior)
        self.rows = [tuple(_bar(color) for color in colors[:2]) for _ in names]
        self.tips = [VMobject(stroke_color=theme.prior, stroke_width=5) for _ in names]
        self.numbers: list[tuple[ShortNumber, ...]] = []
        for name, y, bars, tip in zip(names, self.heights, self.rows, self.tips, strict=True):
            words = Text(name, font_size=size, color=theme.muted)
            if words.width > gutter.width:
                words.scale_to_fit_width(gutter.width)
            numbers = []
            for index, (color, sign) in enumerate(zip(colors, ("", "+", "="), strict=True)):
                left = zone.right - 3 * NUMBER - 2 * SIGN + index * (NUMBER + SIGN)
                number = ShortNumber(0, font_size=size, color=color)
                number.shift(
                    [left - number.anchor.points[0][0], y - number.axis_height - number.anchor.points[0][1], 0]
                )
                numbers.append(number)
                if sign:
                    self.add(Formula(sign, font_size=size, color=theme.text).move_to([left - 0.16, y, 0]))
            self.numbers.append(tuple(numbers))
            self.add(words.move_to([gutter.right, y, 0], RIGHT), *bars, tip, *numbers)

    def show(self, parts: Sequence[PriorPart]) -> None:
        """Draw the parts of now, one a row."""
        ends = [step_up(max(ROOM * part.posterior, 2 * part.data)) for part in parts]
        self.ends = [max(ends)] * len(ends) if self.alike else ends
        for row, (part, numbers) in enumerate(zip(parts, self.numbers, strict=True)):
            middle, end = self.tip(row, part.prior)[0], self.tip(row, part.posterior)[0]
            for bar, first, last in zip(self.rows[row], (self.left, middle), (middle, end), strict=True):
                bar.points = _box(first, last, self.heights[row])
            foot, top = (np.array([[middle, self.heights[row] + side * BAR / 2, 0]]) for side in (-1, 1))
            self.tips[row].points = pieces_to_points(foot, top)
            for number, value in zip(numbers, (part.prior, part.data, part.posterior), strict=True):
                number.set_value(value)

    def tip(self, row: int, value: float) -> Array:
        """Return where a bar of that value ends in the scene."""
        return np.array([self.left + value / self.ends[row] * self.length, self.heights[row], 0.0])

    def limits(self, row: int) -> tuple[float, float]:
        """The least and the greatest value that can be dragged to."""
        return float(f"{self.ends[row] / 400:.1g}"), self.ends[row]


def _bar(color: str) -> VMobject:
    return VMobject(stroke_width=0, fill_color=color, fill_opacity=0.9)


def _box(left: float, right: float, middle: float) -> Array:
    if right - left < 1e-6:
        return np.zeros((0, 3))
    low, high = middle - BAR / 2, middle + BAR / 2
    return polygon([[left, low], [right, low], [right, high], [left, high]])
