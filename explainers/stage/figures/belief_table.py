"""The panel of a belief in numbers: a row for each, the prior's column beside the posterior's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from manim import LEFT, UL, RoundedRectangle, VGroup

from explainers.stage.figures.belief_number import BeliefNumber
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

PADDING = 0.2
GAP = 0.3
MOST_CHARACTERS = 14
Values = Mapping[str, float | None]


@dataclass(frozen=True)
class TableRow:
    """A row of the panel.

    Attributes
    ----------
    key
        What its values are called in what is shown.
    label
        Words, or Typst mathematics where `formula` is set.
    decimals
        Digits after the point in each column.
    prior
        False where the row belongs to the posterior alone.
    """

    key: str
    label: str
    decimals: tuple[int, int]
    prior: bool = True
    formula: bool = False


class BeliefTable(VGroup):
    """Two columns of live numbers in a rounded box, at the top of its zone.

    Letters are as large as the zone's width allows: `samples` are all the values that each column is going to show.
    A compact table has its rows closer together.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        rows: Sequence[TableRow],
        headings: tuple[str, str],
        samples: tuple[Sequence[Values], Sequence[Values]],
        *,
        compact: bool = False,
    ) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self._zone = zone
        sizes = (theme.sizes.label, theme.sizes.small)
        for size in sizes if len(rows) <= 6 else sizes[1:]:
            self.labels = VGroup(*(_label(row, size, theme) for row in rows))
            widths = [max(_width(row, column, samples[column], size) for row in rows) for column in (0, 1)]
            if max(self.labels.width, 0) + sum(widths) + 2 * GAP + 2 * PADDING <= zone.width:
                break
        self.row_height = _row_height(len(rows), compact)
        self.headings = VGroup(
            *(
                Text(heading, font_size=size, color=color)
                for heading, color in zip(headings, (theme.prior, theme.posterior), strict=True)
            )
        )
        self.numbers = {
            (row.key, column): BeliefNumber(
                0.0,
                decimals=row.decimals[column],
                font_size=size,
                color=color,
                signed=_any_negative(samples[column]),
                most_characters=MOST_CHARACTERS,
            )
            for row in rows
            for column, color in enumerate((theme.prior, theme.posterior))
            if column or row.prior
        }
        height = self.height_for(len(rows), compact=compact)
        self.box = RoundedRectangle(
            width=zone.width, height=height, corner_radius=0.15, stroke_width=0, fill_color=theme.panel, fill_opacity=1
        ).move_to(zone.top_left, aligned_edge=UL)
        room = max(number.sign_room for number in self.numbers.values())
        widths = [max(width, room + heading.width) for width, heading in zip(widths, self.headings, strict=True)]
        free = zone.width - 2 * PADDING - self.labels.width - sum(widths)
        first = zone.left + PADDING + self.labels.width + free / 2
        self._arrange((first, first + widths[0] + free / 2))
        self.columns = tuple(
            VGroup(heading, *(number for (_, index), number in self.numbers.items() if index == column))
            for column, heading in enumerate(self.headings)
        )
        self.add(self.box, self.labels, *self.columns)

    @staticmethod
    def height_for(rows: int, *, compact: bool = False) -> float:
        """Return the height of a table of so many rows."""
        return (rows + 1) * _row_height(rows, compact) + 2 * PADDING

    def _arrange(self, lefts: tuple[float, float]) -> None:
        """Put labels, headings and numbers on common base lines."""
        zone = self._zone
        top = zone.top - PADDING - self.row_height / 2
        digit = next(iter(self.numbers.values()))
        half_digit = digit.slots[0].height / 2
        room = max(number.sign_room for number in self.numbers.values())
        for left, heading in zip(lefts, self.headings, strict=True):
            # Where numbers keep room for a sign, the heading stands over the digits.
            heading.move_to([left + room, top, 0], aligned_edge=LEFT)
        for index, (row, label) in enumerate(zip(self.rows, self.labels, strict=True)):
            y = top - (index + 1) * self.row_height
            label.shift([zone.left + PADDING - label.get_left()[0], y - half_digit - label.base_line, 0])
            for column, left in enumerate(lefts):
                if (row.key, column) in self.numbers:
                    self.numbers[row.key, column].place(left, y)

    def show(self, column: int, values: Values) -> None:
        """Put values into a column: 0 is the prior's, 1 the posterior's."""
        for key, value in values.items():
            if (key, column) in self.numbers:
                self.numbers[key, column].set_value(math.nan if value is None else value)


def _row_height(rows: int, compact: bool) -> float:
    """Return from one row to the next: less where there are many, or where there is little height."""
    wanted = 0.47 if rows <= 5 else 0.43 if rows <= 6 else 0.365
    return min(wanted, 0.4 if rows <= 6 else 0.335) if compact else wanted


class _Label(VGroup):
    """A row's label that knows where its base line is."""

    base_line: float


def _label(row: TableRow, size: float, theme: Theme) -> _Label:
    """Set a label with a zero before it, which stands on the base line, and take the zero away."""
    kind, lead = (Formula, "0 ") if row.formula else (Text, "0")
    drawn = kind(lead + row.label, font_size=size, color=theme.text)
    zero, *letters = drawn.family_members_with_points()
    label = _Label(*letters)
    label.base_line = float(zero.get_bottom()[1])
    return label


def _width(row: TableRow, column: int, samples: Sequence[Values], size: float) -> float:
    """Return the width of the widest of a row's values, room for a sign included."""
    number = BeliefNumber(
        0.0, decimals=row.decimals[column], font_size=size, color="#FFFFFF", most_characters=MOST_CHARACTERS
    )
    given = (sample[row.key] for sample in samples)
    values = [math.nan if value is None else value for value in given]
    # Digits are equally wide: the most characters are the widest.
    return number.set_value(max(values, key=lambda value: len("".join(number.written(value))))).width_shown()


def _any_negative(samples: Sequence[Values]) -> bool:
    return any(value is not None and value < 0 for sample in samples for value in sample.values())
