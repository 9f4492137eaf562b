"""An arrow that can follow a moving tip in every frame, and grows from its tail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import ORIGIN, Animation, Mobject, VGroup, VMobject

Point = npt.NDArray[np.float64]


class LiveArrow(VGroup):
    """A shaft and a head, set anew by two assignments: Manim's own `Arrow` rebuilds its tip each time.

    The tip stands exactly at `end`. A vector shorter than its head is drawn with a smaller head, the zero vector as
    nothing.

    Attributes
    ----------
    is_whole
        False while it grows.
    """

    is_whole = True

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


class Grow(Animation):
    """Lets an arrow grow from its tail to its tip.

    Manim's `GrowFromPoint` starts from a copy of the arrow, and the copy of an arrow that follows its tip follows it,
    too: it would stand there at its full length from the first frame on.
    """

    def __init__(self, arrow: LiveArrow, **options: Any) -> None:
        self.arrow = arrow
        super().__init__(arrow, introducer=True, **options)

    def begin(self) -> None:
        self.arrow.update()
        points = self.arrow.shaft.points
        self.arrow.is_whole = False
        # The zero vector has no points, and nothing to grow.
        self._ends = (points[0].copy(), self.arrow.get_tip_point().copy()) if len(points) else None
        super().begin()

    def finish(self) -> None:
        super().finish()
        self.arrow.is_whole = True

    def create_starting_mobject(self) -> Mobject:
        return self.arrow

    def interpolate_mobject(self, alpha: float) -> None:
        if self._ends is not None:
            tail, tip = self._ends
            self.arrow.put(tail, tail + self.rate_func(alpha) * (tip - tail))
