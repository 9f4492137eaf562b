"""Gradient descent: the ball on the surface, the path on the map and the loss curve are one walk, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import Create, FadeIn, FadeOut
from pydantic import Field

from explainers.maths.descent import Descent, descend, stability_limit
from explainers.maths.descent_story import (
    OtherRate,
    angle_between,
    end_words,
    gradient_words,
    outcome_words,
    rate_words,
    step_words,
    walk_words,
)
from explainers.maths.losses import Loss
from explainers.maths.optimisers import Newton, Optimiser, find_optimiser
from explainers.maths.pairs import Pair, pair
from explainers.maths.verdicts import Verdict, judge
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Handle, Question
from explainers.stage.figures.descent_explorer import DescentExplorer
from explainers.stage.figures.surface_motion import dim, turn
from explainers.stage.figures.surface_view import FROM_ABOVE
from explainers.stage.figures.walk_board import WalkBoard
from explainers.stage.loss_params import LossParams

Array = npt.NDArray[np.float64]
OptimiserName = Literal["gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "newton"]

PAUSE = 1.2
"""Seconds to think after a question."""


class GradientDescentParams(LossParams):
    """What a lesson, a flag or a slider may change."""

    learning_rate: float | None = Field(
        None, gt=0, le=10, description="Length of a step; one that suits loss and optimiser if left out",
        json_schema_extra={"scale": "log", "smallest": 1e-4},
    )  # fmt: skip
    steps: int = Field(40, ge=1, le=200, description="How many steps")
    optimiser: OptimiserName = Field("gradient-descent", description="The rule for the next point")


@dataclass(frozen=True)
class GradientDescentNumbers:
    """Everything that is seen or said.

    Points and vectors are pairs in x and y. ``angle_to_minimum`` lies between downhill and the way to the nearest known
    minimum, in degrees; ``stability_limit`` is 2/L at that minimum, L the largest curvature.
    """

    title: str
    formula: str
    rule: str
    window: tuple[float, float, float, float]
    learning_rate: float
    start: Pair
    start_value: float
    gradient: Pair
    slope: float
    slopes: Array
    """The gradient's length at the start and after each step."""
    nearest_minimum: Pair | None
    angle_to_minimum: float | None
    stability_limit: float | None
    descent: Descent
    steps_taken: int
    first_step_count: int
    verdict: Verdict
    first_step: Pair | None
    first_point: Pair | None
    first_value: float | None
    last_point: Pair
    last_value: float
    slower: OtherRate
    faster: OtherRate
    gradient_words: str
    step_words: str
    walk_words: str
    outcome_words: str
    rate_words: str


