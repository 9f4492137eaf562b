"""Shaded shapes drawn: with cairo, or where they are many on a large picture, by compiled loops in cairo's steps."""

from __future__ import annotations

import cairo
import numpy as np
import numpy.typing as npt

from explainers.film.draw_shapes import Context
from explainers.film.picture import Matrix, Pixels, ShadedShapes

MANY = 64
LARGE = 640 * 360
WIDE = 8
"""Shapes and pixels from which on the compiled loops are worth their start.

Their pixels are cairo's within two levels where strokes are less than so many pixels wide.
"""


class ShadedDrawer:
    """Draws on pixels of one size."""

    def __init__(self) -> None:
        self._cover: npt.NDArray[np.float32] | None = None

    def draw(self, shapes: ShadedShapes, context: Context, pixels: Pixels, matrix: Matrix) -> None:
        """Draw over pixels, (height, width, 4), whose colours are multiplied by their alpha, and their context."""
        height, width = pixels.shape[:2]
        if len(shapes.widths) < MANY or height * width < LARGE:
            draw_shaded(context, shapes, bgra=True)
            return
        from explainers.film.shaded_kernels import paint_shapes

        if self._cover is None:
            self._cover = np.zeros((height, width + 2), np.float32)
        scale, corner = np.array([matrix[0], matrix[3]]), np.array([matrix[4], matrix[5]])
        widths = shapes.widths * matrix[0]
        prepared = (
            np.ascontiguousarray(np.rint((shapes.points * scale + corner) * 256), np.int64),
            np.array(shapes.subpaths),
            np.array(shapes.first_subpaths),
            np.ascontiguousarray(np.clip(shapes.fills, 0, 1)),
            np.ascontiguousarray(np.clip(shapes.strokes, 0, 1)),
            np.ascontiguousarray(shapes.lines * scale + corner),
            widths,
            (shapes.joins == cairo.LineJoin.MITER) & (shapes.caps == cairo.LineCap.BUTT) & (widths < WIDE),
            pixels.view(np.uint32)[..., 0],
            self._cover,
        )
        number = paint_shapes(*prepared, 0)
        while number < len(shapes.widths):
            draw_shaded(context, shapes, bgra=True, only=number)
            number = paint_shapes(*prepared, number + 1)


def draw_shaded(context: Context, shapes: ShadedShapes, *, bgra: bool, only: int | None = None) -> None:
    """Draw shapes one after the other, each filled and then stroked, in the calls and the order of Manim's own camera.

    Parameters
    ----------
    bgra
        Whether red and blue change places, as for `draw_shape`.
    only
        The number of one shape, if the others are not to be drawn.
    """
    chosen = slice(None) if only is None else slice(only, only + 1)
    order = [2, 1, 0, 3] if bgra else [0, 1, 2, 3]
    fills, strokes = shapes.fills[chosen][..., order].tolist(), shapes.strokes[chosen][..., order].tolist()
    lines = shapes.lines[chosen].reshape(-1, 4).tolist()
    filled = shapes.fills[chosen, :, 3].max(axis=1).tolist()
    stroked = (shapes.strokes[chosen, :, 3].max(axis=1) * shapes.widths[chosen]).tolist()
    pens = zip(shapes.widths[chosen].tolist(), shapes.joins[chosen].tolist(), shapes.caps[chosen].tolist(), strict=True)
    ends = shapes.first_subpaths[chosen.start or 0 :].tolist()
    last_pen = None
    for number, pen in enumerate(pens):
        _trace(context, shapes, ends[number], ends[number + 1])
        if filled[number]:
            _set_source(context, fills[number], lines[number])
            context.fill_preserve()
        if stroked[number]:
            if pen != last_pen:
                width, join, cap = last_pen = pen
                context.set_line_width(width)
                context.set_line_join(join)
                context.set_line_cap(cap)
            _set_source(context, strokes[number], lines[number])
            context.stroke_preserve()
    context.new_path()


def _trace(context: Context, shapes: ShadedShapes, first_subpath: int, end: int) -> None:
    context.new_path()
    for first, last, closed in shapes.subpaths[first_subpath:end].tolist():
        points = shapes.points[first:last].tolist()
        context.move_to(*points[0])
        for start in range(1, last - first, 4):
            context.curve_to(*points[start], *points[start + 1], *points[start + 2])
        if closed:
            context.close_path()


def _set_source(context: Context, ends: list[list[float]], line: list[float]) -> None:
    first, last = ends
    if first == last:
        context.set_source_rgba(*first)
        return
    gradient = cairo.LinearGradient(*line)
    gradient.add_color_stop_rgba(0, *first)
    gradient.add_color_stop_rgba(1, *last)
    context.set_source(gradient)
