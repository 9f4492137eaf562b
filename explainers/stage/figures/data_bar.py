"""Many observations as one bar that fills while they arrive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, VGroup, VMobject

from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

THICK = 0.34
"""Of the bar; it is thinner where its captions need the room."""
BELOW = 0.14
"""Between the bar and its captions."""
LAST = 0.2
"""Share of the data with which the captions come in: what they say is true when all are in."""


class DataBar(VGroup):
    """A bar that fills from its left end with what is counted, and from its right end with the rest.

    When all data are in, the two parts meet: the border stands at the share that is counted.

    Parameters
    ----------
    parts
        After each number of observations, from 0 on: how many of all are counted, and how many are the rest;
        shape (n + 1, 2). Where nothing is the rest, the bar fills from the left alone.
    captions
        What stands before the bar and, if given, what is counted and what is the rest, written below its ends.
    """

    def __init__(self, zone: Zone, theme: Theme, parts: npt.ArrayLike, captions: Sequence[str]) -> None:
        super().__init__()
        self.parts = np.asarray(parts, dtype=float)
        middle = float(zone.center[1])
        labels = [Text(caption, font_size=theme.sizes.small, color=theme.text) for caption in captions if caption]
        self.left, self.right = zone.left, zone.right
        low, high = middle - THICK / 2, middle + THICK / 2
        if labels:
            # The bar above, what its ends mean below.
            high = zone.top - 0.06
            low = high - min(THICK, high - zone.bottom - max(label.height for label in labels) - BELOW)
            for label, side, edge in zip(labels, (LEFT, RIGHT), (zone.left, zone.right), strict=False):
                label.move_to([edge, (low + zone.bottom) / 2, 0], aligned_edge=side)
        self._low, self._high = low, high
        self.track = VMobject(stroke_color=theme.grid, stroke_width=2)
        self.track.set_points_as_corners(self._ring(self.left, self.right))
        self.counted = VMobject(stroke_width=0, fill_color=theme.likelihood, fill_opacity=1)
        self.rest = VMobject(
            stroke_color=theme.likelihood, stroke_width=2.5, fill_color=theme.likelihood, fill_opacity=0.18
        )
        self.captions = VGroup(*labels)
        self._told = 1.0
        self.add(self.track, self.rest, self.counted, self.captions)
        self.show(0)

    def show(self, seen: int, end: int | None = None, share: float = 0.0) -> None:
        """Fill in the first `seen` observations, and a share of those from there to `end`."""
        start = self.parts[seen]
        counted, rest = start + share * (self.parts[seen if end is None else end] - start)
        total = float(self.parts[-1].sum())
        width = self.right - self.left
        self._fill(self.counted, self.left, self.left + width * counted / total)
        self._fill(self.rest, self.right - width * rest / total, self.right)
        opacity = float(np.clip(1 - (1 - (counted + rest) / total) / LAST, 0, 1))
        if opacity != self._told:
            self._told = opacity
            self.captions.set_opacity(opacity)

    def take(self, parts: npt.ArrayLike) -> None:
        """Let the observations come in another order."""
        self.parts = np.asarray(parts, dtype=float)

    def _fill(self, part: VMobject, left: float, right: float) -> None:
        if right - left < 1e-6:
            part.points = np.zeros((0, 3))
            return
        part.set_points_as_corners(self._ring(left, right))

    def _ring(self, left: float, right: float) -> Array:
        return np.array(
            [
                [left, self._low, 0],
                [right, self._low, 0],
                [right, self._high, 0],
                [left, self._high, 0],
                [left, self._low, 0],
            ]
        )
