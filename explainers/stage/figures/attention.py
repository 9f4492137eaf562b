"""What is not spoken about is dimmed, and lit again when its turn comes."""

from __future__ import annotations

from typing import Any

from manim import Mobject

DIMMED = 0.3
"""What is left of the opacity of things that are not spoken about."""


def dimmed(*mobjects: Mobject) -> list[Any]:
    """Animations that dim things."""
    return [mobject.animate.fade(1 - DIMMED) for mobject in mobjects]


def lit(*mobjects: Mobject) -> list[Any]:
    """Animations that undo `dimmed`."""
    return [mobject.animate.fade(1 - 1 / DIMMED) for mobject in mobjects]
