"""Images and clouds of points laid over pixels, as Manim's own camera does it."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from explainers.film.picture import Array, Cloud, Image, Matrix, Pixels


@dataclass(frozen=True)
class _Placed:
    """An image as it stands in a picture: pixels multiplied by their alpha, from the corner (left, top) on."""

    matrix: Matrix
    left: int
    top: int
    pixels: Pixels


class RasterDrawer:
    """Draws on pixels of one size. An image that stands where it stood is not transformed again."""

    def __init__(self) -> None:
        self._placed: WeakKeyDictionary[Image, _Placed] = WeakKeyDictionary()

    def draw_image(self, image: Image, pixels: Pixels, matrix: Matrix) -> None:
        """Draw an image over pixels, (height, width, 4), whose colours are multiplied by their alpha."""
        placed = self._placed.get(image)
        if placed is None or placed.matrix != matrix:
            placed = self._placed[image] = _place(image, pixels, matrix)
        height, width = placed.pixels.shape[:2]
        if height and width:
            _lay_over(placed.pixels, pixels[placed.top : placed.top + height, placed.left : placed.left + width])

    def draw_cloud(self, cloud: Cloud, pixels: Pixels, matrix: Matrix) -> None:
        """Draw a cloud over pixels: its squares replace what they cover, whatever their alpha."""
        height, width = pixels.shape[:2]
        places = _to_pixels(cloud.points, matrix, width, height).astype(np.int64)
        # From the left of the middle to its right, and from above to below, as Manim puts them one over the other.
        steps = np.arange(-cloud.thickness // 2 + 1, cloud.thickness // 2 + 1)
        for across in steps:
            for down in steps:
                x, y = places[:, 0] + across, places[:, 1] + down
                seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
                pixels[y[seen], x[seen]] = (255 * cloud.rgbas[seen]).astype(np.uint8)


def _to_pixels(points: Array, matrix: Matrix, width: int, height: int) -> Array:
    """Map to pixels in Manim's own order of steps: where a pixel is cut off, the last bit counts."""
    across, up = matrix[0], matrix[3]
    center = np.array([(width / 2 - matrix[4]) / across, (height / 2 - matrix[5]) / up])
    places: Array = (points - center) * [across, up] + [width / 2, height / 2]
    return places


def _place(image: Image, pixels: Pixels, matrix: Matrix) -> _Placed:
    """Bring an image to where it is seen."""
    # Not every film has an image in it, and the library takes a while to load.
    from PIL import Image as Pillow

    height, width = pixels.shape[:2]
    nothing = _Placed(matrix, 0, 0, np.zeros((0, 0, 4), np.uint8))
    corners = _to_pixels(image.corners, matrix, width, height)
    whole = corners.astype(np.int64)
    # Manim leaves out the last row and column that the corners touch.
    left, top = np.maximum(whole.min(axis=0), 0).tolist()
    right, bottom = np.minimum(whole.max(axis=0), [width, height]).tolist()
    if right <= left or bottom <= top or _is_a_line(corners):
        return nothing
    source = Pillow.fromarray(image.raster.pixels)
    coefficients = _perspective(corners - [left, top], source.width, source.height)
    if coefficients is None:
        return nothing
    seen = source.transform(
        (right - left, bottom - top),
        Pillow.Transform.PERSPECTIVE,
        coefficients.tolist(),
        Pillow.Resampling(image.resampling),
    )
    return _Placed(matrix, left, top, _multiplied(np.asarray(seen)))


def _is_a_line(corners: Array) -> bool:
    """Whether a four-cornered figure is less than half a pixel high, seen from its longest side."""
    around = corners[[0, 1, 3, 2]]
    sides = np.roll(around, -1, axis=0) - around
    lengths = np.linalg.norm(sides, axis=1)
    longest = int(np.argmax(lengths))
    if lengths[longest] == 0:
        return True
    side, before = sides[longest], sides[longest - 1]
    return bool(abs(side[0] * before[1] - side[1] * before[0]) / lengths[longest] < 0.5)


def _perspective(corners: Array, width: int, height: int) -> Array | None:
    """Find where each pixel comes from, in the eight numbers that Pillow takes; None if that is nowhere."""
    rows, places = [], np.array([[0, 0], [width, 0], [0, height], [width, height]], float)
    for (x, y), (u, v) in zip(corners.tolist(), places.tolist(), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    try:
        coefficients: Array = np.linalg.solve(np.array(rows), places.reshape(8))
    except np.linalg.LinAlgError:
        return None
    return coefficients


def _multiplied(pixels: Pixels) -> Pixels:
    """Multiply colours by their alpha, rounded as in every composition."""
    alpha = pixels[..., 3:].astype(np.uint16)
    if (alpha == 255).all():
        return pixels
    product = pixels[..., :3] * alpha + 128
    return np.concatenate([((product + (product >> 8)) >> 8).astype(np.uint8), pixels[..., 3:]], axis=2)


def _lay_over(above: Pixels, below: Pixels) -> None:
    """Lay pixels over others, both multiplied by their alpha."""
    alpha = above[..., 3]
    if not (alpha != 255).any():
        below[:] = above
        return
    rest = 255 - alpha.astype(np.uint16)
    product = below * rest[..., None] + 128
    below[:] = above + ((product + (product >> 8)) >> 8).astype(np.uint8)
