"""The loops that give a depth buffer its colours and lay it over a picture; compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from explainers.film.compiled import compiled
from explainers.film.mesh_edges import SAMPLE_X, SAMPLE_Y, SAMPLES
from explainers.film.mesh_kernels import NOTHING, corners, twice_area

ROOM = 2.5
"""Contour lines fade where the next is nearer than this many widths: more would be a smear."""
SLIVER = 0.02
"""Twice the area in pixels under which a triangle has one colour: nothing of it would be seen but rounding."""
STEEPEST = 4.0
"""So has one whose colours would run through their range this many times in a pixel."""
PLAN = 18
"""How many numbers a triangle's plan has: corner (2); red, green, blue, value there, each with how it grows across and
down (12); first and last level that runs through it; pixels for a unit of value; how clearly its lines show."""


@compiled(
    "void(float64[:,::1], int64, boolean[::1], int8[::1], float32[:,::1], float32[::1], float32[::1], float64,"
    " float32[:,::1])"
)
def plan_triangles(
    points: Any,
    columns: int,
    turned: Any,
    facing: Any,
    colours: Any,
    values: Any,
    levels: Any,
    width: float,
    plans: Any,
) -> None:
    """Work out how colours and values run over each triangle. The width of contour lines is in pixels."""
    gap = (levels[-1] - levels[0]) / (levels.size - 1) if levels.size > 1 else np.inf
    for triangle in range(facing.size):
        if facing[triangle] == 0:
            continue
        a, b, c = corners(triangle, columns, turned)
        area = twice_area(points, a, b, c)
        scale = 1 / area if abs(area) > SLIVER else 0.0
        b_across, b_down = (points[c, 1] - points[a, 1]) * scale, (points[a, 0] - points[c, 0]) * scale
        c_across, c_down = (points[a, 1] - points[b, 1]) * scale, (points[b, 0] - points[a, 0]) * scale
        plans[triangle, 0], plans[triangle, 1] = points[a, 0], points[a, 1]
        for channel in range(3):
            of_b, of_c = colours[b, channel] - colours[a, channel], colours[c, channel] - colours[a, channel]
            across, down = of_b * b_across + of_c * c_across, of_b * b_down + of_c * c_down
            flat = scale == 0 or abs(across) + abs(down) > STEEPEST
            middle = (colours[a, channel] + colours[b, channel] + colours[c, channel]) / 3
            plans[triangle, 2 + 3 * channel] = 255 * (middle if flat else colours[a, channel])
            plans[triangle, 3 + 3 * channel] = 0 if flat else 255 * across
            plans[triangle, 4 + 3 * channel] = 0 if flat else 255 * down
        plans[triangle, 11:] = 0
        if levels.size == 0 or scale == 0:
            continue
        of_b, of_c = values[b] - values[a], values[c] - values[a]
        across, down = of_b * b_across + of_c * c_across, of_b * b_down + of_c * c_down
        slope = math.sqrt(across * across + down * down)
        if slope == 0:
            continue
        reach = (width / 2 + 0.5) * slope
        low, high = min(values[a], values[b], values[c]) - reach, max(values[a], values[b], values[c]) + reach
        first = 0
        while first < levels.size and levels[first] < low:
            first += 1
        last = first
        while last < levels.size and levels[last] <= high:
            last += 1
        plans[triangle, 11], plans[triangle, 12], plans[triangle, 13] = values[a], across, down
        plans[triangle, 14], plans[triangle, 15] = first, last
        plans[triangle, 16], plans[triangle, 17] = 1 / slope, min(1.0, gap / slope / (ROOM * width))


@compiled()
def _ramp(plans: Any, triangle: int, channel: int, x: Any, y: Any) -> Any:
    """A colour or a value of a triangle at a place."""
    first = 2 + 3 * channel
    across, down = x - plans[triangle, 0], y - plans[triangle, 1]
    return plans[triangle, first] + across * plans[triangle, first + 1] + down * plans[triangle, first + 2]


@compiled()
def _ink_cover(plans: Any, triangle: int, levels: Any, width: Any, x: Any, y: Any) -> Any:
    """How much of a pixel is covered by contour lines, from 0 to 1."""
    value, cover = _ramp(plans, triangle, 3, x, y), np.float32(0)
    for level in range(int(plans[triangle, 14]), int(plans[triangle, 15])):
        away = abs(value - levels[level]) * plans[triangle, 16]
        cover = max(cover, min(np.float32(1), width, np.float32(0.5) * (width + np.float32(1)) - away))
    return cover * plans[triangle, 17]


@compiled()
def _packed(red: Any, green: Any, blue: Any, alpha: int) -> Any:
    """The four bytes of a pixel in one number."""
    half = np.float32(0.5)
    low = np.int32(red + half) | np.int32(green + half) << np.int32(8) | np.int32(blue + half) << np.int32(16)
    return np.uint32(low) | np.uint32(alpha) << np.uint32(24)


@compiled()
def _gather(samples: Any, slot: int, first: int) -> tuple[Any, Any, int]:
    """The middle and the number of a triangle's samples in a pixel, if `first` is the first of them."""
    x, y, count = 0.0, 0.0, 0
    for k in range(SAMPLES):
        if samples[slot, k] == samples[slot, first]:
            if k < first:
                return np.float32(0), np.float32(0), 0
            x += SAMPLE_X[k]
            y += SAMPLE_Y[k]
            count += 1
    return np.float32(x / count), np.float32(y / count), count


