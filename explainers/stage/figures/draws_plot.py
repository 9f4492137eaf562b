"""A posterior from which values are drawn: a needle at the last one, and a mark on the axis for each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import DOWN, Line, Mobject, VMobject

from explainers.maths.belief_curves import Window
from explainers.maths.conjugate import ConjugateFamily, density_grid
from explainers.stage.figures.density import DensityPlot
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
MARK = 0.16


class DrawsPlot(DensityPlot):
    """The density of a posterior; `needle` and `rug` are brought in by the scene when draws begin.

    Parameters
    ----------
    unknowns
        The values drawn, shape (n,).
    """

    def __init__(
        self, zone: Zone, theme: Theme, posterior: ConjugateFamily, unknowns: Array, axis_title: Mobject
    ) -> None:
        window, self.x, self.heights = posterior_window(posterior)
        super().__init__(zone, theme, window, axis_title=axis_title)
        self.unknowns = np.clip(unknowns, window.low, window.high)
        self.add_curve("posterior", color=theme.posterior, stroke_width=5)
        self.needle = Line(color=theme.text, stroke_width=4)
        self.rug = VMobject(stroke_color=theme.posterior, stroke_width=2, stroke_opacity=0.7)

    def reveal(self, share: float) -> None:
        """Draw the density over a share of the window, from the left."""
        self.set_curve("posterior", self.x, self.heights, reveal=share)

    def point_at(self, k: int) -> None:
        """Stand the needle at draw k, counted from 0, up to the density, and mark all draws up to it."""
        unknown = float(self.unknowns[k])
        height = min(float(np.interp(unknown, self.x, self.heights)), self.window.top)
        self.needle.put_start_and_end_on(self.to_point(unknown, 0), self.to_point(unknown, height) + 0.01 * DOWN)
        self.gather(k + 1)

    def gather(self, count: int) -> None:
        """Mark the first draws on the axis."""
        across = self._across(self.unknowns[:count])
        feet = np.column_stack([across, np.full_like(across, self.base), np.zeros_like(across)])
        self.rug.points = pieces_to_points(feet, feet + np.array([0.0, MARK, 0.0]))


def posterior_window(posterior: ConjugateFamily) -> tuple[Window, Array, Array]:
    """Return what part of the posterior is shown, rising places in it, and the density there."""
    marginal, support = posterior.marginal(), posterior.support()
    low, high = float(marginal.ppf(1e-4)), float(marginal.isf(1e-4))
    width = high - low
    low = support[0] if low - support[0] < 0.5 * width else low - 0.1 * width
    high = support[1] if support[1] - high < 0.5 * width else high + 0.1 * width
    with np.errstate(all="ignore"):
        x = np.unique(np.clip(density_grid([marginal], support, 400), low, high))
        x = x[(x > low) & (x < high)]
        heights = np.minimum(marginal.pdf(x), 1e6)
    top = 1.06 * min(float(heights.max()), 12 / (high - low))
    return Window(low, high, top), x, heights
