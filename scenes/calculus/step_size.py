"""The learning rate: on one parabola it creeps, arrives at once, jumps from side to side, or diverges above 2/L."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from manim import DOWN, LEFT, UL, Animation, FadeIn, FadeOut, Mobject, ValueTracker, VGroup, linear
from pydantic import Field

from explainers.maths.shown import shown
from explainers.maths.step_size_story import StepSizeSayings, outcome, split, step_size_sayings
from explainers.maths.step_sizes import RateWalk, reach, step_sizes
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Formula, Handle, NumberList, Question, SceneParams
from explainers.stage.descent_zones import rate_zones
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.parabola_plot import ParabolaPlot
from explainers.stage.figures.race_chart import RaceChart
from explainers.stage.figures.rate_line import RateLine
from explainers.stage.figures.runner import RunnerPath, RunnerTable, runner_styles
from explainers.stage.figures.step_size_explorer import StepSizeExplorer
from explainers.stage.zones import Zone

PAUSE = 1.2
"""Seconds to think after a question."""


class StepSizeParams(SceneParams):
    """The parabola, the start, and the rates that are compared."""

    curvature: float = Field(10, ge=0.1, le=100, description="L: the loss is L x^2 / 2, so 10 means 5 x^2")
    learning_rates: NumberList | None = Field(
        None, description="From one to four rates; 0.2, 1, 1.8 and 2.1 times 1/L if left out"
    )
    start: float = Field(1, ge=-5, le=5, description="Where each walk starts; not 0, the minimum")
    steps: int = Field(10, ge=3, le=30, description="How many steps")


@dataclass(frozen=True)
class StepSizeNumbers:
    """Everything that is seen or said."""

    formula: str
    curvature: float
    start: float
    start_loss: float
    steps: int
    best_rate: float
    """1/L."""
    limit: float
    """2/L."""
    walks: tuple[RateWalk, ...]
    labels: tuple[str, ...]
    results: tuple[str, ...]
    said: StepSizeSayings


def solve_step_size(params: StepSizeParams) -> StepSizeNumbers:
    """Walk with each rate."""
    L, start = params.curvature, params.start
    if 0 < abs(start) < 0.01:
        raise ValueError(f"start: {start:g} is too near to the minimum at 0; take at least 0.01")
    walks = step_sizes(L, start, params.learning_rates, params.steps)
    half = L / 2
    return StepSizeNumbers(
        formula=f"f(x) = {'' if half == 1 else f'{half:.6g}'} x^2",
        curvature=L,
        start=start,
        start_loss=half * start**2,
        steps=params.steps,
        best_rate=1 / L,
        limit=2 / L,
        walks=walks,
        labels=tuple(f"rate {walk.rate:.4g}" for walk in walks),
        results=tuple(outcome(walk) for walk in walks),
        said=step_size_sayings(L, start, walks),
    )


class StepSize(ExplainerScene[StepSizeParams]):
    """Up to four learning rates on one parabola, the distance that each keeps, and the bounds 1/L and 2/L."""

    title = "The learning rate"
    beats = {
        "question": Beat(
            "{numbers.said.question}",
            title="Is larger faster?",
            alt="A parabola with markers at {numbers.start:g}; the learning rates stand on a line below.",
        ),
        "rule": Beat(
            "{numbers.said.rule}",
            title="One step",
            alt="The rule of a step appears, with curvature {numbers.curvature:g}.",
        ),
        "small": Beat(
            "{numbers.said.small}",
            title="Up to 1 over L",
            alt="One after the other, the rates up to {numbers.best_rate:.4g} walk down one side of the parabola, "
            "{numbers.steps} steps each; a chart shows the share of the distance that is left.",
        ),
        "large": Beat(
            "{numbers.said.large}",
            title="Above 1 over L",
            alt="One after the other, the rates above {numbers.best_rate:.4g} jump from side to side, "
            "{numbers.steps} steps each. Where one leaves the picture, an empty marker stays at the edge.",
        ),
        "limit": Beat(
            "{numbers.said.limit}",
            title="Where is the limit?",
            alt="All paths are dimmed; the line of learning rates stands alone.",
        ),
        "answer": Beat(
            "{numbers.said.answer}",
            title="2 over L",
            alt="On the line the bounds appear: {numbers.limit:.4g}, up to which it is stable, and the best, "
            "{numbers.best_rate:.4g}.",
        ),
        "trap": Beat(
            "{numbers.said.trap}",
            title="Larger is not faster",
            alt="Paths and curves light up again; the table says what each rate keeps at a step, "
            "with {numbers.limit:.4g} as the limit on the line.",
        ),
    }
    practice = [
        Question("Above which learning rate does this parabola diverge?", lambda n: float(n.limit)),
        Question("And above which rate does the parabola 2 times x squared diverge?", lambda n: 2 / 4),
        Question(
            "Where is the walk with rate {numbers.walks[0].rate:g} after one step?",
            lambda n: float(n.walks[0].places[1]),
        ),
    ]

    @staticmethod
    def solve(params: StepSizeParams) -> StepSizeNumbers:
        return solve_step_size(params)

    def invariants(self) -> Iterator[Invariant]:
        """Each marker that is shown at the end of a step stands on the parabola, at the walk's place."""
        board = self.board
        members = set(self.get_mobject_family_members())
        for path, walk in zip(board.paths, self.numbers.walks, strict=True):
            step = round(path.progress)
            if path.ball in members and not path.ball_is_outside and abs(path.progress - step) < 1e-9:
                place = board.plot.to_screen(board.plot.on_curve(walk.places[step]))[0]
                # The marker's corners may be uneven: the mean of them is not its middle.
                miss = abs(float(path.ball.get_center()[0] - place[0]))
                yield Invariant(f"rate {walk.rate:g} stands at its place", miss, 0.0, 0.01)

    def explore(self) -> list[Handle]:
        """All walks at once, with the start and the rates under the hand."""
        explorer = StepSizeExplorer(lambda: self.numbers, lambda: self.params.learning_rates, self.frame, self.theme)
        self.add(explorer)
        return explorer.handles()

    def construct(self) -> None:
        board = self.board = StepSizeBoard(self)
        small, large = split(self.numbers.walks)
        with self.beat("question") as beat:
            self.play(FadeIn(board.plot, board.formula), run_time=1.0)
            self.play(FadeIn(board.start), run_time=0.6)
            self.wait(beat.until(0.4, least=0.1))
            self.play(FadeIn(board.line.axis), run_time=0.6)
            for key, mark in zip(board.table.keys, board.line.marks, strict=True):
                self.play(FadeIn(key, mark), run_time=0.6)
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("rule") as beat:
            self.play(*dimmed(board.line.axis, board.line.marks), run_time=0.5)
            for index, line in enumerate(board.rule):
                self.wait(beat.until((0.0, 0.2, 0.65)[index], least=0.1))
                self.play(FadeIn(line), *([FadeIn(board.tangent)] if index == 1 else []), run_time=0.8)
        with self.beat("small") as beat:
            self.play(FadeOut(board.rule, board.tangent), *lit(board.line.axis, board.line.marks), run_time=0.6)
            self.play(FadeIn(board.chart), run_time=0.6)
            self.go(range(len(small)), beat)
        with self.beat("large") as beat:
            self.go(range(len(small), len(small) + len(large)), beat)
        with self.beat("limit") as beat:
            self.play(*dimmed(*board.drawn(-1), board.plot, board.chart), run_time=0.8)
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("answer") as beat:
            line = board.line
            self.play(FadeIn(line.limit), run_time=0.8)
            for part, until in ((line.stable, 0.3), (line.unstable, 0.5), (line.best, 0.68)):
                self.wait(beat.until(until, least=0.1))
                self.play(FadeIn(part), run_time=0.8)
        with self.beat("trap"):
            paths = [part for index in range(len(board.paths)) for part in board.drawn(index)]
            self.play(*lit(*paths, board.plot, board.chart), run_time=0.8)

    def go(self, indices: range, beat: BeatClock) -> None:
        """Let some rates walk, one after the other, each while it is spoken of."""
        board = self.board
        for turn, index in enumerate(indices):
            if turn or index:
                self.play(*dimmed(*board.drawn(index - 1)), run_time=0.4)
            self.remove(board.start)
            self.add(board.curves[index], board.paths[index])
            lasts = max(3.5, beat.until((turn + 1) / len(indices)) - 0.7)
            self.play(board.walk(index), run_time=lasts)
            # What stands still can be dimmed: a path that follows sets its marker's opacity anew.
            board.paths[index].clear_updaters()
            self.play(FadeIn(board.table.results[index]), run_time=0.6)


