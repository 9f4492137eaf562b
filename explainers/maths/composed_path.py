"""One matrix after the other: the way from the identity over A to the product B A."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explainers.maths.matrix_paths import MatrixPath, as_matrix

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ComposedPath:
    """The path C(t) with C(0) = I, C(1) = A and C(2) = B A, exact at these three; each half is a polar path.

    For t in [0, 1] it is A(t), for t in [1, 2] it is B(t - 1) A: the right factor of a product acts first.
    Source: Strang, "Introduction to Linear Algebra", chapter 8.1.

    Parameters
    ----------
    first, second
        A and B, shape (2, 2).
    """

    first: Array
    second: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", as_matrix(self.first))
        object.__setattr__(self, "second", as_matrix(self.second))

    @cached_property
    def product(self) -> Array:
        """B A, shape (2, 2)."""
        return self.second @ self.first

    def at(self, t: float) -> Array:
        """Return C(t), shape (2, 2)."""
        if t <= 1:
            return MatrixPath(self.first).at(t)
        return MatrixPath(self.second).at(t - 1) @ self.first

    def trace(self, point: npt.ArrayLike, start: float, end: float, count: int = 61) -> Array:
        """Return where the path takes a point, at `count` moments from `start` to `end`; shape (count, 2)."""
        position = np.asarray(point, dtype=float)
        return np.array([self.at(t) @ position for t in np.linspace(start, end, count)])
