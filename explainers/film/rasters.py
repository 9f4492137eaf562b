"""Images and clouds of points read off mobjects, as Manim's camera sees them."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from manim import Camera, Mobject, PMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from explainers.film.picture import Array, Cloud, Image, Inset, Picture, Raster, Window


class RasterReader:
    """Reads frames of one camera. What looks as it did in its last frame gives the same object."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._rasters: WeakKeyDictionary[Mobject, Raster] = WeakKeyDictionary()
        self._last: WeakKeyDictionary[Mobject, Image | Cloud] = WeakKeyDictionary()

    def image(self, mobject: AbstractImageMobject, window: Window) -> Image:
        """Read an image."""
        pixels = mobject.get_pixel_array()
        raster = self._rasters.get(mobject)
        if raster is None or not np.array_equal(raster.pixels, pixels):
            raster = self._rasters[mobject] = Raster(np.array(pixels, np.uint8))
        corners, resampling = self._places(mobject, window), int(mobject.resampling_algorithm)
        last = self._last.get(mobject)
        if (
            isinstance(last, Image)
            and last.raster is raster
            and last.resampling == resampling
            and np.array_equal(last.corners, corners)
        ):
            return last
        image = self._last[mobject] = Image(raster, corners, resampling)
        return image

    def inset(self, mobject: AbstractImageMobject, picture: Picture, window: Window) -> Inset:
        """Read the place where the picture of another camera is shown."""
        return Inset(
            picture=picture,
            width=mobject.camera.pixel_width / self._camera.pixel_width,
            height=mobject.camera.pixel_height / self._camera.pixel_height,
            corners=self._places(mobject, window),
            resampling=int(mobject.resampling_algorithm),
        )

    def cloud(self, mobject: PMobject, window: Window) -> Cloud | None:
        """Read a cloud of points; None if none of them would be seen."""
        thickness = int(self._camera.adjusted_thickness(mobject.stroke_width))
        points = self._places(mobject, window)
        if thickness <= 0 or len(points) != len(mobject.points):
            return None
        rgbas = np.tile(mobject.rgbas, (len(points) // len(mobject.rgbas), 1))
        last = self._last.get(mobject)
        if (
            isinstance(last, Cloud)
            and last.thickness == thickness
            and np.array_equal(last.points, points)
            and np.array_equal(last.rgbas, rgbas)
        ):
            return last
        cloud = self._last[mobject] = Cloud(points, rgbas, thickness)
        return cloud

    def _places(self, mobject: Mobject, window: Window) -> Array:
        """Project a mobject's points to the plane of the window."""
        points: Any = np.array(self._camera.transform_points_pre_display(mobject, mobject.points)[:, :2], float)
        center = self._camera.frame_center[:2]
        if (window.x, window.y) != (center[0], center[1]):
            # Manim keeps a camera's first window for shapes; images and clouds follow the camera from there.
            points += np.array([window.x, window.y]) - center
        places: Array = points
        return places
