"""Lighter copies of mobjects: Manim copies whole figures for most animations, with all that hangs on them."""

from __future__ import annotations

from typing import Any

from manim import ManimColor
from svgelements import Path


def share_what_never_changes() -> None:
    """Let copies of mobjects have the same colours and SVG paths as what they are copies of.

    A colour is a value, and the path that a glyph was read from is not looked at again. Copying them was a third of
    what it takes to begin the animations of a scene with much text.
    """
    for kind in (ManimColor, Path):
        kind.__deepcopy__ = _itself


def _itself(value: Any, memo: Any) -> Any:
    return value
