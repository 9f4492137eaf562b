"""What the curves of a plot are: a sample of each line, dash and all, with its name and its symbol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import LEFT, RIGHT, VGroup

from explainers.stage.figures.density_curve import Dash, DensityCurve
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

SAMPLE = 0.75
ROW_HEIGHT = 0.42


@dataclass(frozen=True)
class LegendEntry:
    """A curve's key, name, symbol in Typst mathematics, colour and dash."""

    key: str
    name: str
    symbol: str
    color: str
    dash: Dash


class CurveLegend(VGroup):
    """One row a curve, from the top of the zone down."""

    def __init__(self, zone: Zone, theme: Theme, entries: Sequence[LegendEntry]) -> None:
        super().__init__()
        self.rows: dict[str, VGroup] = {}
        for index, entry in enumerate(entries):
            y = zone.top - (index + 0.5) * ROW_HEIGHT
            sample = DensityCurve(color=entry.color, dash=entry.dash, stroke_width=5)
            sample.set_path(np.array([zone.left, zone.left + SAMPLE]), np.array([y, y]))
            name = Text(entry.name, font_size=theme.sizes.small, color=entry.color)
            name.move_to([zone.left + SAMPLE + 0.2, y, 0], aligned_edge=LEFT)
            symbol = Formula(entry.symbol, font_size=theme.sizes.small, color=entry.color)
            symbol.move_to([zone.right, y, 0], aligned_edge=RIGHT)
            self.rows[entry.key] = VGroup(sample, name, symbol)
        self.add(*self.rows.values())

    @staticmethod
    def height_for(entries: int) -> float:
        """Return the room that so many entries take."""
        return entries * ROW_HEIGHT
