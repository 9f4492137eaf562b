"""Normal beliefs over one axis that slide and widen, a probe that multiplies two of them, a way between two means."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject, VMobject

from explainers.maths.belief_curves import Window
from explainers.maths.normal_fusion import NormalBelief
from explainers.maths.normal_window import NormalHeights
from explainers.stage.figures.density import DensityPlot
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.zones import Zone

DOT = 0.085
"""Radius of a dot on a curve, or at a mean."""


class NormalPlot(DensityPlot):
    """Named normal densities; `probe` with its `dots`, and `way` with its own, are brought in by the scene.

    Parameters
    ----------
    windows
        The parts of the axis that are shown one after the other.
    heights
        How high densities are drawn.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        windows: Sequence[Window],
        heights: NormalHeights,
        axis_title: Mobject,
    ) -> None:
        self.views = tuple(dict.fromkeys(windows))
        super().__init__(zone, theme, self.views[0], later=self.views[1:], axis_title=axis_title)
        self.heights = heights
        self.beliefs: dict[str, NormalBelief] = {}
        self.probe = VMobject(stroke_color=theme.text, stroke_width=3, fill_opacity=0)
        self.dots = VMobject(stroke_width=0, fill_color=theme.text, fill_opacity=1)
        self.way = VMobject(stroke_color=theme.posterior, stroke_width=9, fill_opacity=0)
        self.start, self.end, self.here = (
            VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
            for color in (theme.prior, theme.likelihood, theme.posterior)
        )

    def show(self, name: str, belief: NormalBelief, *, reveal: float = 1.0, lift: float = 1.0) -> None:
        """Draw a belief as the curve of this name."""
        self.beliefs[name] = belief
        self.set_curve(name, *self.heights.curve(belief), reveal=reveal, lift=lift)

    def drop(self, *names: str) -> None:
        """Take curves out of the plot."""
        self.drawn.remove(*(self.curves[name] for name in names))
        for name in names:
            del self.beliefs[name]

    def look(self, before: Window, after: Window, share: float) -> None:
        """Show a share of the way from one of the windows to another."""
        first, last = self.views.index(before), self.views.index(after)
        self.set_window(before.toward(after, share), first + share * (last - first))
        for name, belief in self.beliefs.items():
            self.show(name, belief)

    def sweep(self, share: float, factors: tuple[str, str], product: str, belief: NormalBelief) -> None:
        """Draw the product up to a share of the window, with the probe there and a dot on each factor."""
        self.show(product, belief, reveal=share)
        x = self.window.low + share * self.window.width
        foot, head = self.to_point(x, 0), self.to_point(x, self.window.top)
        self.probe.points = pieces_to_points(foot[None], head[None])
        places = [self.to_point(x, float(self.heights.height(self.beliefs[name], x))) for name in factors]
        self.dots.points = discs_to_points(np.array(places), DOT)

    def go(self, start: float, end: float, share: float) -> None:
        """Draw the way along the axis from one mean to a share of the way to another, with dots at all three."""
        first, here, last = (self.to_point(place, 0) for place in (start, start + share * (end - start), end))
        self.way.points = pieces_to_points(first[None], here[None])
        for dot, place, radius in ((self.start, first, DOT), (self.end, last, DOT), (self.here, here, 1.6 * DOT)):
            dot.points = discs_to_points(place[None], radius)
