"""What stands beside a plane on which a matrix is taken apart: its factors, its values, what is kept; and the names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import DOWN, DR, LEFT, RIGHT, UP, UR, VGroup, VMobject

from explainers.maths.eigenvectors import Spectrum
from explainers.maths.shown import relation, shown
from explainers.maths.singular_values import SingularValues
from explainers.stage.figures.legible import on_plate, over_lines
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane
from explainers.stage.figures.plane_marks import TipLabel, outline
from explainers.stage.figures.signed_gauge import SignedGauge
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AxisNames:
    """The names of the two arrows: before the moves, after the stretch, and at the end."""

    before: VGroup
    stretched: VGroup
    after: VGroup


def axis_names(plane: MovingPlane, parts: SingularValues, theme: Theme) -> AxisNames:
    """Names at the tips of the arrows; the first ones go with the arrows, the others stand where the arrows will."""
    colors = (theme.first_basis, theme.second_basis)

    def letters(mathematics: str, j: int) -> Formula:
        return over_lines(Formula(mathematics, font_size=theme.sizes.body, color=colors[j]), theme)

    def moving(j: int) -> Formula:
        direction = parts.V[:, j]
        return TipLabel(
            lambda: plane.image(direction),
            lambda: plane.point((0, 0)),
            turn=(-40, 40)[j],
            zone=plane.picture,
            rest=direction,
        ).hold(letters(f"bold(v)_{j + 1}", j))

    def placed(j: int) -> VMobject:
        side, tip, origin = (-1, 1)[j], plane.point(parts.sigma[j] * parts.U[:, j]), plane.point((0, 0))
        # Without a length it stands across the line that is left, or beside the axes.
        turn = 40 if parts.sigma[j] > 0 else 0 if parts.image == "segment" else 45
        others = [side * angle for angle in (60, 90, 120, -60, -90)]
        place = TipLabel(
            lambda: tip,
            lambda: origin,
            turn=side * turn,
            others=others,
            zone=plane.picture,
            rest=parts.U[:, j],
            gap=0.14 if parts.sigma[j] > 0 else 0.5,
        )
        name = f"A bold(v)_{j + 1}"
        # A zero vector's name lies on the line that the matrix takes to zero.
        label = letters(name, j) if parts.sigma[j] > 0 else on_plate(letters(f"{name} = 0", j), theme)
        place(label)
        return label

    def stretched(j: int, value: float) -> VGroup:
        """Beside the end of the half-axis on axis j, clear of axis and arrow."""
        label = letters(f"sigma_{j + 1} {relation(value)} {shown(value)}", j)
        label.next_to(plane.point(value * np.eye(2)[j]) + (0.06 * RIGHT, 0.06 * UP)[j], (DR, UR)[j], buff=0.12)
        if label.get_right()[0] > plane.picture.right:
            # Below the arrow's head, over which it is pushed back.
            label.shift((plane.picture.right - label.get_right()[0]) * RIGHT + 0.15 * DOWN)
        return on_plate(label.shift(min(0.0, plane.picture.top - label.get_top()[1]) * UP), theme)

    return AxisNames(
        before=VGroup(moving(0), moving(1)),
        stretched=VGroup(*(stretched(j, value) for j, value in enumerate(map(float, parts.sigma)))),
        after=VGroup(placed(0), placed(1)),
    )


def image_outline(plane: MovingPlane, matrix: Array, color: str) -> VMobject:
    """Where a matrix takes the unit circle, as a thin line that stands still on the plane."""
    line = VMobject(stroke_color=color, stroke_width=2, stroke_opacity=0.8)
    curves = outline("circle") @ matrix.T

    def update(mobject: VMobject) -> None:
        mobject.points = plane.point(curves)

    return line.add_updater(update, call_updater=True)


def fill_factors(panel: NumbersPanel, parts: SingularValues, theme: Theme) -> None:
    """The three factors, in the order in which they act."""
    colors = (theme.first_basis, theme.second_basis)
    factors = (("V^top", parts.V.T, ()), ("Sigma", np.diag(parts.sigma), colors), ("U", parts.U, colors))
    for name, matrix, column_colors in factors:
        sign = relation(*(float(entry) for entry in matrix.flat))
        figure = MatrixFigure(matrix + 0.0, theme, column_colors=column_colors)
        panel.add_figure(matrix_equation(f"{name} {sign}", figure, theme))


def fill_trap(panel: NumbersPanel, parts: SingularValues, found: Spectrum, theme: Theme) -> None:
    """The singular values above the eigenvalues."""
    sigma = [float(value) for value in parts.sigma]
    panel.add_figure(_titled("singular values", _numbered("sigma", sigma), theme, theme.text))
    panel.add_figure(_titled("eigenvalues", _eigenvalues(found), theme, theme.eigenvector))


def fill_kept(panel: NumbersPanel, parts: SingularValues, share: Callable[[], float], theme: Theme) -> None:
    """What share of the squared entries is left, as a number and as a bar; the last row says what it ends on."""
    panel.add_figure(Text("share of the squared entries", font_size=theme.sizes.label, color=theme.muted))
    panel.add_row("kept", '"kept"', share, color=theme.first_basis)
    width = panel.row_width - 0.4
    gauge = SignedGauge(0, 1, theme, width=width, positive=theme.first_basis, negative=theme.warning, whole=True)
    panel.add_figure(gauge)
    gauge.follow(share)
    ratio = f"sigma_1^2 slash (sigma_1^2 + sigma_2^2) {relation(parts.kept)} {shown(parts.kept)}"
    panel.add_figure(_line(ratio, theme, theme.text))


def _numbered(letter: str, values: Sequence[float]) -> str:
    """First and second value with four decimals, as Typst mathematics."""
    return ", quad ".join(
        f"{letter}_{j} {relation(value, decimals=4)} {shown(value, 4)}" for j, value in enumerate(values, 1)
    )


def _eigenvalues(found: Spectrum) -> str:
    first, second = found.eigenvalues
    if found.kind != "no line":
        return _numbered("lambda", (first.real, second.real))
    real = f"{shown(first.real, 4)} " if shown(first.real, 4) != "0" else ""
    sign = relation(first.real, first.imag, decimals=4)
    return f"lambda {sign} {real}plus.minus {shown(first.imag, 4)} thin i"


def _titled(title: str, mathematics: str, theme: Theme, color: str) -> VGroup:
    """A line of mathematics under a small title."""
    lines = VGroup(Text(title, font_size=theme.sizes.label, color=theme.muted), _line(mathematics, theme, color))
    return lines.arrange(DOWN, aligned_edge=LEFT, buff=0.18)


def _line(mathematics: str, theme: Theme, color: str) -> Formula:
    return Formula(mathematics, font_size=theme.sizes.body, color=color)
