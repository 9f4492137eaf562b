"""Letters that stay readable over lines."""

from __future__ import annotations

from typing import TypeVar

from manim import BackgroundRectangle, VGroup, VMobject

from explainers.stage.theme import Theme

Letters = TypeVar("Letters", bound=VMobject)


def over_lines(letters: Letters, theme: Theme) -> Letters:
    """Give letters a rim in the background's colour, so that lines do not run through them."""
    letters.set_stroke(theme.background, width=8, background=True)
    return letters


def on_plate(letters: VMobject, theme: Theme) -> VGroup:
    """Lay a plate in the background's colour under a longer label: lines would show between its letters."""
    plate = BackgroundRectangle(letters, color=theme.background, fill_opacity=0.8, buff=0.06)
    return VGroup(plate, letters)
