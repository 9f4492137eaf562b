"""Bayes' rule with numbers: prior, likelihood and posterior together, while data arrive.

The one idea: the posterior is the prior times the likelihood, scaled; it is neither of them, and not the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import Mobject, linear
from pydantic import Field

from explainers.maths.belief_curves import drawing_grid, scaled_likelihood
from explainers.maths.belief_path import refined
from explainers.spec.invariant import Invariant
from explainers.spec.observed import EXAMPLES
from explainers.stage import Beat, BeatClock, ExplainerScene, Handle, NumberList, Question
from explainers.stage.bayes_model import check_reference, component_index, counted_and_rest, prior_for
from explainers.stage.figures.belief_board import BeliefBoard
from explainers.stage.figures.belief_course import Course
from explainers.stage.figures.belief_explorer import BeliefExplorer
from explainers.stage.figures.data_bar import DataBar
from explainers.stage.figures.data_strip import DataStrip
from explainers.stage.figures.live_change import Fade, LiveChange
from explainers.stage.figures.observed_strip import observed_strip
from explainers.stage.figures.question_words import question_words
from explainers.stage.figures.update_board import staged_course, update_board
from explainers.stage.observed_params import DataText, ObservedParams
from explainers.stage.update_model import Asked, BayesUpdateNumbers, update_numbers
from explainers.stage.update_story import tell_update

Array = npt.NDArray[np.float64]
FamilyName = Literal["beta-binomial", "gamma-poisson", "normal", "dirichlet-multinomial", "normal-inverse-gamma"]

PAUSE = 1.2
"""Seconds to think after the question."""

DIM = 0.3
"""Opacity of what is not spoken about."""


class BayesUpdateParams(ObservedParams):
    """A family, a prior, and data: typed, or from a file."""

    data: DataText | None = Field(
        None,
        description="Observations: 'H T H', '1 0 1' or '437/980'; counts '3 1 4'; values '2.1 1.9'; categories 'a b a'",
    )
    family: FamilyName = Field(
        "beta-binomial", description="Conjugate family: what is unknown, and what data look like"
    )
    prior: NumberList | None = Field(
        None,
        description="The prior's values, in the family's order: a b; shape rate; mean deviation noise-deviation; a "
        "concentration for each category, named ones in alphabetical order; mean strength shape scale",
    )
    component: str = Field("", max_length=40, description="Which unknown to show: a category, or mean or variance")
    reference: float | None = Field(None, ge=-1e6, le=1e6, description="A value to compare with")
    credible_mass: float = Field(0.95, ge=0.5, le=0.999, description="Probability of the credible interval")
    interval: Literal["equal-tailed", "highest-density"] = Field("equal-tailed", description="Kind of interval")
    arrival: Literal["one-at-a-time", "all-at-once"] = Field("one-at-a-time", description="How the data arrive")


class BayesUpdate(ExplainerScene[BayesUpdateParams]):
    """Neither prior nor data: the posterior is their product, and it moves with each datum."""

    title = "Learning from data with Bayes' rule"
    beats = {
        "question": Beat(
            "{numbers.words.question}",
            title="The question",
            alt="An empty axis for {numbers.quantity}. Above it the data wait, face down: {numbers.words.data}.",
        ),
        "prior": Beat(
            "{numbers.words.prior}",
            title="The prior",
            alt="A dashed curve is drawn: the prior, {numbers.words.prior_name}. {numbers.words.prior_region}",
        ),
        "arrival": Beat(
            "{numbers.words.arrival}",
            title="Data arrive",
            alt="The data turn up. A solid curve leaves the prior and becomes the posterior, "
            "{numbers.words.posterior_name}. {numbers.words.mean_moves}",
        ),
        "likelihood": Beat(
            "{numbers.words.likelihood}",
            title="The likelihood",
            alt="{numbers.words.zoom_alt}A dotted curve rises from the axis: the likelihood, scaled to area one. "
            "{numbers.words.peak}",
        ),
        "posterior": Beat(
            "{numbers.words.posterior}",
            title="The posterior is their product",
            alt="A probe sweeps from left to right with a dot on each curve; behind it the posterior is drawn anew as "
            "the scaled product of prior and likelihood. {numbers.words.widths}",
        ),
        "interval": Beat(
            "{numbers.words.interval}",
            title="A credible interval",
            alt="The area under the posterior is filled over its {numbers.words.mass} percent interval. "
            "{numbers.words.posterior_region}",
        ),
        "trap": Beat(
            "{numbers.words.trap}",
            title="The posterior is not the data",
            alt="Below the axis, dots mark what the data say and where the means of prior and posterior are. "
            "{numbers.words.arrow_alt}",
        ),
        "order": Beat(
            "{numbers.words.order}",
            title="Order does not matter",
            alt="{numbers.words.shuffle_alt}The solid curve starts again from the prior and ends on the outline of the "
            "first posterior. {numbers.words.mean_again}",
        ),
    }
    practice = [
        Question(
            "The prior is {numbers.words.prior_name}; the data are {numbers.words.data}. What is the posterior?",
            lambda n: n.words.posterior_name,
        ),
        Question(
            "What is the posterior mean, and what do the data alone say?",
            lambda n: n.words.practice_means,
        ),
        Question(
            "The same data arrive in the opposite order. What is the posterior then?",
            lambda n: f"The same: {n.words.posterior_name}",
        ),
    ]

    @staticmethod
    def solve(params: BayesUpdateParams) -> BayesUpdateNumbers:
        """Update the prior with the data, in two orders."""
        return solve_update(params)

    @classmethod
    def solve_figure(cls, params: BayesUpdateParams) -> BayesUpdateNumbers:
        """Leave out the way, its other order and the words."""
        return solve_update(params, brief=True)

    def invariants(self) -> Iterator[Invariant]:
        """The drawn posterior integrates to 1, and its mean is the one that the table prints."""
        plot, table = self.board.plot, self.board.table
        whole = plot.drawn_values("posterior")
        if whole is None or table.columns[1] not in self.get_mobject_family_members():
            return
        x, heights = whole
        area = float(np.trapezoid(heights, x))
        yield Invariant("the drawn posterior integrates to 1", area, 1.0, 0.02)
        mean = table.numbers["mean", 1].value
        if np.isfinite(mean):
            drawn, slack = float(np.trapezoid(x * heights, x)) / area, 0.01 * plot.window.width
            yield Invariant("the table prints the drawn posterior's mean", mean, drawn, slack)

    def explore(self) -> list[Handle]:
        """Prior, likelihood and posterior, with the prior's numbers under the hand."""
        explorer = BeliefExplorer(lambda: self.numbers, self.frame, self.theme)
        self.add(explorer)
        return explorer.handles()

    def construct(self) -> None:
        n, board, film = self.numbers, self.build_board(), self.live
        course, again = self.courses
        x, posterior = course.curves.x, course.heights(course.steps)
        with self.beat("question") as beat:
            question = question_words(board.zones.question, self.theme, n.words.question, inset=0.2)
            self.bring_in(board.plot, board.density_label)
            self.bring_in(board.strip, board.strip_label, question)
            self.wait(beat.until(1.0) + PAUSE)
        with self.beat("prior") as beat:
            self.play(Fade(question, out=True), run_time=0.6)
            self.bring_in(board.table.box, board.table.labels, board.table.columns[0], *board.parts_of("prior"))
            self.play(
                film(lambda a: board.plot.set_curve("prior", x, self.prior, reveal=a)), run_time=beat.until(0.6, 1.2)
            )
        with self.beat("arrival") as beat:
            board.show_belief(course, 0)
            board.set_strength(0, "posterior")
            self.bring_in(board.table.columns[1], *board.parts_of("posterior"))
            self.play(film(lambda a: board.set_strength(a, "posterior")), run_time=0.5)
            self.let_data_arrive(course, beat, longest=14.0)
        with self.beat("likelihood") as beat:
            self.play(film(lambda a: board.set_strength(1 - (1 - DIM) * a, "prior", "posterior")), run_time=0.6)
            if board.staging.moves_on:
                self.play(film(board.zoom), run_time=beat.until(0.3, 1.8))
            self.bring_in(*board.parts_of("likelihood"))
            rise = film(lambda a: board.plot.set_curve("likelihood", x, self.likelihood, lift=a))
            self.play(rise, run_time=beat.until(0.75, 1.2))
        with self.beat("posterior") as beat:
            self.bring_in(board.rule)
            self.play(film(lambda a: board.swap(DIM, a)), run_time=0.6)
            self.sweep(x, posterior, run_time=beat.until(0.8, 3))
        with self.beat("interval") as beat:
            self.play(film(lambda a: board.set_strength(1 - (1 - DIM) * a, "prior", "likelihood")), run_time=0.6)
            grow = film(lambda a: board.fill_interval(n.posterior.intervals, x, posterior, a))
            self.play(grow, run_time=beat.until(0.6, 1.2))
        with self.beat("trap") as beat:
            self.play(film(lambda a: board.set_strength(DIM + (1 - DIM) * a, "prior", "likelihood")), run_time=0.6)
            self.wait(max(0.1, beat.until(0.4) - 0.6))
            self.add(board.lanes.guide, board.lanes.arrow)
            self.play(film(lambda a: board.lanes.pull("data", "posterior", a)), run_time=beat.until(0.7, 1))
        with self.beat("order") as beat:
            self.start_again(course)
            self.let_data_arrive(again, beat, longest=9.0)

    def build_board(self) -> BeliefBoard:
        """Compute the curves and make the figures; none is shown yet."""
        n = self.numbers
        observations = n.data.observations
        ways = [refined(way, n.component).states for way in (n.beliefs, n.other_beliefs)]
        x = drawing_grid(ways, n.component, observations, n.asked.reference)
        self.likelihood = scaled_likelihood(n.beliefs[0], n.component, x, observations)
        staging, first = staged_course(n, n.course, n.beliefs, n.ends, x, self.likelihood)
        _, second = staged_course(n, n.other_course, n.other_beliefs, n.other_ends, x, self.likelihood)
        self.courses = first, second
        self.prior = first.heights(0)
        self.board = update_board(self.frame, self.theme, n, staging, self.courses)
        strip, caption = observed_strip(n.data, n.component, self.board.zones.strip, self.theme)
        board = self.board.with_strip(strip, caption)
        board.lanes.put("prior", n.prior.mean)
        board.lanes.put("data", n.estimate)
        board.table.show(0, n.prior.row_values())
        board.show_belief(first, 0)
        board.plot.set_curve("posterior", x, self.prior, reveal=0)
        return board

    def live(self, change: Callable[[float], object]) -> LiveChange:
        """Change what moves, from 0 to 1."""
        return LiveChange(self.board.plot, change)

    def bring_in(self, *parts: Mobject) -> None:
        """Fade things in. What does not move goes below what does, where it is painted once."""
        self.play(Fade(*parts), run_time=0.7)
        self.bring_to_back(*(part for part in parts if part not in self.board.moving))

    def let_data_arrive(self, course: Course, beat: BeatClock, longest: float) -> None:
        """Let one step of the data in after the other: the belief moves, then rests a moment."""
        spoken = max(beat.words_last - beat.elapsed, 0.0)
        step = min(max(spoken, 1.1 * course.steps), longest) / course.steps
        for k in range(course.steps):
            self.take_step(course, k, max(0.6, min(0.75 * step, 6.0)))
            if step > 0.8:
                self.wait(min(0.25 * step, 0.5))

    def take_step(self, course: Course, k: int, seconds: float) -> None:
        """Go from state k to the next one."""
        board = self.board
        self.play(self.live(lambda a: board.show_belief(course, k + a)), run_time=seconds)

    def sweep(self, x: Array, posterior: Array, run_time: float) -> None:
        """Draw the posterior anew behind a probe that multiplies as it goes."""
        board = self.board
        heights = [(x, self.prior), (x, self.likelihood), (x, posterior)]

        def at(share: float) -> None:
            board.plot.set_curve("posterior", x, posterior, reveal=share)
            board.put_probe(share, heights)

        board.set_strength(1.0, "prior", "posterior")
        at(0)
        self.add(board.probe)
        self.play(self.live(at), run_time=run_time, rate_func=linear)
        self.play(Fade(board.probe, out=True), run_time=0.6)

    def start_again(self, course: Course) -> None:
        """Leave an outline of the posterior, shuffle the data, and go back to the prior."""
        board, n = self.board, self.numbers
        board.leave_outline(course.curves.x, course.heights(course.steps))
        self.play(self.live(lambda a: board.clear_away(1 - a)), run_time=0.6)
        if board.staging.moves_on:
            self.play(self.live(lambda a: board.zoom(1 - a)), run_time=1.2)
        if isinstance(board.strip, DataStrip) and len(n.order) > 1:
            self.play(self.live(lambda a: board.strip.shuffle(n.order, a)), run_time=1.6)
        back = self.live(lambda a: board.show_belief(course, (1 - a) * course.steps))
        self.play(back, run_time=1.2)
        if isinstance(board.strip, DataBar):
            board.strip.take(counted_and_rest(n.data, n.component, n.other_data))


def solve_update(params: BayesUpdateParams, *, brief: bool = False) -> BayesUpdateNumbers:
    """Update the prior with the data, in two orders; raise one line for a prior or data that do not go together.

    In brief, there are prior and posterior alone, and no words.
    """
    data = params.observed(params.family, EXAMPLES[params.family])
    prior = prior_for(params.family, params.prior, data)
    data.check(prior)
    component = component_index(params.component, prior, data)
    check_reference(params.reference, prior.support(component))
    asked = Asked(params.credible_mass, params.interval, params.reference, params.arrival == "one-at-a-time")
    rng = None if brief else np.random.default_rng(params.seed)
    n = update_numbers(prior, data, component, params.quantity, asked, rng)
    return n if brief else replace(n, words=tell_update(n))
