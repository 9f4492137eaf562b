"""All that stands on the stage while a matrix changes areas: the plane with what lies on it, and the panel."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, ValueTracker, VGroup

from explainers.maths.determinant_story import kept_product, lost_product
from explainers.maths.linear_maps import MatrixPath, apply
from explainers.maths.patches import Patch
from explainers.maths.shown import relation, shown
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View, view_between, views_of
from explainers.stage.figures.plane_arrows import plane_arrow, tip_name
from explainers.stage.figures.plane_marks import PlaneShape, outline
from explainers.stage.figures.plane_patch import PlanePatch, PlaneSquares
from explainers.stage.figures.signed_gauge import SignedGauge
from explainers.stage.figures.turn_mark import TurnMark, outer_side
from explainers.stage.plane_zones import plane_zones
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]


FINE, COARSE = 0.125, 0.25
"""Sides of the small squares that fill the patch: fine ones where they can be told apart."""


class DeterminantBoard:
    """The plane and the panels beside it.

    Parameters
    ----------
    numbers
        The scene's numbers: `matrix`, `determinant`, `patch_area`.
    patch
        The outline whose area is asked about in the end.
    """

    def __init__(self, numbers: Any, patch: Patch, frame: Frame, theme: Theme) -> None:
        self.numbers, self.theme, self.patch = numbers, theme, patch
        self.path = MatrixPath(np.array(numbers.matrix))
        self.time, self.zoom = ValueTracker(0), ValueTracker(0)
        zones = plane_zones(frame, stacked=5.6, band=None)
        self.views = views(self.path, patch, MovingPlane.picture_of(zones.plane))
        self.plane = MovingPlane(zones.plane, theme, self.views[0]).follow(
            lambda: self.path.at(self.time.get_value()), lambda: view_between(self.views, self.zoom.get_value())
        )
        self._build_marks()
        self._build_givens(zones.givens)
        self._build_state(zones.workings(self.givens))
        lower = zones.workings(self.state)
        self._build_workings(lower)
        self._build_patch_area(lower)

    def _build_marks(self) -> None:
        n, theme, plane = self.numbers, self.theme, self.plane
        self.square = PlaneShape("unit-square", plane, color=theme.shape)
        ends = (((1.0, 0.0), theme.first_basis, -75.0), ((0.0, 1.0), theme.second_basis, 75.0))
        self.basis = VGroup(*(plane_arrow(plane, end, color) for end, color, _ in ends))
        columns = np.array(n.matrix)
        if np.linalg.norm(columns[:, 0]) < np.linalg.norm(columns[:, 1]):
            self.basis[0].set_z_index(1)  # if both lie on one line, the shorter one must not be hidden
        self.names = VGroup(
            *(
                tip_name(
                    plane,
                    f"bold(e)_{j}",
                    end,
                    color,
                    theme,
                    turn=outer_side(plane, turn, flips=n.determinant < 0),
                    rest=end,
                )
                for j, (end, color, turn) in enumerate(ends, 1)
            )
        )
        self.turn = TurnMark(plane, left=theme.good, right=theme.warning)
        self.outline = PlanePatch(self.patch.curves, plane, color=theme.eigenvector)
        self.squares = PlaneSquares(
            self.patch.squares(FINE if self.views[-1].unit > 0.7 else COARSE), plane, color=theme.eigenvector
        )

    def _build_givens(self, zone: Zone) -> None:
        theme, n = self.theme, self.numbers
        self.matrix = MatrixFigure(n.matrix, theme, column_colors=(theme.first_basis, theme.second_basis))
        self.givens = NumbersPanel(zone, theme)
        self.givens.add_figure(matrix_equation("A =", self.matrix, theme))

    def entries(self, *places: tuple[int, int]) -> VGroup:
        """The digits of some entries of the matrix."""
        return VGroup(*(self.matrix.entry(row, column).slots for row, column in places))

    def _build_state(self, zone: Zone) -> None:
        """What is true at this moment: every number is the state's own."""
        theme, n = self.theme, self.numbers
        determinants = [self.path.determinant_at(t) for t in np.linspace(0, 1, 61)]
        decimals = 4 if 0 < abs(n.determinant) < 0.005 else 2
        panel = self.state = NumbersPanel(zone, theme)
        panel.add_row(
            "det", '"signed area"', lambda: self.plane.determinant, decimals=decimals, signed=n.determinant < 0
        )
        self.gauge = SignedGauge(
            min(determinants),
            max(determinants),
            theme,
            width=panel.row_width - 0.4,
            positive=theme.good,
            negative=theme.warning,
        )
        panel.add_figure(self.gauge)
        self.gauge.follow(lambda: self.plane.determinant)
        self.flat_note = Text("0: the plane lies flat", font_size=theme.sizes.label, color=theme.warning)
        self.flat_note.next_to(panel.box, DOWN, buff=0.18, aligned_edge=LEFT)

    def _build_workings(self, zone: Zone) -> None:
        """det A = a d - b c, then with the numbers, then the result."""
        theme, n = self.theme, self.numbers
        sign = relation(n.determinant, *np.array(n.matrix).flat)
        self.workings = NumbersPanel(zone, theme)
        first, kept, lost, last = self.lines = VGroup(
            self._formula("det A = a d - b c"),
            self._formula(f"= {kept_product(n.matrix)}"),
            self._formula(f"- med {lost_product(n.matrix)}"),
            self._formula(f"{sign} {shown(n.determinant)}"),
        )
        equals = first[4].get_left()[0] - first.get_left()[0]
        row = VGroup(kept, lost).arrange(RIGHT, buff=0.12)
        if equals + row.width > zone.width - 0.5:
            row.arrange(DOWN, aligned_edge=LEFT, buff=0.24)
        for line in (first, row, last):
            self.workings.add_figure(line)
        for line in (row, last):
            line.shift(equals * RIGHT)

    def _build_patch_area(self, zone: Zone) -> None:
        """The patch's area now, and what it was."""
        theme, n = self.theme, self.numbers
        decimals = 4 if 0 < abs(n.determinant) < 0.005 else 2
        self.areas = NumbersPanel(zone, theme)
        self.areas.add_row("before", '"area before"', n.patch_area, color=theme.muted)
        self.areas.add_row(
            "now",
            '"area now"',
            lambda: n.patch_area * abs(self.plane.determinant),
            color=theme.eigenvector,
            decimals=decimals,
        )

    def _formula(self, mathematics: str) -> Formula:
        return Formula(mathematics, font_size=self.theme.sizes.body, color=self.theme.text)


def views(path: MatrixPath, patch: Patch, picture: Zone) -> tuple[View, ...]:
    """The views for the moving square, for the patch before it moves, and for both in motion: often the same."""
    states = [path.at(t) for t in np.linspace(0, 1, 61)]

    def seen(points: Array) -> Array:
        return np.vstack([apply(state, points) for state in states])

    square, corners = outline("unit-square"), patch.corners
    return views_of((seen(square), np.vstack([square, corners]), np.vstack([seen(square), seen(corners)])), picture)
