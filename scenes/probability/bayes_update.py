"""Bayes' rule with numbers: prior, likelihood and posterior together, while data arrive.

The one idea: the posterior is the prior times the likelihood, scaled; it is neither of them, and not the data.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self

import numpy as np
import numpy.typing as npt
from manim import UL, Mobject, linear
from pydantic import BeforeValidator, Field, model_validator

from explainers.maths.belief_curves import Staging, belief_curves, drawing_grid, scaled_likelihood, stage_windows
from explainers.maths.belief_path import dealt, group_ends, refined, route, shuffled
from explainers.maths.belief_story import (
    BeliefNumbers,
    belief_numbers,
    data_estimate,
    digits_after_point,
    distribution_name,
    has_peak_at_estimate,
)
from explainers.maths.conjugate import (
    BetaBinomial,
    ConjugateFamily,
    DirichletMultinomial,
    GammaPoisson,
    NormalKnownDeviation,
    Observations,
)
from explainers.spec.invariant import Invariant
from explainers.spec.observed import EXAMPLES, ObservedData, data_in_file, typed_data
from explainers.stage import (
    Beat,
    BeatClock,
    DataFile,
    ExplainerScene,
    Formula,
    NumberList,
    Question,
    SceneParams,
)
from explainers.stage.bayes_model import (
    amount_in_words,
    check_reference,
    component_index,
    counted_and_rest,
    data_in_words,
    default_quantity,
    items_of,
    prior_for,
    spoken_symbol,
    symbol_of,
    trial_words,
    typst_string,
)
from explainers.stage.figures.belief_board import BeliefBoard, Course
from explainers.stage.figures.belief_table import TableRow
from explainers.stage.figures.curve_legend import LegendEntry
from explainers.stage.figures.data_bar import DataBar
from explainers.stage.figures.data_strip import DataStrip
from explainers.stage.figures.estimate_lanes import LaneStyle
from explainers.stage.figures.live_change import Fade, LiveChange
from explainers.stage.figures.observed_strip import observed_strip
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Paragraph, escaped
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
FamilyName = Literal["beta-binomial", "gamma-poisson", "normal", "dirichlet-multinomial", "normal-inverse-gamma"]

PAUSE = 1.2
"""Seconds to think after the question."""

DIM = 0.3
"""Opacity of what is not spoken about."""


def _as_text(value: object) -> object:
    """Read a YAML list or number as if it had been typed."""
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


DataText = Annotated[str, BeforeValidator(_as_text)]


class BayesUpdateParams(SceneParams):
    """A family, a prior, and data: typed, or from a file."""

    family: FamilyName = Field(
        "beta-binomial", description="Conjugate family: what is unknown, and what data look like"
    )
    prior: NumberList | None = Field(
        None,
        description="The prior's values, in the family's order: a b; shape rate; mean deviation noise-deviation; a "
        "concentration for each category, named ones in alphabetical order; mean strength shape scale",
    )
    data: DataText | None = Field(
        None,
        description="Observations: 'H T H', '1 0 1' or '437/980'; counts '3 1 4'; values '2.1 1.9'; categories 'a b a'",
    )
    data_file: DataFile | None = Field(None, description="CSV file with the observations, instead of data")
    column: str = Field("", max_length=200, description="Column of the file with the observations")
    sizes_column: str = Field("", max_length=200, description="Column with their trials, exposures or multiplicities")
    component: str = Field("", max_length=40, description="Which unknown to show: a category, or mean or variance")
    quantity: str = Field("", max_length=40, description="What the unknown is, in words, such as 'the share of girls'")
    reference: float | None = Field(None, ge=-1e6, le=1e6, description="A value to compare with")
    credible_mass: float = Field(0.95, ge=0.5, le=0.999, description="Probability of the credible interval")
    interval: Literal["equal-tailed", "highest-density"] = Field("equal-tailed", description="Kind of interval")
    arrival: Literal["one-at-a-time", "all-at-once"] = Field("one-at-a-time", description="How the data arrive")

    @model_validator(mode="after")
    def _data_stand_in_one_place(self) -> Self:
        if self.data is not None and self.data_file is not None:
            raise ValueError("data: is given beside data_file. Leave one of them out")
        for name in ("column", "sizes_column"):
            if getattr(self, name) and self.data_file is None:
                raise ValueError(f"{name}: needs data_file, the file that has the column")
        return self


@dataclass(frozen=True)
class BayesWords:
    """The sentences that depend on the case, and pieces of those that do not."""

    question: str = ""
    prior: str = ""
    arrival: str = ""
    likelihood: str = ""
    posterior: str = ""
    interval: str = ""
    trap: str = ""
    order: str = ""
    data: str = ""
    mass: str = ""
    prior_name: str = ""
    posterior_name: str = ""
    prior_region: str = ""
    posterior_region: str = ""
    mean_moves: str = ""
    mean_again: str = ""
    peak: str = ""
    widths: str = ""
    zoom_alt: str = ""
    arrow_alt: str = ""
    shuffle_alt: str = ""
    practice_means: str = ""


@dataclass(frozen=True)
class BayesUpdateNumbers:
    """What the scene shows and says.

    Attributes
    ----------
    beliefs, other_beliefs
        Prior to posterior as distributions; the second time with the data in another order.
    course, other_course
        The same in numbers.
    ends, other_ends
        How many observations each step has seen.
    order
        For each place of the second time, the place it had the first time.
    estimate
        What the data alone say: share, rate or mean; None if they say nothing of it.
    pull
        How far the posterior mean lies from it.
    side
        1 if `beyond` counts what lies above the reference, -1 below.
    decimals
        Digits of the prior's numbers and of the posterior's.
    """

    component: int
    symbol: str
    spoken_symbol: str
    quantity: str
    beliefs: tuple[ConjugateFamily, ...]
    other_beliefs: tuple[ConjugateFamily, ...]
    course: tuple[BeliefNumbers, ...]
    other_course: tuple[BeliefNumbers, ...]
    ends: tuple[int, ...]
    other_ends: tuple[int, ...]
    order: tuple[int, ...]
    data: ObservedData
    other_data: Observations
    estimate: float | None
    pull: float | None
    side: int
    decimals: tuple[int, int]
    zooms: bool
    words: BayesWords = BayesWords()

    @property
    def prior(self) -> BeliefNumbers:
        """The belief before any data."""
        return self.course[0]

    @property
    def posterior(self) -> BeliefNumbers:
        """The belief after all data."""
        return self.course[-1]


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

    def construct(self) -> None:
        n, board, film = self.numbers, self.build_board(), self.live
        course, again = self.courses
        x, posterior = course.curves.x, course.heights(course.steps)
        with self.beat("question") as beat:
            question = question_for(self, board.zones.panel)
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
            self.bring_in(board.table.columns[1], *board.parts_of("posterior"))
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
        n, params = self.numbers, self.params
        observations = n.data.observations
        x = drawing_grid(
            [refined(way, n.component).states for way in (n.beliefs, n.other_beliefs)],
            n.component,
            observations,
            params.reference,
        )
        self.likelihood = scaled_likelihood(n.beliefs[0], n.component, x, observations)
        staging, first = staged_course(n, params, n.course, n.beliefs, n.ends, x, self.likelihood)
        _, second = staged_course(n, params, n.other_course, n.other_beliefs, n.other_ends, x, self.likelihood)
        self.courses = first, second
        self.prior = first.heights(0)
        self.board = board_for(self, staging)
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


def staged_course(
    n: BayesUpdateNumbers,
    params: BayesUpdateParams,
    told: Sequence[BeliefNumbers],
    beliefs: Sequence[ConjugateFamily],
    ends: Sequence[int],
    x: Array,
    likelihood: Array,
) -> tuple[Staging, Course]:
    """Prepare a route for the board: its own states as `told`, and those between them."""
    way = refined(beliefs, n.component)
    curves = belief_curves(way.states, n.component, x)
    staging = stage_windows(way.states, n.component, curves, likelihood, params.reference)
    values = []
    for index, (state, share) in enumerate(zip(way.states, way.shares, strict=True)):
        step = bisect_right(way.stops, index) - 1
        if index in way.stops:
            values.append(told[step].row_values())
            continue
        seen = told[step].seen + share * (told[step + 1].seen - told[step].seen)
        numbers = belief_numbers(
            state, n.component, round(seen), params.credible_mass, params.interval, params.reference, n.side
        )
        values.append(numbers.row_values())
    return staging, Course(way, curves, values, staging.on_the_way, ends)


def question_for(scene: BayesUpdate, zone: Zone) -> Paragraph:
    """Write the question where the numbers are going to be."""
    theme, size = scene.theme, scene.theme.sizes.body
    ems = (zone.width - 0.3) / (size / 48 * 0.5)
    words = escaped(scene.numbers.words.question)
    question = Paragraph(words, font_size=size, color=theme.text, width_in_ems=round(ems, 2))
    return question.move_to([zone.left + 0.15, zone.top - 0.2, 0], aligned_edge=UL)


def board_for(scene: BayesUpdate, staging: Staging) -> BeliefBoard:
    """Make the board with the rows, lanes and names that this case needs."""
    n, params, theme = scene.numbers, scene.params, scene.theme
    percent = f"{n.words.mass}%"
    rows = [
        TableRow("seen", "data seen", (0, 0), prior=False),
        TableRow("mean", "mean", n.decimals),
        TableRow("mode", "mode", n.decimals),
        TableRow("lower", f"{percent} from", n.decimals),
        TableRow("upper", "to", n.decimals),
    ]
    if any(len(state.intervals) > 1 for state in (*n.course, *n.other_course)):
        rows += [TableRow("second lower", "and from", n.decimals), TableRow("second upper", "to", n.decimals)]
    if params.reference is not None:
        relation = ">" if n.side > 0 else "<"
        rows.append(TableRow("beyond", f"P({n.symbol} {relation} {params.reference:.10g})", (3, 3), formula=True))
    return BeliefBoard(
        scene.frame,
        theme,
        staging,
        axis_title=Formula(f'{n.symbol}", {typst_string(n.quantity)}"', font_size=theme.sizes.small, color=theme.text),
        lanes=[
            LaneStyle("data", "data", theme.likelihood, n.decimals[1]),
            LaneStyle("posterior", "posterior", theme.posterior, n.decimals[1]),
            LaneStyle("prior", "prior", theme.prior, n.decimals[0]),
        ],
        rows=rows,
        courses=scene.courses,
        entries=[
            LegendEntry("prior", "prior", f"p({n.symbol})", theme.prior, "dashed"),
            LegendEntry("likelihood", "likelihood, scaled", f"p(x | {n.symbol})", theme.likelihood, "dotted"),
            LegendEntry("posterior", "posterior", f"p({n.symbol} | x)", theme.posterior, "solid"),
        ],
        rule=rule_for(n.symbol, theme),
        reference=params.reference,
    )


def rule_for(symbol: str, theme: Theme) -> Formula:
    """Set Bayes' rule with its parts in the colours of the curves."""
    posterior, likelihood, prior = f"p({symbol} | x)", f"p(x | {symbol})", f"p({symbol})"
    rule = Formula(
        f"{{{{ {posterior} : posterior }}}} prop {{{{ {likelihood} : likelihood }}}} {{{{ {prior} : prior }}}}",
        font_size=theme.sizes.body,
        color=theme.text,
    )
    for part, color in (("posterior", theme.posterior), ("likelihood", theme.likelihood), ("prior", theme.prior)):
        rule.select(part).set_color(color)
    return rule


