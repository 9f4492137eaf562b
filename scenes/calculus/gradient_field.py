"""The gradient: the steepest way up, straight across the contour line; it does not know where the minimum is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import Animation, FadeIn, FadeOut, Mobject, UpdateFromAlphaFunc, smooth
from pydantic import Field

from explainers.maths.directional_slope import (
    Slopes,
    angle_off,
    length_power,
    map_around,
    nearest_minimum,
    slopes_at,
)
from explainers.maths.gradient_field_story import GradientSayings, gradient_sayings
from explainers.maths.losses import Loss, find_loss
from explainers.maths.pairs import Pair
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, LossText, Question, SceneParams, Vector2
from explainers.stage.figures.attention import dimmed
from explainers.stage.figures.gradient_board import GradientBoard

PAUSE = 1.2
"""Seconds to think after a question."""
BEST_SEEN = {"booth": (0.0, 6.0)}
"""Where on a loss it is seen best that downhill is not the way to the minimum; elsewhere its start will do."""
CELLS = 40
QUARTER_TURNS = (0, 90, 180, 270, 360)


class GradientFieldParams(SceneParams):
    """The loss, and the point on its map."""

    loss: LossText = Field("booth", description="A known loss, or a function of x and y that you type")
    point: Vector2 | None = Field(None, description="Where to look around; the loss's own place if left out")


@dataclass(frozen=True)
class GradientFieldNumbers:
    """Everything that is seen or said; angles in degrees from the x axis, counter-clockwise.

    ``angle_off`` lies between downhill and the way to the nearest known minimum. The arrows of the field are as long
    as the ``power``-th root of their slope.
    """

    title: str
    formula: str
    window: tuple[float, float, float, float]
    point: Pair
    value: float
    slopes: Slopes
    nearest_minimum: Pair | None
    angle_off: float | None
    power: int
    quarter_turns: tuple[int, ...]
    """Directions that the chart names."""
    cubic_gradient: Pair
    """Of x^2 y at (2, 3): for practice."""
    said: GradientSayings


def solve_gradient_field(params: GradientFieldParams) -> GradientFieldNumbers:
    """Look around at the point, and at the minimum."""
    loss = find_loss(params.loss)
    point = params.point or BEST_SEEN.get(loss.name, loss.start)
    window = map_around(loss, point)
    slopes = slopes_at(loss, point)
    off = angle_off(loss, point, slopes)
    value = float(loss.value(*point))
    power = length_power(steepness_on_grid(loss, window))
    cubic = find_loss("x**2*y").gradient(2, 3)
    return GradientFieldNumbers(
        title=loss.title,
        formula=loss.expression.typst(),
        window=window,
        point=point,
        value=value,
        slopes=slopes,
        nearest_minimum=nearest_minimum(loss, point),
        angle_off=off,
        power=power,
        quarter_turns=QUARTER_TURNS,
        cubic_gradient=(float(cubic[0]), float(cubic[1])),
        said=gradient_sayings(point, value, slopes, off, len(loss.minima), power),
    )


def steepness_on_grid(loss: Loss, window: tuple[float, float, float, float]) -> npt.NDArray[np.float64]:
    """Return the gradient's length all over a window."""
    x, y = np.meshgrid(np.linspace(*window[:2], CELLS), np.linspace(*window[2:], CELLS))
    return np.asarray(np.linalg.norm(loss.gradient(x, y), axis=-1))


