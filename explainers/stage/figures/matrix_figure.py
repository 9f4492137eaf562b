"""A matrix whose entries can be addressed, coloured, and shown as live numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.theme import Theme


class MatrixFigure(VGroup):  # type: ignore[misc]
    """Square brackets around numbers. Manim's own `Matrix` sets its entries with LaTeX; this one needs none.

    Parameters
    ----------
    values
        The entries, of shape (rows, columns).
    decimals
        Digits after the point; whole numbers are shown without, unless the matrix is going to change.
    column_colors
        A colour for each column: the columns are the images of the basis vectors.
    """

    def __init__(
        self,
        values: npt.ArrayLike,
        theme: Theme,
        *,
        decimals: int | None = None,
        font_size: float | None = None,
        column_colors: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        array = np.atleast_2d(np.asarray(values, dtype=float))
        size = font_size or theme.sizes.body
        places = _decimals_needed(array) if decimals is None else decimals
        colors = column_colors or (theme.text,) * array.shape[1]
        self.entries = [
            [
                LiveNumber(value, decimals=places, font_size=size, color=color)
                for value, color in zip(row, colors, strict=True)
            ]
            for row in array
        ]
        self.cells = VGroup(*(VGroup(*row) for row in self.entries))
        self._lay_out(size)
        self.brackets = VGroup(_bracket(self.cells, LEFT, theme), _bracket(self.cells, RIGHT, theme))
        self.add(self.brackets, self.cells)

    def entry(self, row: int, column: int) -> LiveNumber:
        """One entry, counted from zero."""
        return self.entries[row][column]

    def column(self, column: int) -> VGroup:
        """A column's entries."""
        return VGroup(*(row[column] for row in self.entries))

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

    def _lay_out(self, size: float) -> None:
        """Put entries on a grid wide enough for a sign and the widest entry, digits under digits."""
        unit = size / 48
        widest = max(
            entry.width + (0 if entry.text().startswith("-") else 0.39 * unit) for row in self.entries for entry in row
        )
        for i, row in enumerate(self.entries):
            for j, entry in enumerate(row):
                anchor = entry.anchor.points[0]
                entry.shift((j * (widest + 0.42 * unit)) * RIGHT + i * 0.72 * unit * DOWN - anchor)
        self.cells.center()


def _decimals_needed(array: npt.NDArray[np.float64]) -> int:
    """As few decimals as show every entry, two at the most."""
    return next(places for places in (0, 1, 2) if places == 2 or np.allclose(array, array.round(places), atol=1e-9))


def _bracket(cells: VGroup, side: npt.NDArray[np.float64], theme: Theme) -> VMobject:
    edge = cells.get_edge_center(side) + 0.14 * side
    half = (cells.height / 2 + 0.14) * UP
    serif = -0.12 * side
    bracket = VMobject(stroke_color=theme.text, stroke_width=3)
    bracket.set_points_as_corners(np.array([edge + half + serif, edge + half, edge - half, edge - half + serif]))
    return bracket
