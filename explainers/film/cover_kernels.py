"""What a figure covers of each pixel, as cairo reckons it, and colours laid over pixels by it, compiled.

Cairo looks at fifteen lines in each row of pixels. A row's cover is kept as differences: summed from the left it is the
share of each pixel that is covered.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from explainers.film.compiled import compiled

LINES = 15
CROSSINGS = 24
"""The most edges on one line of a figure that lies over itself."""


@compiled()
def _step(cover: Any, row: int, columns: int, column: int, share: float, height: float) -> None:
    """Add to a row what lies to the right of an edge that is, on average, so far into a column."""
    if column < 0:
        cover[row, 0] += height
    elif column < columns:
        cover[row, column] += height * (1 - share)
        cover[row, column + 1] += height * share


@compiled()
def _slope(cover: Any, row: int, columns: int, x0: int, x1: int, sign: float) -> None:
    """Add an edge that crosses a whole row: where it crosses several columns, it does so in whole lines."""
    if x0 > x1:
        x0, x1 = x1, x0
    first, last = x0 >> 8, x1 >> 8
    if first == last:
        _step(cover, row, columns, first, (x0 + x1 - 512 * first) / 512, sign)
        return
    if first >= columns:
        return
    if last < 0:
        cover[row, 0] += sign
        return
    wide = x1 - x0
    down = (256 * (first + 1) - x0) * LINES // wide
    _step(cover, row, columns, first, (256 + x0 - 256 * first) / 512, sign * down / LINES)
    for column in range(first + 1, min(last, columns)):
        further = (256 * (column + 1) - x0) * LINES // wide
        _step(cover, row, columns, column, 0.5, sign * (further - down) / LINES)
        down = further
    _step(cover, row, columns, last, (x1 - 256 * last) / 512, sign * (LINES - down) / LINES)


@compiled()
def box_of(edges: Any, count: int, height: int, width: int) -> Any:
    """The pixels that a figure may touch: left, top, right and bottom."""
    low_x, low_y, high_x, high_y = edges[0, 0], edges[0, 1], edges[0, 0], edges[0, 1]
    for number in range(count):
        low_x = min(low_x, edges[number, 0], edges[number, 2])
        high_x = max(high_x, edges[number, 0], edges[number, 2])
        low_y = min(low_y, edges[number, 1], edges[number, 3])
        high_y = max(high_y, edges[number, 1], edges[number, 3])
    return max(0, low_x >> 8), max(0, low_y >> 8), min(width, (high_x >> 8) + 1), min(height, (high_y >> 8) + 1)


@compiled()
def cover_simple(edges: Any, count: int, box: Any, cover: Any, broken: Any) -> None:
    """Add up what a figure covers that does not lie over itself, edge by edge.

    Parameters
    ----------
    broken
        Room to work in, one for each row.
    """
    left, top, right, bottom = box
    for row in range(bottom - top):
        broken[row] = False
    for number in range(count):
        for end in range(1, 4, 2):
            line = (edges[number, end] * LINES + 128) >> 8
            if line % LINES and top <= line // LINES < bottom:
                broken[line // LINES - top] = True
    for number in range(count):
        x0, y0, x1, y1 = edges[number, 0], edges[number, 1], edges[number, 2], edges[number, 3]
        sign = 1.0
        if y0 > y1:
            x0, y0, x1, y1, sign = x1, y1, x0, y0, -1.0
        line = max((y0 * LINES + 128) >> 8, top * LINES)
        last = min((y1 * LINES + 128) >> 8, bottom * LINES)
        slope = (x1 - x0) / (y1 - y0)
        while line < last:
            row = line // LINES - top
            if line % LINES == 0 and line + LINES <= last and not broken[row]:
                start = x0 + (line * 256.0 / LINES - y0) * slope - 256 * left
                _slope(cover, row, right - left, math.floor(start + 0.5), math.floor(start + 256 * slope + 0.5), sign)
                line += LINES
                continue
            x = math.floor(x0 + ((line + 0.5) * 256.0 / LINES - y0) * slope + 0.5) - 256 * left
            _step(cover, row, right - left, x >> 8, (x & 255) / 256, sign / LINES)
            line += 1


@compiled()
def cover_tight(edges: Any, count: int, box: Any, cover: Any, crossings: Any, met: Any) -> bool:
    """Add up what a figure covers that may lie over itself, line by line; False if its lines are too crowded.

    Parameters
    ----------
    crossings, met
        Room to work in: (lines, CROSSINGS) and (lines,).
    """
    left, top, right, bottom = box
    lines = (bottom - top) * LINES
    for line in range(lines):
        met[line] = 0
    for number in range(count):
        x0, y0, x1, y1 = edges[number, 0], edges[number, 1], edges[number, 2], edges[number, 3]
        falls = 1
        if y0 > y1:
            x0, y0, x1, y1, falls = x1, y1, x0, y0, 0
        slope = (x1 - x0) / (y1 - y0)
        for line in range(max((y0 * LINES + 128) >> 8, top * LINES), min((y1 * LINES + 128) >> 8, bottom * LINES)):
            at = line - top * LINES
            if met[at] == CROSSINGS:
                return False
            x = math.floor(x0 + ((line + 0.5) * 256.0 / LINES - y0) * slope + 0.5) - 256 * left
            # The direction goes in the lowest bit, so that sorted numbers are sorted crossings.
            value, place = 2 * x + falls, met[at]
            while place and crossings[at, place - 1] > value:
                crossings[at, place] = crossings[at, place - 1]
                place -= 1
            crossings[at, place] = value
            met[at] += 1
    for line in range(lines):
        winding = 0
        for place in range(met[line]):
            before = winding
            winding += 1 if crossings[line, place] & 1 else -1
            if (before == 0) != (winding == 0):
                x = crossings[line, place] >> 1
                sign = 1.0 if before == 0 else -1.0
                _step(cover, line // LINES, right - left, x >> 8, (x & 255) / 256, sign / LINES)
    return True


@compiled()
def lay(cover: Any, box: Any, colours: Any, line: Any, pixels: Any) -> None:
    """Lay a colour, or two along a line, over the pixels that are covered, and wipe the cover.

    Parameters
    ----------
    colours, line
        (2, 4) from 0 to 1, and where they stand, (2, 2).
    pixels
        (height, width): whole pixels, colours multiplied by their alpha, red in the lowest byte.
    """
    left, top, right, bottom = box
    none, one, full, half = np.float32(0), np.float32(1), np.float32(255), np.float32(0.5)
    ux, uy = line[1, 0] - line[0, 0], line[1, 1] - line[0, 1]
    length = ux * ux + uy * uy
    # A line without length has but its second colour.
    begin = 1 if length == 0 else 0
    if length > 0:
        ux, uy = ux / length, uy / length
    r0, g0 = np.float32(colours[begin, 0]), np.float32(colours[begin, 1])
    b0, a0 = np.float32(colours[begin, 2]), np.float32(colours[begin, 3])
    r1, g1 = np.float32(colours[1, 0]) - r0, np.float32(colours[1, 1]) - g0
    b1, a1 = np.float32(colours[1, 2]) - b0, np.float32(colours[1, 3]) - a0
    step = np.float32(ux)
    for y in range(top, bottom):
        covered, first, last = np.float32(0), right, left
        for x in range(left, right):
            more = cover[y - top, x - left]
            if more != 0:
                first, last = min(first, x), x
            covered += more
            cover[y - top, x - left] = covered
        if abs(covered) > np.float32(0.001):
            last = right - 1
        across = np.float32((first + 0.5 - line[0, 0]) * ux + (y + 0.5 - line[0, 1]) * uy)
        row, shares = pixels[y, first : last + 1], cover[y - top, first - left : last + 1 - left]
        # A loop without branches: the compiler takes eight pixels at a time.
        for x in range(last + 1 - first):
            share, at = abs(shares[x]), across + np.float32(x) * step
            share = np.float32(np.int32((share if share < one else one) * full + half)) / full
            at = at if at > none else none
            at = at if at < one else one
            alpha = (a0 + at * a1) * share
            rest, light, below = one - alpha, alpha * full, row[x]
            red = np.int32((r0 + at * r1) * light + np.float32(np.int32(below & 255)) * rest + half)
            green = np.int32((g0 + at * g1) * light + np.float32(np.int32((below >> 8) & 255)) * rest + half)
            blue = np.int32((b0 + at * b1) * light + np.float32(np.int32((below >> 16) & 255)) * rest + half)
            whole = np.int32(light + np.float32(np.int32(below >> 24)) * rest + half)
            row[x] = np.uint32(red | (green << 8) | (blue << 16) | (whole << 24))
        for x in range(right - left + 2):
            cover[y - top, x] = 0
