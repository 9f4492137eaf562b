"""What must hold in every frame, stated by a scene and looked at by `render.py check`."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """A number that is drawn, beside the number that it must be.

    Parameters
    ----------
    name
        What must hold, such as ``the drawn area is |det A(t)|``.
    value
        Read off what is drawn now.
    expected
        From the mathematics.
    tolerance
        The largest difference that counts as none, in the unit of both.
    """

    name: str
    value: float
    expected: float
    tolerance: float = 1e-6

    @property
    def holds(self) -> bool:
        """Whether both are the same within the tolerance; what is not a number is not."""
        return math.isfinite(self.value) and abs(self.value - self.expected) <= self.tolerance
