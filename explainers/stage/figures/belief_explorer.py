"""A belief and the data that change it, at any moment: what a reader explores by hand, without a story."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
from manim import VGroup

from explainers.maths.belief_curves import Window, belief_curves, drawing_grid, scaled_likelihood, stage_windows
from explainers.maths.stepped import step_up, stepped_span
from explainers.stage.bayes_model import MOST_CATEGORIES
from explainers.stage.belief_zones import BeliefZones
from explainers.stage.figures.bayes_rule import bayes_rule
from explainers.stage.figures.belief_board import gutter_text, legend_and_rule
from explainers.stage.figures.belief_table import BeliefTable, TableRow, Values
from explainers.stage.figures.estimate_lanes import EstimateLanes
from explainers.stage.figures.live_density import LiveDensityPlot
from explainers.stage.figures.prior_bars import ROW, PriorBars
from explainers.stage.figures.update_board import RULE, axis_title, lane_styles, legend_entries, table_rows
from explainers.stage.handle import Handle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.update_model import BayesUpdateNumbers
from explainers.stage.zones import Frame

Array = npt.NDArray[np.float64]

CURVES = ("prior", "posterior", "likelihood")
"""In painting order: where the likelihood's dots meet another curve, both are seen."""
LONGEST = 8
"""Characters of a number of the table, its sign left out."""
COUNTED = ("beta-binomial", "dirichlet-multinomial")
"""Families whose parts are all counted in one unit."""
LARGEST = 1e6
"""Of a value that can be dragged to."""


