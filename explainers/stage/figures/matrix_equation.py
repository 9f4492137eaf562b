"""A matrix behind an equals sign, and letters that stay readable over grid lines."""

from __future__ import annotations

from typing import TypeVar

from manim import LEFT, UP, VGroup, VMobject

from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula

Letters = TypeVar("Letters", bound=VMobject)


def matrix_equation(left_side: str, figure: MatrixFigure, theme: Theme) -> VGroup:
    """A figure behind a left side, in Typst mathematics, whose equals sign is level with the figure's middle."""
    label = Formula(left_side, font_size=theme.sizes.body, color=theme.text).next_to(figure, LEFT, buff=0.14)
    label.shift((figure.get_center()[1] - label[-1].get_center()[1]) * UP)
    return VGroup(label, figure)


def over_lines(letters: Letters, theme: Theme) -> Letters:
    """Give letters a rim in the background's colour, so that lines do not run through them."""
    letters.set_stroke(theme.background, width=8, background=True)
    return letters
