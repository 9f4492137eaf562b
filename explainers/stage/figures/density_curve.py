"""A curve that may take another shape in every frame, told apart by its dash."""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
import numpy.typing as npt
from manim import VMobject

Array = npt.NDArray[np.float64]
Dash = Literal["solid", "dashed", "dotted"]

PATTERNS: dict[Dash, tuple[float, float]] = {"dashed": (0.17, 0.11), "dotted": (0.05, 0.075)}
"""Length of a dash and of the gap after it, in the units of the frame."""


class DensityCurve(VMobject):
    """A polyline in one object, however many dashes it has: set anew by one assignment of points."""

    def __init__(self, *, color: str, dash: Dash = "solid", stroke_width: float = 4) -> None:
        super().__init__(stroke_color=color, stroke_width=stroke_width, fill_opacity=0)
        self.dash = dash

    def set_path(self, x: Array, y: Array, visible: npt.NDArray[np.bool_] | None = None) -> Self:
        """Draw from corner to corner.

        Parameters
        ----------
        x, y
            Corners in the frame, shape (n,).
        visible
            Whether each of the n - 1 segments is drawn; all of them if left out.
        """
        corners = np.column_stack([x, y, np.zeros_like(x)])
        lengths = np.hypot(np.diff(x), np.diff(y))
        drawn = lengths > 1e-9 if visible is None else (lengths > 1e-9) & visible
        if self.dash == "solid":
            self._set_segments(corners[:-1][drawn], corners[1:][drawn])
            return self
        on, off = PATTERNS[self.dash]
        along = np.concatenate([[0.0], np.cumsum(lengths)])
        if along[-1] < 1e-9:
            self._set_segments(corners[:0], corners[:0])
            return self
        starts = np.arange(0.0, along[-1], on + off)
        cuts = np.unique(np.concatenate([along, starts, np.minimum(starts + on, along[-1])]))
        middle = (cuts[:-1] + cuts[1:]) / 2
        owner = np.clip(np.searchsorted(along, middle, side="right") - 1, 0, len(lengths) - 1)
        kept = (np.mod(middle, on + off) < on) & drawn[owner]
        at = np.column_stack([np.interp(cuts, along, corners[:, axis]) for axis in range(3)])
        self._set_segments(at[:-1][kept], at[1:][kept])
        return self

    def _set_segments(self, starts: Array, ends: Array) -> None:
        """Straight pieces as the cubic curves that Manim paints; pieces that touch make one path."""
        way = ends - starts
        self.points = np.stack([starts, starts + way / 3, starts + 2 * way / 3, ends], axis=1).reshape(-1, 3)
