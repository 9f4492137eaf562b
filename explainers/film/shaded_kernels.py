"""The loop that paints many shaded shapes, compiled: the pixels are cairo's, within its last bit or two.

Imported only where there are many shapes to paint: the compiler itself takes a while to load.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from explainers.film.compiled import compiled
from explainers.film.cover_kernels import CROSSINGS, LINES, box_of, cover_simple, cover_tight, lay
from explainers.film.outline_kernels import TOLERANCE, add_edge, flatten, stroke_edges

ROOM = 1024
"""The most straight pieces of a shape: what has more is for cairo."""


_SHAPES = "int64[:, ::1], int32[:, ::1], int32[::1], float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1]"
_PENS = "float64[::1], boolean[::1]"


@compiled(f"int64({_SHAPES}, {_PENS}, uint32[:, ::1], float32[:, ::1], int64)")
def paint_shapes(
    points: Any,
    subpaths: Any,
    first_subpaths: Any,
    fills: Any,
    strokes: Any,
    lines: Any,
    widths: Any,
    plain: Any,
    pixels: Any,
    cover: Any,
    begin: int,
) -> int:
    """Paint shapes from number `begin` on; returns the number of the first that is left to cairo.

    Parameters
    ----------
    points
        (n, 2): in 256ths of a pixel.
    lines, widths
        In pixels.
    plain
        (k,): whether strokes have mitered joints and no caps.
    pixels
        (height, width): whole pixels, colours multiplied by their alpha, red in the lowest byte.
    cover
        (height, width + 2): room to work in, all zero.
    """
    height, width = pixels.shape
    line, joint, broken = np.empty((ROOM, 6), np.int64), np.empty(ROOM, np.bool_), np.empty(height, np.bool_)
    sides, counts = np.empty((2, 4 * ROOM, 2), np.int64), np.empty(2, np.int64)
    edges, stack, met = (
        np.empty((8 * ROOM, 4), np.int64),
        np.empty((32, 8), np.int64),
        np.empty(height * LINES, np.int64),
    )
    crossings = np.empty((height * LINES, CROSSINGS), np.int64)
    for shape in range(begin, len(widths)):
        subpath = first_subpaths[shape]
        if first_subpaths[shape + 1] == subpath:
            continue
        first, after, closed = subpaths[subpath, 0], subpaths[subpath, 1], subpaths[subpath, 2] != 0
        stroked = widths[shape] > TOLERANCE / 2 and (strokes[shape, 0, 3] > 0 or strokes[shape, 1, 3] > 0)
        apart = points[first, 0] != points[after - 1, 0] or points[first, 1] != points[after - 1, 1]
        if first_subpaths[shape + 1] != subpath + 1 or (closed and apart) or (stroked and not plain[shape]):
            return shape
        line[0, 0], line[0, 1], joint[0], count = points[first, 0], points[first, 1], True, 1
        for start in range(first, after - 3, 4):
            grown = flatten(points, start, stack, line, count)
            if grown < 0:
                return shape
            for number in range(count, grown):
                joint[number] = number == grown - 1
            count = grown
        if count < 2:
            return shape
        box = (0, 0, 0, 0)
        if fills[shape, 0, 3] > 0 or fills[shape, 1, 3] > 0:
            total = 0
            for number in range(count):
                other = number + 1 if number + 1 < count else 0
                total = add_edge(edges, total, line[number, 0], line[number, 1], line[other, 0], line[other, 1])
            if total:
                box = box_of(edges, total, height, width)
                if box[0] < box[2] and box[1] < box[3]:
                    cover_simple(edges, total, box, cover, broken)
                    lay(cover, box, fills[shape], lines[shape], pixels)
        if stroked:
            total, tight = stroke_edges(line, joint, count, closed, widths[shape] * 128, sides, counts, edges)
            if total > 0:
                box = box_of(edges, total, height, width)
                if box[0] < box[2] and box[1] < box[3]:
                    if not tight or not cover_tight(edges, total, box, cover, crossings, met):
                        cover_simple(edges, total, box, cover, broken)
                    lay(cover, box, strokes[shape], lines[shape], pixels)
    return len(widths)
