"""Which lines through the origin a 2 x 2 matrix keeps, and where it drives an arrow that it multiplies again and again.

A v = lambda v for a vector v that is not 0; the eigenvalues solve lambda^2 - trace lambda + det = 0. Angles are in
radians, counter-clockwise. Source: Strang, "Introduction to Linear Algebra", chapter 6; power iteration: Golub and Van
Loan, "Matrix Computations", section 7.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.linear_maps import apply, classify
from explainers.maths.matrix_paths import as_matrix
from explainers.maths.pairs import Pair
from explainers.maths.shown import simple_multiple

Array = npt.NDArray[np.float64]
SpectrumKind = Literal["two lines", "one line", "every line", "no line"]
Outcome = Literal["settles", "stays", "alternates", "wanders", "vanishes"]

_SAME = 1e-7
"""Relative to the largest entry: eigenvalues that differ by less are one."""
_NOTHING = 1e-9
"""Relative to the largest entry: parts that are smaller are rounding."""


@dataclass(frozen=True)
class EigenLine:
    """A line through the origin that the matrix keeps, and the factor by which it stretches it."""

    eigenvalue: float
    direction: Pair
    """Of length 1."""
    angle: float
    """Of the direction, in (-pi/2, pi/2]."""
    name: Pair
    """The direction with small whole coordinates, where it has any."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Eigenvalues and lines, the eigenvalue of the greatest size first; of two as great the positive one."""

    kind: SpectrumKind
    eigenvalues: tuple[complex, complex]
    lines: tuple[EigenLine, ...]
    """As many as `kind` says; for "every line" the one along (1, 0) stands for all."""
    radius: float
    """The greatest size of an eigenvalue."""


def spectrum(matrix: npt.ArrayLike) -> Spectrum:
    """Return the eigenvalues of A, shape (2, 2), and the lines that it keeps.

    Raises
    ------
    MathsError
        If the matrix is not a finite 2 x 2.
    """
    found = classify(matrix)
    A, scale = found.matrix, float(np.abs(found.matrix).max())
    first, second = (complex(value) for value in found.eigenvalues)
    if found.eigenvectors is None:
        return Spectrum("no line", (first, second), (), abs(first))
    lines = [_line(_clean(value.real, scale), found.eigenvectors[:, j]) for j, value in enumerate((first, second))]
    lines.sort(key=lambda line: (-round(abs(line.eigenvalue) / (scale or 1.0), 9), -line.eigenvalue))
    values = complex(lines[0].eigenvalue), complex(lines[1].eigenvalue)
    radius = abs(values[0])
    if np.abs(A - A[0, 0] * np.eye(2)).max() <= _NOTHING * scale:
        return Spectrum("every line", values, tuple(lines[:1]), radius)
    if abs(values[0] - values[1]) <= _SAME * scale:
        return Spectrum("one line", values, tuple(lines[:1]), radius)
    return Spectrum("two lines", values, tuple(lines), radius)


def _clean(value: float, scale: float) -> float:
    return value if abs(value) > _NOTHING * scale else 0.0


def _line(eigenvalue: float, direction: Array) -> EigenLine:
    x, y = float(direction[0]), float(direction[1])
    angle = math.atan2(y, x)
    return EigenLine(eigenvalue, (x, y), angle, simple_multiple((x, y)))


def unit_vector(angle: float | Array) -> Array:
    """Return (cos, sin) of an angle, or of many, shape (..., 2)."""
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def parts_of_image(matrix: npt.ArrayLike, angle: float) -> Pair:
    """Return A v along v and across v, for the unit vector v at an angle: v . A v and det[v, A v].

    Where the second is 0, v is an eigenvector, and the first its eigenvalue (elsewhere it is the Rayleigh quotient).
    """
    x, y = unit_vector(angle)
    image_x, image_y = apply(matrix, np.array([x, y]))
    return float(x * image_x + y * image_y), float(x * image_y - y * image_x)


