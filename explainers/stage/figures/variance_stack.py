"""Variances as lengths: two parts, their sum end to end, and another variance to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import UL, VGroup, VMobject

from explainers.stage.figures.significant_number import significant
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Zone

THICK = 0.28


@dataclass(frozen=True)
class VarianceRow:
    """A row: its name in Typst mathematics, its value, and the pieces of its bar.

    Attributes
    ----------
    pieces
        Length and colour of each, end to end.
    start
        Where the first begins.
    hollow
        Drawn as an outline.
    label
        The whole label in Typst mathematics, in place of ``name = value``.
    """

    name: str
    value: float
    pieces: tuple[tuple[float, str], ...]
    color: str
    start: float = 0.0
    hollow: bool = False
    label: str = ""


class VarianceStack(VGroup):
    """Bars to one scale, one below the other, with name and number above each.

    `rows` of the figure are its submobjects, in order.
    """

    def __init__(self, zone: Zone, theme: Theme, rows: Sequence[VarianceRow]) -> None:
        super().__init__()
        longest = max(row.start + sum(length for length, _ in row.pieces) for row in rows)
        self.unit = zone.width / max(longest, 1e-12)
        for row, place in zip(rows, zone.rows(*[1] * len(rows), gap=0.1), strict=True):
            words = row.label or f"{row.name} = {written(row.value)}"
            label = Formula(words, font_size=theme.sizes.small, color=row.color)
            if label.width > zone.width:
                label.scale_to_fit_width(zone.width)
            label.move_to(place.top_left, aligned_edge=UL)
            top, left = float(label.get_bottom()[1]) - 0.09, zone.left + self.unit * row.start
            bars = VGroup()
            for length, color in row.pieces:
                right = left + max(self.unit * length, 0.015)
                bar = _bar(left, right, top - THICK, top)
                bars.add(bar.set_stroke(color, width=4) if row.hollow else bar.set_fill(color, opacity=0.9))
                left = right
            self.add(VGroup(label, bars))


def written(value: float) -> str:
    """Return a number as Typst mathematics: 3.67, or 1.2 times a power of ten."""
    body, exponent = significant(value)
    return f"{body.replace('×10', ' dot 10')}^({exponent})" if exponent else body


def _bar(left: float, right: float, bottom: float, top: float) -> VMobject:
    bar = VMobject(stroke_width=0, fill_opacity=0)
    corners = [[left, bottom, 0], [right, bottom, 0], [right, top, 0], [left, top, 0], [left, bottom, 0]]
    return bar.set_points_as_corners(np.array(corners, dtype=float))
