"""A small chart of one number per step, with a dashed level that it may or may not settle at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from explainers.maths.shown import shown
from explainers.stage.figures.plane_lines import dashes
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text

Array = npt.NDArray[np.float64]


class StepChart(VGroup):
    """Dots for the steps 1 to n, from left to right, joined by a thin line; those from `count` on are still to come.

    Parameters
    ----------
    values
        One for each step, none negative.
    level
        Where the dashed line is drawn, or None.
    width, height
        Of the part in which dots stand.
    color, level_color
        Of the dots, and of the level.
    """

    def __init__(
        self,
        values: Sequence[float],
        level: float | None,
        theme: Theme,
        *,
        width: float,
        height: float,
        color: str,
        level_color: str,
    ) -> None:
        super().__init__()
        self.values = np.asarray(values, dtype=float)
        self._top = 1.12 * max(float(self.values.max()), level or 0.0) or 1.0
        self.axes = VMobject(stroke_color=theme.axis, stroke_width=2)
        self.axes.set_points_as_corners(np.array([height * UP, 0 * UP, width * RIGHT]))
        self.level = VMobject(stroke_color=level_color, stroke_width=3)
        self.line = VMobject(stroke_color=color, stroke_width=2, stroke_opacity=0.6)
        self.dots = VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
        self.numbers = VGroup()
        self.add(self.axes, self.level, self.line, self.dots, self.numbers)
        self._number(level, theme, level_color)
        self.show(0)

    def place(self, step: float, value: float) -> Array:
        """Where a value of a step stands in the scene."""
        top, corner, right = (self.axes.points[index] for index in (0, 3, -1))
        return np.asarray(
            corner + (step - 0.5) / len(self.values) * (right - corner) + value / self._top * (top - corner)
        )

    def show(self, count: int) -> None:
        """Draw the dots of the first `count` steps."""
        places = np.array([self.place(k + 1, value) for k, value in enumerate(self.values[:count])]).reshape(-1, 3)
        self.dots.points = discs_to_points(places, 0.06) if count else np.zeros((0, 3))
        self.line.points = pieces_to_points(places[:-1], places[1:]) if count > 1 else np.zeros((0, 3))

    def follow(self, count: Callable[[], int]) -> StepChart:
        """Show as many dots as `count` gives, in every frame."""
        self.add_updater(lambda chart: chart.show(count()), call_updater=True)
        return self

    def _number(self, level: float | None, theme: Theme, level_color: str) -> None:
        """Write 0 and the level beside the upright axis, the first and the last step under the other."""
        size, muted = theme.sizes.small, theme.muted
        zero = Text("0", font_size=size, color=muted).next_to(self.place(0.5, 0), LEFT, buff=0.14)
        self.numbers.add(zero)
        if level is not None:
            start, end = self.place(0.5, level), self.place(len(self.values) + 0.5, level)
            self.level.points = dashes(start, end)
            # At level 0 the zero is there already.
            if level > 0.12 * self._top:
                self.numbers.add(Text(shown(level), font_size=size, color=level_color).next_to(start, LEFT, buff=0.14))
        for step in (1, len(self.values)):
            self.numbers.add(Text(str(step), font_size=size, color=muted).next_to(self.place(step, 0), DOWN, buff=0.14))
        self.numbers.add(Text("step", font_size=size, color=muted).next_to(self.axes.get_bottom(), DOWN, buff=0.14))