# --- the mathematics of the story ----------------------------------------------------------------------------------


def solve_update(params: BayesUpdateParams) -> BayesUpdateNumbers:
    """Update the prior with the data, in two orders; raise one line for a prior or data that do not go together."""
    data = observed(params)
    prior = prior_for(params.family, params.prior, data)
    data.check(prior)
    component = component_index(params.component, prior, data)
    check_reference(params.reference, prior.support(component))
    observations, count = data.observations, len(data.observations)
    ends = group_ends(count) if params.arrival == "one-at-a-time" else (count,)
    beliefs = route(prior, observations, ends)
    other_data, order = other_way(data, np.random.default_rng(params.seed))
    other_ends = group_ends(len(other_data), most=8)
    other_beliefs = route(prior, other_data, other_ends)
    side = 1
    if params.reference is not None:
        side = 1 if beliefs[-1].marginal(component).sf(params.reference) >= 0.5 else -1

    def told(
        states: tuple[ConjugateFamily, ...], data_on_the_way: Observations, ends: tuple[int, ...]
    ) -> tuple[BeliefNumbers, ...]:
        counted = data.kind in ("toss", "trial", "category")
        sizes = data_on_the_way.sizes if counted else np.ones(len(data_on_the_way))
        seen = [round(float(sizes[:end].sum())) for end in (0, *ends)]
        return tuple(
            belief_numbers(belief, component, k, params.credible_mass, params.interval, params.reference, side)
            for belief, k in zip(states, seen, strict=True)
        )

    course, other_course = told(beliefs, observations, ends), told(other_beliefs, other_data, other_ends)
    decimals = digits_after_point(course[0]), digits_after_point(course[-1])
    check_legible(course[-1], decimals[1])
    x = drawing_grid([beliefs, other_beliefs], component, observations, params.reference)
    likelihood = scaled_likelihood(prior, component, x, observations)
    staging = stage_windows(beliefs, component, belief_curves(beliefs, component, x), likelihood, params.reference)
    estimate = data_estimate(prior, component, observations)
    mean = course[-1].mean
    quantity = params.quantity or default_quantity(params.family, component, data)
    n = BayesUpdateNumbers(
        component=component,
        symbol=symbol_of(params.family, component, data),
        spoken_symbol=spoken_symbol(params.family, component, data),
        quantity=quantity,
        beliefs=beliefs,
        other_beliefs=other_beliefs,
        course=course,
        other_course=other_course,
        ends=ends,
        other_ends=other_ends,
        order=order,
        data=data,
        other_data=other_data,
        estimate=estimate,
        pull=None if estimate is None or mean is None else abs(mean - estimate),
        side=side,
        decimals=decimals,
        zooms=staging.zooms,
    )
    return replace(n, words=tell(n, params))


