"""A plane under a matrix that changes at any moment: what a reader explores by hand, without a story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Mobject, VGroup, VMobject

from explainers.maths.shapes import cut_to_box
from explainers.maths.visible import FARTHEST
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.attention import DIMMED
from explainers.stage.figures.legible import over_lines
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_marks import TipLabel
from explainers.stage.figures.tip_names import TipNames
from explainers.stage.handle import Handle
from explainers.stage.plane_zones import plane_zones
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Frame

Array = npt.NDArray[np.float64]

REACH = 5.2
"""How far the plane is seen at least: a little farther than entries go. It stays, so that a hand is not led astray."""

TURNS = (75.0, -75.0, 120.0, -120.0)
"""On which sides of a tip its name may stand, if not straight ahead."""
SHORTEST_NAMED = 0.1
"""In the scene's units: shorter arrows have no name."""


class MatrixExplorer:
    """The plane with its basis vectors, and the panel with the matrix.

    Parameters
    ----------
    matrix
        Gives the matrix of now.
    quiet_basis
        Whether the columns stay in the background, without names: for figures that are about other arrows.
    """

    def __init__(
        self,
        matrix: Callable[[], npt.ArrayLike],
        frame: Frame,
        theme: Theme,
        *,
        quiet_basis: bool = False,
    ) -> None:
        self.theme, self._matrix, self._quiet_basis = theme, matrix, quiet_basis
        zones = plane_zones(frame, stacked=5.8, band=2.8)
        corner = np.array([[REACH, REACH], [-REACH, -REACH]])
        view = View.of(corner, MovingPlane.picture_of(zones.plane), margin=0.05)
        self.plane = MovingPlane(zones.plane, theme, view).follow(matrix)
        figure = MatrixFigure(np.eye(2), theme, decimals=2, column_colors=self._column_colors, signed=True)
        self.givens = NumbersPanel(zones.givens, theme)
        self.givens.add_figure(matrix_equation("A =", figure, theme))
        figure.follow(matrix)
        self.facts = NumbersPanel(zones.workings(self.givens), theme, flows=zones.narrow)
        self.names = TipNames(SHORTEST_NAMED)
        self.basis = VGroup(
            *(
                self.arrow(partial(self._column, j), "" if quiet_basis else f"bold(a)_{j + 1}", color)
                for j, color in enumerate(self._column_colors)
            )
        )
        if quiet_basis:
            self.basis.set_opacity(DIMMED)

    @property
    def _column_colors(self) -> tuple[str, str]:
        return (self.theme.first_basis, self.theme.second_basis)

    def _column(self, j: int) -> Array:
        return np.asarray(self._matrix(), dtype=float)[:, j]

    def arrow(self, tip: Callable[[], npt.ArrayLike], name: str, color: str, **options: float) -> VGroup:
        """An arrow from the origin to a point that moves; without a head where it leaves the picture.

        Its name is among `names`.
        """
        plane, arrow = self.plane, LiveArrow((0, 0, 0), color=color, **options)

        def update(drawn: LiveArrow) -> None:
            end, start = plane.point(tip()), plane.point((0, 0))
            share = share_inside(start, end, plane)
            drawn.put(start, start + share * (end - start))
            if share < 1:
                drawn.head.points = np.zeros((0, 3))

        def seen_tip() -> Array:
            end, start = plane.point(tip()), plane.point((0, 0))
            return np.asarray(start + share_inside(start, end, plane) * (end - start))

        arrow.add_updater(update, call_updater=True)
        if not name:
            return VGroup(arrow)
        beside = TipLabel(seen_tip, lambda: plane.point((0, 0)), turn=0, others=TURNS, zone=plane.picture)
        letters = over_lines(Formula(name, font_size=self.theme.sizes.body, color=color), self.theme)
        self.names.attach(letters, beside, lambda: (plane.point((0, 0)), seen_tip()))
        return VGroup(arrow)

    def line(self, direction: Callable[[], npt.ArrayLike | None], color: str, **options: float) -> LiveArrow:
        """A line through the origin, right across the picture; nothing where there is no direction."""
        plane = self.plane
        drawn = LiveArrow((0, 0, 0), color=color, **options)

        def update(line: LiveArrow) -> None:
            along = direction()
            origin = plane.point((0, 0))
            if along is None:
                line.put(origin, origin)
                return
            step = plane.point(100 * np.asarray(along, dtype=float)) - origin
            ends = [origin + share_inside(origin, origin + way, plane) * way for way in (-step, step)]
            line.shaft.set_points_as_corners(np.array(ends))
            line.head.points = np.zeros((0, 3))

        drawn.add_updater(update, call_updater=True)
        return drawn

    def image_of(self, corners: Callable[[], npt.ArrayLike], color: str | None = None) -> VMobject:
        """What becomes of a polygon, shape (n, 2), as far as it lies in the picture; its edge, if all of it does."""
        plane, color = self.plane, color or self.theme.shape
        box = np.array([[plane.picture.left, plane.picture.bottom], [plane.picture.right, plane.picture.top]])
        drawn = VMobject(stroke_color=color, fill_color=color, fill_opacity=0.35)

        def update(shape: VMobject) -> None:
            whole = plane.image(corners())
            seen = cut_to_box(whole[:, :2], *box)
            cut = bool(np.any((whole[:, :2] < box[0]) | (whole[:, :2] > box[1])))
            shape.set_stroke(width=0 if cut else 3)
            around = np.vstack([seen, seen[:1]])
            shape.set_points_as_corners(np.column_stack([around, np.zeros(len(around))]))

        return drawn.add_updater(update, call_updater=True)

    def outline_of(self, corners: Callable[[], npt.ArrayLike], color: str) -> VMobject:
        """A polygon where it lies before the matrix acts."""
        drawn = VMobject(stroke_color=color, stroke_width=2)

        def update(shape: VMobject) -> None:
            seen = self.plane.point(corners())
            shape.set_points_as_corners(np.vstack([seen, seen[:1]]))

        return drawn.add_updater(update, call_updater=True)

    def column_row(
        self, left_side: str, source: Callable[[], npt.ArrayLike], color: str, *, widest: float = -5
    ) -> None:
        """A row of the panel with a vector as a column; `widest` is the value that takes most room."""
        figure = MatrixFigure(np.full((2, 1), widest), self.theme, decimals=2, column_colors=(color,))
        self.facts.add_figure(matrix_equation(left_side, figure, self.theme))
        figure.follow(lambda: np.reshape(np.asarray(source(), dtype=float), (2, 1)))

    def handles(self) -> list[Handle]:
        """The columns of the matrix, by the tips of their arrows."""
        return [
            Handle(
                "matrix",
                self.place,
                f"column {j + 1} of the matrix: where e {j + 1} lands",
                column=j,
                limits=(-FARTHEST, FARTHEST),
            )
            for j in range(2)
        ]

    def place(self, x: float, y: float) -> Array:
        """Where a point of the plane stands in the scene."""
        return self.plane.point((x, y))

    def everything(self, *middle: Mobject) -> Sequence[Any]:
        """All of it, in painting order: the plane, what the scene has put on it, the basis, the names, the panels."""
        drawn = (self.basis, *middle) if self._quiet_basis else (*middle, self.basis)
        return (self.plane, *drawn, self.names, self.givens, self.facts)


def share_inside(start: Array, end: Array, plane: MovingPlane) -> float:
    """The share of a way, from 0 to 1, that lies inside of the picture; it starts there."""
    zone, share = plane.picture, 1.0
    for axis, (low, high) in enumerate(((zone.left, zone.right), (zone.bottom, zone.top))):
        change = end[axis] - start[axis]
        if abs(change) > 1e-12:
            share = min(share, ((high if change > 0 else low) - start[axis]) / change)
    return max(0.0, float(share))
