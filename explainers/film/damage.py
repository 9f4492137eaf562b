"""Which part of a frame differs from the one before it: tiles that something has left, entered, or changed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.film.picture import Element, Matrix, Outline, Shape, Stroke

TILE = 32
"""Pixels. Even, as colours are kept for pairs of pixels; small beside a figure, large beside a line's width."""

MITER = 0
"""The join whose corners may stand out, as cairo counts them."""

MITER_LIMIT = 10.0
"""How far they may, in half widths of the line, before they are cut off: cairo's own limit."""

SQUARE = 1.5
"""How far a line of any other kind reaches from its path, in half widths: a square cap's corner is at 1.42."""

SOFT = 2.0
"""Pixels around an outline that a soft edge may touch."""

FEW = 12
"""Tiles up to which a line is taken for all of its box: to follow it would cost more than it saves."""

HALVINGS = 5
"""How often a long curve is halved: a straight line across the frame into 32 pieces."""

FAR = 1e9
"""Pixels beyond which, and where a number is missing, an element may be anywhere."""

Array = npt.NDArray[np.float64]

Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels, the last two not included."""


@dataclass(frozen=True, slots=True)
class Place:
    """Tiles in which an element may be seen: from row `top` on, with a bit set for each column, as in `Damage`."""

    top: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Damage:
    """Tiles of a frame. Of `rows`, the bit 1 << column is set in each row of tiles where a tile is damaged."""

    rows: tuple[int, ...]
    width: int
    height: int

    def touches(self, place: Place) -> bool:
        """Whether any of these tiles is damaged."""
        damaged = self.rows[place.top : place.top + len(place.rows)]
        return any(one & other for one, other in zip(damaged, place.rows, strict=True))

    @property
    def share(self) -> float:
        """How much of the frame is damaged."""
        across, down = tiles(self.width), tiles(self.height)
        return sum(row.bit_count() for row in self.rows) / (across * down)

    def rectangles(self) -> Iterator[Rectangle]:
        """Cut the damage into rectangles, none over another: rows of tiles that are alike are one."""
        top = 0
        for bottom in range(1, len(self.rows) + 1):
            if bottom < len(self.rows) and self.rows[bottom] == self.rows[top]:
                continue
            for left, right in _runs(self.rows[top]):
                yield (
                    left * TILE,
                    top * TILE,
                    min(right * TILE, self.width),
                    min(bottom * TILE, self.height),
                )
            top = bottom

    @property
    def band(self) -> tuple[int, int]:
        """Top and bottom, in pixels, of the rows that hold all that is damaged."""
        damaged = [row for row, columns in enumerate(self.rows) if columns]
        if not damaged:
            return 0, 0
        return damaged[0] * TILE, min((damaged[-1] + 1) * TILE, self.height)


class Places:
    """Where elements may be seen, in tiles; each is looked at once, as long as it is shown."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._across, self._down = tiles(width), tiles(height)
        self._matrix: Matrix | None = None
        self._known: dict[Element, Place] = {}

    def look_through(self, matrix: Matrix) -> None:
        """Expect elements as this matrix maps them."""
        if matrix != self._matrix:
            self._matrix = matrix
            self._known = {}

    def forget_all_but(self, elements: Sequence[Element]) -> None:
        """Keep only what is shown."""
        if len(self._known) > 2 * len(elements):
            self._known = {element: self._known[element] for element in elements if element in self._known}

    def of(self, element: Element) -> Place:
        """Tiles in which an element may be seen: all, if it is drawn by other means than outlines."""
        place = self._known.get(element)
        if place is None:
            place = self._known[element] = self._found(element)
        return place

    def between(self, first: Sequence[Element], second: Sequence[Element]) -> Damage:
        """What must be painted anew to come from one picture to the next."""
        before, after = set(first), set(second)
        if [each for each in first if each in after] != [each for each in second if each in before]:
            # Something has come to lie over something else.
            changed: Sequence[Element] = [*first, *second]
        else:
            changed = [*(each for each in first if each not in after), *(each for each in second if each not in before)]
        rows = [0] * self._down
        for element in changed:
            place = self.of(element)
            for row, columns in enumerate(place.rows, place.top):
                rows[row] |= columns
        return Damage(tuple(rows), self._width, self._height)

    def _found(self, element: Element) -> Place:
        if not isinstance(element, Shape) or self._matrix is None:
            return self._box(0, self._across, 0, self._down)
        outline = element.outline
        if not len(outline.points):
            return Place(0, ())
        xx, yx, xy, yy, x0, y0 = self._matrix
        points = outline.points @ [[xx, yx], [xy, yy]] + [x0, y0]
        margin = SOFT + max(_reach(element.below), _reach(element.above)) * max(abs(xx) + abs(xy), abs(yx) + abs(yy))
        low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
        if not (low.min() > -FAR and high.max() < FAR):
            return self._box(0, self._across, 0, self._down)
        (left, right), (top, bottom) = (
            (min(max(int(first // TILE), 0), count), min(max(int(last // TILE) + 1, 0), count))
            for first, last, count in zip(low, high, (self._across, self._down), strict=True)
        )
        if element.fill is None and (right - left) * (bottom - top) > FEW:
            return self._along(points, outline, margin)
        return self._box(left, right, top, bottom)

    @staticmethod
    def _box(left: int, right: int, top: int, bottom: int) -> Place:
        return Place(top, (_columns(left, right),) * (bottom - top))

    def _along(self, points: Array, outline: Outline, margin: float) -> Place:
        """Tiles that a line passes through, and not those that lie within its bends."""
        low, high = _boxes(_split(_curves(points, outline)))
        count = np.array([self._across, self._down])
        first = np.clip((low - margin) // TILE, 0, count).astype(int)
        last = np.clip((high + margin) // TILE + 1, 0, count).astype(int)
        # Each box adds one between its corners: what is summed from the first corner on counts the boxes of a tile.
        steps = np.zeros((self._down + 1, self._across + 1), int)
        for down, across, step in ((first, first, 1), (first, last, -1), (last, first, -1), (last, last, 1)):
            np.add.at(steps, (down[:, 1], across[:, 0]), step)
        passed = steps.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
        packed = np.packbits(passed, axis=1, bitorder="little")
        return Place(0, tuple(int.from_bytes(row.tobytes(), "little") for row in packed))


def _curves(points: Array, outline: Outline) -> Array:
    """What is drawn, as Bézier curves, shape (n, 4, 2): each begins where the one before has ended."""
    curves = points.reshape(-1, 4, 2).copy()
    curves[1:, 0] = points[3:-1:4]
    closing = []
    for first, last, closed in outline.subpaths:
        curves[first // 4, 0] = points[first]
        if closed:
            closing.append(np.linspace(points[last - 1], points[first], 4))
    return np.concatenate([curves, closing]) if closing else curves


def _boxes(curves: Array) -> tuple[Array, Array]:
    """The corners of a box around each curve, in a fifth of the time of `min` and `max` along a short axis."""
    start, one, two, end = np.moveaxis(curves, 1, 0)
    low = np.minimum(np.minimum(start, one), np.minimum(two, end))
    return low, np.maximum(np.maximum(start, one), np.maximum(two, end))


def _split(curves: Array) -> Array:
    """Halve curves that are larger than a tile; a box around each then holds little else."""
    for _ in range(HALVINGS):
        low, high = _boxes(curves)
        large = (high - low > TILE).any(axis=1)
        if not large.any():
            break
        start, one, two, end = np.moveaxis(curves[large], 1, 0)
        first, middle, last = (start + one) / 2, (one + two) / 2, (two + end) / 2
        before, after = (first + middle) / 2, (middle + last) / 2
        half = (before + after) / 2
        halves = (np.stack([start, first, before, half], axis=1), np.stack([half, after, last, end], axis=1))
        curves = np.concatenate([curves[~large], *halves])
    return curves


def tiles(length: int) -> int:
    """How many tiles cover a length in pixels."""
    return -(-length // TILE)


def _columns(left: int, right: int) -> int:
    return (1 << right) - (1 << left) if right > left else 0


def _runs(row: int) -> Iterator[tuple[int, int]]:
    """Where bits that are set begin and end."""
    while row:
        left = (row & -row).bit_length() - 1
        ones = row >> left
        right = left + ((~ones) & (ones + 1)).bit_length() - 1
        yield left, right
        row = row >> right << right


def _reach(stroke: Stroke | None) -> float:
    if stroke is None:
        return 0.0
    return stroke.width / 2 * (MITER_LIMIT if stroke.join == MITER else SQUARE)
