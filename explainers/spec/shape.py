"""Shapes of the frame: how many pixels a shape has, and how many units of the stage."""

from __future__ import annotations

import math
from typing import Literal, get_args

Shape = Literal["16:9", "4:3", "1:1", "9:16"]

FRAME_HEIGHT = 8.0
"""Units from the bottom of a wide frame to its top, as in Manim."""

WIDE_FRAME = 128 / 9
"""Units from left to right of a frame of 16:9."""

LEAST_WIDE = 1.5
"""Width over height from which on there is room for things side by side."""


def pixels(shape: Shape, shorter: int) -> tuple[int, int]:
    """Width and height of a shape with a given shorter side, both even: video needs it."""
    across, down = (int(part) for part in shape.split(":"))
    unit = shorter / min(across, down)
    return 2 * round(unit * across / 2), 2 * round(unit * down / 2)


def shape_name(width: int, height: int) -> str:
    """The shape of a picture as a file's name says it, such as ``16x9``; its size, where it has no shape of its own."""
    for shape in get_args(Shape):
        if pixels(shape, min(width, height)) == (width, height):
            return str(shape).replace(":", "x")
    return f"{width}x{height}"


def stage_size(aspect: float) -> tuple[float, float]:
    """Width and height of the stage in units, for a width over height of the picture.

    A wide frame is 8 units high, as Manim's are. Any other has as many square units as 16:9 has, so that as much fits
    on it, laid out anew.
    """
    height = FRAME_HEIGHT if aspect >= LEAST_WIDE else math.sqrt(FRAME_HEIGHT * WIDE_FRAME / aspect)
    return height * aspect, height
