"""The loops of the depth buffer, compiled. Imported only once there is a mesh: the compiler takes a while to load.

Points are (n, 3) in pixels: to the right, downwards, towards the viewer, counted from the corner of the buffers. A face
is cut into two triangles, ``2 * face`` at its upper side and ``2 * face + 1`` at its lower side: from upper left to
lower right, or where it is `turned` from upper right to lower left.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from explainers.film.compiled import compiled

NOTHING = -1
"""What is seen where no face is."""


@compiled()
def corners(triangle: int, columns: int, turned: Any) -> tuple[Any, Any, Any]:
    """The three points of a triangle."""
    face = triangle >> 1
    first = face + np.int32(face) // np.int32(columns - 1)
    if triangle & 1:
        return first + 1 if turned[face] else first, first + columns + 1, first + columns
    return first, first + 1, first + columns if turned[face] else first + columns + 1


@compiled()
def _is_known(points: Any, face: int, columns: int) -> bool:
    """Whether all four corners of a face are numbers."""
    first = face + np.int32(face) // np.int32(columns - 1)
    total = 0.0
    for axis in range(3):
        total += points[first, axis] + points[first + 1, axis]
        total += points[first + columns, axis] + points[first + columns + 1, axis]
    return math.isfinite(total)


@compiled()
def twice_area(points: Any, a: int, b: int, c: int) -> float:
    """Twice the area of a triangle on the screen; the sign says which way round it is seen."""
    across_b, across_c = points[b, 0] - points[a, 0], points[c, 0] - points[a, 0]
    down_b, down_c = points[b, 1] - points[a, 1], points[c, 1] - points[a, 1]
    return float(across_b * down_c - across_c * down_b)


@compiled()
def _slope(points: Any, start: int, end: int, axis: int) -> float:
    """How much an edge gains along an axis with each row."""
    rows = points[end, 1] - points[start, 1]
    return (points[end, axis] - points[start, axis]) / rows if rows > 0 else 0.0


@compiled(
    "void(float64[:,::1], boolean[::1], int64, boolean[::1], float32[:,::1], int32[:,::1], int8[::1], int32[:,::1])"
)
def fill_depths(
    points: Any, visible: Any, columns: int, turned: Any, depths: Any, seen: Any, facing: Any, spans: Any
) -> None:
    """Find the nearest triangle at each pixel's centre.

    Parameters
    ----------
    depths, seen
        (height, width): written, the depth and the triangle.
    facing
        Written: which way round each triangle is seen, 0 if it is not there.
    spans
        (height, 2): written, the first column in which anything is, and that after the last.
    """
    height, width = depths.shape
    depths[:] = -np.inf
    seen[:] = NOTHING
    spans[:, 0], spans[:, 1] = width, 0
    for triangle in range(facing.size):
        facing[triangle] = 0
        if not (visible[triangle >> 1] and _is_known(points, triangle >> 1, columns)):
            continue
        a, b, c = corners(triangle, columns, turned)
        area = twice_area(points, a, b, c)
        if area == 0:
            continue
        facing[triangle] = 1 if area > 0 else -1
        if points[b, 1] < points[a, 1]:
            a, b = b, a
        if points[c, 1] < points[b, 1]:
            b, c = c, b
            if points[b, 1] < points[a, 1]:
                a, b = b, a
        # Rows and columns whose centre lies inside; an edge of two triangles is cut in the same places for both.
        first = max(0, math.ceil(max(points[a, 1], -1.0) - 0.5))
        last = min(height, math.ceil(min(points[c, 1], height + 1.0) - 0.5))
        if first >= last:
            continue
        long_x, upper_x, lower_x = _slope(points, a, c, 0), _slope(points, a, b, 0), _slope(points, b, c, 0)
        long_z, upper_z, lower_z = _slope(points, a, c, 2), _slope(points, a, b, 2), _slope(points, b, c, 2)
        for row in range(first, last):
            y = row + 0.5
            left = points[a, 0] + (y - points[a, 1]) * long_x
            left_z = points[a, 2] + (y - points[a, 1]) * long_z
            if y < points[b, 1]:
                right, right_z = (
                    points[a, 0] + (y - points[a, 1]) * upper_x,
                    points[a, 2] + (y - points[a, 1]) * upper_z,
                )
            else:
                right, right_z = (
                    points[b, 0] + (y - points[b, 1]) * lower_x,
                    points[b, 2] + (y - points[b, 1]) * lower_z,
                )
            if right < left:
                left, right, left_z, right_z = right, left, right_z, left_z
            begin = max(0, math.ceil(max(left, -1.0) - 0.5))
            end = min(width, math.ceil(min(right, width + 1.0) - 0.5))
            if begin >= end:
                continue
            spans[row, 0], spans[row, 1] = min(spans[row, 0], begin), max(spans[row, 1], end)
            growth = (right_z - left_z) / (right - left)
            for column in range(begin, end):
                z = np.float32(left_z + (column + 0.5 - left) * growth)
                if z > depths[row, column]:
                    depths[row, column] = z
                    seen[row, column] = triangle