class GradientDescent(ExplainerScene[GradientDescentParams]):
    title = "Gradient descent"
    beats = {
        "question": Beat(
            "A ball stands on this surface, in fog. It feels only the slope under it. "
            "Which way should it go, and how far?",
            alt="A surface rises and turns into view, with a ball on it at {numbers.start[0]:g}, {numbers.start[1]:g}.",
            title="Which way is down?",
        ),
        "map": Beat(
            "From straight above, the surface becomes a map. Each line joins points of equal loss.",
            alt="The surface turns until it is seen from above; its contour lines move over and become a map. "
            "The loss at the start is {numbers.start_value:.4g}.",
            title="The surface as a map",
        ),
        "gradient": Beat(
            "{numbers.gradient_words}",
            alt="On the map an arrow points downhill from the start, against the gradient "
            "({numbers.gradient[0]:.4g}, {numbers.gradient[1]:.4g}).",
            title="The gradient",
        ),
        "step": Beat(
            "{numbers.step_words}",
            alt="The ball takes its first step, on surface and map; the loss curve falls or rises with it. "
            "It ends at step {numbers.first_step_count}.",
            title="One step",
        ),
        "walk": Beat(
            "{numbers.walk_words}",
            alt="Ball, path and loss curve move together from step {numbers.first_step_count} to step "
            "{numbers.steps_taken}; the loss ends at {numbers.last_value:.4g}.",
            title="Step after step",
        ),
        "outcome": Beat(
            "{numbers.outcome_words}",
            alt="The whole path stands on the map. It ends at {numbers.last_point[0]:.4g}, "
            "{numbers.last_point[1]:.4g}, where the loss is {numbers.last_value:.4g}.",
            title="Where it ends",
        ),
        "rates": Beat(
            "Is a larger learning rate faster? What would half of it do, and what twice as much?",
            alt="The loss curve stands alone; the question is about learning rates "
            "{numbers.slower.learning_rate:.3g} and {numbers.faster.learning_rate:.3g}.",
            title="Is larger faster?",
        ),
        "answer": Beat(
            "{numbers.rate_words}",
            alt="Two more loss curves are drawn: with half the learning rate, then with twice as much.",
            title="The learning rate decides",
        ),
    }
    practice = [
        Question("What is the gradient at the start?", lambda n: f"({n.gradient[0]:.6g}, {n.gradient[1]:.6g})"),
        Question(
            "Where is the ball after the first step?",
            lambda n: (
                f"({n.first_point[0]:.6g}, {n.first_point[1]:.6g})" if n.first_point else "There is no first step"
            ),
        ),
        Question(
            "Below which learning rate is plain gradient descent stable at the nearest known minimum?",
            lambda n: float(n.stability_limit) if n.stability_limit else "No minimum is known",
        ),
    ]

    @staticmethod
    def solve(params: GradientDescentParams) -> GradientDescentNumbers:
        loss, start = params.loss_and_start()
        optimiser = chosen_optimiser(params, loss)
        descent = descend(loss, start, optimiser, params.steps)
        verdict = judge(descent, loss, optimiser)
        minimum = min(loss.minima, key=lambda point: np.hypot(*np.subtract(point, start)), default=None)
        limit = stability_limit(loss, minimum) if minimum else None
        moved = descent.steps_taken > 0
        slower, faster = (other_rate(params, loss, start, optimiser, factor) for factor in (0.5, 2.0))
        return GradientDescentNumbers(
            title=loss.title,
            formula=loss.expression.typst(),
            rule=optimiser.update_rule(),
            window=loss.window,
            learning_rate=optimiser.learning_rate,
            start=start,
            start_value=float(descent.values[0]),
            gradient=pair(descent.gradients[0]),
            slope=float(np.linalg.norm(descent.gradients[0])),
            slopes=np.linalg.norm(descent.gradients, axis=1),
            nearest_minimum=minimum,
            angle_to_minimum=angle_between(-descent.gradients[0], np.subtract(minimum, start)) if minimum else None,
            stability_limit=limit,
            descent=descent,
            steps_taken=descent.steps_taken,
            first_step_count=min(1, descent.steps_taken),
            verdict=verdict,
            first_step=pair(descent.points[1] - descent.points[0]) if moved else None,
            first_point=pair(descent.points[1]) if moved else None,
            first_value=float(descent.values[1]) if moved else None,
            last_point=pair(descent.points[-1]),
            last_value=float(descent.values[-1]),
            slower=slower,
            faster=faster,
            gradient_words=gradient_words(descent, verdict, minimum, len(loss.minima)),
            step_words=step_words(descent, optimiser, verdict),
            walk_words=walk_words(descent, verdict),
            outcome_words=outcome_words(descent, verdict),
            rate_words=rate_words(slower, faster, verdict, limit, loss, optimiser),
        )

    def invariants(self) -> Iterator[Invariant]:
        """On the map the ball is where the descent is, and what the panel prints is the loss there."""
        pictures, points = self.pictures, self.numbers.descent.points
        shown = set(self.get_mobject_family_members())
        progress = pictures.progress.get_value()
        if pictures.map_path.ball in shown and not pictures.map_path.ball_is_outside:
            step = min(int(progress), len(points) - 1)
            place = points[step] + (progress - step) * (points[min(step + 1, len(points) - 1)] - points[step])
            miss = float(np.linalg.norm(pictures.map_path.ball.get_center() - pictures.map.to_screen([place])[0]))
            yield Invariant("the ball is on the descent's path", miss, 0.0, 1e-4)
        loss = pictures.panel.number("loss")
        if loss in shown:
            value = float(self.numbers.descent.values[int(progress + 1e-6)])
            yield Invariant("the panel prints the loss of the step", loss.value, value, 1e-9 * max(1.0, abs(value)))

    def explore(self) -> list[Handle]:
        """The map with the whole descent, its start under the hand."""
        explorer = DescentExplorer(
            lambda: self.numbers,
            lambda: self.params.loss_and_start()[0],
            lambda: self.params.steps,
            self.frame,
            self.theme,
        )
        self.add(explorer)
        return explorer.handles()

    def construct(self) -> None:
        loss, _ = self.params.loss_and_start()
        pictures = self.pictures = WalkBoard(self.numbers, loss, self.frame, self.theme, self.params.steps)
        numbers, surface = self.numbers, pictures.surface
        with self.beat("question") as beat:
            self.add(pictures.formula, pictures.height_note, surface)
            self.play(turn(surface, pictures.raised), run_time=beat.share(0.55, least=2))
            self.play(FadeIn(pictures.surface_path))
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("map") as beat:
            self.play(
                turn(surface, FROM_ABOVE, into=pictures.surface_zone),
                pictures.height_note.animate.move_to(pictures.note_place),
                run_time=beat.until(0.4, least=1.6),
            )
            self.add(pictures.lift_lines())
            self.play(*pictures.lines_move_to_map(), run_time=1.4)
            self.play(FadeIn(pictures.map, pictures.markers), FadeOut(pictures.flying), FadeIn(pictures.map_path))
            self.play(turn(surface, pictures.raised), run_time=beat.until(1, least=1.6))
        with self.beat("gradient") as beat:
            self.play(dim(surface), run_time=0.6)
            self.play(FadeIn(pictures.arrow, pictures.arrow_label), run_time=beat.share(0.2))
            if len(pictures.to_minimum):
                self.wait(beat.until(0.6))
                self.play(FadeIn(pictures.to_minimum))
        with self.beat("step") as beat:
            self.play(dim(surface, 1), FadeOut(pictures.to_minimum), FadeIn(pictures.rule), run_time=0.8)
            self.play(FadeIn(pictures.chart), FadeIn(pictures.panel))
            self.play(FadeIn(pictures.step_sum), run_time=beat.until(0.3))
            self.add(*pictures.movers())
            self.play(FadeOut(pictures.arrow, pictures.arrow_label), run_time=0.6)
            self.play(
                pictures.progress.animate.set_value(numbers.first_step_count), run_time=beat.until(0.8, least=1.5)
            )
        with self.beat("walk") as beat:
            self.play(FadeOut(pictures.step_sum), run_time=0.6)
            self.play(pictures.walk(), run_time=max(beat.until(1), 6 if numbers.steps_taken > 1 else 0.6))
        with self.beat("outcome") as beat:
            self.play(dim(surface), run_time=0.6)
            self.play(FadeIn(pictures.end_mark, scale=2), run_time=beat.share(0.2))
        with self.beat("rates") as beat:
            self.play(FadeIn(pictures.legend[0]), run_time=beat.share(0.3))
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("answer") as beat:
            for curve, key, until in zip(pictures.other_curves, pictures.legend[1:], (0.3, 0.6), strict=True):
                self.play(FadeIn(key), Create(curve), run_time=beat.until(until, least=1.2))