def shares_shown(walks: tuple[RateWalk, ...]) -> tuple[float, float]:
    """Return the shares of the first distance that the chart shows: wide enough for a logarithmic scale."""
    lows = [walk.last_share for walk in walks if walk.factor]
    low = float(np.clip(min(lows, default=0.1) / 1.5, 1e-3, 0.05))
    return low, float(np.clip(1.3 * max(walk.last_share for walk in walks), 2.0, 20.0))


class StepSizeBoard:
    """The parts: the parabola, table and chart beside it, the line of rates below."""

    def __init__(self, scene: StepSize) -> None:
        self.numbers, self.theme = numbers, theme = scene.numbers, scene.theme
        walks = numbers.walks
        styles = runner_styles(theme)[: len(walks)]
        zones = rate_zones(scene.frame, len(walks))
        self.plot = ParabolaPlot(zones.plot, theme, numbers.curvature, reach(numbers.start))
        self.formula = Formula(numbers.formula, font_size=theme.sizes.body, color=theme.curve)
        self.formula.move_to([self.plot.area.center[0], self.plot.area.top, 0], aligned_edge=DOWN)
        self.tangent = self.plot.tangent(numbers.start, color=theme.gradient)
        self.progress = [ValueTracker(0.0) for _ in walks]
        self.paths = [
            RunnerPath(self.plot.on_curve(walk.seen), self.plot, theme, style)
            for walk, style in zip(walks, styles, strict=True)
        ]
        self.start = self.paths[0].ball.copy().set_fill(theme.ball)
        self.table = RunnerTable(zones.table, theme, styles, tuple(zip(numbers.labels, numbers.results, strict=True)))
        low, high = shares_shown(walks)
        self.chart = RaceChart(
            zones.chart, theme, low=low, high=high, steps=numbers.steps, name="share of the distance left"
        )
        self.curves = [self.chart.runner(walk.shares, style) for walk, style in zip(walks, styles, strict=True)]
        for path, curve, tracker in zip(self.paths, self.curves, self.progress, strict=True):
            path.follow(tracker.get_value)
            curve.follow(tracker.get_value)
        rates = [(walk.rate, style) for walk, style in zip(walks, styles, strict=True)]
        self.line = RateLine(zones.line, theme, numbers.best_rate, numbers.limit, rates)
        self.rule = self._rule(zones.chart)

    def walk(self, index: int) -> Animation:
        """Return the walk with one rate, each step as long as any other."""
        return self.progress[index].animate(rate_func=linear).set_value(self.numbers.steps)

    def drawn(self, index: int) -> list[Mobject]:
        """Return the parts of a walk's path and curve: Manim copies what it dims, and they know map and chart."""
        return [*self.paths[index].submobjects, *self.curves[index].submobjects]

    def _rule(self, zone: Zone) -> VGroup:
        theme, numbers = self.theme, self.numbers
        size = theme.sizes.body
        lines = (
            ("x <- x - eta f'(x)", theme.text),
            (f"f'(x) = L x, quad L = {shown(numbers.curvature)}", theme.gradient),
            ("x <- (1 - eta L) x", theme.path),
        )
        rule = VGroup(*(Formula(markup, font_size=size, color=color) for markup, color in lines))
        rule.arrange(DOWN, aligned_edge=LEFT, buff=0.32)
        return rule.move_to(zone.top_left + np.array([0.2, -0.3, 0]), aligned_edge=UL)
