"""What a frame shows, as a value: elements in painting order, already projected to the plane. Nothing here knows Manim.

An element that did not change since the last picture is the same object: it is sent, hashed and traced once.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

Pixels = npt.NDArray[np.uint8]
"""A painted frame: (height, width, 4), RGBA, colours multiplied by their alpha as cairo keeps them."""

Matrix = tuple[float, float, float, float, float, float]
"""From the scene's units to pixels, as cairo writes an affine map: xx, yx, xy, yy, x0, y0."""

Colour = tuple[int, int, int, int]
"""Red, green, blue, alpha, from 0 to 255."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the plane that a picture shows, in the scene's units."""

    x: float
    y: float
    width: float
    height: float

    def matrix(self, pixel_width: int, pixel_height: int) -> Matrix:
        """Map this part of the plane to pixels, with the first row on top."""
        across, up = pixel_width / self.width, pixel_height / self.height
        return (across, 0, 0, -up, pixel_width / 2 - self.x * across, pixel_height / 2 + self.y * up)


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Outline:
    """Cubic Bézier curves: `points` (n, 2), four for each curve; `subpaths` as (first, last, closed)."""

    points: Array
    subpaths: tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Paint:
    """One colour, or several along a line: `rgbas` (k, 4) from 0 to 1, `ends` (2, 2) the line of a gradient."""

    rgbas: Array
    ends: Array | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Stroke:
    """How an outline is drawn: `width` in the scene's units, `join` and `cap` as cairo counts them."""

    paint: Paint
    width: float
    join: int
    cap: int


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Shape:
    """An outline and what is painted of it, in this order: the stroke below, the fill, the stroke above.

    What would be invisible is None.
    """

    outline: Outline
    below: Stroke | None
    fill: Paint | None
    above: Stroke | None

    def packed(self) -> bytes:
        """All that the shape is, in a row of bytes: a scene has thousands of shapes, and each is hashed and sent."""
        parts = (
            self.outline.points.tobytes(),
            self.outline.subpaths,
            *(
                None if stroke is None else (_packed(stroke.paint), stroke.width, stroke.join, stroke.cap)
                for stroke in (self.below, self.above)
            ),
            None if self.fill is None else _packed(self.fill),
        )
        return marshal.dumps(parts, 2)  # the last version in which equal values always give equal bytes

    def __reduce__(self) -> tuple[Callable[[bytes], Shape], tuple[bytes]]:
        return _unpacked_shape, (self.packed(),)


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class ShadedShapes:
    """Many outlines at once, each with colours that run along a line: how Manim shades what stands in space.

    Parameters
    ----------
    points
        (n, 2), four for each curve, all outlines behind one another.
    subpaths
        (s, 3) whole numbers: first and last point, and 1 if closed.
    first_subpaths
        (k + 1,): the subpaths of shape i are those from ``first_subpaths[i]`` up to ``first_subpaths[i + 1]``.
    fills, strokes
        (k, 2, 4): the colours at both ends of each shape's line, from 0 to 1.
    lines
        (k, 2, 2): where the colours stand.
    widths, joins, caps
        (k,): the strokes, which are painted above the fills.
    """

    points: Array
    subpaths: npt.NDArray[np.int32]
    first_subpaths: npt.NDArray[np.int32]
    fills: Array
    strokes: Array
    lines: Array
    widths: Array
    joins: npt.NDArray[np.int32]
    caps: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Raster:
    """Pixels of an image: (h, w, 4) RGBA, not multiplied by alpha. Many pictures have the same, wherever it stands."""

    pixels: Pixels


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Image:
    """A picture in the picture.

    Parameters
    ----------
    corners
        (4, 2): upper left, upper right, lower left and lower right in the scene's units.
    resampling
        Pillow's number of the way in which pixels are made from pixels.
    """

    raster: Raster
    corners: Array
    resampling: int


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Inset:
    """What another camera sees, painted at its own size and shown as an image: a magnified part of the scene.

    Parameters
    ----------
    width, height
        The size of the inner picture, as shares of the outer one's.
    """

    picture: Picture
    width: float
    height: float
    corners: Array
    resampling: int


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Cloud:
    """Points of a cloud: `points` (n, 2), `rgbas` (n, 4) from 0 to 1, each a square of `thickness` pixels."""

    points: Array
    rgbas: Array
    thickness: int


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Skin:
    """How a mesh looks from wherever it is seen.

    Parameters
    ----------
    colours
        (rows, columns, 3): red, green, blue from 0 to 1 at each point of the grid, blended across the faces.
    visible
        (rows - 1, columns - 1): which faces there are.
    values, levels
        (rows, columns) and (k,), rising: a contour line runs where the values pass a level.
    ink, width
        (4,): the contour lines' colour and opacity, from 0 to 1; their width in the scene's units.
    """

    colours: Floats
    visible: npt.NDArray[np.bool_]
    values: Floats
    levels: Floats
    ink: Floats
    width: float

    def __deepcopy__(self, memo: object) -> Skin:
        """Nothing in it changes, so that a copy may have the same."""
        return self


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Mesh:
    """A grid of four-cornered faces, painted with hidden parts left out.

    Parameters
    ----------
    points
        (rows, columns, 3): the grid in the scene's units, the third coordinate towards the viewer. A face with a corner
        that is not a number is left out.
    opacity
        Of the surface as a whole.
    """

    points: Floats
    skin: Skin
    opacity: float

    def __deepcopy__(self, memo: object) -> Mesh:
        return self


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class MeshLine:
    """Straight pieces with round ends that lie on a mesh, fainter where it hides them.

    Parameters
    ----------
    pieces
        (n, 2, 3): where each begins and ends, as the mesh's points. A piece without length is a dot.
    rgba
        Each from 0 to 1.
    hidden
        The share of the opacity where the mesh is before it.
    """

    mesh: Mesh
    pieces: Floats
    width: float
    rgba: tuple[float, float, float, float]
    hidden: float


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class MeshBall:
    """A ball at a mesh, fainter where the mesh hides it: a disc of one colour with a rim around it."""

    mesh: Mesh
    center: tuple[float, float, float]
    radius: float
    rgba: tuple[float, float, float, float]
    rim_rgba: tuple[float, float, float, float]
    rim_width: float
    hidden: float


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Backdrop:
    """What lies below all elements where that is not one colour: finished pixels."""

    pixels: Pixels


Element = Shape | ShadedShapes | Image | Inset | Cloud | Mesh | MeshLine | MeshBall
Ground = Colour | Backdrop


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """All that is needed to paint a frame, at any size."""

    window: Window
    ground: Ground
    elements: tuple[Element, ...]


def _packed(paint: Paint) -> tuple[bytes, bytes | None]:
    return paint.rgbas.tobytes(), None if paint.ends is None else paint.ends.tobytes()


def _unpacked_shape(packed: bytes) -> Shape:
    points, subpaths, below, above, fill = marshal.loads(packed)
    return Shape(
        Outline(_array(points, 2), subpaths),
        _unpacked(below),
        None if fill is None else _paint(*fill),
        _unpacked(above),
    )


def _unpacked(stroke: tuple[tuple[bytes, bytes | None], float, int, int] | None) -> Stroke | None:
    return None if stroke is None else Stroke(_paint(*stroke[0]), *stroke[1:])


def _paint(rgbas: bytes, ends: bytes | None) -> Paint:
    return Paint(_array(rgbas, 4), None if ends is None else _array(ends, 2))


def _array(content: bytes, columns: int) -> Array:
    return np.frombuffer(content).reshape(-1, columns)
