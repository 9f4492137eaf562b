"""The board of a forecast: bars over all outcomes, the posterior that values are drawn from, and numbers."""

from __future__ import annotations

import numpy as np
from manim import UL, Mobject, VGroup

from explainers.maths.predictive import Draws
from explainers.stage.arrangement import arranged
from explainers.stage.bayes_model import typst_string
from explainers.stage.figures.draws_plot import DrawsPlot
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.observed_strip import observed_strip
from explainers.stage.figures.outcome_chart import OutcomeChart
from explainers.stage.figures.question_words import question_words
from explainers.stage.figures.swatches import Swatch, Swatches
from explainers.stage.figures.variance_stack import VarianceRow, VarianceStack
from explainers.stage.forecast_model import SHOWN_DRAWS, PosteriorPredictiveNumbers
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Frame, Zone

LEGEND, GAP = 0.5026, 0.1
"""Height of the legend over the bars, and the room below it."""
ROWS_BELOW = 2.87
"""Height of four variances, one below the other."""


class ForecastBoard:
    """All figures; each is added to the scene when its time comes.

    Attributes
    ----------
    panel
        The estimate, how many values are drawn, and the one that is drawn now.
    chances
        A telling outcome's chance by both forecasts.
    seen
        The data, which the panels take the place of.
    lowest
        What is painted first of all that moves.
    """

    def __init__(self, frame: Frame, theme: Theme, n: PosteriorPredictiveNumbers, draws: Draws) -> None:
        self.theme, self.numbers, self.draws, told = theme, n, draws, n.forecast
        places = arranged(
            frame,
            column=4.514,
            halves=ROWS_BELOW,
            stacked=2 * ROWS_BELOW - 0.3,
            shares=(1, 1.06),
            gap=0.25,
            column_gap=0.6,
            picture_first=False,
        )
        above, self.below, right = places.first, places.second, places.picture
        legend_zone, chart_zone = right.rows(LEGEND, right.height - LEGEND - GAP, gap=GAP)
        peak = max(float(told.plug_in.max()), float(told.predictive.max()), float(draws.forecasts[:SHOWN_DRAWS].max()))
        title = Formula(f'"{typst_string(n.outcome)}"', font_size=theme.sizes.small, color=theme.text)
        whole = not told.measured
        self.chart = OutcomeChart(chart_zone, theme, told.outcomes, 1.04 * peak, title, step=told.step, whole=whole)
        self.legend = Swatches(
            legend_zone,
            theme,
            {
                "plug-in": Swatch("plugged in", theme.likelihood, "hollow"),
                "drawn": Swatch("one draw", theme.text, "thin"),
                "average": Swatch("averaged", theme.posterior, "filled"),
            },
        )
        self.legend.share_place("drawn", "average")
        words = f'{n.symbol}", {typst_string(n.quantity)}"'
        axis_title = Formula(words, font_size=theme.sizes.small, color=theme.text)
        # Room for the numbers at the ends of the axis.
        plot_zone = Zone(above.left + 0.35, above.right - 0.35, above.bottom, above.top)
        self.plot = DrawsPlot(plot_zone, theme, n.posterior, draws.unknowns, axis_title)
        asked = written(f"{n.case.seen[0].upper()}{n.case.seen[1:]}. {n.case.asked}")
        self.question = question_words(above, theme, asked)
        self.seen = self._seen()
        self._make_panels()
        self.lowest: Mobject = self.chart.plug_in.bars

    def _seen(self) -> VGroup:
        """Return the data that the forecast starts from, with what they are called above them."""
        n, theme = self.numbers, self.theme
        caption, zone, _ = self.below.rows(0.3, 0.8, self.below.height - 1.1 - 2 * 0.08, gap=0.08)
        strip, name = observed_strip(n.data, 0, zone, theme)
        strip.show(len(n.data.observations))
        label = Formula(f'"seen: {typst_string(name)}"', font_size=theme.sizes.small, color=theme.muted)
        return VGroup(label.move_to(caption.top_left, aligned_edge=UL), strip)

    def _make_panels(self) -> None:
        """Make the panels that take turns below the posterior."""
        n, theme = self.numbers, self.theme
        decimals = 3 if n.case.decimals is None else n.case.decimals
        self.panel = NumbersPanel(self.below, theme)
        for name, symbol, value, color in (
            ("estimate", f'"mean of" {n.symbol}', n.forecast.estimate, theme.likelihood),
            ("count", '"draws"', 1.0, theme.posterior),
            ("drawn", f'"drawn" {n.symbol}', n.drawn.first[0], theme.text),
        ):
            self.panel.add_row(name, symbol, value, decimals=0 if name == "count" else decimals, color=color)
        self.chances = self._both(n.extreme_title, ("plugged", n.extreme.plug_in), ("full", n.extreme.predictive))
        told = n.forecast
        self.interval = self._both(f"P({written(n.words.region)})", ("claimed", told.claimed), ("held", told.held))

    def _both(self, title: str, plugged: tuple[str, float], full: tuple[str, float]) -> NumbersPanel:
        """Return one probability by both forecasts."""
        theme = self.theme
        panel = NumbersPanel(self.below, theme, title)
        panel.add_row(plugged[0], '"plugged in"', plugged[1], decimals=3, color=theme.likelihood)
        panel.add_row(full[0], '"averaged"', full[1], decimals=3, color=theme.posterior)
        return panel

    def point_at(self, k: int) -> None:
        """Stand the needle at draw k, and leave its mark on the axis."""
        self.plot.point_at(k)
        self.panel.number("drawn").set_value(float(self.draws.unknowns[k]))
        self.panel.number("count").set_value(k + 1)

    def show_average(self, count: int, share: float = 0.0) -> None:
        """Show the average of the first forecasts, or a share of the way from there to the exact one."""
        start = self.draws.averages[count - 1]
        self.chart.show(self.chart.filled, start + share * (self.numbers.forecast.predictive - start))
        self.panel.number("count").set_value(count)

    def show_draw(self, k: int, share: float = 1.0) -> None:
        """Show the forecast of draw k, or a share of the way there from the one before."""
        forecasts = self.draws.forecasts
        before = forecasts[k - 1] if k else 0 * forecasts[0]
        self.chart.show(self.chart.drawn, before + share * (forecasts[k] - before))

    def variances(self) -> VarianceStack:
        """Make bars for both variances, for their sum, and for the plug-in forecast's."""
        n, theme, told = self.numbers, self.theme, self.numbers.forecast
        chance, unknown = theme.shape, theme.posterior
        rows = (
            VarianceRow('"variance by chance"', told.within, ((told.within, chance),), chance),
            VarianceRow(f'"by not knowing" {n.symbol}', told.between, ((told.between, unknown),), unknown, told.within),
            VarianceRow(
                '"together"', told.variance, ((told.within, chance), (told.between, unknown)), theme.text
            ),
            VarianceRow(
                '"plugged in"', told.plug_in_variance, ((told.plug_in_variance, theme.likelihood),), theme.likelihood,
                hollow=True,
            ),
        )  # fmt: skip
        return VarianceStack(self.below, theme, rows)

    def held_between_bounds(self) -> float:
        """Read off the filled bars how much of their probability lies between the bounds."""
        chart, (low, high) = self.chart, self.numbers.forecast.bounds
        inside = np.clip(np.minimum(chart.edges[1:], high) - np.maximum(chart.edges[:-1], low), 0, None)
        return float(chart.filled.drawn_heights() @ inside) / self.numbers.forecast.step


def written(words: str) -> str:
    """Write words that are said: with a sign for minus."""
    return words.replace("minus ", "\N{MINUS SIGN}")
