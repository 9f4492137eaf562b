"""Shapes to pixels with cairo, in the calls and the order of Manim's own camera, so that the pixels are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cairo
import numpy as np

from explainers.film.picture import Matrix, Outline, Paint, Pixels, Shape, Stroke

Context = Any
"""A `cairo.Context`."""


class Tracer:
    """Traces outlines. One that was traced before is kept in cairo's own form: no point is looked at again."""

    def __init__(self) -> None:
        self._kept: dict[Outline, Any] = {}
        self._met: set[Outline] = set()

    def trace(self, context: Context, outline: Outline) -> None:
        """Make the outline the path of the context."""
        context.new_path()
        kept = self._kept.get(outline)
        if kept is not None:
            context.append_path(kept)
            return
        _trace(context, outline)
        if outline in self._met:
            self._kept[outline] = context.copy_path()
        self._met.add(outline)

    def forget(self, shown: Sequence[Shape]) -> None:
        """Keep only the outlines of what is shown now."""
        outlines = {shape.outline for shape in shown}
        self._met &= outlines
        self._kept = {outline: path for outline, path in self._kept.items() if outline in outlines}


class Painter:
    """Paints frame after frame; what lies lowest and has not changed is painted once.

    The shapes at the bottom that stay the same objects from one frame to the next are kept as pixels; only those from
    the first that changed on are painted again.
    """

    def __init__(self) -> None:
        self._ground: Pixels | None = None
        self._matrix: Matrix | None = None
        self._kept: Pixels | None = None
        self._kept_shapes: list[Shape] = []
        self._last_shapes: Sequence[Shape] = ()
        self._tracer = Tracer()

    def paint(self, ground: Pixels, shapes: Sequence[Shape], matrix: Matrix) -> Pixels:
        """Paint shapes over `ground`, which is left as it is."""
        if matrix != self._matrix:
            # Kept outlines are rounded to the grid of the pixels that they were traced for.
            self._tracer = Tracer()
        if ground is not self._ground or matrix != self._matrix or self._kept is None:
            self._ground, self._matrix = ground, matrix
            self._kept, self._kept_shapes, self._last_shapes = ground.copy(), [], ()
        if _common(self._kept_shapes, shapes) < len(self._kept_shapes):
            self._kept, self._kept_shapes = ground.copy(), []
        settled = _common(self._last_shapes, shapes)
        if settled > len(self._kept_shapes):
            draw(self._kept, shapes[len(self._kept_shapes) : settled], matrix, self._tracer)
            self._kept_shapes = list(shapes[:settled])
        self._last_shapes = shapes
        pixels = self._kept.copy()
        moving = shapes[len(self._kept_shapes) :]
        draw(pixels, moving, matrix, self._tracer)
        self._tracer.forget(moving)
        return pixels


def draw(pixels: Pixels, shapes: Sequence[Shape], matrix: Matrix, tracer: Tracer) -> None:
    """Draw shapes onto pixels."""
    height, width = pixels.shape[:2]
    surface = cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_ARGB32, width, height)
    context = cairo.Context(surface)
    context.set_matrix(cairo.Matrix(*matrix))
    for shape in shapes:
        tracer.trace(context, shape.outline)
        if shape.below is not None:
            _stroke(context, shape.below)
        if shape.fill is not None:
            _set_source(context, shape.fill)
            context.fill_preserve()
        if shape.above is not None:
            _stroke(context, shape.above)
    surface.flush()


def _common(first: Sequence[Shape], second: Sequence[Shape]) -> int:
    """How many shapes two frames share from the bottom up."""
    for position, (one, other) in enumerate(zip(first, second, strict=False)):
        if one is not other:
            return position
    return min(len(first), len(second))


def _trace(context: Context, outline: Outline) -> None:
    points = outline.points.tolist()
    curve_to = context.curve_to
    for first, last, closed in outline.subpaths:
        context.new_sub_path()
        context.move_to(*points[first])
        for start in range(first + 1, last, 4):
            curve_to(*points[start], *points[start + 1], *points[start + 2])
        if closed:
            context.close_path()


def _stroke(context: Context, stroke: Stroke) -> None:
    _set_source(context, stroke.paint)
    context.set_line_width(stroke.width)
    context.set_line_join(stroke.join)
    context.set_line_cap(stroke.cap)
    context.stroke_preserve()


def _set_source(context: Context, paint: Paint) -> None:
    """Set the colour. Red and blue change places: cairo keeps BGRA in memory where the pixels are RGBA."""
    if paint.ends is None:
        red, green, blue, alpha = paint.rgbas[0].tolist()
        context.set_source_rgba(blue, green, red, alpha)
        return
    (x0, y0), (x1, y1) = paint.ends.tolist()
    gradient = cairo.LinearGradient(x0, y0, x1, y1)
    offsets = np.linspace(0, 1, len(paint.rgbas)).tolist()
    for (red, green, blue, alpha), offset in zip(paint.rgbas.tolist(), offsets, strict=True):
        gradient.add_color_stop_rgba(offset, blue, green, red, alpha)
    context.set_source(gradient)
