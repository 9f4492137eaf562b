"""Pictures read off mobjects, as Manim's camera sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from manim import Camera, Mobject, VMobject

from explainers.film.picture import Backdrop, Element, Ground, Picture, Window
from explainers.film.shapes import ShapeReader, family


class PictureReader:
    """Reads the pictures of one camera."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._shapes = ShapeReader(camera)
        self._background: Any = None
        self._ground: Ground = (0, 0, 0, 255)

    def elements(self, mobjects: Iterable[Mobject]) -> tuple[Element, ...] | None:
        """Read mobjects and all they are made of, in painting order.

        Returns None if there is something among them that only the camera itself can paint. What the camera knows as
        nothing more than a mobject, such as a value tracker, it does not draw.
        """
        if not self._shapes.readable:
            return None
        elements: list[Element] = []
        for mobject in family(mobjects, by_z_index=self._camera.use_z_index):
            if isinstance(mobject, VMobject):
                if mobject.get_background_image() is not None:
                    return None
                elements.append(self._shapes.read(mobject))
            elif self._camera.type_or_raise(mobject) is not Mobject:
                return None
        return tuple(elements)

    def picture(self, elements: tuple[Element, ...]) -> Picture:
        """The picture of elements, seen through the camera where it stands now."""
        return Picture(self.window(), self.ground(), elements)

    def painted(self, below: Sequence[Mobject], above: Sequence[Mobject]) -> Picture:
        """Let the camera itself paint mobjects, some of them over all the others."""
        self._camera.reset()
        if below:
            self._camera.capture_mobjects(below)
        self._camera.capture_mobjects(above)
        return Picture(self.window(), Backdrop(self._camera.pixel_array.copy()), ())

    def window(self) -> Window:
        """The part of the plane that the camera shows."""
        x, y = self._camera.frame_center[:2]
        return Window(float(x), float(y), float(self._camera.frame_width), float(self._camera.frame_height))

    def ground(self) -> Ground:
        """What the camera paints first: a colour, or pixels where it is not all one colour."""
        background = self._camera.background
        if background is not self._background:
            self._background = background
            colour = background[0, 0]
            uniform = bool((background == colour).all())
            red, green, blue, alpha = colour.tolist()
            self._ground = (red, green, blue, alpha) if uniform else Backdrop(np.array(background))
        return self._ground
