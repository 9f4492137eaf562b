"""Two noisy measurements become one, and the Kalman filter in one dimension that follows from it.

Source: Murphy, "Probabilistic Machine Learning: Advanced Topics" (2023), chapter 8; Kalman (1960).
"""

import math
from dataclasses import dataclass

from explainers.maths.errors import MathsError


@dataclass(frozen=True)
class NormalBelief:
    """N(mean, deviation^2), with a deviation above 0."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and math.isfinite(self.deviation) and self.deviation > 0):
            raise MathsError(f"N({self.mean:g}, {self.deviation:g}^2): give a finite mean and a deviation above 0")

    @property
    def precision(self) -> float:
        """1 / deviation^2."""
        return self.deviation**-2

    def gain(self, measurement: "NormalBelief") -> float:
        """Return s1^2 / (s1^2 + s2^2), the share of the precision that the measurement brings (s2 is its deviation)."""
        return 1 / (1 + (measurement.deviation / self.deviation) ** 2)

    def fuse(self, measurement: "NormalBelief") -> "NormalBelief":
        """Return the normalised product of both densities: precisions add, the mean moves by the gain."""
        mean = self.mean + self.gain(measurement) * (measurement.mean - self.mean)
        deviations = self.deviation * measurement.deviation
        return NormalBelief(mean, deviations / math.hypot(self.deviation, measurement.deviation))

    def plain_average(self, measurement: "NormalBelief") -> "NormalBelief":
        """Return the unweighted average of two independent measurements: deviation sqrt(s1^2 + s2^2) / 2."""
        deviation = math.hypot(self.deviation, measurement.deviation) / 2
        return NormalBelief((self.mean + measurement.mean) / 2, deviation)

    def predict(self, motion: float, motion_deviation: float) -> "NormalBelief":
        """Return the belief after a noisy step: the means add, and so do the variances."""
        return NormalBelief(self.mean + motion, math.hypot(self.deviation, motion_deviation))
