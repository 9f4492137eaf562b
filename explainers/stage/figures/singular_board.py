"""All that stands on the stage while a matrix is taken apart: the circle, both arrows, their names, and the panels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import ValueTracker, VGroup

from explainers.maths.eigenvectors import Spectrum, plan_sweep
from explainers.maths.matrix_paths import MatrixPath
from explainers.maths.shapes import circle_points
from explainers.maths.singular_values import SingularValues
from explainers.stage.figures.eigen_sweep import kept_lines
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_arrows import plane_arrow
from explainers.stage.figures.plane_marks import PlaneShape
from explainers.stage.figures.right_angle import RightAngle
from explainers.stage.figures.singular_panels import axis_names, fill_factors, fill_kept, fill_trap, image_outline
from explainers.stage.plane_zones import PlaneZones, plane_zones
from explainers.stage.theme import Theme
from explainers.stage.zones import Frame, Zone


class SingularBoard:
    """The plane with the circle and the two arrows that stay perpendicular, and the panels.

    Parameters
    ----------
    matrix, parts, found
        The matrix by rows, its singular values and vectors, and its eigenvalues.

    Attributes
    ----------
    at_once
        How far the whole matrix has acted, from 0 to 1.
    moves
        How many of its moves have been made instead, from 0 to 3; from 3 to 4 the smaller stretch is dropped.
    """

    def __init__(self, matrix: Any, parts: SingularValues, found: Spectrum, frame: Frame, theme: Theme) -> None:
        self.theme, self.parts, self.path = theme, parts, MatrixPath(np.array(matrix))
        zones = plane_zones(frame, stacked=5.6, band=2.5)
        self.at_once, self.moves, self.zoom = ValueTracker(0), ValueTracker(0), ValueTracker(0)
        picture = MovingPlane.picture_of(zones.plane)
        self.far, self.near = self._view(picture), View.of(circle_points(72), picture)
        self.plane = MovingPlane(zones.plane, theme, self.far).follow(
            lambda: self.state(), lambda: self.far.towards(self.near, self.zoom.get_value())
        )
        self.circle = PlaneShape("circle", self.plane, color=theme.shape)
        self.unit_circle = image_outline(self.plane, np.eye(2), theme.muted)
        self.target = image_outline(self.plane, self.path.matrix, theme.shape)
        self._build_arrows()
        self.eigenlines = VGroup(*kept_lines(self.plane, found, plan_sweep(found, math.pi), theme))
        self._build_panels(zones, found)

    def _build_arrows(self) -> None:
        plane, theme = self.plane, self.theme
        colors = (theme.first_basis, theme.second_basis)
        tips = [(float(x), float(y)) for x, y in self.parts.V.T]
        self.arrows = VGroup(*(plane_arrow(plane, tip, color) for tip, color in zip(tips, colors, strict=True)))
        if self.parts.sigma[1] < self.parts.sigma[0]:
            self.arrows[1].set_z_index(1)
        self.right_angle = RightAngle(
            lambda: plane.point((0, 0)), lambda: plane.image(tips[0]), lambda: plane.image(tips[1]), color=theme.text
        )
        self.names = axis_names(plane, self.parts, theme)

    def _build_panels(self, zones: PlaneZones, found: Spectrum) -> None:
        theme = self.theme
        self.matrix = MatrixFigure(self.path.matrix, theme)
        self.givens = NumbersPanel(zones.givens, theme)
        self.givens.add_figure(matrix_equation("A =", self.matrix, theme))
        self.factors, self.trap, self.kept = (
            NumbersPanel(zones.workings(self.givens), theme, flows=zones.narrow) for _ in range(3)
        )
        fill_factors(self.factors, self.parts, theme)
        fill_trap(self.trap, self.parts, found, theme)
        fill_kept(self.kept, self.parts, self.share_now, theme)

    def state(self) -> npt.NDArray[np.float64]:
        """The matrix that is shown now."""
        at_once = self.at_once.get_value()
        return self.path.at(at_once) if at_once else self.parts.at(self.moves.get_value())

    def share_now(self) -> float:
        """How much of the squared entries of A is in the matrix that is shown now, while sigma2 goes to 0."""
        total = float(np.sum(self.parts.sigma**2))
        second = self.parts.sigma[1] * (1 - np.clip(self.moves.get_value() - 3, 0, 1))
        return float(self.parts.sigma[0] ** 2 + second**2) / total if total else 1.0

    def _view(self, zone: Zone) -> View:
        """A view in which every state of the circle has room."""
        circle = circle_points(72)
        states = [self.parts.at(moves) for moves in np.linspace(0, 3, 31)]
        states += [self.path.at(t) for t in np.linspace(0, 1, 11)]
        return View.of(np.vstack([circle @ state.T for state in states]), zone)

    @property
    def is_crowded(self) -> bool:
        """Whether the image is so large that the circle is small beside it, and is shown from nearer by."""
        return self.far.unit < 0.6 * self.near.unit