def observed(params: BayesUpdateParams) -> ObservedData:
    """Read the data from where they stand."""
    if params.data_file is not None:
        return data_in_file(params.family, params.data_file, params.column, params.sizes_column)
    return typed_data(params.family, EXAMPLES[params.family] if params.data is None else params.data)


def other_way(data: ObservedData, rng: np.random.Generator) -> tuple[Observations, tuple[int, ...]]:
    """Return the data in another order; one batch of trials is dealt out into several."""
    observations = data.observations
    if len(observations) > 1:
        return shuffled(observations, rng)
    if data.kind == "trial" and observations.sizes[0] > 1:
        return dealt(int(observations.values[0]), int(observations.sizes[0]), rng, most=8), (0,)
    return observations, (0,)


def check_legible(posterior: BeliefNumbers, decimals: int) -> None:
    """Refuse a posterior whose numbers would all look the same in the panel."""
    if posterior.upper - posterior.lower > 2 * 10.0**-decimals:
        return
    lies = f"data: the posterior lies between {posterior.lower:.10g} and {posterior.upper:.10g}"
    if max(abs(posterior.lower), abs(posterior.upper)) < 1e-2:
        raise ValueError(f"{lies}, too near to zero to be shown. Use another unit, or a prior less near to zero")
    raise ValueError(
        f"{lies}, which needs more digits than can be shown. Subtract a constant from data and prior, or use "
        "another unit"
    )