class GradientField(ExplainerScene[GradientFieldParams]):
    """A direction turns about a point of a map; its slope is a wave, and the top of the wave is the gradient."""

    title = "The gradient"
    beats = {
        "question": Beat(
            "{numbers.said.question}",
            title="Which way is up?",
            alt="A contour map of a loss with a ball at {numbers.point[0]:.3g}, {numbers.point[1]:.3g}.",
        ),
        "along": Beat(
            "{numbers.said.along}",
            title="Along the axes",
            alt="A pointer from the ball turns from the direction of x to that of y; beside the map a curve shows its "
            "slope, from {numbers.slopes.gradient[0]:.4g} to {numbers.slopes.gradient[1]:.4g}.",
        ),
        "turn": Beat(
            "{numbers.said.turn}",
            title="All the way round",
            alt="The pointer turns through the whole circle; the slope is drawn over the angle, between "
            "plus and minus {numbers.slopes.steepness:.4g}.",
        ),
        "gradient": Beat(
            "{numbers.said.gradient}",
            title="The gradient",
            alt="The pointer goes to where the slope is the largest, {numbers.slopes.steepness:.4g}; an arrow shows "
            "the gradient, {numbers.slopes.gradient[0]:.4g}, {numbers.slopes.gradient[1]:.4g}, unless it is zero.",
        ),
        "level": Beat(
            "{numbers.said.level}",
            title="Across and against",
            alt="The contour line through the ball lights up. The pointer turns along it, where the slope is zero, and "
            "on to the direction opposite to the gradient, if there is one.",
        ),
        "field": Beat(
            "{numbers.said.field}",
            title="A gradient everywhere",
            alt="Arrows grow all over the map, each at a right angle to its contour line.",
        ),
        "trap": Beat(
            "{numbers.said.trap}",
            title="Downhill to the minimum?",
            alt="The arrows dim. An arrow points from the ball against the gradient, if there is one.",
        ),
        "answer": Beat(
            "{numbers.said.answer}",
            title="It only knows the slope",
            alt="A dashed line leads to the nearest known minimum, if there is one, beside the downhill arrow. "
            "The slope at the ball is {numbers.slopes.steepness:.4g}.",
        ),
    }
    practice = [
        Question(
            "What is the gradient of x squared times y at the point 2 and 3?",
            lambda n: f"({n.cubic_gradient[0]:g}, {n.cubic_gradient[1]:g})",
        ),
        Question(
            "What is the gradient at the ball?",
            lambda n: f"({n.slopes.gradient[0]:.6g}, {n.slopes.gradient[1]:.6g})",
        ),
        Question(
            "What is the slope at the ball, 60 degrees away from the gradient?",
            lambda n: float(n.slopes.steepness / 2),
        ),
    ]

    @staticmethod
    def solve(params: GradientFieldParams) -> GradientFieldNumbers:
        return solve_gradient_field(params)

    def invariants(self) -> Iterator[Invariant]:
        """The slope that is printed is the gradient times the drawn pointer; the pointer's chart agrees."""
        board, slopes = self.board, self.numbers.slopes
        shown = set(self.get_mobject_family_members())
        number = board.panel.number("slope")
        if number in shown and board.pointer.head in shown:
            way = (board.pointer.get_tip_point() - board.ball.get_center())[:2]
            expected = float(np.dot(slopes.gradient, way / np.linalg.norm(way)))
            yield Invariant("the printed slope is |g| cos", number.value, expected, 1e-3 * max(slopes.steepness, 1e-9))

    def construct(self) -> None:
        board = self.board = GradientBoard(self.numbers, self.frame, self.theme, find_loss(self.params.loss))
        with self.beat("question") as beat:
            self.play(FadeIn(board.map, board.formula), run_time=1.2)
            self.wait(beat.until(0.45))
            self.play(FadeIn(board.ball, scale=2), run_time=0.8)
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("along") as beat:
            self.play(FadeIn(board.circle, board.pointer), run_time=0.8)
            self.play(FadeIn(board.panel, board.chart), run_time=0.8)
            self.wait(beat.until(0.7))
            self.play(self.turn_to(90, sweep=True), run_time=2.0)
        with self.beat("turn") as beat:
            self.wait(beat.until(0.3))
            self.play(self.turn_to(360, sweep=True), run_time=max(5.0, beat.until(1)))
        with self.beat("gradient") as beat:
            self.find_the_gradient(beat)
        with self.beat("level") as beat:
            self.go_across_and_against(beat)
        with self.beat("field"):
            self.remove(board.right_angle)
            self.play(FadeOut(board.pointer, board.circle, *board.rings), *dimmed(*self.readings()), run_time=0.6)
            self.add(board.field, board.contour, board.gradient, board.ball)
            self.play(UpdateFromAlphaFunc(board.field, lambda field, alpha: field.show(alpha)), run_time=2.5)
        with self.beat("trap") as beat:
            self.play(*dimmed(board.field), FadeOut(board.contour), run_time=0.6)
            self.play(FadeIn(board.minima), FadeIn(board.downhill), run_time=beat.until(0.4))
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("answer") as beat:
            self.play(FadeIn(board.way), run_time=0.8)
            self.wait(beat.until(0.15, least=0.1))
            self.play(FadeIn(board.angle), run_time=0.8)

    def turn_to(self, degrees: float, *, sweep: bool = False) -> Animation:
        """Turn the pointer; draw the wave as far as it comes, if it `sweep`s."""
        board = self.board
        first = board.degrees

        def turn(_: object, alpha: float) -> None:
            board.degrees = first + alpha * (degrees - first)
            if sweep:
                board.swept = max(board.swept, board.degrees)

        return UpdateFromAlphaFunc(board.pointer, turn, rate_func=smooth, suspend_mobject_updating=False)

    def readings(self) -> list[Mobject]:
        """What was read off while the pointer turned."""
        board = self.board
        shown = [board.panel, board.chart, board.cosine]
        return shown if self.numbers.slopes.steepness else shown[:2]

    def find_the_gradient(self, beat: BeatClock) -> None:
        """Turn to the top of the wave, and leave the gradient there."""
        board, slopes = self.board, self.numbers.slopes
        if slopes.direction is None:
            return
        self.play(self.turn_to(slopes.direction), run_time=2.0)
        self.play(FadeIn(board.rings[0]), run_time=0.6)
        self.wait(beat.until(0.4, least=0.1))
        self.play(FadeIn(board.gradient), run_time=0.8)
        self.play(FadeIn(board.vector), run_time=0.8)

    def go_across_and_against(self, beat: BeatClock) -> None:
        """Turn along the contour line, then against the gradient."""
        board, slopes = self.board, self.numbers.slopes
        if slopes.direction is None or slopes.across is None or slopes.opposite is None:
            return
        self.play(FadeIn(board.cosine), run_time=0.8)
        self.wait(beat.until(0.4, least=0.1))
        # Drawn only while there is a right angle.
        self.add(board.right_angle)
        self.play(self.turn_to(slopes.across), run_time=1.6)
        self.play(FadeIn(board.contour, board.rings[1]), run_time=0.7)
        self.wait(beat.until(0.72, least=0.1))
        self.play(self.turn_to(slopes.opposite), run_time=1.6)
        self.play(FadeIn(board.rings[2]), run_time=0.6)
