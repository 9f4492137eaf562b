"""A live number that may be missing or too large to write out."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainers.stage.figures.live_number import LiveNumber

TOO_LONG = 1e7
"""From here on a number is written with its power of ten."""


class BeliefNumber(LiveNumber):
    """A dash for what does not exist (NaN), a power of ten for what is too long: 3.0×10 with a raised 12."""

    def written(self, value: float) -> tuple[str, str]:
        """Return the characters and the exponent of ten that are shown."""
        if math.isnan(value):
            return "-", ""
        if math.isinf(value):
            return "∞" if value > 0 else "-∞", ""
        if abs(value) >= TOO_LONG:
            mantissa, _, exponent = f"{value:.1e}".partition("e")
            return f"{mantissa}×10", str(int(exponent))
        return super().written(value)

    def place(self, left: float, middle: float) -> Self:
        """Stand with the first character's left end and the middle of a digit's height at these coordinates."""
        start = self.anchor.points[0]
        shown = self.value
        digit_height = float(self.set_value(0.0).slots[0].height)
        self.shift(np.array([left - start[0], middle - digit_height / 2 - start[1], 0.0]))
        return self.set_value(shown)

    @property
    def sign_room(self) -> float:
        """Room that is kept for a minus."""
        if not self.signed:
            return 0.0
        shown = self.value
        room = float(self.set_value(0.0).slots[0].get_left()[0] - self.anchor.points[0][0])
        self.set_value(shown)
        return room

    def width_shown(self) -> float:
        """Return the width of the characters, room for a sign included."""
        shown = [slot for slot in self.slots if slot.has_points()]
        return float(max(slot.get_right()[0] for slot in shown) - self.anchor.points[0][0]) if shown else 0.0
