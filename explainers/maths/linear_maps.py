"""Linear maps of the plane: what a 2 x 2 matrix does to points, lines, areas and orientation.

Matrices act on column vectors; point arrays hold a point a row, shape (n, 2). Angles are in radians, counter-clockwise.
Source: Strang, "Introduction to Linear Algebra", chapters 3, 6 and 7.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.errors import MathsError
from explainers.maths.matrix_paths import (
    MatrixPath,
    as_matrix,
    determinant,
    polar_decomposition,
    real_eigenvalues,
    rotation,
    rotation_angle,
    unit_scaled,
)
from explainers.maths.shapes import circle_points, letter_f, shoelace_area, unit_square

__all__ = [
    "LinearMap",
    "MatrixPath",
    "apply",
    "as_matrix",
    "circle_points",
    "classify",
    "determinant",
    "letter_f",
    "polar_decomposition",
    "rotation",
    "rotation_angle",
    "shoelace_area",
    "unit_square",
]

Array = npt.NDArray[np.float64]

# Relative to the largest entry: matrices that differ by less are the same when one is given a name.
_ROUNDING = 1e-9


Kind = Literal["identity", "rotation", "reflection", "scaling", "shear", "projection", "singular", "general"]
Orientation = Literal["kept", "flipped", "collapsed"]


@dataclass(frozen=True, eq=False)
class LinearMap:
    """What a 2 x 2 matrix does to the plane.

    Parameters
    ----------
    matrix
        A, shape (2, 2).
    determinant, trace
        a d - b c and a + d.
    rank
        0, 1 or 2: singular values above the tolerance.
    null_space
        For rank 1 the unit vector, shape (2,), that A sends to 0; otherwise None (rank 2: only 0; rank 0: everything).
    column_space
        For rank 1 the unit vector, shape (2,), along which all images lie; otherwise None.
    eigenvalues
        Complex, shape (2,); real ones with the larger first, complex ones with the positive imaginary part first.
    eigenvectors
        Unit eigenvectors as columns in the order of the eigenvalues, shape (2, 2), or None where they are complex. A
        defective matrix, such as a shear, has the same column twice.
    singular_values
        Shape (2,), the larger first.
    rotation_angle
        See `rotation_angle`.
    kind
        The most telling name that fits.
    orientation
        "kept" for a positive determinant, "flipped" for a negative one, "collapsed" for rank below 2.

    Notes
    -----
    The first coordinate of every direction is positive, or it is 0 and the second is.
    """

    matrix: Array
    determinant: float
    trace: float
    rank: int
    null_space: Array | None
    column_space: Array | None
    eigenvalues: npt.NDArray[np.complex128]
    eigenvectors: Array | None
    singular_values: Array
    rotation_angle: float
    kind: Kind
    orientation: Orientation


def classify(matrix: npt.ArrayLike, tolerance: float = 1e-10) -> LinearMap:
    """Return what the matrix does.

    Parameters
    ----------
    matrix
        A, shape (2, 2).
    tolerance
        Singular values up to this part of the largest count as 0.

    Raises
    ------
    MathsError
        If the matrix is not a finite 2 x 2.
    """
    A = as_matrix(matrix)
    U, singular_values, Vt = np.linalg.svd(A)
    rank = int(np.sum(singular_values > tolerance * singular_values[0]))
    kind = _kind(A, rank)
    return LinearMap(
        matrix=A,
        determinant=determinant(A),
        trace=float(np.trace(A)),
        rank=rank,
        null_space=_directed(Vt[1]) if rank == 1 else None,
        column_space=_directed(U[:, 0]) if rank == 1 else None,
        eigenvalues=_eigenvalues(A),
        eigenvectors=_eigenvectors(A),
        singular_values=singular_values,
        rotation_angle=rotation_angle(A),
        kind=kind,
        orientation="collapsed" if rank < 2 else "kept" if determinant(unit_scaled(A)[1]) > 0 else "flipped",
    )


def _eigenvalues(A: Array) -> npt.NDArray[np.complex128]:
    real = real_eigenvalues(A)
    if real is not None:
        return np.array(real, dtype=np.complex128)
    scale, ((a, b), (c, d)) = unit_scaled(A)
    height = math.sqrt(-(((a - d) / 2) ** 2 + b * c))
    return np.array([complex((a + d) / 2, height), complex((a + d) / 2, -height)], dtype=np.complex128) * scale


def _eigenvectors(A: Array) -> Array | None:
    unit = unit_scaled(A)[1]
    real = real_eigenvalues(unit)
    if real is None:
        return None
    if max(abs(unit[0, 1]), abs(unit[1, 0]), abs(unit[0, 0] - unit[1, 1])) <= 1e-14:
        return np.eye(2)  # every vector is an eigenvector
    columns = []
    for eigenvalue in real:
        rows = unit - eigenvalue * np.eye(2)
        longest = rows[np.argmax(np.linalg.norm(rows, axis=1))]
        columns.append(_directed(np.array([-longest[1], longest[0]]) / np.linalg.norm(longest)))
    return np.column_stack(columns)


def _directed(vector: Array) -> Array:
    leading = vector[0] if abs(vector[0]) > 1e-12 else vector[1]
    return (vector if leading > 0 else -vector) + 0.0


def _kind(A: Array, rank: int) -> Kind:
    def close(B: Array, C: Array) -> bool:
        return bool(np.abs(B - C).max() <= _ROUNDING * max(np.abs(B).max(), np.abs(C).max()))

    eye = np.eye(2)
    if close(A, eye):
        return "identity"
    if rank < 2:
        return "projection" if rank == 1 and close(A @ A, A) else "singular"
    if close(A.T @ A, eye):
        return "rotation" if determinant(A) > 0 else "reflection"
    if close(A, np.diag(np.diag(A))):
        return "scaling"
    # (A - I)^2 = 0: one line stands still and every point slides parallel to it.
    return "shear" if close((A - eye) @ (A - eye) + eye, eye) else "general"


def apply(matrix: npt.ArrayLike, points: npt.ArrayLike) -> Array:
    """Return A p for each row p of `points`, shape (n, 2); for a single point, shape (2,).

    Raises
    ------
    MathsError
        If the matrix is not a finite 2 x 2, or the points have no two coordinates.
    """
    positions = np.asarray(points, dtype=np.float64)
    if positions.ndim == 0 or positions.shape[-1] != 2:
        raise MathsError(f"points: need two coordinates each, got shape {positions.shape}")
    return positions @ as_matrix(matrix).T
