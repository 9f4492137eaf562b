"""The loop that runs over every pixel of every frame, compiled.

Imported only where large frames are encoded: the compiler itself takes most of a second to load.
"""

from __future__ import annotations

from typing import Any

from explainers.film.compiled import compiled

HALF = 1 << 15
BLACK = (16 << 16) + HALF
GREY = (128 << 18) + (HALF << 2)
"""Where luma and chroma begin in limited range, with a half to round by; chroma is summed over four pixels."""


@compiled(
    "void(Array(uint32, 2, 'C', readonly=True), uint8[:,::1], uint8[:,::1], uint8[:,::1], int64, int64, int64, int64)"
)
def fill_yuv420p(pixels: Any, luma: Any, blue: Any, red: Any, left: int, top: int, right: int, bottom: int) -> None:
    """Convert whole pixels (height, width), red in the lowest byte, to luma and the two colour differences.

    Only the rectangle is converted: from the even column `left` and row `top` to before `right` and `bottom`.

    The factors are those of ITU-R BT.709-6, 3.2 and 3.4, in 65536ths: 219 / 255 times the shares of the three colours
    in luma, and 224 / 255 times those in the colour differences. They add up to 219 / 255 and to nothing, so that
    grey stays grey.
    """
    for row in range(top, bottom, 2):
        for line in range(row, row + 2):
            for column in range(left, right):
                pixel = pixels[line, column]
                r, g, b = pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255
                luma[line, column] = (11966 * r + 40254 * g + 4064 * b + BLACK) >> 16
        for column in range(left // 2, right // 2):
            one, two = pixels[row, 2 * column], pixels[row, 2 * column + 1]
            three, four = pixels[row + 1, 2 * column], pixels[row + 1, 2 * column + 1]
            # Red and blue are added at once: there is room between them for the sum of four.
            both = (one & 0xFF00FF) + (two & 0xFF00FF) + (three & 0xFF00FF) + (four & 0xFF00FF)
            r, b = both & 0xFFFF, (both >> 16) & 0xFFFF
            g = ((one >> 8) & 255) + ((two >> 8) & 255) + ((three >> 8) & 255) + ((four >> 8) & 255)
            blue[row // 2, column] = (-6596 * r - 22188 * g + 28784 * b + GREY) >> 18
            red[row // 2, column] = (28784 * r - 26145 * g - 2639 * b + GREY) >> 18
