"""A curved arrow from one arrow on a plane to another: it shows which way round they stand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from manim import VGroup, VMobject

from explainers.stage.figures.plane import MovingPlane

Array = npt.NDArray[np.float64]

SHARPNESS = 6.0
RADIUS = 0.62
HEAD = 0.2


def outer_side(plane: MovingPlane, degrees: float, *, flips: bool) -> Callable[[], float]:
    """Return what gives the side of a basis vector's tip that lies outside of the angle between both images.

    If the plane `flips`, it changes gently where that happens, so that a name which stands there does not jump.
    """
    if not flips:
        return lambda: degrees
    return lambda: degrees * math.tanh(SHARPNESS * plane.determinant * plane.view.unit**2)


class TurnMark(VGroup):
    """The turn, by less than half a circle, from the image of e1 to that of e2; nothing while the plane lies flat.

    Parameters
    ----------
    left, right
        Its colour while the turn is to the left (counter-clockwise), and while it is to the right.
    """

    def __init__(self, plane: MovingPlane, *, left: str, right: str) -> None:
        super().__init__()
        self.arc = VMobject(stroke_width=5)
        self.head = VMobject(stroke_width=0, fill_opacity=1)
        self.add(self.arc, self.head)
        self.turn = 0.0
        self._colors = (left, right)
        self.follow(lambda: plane.matrix, lambda: plane.point((0, 0)), lambda: plane.view.unit)

    def follow(self, matrix: Callable[[], Array], origin: Callable[[], Array], unit: Callable[[], float]) -> None:
        """Take basis vectors, origin and length of a unit from these functions in every frame."""
        self.add_updater(lambda mark: mark.put(matrix(), origin(), unit()), call_updater=True)

    def put(self, matrix: npt.ArrayLike, origin: Array, unit: float) -> None:
        """Draw the turn between the columns of a matrix."""
        (a, b), (c, d) = np.asarray(matrix, dtype=float)
        lengths = math.hypot(a, c), math.hypot(b, d)
        self.turn = math.atan2(a * d - b * c, a * b + c * d) if min(lengths) * unit > 1e-6 else 0.0
        if abs(math.sin(self.turn)) < 1e-3:
            self.arc.points = self.head.points = np.zeros((0, 3))
            self.turn = 0.0
            return
        radius = min(RADIUS, 0.6 * min(lengths) * unit)
        start = math.atan2(c, a)
        end = start + self.turn
        head = min(HEAD, 0.5 * radius * abs(self.turn))
        # The arc ends inside the head, whose tip stands on the second arrow.
        neck = end - math.copysign(head / radius, self.turn)
        angles = np.linspace(start, neck, 25)
        self.arc.set_points_as_corners(origin + radius * _directions(angles))
        tip, middle = origin + radius * _directions(np.array([end, neck]))
        along = (tip - middle) / np.linalg.norm(tip - middle)
        across = np.array([-along[1], along[0], 0.0])
        self.head.set_points_as_corners(
            np.array([tip, middle + 0.55 * head * across, middle - 0.55 * head * across, tip])
        )
        color = self._colors[0] if self.turn > 0 else self._colors[1]
        self.arc.set_stroke(color)
        self.head.set_fill(color)


def _directions(angles: Array) -> Array:
    return np.column_stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)])
