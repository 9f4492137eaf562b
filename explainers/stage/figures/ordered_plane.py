"""A plane that two matrices move, one after the other, with the order and the product written above it."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Mobject, SurroundingRectangle, ValueTracker, VGroup

from explainers.maths.composed_path import ComposedPath
from explainers.maths.shown import relation, shown_point
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_arrows import plane_arrow, tip_name
from explainers.stage.figures.plane_marks import PlaneShape, ShapeName
from explainers.stage.figures.turn_mark import outer_side
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

STRIP, STRIP_OF_TWO_LINES = 1.0, 1.75
"""Height of the strip above the plane, in which order and product are written: side by side, or the order above."""
LEAST_SIDE_BY_SIDE = 5.9
"""Width of the strip from which on both stand side by side."""
SIDES = (30, -30, 75, -75, 120, -120, 160, -160)
"""On which sides of a tip its name is put, if there is no room beyond it: degrees from the arrow's direction."""


class OrderedPlane:
    """The plane with basis vectors and a shape, and what is written above it.

    Parameters
    ----------
    letters
        Names of the matrix that acts first and of the one that acts second.
    views
        What is seen at the start, while the first matrix acts, and while the second does.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        path: ComposedPath,
        letters: tuple[str, str],
        shape: ShapeName,
        views: tuple[View, View, View],
    ) -> None:
        self.theme, self.path, self.letters = theme, path, letters
        self.moment, self.zoom = ValueTracker(0), ValueTracker(0)
        self.strip, below = strip_and_plane(zone)
        self.plane = MovingPlane(below, theme, views[0]).follow(
            lambda: path.at(self.moment.get_value()), lambda: between(views, self.zoom.get_value())
        )
        self.shape = PlaneShape(shape, self.plane, color=theme.shape)
        self._build_basis()
        self._build_header()

    def _build_basis(self) -> None:
        theme, product = self.theme, self.path.product
        ends = (((1.0, 0.0), theme.first_basis, -75.0), ((0.0, 1.0), theme.second_basis, 75.0))
        self.basis = VGroup(*(plane_arrow(self.plane, end, color) for end, color, _ in ends))
        if np.linalg.norm(product[:, 0]) < np.linalg.norm(product[:, 1]):
            self.basis[0].set_z_index(1)  # if both lie on one line, the shorter one must not be hidden
        flips = min(np.linalg.det(path_matrix) for path_matrix in (self.path.first, product)) < -1e-9
        self.names = VGroup(
            *(
                tip_name(
                    self.plane,
                    f"bold(e)_{j}",
                    end,
                    color,
                    theme,
                    turn=outer_side(self.plane, turn, flips=flips),
                    rest=end,
                )
                for j, (end, color, turn) in enumerate(ends, 1)
            )
        )
        self.landings = VGroup(
            *(
                tip_name(
                    self.plane, shown_point(product[:, j] + 0.0), end, color, theme,
                    turn=turn, others=(0, *SIDES), plate=True,
                )
                for j, (end, color, turn) in enumerate(ends)
            )
        )  # fmt: skip

    def _build_header(self) -> None:
        """First A, then B: on the left; B A = ... on the right."""
        theme, (one, two), size = self.theme, self.letters, self.theme.sizes.body
        self.steps = VGroup(
            *(
                VGroup(Text(word, font_size=size, color=theme.muted), Formula(letter, font_size=size, color=theme.text))
                for word, letter in (("first", one), ("then", two))
            )
        )
        for step in self.steps:
            step.arrange(RIGHT, buff=0.14)
            step[1].align_to(step[0][0], np.array([0.0, -1.0, 0.0]))
        self.steps[1].next_to(self.steps[0], RIGHT, buff=0.3)
        self.steps[1].align_to(self.steps[0][1], np.array([0.0, -1.0, 0.0]))
        sign = relation(*self.path.product.flat)
        self.product = MatrixFigure(self.path.product, theme, column_colors=(theme.first_basis, theme.second_basis))
        self.equation = matrix_equation(f"{two} {one} {sign}", self.product, theme)
        self.label = self.equation[0]
        left, right = self.plane.picture.left, self.strip.right
        upper = lower = self.strip.center[1]
        if self.strip.width < LEAST_SIDE_BY_SIDE:
            upper, lower = self.strip.top - 0.3, self.strip.bottom + 0.55
        self.steps.move_to([left, upper, 0], aligned_edge=LEFT)
        self.equation.move_to([right - 0.1, lower, 0], aligned_edge=RIGHT)
        self.question = matrix_equation(
            f"{two} {one} =", Formula("?", font_size=theme.sizes.large, color=theme.text), theme
        )
        self.question.move_to(self.equation, aligned_edge=LEFT)
        self.boxes: dict[int, Any] = {}

    def box(self, column: int) -> SurroundingRectangle:
        """A frame around a column of the product."""
        color = (self.theme.first_basis, self.theme.second_basis)[column]
        self.boxes[column] = SurroundingRectangle(
            self.product.column(column), color=color, buff=0.06, corner_radius=0.06, stroke_width=3
        )
        return self.boxes[column]

    def part(self, column: int) -> VGroup:
        """A basis vector, and the column of the product that says where it lands."""
        return VGroup(self.basis[column], self.product.column(column))

    def everything(self) -> list[Mobject]:
        """All that is seen when both matrices have acted."""
        return [self.plane, self.shape, self.basis, self.steps, self.label, self.product]


def between(views: tuple[View, View, View], place: float) -> View:
    """The view at a place from 0, the first, to 2, the last."""
    if place <= 1:
        return views[0].towards(views[1], place)
    return views[1].towards(views[2], place - 1)


def strip_and_plane(zone: Zone) -> tuple[Zone, Zone]:
    """The strip above a plane, and the plane's own zone."""
    height = STRIP if zone.width >= LEAST_SIDE_BY_SIDE else STRIP_OF_TWO_LINES
    return (
        Zone(zone.left, zone.right, zone.top - height, zone.top),
        Zone(zone.left, zone.right, zone.bottom, zone.top - height - 0.1),
    )
