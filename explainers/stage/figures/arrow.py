"""An arrow that can follow a moving tip in every frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import ORIGIN, VGroup, VMobject

Point = npt.NDArray[np.float64]


class LiveArrow(VGroup):
    """A shaft and a head, set anew by two assignments: Manim's own `Arrow` rebuilds its tip each time.

    The tip stands exactly at `end`. A vector shorter than its head is drawn with a smaller head, the zero vector as
    nothing.
    """

    def __init__(
        self,
        end: npt.ArrayLike,
        start: npt.ArrayLike = ORIGIN,
        *,
        color: str,
        stroke_width: float = 6,
        head: float = 0.3,
    ) -> None:
        super().__init__()
        self.head_length = head
        self.shaft = VMobject(stroke_color=color, stroke_width=stroke_width)
        self.head = VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
        self.add(self.shaft, self.head)
        self.put(start, end)

    def put(self, start: npt.ArrayLike, end: npt.ArrayLike) -> Self:
        """Draw the arrow from `start` to `end`, points of the scene."""
        tail, tip = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
        length = float(np.linalg.norm(tip - tail))
        if length < 1e-9:
            self.shaft.points = np.zeros((0, 3))
            self.head.points = np.zeros((0, 3))
            return self
        along = (tip - tail) / length
        across = np.array([-along[1], along[0], 0.0])
        head = min(self.head_length, 0.6 * length)
        neck = tip - head * along
        self.shaft.set_points_as_corners(np.array([tail, neck + 0.1 * head * along]))
        self.head.set_points_as_corners(np.array([tip, neck + 0.38 * head * across, neck - 0.38 * head * across, tip]))
        return self

    def follow(self, end: Callable[[], npt.ArrayLike], start: Callable[[], npt.ArrayLike] = lambda: ORIGIN) -> Self:
        """Stand between two moving points in every frame."""
        self.add_updater(lambda arrow: arrow.put(start(), end()), call_updater=True)
        return self

    def get_tip_point(self) -> Point:
        """Where the arrow points to."""
        return np.asarray(self.head.points[0])
