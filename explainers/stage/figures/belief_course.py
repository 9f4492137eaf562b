"""A way from the prior to the posterior: what is drawn of a belief at each moment, in whole steps and between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.belief_curves import BeliefCurves, Window
from explainers.maths.belief_path import Route

Array = npt.NDArray[np.float64]
Values = Mapping[str, float | None]


@dataclass(frozen=True, eq=False)
class Course:
    """A way from the prior to the posterior, in whole steps and all that lies between them.

    Attributes
    ----------
    route
        The states.
    curves
        Their densities.
    values
        Their numbers.
    windows
        What is shown of the plane at each.
    ends
        How many observations have come in after each step.
    """

    route: Route
    curves: BeliefCurves
    values: Sequence[Values]
    windows: Sequence[Window]
    ends: Sequence[int]

    @property
    def steps(self) -> int:
        return len(self.ends)

    def heights(self, position: float) -> Array:
        """Return the density after so many steps."""
        return self.curves.heights(self.route.index(position))

    def window(self, position: float) -> Window:
        """Return what is shown after so many steps."""
        before, after, t = self._neighbours(position)
        here, there = self.windows[before], self.windows[after]
        return here if here == there else here.toward(there, t)

    def values_at(self, position: float) -> dict[str, float | None]:
        """Return the numbers after so many steps."""
        before, after, t = self._neighbours(position)
        return {key: _between(value, self.values[after][key], t) for key, value in self.values[before].items()}

    def data_at(self, position: float) -> tuple[int, int, float]:
        """Return the observations that are in, those that are in after the step under way, and its share."""
        ends = [0, *self.ends]
        k = min(math.floor(position), self.steps)
        before, after, t = self._neighbours(position)
        shares = self.route.shares
        last = 1.0 if after in self.route.stops and after > before else shares[after]
        return ends[k], ends[min(k + 1, self.steps)], (1 - t) * shares[before] + t * last

    def _neighbours(self, position: float) -> tuple[int, int, float]:
        """Return the states before and after, and how far it is from one to the other."""
        index = self.route.index(position)
        before = min(math.floor(index), len(self.values) - 1)
        return before, min(before + 1, len(self.values) - 1), index - before


def _between(before: float | None, after: float | None, t: float) -> float | None:
    if before is None or after is None or t <= 0 or not (math.isfinite(before) and math.isfinite(after)):
        return before
    return before + t * (after - before)
