"""The panel of live values beside the stage: a symbol and its number on each row."""

from __future__ import annotations

from collections.abc import Callable

from manim import DOWN, LEFT, RIGHT, UL, RoundedRectangle, VGroup

from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone


class NumbersPanel(VGroup):  # type: ignore[misc]
    """Rows of ``symbol = number`` in a rounded box, at the top of its zone.

    Rows are added in order; `number` gives a row's number back, to follow a source or to be pointed at.
    """

    def __init__(self, zone: Zone, theme: Theme, title: str = "") -> None:
        super().__init__()
        self.zone = zone
        self.theme = theme
        self.box = RoundedRectangle(
            width=zone.width, height=1.0, corner_radius=0.15, stroke_width=0, fill_color=theme.panel, fill_opacity=1
        )
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
    ) -> LiveNumber:
        """Add a row; `symbol` is Typst mathematics, `source` a value or what gives the value of each frame.

        `signed` leaves room for a minus sign: for values that change their sign while they are shown.
        """
        theme = self.theme
        shown = color or theme.text
        value = source() if callable(source) else source
        label = Formula(f"{symbol} =", font_size=theme.sizes.body, color=shown)
        number = LiveNumber(
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

    def number(self, name: str) -> LiveNumber:
        """The live number of a row."""
        return self._numbers[name]

    def row(self, name: str) -> VGroup:
        """A whole row: its symbol and its number."""
        return next(row for row in self.rows if self._numbers[name] in row.submobjects)

    def _arrange(self) -> None:
        if len(self.rows):
            self.rows.arrange(DOWN, aligned_edge=LEFT, buff=0.24)
        room = self.zone.width - 0.5
        if self.rows.width > room:
            self.rows.scale(room / self.rows.width)
        self.box.stretch_to_fit_height(self.rows.height + 0.5)
        self.box.move_to(self.zone.top_left, aligned_edge=UL)
        self.rows.move_to(self.box).align_to(self.box.get_left() + 0.25 * RIGHT, LEFT)


def _share_baseline(number: LiveNumber, label: Formula) -> None:
    """Centre the digits on the label's equals sign: both lie on the axis of the formula."""
    equals = label[-1]
    digit = next(slot for slot in number.slots if slot.has_points())
    number.shift((equals.get_center()[1] - digit.get_center()[1]) * (DOWN * -1))
