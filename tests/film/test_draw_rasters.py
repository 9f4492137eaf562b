"""Images and clouds of points: read off mobjects, and laid over pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Camera, ImageMobject, PMobject
from PIL import Image as Pillow

from explainers.film import draw_rasters
from explainers.film.capture import configure_manim
from explainers.film.paint import Painter
from explainers.film.picture import Cloud, Image, Picture, Pixels, Raster, Window
from explainers.film.reader import PictureReader
from explainers.spec.settings import RenderSettings

WIDTH, HEIGHT = 160, 90
WINDOW = Window(0, 0, 16, 9)
CLEAR, BLACK = (0, 0, 0, 0), (0, 0, 0, 255)
NEAREST = 0


@pytest.fixture(autouse=True)
def _small_frames(tmp_path: Path) -> None:
    configure_manim(RenderSettings(width=WIDTH, height=HEIGHT, fps=30), tmp_path)


def painted(*elements: Image | Cloud, ground: tuple[int, int, int, int] = BLACK) -> Pixels:
    return Painter(WIDTH, HEIGHT).paint(Picture(WINDOW, ground, elements)).copy()


def upright(raster: Raster, left: float, top: float, width: float, height: float) -> Image:
    """An image with its sides along those of the picture, in pixels from its upper left."""
    x, y = np.array([left, left + width]) / 10 - 8, 4.5 - np.array([top, top + height]) / 10
    return Image(raster, np.array([[x[0], y[0]], [x[1], y[0]], [x[0], y[1]], [x[1], y[1]]]), NEAREST)


def test_an_upright_image_is_its_pixels() -> None:
    """Where it is painted in its own size, every pixel is there, and nothing around it."""
    raster = Raster(np.random.default_rng(0).integers(0, 256, (20, 30, 4)).astype(np.uint8))
    raster.pixels[..., 3] = 255
    pixels = painted(upright(raster, 40, 25, 30, 20))
    np.testing.assert_array_equal(pixels[25:45, 40:70], raster.pixels)
    pixels[25:45, 40:70] = BLACK
    assert (pixels == BLACK).all()


@pytest.mark.parametrize(("left", "top"), [(-10, 30), (145, 30), (60, -7), (60, 85), (-100, -100), (400, 10)])
def test_what_lies_beyond_the_edge_is_cut(left: int, top: int) -> None:
    """An image that is partly or wholly outside shows what is inside, where it would be in a larger picture."""
    raster = Raster(np.random.default_rng(1).integers(0, 256, (20, 30, 4)).astype(np.uint8))
    raster.pixels[..., 3] = 255
    large = np.zeros((HEIGHT + 1000, WIDTH + 1000, 4), np.uint8)
    large[..., 3] = 255
    large[500 + top : 520 + top, 500 + left : 530 + left] = raster.pixels
    np.testing.assert_array_equal(
        painted(upright(raster, left, top, 30, 20)), large[500 : 500 + HEIGHT, 500 : 500 + WIDTH]
    )


@pytest.mark.parametrize("ground", [BLACK, CLEAR, (200, 100, 50, 255)])
def test_a_pale_image_is_laid_over(ground: tuple[int, int, int, int]) -> None:
    """A half-covering image over what is there, as Pillow composes them; colours multiplied by their alpha."""
    rgba = (100, 200, 40, 120)
    raster = Raster(np.full((10, 10, 4), rgba, np.uint8))
    pixel = painted(upright(raster, 20, 20, 10, 10), ground=ground)[25, 25].astype(int)
    composed = Pillow.alpha_composite(Pillow.new("RGBA", (1, 1), ground), Pillow.new("RGBA", (1, 1), rgba))
    expected = np.array(composed.getpixel((0, 0)), float)
    expected[:3] *= expected[3] / 255
    assert pixel == pytest.approx(expected, abs=2)


def test_an_image_that_stands_is_transformed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same image in the same window is brought to its place once, however often it is painted."""
    places: list[Image] = []
    place = draw_rasters._place

    def counting(image: Image, *arguments: Any) -> object:
        places.append(image)
        return place(image, *arguments)

    monkeypatch.setattr(draw_rasters, "_place", counting)
    raster = Raster(np.full((5, 5, 4), 255, np.uint8))
    image, painter = upright(raster, 10, 10, 5, 5), Painter(WIDTH, HEIGHT)
    moving = [Cloud(np.array([[x, 0.0]]), np.ones((1, 4)), 2) for x in range(4)]
    for cloud in moving:
        painter.paint(Picture(WINDOW, BLACK, (cloud, image)))
    assert places == [image]
    painter.paint(Picture(Window(1, 0, 16, 9), BLACK, (moving[0], image)))
    assert len(places) == 2


def test_points_are_squares_that_replace() -> None:
    """A point of thickness 3 is nine pixels around it, and alpha is taken as it is.

    Where squares meet, Manim puts down all their left columns first and all their right columns last.
    """
    points = np.array([[0.05, 0.05], [0.25, 0.05], [7.95, 4.45]])
    colours = np.array([[1, 0, 0, 1], [0, 1, 0, 0.5], [0, 0, 1, 1]])
    pixels = painted(Cloud(points, colours, 3))
    red, green = (255, 0, 0, 255), (0, 255, 0, 127)
    assert pixels[44, 78:85].tolist() == [list(each) for each in (BLACK, red, red, red, green, green, BLACK)]
    assert (pixels[:, :, 2] == 255).sum() == 4, "at the corner, only what is inside"


def test_an_image_is_read_anew_only_if_its_pixels_change() -> None:
    """Same pixels, same raster, wherever the image goes; same place, too, and it is the same element."""
    reader = PictureReader(Camera())
    mobject = ImageMobject(np.zeros((4, 4, 4), np.uint8))

    def read() -> Image:
        (image,) = reader.elements([mobject]) or ()
        assert isinstance(image, Image)
        return image

    first = read()
    assert read() is first
    mobject.shift([1, 0, 0])
    moved = read()
    assert moved is not first
    assert moved.raster is first.raster
    mobject.pixel_array[0, 0, 0] = 7
    assert read().raster is not first.raster
    assert first.raster.pixels[0, 0, 0] == 0, "what was read does not change"


def test_one_colour_for_many_points_is_for_each() -> None:
    """As in Manim, colours are repeated."""
    cloud = PMobject(stroke_width=3).add_points([[0, 0, 0], [1, 0, 0]])
    cloud.rgbas = cloud.rgbas[:1]
    (element,) = PictureReader(Camera()).elements([cloud]) or ()
    assert isinstance(element, Cloud)
    assert element.rgbas.shape == (2, 4)
