"""Curves to straight pieces, and pieces to the edges of strokes, in cairo's own steps, compiled.

Coordinates are whole numbers, 256ths of a pixel.
"""

from __future__ import annotations

import math
from typing import Any

from explainers.film.compiled import compiled

MITER_LIMIT = 10.0
TOLERANCE = 0.1
"""How far a straight piece may be from its curve, in pixels."""


@compiled()
def _distance_squared(ax: int, ay: int, bx: int, by: int, dx: int, dy: int) -> float:
    """How far b is from the piece between a and d, squared, in pixels."""
    x, y = (bx - ax) / 256.0, (by - ay) / 256.0
    if ax != dx or ay != dy:
        u, v = (dx - ax) / 256.0, (dy - ay) / 256.0
        along, whole = x * u + y * v, u * u + v * v
        if along > 0:
            share = 1.0 if along >= whole else along / whole
            x -= share * u
            y -= share * v
    return x * x + y * y


@compiled()
def flatten(points: Any, start: int, stack: Any, line: Any, count: int) -> int:
    """Add the straight pieces of a curve to a line that ends where the curve begins.

    Parameters
    ----------
    points
        The curve's four are those from `start` on.
    stack
        Room to work in, (depth, 8).
    line
        (n, 6): x, y, the direction in which the pen arrives there, and that in which it leaves.

    Returns
    -------
    The new count, or -1 if there is no room.
    """
    for number in range(4):
        stack[0, 2 * number], stack[0, 2 * number + 1] = points[start + number, 0], points[start + number, 1]
    ax, ay, dx, dy = stack[0, 0], stack[0, 1], stack[0, 6], stack[0, 7]
    if ax == dx and ay == dy and stack[0, 2] == ax and stack[0, 3] == ay and stack[0, 4] == ax and stack[0, 5] == ay:
        return count
    if stack[0, 2] != ax or stack[0, 3] != ay:
        line[count - 1, 4], line[count - 1, 5] = stack[0, 2] - ax, stack[0, 3] - ay
    elif stack[0, 4] != ax or stack[0, 5] != ay:
        line[count - 1, 4], line[count - 1, 5] = stack[0, 4] - ax, stack[0, 5] - ay
    else:
        line[count - 1, 4], line[count - 1, 5] = dx - ax, dy - ay
    end_x, end_y, into_x, into_y = dx, dy, dx - stack[0, 4], dy - stack[0, 5]
    if into_x == 0 and into_y == 0:
        into_x, into_y = dx - stack[0, 2], dy - stack[0, 3]
    if into_x == 0 and into_y == 0:
        into_x, into_y = dx - ax, dy - ay
    depth = 0
    while depth >= 0:
        ax, ay, bx, by = stack[depth, 0], stack[depth, 1], stack[depth, 2], stack[depth, 3]
        cx, cy, dx, dy = stack[depth, 4], stack[depth, 5], stack[depth, 6], stack[depth, 7]
        error = max(_distance_squared(ax, ay, bx, by, dx, dy), _distance_squared(ax, ay, cx, cy, dx, dy))
        if error < TOLERANCE * TOLERANCE or depth + 2 >= len(stack):
            if count + 2 >= len(line):
                return -1
            if ax != line[count - 1, 0] or ay != line[count - 1, 1]:
                line[count, 0], line[count, 1] = ax, ay
                line[count, 2], line[count, 3], line[count, 4], line[count, 5] = bx - ax, by - ay, bx - ax, by - ay
                count += 1
            depth -= 1
            continue
        abx, aby = ax + ((bx - ax) >> 1), ay + ((by - ay) >> 1)
        bcx, bcy = bx + ((cx - bx) >> 1), by + ((cy - by) >> 1)
        cdx, cdy = cx + ((dx - cx) >> 1), cy + ((dy - cy) >> 1)
        lx, ly = abx + ((bcx - abx) >> 1), aby + ((bcy - aby) >> 1)
        rx, ry = bcx + ((cdx - bcx) >> 1), bcy + ((cdy - bcy) >> 1)
        mx, my = lx + ((rx - lx) >> 1), ly + ((ry - ly) >> 1)
        stack[depth, 0], stack[depth, 1], stack[depth, 2], stack[depth, 3] = mx, my, rx, ry
        stack[depth, 4], stack[depth, 5], stack[depth, 6], stack[depth, 7] = cdx, cdy, dx, dy
        depth += 1
        stack[depth, 0], stack[depth, 1], stack[depth, 2], stack[depth, 3] = ax, ay, abx, aby
        stack[depth, 4], stack[depth, 5], stack[depth, 6], stack[depth, 7] = lx, ly, mx, my
    line[count, 0], line[count, 1], line[count, 2], line[count, 3] = end_x, end_y, into_x, into_y
    line[count, 4], line[count, 5] = into_x, into_y
    return count + 1


@compiled()
def add_edge(edges: Any, count: int, x0: int, y0: int, x1: int, y1: int) -> int:
    """Add an edge that is not level; returns the new count."""
    if y0 != y1 and count < len(edges):
        edges[count, 0], edges[count, 1], edges[count, 2], edges[count, 3] = x0, y0, x1, y1
        count += 1
    return count


