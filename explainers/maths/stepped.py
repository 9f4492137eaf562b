"""Scales that change in clear steps: a small change of what is shown leaves its axis alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

FINE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.5)
COARSE = (1.0, 2.0, 3.0, 5.0)


def step_up(value: float, steps: Sequence[float] = FINE) -> float:
    """Return the least of `steps` times a power of ten that is no less than a positive value.

    Examples
    --------
    >>> step_up(31.25), step_up(0.2), step_up(8)
    (50.0, 0.2, 10.0)
    """
    power = 10.0 ** math.floor(math.log10(value))
    for scale in (power, 10 * power):
        for step in steps:
            if step * scale >= value * (1 - 1e-9):
                return float(f"{step * scale:.12g}")
    return float(f"{100 * power:.12g}")


def stepped_span(low: float, high: float, least: float = 0.0) -> tuple[float, float]:
    """Return a span around another: its width takes a few values only, its middle a multiple of a quarter of that.

    Parameters
    ----------
    least
        The least width, in the same unit.

    Examples
    --------
    >>> stepped_span(9.3, 11.35)
    (9.0, 12.0)
    """
    # The middle is off by an eighth of the width at most: so much room is left at either side.
    width = step_up(max(4 / 3 * (high - low), least, 1e-12), COARSE)
    grid = width / 4
    middle = math.floor((low + high) / 2 / grid + 0.5) * grid
    return float(f"{middle - width / 2:.12g}"), float(f"{middle + width / 2:.12g}")
