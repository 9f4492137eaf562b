"""Pictures read off mobjects, as Manim's camera sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from manim import Camera, ImageMobjectFromCamera, Mobject, MovingCamera, MultiCamera, PMobject, ThreeDCamera, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.utils.iterables import list_difference_update

from explainers.film.picture import Backdrop, Element, Ground, Picture, Window
from explainers.film.rasters import RasterReader
from explainers.film.shapes import ShapeReader, family
from explainers.film.space import SpaceReader

_READABLE = (
    "adjusted_thickness",
    "apply_fill",
    "apply_stroke",
    "capture_mobjects",
    "display_image_mobject",
    "display_multiple_non_background_colored_vmobjects",
    "display_multiple_vectorized_mobjects",
    "display_point_cloud",
    "display_vectorized",
    "get_cairo_context",
    "get_mobjects_to_display",
    "get_thickening_nudges",
    "points_to_subpixel_coords",
    "set_cairo_context_color",
    "set_cairo_context_path",
    "transform_points_pre_display",
)
_STANDARD = (Camera, MovingCamera, MultiCamera, ThreeDCamera)


class PictureReader:
    """Reads the pictures of one camera."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._shapes = ShapeReader(camera)
        self._rasters = RasterReader(camera)
        self._space = SpaceReader(camera, self._shapes) if isinstance(camera, ThreeDCamera) else None
        self._readable = _draws_as_manim_does(camera)
        self._window: Window | None = None
        self._background: Any = None
        self._ground: Ground = (0, 0, 0, 255)
        self._inner: dict[Mobject, PictureReader] = {}

    def elements(self, mobjects: Iterable[Mobject]) -> tuple[Element, ...] | None:
        """Read mobjects and all they are made of, in painting order.

        Returns None if there is something among them that only the camera itself can paint. What the camera knows as
        nothing more than a mobject, such as a value tracker, it does not draw.
        """
        if not self._readable:
            return None
        shown = list(mobjects)
        insets = self._inner_pictures(shown)
        if insets is None:
            return None
        members = family(shown, by_z_index=self._camera.use_z_index)
        if any(member.__dict__.get("background_image") is not None for member in members):
            return None
        if members:
            self.settle()
        if self._space is not None:
            return tuple(self._space.read(members, self._raster))
        elements: list[Element] = []
        for member in members:
            if isinstance(member, VMobject):
                elements.append(self._shapes.read(member))
            elif member in insets:
                elements.append(self._rasters.inset(member, insets[member], self.window()))
            elif (element := self._raster(member)) is not None:
                elements.append(element)
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
        if self._window is not None:
            return self._window
        x, y = self._camera.frame_center[:2]
        return Window(float(x), float(y), float(self._camera.frame_width), float(self._camera.frame_height))

    def ground(self) -> Ground:
        """What the camera paints first: a colour, or pixels where it is not all one colour."""
        background = self._camera.background
        if background is not self._background:
            self._background = background
            colour = background[0, 0]
            # Four bytes at once, where the pixels lie so.
            whole = background.dtype == np.uint8 and background.shape[-1] == 4 and background.flags.c_contiguous
            pixels = background.view(np.uint32) if whole else background
            uniform = bool((pixels == pixels[0, 0]).all())
            red, green, blue, alpha = colour.tolist()
            self._ground = (red, green, blue, alpha) if uniform else Backdrop(np.array(background))
        return self._ground

    def settle(self) -> None:
        """Keep the window: only a moving camera looks at another part of the plane once it has drawn something."""
        if self._window is None and not isinstance(self._camera, MovingCamera):
            self._window = self.window()

    def _raster(self, mobject: Mobject) -> Element | None:
        """Read what is no vector shape; None if it is not drawn."""
        own: Element | None = None
        if (element := getattr(mobject, "picture_element", None)) is not None:
            own = element()
        elif isinstance(mobject, PMobject):
            own = self._rasters.cloud(mobject, self.window())
        elif isinstance(mobject, AbstractImageMobject):
            own = self._rasters.image(mobject, self.window())
        return own

    def _inner_pictures(self, mobjects: list[Mobject]) -> dict[Mobject, Picture] | None:
        """Read what other cameras see of the same mobjects: what they see of each other's pictures is left to them."""
        pictures: dict[Mobject, Picture] = {}
        if not mobjects or not isinstance(self._camera, MultiCamera):
            return pictures
        self._camera.update_sub_cameras()
        for display in self._camera.image_mobjects_from_cameras:
            shown = mobjects
            if not self._camera.allow_cameras_to_capture_their_own_display:
                shown = list_difference_update(mobjects, display.get_family())
            reader = self._inner.get(display) or self._inner.setdefault(display, PictureReader(display.camera))
            elements = reader.elements(shown)
            if elements is None or any(
                isinstance(member, ImageMobjectFromCamera) for member in family(shown, by_z_index=False)
            ):
                return None
            pictures[display] = reader.picture(elements)
        return pictures


def _draws_as_manim_does(camera: Camera) -> bool:
    """Whether the camera paints in the way that this room repeats."""
    standard = next((known for known in type(camera).__mro__ if known in _STANDARD), None)
    return standard is not None and all(getattr(type(camera), name) is getattr(standard, name) for name in _READABLE)