@compiled()
def _put(sides: Any, counts: Any, side: int, x: float, y: float) -> None:
    """Add a point to one side of a stroke."""
    sides[side, counts[side], 0], sides[side, counts[side], 1] = math.floor(x + 0.5), math.floor(y + 0.5)
    counts[side] += 1


@compiled()
def _turn(sides: Any, counts: Any, x: float, y: float, half: float, room: float, way: Any) -> bool:
    """Add the two sides of a pen where it turns, with a miter if it is not too long.

    Returns whether there is room for the turn: then its inner sides meet in a point, too.
    """
    from_x, from_y, on_x, on_y = way
    cosine = from_x * on_x + from_y * on_y
    outer = 1 if from_x * on_y - from_y * on_x > 0 else 0
    sign = 1.0 - 2.0 * outer
    first_x, first_y, second_x, second_y = -from_y * half, from_x * half, -on_y * half, on_x * half
    miter_x, miter_y = 0.0, 0.0
    if cosine > -0.999999:
        miter_x, miter_y = (first_x + second_x) / (1 + cosine), (first_y + second_y) / (1 + cosine)
    if MITER_LIMIT * MITER_LIMIT * (1 + cosine) >= 2:
        _put(sides, counts, outer, x + sign * miter_x, y + sign * miter_y)
    else:
        _put(sides, counts, outer, x + sign * first_x, y + sign * first_y)
        _put(sides, counts, outer, x + sign * second_x, y + sign * second_y)
    roomy = half * half * (1 - cosine) <= room * room * (1 + cosine)
    if roomy:
        _put(sides, counts, 1 - outer, x - sign * miter_x, y - sign * miter_y)
    else:
        _put(sides, counts, 1 - outer, x - sign * first_x, y - sign * first_y)
        _put(sides, counts, 1 - outer, x, y)
        _put(sides, counts, 1 - outer, x - sign * second_x, y - sign * second_y)
    return bool(roomy)


@compiled()
def _length(x: float, y: float) -> float:
    return math.sqrt(float(x) * float(x) + float(y) * float(y))


@compiled()
def _join(edges: Any, total: int, sides: Any, side: int, one: int, other_side: int, other: int) -> int:
    """Add the edge between two points of a stroke's sides; returns the new count."""
    x0, y0 = sides[side, one, 0], sides[side, one, 1]
    return add_edge(edges, total, x0, y0, sides[other_side, other, 0], sides[other_side, other, 1])


@compiled()
def stroke_edges(
    line: Any, joint: Any, count: int, closed: bool, half: float, sides: Any, counts: Any, edges: Any
) -> tuple[int, bool]:
    """Find the edges of a stroke around a line.

    Parameters
    ----------
    joint
        Where two curves meet: there the stroke has corners.
    half
        Half the width of the pen.
    sides, counts
        Room to work in: (2, n, 2) and (2,).

    Returns
    -------
    How many edges there are, or -1 if that is a case for cairo; and whether the stroke may lie over itself.
    """
    last = count - 1
    counts[0], counts[1] = 0, 0
    tight = False
    around, area = 0.0, 0.0
    for number in range(count):
        if number == 0 and closed:
            continue
        before = number - 1 if number else last
        after = number + 1 if number < last else (1 if closed else 0)
        x, y = float(line[number, 0]), float(line[number, 1])
        piece = _length(x - line[before, 0], y - line[before, 1])
        around += piece
        area += line[before, 0] * y - x * line[before, 1]
        from_x, from_y = line[number, 2], line[number, 3]
        on_x, on_y = line[number, 4], line[number, 5]
        if number == last and closed:
            on_x, on_y = line[0, 4], line[0, 5]
        elif number == last:
            on_x, on_y = from_x, from_y
        elif number == 0:
            from_x, from_y = on_x, on_y
        into, out = _length(from_x, from_y), _length(on_x, on_y)
        if into == 0 or out == 0:
            return -1, False
        if joint[number] and (closed or 0 < number < last):
            room = min(piece, _length(x - line[after, 0], y - line[after, 1]))
            way = (from_x / into, from_y / into, on_x / out, on_y / out)
            tight |= not _turn(sides, counts, x, y, half, room, way)
        else:
            for side in range(2):
                reach = half * (1 - 2 * side) / into
                _put(sides, counts, side, x - reach * from_y, y + reach * from_x)
    tight |= closed and abs(area) < 4 * half * around
    total = 0
    for side in range(2):
        for number in range(counts[side] if closed else counts[side] - 1):
            one, other = number, number + 1 if number + 1 < counts[side] else 0
            if side == 1:
                one, other = other, one
            total = _join(edges, total, sides, side, one, side, other)
    if not closed:
        total = _join(edges, total, sides, 0, counts[0] - 1, 1, counts[1] - 1)
        total = _join(edges, total, sides, 1, 0, 0, 0)
    return total, bool(tight)
