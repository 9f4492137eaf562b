"""Forecasting with a posterior: two uncertainties, one forecast.

The one idea: a forecast has to average over all that the unknown may be; its best estimate alone is too sure of itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from manim import UL, Mobject
from pydantic import Field

from explainers.maths.conjugate import ConjugateFamily
from explainers.maths.predictive import Draws, ExtremeOutcome, Forecast, draw, extreme_outcome, forecast
from explainers.maths.predictive_story import ForecastCase, ForecastWords, tell_forecast
from explainers.spec.observed import EXAMPLES, ObservedData
from explainers.stage import Beat, BeatClock, ExplainerScene, Formula, NumberList, Question
from explainers.stage.bayes_model import (
    data_in_words,
    default_quantity,
    prior_for,
    symbol_of,
    trial_words,
    typst_string,
)
from explainers.stage.figures.draws_plot import DrawsPlot
from explainers.stage.figures.live_change import Fade, LiveChange
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.outcome_chart import OutcomeChart
from explainers.stage.figures.swatches import Swatch, Swatches
from explainers.stage.figures.variance_stack import VarianceRow, VarianceStack
from explainers.stage.observed_params import ObservedParams
from explainers.stage.typesetting import Paragraph, escaped
from explainers.stage.zones import Zone

PAUSE = 1.0
DIM = 0.3
SLOW = 5
"""How many draws are shown one by one."""


class PosteriorPredictiveParams(ObservedParams):
    """A family, a prior, data, and how much is to be forecast."""

    family: Literal["beta-binomial", "gamma-poisson"] = Field(
        "beta-binomial", description="What is forecast: successes of the next trials, or events of the next periods"
    )
    prior: NumberList | None = Field(None, description="The prior's values: a b; or shape rate")
    m: int = Field(10, ge=1, le=60, description="How many trials, or periods of exposure 1, come next")
    draws: int = Field(400, ge=50, le=2000, description="How many values of the unknown are drawn")


@dataclass(frozen=True)
class PosteriorPredictiveNumbers:
    """What the scene shows and says.

    Attributes
    ----------
    forecast
        Plugged in and averaged, with their variances.
    draws
        The simulation.
    extreme
        Two successes in two trials, or no event in one period, by both forecasts.
    """

    symbol: str
    quantity: str
    outcome: str
    data: ObservedData
    posterior: ConjugateFamily
    forecast: Forecast
    draws: Draws
    extreme: ExtremeOutcome
    case: ForecastCase
    words: ForecastWords


class PosteriorPredictive(ExplainerScene[PosteriorPredictiveParams]):
    """Draw the unknown, forecast with it, average: wider than the best estimate's forecast."""

    title = "A forecast that knows what it does not know"
    beats = {
        "question": Beat(
            "{numbers.words.question}",
            title="What comes next?",
            alt="An empty axis for {numbers.outcome}. Seen so far: {numbers.case.seen}.",
        ),
        "plug-in": Beat(
            "{numbers.words.plug_in}",
            title="Plug in the best estimate",
            alt="Hollow bars rise: the {numbers.case.kind} forecast with {numbers.case.unknown} at "
            "{numbers.forecast.estimate:.4g}; its mean is {numbers.forecast.mean:.4g}.",
        ),
        "draw": Beat(
            "{numbers.words.draw}",
            title="Draw the unknown",
            alt="At the left the posterior of {numbers.case.unknown}. Five values are drawn from it, one after the "
            "other; for each, thin bars show another forecast.",
        ),
        "average": Beat(
            "{numbers.words.average}",
            title="Average the forecasts",
            alt="{params.draws} draws gather under the posterior; filled bars, the average of the forecasts, settle.",
        ),
        "exact": Beat(
            "{numbers.words.exact}",
            title="The posterior predictive",
            alt="The filled bars become the exact {numbers.case.averaged}, with hollow plug-in bars. Its variance "
            "is {numbers.forecast.variance:.4g}, against {numbers.forecast.plug_in_variance:.4g}.",
        ),
        "variance": Beat(
            "{numbers.words.variance}",
            title="Two uncertainties add",
            alt="Bars for variances: chance alone {numbers.forecast.within:.4g}, the unknown "
            "{numbers.forecast.between:.4g}, together {numbers.forecast.variance:.4g}.",
        ),
        "interval": Beat(
            "{numbers.words.interval}",
            title="Too sure",
            alt="Two upright lines enclose {numbers.forecast.low} to {numbers.forecast.high}. The plug-in forecast has "
            "{numbers.forecast.claimed:.3f} inside, the predictive one {numbers.forecast.held:.3f}.",
        ),
    }
    practice = [
        Question(
            "What is the chance that {numbers.case.extreme}, by the full forecast?", lambda n: n.extreme.predictive
        ),
        Question("And if you plug in the best estimate, {numbers.forecast.estimate:.6g}?", lambda n: n.extreme.plug_in),
        Question(
            "How much probability does the full forecast give to {numbers.forecast.low} to {numbers.forecast.high}?",
            lambda n: n.words.answer_interval,
        ),
    ]

    @staticmethod
    def solve(params: PosteriorPredictiveParams) -> PosteriorPredictiveNumbers:
        """Update the prior, and forecast."""
        return solve_predictive(params)

    def construct(self) -> None:
        self.build()
        n, chart, told = self.numbers, self.chart, self.numbers.forecast
        with self.beat("question") as beat:
            self.bring_in(chart.axis, self.question)
            self.wait(beat.until(1.0) + PAUSE)
        with self.beat("plug-in") as beat:
            chart.show(chart.plug_in, 0 * told.plug_in)
            self.bring_in(self.panel.box, self.panel.row("estimate"), self.legend.rows["plug-in"])
            self.add(chart.plug_in.bars)
            self.play(self.live(lambda a: chart.show(chart.plug_in, a * told.plug_in)), run_time=beat.until(0.6, 1.2))
        with self.beat("draw") as beat:
            self.show_posterior(beat)
            self.draw_slowly(max(0.9, beat.until(1.0) / SLOW))
        with self.beat("average") as beat:
            self.draw_quickly(beat.until(0.9, 3.5))
        with self.beat("exact") as beat:
            settle = self.live(lambda a: self.show_average(len(n.draws.unknowns), a))
            self.play(settle, run_time=0.8)
            self.play(self.live(lambda a: chart.plug_in.bars.set_stroke(opacity=DIM + a * (1 - DIM))), run_time=0.6)
            self.play(Fade(self.panel.box, self.panel.row("estimate"), self.panel.row("count"), out=True), run_time=0.6)
            self.wait(beat.until(0.5, 0.1))
            self.bring_in(self.chances.box, self.chances.rows)
        with self.beat("variance") as beat:
            self.play(Fade(self.chances.box, self.chances.rows, out=True), run_time=0.6)
            self.stack_variances(beat)
        with self.beat("interval") as beat:
            self.show_interval(beat)

    def build(self) -> None:
        """Make the figures; none is shown yet."""
        n, theme, told = self.numbers, self.theme, self.numbers.forecast
        left, right = self.frame.stage.columns(4.4, 8.0, gap=0.6)
        above, self.below = left.rows(1, 1.06, gap=0.25)
        # Room for the numbers at the ends of the axis.
        plot_zone = Zone(above.left + 0.35, above.right - 0.35, above.bottom, above.top)
        legend_zone, chart_zone = right.rows(0.5, 5.2, gap=0.1)
        peak = max(float(told.plug_in.max()), float(told.predictive.max()), float(n.draws.forecasts[:SLOW].max()))
        title = Formula(f'"{typst_string(n.outcome)}"', font_size=theme.sizes.small, color=theme.text)
        self.chart = OutcomeChart(chart_zone, theme, told.outcomes, 1.04 * peak, title)
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
        self.panel = NumbersPanel(self.below, theme)
        panel_row(self.panel, "estimate", f'"mean of" {n.symbol}', told.estimate, theme.likelihood)
        self.panel.add_row("count", '"draws"', 1.0, decimals=0, color=theme.posterior)
        panel_row(self.panel, "drawn", f'"drawn" {n.symbol}', float(n.draws.unknowns[0]), theme.text)
        extreme = "P(two in two)" if n.posterior.name == "beta-binomial" else "P(none in one period)"
        self.chances = NumbersPanel(self.below, theme, extreme)
        self.chances.add_row("plugged", '"plugged in"', n.extreme.plug_in, decimals=3, color=theme.likelihood)
        self.chances.add_row("full", '"averaged"', n.extreme.predictive, decimals=3, color=theme.posterior)
        ems = (left.width - 0.1) / (theme.sizes.body / 48 * 0.5)
        words = escaped(f"{n.case.seen[0].upper()}{n.case.seen[1:]}. How many {n.case.asked}?")
        self.question = Paragraph(words, font_size=theme.sizes.body, color=theme.text, width_in_ems=round(ems, 2))
        self.question.move_to(left.top_left, aligned_edge=UL)
        self.lowest: Mobject = self.chart.plug_in.bars
        words = f'{n.symbol}", {typst_string(n.quantity)}"'
        self.plot = DrawsPlot(
            plot_zone,
            theme,
            n.posterior,
            n.draws.unknowns,
            Formula(words, font_size=theme.sizes.small, color=theme.text),
        )

    def bring_in(self, *parts: Mobject) -> None:
        """Fade things in."""
        self.play(Fade(*parts), run_time=0.7)

    def live(self, change: Callable[[float], object]) -> LiveChange:
        """Change bars, from 0 to 1."""
        return LiveChange(self.lowest, change)

    def show_posterior(self, beat: BeatClock) -> None:
        """Dim the plug-in bars and draw the posterior."""
        chart, plot = self.chart, self.plot
        self.play(Fade(self.question, out=True), run_time=0.5)
        self.play(self.live(lambda a: chart.plug_in.bars.set_stroke(opacity=1 - a * (1 - DIM))), run_time=0.5)
        plot.reveal(0)
        self.bring_in(plot)
        self.play(LiveChange(plot, plot.reveal), run_time=beat.until(0.45, 1.2))

    def draw_slowly(self, each: float) -> None:
        """Draw one value after the other; for each, show its forecast."""
        n, chart = self.numbers, self.chart
        self.point_at(0)
        chart.show(chart.drawn, 0 * n.draws.forecasts[0])
        self.bring_in(self.panel.row("count"), self.panel.row("drawn"), self.legend.rows["drawn"], self.plot.needle)
        self.add(chart.drawn.bars, self.plot.rug)
        for k in range(SLOW):
            self.point_at(k)
            before = n.draws.forecasts[k - 1] if k else 0 * n.draws.forecasts[0]
            after = n.draws.forecasts[k]

            def change(share: float, before: np.ndarray = before, after: np.ndarray = after) -> None:
                chart.show(chart.drawn, before + share * (after - before))

            self.play(self.live(change), run_time=0.6 * each)
            self.wait(0.4 * each)

    def point_at(self, k: int) -> None:
        """Stand the needle at draw k, and leave its mark on the axis."""
        n = self.numbers
        self.plot.point_at(k)
        self.panel.number("drawn").set_value(float(n.draws.unknowns[k]))
        self.panel.number("count").set_value(k + 1)

    def draw_quickly(self, run_time: float) -> None:
        """Gather all other draws while the average of the forecasts settles."""
        chart, last = self.chart, len(self.numbers.draws.unknowns)
        gone = (chart.drawn.bars, self.plot.needle, self.panel.row("drawn"), self.legend.rows["drawn"])
        self.play(Fade(*gone, out=True), run_time=0.5)
        self.show_average(SLOW)
        self.bring_in(self.legend.rows["average"], chart.filled.bars)
        # In the order of painting: all that moves while the draws gather comes after the rug.
        self.bring_to_front(self.plot.rug, self.panel.row("count"), chart.filled.bars, chart.plug_in.bars)
        self.lowest = chart.filled.bars

        def settle(share: float) -> None:
            count = round(SLOW * (last / SLOW) ** share)
            self.show_average(count)
            self.plot.gather(count)

        self.play(LiveChange(self.plot.rug, settle), run_time=run_time)

    def show_average(self, count: int, share: float = 0.0) -> None:
        """Show the average of the first forecasts, or a share of the way from there to the exact one."""
        n, chart = self.numbers, self.chart
        start = n.draws.averages[count - 1]
        chart.show(chart.filled, start + share * (n.forecast.predictive - start))
        self.panel.number("count").set_value(count)

    def stack_variances(self, beat: BeatClock) -> None:
        """Bring in the variances, one after the other."""
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
        self.stack = VarianceStack(self.below, theme, rows)
        for row, fraction in zip(self.stack, (0.3, 0.5, 0.65, 0.8), strict=True):
            self.bring_in(row)
            self.wait(beat.until(fraction, 0.1))

    def show_interval(self, beat: BeatClock) -> None:
        """Enclose what the plug-in forecast promises, and say what it is worth."""
        theme, chart, told = self.theme, self.chart, self.numbers.forecast
        panel = NumbersPanel(self.below, theme, f"P({told.low} to {told.high})")
        panel.add_row("claimed", '"plugged in"', told.claimed, decimals=3, color=theme.likelihood)
        panel.add_row("held", '"averaged"', told.held, decimals=3, color=theme.posterior)
        self.play(Fade(self.stack, out=True), run_time=0.6)
        chart.bound(told.low, told.high, 0)
        self.add(chart.bounds)
        self.play(
            LiveChange(chart.bounds, lambda a: chart.bound(told.low, told.high, a)), run_time=beat.until(0.3, 0.8)
        )
        self.bring_in(panel.box, panel.rows[0], panel.row("claimed"))
        self.wait(beat.until(0.6, 0.3))
        self.bring_in(panel.row("held"))