# --- the words ------------------------------------------------------------------------------------------------------


def tell(n: BayesUpdateNumbers, params: BayesUpdateParams) -> BayesWords:
    """Write the sentences that are true of these numbers."""
    mass = f"{100 * params.credible_mass:.4g}"
    before, after = n.prior, n.posterior
    data = data_in_words(n.data)
    moves = mean_moves(n)
    again = f"Its mean is {said(after.mean, n.decimals[1])} again." if after.mean is not None else ""
    peak = ""
    if n.estimate is not None and has_peak_at_estimate(n.beliefs[0]):
        peak = f"It is highest at {said(n.estimate, n.decimals[1])}, {what_the_estimate_is(n)}."
    zoom = "Zoom in to where the belief now stands. " if n.zooms else ""
    widths = width_words(n)
    reference = reference_words(n, params)
    amount = amount_in_words(n.data)
    asked = f" Is it above or below {said_short(params.reference)}?" if params.reference is not None else ""
    return BayesWords(
        question=f"How much should {amount} change your mind about {n.quantity}?{asked} Take a guess.",
        prior=f"Before any data, what do we believe? That is the prior: here {kind_of_prior(n)}. {prior_mean_words(n)}",
        arrival=f"{arrival_words(n, params)} {moves}",
        likelihood=f"{zoom}The dotted curve is the likelihood, scaled to area one: how well each value of "
        f"{n.spoken_symbol} explains the data alone. {peak}",
        posterior="Bayes' rule: at each value, multiply prior by likelihood, then scale the area to one. "
        f"That product is the posterior. {widths}",
        interval=f"With {mass} percent probability, {n.spoken_symbol} lies {region_words(after, n.decimals[1])}. "
        f"{KIND_OF_INTERVAL[params.interval]} {reference}",
        trap=f"But the posterior is not the data. {trap_words(n)}",
        order=order_words(n, params),
        data=data,
        mass=mass,
        prior_name=distribution_name(n.beliefs[0]),
        posterior_name=distribution_name(n.beliefs[-1]),
        prior_region=f"Its {mass} percent interval is {region_words(before, n.decimals[0])}.",
        posterior_region=f"It lies {region_words(after, n.decimals[1])}. {reference}",
        mean_moves=moves,
        mean_again=again,
        peak=peak,
        widths=widths,
        zoom_alt="The axis zooms in on the posterior. " if n.zooms else "",
        arrow_alt=trap_words(n),
        shuffle_alt="The data change places. " if len(n.order) > 1 else "",
        practice_means=practice_means(n),
    )


