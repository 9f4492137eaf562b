"""Pixels converted: every value what the standard's formulas say."""

from __future__ import annotations

from typing import Any, cast

import av
import numpy as np
import numpy.typing as npt
import pytest

from explainers.film.convert import AnyConverter, Converter, LargeConverter, converter_for
from explainers.film.picture import Pixels

Planes = list[npt.NDArray[np.float64]]


def planes(frame: av.VideoFrame) -> Planes:
    """Read the planes of a frame, without what fills their lines up."""
    return [
        np.frombuffer(cast(Any, plane), np.uint8).reshape(-1, plane.line_size)[:, : plane.width].astype(float)
        for plane in frame.planes
    ]


def by_the_standard(pixels: Pixels) -> Planes:
    """Y'CbCr by ITU-R BT.709-6, items 3.2 to 3.4: luma, the two colour differences averaged over two by two pixels."""
    red, green, blue = (pixels[..., channel] / 255 for channel in range(3))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def averaged(whole: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return whole.reshape(len(whole) // 2, 2, -1, 2).mean(axis=(1, 3))

    return [16 + 219 * luma] + [
        128 + 224 * averaged(difference) for difference in ((blue - luma) / 1.8556, (red - luma) / 1.5748)
    ]


@pytest.fixture(scope="module")
def noise() -> Pixels:
    """All colours, also the purest, in a size that is no multiple of anything."""
    noise = np.random.default_rng(0).integers(0, 256, (42, 70, 4), dtype=np.uint8)
    noise[:8] = noise[:8] // 128 * 255
    return noise


def test_large_frames_are_rounded_to_the_nearest(noise: Pixels) -> None:
    """No value is further from the standard's than half a level, and a thousandth for factors of sixteen bits."""
    for found, expected in zip(planes(LargeConverter(70, 42).frame(noise)), by_the_standard(noise), strict=True):
        assert np.abs(found - expected).max() <= 0.502


def test_pixels_that_may_only_be_read(noise: Pixels) -> None:
    """A picture out of a file can be converted, too."""
    kept = np.frombuffer(noise.tobytes(), np.uint8).reshape(noise.shape)
    assert np.array_equal(planes(LargeConverter(70, 42).frame(kept))[0], planes(LargeConverter(70, 42).frame(noise))[0])


@pytest.mark.parametrize("converter", [LargeConverter(64, 64), AnyConverter("yuv420p")], ids=["large", "any"])
def test_patches(converter: Converter) -> None:
    """Both ways give the standard's values where neighbours are alike."""
    patches = np.random.default_rng(1).integers(0, 256, (4, 4, 4), dtype=np.uint8).repeat(16, axis=0).repeat(16, axis=1)
    for found, expected in zip(planes(converter.frame(patches)), by_the_standard(patches), strict=True):
        middle = slice(len(found) // 8, None, len(found) // 4)
        assert np.abs(found - expected)[middle, middle].max() <= 1


def test_the_choice() -> None:
    """Full HD is worth loading the compiler for; smaller pictures and other formats are not."""
    assert isinstance(converter_for("yuv420p", 1920, 1080), LargeConverter)
    assert isinstance(converter_for("yuv420p", 1280, 720), AnyConverter)
    assert isinstance(converter_for("yuva420p", 3840, 2160), AnyConverter)


def test_colours_are_divided_by_their_alpha() -> None:
    """Half transparent red, which cairo keeps as half of red, becomes whole red in a format with alpha."""
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[..., 0] = pixels[..., 3] = 128
    luma, *_, alpha = planes(AnyConverter("yuva420p").frame(pixels))
    assert luma == pytest.approx(16 + 219 * 0.2126, abs=1)
    assert alpha == pytest.approx(128, abs=1)
