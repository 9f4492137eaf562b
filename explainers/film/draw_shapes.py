"""Shapes drawn with cairo, in the calls and the order of Manim's own camera, so that the pixels are the same."""

from __future__ import annotations

from typing import Any

import cairo
import numpy as np

from explainers.film.path_data import append
from explainers.film.picture import Outline, Paint, Shape, Stroke

Context = Any
"""A `cairo.Context`."""

MANY = 200
"""Points, and for each of its subpaths: from here on, path data are made sooner than curves are added one by one."""


class Tracer:
    """Traces outlines. One that was traced before is kept in cairo's own form: no point is looked at again.

    Kept outlines are rounded to the grid of the pixels that they were traced for: one tracer serves one matrix.
    """

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

    def forget_all_but(self, outlines: set[Outline]) -> None:
        """Keep only these."""
        self._met &= outlines
        self._kept = {outline: path for outline, path in self._kept.items() if outline in outlines}


def draw_shape(context: Context, shape: Shape, tracer: Tracer, *, bgra: bool) -> None:
    """Draw a shape.

    Parameters
    ----------
    bgra
        Whether red and blue change places: cairo keeps BGRA in memory where our pixels are RGBA. Files such as SVG
        have no such order.
    """
    tracer.trace(context, shape.outline)
    if shape.below is not None:
        _stroke(context, shape.below, bgra)
    if shape.fill is not None:
        _set_source(context, shape.fill, bgra)
        context.fill_preserve()
    if shape.above is not None:
        _stroke(context, shape.above, bgra)


def _trace(context: Context, outline: Outline) -> None:
    if len(outline.points) >= MANY * len(outline.subpaths) and append(context, outline):
        return
    # One row of numbers: a list for each point would take twice as long.
    numbers = outline.points.ravel().tolist()
    curve_to = context.curve_to
    for first, last, closed in outline.subpaths:
        context.new_sub_path()
        context.move_to(*numbers[2 * first : 2 * first + 2])
        for start in range(2 * first + 2, 2 * last, 8):
            curve_to(*numbers[start : start + 6])
        if closed:
            context.close_path()


def _stroke(context: Context, stroke: Stroke, bgra: bool) -> None:
    _set_source(context, stroke.paint, bgra)
    context.set_line_width(stroke.width)
    context.set_line_join(stroke.join)
    context.set_line_cap(stroke.cap)
    context.stroke_preserve()


def _set_source(context: Context, paint: Paint, bgra: bool) -> None:
    rgbas = paint.rgbas[:, [2, 1, 0, 3]] if bgra else paint.rgbas
    if paint.ends is None:
        context.set_source_rgba(*rgbas[0].tolist())
        return
    (x0, y0), (x1, y1) = paint.ends.tolist()
    gradient = cairo.LinearGradient(x0, y0, x1, y1)
    for rgba, offset in zip(rgbas.tolist(), np.linspace(0, 1, len(rgbas)).tolist(), strict=True):
        gradient.add_color_stop_rgba(offset, *rgba)
    context.set_source(gradient)
