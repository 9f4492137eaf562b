"""A live number of any size: as a decimal where that is short, else as a multiple of a power of ten."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim import RIGHT, UP

from explainers.stage.figures.live_number import LiveNumber, _glyphs

_RAISED = 0.66
"""Size of an exponent."""


class SignificantNumber(LiveNumber):
    """Shows so many significant digits that a value is told from its neighbours, in at most nine characters or so.

    Values from 0.01 to 99999 stand as decimals, others as 1.23×10 with a raised exponent.
    """

    def __init__(self, value: float = 0.0, *, font_size: float = 28, color: str, signed: bool = False) -> None:
        super().__init__(value, decimals=3, font_size=font_size, color=color, signed=signed, most_characters=12)

    def set_value(self, value: float) -> Self:
        """Show another value."""
        self.value = value
        glyphs = _glyphs()
        start, end = self.anchor.points[0], self.anchor.points[-1]
        unit = float(np.linalg.norm(end - start))
        body, exponent = significant(value)
        pen = glyphs.advances["-"] if self.signed and not body.startswith("-") else 0.0
        shown = [(character, 1.0) for character in body] + [(character, _RAISED) for character in exponent]
        slots = self.slots.submobjects
        for slot, (character, size) in zip(slots, shown, strict=False):
            lift = 0.0 if size == 1 else glyphs.outlines["0"][:, 1].max() * 0.62
            slot.points = start + unit * (size * glyphs.outlines[character] + pen * RIGHT + lift * UP)
            pen += size * glyphs.advances[character]
        for slot in slots[len(shown) :]:
            slot.points = np.zeros((0, 3))
        return self

    def text(self) -> str:
        """What is shown, as characters; an exponent follows a caret."""
        body, exponent = significant(self.value)
        return f"{body}^{exponent}" if exponent else body


def significant(value: float) -> tuple[str, str]:
    """Return a value as it is shown: its digits, and the exponent of ten, empty for a plain decimal.

    Examples
    --------
    >>> significant(36.7769), significant(0.5), significant(1.234e-7)
    (('36.78', ''), ('0.500', ''), ('1.23×10', '-7'))
    """
    size = abs(value)
    if size == 0:
        return "0", ""
    if 0.009995 <= size < 99999.5:
        decimals = max(0, min(3, 3 - math.floor(math.log10(size)))) if size >= 1 else (3 if size >= 0.1 else 4)
        return f"{value:.{decimals}f}", ""
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return f"{mantissa}×10", str(int(exponent))
