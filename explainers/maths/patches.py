"""Outlines whose area is asked about, of known area, anywhere on the plane; and small squares that fill them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.shapes import letter_f, shoelace_area

Array = npt.NDArray[np.float64]
PatchName = Literal["blob", "circle", "letter-f"]

RADIUS = 0.65
"""Of the circle, and the mean radius of the blob."""
WAVES = ((2, 0.24, 0.4), (3, 0.14, 1.1))
"""How often, how far (as a part of the radius) and from which angle on the blob's outline swings out."""


@dataclass(frozen=True, eq=False)
class Patch:
    """A closed outline.

    Parameters
    ----------
    curves
        Cubic Bézier curves, four points each, shape (4 n, 2), counter-clockwise.
    area
        What it encloses.
    """

    curves: Array
    area: float

    @property
    def corners(self) -> Array:
        """Points on the outline, shape (m, 2): eight a curve."""
        t = np.linspace(0, 1, 8, endpoint=False)[:, np.newaxis]
        weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
        return np.asarray(np.einsum("tw,nwd->ntd", weights, self.curves.reshape(-1, 4, 2)).reshape(-1, 2))

    def squares(self, side: float) -> Array:
        """Return the squares of a lattice of this spacing that lie wholly inside: corners, shape (k, 4, 2)."""
        outline = self.corners
        low, high = outline.min(axis=0), outline.max(axis=0)
        columns, rows = (np.arange(math.floor(a / side), math.ceil(b / side)) for a, b in zip(low, high, strict=True))
        steps = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
        cells = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 1, 2)
        corners = side * (cells + steps)
        # Corners, and points of the sides: a narrow outline may run between two corners.
        probes = np.concatenate([corners, (corners + np.roll(corners, -1, axis=1)) / 2], axis=1)
        inside = _encloses(outline, probes.reshape(-1, 2)).reshape(len(corners), -1)
        return np.asarray(corners[inside.all(axis=1)], dtype=float)


def patch(name: PatchName, center: tuple[float, float]) -> Patch:
    """Return a patch whose middle lies at `center`.

    The blob is r(a) = RADIUS (1 + sum of waves d cos(k (a - a0))); its area is pi RADIUS^2 (1 + sum of d^2 / 2), as
    waves of different frequencies do not mix.
    """
    if name == "letter-f":
        corners = letter_f()
        ends = np.roll(corners, -1, axis=0)
        shares = np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, np.newaxis]
        curves = (corners[:, np.newaxis] + shares * (ends - corners)[:, np.newaxis]).reshape(-1, 2)
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
        return Patch(curves - middle + center, shoelace_area(corners))
    waves = WAVES if name == "blob" else ()
    area = math.pi * RADIUS**2 * (1 + sum(depth**2 for _, depth, _ in waves) / 2)
    return Patch(_polar_curves(waves) + np.array(center), area)


def _polar_curves(waves: tuple[tuple[int, float, float], ...], arcs: int = 48) -> Array:
    """The outline r(a) as cubic curves with its own points and slopes at both ends."""
    angle = 2 * np.pi * np.arange(arcs + 1) / arcs
    radius, slope = np.ones_like(angle), np.zeros_like(angle)
    for often, depth, start in waves:
        radius += depth * np.cos(often * (angle - start))
        slope -= depth * often * np.sin(often * (angle - start))
    cos, sin = np.cos(angle), np.sin(angle)
    points = RADIUS * np.column_stack([radius * cos, radius * sin])
    velocity = RADIUS * np.column_stack([slope * cos - radius * sin, slope * sin + radius * cos])
    third = 2 * np.pi / arcs / 3
    tails, tips = points[:-1], points[1:]
    return np.stack([tails, tails + third * velocity[:-1], tips - third * velocity[1:], tips], axis=1).reshape(-1, 2)


def _encloses(outline: Array, points: Array) -> npt.NDArray[np.bool_]:
    """Whether a polygon encloses each point: a ray to the right crosses its sides an odd number of times."""
    (x, y), following = points.T[:, :, np.newaxis], np.roll(outline, -1, axis=0)
    x0, y0, x1, y1 = *outline.T, *following.T
    across = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return np.asarray((across & meets).sum(axis=1) % 2 == 1)
