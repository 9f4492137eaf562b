"""Gradient descent on one parabola with several learning rates: the walks, and when they converge.

Source: Nocedal and Wright, "Numerical Optimization", chapter 3; Goh, "Why momentum really works" (Distill, 2017). On
f(x) = L x^2 / 2 the slope is L x, so a step x - rate L x multiplies x by 1 - rate L: the walk converges if and only if
0 < rate < 2 / L.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

Kind = Literal["slow", "at once", "across", "for ever", "diverges"]

MOST_RATES = 4
USUAL = (0.2, 1.0, 1.8, 2.1)
"""In units of 1/L: slow, in one step, from side to side, and away."""
_SMALLEST, _LARGEST = 0.01, 4.0
"""In units of 1/L: below, nothing moves; above, a step is gone at once."""
_WINDOW = 2.0
"""How far the picture reaches, in units of the first distance."""
_EQUAL = 1e-9


@dataclass(frozen=True)
class RateWalk:
    """One walk down the parabola.

    Parameters
    ----------
    rate
        The learning rate.
    factor
        1 - rate L, by which a step multiplies the place.
    kind
        Slow: from one side; at once: in one step; across: from side to side, and closer; for ever: to and fro between
        two places; diverges: farther with each step.
    places
        Where it starts and where it is after each step, shape (n + 1,).
    left_at
        The first step that ends outside of the picture, None if none does.
    """

    rate: float
    factor: float
    kind: Kind
    places: Array
    left_at: int | None

    @property
    def kept(self) -> float:
        """What a step keeps of the distance: |1 - rate L|."""
        return abs(self.factor)

    @property
    def shares(self) -> Array:
        """The distance after each step over the first one."""
        return np.asarray(np.abs(self.places / self.places[0]))

    @property
    def seen(self) -> Array:
        """The places up to the first outside of the picture, shape (m + 1,)."""
        return self.places if self.left_at is None else self.places[: self.left_at + 1]

    @property
    def last_share(self) -> float:
        """What is left of the distance in the end."""
        return float(self.shares[-1])


def step_sizes(curvature: float, start: float, rates: Sequence[float] | None, steps: int) -> tuple[RateWalk, ...]:
    """Return a walk for each rate, the smallest first; the usual four if no rates are given.

    Raises
    ------
    ValueError
        If a rate is too small or too large to be seen, stands twice, or there are none or too many.
    """
    chosen = [share / curvature for share in USUAL] if rates is None else sorted(rates)
    if not 1 <= len(chosen) <= MOST_RATES:
        raise ValueError(f"learning_rates: {len(chosen)} are given; take from one to four")
    for rate in chosen:
        if not (_SMALLEST - _EQUAL <= rate * curvature <= _LARGEST + _EQUAL):
            raise ValueError(
                f"learning_rates: {rate:g} cannot be shown with curvature {curvature:g}; "
                f"take rates from {_SMALLEST / curvature:.4g} to {_LARGEST / curvature:.4g}"
            )
    for first, second in pairwise(chosen):
        if math.isclose(first, second, rel_tol=1e-6):
            raise ValueError(f"learning_rates: {second:g} stands there twice; take different ones")
    if start == 0:
        raise ValueError("start: 0 is the minimum itself; start beside it, such as at 1")
    return tuple(_walk(float(f"{rate:.12g}"), curvature, start, steps) for rate in chosen)


def reach(start: float) -> float:
    """Return how far the picture reaches to both sides of the minimum."""
    return _WINDOW * abs(start)


def _walk(rate: float, curvature: float, start: float, steps: int) -> RateWalk:
    factor = 1 - rate * curvature
    # Rounding must not make a walk that arrives, or that goes to and fro, do anything else.
    for exact in (0.0, -1.0):
        if abs(factor - exact) < _EQUAL:
            factor = exact
    places = np.asarray(start * np.float64(factor) ** np.arange(steps + 1), dtype=np.float64)
    outside = np.flatnonzero(np.abs(places) > reach(start) * (1 + _EQUAL))
    return RateWalk(rate, factor, _kind(factor), places, int(outside[0]) if outside.size else None)


def _kind(factor: float) -> Kind:
    if factor == 0:
        return "at once"
    if factor > 0:
        return "slow"
    if factor == -1:
        return "for ever"
    return "across" if factor > -1 else "diverges"
