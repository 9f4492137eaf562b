"""A scale of heights for pictures of a function: its values, or their logarithm where they span too much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# Where the highest value stands this many times as far above the lowest as the median does, a linear picture shows
# a plain with a few peaks.
_TOO_STEEP = 6.0


@dataclass(frozen=True)
class HeightScale:
    """A monotone map of values to heights from 0 (`lowest`) to 1 (`highest`).

    Linear if `unit` is None, else ``log(1 + (f - lowest) / unit)``, divided by its value at `highest`.
    """

    lowest: float
    highest: float
    unit: float | None = None

    @property
    def logarithmic(self) -> bool:
        """Whether equal heights are equal factors rather than equal differences."""
        return self.unit is not None

    def height(self, values: npt.ArrayLike) -> Array:
        """Return heights, not clipped: below 0 under the lowest value, NaN where the value is NaN."""
        above = np.asarray(values, dtype=float) - self.lowest
        span = self.highest - self.lowest
        if self.unit is None:
            return np.asarray(above / span)
        # Below the lowest value the logarithm goes on as its tangent.
        raised = np.where(above > 0, np.log1p(np.maximum(above, 0) / self.unit), above / self.unit)
        return np.asarray(raised / np.log1p(span / self.unit))

    def value(self, heights: npt.ArrayLike) -> Array:
        """Return the values that stand at heights from 0 to 1."""
        heights = np.asarray(heights, dtype=float)
        span = self.highest - self.lowest
        if self.unit is None:
            return np.asarray(self.lowest + heights * span)
        return np.asarray(self.lowest + self.unit * np.expm1(heights * np.log1p(span / self.unit)))


def choose_height_scale(values: npt.ArrayLike) -> HeightScale:
    """Return the scale that shows the shape of a function whose values on a grid these are; NaN is left out.

    Linear, unless the highest value stands more than six times as far above the lowest as the median does; then the
    unit of the logarithm is the distance of the lower 5 % quantile.
    """
    grid = np.asarray(values, dtype=float)
    finite = grid[np.isfinite(grid)]
    if not finite.size:
        return HeightScale(0.0, 1.0)
    lowest, highest = float(finite.min()), float(finite.max())
    if highest - lowest <= 1e-12 * max(1.0, abs(highest)):
        # A plain: it lies halfway up.
        return HeightScale(lowest - 0.5, lowest + 0.5)
    low, middle = (float(quantile) - lowest for quantile in np.quantile(finite, [0.05, 0.5]))
    if middle * _TOO_STEEP >= highest - lowest:
        return HeightScale(lowest, highest)
    return HeightScale(lowest, highest, unit=max(low, 1e-6 * (highest - lowest)))
