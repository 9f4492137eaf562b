"""All that stands on the stage while two matrices act in either order: two planes, and workings in between."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, ORIGIN, RIGHT, VGroup, VMobject

from explainers.maths.composed_path import ComposedPath
from explainers.maths.linear_maps import apply
from explainers.maths.shown import relation
from explainers.stage.arrangement import way_of
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.ordered_plane import OrderedPlane, strip_and_plane
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_arrows import plane_arrow, tip_name
from explainers.stage.figures.plane_marks import ShapeName, outline
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]


class CompositionBoard:
    """Two planes with one scale, side by side, or one above the other in an upright frame.

    The second one's place first holds the matrices and the workings.

    Parameters
    ----------
    numbers
        The scene's numbers: `first`, `second`, `product`, `swapped`, `commutes`.
    """

    def __init__(self, numbers: Any, shape: ShapeName, frame: Frame, theme: Theme) -> None:
        self.numbers, self.theme = numbers, theme
        A, B = np.array(numbers.first), np.array(numbers.second)
        upright = way_of(frame) == "stacked"
        left, right = (frame.stage.rows if upright else frame.stage.columns)(1, 1, gap=0.75)
        orders = (ComposedPath(A, B), ComposedPath(B, A))
        pictures = [MovingPlane.picture_of(strip_and_plane(zone)[1]) for zone in (left, right)]
        self.views = views(orders, shape, pictures[0])
        self.left = OrderedPlane(left, theme, orders[0], ("A", "B"), shape, self.views)
        across, up = pictures[1].left - pictures[0].left, pictures[1].bottom - pictures[0].bottom
        start, middle, end = (View((view.origin[0] + across, view.origin[1] + up), view.unit) for view in self.views)
        self.right = OrderedPlane(right, theme, orders[1], ("B", "A"), shape, (start, middle, end))
        sign = "=" if numbers.commutes else "eq.not"
        self.relation = Formula(sign, font_size=theme.sizes.large, color=theme.text)
        between = [(left.right + right.left) / 2, self.left.equation.get_y(), 0]
        if upright:
            between = [self.left.label[-1].get_x(), (left.bottom + right.top) / 2, 0]
        self.relation.move_to(between)
        self._build_givens(right)
        self._build_workings(Zone(right.left, right.right, right.bottom, self.givens.get_bottom()[1] - 0.2))

    def _build_givens(self, zone: Zone) -> None:
        theme, n = self.theme, self.numbers
        colors = (theme.first_basis, theme.second_basis)
        self.given_first = matrix_equation("A =", MatrixFigure(n.first, theme, column_colors=colors), theme)
        self.given_second = matrix_equation("B =", MatrixFigure(n.second, theme), theme)
        self.givens = NumbersPanel(zone, theme)
        pair = VGroup(self.given_first, self.given_second).arrange(RIGHT, buff=0.7)
        if pair.width > self.givens.row_width:
            pair.arrange(RIGHT, buff=0.25)
        self.givens.add_figure(pair)

    def _build_workings(self, zone: Zone) -> None:
        """The chain x, A x, B A x; and below it, what becomes of the basis vectors, in two halves each."""
        theme = self.theme
        self.chain_panel = NumbersPanel(zone, theme)
        self.chain = VGroup(
            *(self._formula(part) for part in ("bold(x)", "arrow.r.long A bold(x)", "arrow.r.long B A bold(x)"))
        ).arrange(RIGHT, buff=0.25)
        self.chain_panel.add_figure(self.chain)
        below = Zone(zone.left, zone.right, zone.bottom, self.chain_panel.get_bottom()[1] - 0.2)
        self.workings = NumbersPanel(below, theme)
        self.column_lines = VGroup(self._column_line(0, theme.first_basis), self._column_line(1, theme.second_basis))
        if self.column_lines.width > self.workings.row_width:
            # One half below the other, where there is height for that.
            high = 2 * sum(line.height + 0.3 for line in self.column_lines) < below.height
            for line in self.column_lines:
                line.arrange(DOWN if high else RIGHT, buff=0.2, aligned_edge=LEFT if high else ORIGIN)
        for line in self.column_lines:
            self.workings.add_figure(line)

    def _column_line(self, j: int, color: str) -> VGroup:
        """A e1 = a1, B a1 = the product's column."""
        A, BA = np.array(self.numbers.first), np.array(self.numbers.product)
        landed = VGroup(self._formula(f"A bold(e)_{j + 1} ="), self._column(A[:, j], color)).arrange(RIGHT, buff=0.14)
        further = VGroup(
            self._formula("B"),
            self._column(A[:, j], color),
            self._formula(relation(*BA[:, j])),
            self._column(BA[:, j], color),
        ).arrange(RIGHT, buff=0.14)
        return VGroup(landed, further).arrange(RIGHT, buff=0.6)

    def build_trails(self) -> None:
        """Where A took the basis vectors, and the ways on which B took them from there."""
        theme, plane, path = self.theme, self.left.plane, self.left.path
        self.ghosts, self.trails = VGroup(), VGroup()
        for j, color in enumerate((theme.first_basis, theme.second_basis)):
            x, y = path.first[:, j]
            column = (float(x), float(y))
            arrow = plane_arrow(plane, column, color, moves=False, stroke_width=4, head=0.26)
            name = tip_name(plane, f"bold(a)_{j + 1}", column, color, theme, moves=False)
            arrow.set_opacity(0.55)
            self.ghosts.add(VGroup(arrow, name))
            trail = VMobject(stroke_color=color, stroke_width=4)
            places = path.trace(np.eye(2)[j], 1, 2)
            if np.ptp(places, axis=0).max() * plane.view.unit > 0.05:
                trail.set_points_as_corners(plane.point(places))
            self.trails.add(trail)

    def _column(self, vector: Array, color: str) -> MatrixFigure:
        return MatrixFigure(vector[:, np.newaxis], self.theme, column_colors=(color,))

    def _formula(self, mathematics: str) -> Formula:
        return Formula(mathematics, font_size=self.theme.sizes.body, color=self.theme.text)


def views(orders: tuple[ComposedPath, ComposedPath], shape: ShapeName, picture: Zone) -> tuple[View, View, View]:
    """The views at the start, while the first matrix acts and while the second does: often the same."""
    ends = np.vstack([np.eye(2), outline(shape)])

    def seen(until: float) -> Array:
        return np.vstack([apply(path.at(t), ends) for path in orders for t in np.linspace(0, until, 61)])

    start, middle, end = (View.of(seen(until), picture) for until in (0, 1, 2))
    # Without a need nothing is zoomed.
    middle = end if end.unit > 0.6 * middle.unit else middle
    return middle if middle.unit > 0.6 * start.unit else start, middle, end
