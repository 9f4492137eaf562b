"""The story of a descent in words: true of whatever loss, rule and rate it was, and such that it can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.descent import Descent
from explainers.maths.losses import Loss
from explainers.maths.optimisers import Optimiser
from explainers.maths.spoken import counted, spoken, spoken_pair
from explainers.maths.verdicts import Verdict

Array = npt.NDArray[np.float64]
Pair = tuple[float, float]


@dataclass(frozen=True)
class OtherRate:
    """The same descent with another learning rate."""

    learning_rate: float
    values: Array
    words: str


RULE_WORDS = {
    "gradient-descent": "The step is the learning rate, {rate}, times the gradient, downhill.",
    "momentum": "The step: nine tenths of the last one, and the learning rate, {rate}, times the gradient, downhill.",
    "nesterov": "The step: nine tenths of the last one, and the learning rate, {rate}, times the gradient ahead.",
    "adagrad": "The step: the learning rate, {rate}, times each slope, over the root of all its squares so far.",
    "rmsprop": "The step: the learning rate, {rate}, times each slope, over the root of its mean square of late.",
    "adam": "The step: the learning rate, {rate}, times the mean slope, over the root of its mean square.",
    "newton": "Newton divides the gradient by the curvature: {rate} of the way to where the local model is flat.",
}

PLACES = {
    "minimum": "a minimum: every way from here leads up",
    "maximum": "a maximum: on the very top, too, the gradient is zero",
    "saddle": "a saddle: up one way, down another",
    "flat": "a place that the second derivatives do not tell apart",
}

NO_STEP = {
    "singular-hessian": "But here the curvature cannot be divided by, so there is no step.",
    "left-domain": "But the first step already leads to where the loss has no finite value.",
}


def gradient_words(descent: Descent, verdict: Verdict, minimum: Pair | None, minima: int) -> str:
    """Say what the gradient at the start is, and that it does not point at the minimum."""
    if verdict.outcome == "started-stationary":
        return "At the start the gradient is zero. The ground is level here: nothing says which way is down."
    gradient = descent.gradients[0]
    words = (
        f"The gradient here is {spoken_pair(gradient)}: the steepest way up. "
        "Downhill is the opposite way, straight across the contour line."
    )
    off = angle_between(-gradient, np.subtract(minimum, descent.points[0])) if minimum else None
    if off is None:
        return words
    which = "the nearest minimum" if minima > 1 else "the minimum"
    if off < 8:
        return f"{words} From here, that leads almost straight to {which}."
    return f"{words} But it does not point at {which}: it is {off:.0f} degrees off."


def step_words(descent: Descent, optimiser: Optimiser, verdict: Verdict) -> str:
    """Say what the first step does, in numbers."""
    rate = spoken(optimiser.learning_rate)
    rule = RULE_WORDS[optimiser.name].format(rate="all" if optimiser.name == "newton" and rate == "1" else rate)
    before = spoken(float(descent.values[0]))
    if verdict.outcome == "started-stationary":
        return f"{rule} With no gradient there is no step. The ball stays, and the loss stays {before}."
    if descent.steps_taken == 0:
        return f"{rule} {NO_STEP.get(verdict.outcome, 'But the first step already leads beyond every bound.')}"
    after = spoken(float(descent.values[1]))
    falls = descent.values[1] < descent.values[0]
    loss = f"The loss {'falls' if falls else 'rises'} from {before} to {after}."
    return (
        f"{rule} The ball moves from {spoken_pair(descent.points[0])} to {spoken_pair(descent.points[1])}. "
        f"{loss if before != after else f'The loss hardly changes: it is still {before}.'}"
    )


def walk_words(descent: Descent, verdict: Verdict) -> str:
    """Say how long the walk is."""
    if descent.steps_taken == 0 or verdict.outcome == "started-stationary":
        return "So there is no walk. Ball, path and loss curve stay where they are."
    if descent.steps_taken == 1:
        return "One step was all. The ball, the path on the map and the loss curve tell the same story."
    return (
        "At the new place, ask for the slope again, and step again. The ball on the surface, the path on the map and "
        f"the loss curve are one and the same walk, {descent.steps_taken} steps long."
    )


def outcome_words(descent: Descent, verdict: Verdict) -> str:
    """Say where the walk ended."""
    first, last = (spoken(float(descent.values[index])) for index in (0, -1))
    walked = f"After {counted(descent.steps_taken, 'step')}" if descent.steps_taken else "At the start"
    losses = f"the loss is {last}; it was {first}" if descent.steps_taken else f"the loss is {last}"
    if last == first and verdict.outcome in ("climbed", "unchanged", "left-window", "on-its-way"):
        return f"{walked}, the loss has hardly changed. It is still {last}." + zigzag_words(verdict)
    match verdict.outcome:
        case "started-stationary":
            return f"Where the gradient is zero, the ball stays. This is {PLACES[verdict.place or 'flat']}."
        case "converged":
            kind = "the minimum" if verdict.is_lowest else "a local minimum, not the lowest"
            where = spoken_pair(verdict.minimum or descent.points[-1])
            words = f"{walked}, the ball is at {kind}, {where}, and {losses}."
        case "stationary":
            where = spoken_pair(descent.points[-1])
            return f"{walked}, the ball is at {where}. The gradient is zero there, and yet it is no minimum: a " + (
                f"{verdict.place}."
            )
        case "diverged" | "ran-away":
            left = verdict.left_window_at
            kind = (
                "It diverges" if verdict.outcome == "diverged" else "The ball runs away downhill, and meets no minimum"
            )
            gone = f"The ball left the map at step {left}." if left else "The next step leads beyond every bound."
            return f"{kind}. {walked}, {losses}. {gone}"
        case "left-domain":
            return (
                f"{walked}, {losses}. The next step leads to where the loss has no finite value. There the walk ends."
            )
        case "singular-hessian":
            return f"{walked}, {losses}. Here the curvature cannot be divided by, and Newton's walk ends."
        case "climbed":
            words = f"{walked}, {losses}. It has gone up, not down."
        case "unchanged":
            words = f"{walked}, {losses}. All this way, and not lower."
        case "left-window":
            words = f"{walked}, {losses}. The ball has left the map on its way down."
        case "on-its-way":
            words = f"{walked}, {losses}. The ball is lower, and not there yet."
    return words + zigzag_words(verdict)


def zigzag_words(verdict: Verdict) -> str:
    """Say that the path turns, if it does."""
    turn_angle = verdict.typical_turn
    if turn_angle is None or turn_angle < 50:
        return ""
    return f" It came in zigzags: typically, a step turns by {turn_angle:.0f} degrees from the last."


def rate_words(
    slower: OtherRate, faster: OtherRate, verdict: Verdict, limit: float | None, loss: Loss, optimiser: Optimiser
) -> str:
    """Say what half and twice the learning rate do, and where plain gradient descent has its limit."""
    if verdict.outcome == "started-stationary":
        return "Neither makes a difference: any rate, times a gradient of zero, is a step of zero."
    words = f"With half the rate, {slower.words}. With twice the rate, {faster.words}."
    if optimiser.name != "gradient-descent" or limit is None or not np.isfinite(limit):
        return f"{words} The slope says which way. The learning rate decides how far."
    constant = all(second.is_constant() for row in loss.expression.hessian() for second in row)
    which = "the nearest minimum" if len(loss.minima) > 1 else "the minimum"
    where = "On this bowl" if constant else f"Close to {which}"
    stable = f"plain gradient descent is stable only below 2 over L, {spoken(limit)}"
    return f"{words} {where}, {stable}: L is the largest curvature."


def end_words(descent: Descent, verdict: Verdict) -> str:
    """Return how a descent ended, as half a sentence."""
    ends = {
        "diverged": "it diverges",
        "ran-away": "the ball runs away downhill",
        "left-domain": "the ball gets to where the loss has no finite value",
        "singular-hessian": "it stops where the curvature cannot be divided by",
    }
    return ends.get(verdict.outcome, f"the loss ends at {spoken(float(descent.values[-1]))}")


def angle_between(one: npt.ArrayLike, other: npt.ArrayLike) -> float | None:
    """Return the angle between two vectors in degrees, None if one of them is zero."""
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.degrees(np.arccos(np.clip(np.dot(one, other) / lengths, -1, 1)))) if lengths > 1e-12 else None
