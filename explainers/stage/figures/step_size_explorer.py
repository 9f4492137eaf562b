"""Learning rates on one parabola that change at any moment: what a reader explores by hand, without a story."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from explainers.maths.step_sizes import MOST_RATES, RateWalk
from explainers.maths.stepped import step_up
from explainers.stage.descent_zones import rate_zones
from explainers.stage.figures.live_chart import LiveChart, LiveTrace, line_in
from explainers.stage.figures.live_density import LiveWords
from explainers.stage.figures.plane_lines import dashes
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.figures.runner import ROW_HEIGHT, SAMPLE, RunnerStyle, marker_points, runner_styles, sample
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.handle import Handle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]

REACHES = (2.5, 6.25)
"""How far the axis reaches to both sides: one for starts up to 2, one for those beyond."""
WIDEST_SHARE, LEAST_SHARE = 10.0, 1e-3
"""What the chart shows of the distance that is left."""
LINE_ENDS = (2.75, 4.1)
"""Where the line of rates ends, in units of 1/L."""
SAID = {
    "slow": "on one side",
    "at once": "in one step",
    "across": "side to side",
    "for ever": "to and fro",
    "diverges": "diverges",
}


class StepSizes(Protocol):
    """The numbers that are shown."""

    @property
    def curvature(self) -> float: ...
    @property
    def start(self) -> float: ...
    @property
    def steps(self) -> int: ...
    @property
    def walks(self) -> tuple[RateWalk, ...]: ...


class StepSizeExplorer(VGroup):
    """The parabola with all walks, the share of the distance that each keeps, and the line of rates with its bounds.

    Parameters
    ----------
    numbers
        Gives the numbers of now.
    given
        Gives the rates in the order in which they are given, none if they are left out.
    """

    def __init__(
        self,
        numbers: Callable[[], StepSizes],
        given: Callable[[], tuple[float, ...] | None],
        frame: Frame,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._numbers, self._given, self.theme = numbers, given, theme
        zones, styles, size = rate_zones(frame, MOST_RATES + 1), runner_styles(theme), theme.sizes.small
        # Between formula and picture there is room for a marker at the edge.
        self.plot = LiveChart(zones.plot, theme, "loss", Formula("x", font_size=size, color=theme.muted), gap=0.34)
        self.chart = LiveChart(
            zones.chart,
            theme,
            "share of the distance left, log scale",
            Text("steps", font_size=size, color=theme.muted),
        )
        self.curve = VMobject(stroke_color=theme.curve, stroke_width=5)
        self.start = VMobject(stroke_color=theme.background, stroke_width=2, fill_color=theme.ball, fill_opacity=1)
        self.walks = [LiveTrace(theme, style) for style in styles]
        self.curves = [LiveTrace(theme, style) for style in styles]
        self.table = RateTable(zones.table, theme, styles)
        self.line = LiveRateLine(zones.line, theme, styles)
        formula = Formula("f(x) = L\\/2 thin x^2, quad L =", font_size=theme.sizes.body, color=theme.curve)
        self.curvature = SignificantNumber(0, font_size=theme.sizes.body, color=theme.curve)
        row = VGroup(formula, self.curvature.next_to(formula, RIGHT, buff=0.12))
        self.curvature.shift((formula[-1].get_y() - self.curvature.axis_height - self.curvature.anchor.get_y()) * UP)
        row.move_to([self.plot.area.center[0], self.plot.heading.get_y(), 0])
        self.add(self.plot, self.curve, row, self.chart, self.table, self.line)
        self.add(*self.walks, self.start, *self.curves)
        self.add_updater(lambda _: self.follow(), call_updater=True)

    def follow(self) -> None:
        """Draw the walks of now."""
        n = self._numbers()
        reach = next(each for each in REACHES if abs(n.start) <= 0.8 * each + 1e-9)
        self.plot.show((-reach, reach), (0, step_up(n.curvature / 2 * (0.9 * reach) ** 2)))
        x = np.linspace(-reach, reach, 161)
        self.curve.points = line_in(self.on_curve(x), self.plot.area)
        self.chart.show((0, n.steps), (LEAST_SHARE, WIDEST_SHARE), logarithmic=True)
        self.curvature.set_value(n.curvature)
        self.start.points = discs_to_points(self.on_curve(n.start), 0.1)
        steps = np.arange(n.steps + 1)
        for index, (trace, curve) in enumerate(zip(self.walks, self.curves, strict=True)):
            if index < len(n.walks):
                walk = n.walks[index]
                trace.show(self.on_curve(walk.places), self.plot.area)
                curve.show(self.chart.to_screen(steps, walk.shares), self.chart.area)
            else:
                trace.hide()
                curve.hide()
        self.table.show(n.walks)
        self.line.show(n.walks, n.curvature)

    def on_curve(self, x: npt.ArrayLike) -> Array:
        """Return where the parabola is over some places, shape (n, 3)."""
        places = np.atleast_1d(np.asarray(x, dtype=float))
        return self.plot.to_screen(places, self._numbers().curvature / 2 * places**2)

    def rates(self) -> tuple[float, ...]:
        """The rates as they are given, or those that are shown while they are left out."""
        return self._given() or tuple(walk.rate for walk in self._numbers().walks)

    def handles(self) -> list[Handle]:
        """The start on the parabola, and each rate on its line."""
        return [
            Handle(
                "start",
                lambda x: self.plot.to_screen(x, 0)[0],
                "where the walks start",
                limits=(-5, 5),
                stands=lambda: self.on_curve(self._numbers().start)[0],
            ),
            *(
                Handle(
                    "learning_rates",
                    self.line.place,
                    f"learning rate {item + 1}",
                    limits=self.line.limits,
                    stands=partial(self._head, item),
                    item=item,
                    now=self.rates,
                )
                for item in range(MOST_RATES)
            ),
        ]

    def _head(self, item: int) -> Array:
        """Return where the marker of a rate stands; walks are sorted, rates are not."""
        rate = self.rates()[item]
        nearest = min(range(len(self._numbers().walks)), key=lambda k: abs(self._numbers().walks[k].rate - rate))
        return self.line.heads[nearest]


class RateTable(VGroup):
    """A row for each walk: its line, its rate, what a step keeps of the distance, and how it goes."""

    def __init__(self, zone: Zone, theme: Theme, styles: tuple[RunnerStyle, ...]) -> None:
        super().__init__()
        self.theme, size = theme, theme.sizes.small
        left = zone.left + SAMPLE + 0.2
        room = (zone.right - 1.35 - left) / 2
        y = zone.top - 0.5 * ROW_HEIGHT
        for words, place in (("rate", left), ("a step keeps", left + room)):
            self.add(Text(words, font_size=size, color=theme.muted).move_to([place, y, 0], LEFT))
        self.rows, self.rates, self.kept, self.said = [], [], [], []
        for index, style in enumerate(styles):
            y = zone.top - (index + 1.5) * ROW_HEIGHT
            rate, kept = (SignificantNumber(0, font_size=size, color=color) for color in (theme.text, style.color))
            key = sample(style, theme, np.array([zone.left, y, 0.0]))
            times = Formula("times", font_size=size, color=style.color).move_to([left + room + 0.1, y, 0])
            self.rates.append(rate.move_to([left, y, 0], LEFT))
            self.kept.append(kept.move_to([left + room + 0.32, y, 0], LEFT))
            self.said.append(
                LiveWords(tuple(SAID.values()), [zone.right, y, 0], font_size=size, color=style.color, right=True)
            )
            self.rows.append(VGroup(key, times))
        self._outlines = [[part.points.copy() for part in row.get_family()] for row in self.rows]
        self.add(*self.rows, *self.rates, *self.kept, *self.said)

    def show(self, walks: tuple[RateWalk, ...]) -> None:
        """Say what becomes of each; rows without a walk are empty."""
        for index, row in enumerate(self.rows):
            there = index < len(walks)
            for part, outline in zip(row.get_family(), self._outlines[index], strict=True):
                part.points = outline.copy() if there else np.zeros((0, 3))
            numbers = self.rates[index], self.kept[index]
            self.said[index].say(SAID[walks[index].kind] if there else "")
            for number in numbers:
                for slot in number.slots:
                    slot.points = np.zeros((0, 3))
            if there:
                numbers[0].set_value(walks[index].rate)
                numbers[1].set_value(walks[index].kept)


class LiveRateLine(VGroup):
    """The line of learning rates, measured in 1/L: where a rate stands on it, there it is as stable as any other."""

    def __init__(self, zone: Zone, theme: Theme, styles: tuple[RunnerStyle, ...]) -> None:
        super().__init__()
        self.theme, self.styles, size = theme, styles, theme.sizes.small
        self._left, self._width, self._y = zone.left + 0.3, zone.width - 0.6, zone.bottom + 0.48
        self.curvature, self._end = 1.0, LINE_ENDS[0]
        self.heads: list[Array] = []
        self.axis = VMobject(stroke_color=theme.axis, stroke_width=3)
        self.stable, self.unstable = (VMobject(stroke_color=c, stroke_width=8) for c in (theme.good, theme.warning))
        self.stems = [VMobject(stroke_color=style.color, stroke_width=3) for style in styles]
        self.marks = [
            VMobject(fill_color=style.color, fill_opacity=1, stroke_color=theme.background, stroke_width=2)
            for style in styles
        ]
        name = Text("learning rate", font_size=size, color=theme.muted)
        name.move_to([zone.right - name.width / 2, self._y - 0.33, 0])
        zero = Formula("0", font_size=size, color=theme.muted).move_to([self._left, self._y - 0.33, 0])
        self.bounds = [(VMobject(stroke_color=color, stroke_width=5), label, number, multiple)
                       for color, label, number, multiple in (self._bound(1), self._bound(2))]  # fmt: skip
        self.add(self.axis, self.stable, self.unstable, name, zero)
        for tick, label, number, _ in self.bounds:
            self.add(tick, label, number)
        self.add(*self.stems, *self.marks)

    def place(self, rate: float) -> Array:
        """Return where a rate stands in the scene."""
        return np.array([self._left + rate * self.curvature / self._end * self._width, self._y, 0.0])

    def limits(self) -> tuple[float, float]:
        """The least and the greatest rate that can be dragged to."""
        return 0.02 / self.curvature, (self._end - 0.1) / self.curvature

    def show(self, walks: tuple[RateWalk, ...], curvature: float) -> None:
        """Put a marker at each rate."""
        self.curvature = curvature
        self._end = next(end for end in LINE_ENDS if walks[-1].rate * curvature <= end - 0.05 or end == LINE_ENDS[-1])
        limit, end = self.place(2 / curvature), self.place(self._end / curvature)
        foot = self.place(0)
        self.axis.points = pieces_to_points(np.array([foot]), np.array([end]))
        self.stable.points = pieces_to_points(foot[None], limit[None])
        self.unstable.points = dashes(limit, end)
        for tick, label, number, multiple in self.bounds:
            at = self.place(multiple / curvature)
            tick.points = pieces_to_points((at + 0.1 * DOWN)[None], (at + 0.1 * UP)[None])
            number.set_value(multiple / curvature)
            label.shift((at[0] - 0.1 - label.get_right()[0]) * RIGHT)
            number.shift((at[0] + 0.02 - number.anchor.points[0][0]) * RIGHT)
        self._mark(walks)

    def _bound(self, multiple: int) -> tuple[str, Formula, SignificantNumber, int]:
        """Write a bound; it is put in its place later."""
        theme = self.theme
        color, size = (theme.good, theme.warning)[multiple - 1], theme.sizes.small
        label = Formula(f"{multiple}\\/L =", font_size=size, color=color)
        label.move_to([0, self._y - 0.33, 0])
        number = SignificantNumber(0, font_size=size, color=color)
        number.shift((label[-1].get_y() - number.axis_height - number.anchor.get_y()) * UP)
        return color, label, number, multiple

    def _mark(self, walks: tuple[RateWalk, ...]) -> None:
        """Draw the markers; those that would stand on each other take different heights."""
        self.heads = []
        level, last = 0, -math.inf
        for index, (stem, mark) in enumerate(zip(self.stems, self.marks, strict=True)):
            stem.points = mark.points = np.zeros((0, 3))
            if index >= len(walks):
                continue
            foot = self.place(walks[index].rate)
            level = level + 1 if foot[0] - last < 0.28 and level < 2 else 0
            last = foot[0]
            self.heads.append(foot + (0.3 + 0.26 * level) * UP)
            stem.points = pieces_to_points(foot[None], self.heads[-1][None])
            mark.points = marker_points(self.styles[index].marker, self.heads[-1])
