"""What a 2 x 2 matrix destroys and what it keeps: null space, column space, and the solutions of A x = b.

rank + nullity = 2. Source: Strang, "Introduction to Linear Algebra", chapter 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.linear_maps import apply, classify
from explainers.maths.matrix_paths import as_matrix
from explainers.maths.pairs import Pair, Rows, pair, rows
from explainers.maths.shown import simple_multiple

Array = npt.NDArray[np.float64]

ROUNDING = 1e-10
"""Singular values up to this part of the largest are 0 but for rounding."""
FAN = 3
"""How many of the inputs with one image are shown."""


@dataclass(frozen=True)
class Spaces:
    """A matrix with its small singular values counted as 0.

    Parameters
    ----------
    given
        The matrix as it was asked for, by rows.
    matrix
        The matrix that is looked at: `given`, or the nearest one whose small singular values are 0.
    singular_values
        Of `given`, the larger first.
    ratio
        The smaller singular value as a part of the larger; 0 for the zero matrix.
    rank, nullity
        Dimensions of the column space and of the null space.
    null_direction, column_direction
        For rank 1 a vector along each, with small whole coordinates where there are any; otherwise None.
    inverse
        For rank 2, by rows; otherwise None.
    """

    given: Rows
    matrix: Rows
    singular_values: Pair
    ratio: float
    rank: int
    nullity: int
    null_direction: Pair | None
    column_direction: Pair | None
    inverse: Rows | None

    @property
    def is_cut(self) -> bool:
        """Whether a singular value that is not 0 was counted as 0."""
        return self.matrix != self.given


def spaces(matrix: npt.ArrayLike, tolerance: float) -> Spaces:
    """Return null space and column space of A, shape (2, 2).

    Parameters
    ----------
    tolerance
        Singular values up to this part of the largest count as 0: `rtol` of `numpy.linalg.matrix_rank`.

    Raises
    ------
    MathsError
        If the matrix is not a finite 2 x 2.
    """
    given = as_matrix(matrix)
    found = classify(given, tolerance)
    large, small = (float(value) for value in found.singular_values)
    ratio = small / large if large else 0.0
    A = given
    if found.rank == 1 and ratio > ROUNDING:
        U, _, Vt = np.linalg.svd(given)
        A = large * np.outer(U[:, 0], Vt[0])
    return Spaces(
        given=rows(given),
        matrix=rows(A),
        singular_values=(large, small),
        ratio=ratio if ratio > ROUNDING else 0.0,
        rank=found.rank,
        nullity=2 - found.rank,
        null_direction=None if found.null_space is None else _simple(found.null_space),
        column_direction=None if found.column_space is None else _simple(found.column_space),
        inverse=rows(np.linalg.inv(A)) if found.rank == 2 else None,
    )


def inputs_with_one_image(found: Spaces, x: Pair) -> tuple[Pair, ...]:
    """Return x, and for a singular matrix two more inputs with the image of x, not far from the origin."""
    start = np.array(x)
    if found.rank == 2:
        return (x,)
    if found.null_direction is None:
        base = start if np.linalg.norm(start) > 0.5 else np.array([2.0, 1.0])
        turned = np.array([[-0.5, -(3**0.5) / 2], [3**0.5 / 2, -0.5]])
        return x, pair((turned @ base).round(1)), pair((turned.T @ base).round(1))
    step = null_step(found.null_direction)
    # Beside a long image, inputs a short step apart could not be told from each other.
    step = step * max(1, round(0.25 * float(np.linalg.norm(apply(found.matrix, x))) / float(np.linalg.norm(step))))
    candidates = [start + k * step for k in (1, -1, 2, -2, 3, -3)]
    # The origin would be an arrow that cannot be seen.
    others = sorted((p for p in candidates if np.linalg.norm(p) > 1e-6), key=lambda p: float(np.linalg.norm(p)))
    return x, *(pair(point) for point in others[: FAN - 1])


def null_step(direction: Pair) -> Array:
    """Return the step from one shown point of the null space to the next: the direction, or a part of a long one."""
    along = np.array(direction)
    length = float(np.linalg.norm(along))
    return along if 1 <= length < 4 and np.allclose(along, along.round()) else 2 * along / length


def point_off_the_column_space(found: Spaces, x: Pair) -> Pair | None:
    """Return a target that no input reaches, well away from the column space; None where there is none."""
    if found.rank == 2:
        return None
    if found.column_direction is None:
        return (2.0, 1.0)
    image = apply(found.matrix, x)
    across = np.array([found.column_direction[1], -found.column_direction[0]])
    away = 0.6 * max(1.5, float(np.linalg.norm(image)), float(np.linalg.norm(x)))
    length = float(np.linalg.norm(across))
    whole = np.allclose(across, across.round()) and length < 4
    shift = across * max(1, round(away / length)) if whole else (across * away / length).round(1)
    return pair(min((image + shift, image - shift), key=lambda point: float(np.abs(point).max())))


def _simple(direction: Array) -> Pair:
    return simple_multiple(pair(direction))
