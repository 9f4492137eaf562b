"""Manim's Cairo camera, which can also paint meshes: surfaces of many small faces, sorted by depth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cairo
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
        context.save()
        context.set_line_width(self.frame_width / self.pixel_width)
        context.set_line_join(cairo.LineJoin.ROUND)
        for mesh in meshes:
            _paint(mesh, context)
        context.restore()


def _paint(mesh: Mesh, context: cairo.Context[Any]) -> None:
    """Fill the faces from back to front.

    Each face is also outlined, one pixel wide in its own colour: without that, the background shines through between
    two smoothed edges. A faded mesh is painted whole and then blended, so that the outlines do not show.
    """
    if mesh.opacity <= 0:
        return
    # Manim leaves the path that it stroked last in the context.
    context.new_path()
    context.push_group()
    for corners, (red, green, blue) in mesh.painting_order():
        (x0, y0), *others = corners
        context.move_to(x0, y0)
        for x, y in others:
            context.line_to(x, y)
        context.close_path()
        # Manim keeps its pixels as red, green, blue where cairo has blue, green, red.
        context.set_source_rgb(blue, green, red)
        context.fill_preserve()
        context.stroke()
    context.pop_group_to_source()
    context.paint_with_alpha(mesh.opacity)
