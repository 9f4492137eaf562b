"""What elements are drawn on: pixels, with a cairo context over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import cairo
import numpy as np

from explainers.film.damage import Rectangle
from explainers.film.draw_mesh import MeshDrawer
from explainers.film.draw_rasters import RasterDrawer
from explainers.film.draw_shaded import ShadedDrawer
from explainers.film.draw_shapes import Tracer
from explainers.film.picture import Colour, Ground, Matrix, Pixels, Window


class Canvas:
    """Pixels and the context that draws on them. What is written into `pixels` itself is seen by the context, too.

    Canvases of one size may share what draws their `meshes`: it remembers what was seen of the last one.
    """

    def __init__(self, width: int, height: int, meshes: MeshDrawer | None = None) -> None:
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        self.context: Any = cairo.Context(
            cairo.ImageSurface.create_for_data(self.pixels.data, cairo.FORMAT_ARGB32, width, height)
        )
        self.matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self.tracer = Tracer()
        self.meshes = meshes or MeshDrawer()
        self.rasters = RasterDrawer()
        self.shaded = ShadedDrawer()

    def look_at(self, window: Window) -> None:
        """Show this part of the plane."""
        height, width = self.pixels.shape[:2]
        matrix = window.matrix(width, height)
        if matrix != self.matrix:
            self.matrix = matrix
            self.tracer = Tracer()
            self.context.set_matrix(cairo.Matrix(*matrix))

    def cover(self, ground: Ground) -> None:
        """Paint over everything."""
        if isinstance(ground, tuple):
            # As whole pixels: numpy takes twenty times as long to repeat four bytes.
            self.pixels.view(np.uint32)[:] = np.array(_premultiplied(ground), np.uint8).view(np.uint32)
        else:
            np.copyto(self.pixels, ground.pixels)

    def copy_from(self, other: Canvas) -> None:
        """Show what another canvas of the same size shows."""
        np.copyto(self.pixels, other.pixels)

    def copy_places_from(self, other: Canvas, places: Iterable[Rectangle]) -> None:
        """Show what another canvas of the same size shows in these rectangles."""
        mine, others = self.pixels.view(np.uint32), other.pixels.view(np.uint32)
        for left, top, right, bottom in places:
            mine[top:bottom, left:right] = others[top:bottom, left:right]

    @contextmanager
    def only_between(self, top: int, bottom: int) -> Iterator[None]:
        """Draw outlines in these rows of pixels only.

        Cut across the whole width, an outline's pixels are those of the whole: cairo leaves out what is above and
        below, but moves what is left or right of a clip to its border, and rounds what it cuts there.
        """
        self.context.identity_matrix()
        self.context.new_path()
        self.context.rectangle(0, top, self.pixels.shape[1], bottom - top)
        self.context.clip()
        self.context.set_matrix(cairo.Matrix(*self.matrix))
        yield
        self.context.reset_clip()


def _premultiplied(colour: Colour) -> Colour:
    red, green, blue, alpha = colour
    return (red * alpha // 255, green * alpha // 255, blue * alpha // 255, alpha)