class BeliefExplorer(VGroup):
    """The prior as bars to which the data add, the three curves with the credible region, estimates, and numbers.

    Parameters
    ----------
    told
        Gives the numbers of now.
    """

    def __init__(self, told: Callable[[], BayesUpdateNumbers], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self._told, self.frame, self.theme = told, frame, theme
        self._key: tuple[object, ...] = ()
        self.bars: PriorBars
        self.plot: LiveDensityPlot
        self.lanes: EstimateLanes
        self.table: BeliefTable
        self.add_updater(lambda _: self.follow(), call_updater=True)

    def follow(self) -> None:
        """Draw the belief of now."""
        n = self._told()
        self._follow_case(n)
        self.bars.show(n.parts)
        self._draw_curves(n)
        for row in self.table.rows:
            for column in (0, 1):
                self._adjust((row.key, column), n)
        self.table.show(0, n.prior.row_values())
        self.table.show(1, n.posterior.row_values())
        for key, value, decimals in (
            ("data", n.estimate, n.decimals[1]),
            ("posterior", n.posterior.mean, n.decimals[1]),
            ("prior", n.prior.mean, n.decimals[0]),
        ):
            self.lanes.lanes[key].number.decimals = decimals
            self.lanes.put(key, value)

    def handles(self) -> list[Handle]:
        """The ends of the prior's bars; on the curve of a prior whose mean and deviation are given, these."""
        values = partial(self._values)
        return [
            *(
                Handle(
                    "prior",
                    partial(self._end_of_bar, item),
                    f"value {item + 1} of the prior",
                    limits=partial(self._limits, item),
                    item=item,
                    now=values,
                    there=partial(self._has_bar, item),
                )
                for item in range(MOST_CATEGORIES)
            ),
            Handle(
                "prior",
                lambda deviation: self.plot.to_point(self._values()[0] + deviation, 0),
                "the deviation of the prior",
                limits=lambda: (self.plot.window.width / 400, self.plot.window.width),
                stands=lambda: self._on_prior(self._values()[0] + self._values()[1]),
                item=1,
                now=values,
                there=lambda: self._family == "normal",
            ),
            Handle(
                "prior",
                lambda mean: self.plot.to_point(mean, 0),
                "the mean of the prior",
                limits=(-LARGEST, LARGEST),
                stands=lambda: self._on_prior(self._values()[0]),
                item=0,
                now=values,
                there=self._has_mean,
            ),
        ]

    # --- what can be dragged --------------------------------------------------------------------------------------

    @property
    def _family(self) -> str:
        return self._told().beliefs[0].name

    def _values(self) -> list[float]:
        """The prior's values, in the family's order."""
        return [float(value) for value in np.ravel(list(vars(self._told().beliefs[0]).values()))]

    def _row(self, item: int) -> int | None:
        """The row of a value's bar."""
        return next((row for row, part in enumerate(self._told().parts) if part.item == item), None)

    def _has_bar(self, item: int) -> bool:
        return self._row(item) is not None

    def _has_mean(self) -> bool:
        """Whether the first value is the mean of what is shown."""
        n = self._told()
        return self._family in ("normal", "normal-inverse-gamma") and n.component == 0

    def _end_of_bar(self, item: int, value: float) -> Array:
        return self.bars.tip(self._row(item) or 0, value)

    def _limits(self, item: int) -> tuple[float, float]:
        low, high = self.bars.limits(self._row(item) or 0)
        return low, min(high, LARGEST)

    def _on_prior(self, place: float) -> Array:
        """Where the prior's curve is, as far as it is seen."""
        n, window = self._told(), self.plot.window
        place = min(max(place, window.low), window.high)
        height = float(n.beliefs[0].marginal(n.component).pdf(place))
        return self.plot.to_point(place, min(height, window.top))

    # --- what is drawn --------------------------------------------------------------------------------------------

    def _follow_case(self, n: BayesUpdateNumbers) -> None:
        """Make everything anew if something is called otherwise, or if there are more rows."""
        rows = table_rows(n)
        names = tuple(part.name for part in n.parts)
        words = tuple((row.key, row.label) for row in rows)
        key = (n.beliefs[0].name, names, words, n.symbol, n.quantity, n.asked.reference)
        if key != self._key:
            self._key = key
            self._lay_out(n, rows, names)

    def _lay_out(self, n: BayesUpdateNumbers, rows: list[TableRow], names: tuple[str, ...]) -> None:
        """Make all parts; what they show comes later."""
        theme, reference, entries = self.theme, n.asked.reference, legend_entries(n, self.theme)
        zones = BeliefZones.of(
            self.frame,
            rows=len(rows),
            entries=len(entries),
            above_plot=0.2 if reference is None else 0.42,
            strip_height=len(names) * ROW,
        )
        self.bars = PriorBars(zones.strip, zones.strip_gutter, theme, names, alike=n.beliefs[0].name in COUNTED)
        self.plot = LiveDensityPlot(zones.plot, theme, Window(0, 1, 1), axis_title=axis_title(n, theme))
        styles = {entry.key: entry for entry in entries}
        for name in CURVES:
            width = 5 if name == "posterior" else 4.5
            self.plot.add_curve(name, color=styles[name].color, dash=styles[name].dash, stroke_width=width)
        if reference is not None:
            label = Formula(f"{reference:.10g}", font_size=theme.sizes.small, color=theme.text)
            self.plot.add_reference(reference, label, theme.text)
        self.lanes = EstimateLanes(zones.lanes, theme, self.plot, zones.gutter, lane_styles(n, theme))
        samples = [_widest(row, n) for row in rows]
        wide: Values = {key: value for sample in samples for key, value in sample.items()}
        self.table = BeliefTable(
            zones.panel, theme, rows, ("prior", "posterior"), ([wide], [wide]), compact=zones.compact
        )
        legend, rule = legend_and_rule(zones, self.table, theme, entries, bayes_rule(n.symbol, theme, RULE))
        density = gutter_text("density", zones, theme, self.plot.plot.center[1])
        self.submobjects = [self.bars, self.plot, density, *self.lanes.lanes.values(), self.table, legend, rule]

    def _draw_curves(self, n: BayesUpdateNumbers) -> None:
        """Draw the curves in a window that changes in steps, and fill the credible region."""
        states, observations, reference = (n.beliefs[0], n.beliefs[-1]), n.data.observations, n.asked.reference
        x = drawing_grid([states], n.component, observations, reference)
        curves = belief_curves(states, n.component, x)
        likelihood = scaled_likelihood(states[0], n.component, x, observations)
        close = stage_windows(states, n.component, curves, likelihood, reference).close
        window = in_steps(close, states[0].support(n.component))
        self.plot.set_window(window)
        beyond = reaching(x, window)
        if len(beyond) > len(x):
            x, curves = beyond, belief_curves(states, n.component, beyond)
            likelihood = scaled_likelihood(states[0], n.component, x, observations)
        heights = {"prior": curves.heights(0), "posterior": curves.heights(1), "likelihood": likelihood}
        for name in CURVES:
            self.plot.set_curve(name, x, heights[name])
        self.plot.set_region(n.posterior.intervals, x, heights["posterior"])

    def _adjust(self, place: tuple[str, int], n: BayesUpdateNumbers) -> None:
        """Give a number of the table as many digits as its belief asks for now."""
        if place in self.table.numbers and place[0] not in ("seen", "beyond"):
            self.table.numbers[place].decimals = n.decimals[place[1]]


def _widest(row: TableRow, n: BayesUpdateNumbers) -> dict[str, float]:
    """Return a value of a row that takes as much room as any may."""
    if row.key in ("seen", "beyond"):
        return {row.key: 0.0}
    sign = -1 if n.beliefs[0].support(n.component)[0] < 0 else 1
    return {row.key: sign * 10.0 ** (LONGEST - 2 - max(row.decimals))}


def in_steps(window: Window, support: tuple[float, float]) -> Window:
    """Return a window around another that takes a few places only, and none where nothing can be."""
    low, high = stepped_span(window.low, window.high)
    return Window(max(low, support[0]), min(high, support[1]), step_up(window.top))


def reaching(x: Array, window: Window) -> Array:
    """Return rising places that go on to the ends of a window; an end itself may be where nothing can be."""
    slack = 1e-6 * window.width
    before, after = np.linspace(window.low + slack, x[0], 40)[:-1], np.linspace(x[-1], window.high - slack, 40)[1:]
    return np.concatenate([before if before[0] < x[0] else [], x, after if after[-1] > x[-1] else []])
