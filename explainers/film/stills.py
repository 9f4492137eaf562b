"""One picture to a file: PNG, or SVG and PDF, in which shapes stay shapes and all else becomes images."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import cairo
import numpy as np
from PIL import Image

from explainers.film.alpha import straight
from explainers.film.canvas import Canvas
from explainers.film.draw_shaded import draw_shaded
from explainers.film.draw_shapes import Tracer, draw_shape
from explainers.film.paint import Painter, draw
from explainers.film.picture import Backdrop, Cloud, Element, Picture, Pixels, ShadedShapes, Shape
from explainers.spec.errors import BadInput

FINER = 2
"""How many times finer than the picture's own pixels surfaces are in SVG and PDF."""
PAGE = 960.0
"""Width of a PDF page in points: that of a wide slide."""
WRITTEN = "2000-01-01T00:00:00Z"
"""When every PDF says it was made: the same picture makes the same file."""

_NUMBERED = re.compile(rb'\b(id="|url\(#|href="#)([a-z-]+?)-?([0-9]+(?:-[0-9]+)*)\b')


def write_still(picture: Picture, path: Path, width: int, height: int) -> None:
    """Write a picture, in the format that the path's ending says: .png, .svg or .pdf."""
    if path.suffix == ".png":
        pixels = straight(Painter(width, height).paint(picture))
        image = Image.fromarray(pixels)
        (image.convert("RGB") if (pixels[..., 3] == 255).all() else image).save(path)
    elif path.suffix == ".svg":
        path.write_bytes(_renumbered(_svg(picture, width, height)))
    elif path.suffix == ".pdf":
        path.write_bytes(_pdf(picture, width, height))
    else:
        raise BadInput(f"'{path.suffix}' is no format of stills. Choose .png, .svg or .pdf.")


def _svg(picture: Picture, width: int, height: int) -> bytes:
    written = io.BytesIO()
    with cairo.SVGSurface(written, width, height) as surface:
        surface.set_document_unit(cairo.SVG_UNIT_PX)
        _draw_on(cairo.Context(surface), picture, width, height)
    return written.getvalue()


def _pdf(picture: Picture, width: int, height: int) -> bytes:
    written = io.BytesIO()
    with cairo.PDFSurface(written, PAGE, PAGE * height / width) as surface:
        surface.set_metadata(cairo.PDF_METADATA_CREATE_DATE, WRITTEN)
        surface.set_metadata(cairo.PDF_METADATA_MOD_DATE, WRITTEN)
        context = cairo.Context(surface)
        context.scale(PAGE / width, PAGE / width)
        _draw_on(context, picture, width, height)
    return written.getvalue()


def _draw_on(context: Any, picture: Picture, width: int, height: int) -> None:
    """Draw a picture on a surface of shapes."""
    if isinstance(picture.ground, Backdrop):
        _place(context, picture.ground.pixels, width, height)
    elif picture.ground[3]:
        context.set_source_rgba(*(value / 255 for value in picture.ground))
        context.paint()
    tracer = Tracer()
    matrix = cairo.Matrix(*picture.window.matrix(width, height))
    for finer, elements in _runs(picture.elements):
        if not finer:
            context.save()
            context.transform(matrix)
            for element in elements:
                if isinstance(element, Shape):
                    draw_shape(context, element, tracer, bgra=False)
                elif isinstance(element, ShadedShapes):
                    draw_shaded(context, element, bgra=False)
            context.restore()
            continue
        canvas = Canvas(finer * width, finer * height)
        canvas.look_at(picture.window)
        draw(canvas, elements)
        _place(context, canvas.pixels, width, height)


def _runs(elements: tuple[Element, ...]) -> Iterator[tuple[int, list[Element]]]:
    """Elements that are drawn alike, one after the other: as shapes (0), or how many times finer as pixels."""

    def way(element: Element) -> int:
        if isinstance(element, Shape | ShadedShapes):
            return 0
        # The points of a cloud are as large as pixels.
        return 1 if isinstance(element, Cloud) else FINER

    for finer, run in groupby(elements, way):
        yield finer, list(run)


def _place(context: Any, pixels: Pixels, width: int, height: int) -> None:
    """Place finished pixels over the whole picture, without the empty ones around them."""
    shown = pixels[..., 3] > 0
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    if not rows.size:
        return
    top, left = int(rows[0]), int(columns[0])
    part = np.ascontiguousarray(pixels[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1][..., [2, 1, 0, 3]])
    image = cairo.ImageSurface.create_for_data(part.data, cairo.FORMAT_ARGB32, part.shape[1], part.shape[0])
    context.save()
    context.scale(width / pixels.shape[1], height / pixels.shape[0])
    context.set_source_surface(image, left, top)
    context.paint()
    context.restore()
    # Written out now, as long as the pixels are there.
    context.get_target().flush()


def _renumbered(svg: bytes) -> bytes:
    """Count the names in an SVG anew from its beginning: cairo counts on through all that a process writes."""
    names: dict[bytes, bytes] = {}

    def name(match: re.Match[bytes]) -> bytes:
        known = names.setdefault(match[2] + b"-" + match[3], b"%s-%d" % (match[2], len(names)))
        return match[1] + known

    return _NUMBERED.sub(name, svg)
