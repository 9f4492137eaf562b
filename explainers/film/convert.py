"""Painted pixels to what encoders take: BT.709 in limited range, chroma averaged where it is coarser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, cast

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from explainers.film.alpha import straight
from explainers.film.damage import Rectangle
from explainers.film.encodings import conversion_is_compiled
from explainers.film.picture import Pixels


class Converter(Protocol):
    """Makes frames of pixels."""

    def frame(self, pixels: Pixels, changed: Sequence[Rectangle] | None = None) -> av.VideoFrame:
        """Convert one picture. The frame is good until the next one is asked for.

        Parameters
        ----------
        changed
            Where the picture differs from the one before; None if that is not known.
        """


class LargeConverter:
    """To yuv420p, each value rounded to the nearest. What is transparent comes out as it would over black."""

    def __init__(self, width: int, height: int) -> None:
        from explainers.film.yuv_kernel import fill_yuv420p

        self._fill: Any = fill_yuv420p
        self._frame = av.VideoFrame(width, height, "yuv420p")
        # Lines of a plane may be longer than the picture is wide; encoders do not look there.
        planes = cast(Any, self._frame.planes)
        self._planes = [np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size) for plane in planes]

    def frame(self, pixels: Pixels, changed: Sequence[Rectangle] | None = None) -> av.VideoFrame:
        height, width = pixels.shape[:2]
        whole = pixels.reshape(height, width * 4).view(np.uint32)
        for rectangle in [(0, 0, width, height)] if changed is None else changed:
            self._fill(whole, *self._planes, *rectangle)
        return self._frame


class AnyConverter:
    """To any format, by swscale; colours are no longer multiplied by alpha where the format has it."""

    def __init__(self, pixel_format: str) -> None:
        self._format = pixel_format
        self._has_alpha = any(component.is_alpha for component in av.VideoFormat(pixel_format).components)
        self._reformatter = VideoReformatter()

    def frame(self, pixels: Pixels, changed: Sequence[Rectangle] | None = None) -> av.VideoFrame:
        return self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(straight(pixels) if self._has_alpha else pixels, format="rgba"),
            format=self._format,
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )


def converter_for(pixel_format: str, width: int, height: int) -> Converter:
    """Choose how pixels of this size become frames of this format."""
    if conversion_is_compiled(pixel_format, width, height):
        return LargeConverter(width, height)
    return AnyConverter(pixel_format)
