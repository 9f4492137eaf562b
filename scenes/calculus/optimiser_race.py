"""An optimiser race: up to four rules from one start on one loss; which is best depends on the loss and the rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from manim import Animation, FadeIn, Mobject, ValueTracker, VGroup, linear
from pydantic import AfterValidator, Field

from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import Loss, find_loss
from explainers.maths.optimiser_race import (
    Run,
    finish_words,
    left_words,
    lowest_known,
    parse_entrants,
    race,
    result,
    verdict_words,
    winners,
)  # fmt: skip
from explainers.maths.spoken import spoken, spoken_pair
from explainers.maths.verdicts import inside
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Question
from explainers.stage.descent_zones import race_zones
from explainers.stage.figures.attention import dimmed
from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.race_chart import RaceChart, crosses
from explainers.stage.figures.runner import RunnerPath, RunnerTable, nested_styles, runner_styles
from explainers.stage.loss_params import LossParams
from explainers.stage.zones import Zone

LEVELS = 11
PAUSE = 1.2
"""Seconds to think after a question."""


def _check_entrants(text: str) -> str:
    parse_entrants(text)
    return text


Entrants = Annotated[str, AfterValidator(_check_entrants)]
"""Rules with their rates; on the command line ``"gradient-descent 0.1; adam 0.2"``."""


class OptimiserRaceParams(LossParams):
    """The loss, the start, and who runs."""

    optimisers: Entrants = Field(
        "gradient-descent 0.18; momentum 0.05; rmsprop 0.2; adam 0.2",
        description="One to four rules, each with its learning rate: 'gradient-descent 0.1; adam 0.2'",
    )
    steps: int = Field(80, ge=1, le=200, description="How many steps each may take")
    tolerance: float = Field(
        0.001, ge=1e-9, le=0.5, description="Share of the first loss above the minimum at which one has finished"
    )


@dataclass(frozen=True)
class OptimiserRaceNumbers:
    """Everything that is seen or said."""

    title: str
    start: tuple[float, float]
    runs: tuple[Run, ...]
    results: tuple[str, ...]
    labels: tuple[str, ...]
    names: str
    steps: int
    finish: float | None
    """The gap at which one has finished."""
    lowest: float | None
    question: str
    first: str
    run: str
    finish_words: str
    verdict_words: str
    first_of: Run
    """Adam if it runs, otherwise the first that was named."""


def solve_optimiser_race(params: OptimiserRaceParams) -> OptimiserRaceNumbers:
    """Let them run."""
    loss, start = params.loss_and_start()
    entrants = parse_entrants(params.optimisers)
    runs = race(loss, start, entrants, params.steps, params.tolerance)
    lowest = lowest_known(loss)
    known = lowest is not None and min(float(run.descent.values.min()) for run in runs) >= lowest - 1e-9 * (
        1 + abs(lowest)
    )
    gap = float(runs[0].gaps[0])
    finish = params.tolerance * gap if known and gap > 0 else None
    names = ", ".join(run.label for run in runs)
    one = next((run for run in runs if run.name == "adam"), runs[0])
    crowd = (
        f"{('Two', 'Three', 'Four')[len(runs) - 2]} optimisers, one start" if len(runs) > 1 else "One optimiser, alone"
    )
    goal = "get to the bottom first" if len(runs) > 1 else "get to the bottom"
    moved = f" {one.label[0].upper()}{one.label[1:]} is at {spoken_pair(one.first_point)}." if one.first_point else ""
    till = (
        f"Finished is who stays within {spoken(100 * params.tolerance)} percent of the first loss above the minimum."
        if finish is not None
        else "But they start at the lowest point."
        if known and gap == 0
        else "No lower bound is known here, so look at where each ends."
    )
    return OptimiserRaceNumbers(
        title=loss.title,
        start=start,
        runs=runs,
        results=tuple(result(run) for run in runs),
        labels=tuple(run.label if " with " in run.label else f"{run.label}, {run.learning_rate:g}" for run in runs),
        names=names,
        steps=max(1, max(run.descent.steps_taken for run in runs)),
        finish=finish,
        lowest=lowest,
        question=f"{crowd}, on {_in_a_sentence(loss)}: {names}. Who will {goal}?" if len(runs) > 1
        else f"{crowd}, on {_in_a_sentence(loss)}: {names}. Will it {goal}?",
        first=f"The first step, from {spoken_pair(start)}.{moved} Each rule makes its own step of the same slope.",
        run=f"Now let them go, step by step together. {till}{left_words(runs)}",
        finish_words=finish_words(runs),
        verdict_words=verdict_words(runs),
        first_of=one,
    )  # fmt: skip


def _in_a_sentence(loss: Loss) -> str:
    title = loss.title
    return title[0].lower() + title[1:] if title.startswith("A ") else title


class OptimiserRace(ExplainerScene[OptimiserRaceParams]):
    """All paths move together on the map, and all losses in the chart; the table tells how it ended."""

    title = "An optimiser race"
    beats = {
        "question": Beat(
            "{numbers.question}",
            title="Who is first?",
            alt="A contour map, markers at {numbers.start[0]:g}, {numbers.start[1]:g}. In a table: {numbers.names}.",
        ),
        "first-step": Beat(
            "{numbers.first}",
            title="One step each",
            alt="Beside the map, axes for the loss. Each marker takes its first step.",
        ),
        "run": Beat(
            "{numbers.run}",
            title="They run",
            alt="Paths and loss curves of {numbers.names} grow together for {numbers.steps} steps.",
        ),
        "finish": Beat(
            "{numbers.finish_words}",
            title="Who has finished",
            alt="The table fills, row by row: {numbers.finish_words}",
        ),
        "answer": Beat(
            "{numbers.verdict_words}",
            title="No rule is always best",
            alt="The winner's path and curve stand out, if there is one: {numbers.finish_words}",
        ),
    }
    practice = [
        Question("Where is {numbers.first_of.label} after its first step?", lambda n: first_answer(n)),
        Question(
            "What is the loss of {numbers.first_of.label} at the end?", lambda n: float(n.first_of.descent.values[-1])
        ),
    ]

    @staticmethod
    def solve(params: OptimiserRaceParams) -> OptimiserRaceNumbers:
        return solve_optimiser_race(params)

    def invariants(self) -> Iterator[Invariant]:
        """After each step markers stand at their runs' points, and curves at the runs' losses."""
        board, shown = self.board, set(self.get_mobject_family_members())
        for path, curve, run in zip(board.paths, board.curves, self.numbers.runs, strict=True):
            miss = path.miss(board.map.to_screen(run.descent.points)) if path.ball in shown else None
            if miss is not None:
                yield Invariant(f"{run.label} stands at its point", miss, 0.0, 0.01)
            gap = curve.miss(run.gaps) if curve.head in shown else None
            if gap is not None:
                yield Invariant(f"the curve of {run.label} is its loss", gap, 0.0, 0.01)

    def construct(self) -> None:
        board = self.board = RaceBoard(self)
        numbers = self.numbers
        with self.beat("question") as beat:
            self.play(FadeIn(board.map, board.minima), run_time=1.0)
            self.play(FadeIn(*board.paths), run_time=0.8)
            for key in board.table.keys:
                self.play(FadeIn(key), run_time=0.6)
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("first-step") as beat:
            self.play(FadeIn(board.chart, *board.curves), run_time=0.8)
            self.play(board.go_to(min(1, numbers.steps)), run_time=beat.until(0.6, least=1.5))
        with self.beat("run") as beat:
            self.play(FadeIn(board.finish), run_time=0.6)
            self.play(board.go_to(numbers.steps), run_time=max(13.0, beat.until(1)) if numbers.steps > 1 else 1.0)
        with self.beat("finish") as beat:
            for index, told in enumerate(board.table.results):
                self.wait(beat.until(index / len(board.table.results), least=0.1))
                self.play(FadeIn(told), run_time=0.6)
        with self.beat("answer"):
            beaten = board.beaten(numbers.runs)
            self.add(*(part for part in (*board.paths, *board.curves) if part not in beaten))
            self.play(*dimmed(*beaten), run_time=0.8) if beaten else self.wait(0.6)


def first_answer(numbers: OptimiserRaceNumbers) -> str:
    """Return the first point, or that there is none."""
    point = numbers.first_of.first_point
    return f"({point[0]:.6g}, {point[1]:.6g})" if point else "There is no first step"


class RaceBoard:
    """Everything that the scene draws."""

    def __init__(self, scene: OptimiserRace) -> None:
        numbers, theme, params = scene.numbers, scene.theme, scene.params
        loss = find_loss(params.loss, params.condition_number)
        runs, styles = numbers.runs, runner_styles(theme)
        nested = nested_styles(theme)
        zones = race_zones(scene.frame, loss.window, len(runs))
        self.progress = ValueTracker(0.0)
        self.map = self._map(zones.picture, loss, scene)
        known = [point for point in loss.minima if inside([point], loss.window)[0]]
        self.minima = crosses(self.map.to_screen(known), theme) if known else VGroup()
        low, high = chart_range(runs, numbers.finish)
        name = "loss" if numbers.finish is None else "loss above the minimum"
        self.chart = RaceChart(zones.chart, theme, low=low, high=high, steps=numbers.steps, name=name)
        self.finish = VGroup() if numbers.finish is None else self.chart.level(numbers.finish, color=theme.minimum)
        self.paths = [
            RunnerPath(run.descent.points, self.map, theme, style) for run, style in zip(runs, nested, strict=False)
        ]
        self.curves = [self.chart.runner(run.gaps, style) for run, style in zip(runs, nested, strict=False)]
        for path, curve in zip(self.paths, self.curves, strict=True):
            path.follow(self.progress.get_value)
            curve.follow(self.progress.get_value)
        self.table = RunnerTable(zones.table, theme, styles, tuple(zip(numbers.labels, numbers.results, strict=True)))

    def beaten(self, runs: tuple[Run, ...]) -> list[Mobject]:
        """Return paths and curves of those who did not win; nothing if nobody did, or all."""
        first = winners(runs)
        rows = zip(runs, self.paths, self.curves, strict=True)
        return [part for run, *parts in rows if first and run not in first for part in parts]

    def go_to(self, step: int) -> Animation:
        """Return the motion of all to a step, at an even pace."""
        return self.progress.animate(rate_func=linear).set_value(step)

    def _map(self, zone: Zone, loss: Loss, scene: OptimiserRace) -> ContourMap:
        x, y = np.linspace(*loss.window[:2], 121), np.linspace(*loss.window[2:], 121)
        values = loss.value(*np.meshgrid(x, y))
        levels = tuple((np.arange(LEVELS) + 0.5) / LEVELS)
        return ContourMap(zone, scene.theme, x, y, choose_height_scale(values).height(values), levels=levels)


def chart_range(runs: tuple[Run, ...], finish: float | None) -> tuple[float, float]:
    """Return what the chart shows: down to a little under the finish, up to a little over the start."""
    first = float(runs[0].gaps[0])
    if finish is not None:
        return finish / 20, 10 * first
    ends = np.concatenate([run.gaps for run in runs])
    low, high = float(ends.min()), float(ends.max())
    span = max(abs(first), 1.0)
    return max(low, first - 20 * span), max(min(high, first + 2 * span), max(low, first - 20 * span) + 1e-3 * span)
