"""The singular value decomposition of a 2 x 2 matrix as three moves of the plane: turn, stretch along the axes, turn.

A = U Sigma V^T. Source: Strang, "Introduction to Linear Algebra", chapter 7; the best approximation of rank 1:
Eckart and Young (1936).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.matrix_paths import MatrixPath, as_matrix, determinant

Array = npt.NDArray[np.float64]
ImageKind = Literal["ellipse", "circle", "segment", "point"]

_SAME = 1e-9
"""Relative to the largest singular value: what differs by less is the same, and what is smaller is nothing."""


@dataclass(frozen=True, eq=False)
class SingularValues:
    """U, Sigma and V with A = U Sigma V^T.

    Parameters
    ----------
    U, V
        Orthogonal, shape (2, 2); their columns are the left and right singular vectors. V is a rotation by at most a
        quarter turn; U is one unless A turns the plane over.
    sigma
        Shape (2,), the larger first.
    image
        What A makes of the unit circle.
    """

    U: Array
    sigma: Array
    V: Array
    image: ImageKind

    @property
    def first_turn(self) -> float:
        """The angle in radians, counter-clockwise, by which V^T turns the plane."""
        return -math.atan2(self.V[1, 0], self.V[0, 0]) + 0.0

    @property
    def last_turn(self) -> float:
        """The angle by which U turns the plane; for a reflection, twice the angle of its mirror line."""
        return math.atan2(self.U[1, 0], self.U[0, 0]) + 0.0

    @property
    def flips(self) -> bool:
        """Whether U turns the plane over."""
        return determinant(self.U) < 0

    @property
    def kept(self) -> float:
        """The share of sigma1^2 in sigma1^2 + sigma2^2: what rank 1 keeps of the squared entries; 1 for A = 0."""
        total = float(np.sum(self.sigma**2))
        return float(self.sigma[0] ** 2 / total) if total else 1.0

    @property
    def rank_one(self) -> Array:
        """The nearest matrix of rank 1 at most, sigma1 u1 v1^T."""
        return np.asarray(self.sigma[0] * np.outer(self.U[:, 0], self.V[:, 0]))

    def at(self, moves: float) -> Array:
        """Return the matrix after so many moves: V^T from 0 to 1, Sigma to 2, U to 3, then sigma2 goes to 0 until 4."""
        done = np.clip(moves - np.arange(4), 0, 1)
        if done[3] > 0:
            return np.asarray(self.U @ np.diag(self.sigma * (1, 1 - done[3])) @ self.V.T)
        turned, stretched, placed = (
            MatrixPath(matrix).at(float(share))
            for matrix, share in zip((self.V.T, np.diag(self.sigma), self.U), done[:3], strict=True)
        )
        return np.asarray(placed @ stretched @ turned)


def singular_values(matrix: npt.ArrayLike) -> SingularValues:
    """Return the decomposition whose moves turn the plane as little as possible.

    Where all directions are stretched alike, V is the identity, and where sigma2 is 0, U is a rotation: both are free.

    Raises
    ------
    MathsError
        If the matrix is not a finite 2 x 2.
    """
    A = as_matrix(matrix)
    U, sigma, Vt = np.linalg.svd(A)
    sigma = np.where(sigma > _SAME * sigma[0], sigma, 0.0)
    if sigma[0] == 0:
        return SingularValues(np.eye(2), sigma, np.eye(2), "point")
    if sigma[0] - sigma[1] <= _SAME * sigma[0]:
        return SingularValues(A / sigma[0], sigma, np.eye(2), "circle")
    V = Vt.T.copy()
    if determinant(V) < 0:
        U, V = U * (1, -1), V * (1, -1)
    # (u, v) and (-u, -v) are the same pair: take the one that is nearer to the axes.
    if V[0, 0] < -1e-12 or (abs(V[0, 0]) <= 1e-12 and V[1, 0] < 0):
        U, V = -U, -V
    if sigma[1] == 0:
        if determinant(U) < 0:
            U = U * (1, -1)
        return SingularValues(U + 0.0, sigma, V + 0.0, "segment")
    return SingularValues(U + 0.0, sigma, V + 0.0, "ellipse")


def is_normal(matrix: npt.ArrayLike) -> bool:
    """Whether A A^T = A^T A: exactly then the singular values are the sizes of the eigenvalues."""
    A = as_matrix(matrix)
    scale = float(np.abs(A).max()) ** 2
    return bool(np.abs(A @ A.T - A.T @ A).max() <= _SAME * scale)
