"""Momentum: a ball that keeps a part of its last step strides along a valley in which gradient descent zigzags."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from manim import Create, FadeIn, FadeOut
from pydantic import Field

from explainers.maths.heavy_ball import Walk, best_beta, best_rates, too_much, walk
from explainers.maths.heavy_ball_story import MomentumSayings, momentum_sayings, written_arrival
from explainers.maths.losses import find_loss
from explainers.maths.verdicts import inside
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Handle, Question, SceneParams, Vector2
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.valley_board import ValleyBoard
from explainers.stage.figures.valley_explorer import ValleyExplorer

WIDEST_SWING = 1.5
STARTS = (1.0, -1.5), (10.0, 1.5)
"""The lower left and the upper right corner of where a walk may start: on one side of the minimum."""
HALF_HEIGHTS = (1.75, 3.5)
"""Of the map: as high as the swings ask for, and no higher than the last; a walk is cut at its edge."""
PAUSE = 1.2
"""Seconds to think after a question."""


class MomentumParams(SceneParams):
    """The bowl, and how much the ball remembers."""

    condition_number: float = Field(
        25, ge=1, le=200, description="How many times more strongly the valley curves across than along"
    )
    beta: float | None = Field(
        None, ge=0, le=0.99, description="What the ball keeps of its last step; the best for the valley if left out"
    )
    steps: int = Field(60, ge=20, le=200, description="How many steps")
    start: Vector2 | None = Field(
        None, description="Where each walk starts; at x = 10, such that it stays on a narrow map, if left out"
    )


@dataclass(frozen=True)
class MomentumNumbers:
    """Everything that is seen or said. Each walk has the best learning rate for its momentum."""

    formula: str
    window: tuple[float, float, float, float]
    start: tuple[float, float]
    steps: int
    plain: Walk
    """Gradient descent."""
    ball: Walk
    """The heavy ball."""
    heavy: Walk
    """A ball with too much momentum."""
    best_beta: float
    best_plain_rate: float
    best_ball_rate: float
    best_nesterov_rate: float
    rates: tuple[str, str, str]
    """What a step keeps of the distance, as it is written for each walk."""
    arrivals: tuple[str, str, str]
    """After how many steps it stays within one percent of the first distance, as it is written."""
    said: MomentumSayings


def solve_momentum(params: MomentumParams) -> MomentumNumbers:
    """Walk three times down the same bowl."""
    kappa = params.condition_number
    bowl = find_loss("quadratic-bowl", kappa)
    best = best_beta(kappa)
    beta = best if params.beta is None else params.beta
    betas = (0.0, beta, too_much(beta))
    if params.start is None:
        # The swings across grow with where they begin; the start is chosen such that they stay on a narrow map.
        swing = max(np.abs(walk(bowl, kappa, one, (10, 1), params.steps).points[:, 1]).max() for one in betas)
        start = (10.0, min(1.0, float(f"{0.99 * WIDEST_SWING / swing:.2g}")))
    else:
        start = checked_start(params.start)
    plain, ball, heavy = (walk(bowl, kappa, one, start, params.steps) for one in betas)
    best_plain, best_ball, nesterov = best_rates(kappa)
    return MomentumNumbers(
        formula=bowl.expression.typst(),
        window=window_of(plain, ball, heavy),
        start=start,
        steps=params.steps,
        plain=plain,
        ball=ball,
        heavy=heavy,
        best_beta=best,
        best_plain_rate=best_plain,
        best_ball_rate=best_ball,
        best_nesterov_rate=nesterov,
        rates=(f"× {plain.contraction:.3f}", f"× {ball.contraction:.3f}", f"× {heavy.contraction:.3f}"),
        arrivals=(written_arrival(plain), written_arrival(ball), written_arrival(heavy)),
        said=momentum_sayings(kappa, plain, ball, heavy),
    )


def checked_start(start: tuple[float, float]) -> tuple[float, float]:
    """Return the start; raise one line if the walks cannot begin there."""
    (left, low), (right, high) = STARTS
    if not inside([start], (left, right, low, high))[0]:
        raise ValueError(
            f"start: ({start[0]:g}, {start[1]:g}) is not a place to start from; "
            f"choose x from {left:g} to {right:g} and y from {low:g} to {high:g}"
        )
    return start


def window_of(*walks: Walk) -> tuple[float, float, float, float]:
    """Return the part of the valley that the walks see, and the minimum with some ground around it."""
    leftmost = min(float(one.points[:, 0].min()) for one in walks)
    swing = max(float(np.abs(one.points[:, 1]).max()) for one in walks)
    half = next((each for each in HALF_HEIGHTS if swing <= each - 0.15), HALF_HEIGHTS[-1])
    return min(-3.0, math.floor(leftmost) - 0.5), 11.0, -half, half


class Momentum(ExplainerScene[MomentumParams]):
    """Gradient descent and a heavy ball on one quadratic bowl, and a ball with too much momentum."""

    title = "Momentum"
    beats = {
        "question": Beat(
            "{numbers.said.question}",
            title="A long valley",
            alt="A contour map of a bowl. A ball stands at {numbers.start[0]:g}, {numbers.start[1]:g}, "
            "a cross marks the minimum.",
        ),
        "descent": Beat(
            "{numbers.said.descent}",
            title="Gradient descent",
            alt="The path of gradient descent grows on the map, {numbers.steps} steps with learning rate "
            "{numbers.plain.learning_rate:.3g}, to {numbers.plain.end[0]:.3g}, "
            "{numbers.plain.end[1]:.3g}.",
        ),
        "idea": Beat(
            "{numbers.said.idea}",
            title="Remember the last step",
            alt="The rule of the heavy ball appears, with beta {numbers.ball.beta:.3g} and learning rate "
            "{numbers.ball.learning_rate:.3g}.",
        ),
        "ball": Beat(
            "{numbers.said.ball}",
            title="The heavy ball",
            alt="A second path grows from the same start: the ball's, to {numbers.ball.end[0]:.3g}, "
            "{numbers.ball.end[1]:.3g}.",
        ),
        "rates": Beat(
            "{numbers.said.rates}",
            title="How fast is that?",
            alt="A chart shows both distances to the minimum over the steps, with the predicted rates "
            "{numbers.plain.contraction:.3f} and {numbers.ball.contraction:.3f} as dotted lines. A table beside it "
            "tells after how many steps each is within one percent: {numbers.arrivals[0]} and {numbers.arrivals[1]}.",
        ),
        "more": Beat(
            "{numbers.said.more}",
            title="Is more better?",
            alt="The paths fade. The question is what a beta of {numbers.heavy.beta:.3g} does.",
        ),
        "circles": Beat(
            "{numbers.said.circles}",
            title="Too much of it",
            alt="A third path runs past the minimum and back, again and again; its distance falls by "
            "{numbers.heavy.contraction:.3f} a step in the long run.",
        ),
        "answer": Beat(
            "{numbers.said.answer}",
            title="It does not always win",
            alt="All three curves stand side by side, with what a step keeps: {numbers.plain.contraction:.3f}, "
            "{numbers.ball.contraction:.3f} and {numbers.heavy.contraction:.3f}.",
        ),
    }
    practice = [
        Question(
            "By what factor does a step of gradient descent shrink the distance, at best?",
            lambda n: float(n.best_plain_rate),
        ),
        Question("And a step of the heavy ball, at best?", lambda n: float(n.best_ball_rate)),
        Question("Which beta is the best here?", lambda n: float(n.best_beta)),
    ]

    @staticmethod
    def solve(params: MomentumParams) -> MomentumNumbers:
        return solve_momentum(params)

    def invariants(self) -> Iterator[Invariant]:
        """After each step markers stand at their walk's points, and curves at the walk's distances."""
        board, numbers = self.board, self.numbers
        shown = set(self.get_mobject_family_members())
        walks = (numbers.plain, numbers.ball, numbers.heavy)
        for path, curve, one in zip(board.paths, board.curves, walks, strict=True):
            miss = path.miss(board.to_screen(one.points)) if path.ball in shown else None
            if miss is not None:
                yield Invariant(f"the marker of beta {one.beta:.3g} stands at its point", miss, 0.0, 0.01)
            gap = curve.miss(one.distances) if curve.head in shown else None
            if gap is not None:
                yield Invariant(f"the curve of beta {one.beta:.3g} is the distance", gap, 0.0, 0.01)

    def explore(self) -> list[Handle]:
        """Gradient descent and the heavy ball, their start under the hand."""
        explorer = ValleyExplorer(
            lambda: self.numbers, lambda: self.params.condition_number, STARTS, window_of, self.frame, self.theme
        )
        self.add(explorer)
        return explorer.handles()

    def construct(self) -> None:
        board = self.board = ValleyBoard(self.numbers, self.frame, self.theme, self.params.condition_number)
        with self.beat("question") as beat:
            self.play(FadeIn(board.map, board.minimum, board.formula), run_time=1.2)
            self.wait(beat.until(0.3))
            self.play(FadeIn(board.paths[0]), run_time=0.8)
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("descent") as beat:
            self.play(FadeIn(board.table.keys[0], board.plain_rate), run_time=0.8)
            self.play(board.walk(0), run_time=max(6.0, 0.7 * beat.words_last))
        with self.beat("idea") as beat:
            self.play(*dimmed(board.paths[0]), run_time=0.6)
            self.wait(beat.until(0.2))
            self.play(FadeIn(board.rule), run_time=0.8)
            self.wait(beat.until(0.7))
            self.play(FadeIn(board.ball_rates), run_time=0.8)
        with self.beat("ball") as beat:
            self.play(FadeIn(board.paths[1], board.table.keys[1]), run_time=0.8)
            self.play(board.walk(1), run_time=max(6.0, 0.7 * beat.words_last))
        with self.beat("rates") as beat:
            self.compare(beat)
        with self.beat("more") as beat:
            self.play(*dimmed(*board.curves[:2], *board.guides[:2]), FadeOut(board.paths[0], board.paths[1]))
            self.play(FadeIn(board.paths[2], board.table.keys[2]), run_time=0.8)
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("circles") as beat:
            self.add(board.curves[2])
            self.play(board.walk(2), run_time=max(8.0, 0.7 * beat.words_last))
            self.play(FadeIn(board.guides[2], board.table.results[2]), run_time=0.7)
        with self.beat("answer"):
            self.play(*lit(*board.curves[:2], *board.guides[:2]), run_time=0.8)

    def compare(self, beat: BeatClock) -> None:
        """Draw the distances of the first two walks, one after the other, each with its prediction."""
        board = self.board
        self.play(FadeOut(board.explained), run_time=0.5)
        self.play(FadeIn(board.chart, board.table.heads), run_time=0.8)
        for index, until in ((0, 0.65), (1, 1.0)):
            self.add(board.curves[index])
            board.curve_progress[index].set_value(0)
            self.play(board.run_curve(index), run_time=1.8)
            self.play(Create(board.guides[index]), FadeIn(board.table.results[index]), run_time=0.8)
            self.wait(beat.until(until, least=0.1))
