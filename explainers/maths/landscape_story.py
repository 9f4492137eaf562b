"""The story of a loss landscape in words: true of whatever data, model and rate it was."""

from __future__ import annotations

import math
import re

from explainers.maths.landscape import Landscape
from explainers.maths.regression import ModelName
from explainers.maths.spoken import counted, spoken, spoken_pair

LONG_VALLEY = 5.0
"""Condition number from which on a valley is called long."""


def read_aloud(column: str) -> str:
    """Return a column's name as words, without the unit that stands in brackets.

    Examples
    --------
    >>> read_aloud("stopping_distance (ft)")
    'stopping distance'
    """
    bare = re.sub(r"[(\[].*?[)\]]", " ", column) if column[0] not in "([" else column
    return " ".join(re.split(r"[\s_]+", bare.strip())) or column


def question_words(model: ModelName, rows: int, ones: int, feature: str, target: str) -> str:
    """Ask which line, or which curve, fits best."""
    across, up = read_aloud(feature), read_aloud(target)
    if model == "linear":
        return (
            f"{rows} measurements: {up}, against {across}. A linear model is a line. "
            "Many lines pass through here. Which one is best, and how could a machine find it?"
        )
    return (
        f"{rows} cases. In {ones} of them, {up} is one. The model is a curve: how probable that is, for each {across}. "
        "Which curve is best, and how could a machine find it?"
    )


def loss_words(model: ModelName, start_value: float) -> str:
    """Say what the loss of the first line or curve is."""
    if model == "linear":
        return (
            "Begin with slope zero and intercept zero. Each point misses the line by some way. "
            f"Square the misses and take their mean: {spoken(start_value)}. That is the loss of this line."
        )
    return (
        "Begin with slope zero and intercept zero: the curve says one half, whatever comes. Its loss is the mean "
        f"surprise at what did come, the logarithm of two: {spoken(start_value)}."
    )


def map_words(model: ModelName) -> str:
    """Say that a line is a point."""
    thing = "line" if model == "linear" else "curve"
    return (
        f"A {thing} is two numbers, so it is one point on a map of slopes and intercepts. Move the point, and the "
        f"{thing} follows. Darker ground: a smaller loss. This is the loss landscape of these data."
    )


def minimum_words(model: ModelName, view: Landscape, feature: str) -> str:
    """Say where the lowest point is, or that there is none."""
    if view.minimum is None or view.lowest is None:
        return (
            f"Where is the lowest point? Here there is none. A threshold of {read_aloud(feature)} parts the two "
            "classes, and a steeper curve is always better. The weights would grow for ever."
        )
    how = "the normal equations give it at once" if model == "linear" else "Newton's method finds it"
    return (
        f"Where is the lowest point? For two weights {how}: slope and intercept are {spoken_pair(view.minimum)}. "
        f"The loss there is {spoken(view.lowest)}, and no other {'line' if model == 'linear' else 'curve'} has less."
    )


def descent_words(view: Landscape) -> str:
    """Say that gradient descent walks."""
    return (
        f"A large model has to walk there. Gradient descent, with a learning rate of {spoken(view.learning_rate)}: "
        f"{counted(view.descent.steps_taken, 'step')} downhill, "
        "and at each step a new fit to the data."
    )


def outcome_words(view: Landscape) -> str:
    """Say where the walk ended."""
    walked = f"After {counted(view.descent.steps_taken, 'step')}"
    loss = f"the loss is {spoken(view.last_value)}"
    match view.outcome:
        case "diverged":
            stable = f"Stable is less than {spoken(view.limit)}, two over the largest curvature."
            return f"Every step is too long, and the walk climbs out of the valley: {loss}. {stable}"
        case "no-minimum":
            return f"{walked}, {loss}, and it keeps on falling. The weights are {spoken_pair(view.last)}, and growing."
        case "arrived":
            return f"{walked}, the ball is there: {loss}, and the weights are {spoken_pair(view.last)}."
    way = f"{walked}, {loss}, and {still_to_go(view)}."
    if view.learning_rate > view.limit:
        return f"{way} Its steps are too long to settle. Stable is less than {spoken(view.limit)}."
    curvature = f"the largest curvature is {times(view.condition)} the smallest"
    if view.condition < LONG_VALLEY:
        return f"{way} There is no long valley here, {curvature}: only the steps are short, or few."
    return f"{way} Across the valley it is steep, along the valley almost flat: {curvature}."


def scaling_words(view: Landscape, other: Landscape, feature: str) -> str:
    """Say what the same walk does with the feature measured otherwise."""
    thing = read_aloud(feature)
    if view.scaling.unit == 1 and view.scaling.origin == 0:
        how = f"Now measure {thing} from its mean, in standard deviations. The data are the same, the landscape is not"
    else:
        how = f"And with {thing} as it was measured, not standardised? The data are the same, the landscape is not"
    shape = f"{how}: the largest curvature is {times(other.condition)} the smallest."
    steps = counted(other.descent.steps_taken, "step")
    match other.outcome:
        case "arrived":
            return f"{shape} {steps}, and the ball is there."
        case "diverged":
            return f"{shape} And here the walk diverges."
        case "no-minimum":
            return f"{shape} Still there is no lowest point: {steps}, and the loss is {spoken(other.last_value)}."
    return f"{shape} After {steps}, {still_to_go(other)}."


def still_to_go(view: Landscape) -> str:
    """Return how much of the way to the minimum is left."""
    percent = 100 * (view.left or 0)
    if percent > 100.5:
        return "the walk is farther away than it began"
    return (
        f"{percent:.0f} percent of the way is still to go" if percent < 99.5 else "almost the whole way is still to go"
    )


def times(factor: float) -> str:
    """Return a ratio in words: equal to, 2.5 times, 2570 times."""
    if not math.isfinite(factor):
        return "infinitely many times"
    return "as large as" if factor < 1.005 else f"{spoken(factor)} times"