KIND_OF_INTERVAL = {
    "equal-tailed": "As much probability lies below it as above.",
    "highest-density": "No value outside is more likely than one inside.",
}


def said(number: float | None, decimals: int) -> str:
    """Return a number as it is read, with no minus before zero."""
    if number is None:
        return "none"
    rounded = round(abs(number), decimals)
    sign = "minus " if number < 0 and rounded else ""
    if abs(number) >= 1e7:
        return sign + f"{abs(number):.1e}".replace("e+", " times ten to the ")
    return f"{sign}{rounded:.{decimals}f}"


def said_short(number: float) -> str:
    """Return a number that somebody typed, as it is read."""
    return f"{'minus ' if number < 0 else ''}{abs(number):.10g}"


def kind_of_prior(n: BayesUpdateNumbers) -> str:
    """Return the prior as a phrase."""
    prior = n.beliefs[0]
    match prior:
        case BetaBinomial():
            if prior.a == prior.b == 1:
                return "flat, every value as likely as any other"
            return f"a beta distribution with parameters {said_short(prior.a)} and {said_short(prior.b)}"
        case GammaPoisson():
            return "a gamma distribution"
        case NormalKnownDeviation():
            return "a normal distribution"
        case DirichletMultinomial():
            return f"a Dirichlet distribution over {len(prior.components)} categories, seen from one of them"
    return "a normal-inverse-gamma distribution, for mean and variance together"


def prior_mean_words(n: BayesUpdateNumbers) -> str:
    """Return where the prior's mean is, or that there is none."""
    if n.prior.mean is None:
        return "Its tail is so heavy that it has no mean."
    return f"Its mean is {said(n.prior.mean, n.decimals[0])}."


def arrival_words(n: BayesUpdateNumbers, params: BayesUpdateParams) -> str:
    """Return how the data come in."""
    count, plural = len(n.data.observations), items_of(n.data)
    if count == 1:
        data = data_in_words(n.data).replace(", -", ", minus ")
        return f"Now let the data in: {data}. Little by little, the prior becomes the posterior."
    if params.arrival == "all-at-once":
        return f"Now the data arrive, all {count} {plural} at once. In one step, the prior becomes the posterior."
    if count == len(n.ends):
        return f"Now the {plural} arrive, one at a time. Each posterior is the prior for the next one."
    return f"Now the {plural} arrive, first one by one, then more at a time. Each posterior is the next prior."


def mean_moves(n: BayesUpdateNumbers) -> str:
    """Return how the mean went."""
    before, after = n.prior.mean, n.posterior.mean
    if after is None:
        return "The posterior has no mean: its tail is still too heavy."
    end = said(after, n.decimals[1])
    if before is None:
        return f"Now there is a mean: {end}."
    return f"The mean goes from {said(before, n.decimals[0])} to {end}."


