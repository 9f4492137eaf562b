"""What a frame shows: shapes in painting order, already projected to the plane. Nothing here knows Manim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

Pixels = npt.NDArray[np.uint8]
"""A painted frame: (height, width, 4), RGBA."""

Matrix = tuple[float, float, float, float, float, float]
"""From the scene's units to pixels, as cairo writes an affine map: xx, yx, xy, yy, x0, y0."""


@dataclass(frozen=True, eq=False, slots=True)
class Outline:
    """Cubic Bézier curves: `points` (n, 2), four for each curve; `subpaths` as (first, last, closed)."""

    points: Array
    subpaths: tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Paint:
    """One colour, or several along a line: `rgbas` (k, 4) from 0 to 1, `ends` (2, 2) the line of a gradient."""

    rgbas: Array
    ends: Array | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Stroke:
    """How an outline is drawn: `width` in the scene's units, `join` and `cap` as cairo counts them."""

    paint: Paint
    width: float
    join: int
    cap: int


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """An outline and what is painted of it, in this order: the stroke below, the fill, the stroke above.

    What would be invisible is None. A shape that did not change since the last frame is the same object.
    """

    outline: Outline
    below: Stroke | None
    fill: Paint | None
    above: Stroke | None
