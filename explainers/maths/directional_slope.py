"""The slope of a function of the plane in every direction at one point, and the gradient that tells them all.

Source: Stewart, "Calculus", 14.6: the derivative in the direction of a unit vector u is the gradient times u, which is
the gradient's length times the cosine of the angle between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.descent_story import angle_between
from explainers.maths.losses import Loss, Window
from explainers.maths.verdicts import Place, inside, kind_of_place

Array = npt.NDArray[np.float64]
Pair = tuple[float, float]

_WIDEST = 1.25
"""A map is at most so many times as wide as high, or as high as wide."""
_MARGIN = 0.25
"""A point keeps this share of the map's sides from its edges: room for arrows from it."""
_KINK_STEPS = (1e-2, 1e-4)
"""Shares of the window's diagonal over which slopes are measured."""


@dataclass(frozen=True)
class Slopes:
    """The slopes at one point; angles are in degrees from the x axis, counter-clockwise.

    Parameters
    ----------
    gradient
        The slopes along x and y; exactly zero where it is zero to rounding.
    steepness
        The gradient's length, the largest slope of all directions.
    direction
        In which it points, from 0 to below 360; None if it is zero.
    across
        A direction at a right angle to it, where the slope is zero.
    opposite
        The direction of the steepest way down.
    place
        What the second derivatives say the point is, where the gradient is zero.
    """

    gradient: Pair
    steepness: float
    direction: float | None
    across: float | None
    opposite: float | None
    place: Place | None

    def at(self, degrees: npt.ArrayLike) -> Array:
        """Return the slope in some directions: the gradient times (cos, sin)."""
        angles = np.radians(np.asarray(degrees, dtype=float))
        return np.asarray(self.gradient[0] * np.cos(angles) + self.gradient[1] * np.sin(angles))


def slopes_at(loss: Loss, point: Pair) -> Slopes:
    """Return the slopes of a loss at a point where its gradient is finite."""
    gradient, hessian = loss.gradient(*point), loss.hessian(*point)
    steepness = float(np.linalg.norm(gradient))
    if steepness <= 1e-12 * (1 + np.abs(np.nan_to_num(hessian)).max()):
        return Slopes((0.0, 0.0), 0.0, None, None, None, kind_of_place(hessian))
    direction = math.degrees(math.atan2(gradient[1], gradient[0])) % 360 % 360
    # Both are reached by turning one way, without passing 0 or 360.
    side = 90.0 if direction <= 180 else -90.0
    pair = (float(gradient[0]) + 0.0, float(gradient[1]) + 0.0)
    return Slopes(pair, steepness, direction, direction + side, direction + 2 * side, None)


def has_kink(loss: Loss, point: Pair) -> bool:
    """Return whether the slopes at a point are no wave: forwards and backwards they do not cancel.

    Where the loss is smooth, the sum of both differences falls with their step; at a kink, or a jump, it does not.
    """
    angles = np.radians(np.arange(0, 180, 15))
    ways = np.column_stack([np.cos(angles), np.sin(angles)])
    sums = []
    for share in _KINK_STEPS:
        step = share * math.hypot(loss.window[1] - loss.window[0], loss.window[3] - loss.window[2])
        there = [loss.value(*(np.asarray(point)[:, None] + sign * step * ways.T)) for sign in (1, -1)]
        bends = np.abs(there[0] + there[1] - 2 * loss.value(*point)) / step
        sums.append(float(np.nanmax(bends)) if np.isfinite(bends).any() else math.inf)
    if not math.isfinite(sums[1]):
        return True
    scale = max(1.0, float(np.linalg.norm(loss.gradient(*point))), abs(float(loss.value(*point))))
    return sums[1] > 0.5 * sums[0] and sums[1] > 1e-6 * scale


def nearest_minimum(loss: Loss, point: Pair) -> Pair | None:
    """Return the known minimum nearest to a point."""
    return min(loss.minima, key=lambda minimum: math.dist(minimum, point), default=None)


def angle_off(loss: Loss, point: Pair, slopes: Slopes) -> float | None:
    """Return the angle in degrees between steepest downhill and the way to the nearest known minimum, if both exist."""
    minimum = nearest_minimum(loss, point)
    if minimum is None or slopes.direction is None:
        return None
    return angle_between(-np.asarray(slopes.gradient), np.subtract(minimum, point))


def map_around(loss: Loss, point: Pair) -> Window:
    """Return a window that contains the loss's own, is about as wide as high, and has the point well inside.

    Raises
    ------
    ValueError
        If the point lies outside of the loss's window, or the loss has no gradient there.
    """
    x_lo, x_hi, y_lo, y_hi = loss.window
    where = f"point: ({point[0]:g}, {point[1]:g})"
    if not inside([point], loss.window)[0]:
        raise ValueError(
            f"{where} lies outside of the map of {loss.name}; choose x from {x_lo:g} to {x_hi:g} "
            f"and y from {y_lo:g} to {y_hi:g}"
        )
    if not loss.is_finite_at(point):
        raise ValueError(f"{where}: {loss.name} or its gradient is not finite there; choose another point")
    if has_kink(loss, point):
        raise ValueError(f"{where}: {loss.name} has a kink there, and so no gradient; choose another point")
    width, height = max(x_hi - x_lo, (y_hi - y_lo) / _WIDEST), max(y_hi - y_lo, (x_hi - x_lo) / _WIDEST)
    across = _around((x_lo + x_hi) / 2, width, point[0])
    along = _around((y_lo + y_hi) / 2, height, point[1])
    return (*across, *along)


def _around(middle: float, length: float, place: float) -> Pair:
    """An interval about a middle, longer at one end if the place would be too near to it."""
    low, high = middle - length / 2, middle + length / 2
    return min(low, place - _MARGIN * length), max(high, place + _MARGIN * length)


def length_power(steepnesses: npt.ArrayLike) -> int:
    """Return the root by which arrows are drawn shorter than their slopes, such that most of them can be seen.

    The square root, or the fourth root where the steep ones are more than 60 times as steep as the level ones.
    """
    array = np.asarray(steepnesses, dtype=float)
    positive = array[np.isfinite(array) & (array > 0)]
    if not positive.size:
        return 2
    low, high = np.quantile(positive, [0.1, 0.95])
    return 2 if high <= 60 * low else 4
