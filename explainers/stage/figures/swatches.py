"""What the bars of a chart are: a sample of each, filled or hollow, with its name, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from manim import LEFT, RIGHT, Rectangle, VGroup

from explainers.stage.figures.outcome_chart import FILLED
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone


@dataclass(frozen=True)
class Swatch:
    """A name, a colour and a look."""

    name: str
    color: str
    look: Literal["filled", "hollow", "thin"]


class Swatches(VGroup):
    """Samples from left to right; each is a row of `rows`, to be brought in when its turn comes."""

    def __init__(self, zone: Zone, theme: Theme, swatches: Mapping[str, Swatch]) -> None:
        super().__init__()
        self.rows: dict[str, VGroup] = {}
        for key, swatch in swatches.items():
            sample = Rectangle(width=0.42, height=0.26, stroke_width=0, fill_opacity=0)
            if swatch.look == "filled":
                sample.set_fill(swatch.color, opacity=FILLED)
            else:
                sample.set_stroke(swatch.color, width=4 if swatch.look == "hollow" else 2.5)
            name = Text(swatch.name, font_size=theme.sizes.small, color=swatch.color)
            self.rows[key] = VGroup(sample, name.next_to(sample, RIGHT, buff=0.15))
        self.add(*self.rows.values())
        self.arrange(RIGHT, buff=0.6).move_to(zone.center)

    def share_place(self, first: str, second: str) -> None:
        """Let two samples that are never shown together stand in one place."""
        self.rows[second].move_to(self.rows[first], aligned_edge=LEFT)