def panel_row(panel: NumbersPanel, name: str, symbol: str, value: float, color: str) -> None:
    """Add a row for the unknown, with three digits after the point."""
    panel.add_row(name, symbol, value, decimals=3, color=color)


# --- the mathematics of the story ----------------------------------------------------------------------------------


def solve_predictive(params: PosteriorPredictiveParams) -> PosteriorPredictiveNumbers:
    """Update the prior and forecast; raise one line for a prior or data that do not go together."""
    data = params.observed(params.family, EXAMPLES[params.family])
    prior = prior_for(params.family, params.prior, data)
    data.check(prior)
    posterior = prior.observe(data.observations)
    told, extreme = forecast(posterior, params.m), extreme_outcome(posterior)
    draws = draw(told, params.draws, np.random.default_rng(params.seed))
    case, outcome = case_of(params, data)
    return PosteriorPredictiveNumbers(
        symbol=symbol_of(params.family, 0, data),
        quantity=params.quantity or default_quantity(params.family, 0, data),
        outcome=outcome,
        data=data,
        posterior=posterior,
        forecast=told,
        draws=draws,
        extreme=extreme,
        case=case,
        words=tell_forecast(case, told, draws, SLOW, extreme),
    )


def case_of(params: PosteriorPredictiveParams, data: ObservedData) -> tuple[ForecastCase, str]:
    """Return what is forecast in words, and the title of its axis."""
    seen, m = data_in_words(data), params.m
    if params.family == "gamma-poisson":
        periods = "period" if m == 1 else f"{m} periods"
        case = ForecastCase(
            "lambda",
            seen,
            f"events come in the next {periods}",
            "Poisson",
            "negative binomial",
            "the next period has none",
        )
        return case, f"events in the next {periods}"
    trials, successes, _ = trial_words(data)
    one = {"tosses": "toss", "trials": "trial"}.get(trials, trials)
    coming = f"the next {one}" if m == 1 else f"the next {m} {trials}"
    case = ForecastCase(
        "theta",
        seen,
        f"{successes} come in {coming}",
        "binomial",
        "beta-binomial",
        f"the next two are both {successes}",
    )
    return case, f"{successes} in {coming}"
