"""Manim's Cairo camera, which can also paint meshes and what lies on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Camera, Mobject

from explainers.film.draw_mesh import MeshDrawer
from explainers.film.picture import Window
from explainers.stage.figures.mesh import MeshPart


class StageCamera(Camera):
    """Paints what Manim's camera paints, and meshes, by the code that paints them in films."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._meshes = MeshDrawer()

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        if isinstance(mobject, MeshPart):
            # Manim makes this table anew at each call, so it is there to be added to only now.
            super().type_or_raise(mobject)
            self.display_funcs[MeshPart] = self._display_meshes
            return MeshPart
        return super().type_or_raise(mobject)

    def _display_meshes(self, mobjects: Iterable[MeshPart], pixel_array: Any) -> None:
        x, y = self.frame_center[:2]
        matrix = Window(x, y, self.frame_width, self.frame_height).matrix(self.pixel_width, self.pixel_height)
        for mobject in mobjects:
            self._meshes.draw(mobject.picture_element(), pixel_array, matrix)