# --- the mathematics ------------------------------------------------------------------------------------------------


def chosen_optimiser(params: GradientDescentParams, loss: Loss) -> Optimiser:
    """Return the optimiser with the rate asked for, or one that shows something on the loss's map."""
    rate = params.learning_rate
    if rate is None:
        x_lo, x_hi, y_lo, y_hi = loss.window
        diagonal = float(np.hypot(x_hi - x_lo, y_hi - y_lo))
        # Momentum adds up ten steps, so each is shorter; the adaptive rules' steps are about as long as the rate.
        rates = {"gradient-descent": loss.learning_rate, "newton": 1.0, "adagrad": diagonal / 20}
        rates |= dict.fromkeys(("momentum", "nesterov"), loss.learning_rate / 4)
        rates |= {"rmsprop": diagonal / 100, "adam": diagonal / 50}
        rate = float(f"{rates[params.optimiser]:.2g}") if params.optimiser != "gradient-descent" else loss.learning_rate
    return with_rate(params.optimiser, rate)


def with_rate(name: OptimiserName, rate: float) -> Optimiser:
    """Return an optimiser; Newton's method, too, takes a rate here: a share of its full step."""
    return Newton(rate) if name == "newton" else find_optimiser(name, rate)


def other_rate(
    params: GradientDescentParams, loss: Loss, start: Pair, optimiser: Optimiser, factor: float
) -> OtherRate:
    """Walk again with another learning rate."""
    other = with_rate(params.optimiser, factor * optimiser.learning_rate)
    descent = descend(loss, start, other, params.steps)
    verdict = judge(descent, loss, other)
    return OtherRate(other.learning_rate, descent.values, end_words(descent, verdict))
