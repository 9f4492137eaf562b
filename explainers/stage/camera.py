"""Manim's Cairo camera, which can also paint meshes: surfaces of many small faces, sorted by depth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject

from explainers.stage.figures.mesh import Mesh


class StageCamera(Camera):
    """Paints what Manim's camera paints, and meshes."""

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        if isinstance(mobject, Mesh):
            # Manim makes this table anew at each call, so it is there to be added to only now.
            super().type_or_raise(mobject)
            self.display_funcs[Mesh] = self._display_meshes
            return Mesh
        return super().type_or_raise(mobject)

    def _display_meshes(self, meshes: Iterable[Mesh], pixel_array: Any) -> None:
        context = self.get_cairo_context(pixel_array)
        # Manim leaves the path that it stroked last in the context.
        context.new_path()
        for mesh in meshes:
            if mesh.opacity > 0:
                context.set_source(self._painted(mesh, context))
                context.paint_with_alpha(mesh.opacity)

    def _painted(self, mesh: Mesh, context: cairo.Context[Any]) -> cairo.Pattern:
        """Paint a mesh by itself, or take what was painted last: a surface is dimmed more often than it is turned."""
        state = (mesh.points.tobytes(), mesh.face_colours.tobytes(), str(context.get_matrix()))
        if self._last_mesh is None or self._last_mesh[0] != state:
            self._last_mesh = (state, _paint(mesh, context, self.frame_width / self.pixel_width))
        return self._last_mesh[1]

    _last_mesh: tuple[Any, cairo.Pattern] | None = None


def _paint(mesh: Mesh, context: cairo.Context[Any], pixel: float) -> cairo.Pattern:
    """Fill the faces from back to front, each a little larger than it is.

    Without the half pixel more on every side, the background would shine through between two smoothed edges.
    """
    corners, colours = mesh.faces()
    outwards = corners - corners.mean(axis=1, keepdims=True)
    outwards /= np.maximum(np.linalg.norm(outwards, axis=2, keepdims=True), 1e-12)
    context.push_group()
    move_to, line_to, set_colour, fill = context.move_to, context.line_to, context.set_source_rgb, context.fill
    larger = (corners + 0.7 * pixel * outwards).reshape(-1, 8)
    for (x0, y0, x1, y1, x2, y2, x3, y3), (red, green, blue) in zip(larger.tolist(), colours.tolist(), strict=True):
        move_to(x0, y0)
        line_to(x1, y1)
        line_to(x2, y2)
        line_to(x3, y3)
        # Manim keeps its pixels as red, green, blue where cairo has blue, green, red.
        set_colour(blue, green, red)
        fill()
    return context.pop_group()
