"""Coordinates of a point, and the matrix of a linear map, with respect to another basis of the plane.

With the basis vectors as the columns of P: x = P c, c = P^-1 x, and the map A becomes M = P^-1 A P.
Source: Strang, "Introduction to Linear Algebra", section 8.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.errors import MathsError
from explainers.maths.matrix_paths import as_matrix
from explainers.maths.pairs import Pair, Rows, pair, rows
from explainers.maths.shown import shown_point

Array = npt.NDArray[np.float64]

LEAST_ANGLE = 10.0
"""Degrees between basis vectors: nearer to one line, coordinates grow beyond any picture."""


@dataclass(frozen=True)
class Description:
    """A point in a basis: its coordinates c, and the steps c1 b1 and c2 b2 that lead to it."""

    point: Pair
    coordinates: Pair
    first_part: Pair
    second_part: Pair


@dataclass(frozen=True)
class ChangedBasis:
    """A basis, and a map in it.

    Parameters
    ----------
    basis, inverse
        P and P^-1, by rows; the basis vectors are the columns of P.
    in_basis
        M = P^-1 A P, by rows; entries that are rounding are 0.
    is_diagonal
        Whether M is diagonal: then both basis vectors are eigenvectors of A.
    """

    basis: Rows
    inverse: Rows
    first: Pair
    second: Pair
    in_basis: Rows
    is_diagonal: bool


def check_basis(basis: npt.ArrayLike) -> None:
    """Refuse columns that are no basis, or almost none.

    Raises
    ------
    MathsError
        If a column is 0, or both lie on one line, or at less than `LEAST_ANGLE`.
    """
    P = as_matrix(basis)
    for column in P.T:
        if not column.any():
            raise MathsError("a column is (0, 0), and a basis vector has a direction; take another column")
    first, second = P.T
    area = abs(first[0] * second[1] - first[1] * second[0])
    angle = math.degrees(math.atan2(area, abs(float(first @ second))))
    if angle < LEAST_ANGLE:
        raise MathsError(
            f"the columns {shown_point(first)} and {shown_point(second)} lie {'' if angle < 1e-6 else 'almost '}"
            f"on one line, so they make no grid; turn one of them, to at least {LEAST_ANGLE:g} degrees"
        )


def change_basis(basis: npt.ArrayLike, matrix: npt.ArrayLike) -> ChangedBasis:
    """Return a basis, the columns of P, shape (2, 2), and what the map A, shape (2, 2), is in it.

    Raises
    ------
    MathsError
        If the columns are no basis: see `check_basis`.
    """
    check_basis(basis)
    P, A = as_matrix(basis), as_matrix(matrix)
    M = np.linalg.solve(P, A @ P)
    # Rounding leaves 1e-17 of what is 0; an entry M_ij has the size |A| |b_j| / |b_i|.
    lengths = np.linalg.norm(P, axis=0)
    scale = np.abs(A).max() * np.outer(1 / lengths, lengths)
    M = np.where(np.abs(M) <= 1e-9 * scale, 0.0, M)
    return ChangedBasis(
        basis=rows(P),
        inverse=rows(np.linalg.inv(P)),
        first=pair(P[:, 0]),
        second=pair(P[:, 1]),
        in_basis=rows(M),
        is_diagonal=not M[0, 1] and not M[1, 0],
    )


def describe(basis: npt.ArrayLike, point: npt.ArrayLike) -> Description:
    """Return what a point, shape (2,), is in a basis, the columns of P, shape (2, 2)."""
    P, x = as_matrix(basis), np.asarray(point, dtype=float)
    c = np.linalg.solve(P, x)
    parts = P * c
    # A coordinate that rounding leaves is one whose step cannot be seen.
    c = np.where(np.linalg.norm(parts, axis=0) <= 1e-9 * max(1.0, float(np.abs(x).max())), 0.0, c)
    return Description(pair(x), pair(c), pair(P[:, 0] * c[0]), pair(P[:, 1] * c[1]))
