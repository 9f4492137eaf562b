"""Bayes' rule on a grid, as three rows of bars over one axis: prior, likelihood, and what their products become."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, UP, Mobject, VGroup, VMobject

from explainers.maths.belief_curves import Window
from explainers.maths.grid_posterior import Grid
from explainers.stage.figures.density import DensityPlot
from explainers.stage.figures.grid_bars import GridBars
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
GUTTER = 1.75
HEADROOM = 1.06


def tallest(heights: Array) -> float:
    """Return the height that a row has room for: where a density shoots up at an end, most of its area."""
    highest = float(np.max(heights))
    if max(heights[0] / heights[1] if heights[1] else 0, heights[-1] / heights[-2] if heights[-2] else 0) < 1.3:
        return HEADROOM * highest
    levels = np.linspace(0, highest, 2000)[1:]
    kept = np.minimum(heights[None, :], levels[:, None]).sum(axis=1)
    return HEADROOM * float(levels[np.searchsorted(kept, 0.8 * kept[-1])])


class GridBoard(VGroup):
    """Three rows of bars and the column that runs over them.

    Parameters
    ----------
    zone
        All the room, names of the rows included.
    grids
        From the coarsest to the finest; the first is shown when `show` is called for it.
    axis_title
        What the unknown is.
    """

    def __init__(self, zone: Zone, theme: Theme, grids: tuple[Grid, ...], axis_title: Mobject) -> None:
        super().__init__()
        self.theme, self.grids = theme, grids
        finest = grids[-1]
        ends = float(finest.edges[0]), float(finest.edges[-1])
        first, second, third = Zone(zone.left + GUTTER, zone.right, zone.bottom, zone.top).rows(1, 1, 2, gap=0.22)
        top = max(HEADROOM * float(grids[0].posterior.max()), tallest(finest.posterior))
        self.plot = DensityPlot(third, theme, Window(*ends, top), axis_title=axis_title)
        self.plot.add_curve("exact", color=theme.text, dash="dashed", stroke_width=4)
        self.rows = {
            "prior": GridBars(first, theme, ends=ends, top=tallest(finest.prior), color=theme.prior),
            "likelihood": GridBars(second, theme, ends=ends, top=HEADROOM, color=theme.likelihood),
            "posterior": GridBars(self.plot.plot, theme, ends=ends, top=top, color=theme.posterior),
        }
        self.column = VMobject(stroke_color=theme.text, stroke_width=2.5, fill_color=theme.text, fill_opacity=0.1)
        self.names = {
            key: self._name(sign, words, color, self.rows[row])
            for key, sign, words, color, row in (
                ("prior", "", "prior", theme.prior, "prior"),
                ("likelihood", "×", "likelihood", theme.likelihood, "likelihood"),
                ("product", "=", "product", theme.posterior, "posterior"),
                ("posterior", "=", "posterior", theme.posterior, "posterior"),
            )
        }

    def _name(self, sign: str, words: str, color: str, row: GridBars) -> VGroup:
        text = Text(words, font_size=self.theme.sizes.small, color=color)
        y = row.zone.center[1]
        text.move_to([row.zone.left - 0.2, y, 0], aligned_edge=RIGHT)
        if not sign:
            return VGroup(text)
        mark = Formula(sign, font_size=self.theme.sizes.body, color=self.theme.text)
        return VGroup(mark.next_to(text, LEFT, buff=0.14), text)

    def show(self, row: str, heights: Array, grid: int = 0) -> None:
        """Show heights of a row on one of the grids."""
        self.rows[row].show(self.grids[grid].edges, heights)

    def refine(self, index: int, share: float) -> None:
        """Go a share of the way from a grid to the next one: each step takes its new height."""
        before, after = self.grids[index], self.grids[index + 1]
        owner = np.clip(np.searchsorted(before.edges, after.x) - 1, 0, before.points - 1)
        pairs = (
            ("prior", before.prior, after.prior),
            ("likelihood", before.likelihood, after.likelihood),
            ("posterior", before.posterior, after.posterior),
        )
        for row, old, new in pairs:
            self.rows[row].show(after.edges, old[owner] + share * (new - old[owner]))

    def put_column(self, cell: int) -> None:
        """Stand the column around one cell of the coarsest grid."""
        bars = self.rows["posterior"]
        left, right = bars.across(self.grids[0].edges[cell : cell + 2])
        top, bottom = self.rows["prior"].zone.top + 0.04, bars.zone.bottom - 0.02
        corners = [[left, bottom, 0], [right, bottom, 0], [right, top, 0], [left, top, 0], [left, bottom, 0]]
        self.column.set_points_as_corners(np.array(corners))


class FlatBoard(VGroup):
    """Bars of a flat prior that slide from the unknown's own axis to another one, each with its area.

    Parameters
    ----------
    axes
        The two axes' titles.
    ranges
        What their ends are.
    top
        The highest bar's height on either axis, both being one long.
    percents
        What four equal parts of the other axis hold, as it is written.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        axes: tuple[Mobject, Mobject],
        ranges: tuple[tuple[float, float], tuple[float, float]],
        top: float,
        percents: tuple[str, ...],
    ) -> None:
        super().__init__()
        labels = [Text(words, font_size=theme.sizes.label, color=theme.text) for words in percents]
        below = Zone(zone.left, zone.right, zone.bottom, zone.top - labels[0].height - 0.3)
        self.axes = [
            DensityPlot(below, theme, Window(*ends, 1.0), axis_title=title)
            for ends, title in zip(ranges, axes, strict=True)
        ]
        for axis in self.axes:
            # Titles of unequal height: both axes stand as high as the higher one.
            axis.shift((self.axes[0].base - axis.base) * UP)
        room = self.axes[0].plot
        self.bars = GridBars(room, theme, ends=(0.0, 1.0), top=HEADROOM * top, color=theme.prior)
        sides = np.linspace(room.left, room.right, len(percents) + 1)
        for label, left, right in zip(labels, sides[:-1], sides[1:], strict=True):
            label.move_to([(left + right) / 2, zone.top, 0], aligned_edge=UP)
        cuts = VMobject(stroke_color=theme.muted, stroke_width=2)
        cuts.points = np.concatenate(
            [np.linspace([side, room.bottom, 0.0], [side, zone.top, 0.0], 4) for side in sides[1:-1]]
        )
        self.quarters = VGroup(cuts, *labels)
        self.caption = Text("bars: the flat prior", font_size=theme.sizes.small, color=theme.prior)
