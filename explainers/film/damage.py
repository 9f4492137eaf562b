"""Which part of a frame differs from the one before it: tiles that something has left, entered, or changed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainers.film.picture import Element, Matrix, Shape, Stroke

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

Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels, the last two not included."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Tiles of a frame. Of `rows`, the bit 1 << column is set in each row of tiles where a tile is damaged."""

    rows: tuple[int, ...]
    width: int
    height: int

    def touches(self, place: Rectangle) -> bool:
        """Whether anything in this rectangle of tiles is damaged."""
        left, top, right, bottom = place
        columns = _columns(left, right)
        return any(row & columns for row in self.rows[top:bottom])

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
        self._whole: Rectangle = (0, 0, tiles(width), tiles(height))
        self._matrix: Matrix | None = None
        self._known: dict[Element, Rectangle] = {}

    def look_through(self, matrix: Matrix) -> None:
        """Expect elements as this matrix maps them."""
        if matrix != self._matrix:
            self._matrix = matrix
            self._known = {}

    def forget_all_but(self, elements: Sequence[Element]) -> None:
        """Keep only what is shown."""
        if len(self._known) > 2 * len(elements):
            self._known = {element: self._known[element] for element in elements if element in self._known}

    def of(self, element: Element) -> Rectangle:
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
        rows = [0] * self._whole[3]
        for element in changed:
            left, top, right, bottom = self.of(element)
            columns = _columns(left, right)
            for row in range(top, bottom):
                rows[row] |= columns
        return Damage(tuple(rows), self._width, self._height)

    def _found(self, element: Element) -> Rectangle:
        if not isinstance(element, Shape) or self._matrix is None:
            return self._whole
        points = element.outline.points
        if not len(points):
            return (0, 0, 0, 0)
        xx, yx, xy, yy, x0, y0 = self._matrix
        across = points[:, 0] * xx + points[:, 1] * xy + x0
        down = points[:, 0] * yx + points[:, 1] * yy + y0
        margin = SOFT + max(_reach(element.below), _reach(element.above)) * max(abs(xx) + abs(xy), abs(yx) + abs(yy))
        left, right = self._span(float(across.min()) - margin, float(across.max()) + margin, self._whole[2])
        top, bottom = self._span(float(down.min()) - margin, float(down.max()) + margin, self._whole[3])
        return (left, top, right, bottom)

    @staticmethod
    def _span(low: float, high: float, count: int) -> tuple[int, int]:
        """Tiles from the one with `low` to the one with `high`; all if a number is missing."""
        if not (low > -1e9 and high < 1e9):
            return 0, count
        return min(max(int(low // TILE), 0), count), min(max(int(high // TILE) + 1, 0), count)


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
