"""Points and 2 x 2 matrices as plain numbers: what a scene's numbers hold, and what is written as JSON."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pair = tuple[float, float]
"""A point or vector of the plane."""

Rows = tuple[Pair, Pair]
"""A 2 x 2 matrix by rows."""


def pair(point: npt.ArrayLike) -> Pair:
    """Return a point, shape (2,), as two numbers; a zero has no sign.

    Examples
    --------
    >>> pair([1, -0.0])
    (1.0, 0.0)
    """
    x, y = np.asarray(point, dtype=float) + 0.0
    return float(x), float(y)


def rows(matrix: npt.ArrayLike) -> Rows:
    """Return a matrix, shape (2, 2), as its rows."""
    first, second = np.asarray(matrix, dtype=float)
    return pair(first), pair(second)
