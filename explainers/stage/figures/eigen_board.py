"""All that stands on the stage while the lines that a matrix keeps are looked for: the sweep, the walk, the panels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from manim import ValueTracker, VGroup

from explainers.maths.eigenvectors import PowerIteration, Spectrum, Sweep, unit_vector
from explainers.stage.figures.eigen_panels import fill_equation, fill_growth, fill_parts
from explainers.stage.figures.eigen_sweep import AngleMark, EigenSweep, fan_of_lines, kept_lines
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_marks import PlaneShape
from explainers.stage.figures.power_walk import PowerWalk
from explainers.stage.plane_zones import PlaneZones, plane_zones
from explainers.stage.theme import Theme
from explainers.stage.zones import Frame


class EigenBoard:
    """The plane with the unit circle, the sweep of v, the lines that are kept and the walk of w; and the panels.

    Parameters
    ----------
    numbers
        The scene's numbers: `matrix`, `trace`, `determinant`, `outcome`, `long_run`, `angle_between`.
    found, plan, powers
        The lines, how v goes to meet them, and how w is multiplied.
    """

    def __init__(
        self, numbers: Any, found: Spectrum, plan: Sweep, powers: PowerIteration, frame: Frame, theme: Theme
    ) -> None:
        self.theme, self.numbers = theme, numbers
        self.found, self.plan, self.powers = found, plan, powers
        zones = plane_zones(frame, stacked=5.1, band=2.9)
        A = np.array(numbers.matrix)
        circle = unit_vector(np.linspace(0, 2 * math.pi, 181))
        picture = MovingPlane.picture_of(zones.plane)
        self.far = View.of(np.vstack([circle, circle @ A.T]), picture)
        self.near = View.of(circle, picture, largest_unit=2.1)
        self.zoom = ValueTracker(0)
        self.plane = MovingPlane(zones.plane, theme, self.far).follow(
            lambda: np.eye(2), lambda: self.far.towards(self.near, self.zoom.get_value())
        )
        self.plane.remove(self.plane.grid)  # nothing but v moves here
        self.circle = PlaneShape("circle", self.plane, color=theme.muted).set_fill(opacity=0).set_stroke(width=2)
        self.sweep = EigenSweep(self.plane, A, plan, theme)
        self.lines = kept_lines(self.plane, found, plan, theme)
        self.fan = fan_of_lines(self.plane, theme)
        self.walk = PowerWalk(self.plane, A, powers, theme)
        self.angle_mark = VGroup()
        if found.kind == "two lines":
            self.angle_mark = AngleMark(self.plane, found.lines, numbers.angle_between, theme)
        self._build_panels(zones)

    def _build_panels(self, zones: PlaneZones) -> None:
        theme, n = self.theme, self.numbers
        self.matrix = MatrixFigure(np.array(n.matrix), theme)
        self.givens = NumbersPanel(zones.givens, theme)
        self.givens.add_figure(matrix_equation("A =", self.matrix, theme))
        self.parts, self.equation, self.growth = (
            NumbersPanel(zones.workings(self.givens), theme, flows=flows) for flows in (zones.narrow, False, False)
        )
        fill_parts(self.parts, self.sweep, theme)
        fill_equation(self.equation, self.found, n.trace, n.determinant, theme)
        self.chart = fill_growth(self.growth, self.walk, None if n.outcome == "vanishes" else n.long_run, theme)

    def remembered(self) -> list[VGroup]:
        """The lines that were found, as they stand in the background."""
        return [self.fan] if self.found.kind == "every line" else [kept.line for kept in self.lines]
