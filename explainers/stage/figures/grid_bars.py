"""Bars side by side over a range, as many as there are cells: all in one object, set anew by one assignment."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import VGroup, VMobject

from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

WIDEST_GAP = 0.05
LEAST_WIDTH = 0.08
"""Bars narrower than this touch: gaps between them would shimmer."""

MOST_OUTLINES = 24
"""More hollow bars than this would be a thicket of walls."""


class GridBars(VGroup):
    """Bars that stand on a line at the foot of a zone.

    Parameters
    ----------
    zone
        Its left and right ends are those of `ends`.
    ends
        The range across.
    top
        The height that reaches the zone's top; higher bars are cut off there.
    hollow
        Outlines alone, told from filled bars by more than their colour; of many bars, their skyline alone.
    """

    def __init__(
        self, zone: Zone, theme: Theme, *, ends: tuple[float, float], top: float, color: str, hollow: bool = False
    ) -> None:
        super().__init__()
        self.zone, self.ends, self.top, self.hollow = zone, ends, top, hollow
        self.line = VMobject(stroke_color=theme.axis, stroke_width=2)
        self.line.set_points_as_corners(np.array([zone.bottom_left, [zone.right, zone.bottom, 0.0]]))
        if hollow:
            self.bars = VMobject(stroke_color=color, stroke_width=4, fill_opacity=0)
        else:
            self.bars = VMobject(stroke_width=0, fill_color=color, fill_opacity=0.9)
        self.edges = np.array(ends)
        self.heights = np.zeros(1)
        self.add(self.bars, self.line)

    def across(self, x: npt.ArrayLike) -> Array:
        """Return where values stand in the frame, from left to right."""
        low, high = self.ends
        return np.asarray(self.zone.left + (np.asarray(x) - low) / (high - low) * self.zone.width)

    def upwards(self, heights: npt.ArrayLike) -> Array:
        """Return where the tops of bars stand in the frame."""
        return np.asarray(self.zone.bottom + np.clip(np.asarray(heights) / self.top, 0, 1) * self.zone.height)

    def show(self, edges: Array, heights: Array) -> Self:
        """Show bars between rising edges, shape (n + 1,), of heights of shape (n,); none where a height is 0."""
        self.edges, self.heights = edges, heights
        sides = self.across(edges)
        left, right = sides[:-1], sides[1:]
        gap = np.clip(0.3 * (right - left - LEAST_WIDTH), 0, WIDEST_GAP) / 2
        tops = self.upwards(heights)
        if self.hollow and len(heights) > MOST_OUTLINES:
            self.bars.points = _skyline(sides, self.zone.bottom, tops)
            return self
        seen = self._seen(tops)
        self.bars.points = _rectangles((left + gap)[seen], (right - gap)[seen], self.zone.bottom, tops[seen])
        return self

    def drawn_heights(self) -> Array:
        """Read the heights off the bars as they are drawn, shape (n,): 0 where none is."""
        tops = np.full(len(self.heights), self.zone.bottom)
        if self.hollow and len(self.heights) > MOST_OUTLINES:
            # Every second piece of the skyline is the top of a bar.
            tops[:] = self.bars.points.reshape(-1, 4, 3)[1::2, 0, 1]
        else:
            tops[self._seen(self.upwards(self.heights))] = self.bars.points.reshape(-1, 16, 3)[:, :, 1].max(axis=1)
        return (tops - self.zone.bottom) / self.zone.height * self.top

    def _seen(self, tops: Array) -> npt.NDArray[np.bool_]:
        """Return which bars are drawn: those of some height."""
        return np.asarray(tops > self.zone.bottom + 1e-4)


def _skyline(sides: Array, bottom: float, tops: Array) -> Array:
    """Return Manim's points for the line over neighbouring bars, from the foot of the first to that of the last."""
    x = np.repeat(sides, 2)
    y = np.concatenate([[bottom], np.repeat(tops, 2), [bottom]])
    corners = np.column_stack([x, y, np.zeros_like(x)])
    return pieces_to_points(corners[:-1], corners[1:])


def _rectangles(left: Array, right: Array, bottom: float, top: Array) -> Array:
    """Return Manim's points for upright rectangles, shape (16 n, 3)."""
    low = np.full_like(top, bottom)
    x = np.stack([left, right, right, left, left], axis=1)
    y = np.stack([low, low, top, top, low], axis=1)
    corners = np.stack([x, y, np.zeros_like(x)], axis=2)
    return pieces_to_points(corners[:, :-1].reshape(-1, 3), corners[:, 1:].reshape(-1, 3))
