"""Probabilities of whole numbers as bars: several forecasts over one axis."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import DOWN, UP, Mobject, VGroup, VMobject

from explainers.stage.figures.grid_bars import GridBars
from explainers.stage.figures.ticks import whole_ticks
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]


class OutcomeChart(VGroup):
    """An axis of outcomes with a filled set of bars, and hollow ones on top: told apart by more than colour.

    Parameters
    ----------
    outcomes
        Neighbouring whole numbers, shape (k,).
    top
        The probability that reaches the top.
    """

    def __init__(self, zone: Zone, theme: Theme, outcomes: Array, top: float, axis_title: Mobject) -> None:
        super().__init__()
        self.outcomes = outcomes
        self.edges = np.append(outcomes - 0.5, outcomes[-1] + 0.5)
        if axis_title.width > zone.width:
            axis_title.scale_to_fit_width(zone.width)
        axis_title.move_to([zone.center[0], zone.bottom, 0], aligned_edge=DOWN)
        ticks = whole_ticks(int(outcomes[0]), int(outcomes[-1]), min(len(outcomes) - 1, 10))
        labels = [Text(str(tick), font_size=theme.sizes.small, color=theme.muted) for tick in ticks]
        base = float(axis_title.get_top()[1]) + 0.16 + labels[0].height + 0.12
        self.plot = Zone(zone.left, zone.right, base, zone.top)
        ends = float(self.edges[0]), float(self.edges[-1])
        self.filled = GridBars(self.plot, theme, ends=ends, top=top, color=theme.posterior)
        self.drawn = GridBars(self.plot, theme, ends=ends, top=top, color=theme.text, hollow=True)
        self.drawn.bars.set_stroke(width=2.5)
        self.plug_in = GridBars(self.plot, theme, ends=ends, top=top, color=theme.likelihood, hollow=True)
        for tick, label in zip(ticks, labels, strict=True):
            label.move_to([float(self.filled.across(tick)), base - 0.12, 0], aligned_edge=UP)
        self.axis = VGroup(self.filled.line, *labels, axis_title)
        self.bounds = VMobject(stroke_color=theme.text, stroke_width=3)

    def show(self, bars: GridBars, probabilities: Array) -> None:
        """Show one forecast's bars."""
        bars.show(self.edges, probabilities)

    def bound(self, low: int, high: int, share: float = 1.0) -> None:
        """Draw upright lines around the outcomes from `low` to `high`, up to a share of the plot's height."""
        top = self.plot.bottom + max(share, 1e-3) * self.plot.height
        sides = self.filled.across(np.clip([low - 0.5, high + 0.5], self.edges[0], self.edges[-1]))
        lines = [np.linspace([side, self.plot.bottom, 0.0], [side, top, 0.0], 4) for side in sides]
        self.bounds.points = np.concatenate(lines)
