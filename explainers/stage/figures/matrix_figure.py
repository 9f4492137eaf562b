"""A matrix whose entries can be addressed, coloured, and shown as live numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, UP, VGroup, VMobject

from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.theme import Theme

ROW_HEIGHT = 0.72
COLUMN_GAP = 0.62
BRACKET_GAP = 0.25
"""In Manim's units at 48 points."""


class MatrixFigure(VGroup):
    """Square brackets around numbers. Manim's own `Matrix` sets its entries with LaTeX; this one needs none.

    Parameters
    ----------
    values
        The entries, of shape (rows, columns).
    decimals
        Digits after the point; as few as show every entry, two at the most, if left out. Needed for a matrix that is
        going to change.
    column_colors
        A colour for each column: the columns are the images of the basis vectors.
    signed
        Leave room for a minus before every entry: for entries that are going to change their sign.
    """

    def __init__(
        self,
        values: npt.ArrayLike,
        theme: Theme,
        *,
        decimals: int | None = None,
        font_size: float | None = None,
        column_colors: tuple[str, ...] = (),
        signed: bool = False,
    ) -> None:
        super().__init__()
        array = np.atleast_2d(np.asarray(values, dtype=float))
        size = font_size or theme.sizes.body
        places = _decimals_needed(array) if decimals is None else decimals
        colors = column_colors or (theme.text,) * array.shape[1]
        self.entries = [
            [
                LiveNumber(value, decimals=places, font_size=size, color=color, align="right")
                for value, color in zip(row, colors, strict=True)
            ]
            for row in array
        ]
        self.cells = VGroup(*(VGroup(*row) for row in self.entries))
        width = self._lay_out(size / 48, signed=signed)
        self.brackets = VGroup(
            *(_bracket(edge, len(array), size / 48, side, theme) for edge, side in ((0.0, LEFT), (width, RIGHT)))
        )
        self.add(self.brackets, self.cells)
        self.center()

    def entry(self, row: int, column: int) -> LiveNumber:
        """One entry, counted from zero."""
        return self.entries[row][column]

    def column(self, column: int) -> VGroup:
        """The digits of a column."""
        return VGroup(*(row[column].slots for row in self.entries))

    def row(self, row: int) -> VGroup:
        """The digits of a row."""
        return VGroup(*(entry.slots for entry in self.entries[row]))

    def set_values(self, values: npt.ArrayLike) -> Self:
        """Show other entries, of the same shape."""
        for row, numbers in zip(self.entries, np.atleast_2d(np.asarray(values, dtype=float)), strict=True):
            for entry, value in zip(row, numbers, strict=True):
                entry.set_value(float(value))
        return self

    def follow(self, source: Callable[[], npt.ArrayLike]) -> Self:
        """Show the matrix that `source` gives, in every frame."""
        self.add_updater(lambda figure: figure.set_values(source()), call_updater=True)
        return self

    def _lay_out(self, unit: float, *, signed: bool) -> float:
        """Put entries on a grid from the origin on, decimal point under decimal point; return the grid's width.

        If `signed`, a minus before an entry that has none yet will stay clear of bracket and neighbour, too.
        """
        right = 0.0
        for j in range(len(self.entries[0])):
            column = [row[j] for row in self.entries]
            right += COLUMN_GAP * unit if j else 0.0
            right += max(
                entry.advance + (entry.sign_advance if signed and not entry.text().startswith("-") else 0.0)
                for entry in column
            )
            for i, entry in enumerate(column):
                entry.shift(right * RIGHT - i * ROW_HEIGHT * unit * UP - entry.anchor.points[0])
        return right


def _decimals_needed(array: npt.NDArray[np.float64]) -> int:
    """As few decimals as show every entry, two at the most."""
    return next(places for places in (0, 1, 2) if places == 2 or np.allclose(array, array.round(places), atol=1e-9))


def _bracket(edge: float, rows: int, unit: float, side: npt.NDArray[np.float64], theme: Theme) -> VMobject:
    """A bracket beside the grid; its height depends on the number of rows alone, never on the digits."""
    middle = 0.172 * unit  # of a digit
    x = edge * RIGHT + BRACKET_GAP * unit * side
    top = (middle + 0.38 * unit) * UP
    bottom = (middle - 0.38 * unit - (rows - 1) * ROW_HEIGHT * unit) * UP
    serif = -0.17 * unit * side
    bracket = VMobject(stroke_color=theme.text, stroke_width=3)
    return bracket.set_points_as_corners(np.array([x + top + serif, x + top, x + bottom, x + bottom + serif]))