def range_across(matrix: npt.ArrayLike) -> Pair:
    """Return the least and the greatest part across that A v has for any unit vector v.

    det[v, A v] = (c - b)/2 + ((c + b)/2) cos 2t + ((d - a)/2) sin 2t, a wave about (c - b)/2.
    """
    (a, b), (c, d) = as_matrix(matrix)
    middle, height = (c - b) / 2, math.hypot((c + b) / 2, (d - a) / 2)
    return float(middle - height), float(middle + height)


@dataclass(frozen=True)
class Sweep:
    """How a unit vector goes round: from `start` by `extent`, and the angles at which it meets a line, in order."""

    start: float
    extent: float
    """Negative for clockwise."""
    meetings: tuple[float, ...]
    """One for each line, the first time it is met."""

    @property
    def end(self) -> float:
        return self.start + self.extent


def plan_sweep(found: Spectrum, extent: float) -> Sweep:
    """Return a sweep that begins away from every line, and comes to the first one over the wider gap.

    Parameters
    ----------
    extent
        How far, at least pi: then no line is missed.
    """
    if found.kind in ("no line", "every line"):
        return Sweep(math.radians(20), extent, ())
    first = found.lines[0].angle
    if found.kind == "one line":
        return Sweep(first + math.pi / 2, -extent, (first,))
    above = (found.lines[1].angle - first) % math.pi
    way = -1 if above >= math.pi / 2 else 1
    gap = max(above, math.pi - above)
    return Sweep(first - way * gap / 2, way * extent, (first, first + way * (math.pi - gap)))


@dataclass(frozen=True, eq=False)
class PowerIteration:
    """Multiply by A, scale back to length 1, and again.

    Parameters
    ----------
    arrows
        Unit vectors, shape (steps + 1, 2); zeros from where A w has vanished.
    growths
        The length of A w at each step, shape (steps,).
    outcome
        "settles" on a line, "stays" on the line on which it began, "alternates" between two lines (lambda and -lambda),
        "wanders" on for ever (complex eigenvalues), or "vanishes".
    line
        The line on which it ends, if it settles or stays.
    """

    arrows: Array
    growths: Array
    outcome: Outcome
    line: EigenLine | None

    @property
    def angle_left(self) -> float:
        """Between the last arrow and the line on which it ends, from 0 to pi/2; 0 without a line."""
        if self.line is None:
            return 0.0
        (x, y), (u, v) = self.arrows[-1], self.line.direction
        return math.atan2(abs(x * v - y * u), abs(x * u + y * v))


def power_iteration(matrix: npt.ArrayLike, angle: float, steps: int) -> PowerIteration:
    """Begin with the unit vector at an angle and take `steps` steps, at least 2."""
    A = as_matrix(matrix)
    scale = float(np.abs(A).max())
    arrows, growths = [unit_vector(angle)], []
    for _ in range(steps):
        image = A @ arrows[-1]
        growth = float(np.linalg.norm(image))
        gone = growth <= _NOTHING * scale
        growths.append(0.0 if gone else growth)
        arrows.append(np.zeros(2) if gone else image / growth)
    outcome, line = _outcome(spectrum(A), arrows, scale)
    return PowerIteration(np.array(arrows), np.array(growths), outcome, line)


def _outcome(found: Spectrum, arrows: list[Array], scale: float) -> tuple[Outcome, EigenLine | None]:
    if not arrows[2].any():
        return "vanishes", None
    if found.kind == "no line":
        return "wanders", None
    if found.kind == "every line":
        x, y = arrows[0]
        direction = arrows[0] if x > 0 or (x == 0 and y > 0) else -arrows[0]
        return "stays", _line(found.lines[0].eigenvalue, direction)
    for line in found.lines:
        (x, y), (u, v) = arrows[0], line.direction
        if abs(x * v - y * u) <= _NOTHING:
            return "stays", line
    sizes = [abs(value) for value in found.eigenvalues]
    if found.kind == "two lines" and abs(sizes[0] - sizes[1]) <= _SAME * scale:
        return "alternates", None
    return "settles", found.lines[0]
