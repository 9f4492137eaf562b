"""The loops that draw lines and balls at a mesh, hidden where it hides them; compiled.

Places are counted in pixels from the corner of the depth buffer; `cover` starts `left` and `top` pixels from there.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from explainers.film.compiled import compiled
from explainers.film.mesh_edges import SAMPLES
from explainers.film.mesh_kernels import NOTHING, corners, twice_area

CLEARANCE = 1.5
"""How deep, in pixels, a line may lie in the surface and still be seen: its pieces are straight, the surface is not."""
STEEPEST = 0.04
"""Where the surface is seen almost from its edge, depth is taken for at least this share of deepness."""


@compiled()
def _buried(points: Any, a: int, b: int, c: int, x: float, y: float, z: float) -> float:
    """How deep a place lies under a triangle, measured at right angles to it; less than 0 if it lies before it."""
    area = twice_area(points, a, b, c)
    right_b, down_b, near_b = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1], points[b, 2] - points[a, 2]
    right_c, down_c, near_c = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1], points[c, 2] - points[a, 2]
    right, down = x - points[a, 0], y - points[a, 1]
    # Shares of the corners; beside the triangle, those of its edge.
    of_b = min(max((down_c * right - right_c * down) / area, 0.0), 1.0)
    of_c = min(max((right_b * down - down_b * right) / area, 0.0), 1.0)
    whole = max(1.0, of_b + of_c)
    depth = points[a, 2] + (of_b * near_b + of_c * near_c) / whole
    tilt_x, tilt_y = down_b * near_c - near_b * down_c, near_b * right_c - right_b * near_c
    upright = abs(area) / math.sqrt(tilt_x * tilt_x + tilt_y * tilt_y + area * area)
    return float((depth - z) * max(upright, STEEPEST))


@compiled()
def _seen_on_surface(
    points: Any, columns: int, turned: Any, seen: Any, slots: Any, samples: Any, x: float, y: float, z: float
) -> float:
    """How much is seen of a place on the surface: 1 if no other part of it is in front, else 0."""
    height, width = seen.shape
    row, column = math.floor(y), math.floor(x)
    if row < 0 or column < 0 or row >= height or column >= width:
        return 1.0
    slot = slots[row, column]
    if slot == NOTHING:
        if seen[row, column] == NOTHING:
            return 1.0
        a, b, c = corners(seen[row, column], columns, turned)
        return 1.0 if _buried(points, a, b, c, x, y, z) <= CLEARANCE else 0.0
    free = 0
    for k in range(SAMPLES):
        if samples[slot, k] == NOTHING:
            free += 1
            continue
        a, b, c = corners(samples[slot, k], columns, turned)
        free += _buried(points, a, b, c, x, y, z) <= CLEARANCE
    return free / SAMPLES


@compiled(
    "void(float64[:,::1], int64, boolean[::1], int32[:,::1], int32[:,::1], int32[:,::1],"
    " float64[:,::1], float64, float64, int64, int64, float64[::1], float32[:,::1])"
)
def cover_pieces(
    points: Any,
    columns: int,
    turned: Any,
    seen: Any,
    slots: Any,
    samples: Any,
    pieces: Any,
    width: float,
    hidden: float,
    left: int,
    top: int,
    stations: Any,
    cover: Any,
) -> None:
    """Cover the pixels of straight pieces, (n, 6), with round ends: 1 where one is seen, `hidden` where it is not.

    Whether a piece is seen is asked along its middle: a line keeps its width beside a rise of the ground it lies on.
    `stations` is room for one number for each pixel of the longest piece.
    """
    height, across = cover.shape
    half = max(width, 1.0) / 2 + 0.5
    for piece in range(pieces.shape[0]):
        x0, y0, z0 = pieces[piece, 0], pieces[piece, 1], pieces[piece, 2]
        along_x, along_y, along_z = pieces[piece, 3] - x0, pieces[piece, 4] - y0, pieces[piece, 5] - z0
        length = math.sqrt(along_x * along_x + along_y * along_y)
        if not math.isfinite(length + z0 + along_z):
            continue
        first_row, last_row = max(y0 + min(along_y, 0) - half, top), min(y0 + max(along_y, 0) + half, top + height - 1)
        first, last = max(x0 + min(along_x, 0) - half, left), min(x0 + max(along_x, 0) + half, left + across - 1)
        if first_row > last_row or first > last:
            continue
        steps = math.ceil(length)
        for step in range(steps + 1):
            share = step / steps if steps else 0.0
            x, y, z = x0 + share * along_x, y0 + share * along_y, z0 + share * along_z
            free = _seen_on_surface(points, columns, turned, seen, slots, samples, x, y, z)
            stations[step] = hidden + free * (1 - hidden)
        for row in range(math.floor(first_row) - top, math.floor(last_row) - top + 1):
            for column in range(math.floor(first) - left, math.floor(last) - left + 1):
                right, down = left + column + 0.5 - x0, top + row + 0.5 - y0
                share = (right * along_x + down * along_y) / (length * length) if length else 0.0
                share = min(max(share, 0.0), 1.0)
                away = math.sqrt((right - share * along_x) ** 2 + (down - share * along_y) ** 2)
                covered = min(half - away, 1.0) * min(width, 1.0)
                if covered > cover[row, column]:
                    step = min(int(share * steps), max(steps - 1, 0))
                    rest = share * steps - step
                    shown = stations[step] + (rest * (stations[step + 1] - stations[step]) if steps else 0.0)
                    cover[row, column] = max(cover[row, column], covered * shown)


@compiled(
    "void(int32[:,::1], float32[:,::1], float32[:,::1],"
    " float64, float64, float64, float64, float64, float64, float64, int64, int64, float32[:,::1])"
)
def cover_ball(
    slots: Any,
    depths: Any,
    samples: Any,
    x: float,
    y: float,
    z: float,
    radius: float,
    inner: float,
    outer: float,
    hidden: float,
    left: int,
    top: int,
    cover: Any,
) -> None:
    """Cover the pixels of a ball between two distances from its middle: 1 where it is seen, else `hidden`."""
    rows, columns = cover.shape
    height, width = depths.shape
    for row in range(rows):
        for column in range(columns):
            right, down = left + column + 0.5 - x, top + row + 0.5 - y
            away = math.sqrt(right * right + down * down)
            covered = min(max(outer + 0.5 - away, 0.0), 1.0) - min(max(inner + 0.5 - away, 0.0), 1.0)
            if covered <= 0:
                continue
            front = z + math.sqrt(max(radius * radius - away * away, 0.0))
            free = 1.0
            if 0 <= top + row < height and 0 <= left + column < width:
                slot = slots[top + row, left + column]
                if slot == NOTHING:
                    # Where the ball meets the ground the change takes a pixel, too.
                    free = min(max((front - depths[top + row, left + column]) / CLEARANCE + 0.5, 0.0), 1.0)
                else:
                    seen = 0
                    for k in range(SAMPLES):
                        seen += front >= samples[slot, k]
                    free = seen / SAMPLES
            cover[row, column] = covered * (hidden + free * (1 - hidden))


@compiled("void(float32[:,::1], float64, float64, float64, float64, uint8[:,:,:])")
def lay_cover(cover: Any, red: float, green: float, blue: float, alpha: float, pixels: Any) -> None:
    """Lay one colour over pixels, as much as they are covered; colours from 0 to 1."""
    height, width = cover.shape
    for row in range(height):
        for column in range(width):
            share = np.float64(cover[row, column]) * alpha
            if share > 0:
                left = 1 - share
                pixels[row, column, 0] = np.int32(255 * red * share + left * pixels[row, column, 0] + 0.5)
                pixels[row, column, 1] = np.int32(255 * green * share + left * pixels[row, column, 1] + 0.5)
                pixels[row, column, 2] = np.int32(255 * blue * share + left * pixels[row, column, 2] + 0.5)
                pixels[row, column, 3] = np.int32(255 * share + left * pixels[row, column, 3] + 0.5)
