"""What stands on a moving plane and goes with it: outlines, and labels at the tips of arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from manim import Mobject, VMobject

from explainers.maths.shapes import letter_f, unit_square
from explainers.stage.figures.plane import MovingPlane
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
FARTHER = 0.4
"""How far off a label goes if there is no room for it at the tip."""
ShapeName = Literal["unit-square", "letter-f", "circle"]


def outline(name: ShapeName) -> Array:
    """Return a closed outline as Bézier curves, shape (4 n, 2): a linear map of its points is a map of the whole."""
    if name == "circle":
        return _circle_curves()
    corners = unit_square() if name == "unit-square" else letter_f()
    shares = np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, np.newaxis]
    following = np.roll(corners, -1, axis=0)
    return (corners[:, np.newaxis] + shares * (following - corners)[:, np.newaxis]).reshape(-1, 2)


def _circle_curves(arcs: int = 12) -> Array:
    """The unit circle as cubic arcs; with twelve of them the radius is right to 1e-6."""
    turn = 2 * np.pi / arcs
    handle = 4 / 3 * np.tan(turn / 4)
    angles = turn * np.arange(arcs)
    start, end = (np.column_stack([np.cos(a), np.sin(a)]) for a in (angles, angles + turn))
    quarter = np.array([[0.0, 1.0], [-1.0, 0.0]])
    return np.stack([start, start + handle * start @ quarter, end - handle * end @ quarter, end], axis=1).reshape(-1, 2)


class PlaneShape(VMobject):
    """A filled outline that lies on a plane and goes where its matrix takes it."""

    def __init__(self, name: ShapeName, plane: MovingPlane, *, color: str) -> None:
        super().__init__(stroke_color=color, stroke_width=3, fill_color=color, fill_opacity=0.35)
        curves = outline(name)

        def update(shape: PlaneShape) -> None:
            shape.points = plane.image(curves)

        self.add_updater(update, call_updater=True)


class TipLabel:
    """Keeps a label beside the tip of an arrow, clear of the arrow itself.

    Parameters
    ----------
    tip, tail
        Where the arrow ends and starts now, in the scene.
    turn
        On which side of the tip, in degrees from the arrow's direction, counter-clockwise; or what gives it now.
    others
        Turns to take instead where there is no room, in this order. For labels that stand still: others would jump.
    zone
        What the label may not leave; where nothing fits, the label is pushed back over its edge.
    beside_line
        Keep clear of the whole line through the tip at a right angle to the side, not only of the tip: for a label
        beside the middle of an arrow.
    rest
        The direction to be taken while the arrow has none.
    """

    def __init__(
        self,
        tip: Callable[[], Array],
        tail: Callable[[], Array],
        *,
        turn: float | Callable[[], float],
        others: Sequence[float] = (),
        zone: Zone,
        rest: npt.ArrayLike = (1.0, 0.0),
        gap: float = 0.14,
        beside_line: bool = False,
    ) -> None:
        self._tip = tip
        self._tail = tail
        self._turn = turn if callable(turn) else lambda: turn
        self._others = others
        self._zone = zone
        self._direction = np.asarray(rest, dtype=float)
        self._gap = gap
        self._beside_line = beside_line

    def __call__(self, label: Mobject) -> None:
        """Put the label in its place: an updater."""
        self._turn_along()
        half = np.array([label.width, label.height]) / 2
        lowest, highest = self._room(half)
        centers = self._centers(half, self._gap)
        inside = [center for center in centers if np.all((center >= lowest) & (center <= highest))]
        places = inside or [np.clip(centers[0], lowest, highest)]
        along = np.linspace(self._tail()[:2], self._tip()[:2], 50)
        clear = (center for center in places if not crossed(center, half, along))
        label.move_to([*next(clear, places[0]), 0.0])

    def places(self, half: Array) -> list[Array]:
        """Return where the middle of a label of half this size may be: near the tip, farther off, pushed over an edge.

        The best come first.
        """
        self._turn_along()
        lowest, highest = self._room(half)
        centers = np.array([each for gap in (self._gap, self._gap + FARTHER) for each in self._centers(half, gap)])
        inside = np.all((centers >= lowest) & (centers <= highest), axis=1)
        return [*centers[inside], *np.clip(centers[~inside], lowest, highest)]

    def _turn_along(self) -> None:
        """Take the arrow's direction, if it has one now."""
        arrow = (self._tip() - self._tail())[:2]
        length = float(np.linalg.norm(arrow))
        if length > 1e-6:
            self._direction = arrow / length

    def _centers(self, half: Array, gap: float) -> list[Array]:
        """Return the places on all sides, in their order."""
        return [self._center(self._tip(), half, turn, gap) for turn in (self._turn(), *self._others)]

    def _center(self, tip: Array, half: Array, turn: float, gap: float) -> Array:
        """Where a box of half this size has its middle, if it stands on this side of the tip."""
        cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        side = np.array([[cos, -sin], [sin, cos]]) @ self._direction
        if self._beside_line:
            reach = float(half @ np.abs(side))
        else:
            # So far that the label's box, seen from the tip, ends before the tip.
            reach = float(np.min(half / np.maximum(np.abs(side), 1e-6)))
        return np.asarray(tip[:2] + (reach + gap) * side)

    def _room(self, half: Array) -> tuple[Array, Array]:
        lowest = np.array([self._zone.left, self._zone.bottom]) + half
        return lowest, np.maximum(lowest, np.array([self._zone.right, self._zone.top]) - half)

    def hold(self, label: Any) -> Any:
        """Give the label its place now and in every frame."""
        return label.add_updater(self, call_updater=True)


def crossed(center: Array, half: Array, along: Array) -> bool:
    """Whether points along an arrow lie in a box of some middle and half size: wide labels reach back over theirs."""
    return bool(np.any(np.all(np.abs(along - center) < half + 0.03, axis=1)))


def overlap(first: Mobject, second: Mobject) -> bool:
    """Whether the boxes of two letterings have something in common."""
    gap = np.abs(first.get_center() - second.get_center())[:2]
    return bool(gap[0] < (first.width + second.width) / 2 and gap[1] < (first.height + second.height) / 2)
