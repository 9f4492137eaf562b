"""An arrow that a matrix multiplies again and again, scaled back to length 1 after every step."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from manim import ValueTracker, VMobject

from explainers.maths.eigenvectors import PowerIteration, unit_vector
from explainers.maths.matrix_paths import MatrixPath
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.legible import over_lines
from explainers.stage.figures.plane import MovingPlane
from explainers.stage.figures.plane_marks import TipLabel
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula

Array = npt.NDArray[np.float64]

A_FLIP = math.radians(150)
"""A step that turns by more than this goes through the origin, as a multiplication by a negative number does."""


class PowerWalk:
    """w, where it has been, and A w while the first step is shown in slow motion.

    `step` counts the steps, fractions of them included. `grow` and `shrink` go from 0 to 1 in the first step: w
    becomes A w, then A w becomes as long as w. Not a mobject itself: Manim copies what it fades, and all in it.
    """

    def __init__(self, plane: MovingPlane, matrix: npt.ArrayLike, powers: PowerIteration, theme: Theme) -> None:
        self.plane, self.powers, self.theme = plane, powers, theme
        self.path = MatrixPath(np.asarray(matrix, dtype=float))
        self.step, self.grow, self.shrink = ValueTracker(0), ValueTracker(0), ValueTracker(0)
        self.been = VMobject(stroke_color=theme.vector, stroke_width=2.5, stroke_opacity=0.45)
        self.been.add_updater(lambda been: self._draw_been(been), call_updater=True)
        self.vector = LiveArrow((0, 0, 0), color=theme.vector, stroke_width=6, head=0.3).follow(
            lambda: plane.point(self.unit()), lambda: self._origin()
        )
        self.name = self._name("bold(w)", lambda: plane.point(self.unit()), theme.vector, lambda: self._clear_side())
        self.image = LiveArrow((0, 0, 0), color=theme.shape, stroke_width=8, head=0.36).follow(
            lambda: plane.point(self.grown()), lambda: self._origin()
        )
        self.image_name = self._name("A bold(w)", lambda: plane.point(self.grown()), theme.shape, lambda: 0.0)

    @property
    def finished(self) -> int:
        """How many steps are done."""
        return int(self.step.get_value() + 1e-6)

    def unit(self) -> Array:
        """w at this moment: of length 1 at every whole step until it vanishes."""
        done = self.finished
        share = self.step.get_value() - done
        if share < 1e-6 or done >= len(self.powers.growths):
            return np.asarray(self.powers.arrows[done])
        return between(self.powers.arrows[done], self.powers.arrows[done + 1], share)

    def grown(self) -> Array:
        """A(t) w for the first w, scaled back as far as that has gone."""
        image = self.path.at(self.grow.get_value()) @ self.powers.arrows[0]
        length = float(self.powers.growths[0]) or 1.0
        return image * (1 + self.shrink.get_value() * (1 / length - 1))

    def _origin(self) -> Array:
        return self.plane.point((0, 0))

    def _draw_been(self, been: VMobject) -> None:
        """A thin line for each place in which w has been."""
        tips = self.plane.point(self.powers.arrows[: self.finished])
        been.points = pieces_to_points(np.broadcast_to(self._origin(), tips.shape), tips)

    def _clear_side(self) -> float:
        """The name of w stands on the side on which A w is not, and nearly ahead of w once A w has been scaled back."""
        (x, y), (u, v) = self.powers.arrows[:2]
        return (90.0 - 35 * self.shrink.get_value()) * (-1 if x * v - y * u >= 0 else 1)

    def _name(self, mathematics: str, tip: Callable[[], Array], color: str, turn: Callable[[], float]) -> Formula:
        label = over_lines(Formula(mathematics, font_size=self.theme.sizes.body, color=color), self.theme)
        place = TipLabel(tip, lambda: self._origin(), turn=turn, zone=self.plane.picture)
        return place.hold(label)


def between(start: Array, end: Array, share: float) -> Array:
    """Return an arrow on the way from one to the next: it turns, or passes through the origin if it is thrown over."""
    turn = math.atan2(start[0] * end[1] - start[1] * end[0], float(start @ end))
    if abs(turn) > A_FLIP or not end.any():
        return np.asarray((1 - share) * start + share * end)
    return unit_vector(math.atan2(start[1], start[0]) + share * turn)