@compiled()
def _shade_run(
    plans: Any, triangle: int, levels: Any, ink: Any, width: Any, row: int, first: int, last: int, layer: Any
) -> None:
    """Colour pixels side by side that show the same triangle."""
    half = np.float32(0.5)
    x, y = np.float32(first) + half, np.float32(row) + half
    # Colours at the first pixel, and what they gain with each.
    red, more_red = _ramp(plans, triangle, 0, x, y), plans[triangle, 3]
    green, more_green = _ramp(plans, triangle, 1, x, y), plans[triangle, 6]
    blue, more_blue = _ramp(plans, triangle, 2, x, y), plans[triangle, 9]
    for step in range(last - first):
        on = np.float32(step)
        layer[row, first + step] = _packed(red + on * more_red, green + on * more_green, blue + on * more_blue, 255)
    if plans[triangle, 14] == plans[triangle, 15]:
        return
    for step in range(last - first):
        on = np.float32(step)
        cover = _ink_cover(plans, triangle, levels, width, x + on, y) * ink[3]
        if cover > 0:
            here_red, here_green, here_blue = red + on * more_red, green + on * more_green, blue + on * more_blue
            here_red += cover * (ink[0] - here_red)
            here_green += cover * (ink[1] - here_green)
            here_blue += cover * (ink[2] - here_blue)
            layer[row, first + step] = _packed(here_red, here_green, here_blue, 255)


@compiled()
def _shade_edge(plans: Any, levels: Any, ink: Any, width: Any, samples: Any, slot: int, row: int, column: int) -> Any:
    """The colour of a pixel in which more than one thing is seen."""
    reds, greens, blues, covered = np.float32(0), np.float32(0), np.float32(0), 0
    for k in range(SAMPLES):
        triangle = samples[slot, k]
        if triangle == NOTHING:
            continue
        # All samples that one triangle has in the pixel are coloured once, in their middle.
        right, below, count = _gather(samples, slot, k)
        if count == 0:
            continue
        x, y = np.float32(column) + right, np.float32(row) + below
        cover = _ink_cover(plans, triangle, levels, width, x, y) * ink[3]
        share, bare = np.float32(count / SAMPLES), np.float32(1) - cover
        reds += share * (cover * ink[0] + bare * _ramp(plans, triangle, 0, x, y))
        greens += share * (cover * ink[1] + bare * _ramp(plans, triangle, 1, x, y))
        blues += share * (cover * ink[2] + bare * _ramp(plans, triangle, 2, x, y))
        covered += count
    return _packed(reds, greens, blues, (255 * covered + SAMPLES // 2) // SAMPLES)


@compiled(
    "void(float32[:,::1], float32[::1], float32[::1], float32,"
    " int32[:,::1], int32[:,::1], int32[:,::1], int32[:,::1], uint32[:,::1])"
)
def shade(
    plans: Any, levels: Any, ink: Any, width: Any, spans: Any, seen: Any, slots: Any, samples: Any, layer: Any
) -> None:
    """Colour each pixel by the triangle seen at its centre, or by all those seen in it.

    Parameters
    ----------
    levels, ink, width
        The contour lines, their colour from 0 to 255 and opacity from 0 to 1, their width in pixels.
    layer
        (height, width): written inside of the spans, red, green, blue and alpha from the lowest byte to the highest,
        colours multiplied by alpha.
    """
    for row in range(seen.shape[0]):
        column, end = max(spans[row, 0], 0), spans[row, 1]
        while column < end:
            first, here = column, seen[row, column]
            column += 1
            if slots[row, first] != NOTHING:
                layer[row, first] = _shade_edge(plans, levels, ink, width, samples, slots[row, first], row, first)
                continue
            while column < end and seen[row, column] == here and slots[row, column] == NOTHING:
                column += 1
            if here == NOTHING:
                layer[row, first:column] = 0
            else:
                _shade_run(plans, here, levels, ink, width, row, first, column, layer)


@compiled("void(uint32[:,::1], int32[:,::1], uint32[:,:], float64)")
def lay_over(layer: Any, spans: Any, pixels: Any, opacity: float) -> None:
    """Lay the pixels inside of the spans over others."""
    whole = np.uint32(255 * opacity + 0.5)
    byte, most = np.uint32(255), np.uint32(65025)
    for row in range(layer.shape[0]):
        for column in range(max(spans[row, 0], 0), spans[row, 1]):
            above = layer[row, column]
            alpha = (above >> np.uint32(24)) * whole
            if alpha == most:
                pixels[row, column] = above
            elif alpha:
                below, mixed = pixels[row, column], np.uint32(0)
                for channel in range(4):
                    shift = np.uint32(8 * channel)
                    one, other = (above >> shift) & byte, (below >> shift) & byte
                    value = (one * whole * byte + other * (most - alpha) + most // np.uint32(2)) // most
                    mixed |= value << shift
                pixels[row, column] = mixed
