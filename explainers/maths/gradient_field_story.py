"""The story of the gradient in words: true at every point of every loss, also where the gradient is zero."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.maths.descent_story import PLACES
from explainers.maths.directional_slope import Pair, Slopes
from explainers.maths.spoken import spoken, spoken_pair

_ALMOST = 8.0
"""Degrees by which downhill may miss the minimum and still point almost at it."""
_EXACT = 0.5
TIMES = {2: "four", 4: "sixteen"}
"""How many times steeper it is where an arrow is twice as long, by the root that was drawn."""


@dataclass(frozen=True)
class GradientSayings:
    """What each beat says."""

    question: str
    along: str
    turn: str
    gradient: str
    level: str
    field: str
    trap: str
    answer: str


def gradient_sayings(
    point: Pair, value: float, slopes: Slopes, off: float | None, minima: int, power: int
) -> GradientSayings:
    """Tell what the slopes at a point are, and where downhill leads.

    Parameters
    ----------
    off
        The angle between downhill and the way to the nearest minimum, None if there is no gradient or no minimum.
    minima
        How many minima are known.
    power
        The root by which the arrows of the field are drawn.
    """
    return GradientSayings(
        question=(
            "Two weights, x and y, and a loss. Each line on this map joins points of equal loss. We stand at "
            f"{spoken_pair(point)}, where the loss is {spoken(value)}. Which way does it rise the fastest?"
        ),
        along=_along(slopes),
        turn=(
            "But these are only two directions. Turn all the way round, and watch the slope. "
            + ("It rises and falls in one smooth wave." if slopes.steepness else "It is zero, whichever way we look.")
        ),
        gradient=_gradient(slopes),
        level=_level(slopes),
        field=(
            "Every point has a gradient of its own. All of them stand straight across the contour lines. "
            f"Where an arrow is twice as long, it is {TIMES[power]} times as steep."
        ),
        trap=_trap(minima),
        answer=_answer(slopes, off, minima),
    )


def _along(slopes: Slopes) -> str:
    first, second = slopes.gradient
    return (
        f"Try the direction of x. A tiny step that way has slope {spoken(first)}: that is the partial derivative "
        f"with respect to x. In the direction of y, the slope is {spoken(second)}."
    )


def _gradient(slopes: Slopes) -> str:
    if slopes.direction is None:
        return (
            "No direction is steeper than another. Both partial derivatives are zero, and so is the gradient: "
            "there is no arrow to draw."
        )
    return (
        f"The largest slope is {spoken(slopes.steepness)}. That way points the gradient, the vector of both partial "
        f"derivatives: {spoken_pair(slopes.gradient)}. And its length is that slope."
    )


def _level(slopes: Slopes) -> str:
    if slopes.direction is None:
        return f"The slopes cannot tell what this place is. This is {PLACES[slopes.place or 'flat']}."
    return (
        "In any other direction, take that length times the cosine of the angle to the gradient. At a right angle it "
        "is zero: along the contour line. The opposite way leads down the fastest: "
        f"{spoken(-slopes.steepness)}."
    )


def _trap(minima: int) -> str:
    which = "the nearest minimum" if minima > 1 else "the minimum" if minima else "a minimum"
    return f"Gradient descent steps the opposite way, against the gradient. Does that point straight at {which}?"


def _answer(slopes: Slopes, off: float | None, minima: int) -> str:
    if slopes.direction is None:
        ending = "and this is a minimum." if slopes.place == "minimum" else "whether this is a minimum or not."
        return f"Here it takes no step at all. A gradient of zero points nowhere, {ending}"
    knows = "the gradient knows only the slope under its feet, not what lies farther away."
    if not minima or off is None:
        return f"No minimum is known on this map. Downhill falls the fastest from here; {knows}"
    which = "the nearest minimum" if minima > 1 else "the minimum"
    if off < _EXACT:
        return f"From here it does: it points straight at {which}. But {knows}"
    if off < _ALMOST:
        return f"From here, almost: it is {spoken(round(off))} degrees off the way to {which}. But {knows}"
    return f"No. It is {spoken(round(off))} degrees off the way to {which}. At each point, {knows}"
