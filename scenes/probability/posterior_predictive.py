"""Forecasting with a posterior: two uncertainties, one forecast.

The one idea: a forecast has to average over all that the unknown may be; its best estimate alone is too sure of itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np
from manim import Mobject
from pydantic import Field

from explainers.spec.invariant import Invariant
from explainers.spec.observed import EXAMPLES
from explainers.stage import Beat, BeatClock, ExplainerScene, NumberList, Question
from explainers.stage.bayes_model import prior_for
from explainers.stage.figures.forecast_board import ForecastBoard
from explainers.stage.figures.live_change import Fade, LiveChange
from explainers.stage.forecast_model import SHOWN_DRAWS, PosteriorPredictiveNumbers, forecast_numbers, simulation
from explainers.stage.observed_params import ObservedParams

PAUSE = 1.0
DIM = 0.3


class PosteriorPredictiveParams(ObservedParams):
    """A family, a prior, data, and how much is to be forecast."""

    family: Literal["beta-binomial", "gamma-poisson", "normal"] = Field(
        "beta-binomial",
        description="What is forecast: successes of the next trials, events of the next periods, or the mean of the "
        "next measurements",
    )
    prior: NumberList | None = Field(
        None, description="The prior's values: a b; shape rate; mean deviation noise-deviation"
    )
    m: int = Field(10, ge=1, le=60, description="How many trials, periods of exposure 1, or measurements come next")
    draws: int = Field(400, ge=50, le=2000, description="How many values of the unknown are drawn")


class PosteriorPredictive(ExplainerScene[PosteriorPredictiveParams]):
    """Draw the unknown, forecast with it, average: wider than the best estimate's forecast."""

    title = "A forecast that knows what it does not know"
    beats = {
        "question": Beat(
            "{numbers.words.question}",
            title="What comes next?",
            alt="An empty axis for {numbers.outcome}. At its side the data seen so far: {numbers.case.seen}.",
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
            alt="Two upright lines enclose {numbers.words.region}. The plug-in forecast has "
            "{numbers.forecast.claimed:.3f} inside, the predictive one {numbers.forecast.held:.3f}.",
        ),
    }
    practice = [
        Question(
            "What is the chance that {numbers.case.extreme}, by the full forecast?", lambda n: n.extreme.predictive
        ),
        Question("And if you plug in the best estimate, {numbers.forecast.estimate:.6g}?", lambda n: n.extreme.plug_in),
        Question(
            "How much probability does the full forecast give to {numbers.words.region}?",
            lambda n: n.words.answer_interval,
        ),
    ]

    @staticmethod
    def solve(params: PosteriorPredictiveParams) -> PosteriorPredictiveNumbers:
        """Update the prior, and forecast."""
        return solve_predictive(params)

    def construct(self) -> None:
        board, n, told = self.build_board(), self.numbers, self.numbers.forecast
        chart, panel, chances = board.chart, board.panel, board.chances
        with self.beat("question") as beat:
            self.bring_in(chart.axis, board.question, board.seen)
            self.wait(beat.until(1.0) + PAUSE)
        with self.beat("plug-in") as beat:
            chart.show(chart.plug_in, 0 * told.plug_in)
            self.play(Fade(board.seen, out=True), run_time=0.5)
            self.bring_in(panel.box, panel.row("estimate"), board.legend.rows["plug-in"])
            self.add(chart.plug_in.bars)
            self.play(self.live(lambda a: chart.show(chart.plug_in, a * told.plug_in)), run_time=beat.until(0.6, 1.2))
        with self.beat("draw") as beat:
            self.show_posterior(beat)
            self.draw_slowly(max(0.9, beat.until(1.0) / SHOWN_DRAWS))
        with self.beat("average") as beat:
            self.draw_quickly(beat.until(0.9, 3.5))
        with self.beat("exact") as beat:
            settle = self.live(lambda a: board.show_average(n.drawn.count, a))
            self.play(settle, run_time=0.8)
            self.play(self.live(lambda a: chart.plug_in.bars.set_stroke(opacity=DIM + a * (1 - DIM))), run_time=0.6)
            self.play(Fade(panel.box, panel.row("estimate"), panel.row("count"), out=True), run_time=0.6)
            self.wait(beat.until(0.5, 0.1))
            self.bring_in(chances.box, chances.rows)
        with self.beat("variance") as beat:
            self.play(Fade(chances.box, chances.rows, out=True), run_time=0.6)
            self.stack_variances(beat)
        with self.beat("interval") as beat:
            self.show_interval(beat)

    def invariants(self) -> Iterator[Invariant]:
        """Bars are the forecasts', the needle stands where the number says, and lines enclose what is printed."""
        shown, board, told = self.get_mobject_family_members(), self.board, self.numbers.forecast
        chart, panel = board.chart, board.panel
        plug_in = chart.plug_in.drawn_heights()
        if chart.plug_in.bars in shown and plug_in.sum() > 0.1:
            mean = float(plug_in @ chart.outcomes / plug_in.sum())
            slack = 0.01 * (chart.edges[-1] - chart.edges[0])
            yield Invariant("the plug-in bars have the mean of the forecast", mean, told.mean, slack)
        if chart.filled.bars in shown:
            filled = chart.filled.drawn_heights()
            count = round(panel.number("count").value)
            average = told.predictive if panel.row("count") not in shown else board.draws.averages[count - 1]
            if panel.row("count") not in shown or count < len(board.draws.averages):
                gap = float(np.abs(filled - average).max())
                yield Invariant("the filled bars are the average of the counted draws", gap, 0.0, 1e-3)
        if board.plot.needle in shown:
            drawn = float(board.plot.to_point(panel.number("drawn").value, 0)[0])
            place, slack = float(board.plot.needle.get_x()), 0.01 * board.plot.plot.width
            if board.plot.window.low < panel.number("drawn").value < board.plot.window.high:
                yield Invariant("the needle stands at the printed draw", place, drawn, slack)
        if board.interval.row("held") in shown:
            # A line that cuts the cell of a measurement takes an even share of it.
            held, slack = board.interval.number("held").value, 6e-3 if told.measured else 2e-3
            yield Invariant("the bars between the lines hold what is printed", board.held_between_bounds(), held, slack)

    def build_board(self) -> ForecastBoard:
        """Make the figures; none is shown yet."""
        n, params = self.numbers, self.params
        self.board = ForecastBoard(self.frame, self.theme, n, simulation(n.forecast, params.draws, params.seed))
        return self.board

    def bring_in(self, *parts: Mobject) -> None:
        """Fade things in."""
        self.play(Fade(*parts), run_time=0.7)

    def live(self, change: Callable[[float], object]) -> LiveChange:
        """Change bars, from 0 to 1."""
        return LiveChange(self.board.lowest, change)

    def show_posterior(self, beat: BeatClock) -> None:
        """Dim the plug-in bars and draw the posterior."""
        chart, plot = self.board.chart, self.board.plot
        self.play(Fade(self.board.question, out=True), run_time=0.5)
        self.play(self.live(lambda a: chart.plug_in.bars.set_stroke(opacity=1 - a * (1 - DIM))), run_time=0.5)
        plot.reveal(0)
        self.bring_in(plot)
        self.play(LiveChange(plot, plot.reveal), run_time=beat.until(0.45, 1.2))

    def draw_slowly(self, each: float) -> None:
        """Draw one value after the other; for each, show its forecast."""
        board = self.board
        board.point_at(0)
        board.show_draw(0, 0.0)
        self.bring_in(board.panel.row("count"), board.panel.row("drawn"), board.legend.rows["drawn"], board.plot.needle)
        self.add(board.chart.drawn.bars, board.plot.rug)
        for k in range(SHOWN_DRAWS):
            board.point_at(k)
            self.play(self.live(functools.partial(board.show_draw, k)), run_time=0.6 * each)
            self.wait(0.4 * each)

    def draw_quickly(self, run_time: float) -> None:
        """Gather all other draws while the average of the forecasts settles."""
        board, last = self.board, self.numbers.drawn.count
        chart, rug, count_row = board.chart, board.plot.rug, board.panel.row("count")
        gone = (chart.drawn.bars, board.plot.needle, board.panel.row("drawn"), board.legend.rows["drawn"])
        self.play(Fade(*gone, out=True), run_time=0.5)
        board.show_average(SHOWN_DRAWS)
        self.bring_in(board.legend.rows["average"], chart.filled.bars)
        # In the order of painting: all that moves while the draws gather comes after the rug.
        self.bring_to_front(rug, count_row, chart.filled.bars, chart.plug_in.bars)
        board.lowest = chart.filled.bars

        def settle(share: float) -> None:
            count = round(SHOWN_DRAWS * (last / SHOWN_DRAWS) ** share)
            board.show_average(count)
            board.plot.gather(count)

        self.play(LiveChange(rug, settle), run_time=run_time)

    def stack_variances(self, beat: BeatClock) -> None:
        """Bring in the variances, one after the other."""
        self.stack = self.board.variances()
        for row, fraction in zip(self.stack, (0.3, 0.5, 0.65, 0.8), strict=True):
            self.bring_in(row)
            self.wait(beat.until(fraction, 0.1))

    def show_interval(self, beat: BeatClock) -> None:
        """Enclose what the plug-in forecast promises, and say what it is worth."""
        chart, panel, bounds = self.board.chart, self.board.interval, self.numbers.forecast.bounds
        self.play(Fade(self.stack, out=True), run_time=0.6)
        chart.bound(bounds, 0)
        self.add(chart.bounds)
        self.play(LiveChange(chart.bounds, lambda a: chart.bound(bounds, a)), run_time=beat.until(0.3, 0.8))
        self.bring_in(panel.box, panel.rows[0], panel.row("claimed"))
        self.wait(beat.until(0.6, 0.3))
        self.bring_in(panel.row("held"))


def solve_predictive(params: PosteriorPredictiveParams) -> PosteriorPredictiveNumbers:
    """Update the prior and forecast; raise one line for a prior or data that do not go together."""
    data = params.observed(params.family, EXAMPLES[params.family])
    prior = prior_for(params.family, params.prior, data)
    data.check(prior)
    posterior = prior.observe(data.observations)
    return forecast_numbers(posterior, data, params.quantity, params.m, params.draws, params.seed)
