"""The loops that look closer at the edges of a depth buffer, compiled. Points are as in `mesh_kernels.py`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from explainers.film.compiled import compiled
from explainers.film.mesh_kernels import NOTHING, corners, twice_area

SAMPLES = 16
"""How often an edge pixel is looked at."""
TILE = 8

SAMPLE_X = np.array([(k + 0.5) / SAMPLES for k in range(SAMPLES)])
# The bits of k the other way round: every sample has a row and a column of its own.
SAMPLE_Y = np.array([(int(f"{k:04b}"[::-1], 2) + 0.5) / SAMPLES for k in range(SAMPLES)])


@compiled()
def _apart(one: int, other: int, across: int) -> Any:
    """Whether two triangles are not of the same face nor of neighbours."""
    if one == other:
        return False
    if one < 0 or other < 0:
        return True
    face, neighbour = np.int32(one >> 1), np.int32(other >> 1)
    if face == neighbour:
        return False
    row, neighbour_row = face // np.int32(across), neighbour // np.int32(across)
    columns = face - neighbour - (row - neighbour_row) * np.int32(across)
    return abs(row - neighbour_row) > 1 or abs(columns) > 1


@compiled()
def _mark_line(points: Any, start: int, end: int, depths: Any, marked: Any, spans: Any) -> None:
    """Mark every pixel that a line runs through: with 1 if it lies before what is seen there, else with 2."""
    if points[end, 1] < points[start, 1]:
        start, end = end, start
    x0, y0, x1, y1 = points[start, 0], points[start, 1], points[end, 0], points[end, 1]
    near = max(points[start, 2], points[end, 2])
    height, width = marked.shape
    if not math.isfinite(x0 + y0 + x1 + y1) or y1 < 0 or y0 >= height or max(x0, x1) < 0 or min(x0, x1) >= width:
        return
    slope = (x1 - x0) / (y1 - y0) if y1 > y0 else 0.0
    for row in range(max(0, math.floor(y0)), min(height - 1, math.floor(y1)) + 1):
        enter = x0 + (max(y0, row) - y0) * slope
        leave = x0 + (min(y1, row + 1) - y0) * slope if y1 > y0 else x1
        if leave < enter:
            enter, leave = leave, enter
        first, last = math.floor(max(enter, 0.0)), math.floor(min(leave, width - 1.0))
        for column in range(first, last + 1):
            if near > depths[row, column] + 1:
                marked[row, column] = 1
            elif marked[row, column] == NOTHING:
                marked[row, column] = 2
        if first <= last:
            spans[row, 0], spans[row, 1] = min(spans[row, 0], first), max(spans[row, 1], last + 1)


@compiled()
def _has_other_neighbour(seen: Any, row: int, column: int, across: int) -> bool:
    """Whether one of the eight pixels around a pixel shows a face that is not near, or nothing, or is not there."""
    height, width = seen.shape
    if row == 0 or column == 0 or row == height - 1 or column == width - 1:
        return True
    for below in range(row - 1, row + 2):
        for right in range(column - 1, column + 2):
            if _apart(seen[row, column], seen[below, right], across):
                return True
    return False


@compiled(
    "int64(float64[:,::1], int64, boolean[::1], int8[::1], float32[:,::1], int32[:,::1], int32[:,::1], int32[:,::1],"
    " uint8[:,::1])"
)
def number_edge_pixels(
    points: Any, columns: int, turned: Any, facing: Any, depths: Any, seen: Any, spans: Any, slots: Any, tiles: Any
) -> int:
    """Number the pixels in which one look at the centre is not enough; the others get -1. Returns how many there are.

    `tiles` is written, too: whether there is such a pixel in each square of ``TILE * TILE``.

    These are the pixels that a rim or a fold of the mesh runs through, if it is not hidden, and those whose neighbour
    shows a face that is not next to theirs: where parts cross, and where faces are smaller than pixels.
    """
    slots[:] = NOTHING
    tiles[:] = 0
    faces = facing.size // 2
    across = columns - 1
    for face in range(faces):
        corner = face + face // across
        upper, lower = facing[2 * face], facing[2 * face + 1]
        left = upper if turned[face] else lower
        above = facing[2 * (face - across) + 1] if face >= across else 0
        before = facing[2 * (face - 1) + turned[face - 1]] if face % across else 0
        if upper != lower:
            if turned[face]:
                _mark_line(points, corner + 1, corner + columns, depths, slots, spans)
            else:
                _mark_line(points, corner, corner + columns + 1, depths, slots, spans)
        if upper != above:
            _mark_line(points, corner, corner + 1, depths, slots, spans)
        if left != before:
            _mark_line(points, corner, corner + columns, depths, slots, spans)
        if face % across == across - 1 and (upper or lower):
            _mark_line(points, corner + 1, corner + columns + 1, depths, slots, spans)
        if lower and face >= faces - across:
            _mark_line(points, corner + columns, corner + columns + 1, depths, slots, spans)
    height, width = seen.shape
    for row in range(height):
        for column in range(max(spans[row, 0], 0), spans[row, 1]):
            here = seen[row, column]
            if here == NOTHING:
                continue
            right = seen[row, column + 1] if column + 1 < width else here
            below = seen[row + 1, column] if row + 1 < height else here
            if right != NOTHING and _apart(here, right, across):
                slots[row, column] = slots[row, column + 1] = 1
            if below != NOTHING and _apart(here, below, across):
                slots[row, column] = slots[row + 1, column] = 1
    count = 0
    for row in range(height):
        for column in range(max(spans[row, 0], 0), spans[row, 1]):
            mark = slots[row, column]
            if mark == 1 or (mark == 2 and _has_other_neighbour(seen, row, column, across)):
                slots[row, column] = count
                tiles[row // TILE, column // TILE] = 1
                count += 1
            else:
                slots[row, column] = NOTHING
    return count


@compiled()
def _reach(one: float, two: float, three: float, size: int) -> tuple[int, int]:
    low, high = min(one, two, three), max(one, two, three)
    if high < 0 or low >= size:
        return 0, 0
    return math.floor(max(low, 0.0)), math.floor(min(high, size - 1.0)) + 1


@compiled()
def _side(points: Any, start: int, end: int, facing: float) -> tuple[float, float, float]:
    """On which side of an edge places lie: how the number grows across and down, and what it is at the corner.

    The same numbers, but for the sign, from whichever end, so that triangles meet without a gap.
    """
    if end < start:
        start, end, facing = end, start, -facing
    across, down = points[end, 0] - points[start, 0], points[end, 1] - points[start, 1]
    return -facing * down, facing * across, facing * (down * points[start, 0] - across * points[start, 1])


@compiled()
def _at(side: tuple[float, float, float], column: int, row: int) -> float:
    return column * side[0] + row * side[1] + side[2]


@compiled()
def _best(side: tuple[float, float, float], column: int, row: int) -> float:
    """The largest that the number of an edge gets in a pixel."""
    return _at(side, column, row) + max(side[0], 0.0) + max(side[1], 0.0)


@compiled()
def _any_tile(tiles: Any, low_x: int, high_x: int, low_y: int, high_y: int) -> bool:
    for row in range(low_y // TILE, (high_y - 1) // TILE + 1):
        for column in range(low_x // TILE, (high_x - 1) // TILE + 1):
            if tiles[row, column]:
                return True
    return False


@compiled(
    "void(float64[:,::1], int64, boolean[::1], int8[::1], int32[:,::1], uint8[:,::1], float32[:,::1], int32[:,::1])"
)
def fill_samples(
    points: Any, columns: int, turned: Any, facing: Any, slots: Any, tiles: Any, depths: Any, seen: Any
) -> None:
    """Find the nearest triangle at many places of each numbered pixel; `depths` and `seen` are (pixels, samples)."""
    depths[:] = -np.inf
    seen[:] = NOTHING
    height, width = slots.shape
    for triangle in range(facing.size):
        if facing[triangle] == 0:
            continue
        a, b, c = corners(triangle, columns, turned)
        low_x, high_x = _reach(points[a, 0], points[b, 0], points[c, 0], width)
        low_y, high_y = _reach(points[a, 1], points[b, 1], points[c, 1], height)
        if low_x >= high_x or low_y >= high_y or not _any_tile(tiles, low_x, high_x, low_y, high_y):
            continue
        of_a = _side(points, b, c, facing[triangle])
        of_b = _side(points, c, a, facing[triangle])
        of_c = _side(points, a, b, facing[triangle])
        scale = 1 / (facing[triangle] * twice_area(points, a, b, c))
        for row in range(low_y, high_y):
            for column in range(low_x, high_x):
                slot = slots[row, column]
                if (
                    slot == NOTHING
                    or min(_best(of_a, column, row), _best(of_b, column, row), _best(of_c, column, row)) < 0
                ):
                    continue
                at_a, at_b, at_c = _at(of_a, column, row), _at(of_b, column, row), _at(of_c, column, row)
                # Written without branches, so that several samples are done at once.
                for k in range(SAMPLES):
                    here_a = at_a + SAMPLE_X[k] * of_a[0] + SAMPLE_Y[k] * of_a[1]
                    here_b = at_b + SAMPLE_X[k] * of_b[0] + SAMPLE_Y[k] * of_b[1]
                    here_c = at_c + SAMPLE_X[k] * of_c[0] + SAMPLE_Y[k] * of_c[1]
                    z = np.float32((here_a * points[a, 2] + here_b * points[b, 2] + here_c * points[c, 2]) * scale)
                    nearest = (min(here_a, here_b, here_c) >= 0) & (z > depths[slot, k])
                    depths[slot, k] = z if nearest else depths[slot, k]
                    seen[slot, k] = triangle if nearest else seen[slot, k]
