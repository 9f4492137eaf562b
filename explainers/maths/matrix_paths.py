"""The ways on which the identity becomes a 2 x 2 matrix, and the polar decomposition that one of them needs.

Angles are in radians, counter-clockwise. Source: Higham, "Functions of Matrices", chapter 8; Shoemake and Duff,
"Matrix animation and polar decomposition" (1992).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.errors import MathsError

Array = npt.NDArray[np.float64]


def as_matrix(entries: npt.ArrayLike) -> Array:
    """Return a 2 x 2 array of finite numbers.

    Raises
    ------
    MathsError
        If the entries are not numbers, not 2 x 2, or not finite.
    """
    try:
        matrix = np.array(entries, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise MathsError("matrix: needs 2 rows of 2 numbers") from error
    if matrix.shape != (2, 2):
        raise MathsError(f"matrix: needs 2 rows of 2 numbers, got shape {matrix.shape}")
    if not np.all(np.isfinite(matrix)):
        raise MathsError("matrix: every entry must be finite")
    return matrix


def rotation(angle: float) -> Array:
    """Return the rotation by `angle`, [[cos, -sin], [sin, cos]]."""
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def determinant(matrix: npt.ArrayLike) -> float:
    """Return a d - b c, the signed factor by which areas grow."""
    (a, b), (c, d) = as_matrix(matrix)
    return float(a * d - b * c)


def rotation_angle(matrix: npt.ArrayLike) -> float:
    """Return the angle in (-pi, pi] of the rotation Q in the polar decomposition A = Q S.

    R(-theta) A is symmetric if and only if tan(theta) = (c - b) / (a + d), which leaves two angles, half a turn apart.

    - det A >= 0: the one with S positive semidefinite (unique unless A = 0, which has angle 0).
    - det A < 0: S has one negative eigenvalue for either; the one of at most a quarter turn is taken. So a symmetric A,
      and any multiple of a reflection, has angle 0.
    """
    (a, b), (c, d) = unit_scaled(as_matrix(matrix))[1]
    if math.hypot(c - b, a + d) <= 4 * np.finfo(float).eps:
        return 0.0  # a multiple of a reflection is symmetric already
    angle = math.atan2(c - b, a + d)
    if a * d - b * c < 0 and abs(angle) > math.pi / 2:
        angle -= math.copysign(math.pi, angle)
    return angle + 0.0 if angle > -math.pi else math.pi


def polar_decomposition(matrix: npt.ArrayLike) -> tuple[Array, Array]:
    """Return Q and S with A = Q S, Q a rotation (det Q = 1 always) and S symmetric.

    S is positive semidefinite for det A >= 0 and has one negative eigenvalue for det A < 0; `rotation_angle` says which
    rotation is taken. (`scipy.linalg.polar` puts a reflection into Q instead; a reflection cannot be grown step by
    step from the identity, but an eigenvalue can pass through 0.)

    Returns
    -------
    Q, S
        Both of shape (2, 2).
    """
    A = as_matrix(matrix)
    Q = rotation(rotation_angle(A))
    S = Q.T @ A
    return Q, (S + S.T) / 2


@dataclass(frozen=True, eq=False)
class MatrixPath:
    """A path A(t) of matrices from the identity (t = 0) to A (t = 1), exact at both ends.

    Parameters
    ----------
    matrix
        A, shape (2, 2).
    kind
        "polar": A(t) = R(t theta) ((1 - t) I + t S) with A = R(theta) S, so that a rotation rotates.
        "linear": (1 - t) I + t A, every point on its straight line.

    Raises
    ------
    MathsError
        If the matrix is not a finite 2 x 2, or the kind is not one of the two.
    """

    matrix: Array
    kind: Literal["polar", "linear"] = "polar"

    def __post_init__(self) -> None:
        if self.kind not in ("polar", "linear"):
            raise MathsError(f"path: '{self.kind}' is not known. Known are polar, linear.")
        object.__setattr__(self, "matrix", as_matrix(self.matrix))

    def at(self, t: float) -> Array:
        """Return A(t), shape (2, 2); its columns are the images of the basis vectors at that moment."""
        if t == 0:
            return np.eye(2)
        if t == 1:
            return self.matrix.copy()
        if self.kind == "linear":
            return (1 - t) * np.eye(2) + t * self.matrix
        angle = rotation_angle(self.matrix)
        S = rotation(-angle) @ self.matrix
        return rotation(t * angle) @ ((1 - t) * np.eye(2) + t * S)

    def determinant_at(self, t: float) -> float:
        """Return det A(t), the signed area of the unit square's image at that moment."""
        return determinant(self.at(t))

    def lowest_determinant(self) -> float:
        """Return the least of det A(t) for t in [0, 1]: a quadratic in t, as A(t) is linear in t but for a rotation."""
        at_start, halfway, at_end = (self.determinant_at(t) for t in (0.0, 0.5, 1.0))
        curvature = 2 * (at_start - 2 * halfway + at_end)
        slope = at_end - at_start - curvature
        turning_point = min(1.0, max(0.0, -slope / (2 * curvature))) if curvature > 0 else 1.0
        return min(at_start, at_end, at_start + slope * turning_point + curvature * turning_point**2)

    def crossing_times(self) -> tuple[float, ...]:
        """Return the times in (0, 1] at which det A(t) = 0, in order.

        det((1 - t) I + t M) = (1 - t + t m1)(1 - t + t m2) with the eigenvalues of M, where M is S on the polar path
        and A on the linear one; so a real m <= 0 crosses at t = 1 / (1 - m), and complex ones never do.
        """
        M = polar_decomposition(self.matrix)[1] if self.kind == "polar" else self.matrix
        eigenvalues = real_eigenvalues(M)
        if eigenvalues is None:
            return ()
        negligible = 4 * np.finfo(float).eps * float(np.abs(M).max())
        times = {1 / (1 - m) if m < -negligible else 1.0 for m in eigenvalues if m <= negligible}
        return tuple(sorted(times))


def real_eigenvalues(M: Array) -> tuple[float, float] | None:
    """Return both eigenvalues, the larger first, or None if they are complex."""
    scale, unit = unit_scaled(M)
    (a, b), (c, d) = unit
    mean, spread = (a + d) / 2, ((a - d) / 2) ** 2 + b * c
    # Rounding may leave -1e-17 under the root of a double eigenvalue.
    if spread < -1e-14:
        return None
    root = math.sqrt(max(spread, 0.0))
    return float(scale * (mean + root)), float(scale * (mean - root))


def unit_scaled(M: Array) -> tuple[float, Array]:
    """Return a power of two and M divided by it, so that the largest entry is from 1 to below 2 (or M is 0).

    Products of entries neither overflow nor vanish where those of M would, and dividing by a power of two is exact.
    """
    exponent = math.frexp(float(np.abs(M).max()))[1] - 1
    return math.ldexp(1.0, exponent), np.ldexp(M, -exponent)
