"""The panel of live values beside the stage: a symbol and its number on each row."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UL, UP, Mobject, RoundedRectangle, VGroup, VMobject

from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

INSET = 0.25
"""Between the box and its rows."""

ROW_GAP, COLUMN_GAP = 0.24, 0.5
ONE_LINE = 1.2
"""Height of a zone up to which rows that flow stand on one line."""


class NumbersPanel(VGroup):
    """Rows of ``symbol = number`` in a rounded box, at the top of its zone.

    Rows are added in order; `number` gives a row's number back, to follow a source or to be pointed at. If the panel
    `flows`, rows for which the zone is not high enough go on in the next column; in a zone that is as high as one row
    they stand on one line, evenly spread.
    """

    def __init__(self, zone: Zone, theme: Theme, title: str = "", *, flows: bool = False) -> None:
        super().__init__()
        self.zone = zone
        self.flows = flows
        self.theme = theme
        self.box = VMobject(stroke_width=0, fill_color=theme.panel, fill_opacity=1)
        self.rows = VGroup()
        self._numbers: dict[str, LiveNumber] = {}
        self.add(self.box, self.rows)
        if title:
            self.rows.add(Text(title, font_size=theme.sizes.small, color=theme.muted))
        self._arrange()

    def add_row(
        self,
        name: str,
        symbol: str,
        source: Callable[[], float] | float,
        *,
        decimals: int = 2,
        color: str | None = None,
        signed: bool = False,
        most_characters: int = 10,
        number: LiveNumber | None = None,
    ) -> LiveNumber:
        """Add a row; `symbol` is Typst mathematics, `source` a value or what gives the value of each frame.

        `signed` leaves room for a minus sign: for values that change their sign while they are shown. `number` is a
        live number of another kind, in place of one with `decimals`.
        """
        theme = self.theme
        shown = color or theme.text
        value = source() if callable(source) else source
        label = Formula(f"{symbol} =", font_size=theme.sizes.body, color=shown)
        number = number or LiveNumber(
            value,
            decimals=decimals,
            font_size=theme.sizes.body,
            color=shown,
            signed=signed,
            most_characters=most_characters,
        )
        number.next_to(label, RIGHT, buff=0.12)
        _share_baseline(number, label)
        if callable(source):
            number.follow(source)
        self.rows.add(VGroup(label, number))
        self._numbers[name] = number
        self._arrange()
        return number

    def add_figure(self, figure: Mobject) -> Mobject:
        """Add a row that is a figure of its own, such as a matrix."""
        self.rows.add(figure)
        self._arrange()
        return figure

    def number(self, name: str) -> LiveNumber:
        """The live number of a row."""
        return self._numbers[name]

    def row(self, name: str) -> VGroup:
        """A whole row: its symbol and its number."""
        return next(row for row in self.rows if self._numbers[name] in row.submobjects)

    @property
    def row_width(self) -> float:
        """How wide a figure may be that fills a row, in whichever column it comes to stand."""
        room = self.zone.width - 2 * INSET
        return (room - COLUMN_GAP) / 2 if self.flows else room

    def _arrange(self) -> None:
        if len(self.rows):
            columns = _columns(self.rows.submobjects, self.zone.height - 2 * INSET) if self.flows else [self.rows]
            for column in columns:
                column.arrange(DOWN, aligned_edge=LEFT, buff=ROW_GAP)
            VGroup(*columns).arrange(RIGHT, aligned_edge=UP, buff=COLUMN_GAP)
        room = self.zone.width - 2 * INSET
        if self.flows and self.zone.height < ONE_LINE:
            for index, row in enumerate(self.rows):
                # On one baseline; the last column needs no gap after it.
                row.set_x(index / len(self.rows) * (room + COLUMN_GAP), direction=LEFT)
                row.shift((self.rows[0][0][-1].get_y() - row[0][-1].get_y()) * UP)
        if self.rows.width > room:
            self.rows.scale(room / self.rows.width)
        # Drawn anew, as stretching would make the corners oval.
        self.box.points = _rounded(self.zone.width, self.rows.height + 2 * INSET).copy()
        self.box.move_to(self.zone.top_left, aligned_edge=UL)
        if len(self.rows):
            self.rows.move_to(self.box).align_to(self.box.get_left() + INSET * RIGHT, LEFT)


@functools.lru_cache(maxsize=256)
def _rounded(width: float, height: float) -> npt.NDArray[np.float64]:
    """Return a rounded rectangle's outline: panels of the same size come again with every value of a parameter."""
    return np.asarray(RoundedRectangle(width=width, height=height, corner_radius=0.15).points)


def _columns(rows: Sequence[Mobject], room: float) -> list[VGroup]:
    """Share rows among as few columns as have room for them, the highest column as low as it can be."""
    for count in range(1, len(rows) + 1):
        ways = []
        for cuts in combinations(range(1, len(rows)), count - 1):
            ends = (0, *cuts, len(rows))
            ways.append([rows[start:end] for start, end in pairwise(ends)])
        # Where two ways are as low, the one with more in the first column.
        best = min(reversed(ways), key=lambda way: max(_height(column) for column in way))
        if count == len(rows) or max(_height(column) for column in best) <= room:
            break
    return [VGroup(*column) for column in best]


def _height(rows: Sequence[Mobject]) -> float:
    return sum(row.height for row in rows) + ROW_GAP * (len(rows) - 1)


def _share_baseline(number: LiveNumber, label: Formula) -> None:
    """Set the number on the label's baseline: the label's equals sign tells where the axis of the formula lies."""
    axis = label[-1].get_center()[1]
    baseline = number.anchor.points[0][1]
    number.shift((axis - number.axis_height - baseline) * UP)