def what_the_estimate_is(n: BayesUpdateNumbers) -> str:
    """Return what the data's own estimate is called."""
    match n.data.kind:
        case "toss" | "trial":
            return f"the share of {trial_words(n.data)[1]}"
        case "count":
            return "the rate in the data"
        case "category":
            return "its share in the data"
    return "the variance of the measurements" if n.symbol == "sigma^2" else "the mean of the measurements"


def width_words(n: BayesUpdateNumbers) -> str:
    """Return whether the data made the belief narrower, as they need not."""
    before, after = n.prior.deviation, n.posterior.deviation
    if before is None or after is None:
        return ""
    if 0.995 * before < after < 1.005 * before:
        return f"Its deviation, {after:.3g}, is nearly the prior's: these data say little."
    if after < before:
        return f"Its deviation, {after:.3g}, is smaller than the prior's, {before:.3g}."
    return f"These data surprise the prior: the deviation goes up from {before:.3g} to {after:.3g}."


def region_words(belief: BeliefNumbers, decimals: int) -> str:
    """Return where the credible region lies."""
    pieces = [f"between {said(low, decimals)} and {said(high, decimals)}" for low, high in belief.intervals]
    return ", or ".join(pieces)


def reference_words(n: BayesUpdateNumbers, params: BayesUpdateParams) -> str:
    """Return the probability on the reference's likelier side."""
    chance = n.posterior.beyond
    if params.reference is None or chance is None:
        return ""
    percent = "more than 99.9 percent" if chance > 0.9995 else f"{100 * chance:.1f} percent"
    return f"It is {'above' if n.side > 0 else 'below'} {said_short(params.reference)} with probability {percent}."


def trap_words(n: BayesUpdateNumbers) -> str:
    """Return how posterior, data and prior lie to each other."""
    mean, prior, estimate, pull = n.posterior.mean, n.prior.mean, n.estimate, n.pull
    digits = n.decimals[1]
    if estimate is None:
        return (
            "One measurement has no spread: what the posterior says of the variance comes from the prior, and from "
            "how far the measurement lies from where the prior expected it."
        )
    if mean is None or pull is None:
        return f"The data alone say {said(estimate, digits)}; the posterior still has no mean."
    start = f"The data alone say {said(estimate, digits)}; the posterior mean is {said(mean, digits)}"
    shift = said(pull, digits)
    by = f"less than {10.0**-digits:.{digits}f}" if float(shift) == 0 else shift
    if prior is None:
        return f"{start}: the prior moved it by {by}."
    if abs(prior - estimate) < 1e-9 * max(1.0, abs(prior)) and pull < 1e-9 * max(1.0, abs(prior)):
        return f"Here both agree on {said(mean, digits)}, but the prior still counts, as if it were data seen before."
    if min(prior, estimate) <= mean <= max(prior, estimate):
        return (
            f"{start}, pulled by {by} toward the prior's {said(prior, n.decimals[0])}. More data would be pulled less."
        )
    return (
        f"{start}, above both that and the prior's {said(prior, n.decimals[0])}: data far from the expected mean "
        "count as spread."
    )


def order_words(n: BayesUpdateNumbers, params: BayesUpdateParams) -> str:
    """Return that another order ends the same."""
    count, plural = len(n.data.observations), items_of(n.data)
    mean = f", mean {said(n.posterior.mean, n.decimals[1])}" if n.posterior.mean is not None else ""
    end = f"The end is the same posterior{mean}."
    if count > 1:
        differs = "The way there differs." if n.beliefs != n.other_beliefs else "They are all alike: so is the way."
        way = "in another order" if params.arrival == "one-at-a-time" else "in another order and one after the other"
        return f"Start again from the prior, with the {plural} {way}. {differs} {end} Order does not matter."
    if len(n.other_data) > 1:
        return (
            f"Start again from the prior, and suppose that the same {trial_words(n.data)[0]} came in "
            f"{len(n.other_data)} batches. {end} Neither batches nor order matter."
        )
    return f"Start again from the prior: one datum has one order. {end} With more data, order would not matter either."


def practice_means(n: BayesUpdateNumbers) -> str:
    """Return the answer that tells the posterior from the data."""
    told = "There is no mean" if n.posterior.mean is None else f"The mean is {n.posterior.mean:.6g}"
    alone = "nothing of it" if n.estimate is None else f"{n.estimate:.6g}"
    return f"{told}; the data alone say {alone}"
