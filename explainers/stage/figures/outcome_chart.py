"""Probabilities of whole numbers, or of cells of an axis, as bars: several forecasts over one axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import DOWN, UP, Mobject, VGroup, VMobject

from explainers.stage.figures.density import tick_label
from explainers.stage.figures.grid_bars import GridBars
from explainers.stage.figures.ticks import nice_ticks, whole_ticks
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]


FILLED = 0.5
"""Opacity of filled bars: hollow ones on top of them can be seen."""


class OutcomeChart(VGroup):
    """An axis of outcomes with a filled set of bars, and hollow ones on top: told apart by more than colour.

    Parameters
    ----------
    outcomes
        Neighbouring whole numbers, or middles of cells, shape (k,).
    top
        The probability that reaches the top.
    step
        From one outcome to the next.
    whole
        Whether outcomes are whole numbers, which have their ticks below the bars' middles.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        outcomes: Array,
        top: float,
        axis_title: Mobject,
        *,
        step: float = 1.0,
        whole: bool = True,
    ) -> None:
        super().__init__()
        self.outcomes = outcomes
        self.edges = np.append(outcomes - step / 2, outcomes[-1] + step / 2)
        if axis_title.width > zone.width:
            axis_title.scale_to_fit_width(zone.width)
        axis_title.move_to([zone.center[0], zone.bottom, 0], aligned_edge=DOWN)
        ticks, labels = self._ticks(theme, zone.width, whole)
        base = float(axis_title.get_top()[1]) + 0.16 + labels[0].height + 0.12
        self.plot = Zone(zone.left, zone.right, base, zone.top)
        ends = float(self.edges[0]), float(self.edges[-1])
        self.filled = GridBars(self.plot, theme, ends=ends, top=top, color=theme.posterior)
        self.filled.bars.set_fill(opacity=FILLED)
        self.drawn = GridBars(self.plot, theme, ends=ends, top=top, color=theme.text, hollow=True)
        self.drawn.bars.set_stroke(width=2.5)
        self.plug_in = GridBars(self.plot, theme, ends=ends, top=top, color=theme.likelihood, hollow=True)
        for tick, label in zip(ticks, labels, strict=True):
            label.move_to([float(self.filled.across(tick)), base - 0.12, 0], aligned_edge=UP)
        # A number at the very end of the axis would reach beyond it.
        inside = [each for each in labels if each.get_left()[0] > zone.left and each.get_right()[0] < zone.right]
        self.axis = VGroup(self.filled.line, *inside, axis_title)
        self.bounds = VMobject(stroke_color=theme.text, stroke_width=3)

    def _ticks(self, theme: Theme, width: float, whole: bool) -> tuple[Sequence[float], list[Mobject]]:
        """Return places and numbers, as many as stand apart."""
        first, last = float(self.outcomes[0]), float(self.outcomes[-1])
        ticks: Sequence[float]
        for about in range(10, 1, -1):
            if whole:
                ticks = whole_ticks(int(first), int(last), min(len(self.outcomes) - 1, about))
                labels: list[Mobject] = [Text(str(k), font_size=theme.sizes.small, color=theme.muted) for k in ticks]
            else:
                ticks = nice_ticks(float(self.edges[0]), float(self.edges[-1]), about)
                labels = [tick_label(tick, ticks, theme) for tick in ticks]
            apart = width * (ticks[1] - ticks[0]) / (self.edges[-1] - self.edges[0]) if len(ticks) > 1 else width
            if max(label.width for label in labels) < 0.75 * apart:
                break
        return ticks, labels

    def show(self, bars: GridBars, probabilities: Array) -> None:
        """Show one forecast's bars."""
        bars.show(self.edges, probabilities)

    def bound(self, ends: tuple[float, float], share: float = 1.0) -> None:
        """Draw upright lines at two places of the axis, up to a share of the plot's height."""
        top = self.plot.bottom + max(share, 1e-3) * self.plot.height
        sides = self.filled.across(np.clip(ends, self.edges[0], self.edges[-1]))
        lines = [np.linspace([side, self.plot.bottom, 0.0], [side, top, 0.0], 4) for side in sides]
        self.bounds.points = np.concatenate(lines)
