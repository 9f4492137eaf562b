"""A matrix behind an equals sign."""

from __future__ import annotations

from manim import LEFT, UP, VGroup

from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula


def matrix_equation(left_side: str, figure: MatrixFigure, theme: Theme) -> VGroup:
    """A figure behind a left side, in Typst mathematics, whose equals sign is level with the figure's middle."""
    label = Formula(left_side, font_size=theme.sizes.body, color=theme.text).next_to(figure, LEFT, buff=0.14)
    label.shift((figure.get_center()[1] - label[-1].get_center()[1]) * UP)
    return VGroup(label, figure)
