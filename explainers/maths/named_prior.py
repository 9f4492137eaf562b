"""Priors by name, with a few values: distributions of scipy, cut to where the unknown may lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import stats

from explainers.maths.conjugate_base import REAL
from explainers.maths.errors import MathsError

PriorName = Literal["beta", "uniform", "triangular", "normal", "gamma"]

PRIOR_VALUES: dict[PriorName, tuple[str, ...]] = {
    "beta": ("a", "b"),
    "uniform": ("low", "high"),
    "triangular": ("low", "peak", "high"),
    "normal": ("mean", "deviation"),
    "gamma": ("shape", "rate"),
}


@dataclass(frozen=True)
class NamedPrior:
    """A prior by its name and its values, in the order of `PRIOR_VALUES`, cut to where the unknown may lie.

    Raises
    ------
    MathsError
        If values are missing or out of range, or the prior reaches where the unknown cannot be.
    """

    name: PriorName
    values: tuple[float, ...]
    support: tuple[float, float]

    def __post_init__(self) -> None:
        names, values = PRIOR_VALUES[self.name], self.values
        if len(values) != len(names):
            raise MathsError(f"prior_values: {self.name} takes {len(names)}: {', '.join(names)}; got {len(values)}")
        for name, value in zip(names, values, strict=True):
            if not math.isfinite(value) or abs(value) > 1e6:
                raise MathsError(f"prior_values: {name} {value:g} is too large to be drawn. Use another unit")
            if name in ("a", "b", "shape", "rate", "deviation") and value < 0.01:
                raise MathsError(f"prior_values: {name} {value:g} must be 0.01 or more")
        ends_first = self.name in ("uniform", "triangular")
        if ends_first and (list(values) != sorted(values) or not values[0] < values[-1]):
            raise MathsError(f"prior_values: {self._listed()} must rise: {', '.join(names)}")
        if self.name == "normal":
            self._check_normal()
            return
        low, high = (float(end) for end in self.distribution.support())
        if low < self.support[0] or high > self.support[1]:
            raise MathsError(self._beyond(low, high))

    @property
    def distribution(self) -> Any:
        """The prior as a frozen scipy distribution; a normal is cut at the ends of the support."""
        match self.name:
            case "beta":
                return stats.beta(*self.values)
            case "uniform":
                low, high = self.values
                return stats.uniform(low, high - low)
            case "triangular":
                low, peak, high = self.values
                return stats.triang((peak - low) / (high - low), loc=low, scale=high - low)
            case "gamma":
                return stats.gamma(self.values[0], scale=1 / self.values[1])
        mean, deviation = self.values
        if self.support == REAL:
            return stats.norm(mean, deviation)
        ends = [(end - mean) / deviation for end in self.support]
        return stats.truncnorm(*ends, loc=mean, scale=deviation)

    def written(self) -> str:
        """Return the prior as it is written: Beta(2, 2)."""
        return f"{self.name.capitalize()}({', '.join(f'{value:.6g}' for value in self.values)})"

    def _listed(self) -> str:
        return " ".join(f"{value:g}" for value in self.values)

    def _check_normal(self) -> None:
        mean, deviation = self.values
        inside = np.diff(stats.norm(mean, deviation).cdf(self.support))[0]
        if inside < 0.01:
            low, high = self.support
            lies = f"between {low:g} and {high:g}" if math.isfinite(high) else f"above {low:g}"
            raise MathsError(
                f"prior_values: less than 1 percent of this normal lies {lies}, as the unknown does. Move its mean"
            )

    def _beyond(self, low: float, high: float) -> str:
        start, end = self.support
        lies = f"from {start:g} to {end:g}" if math.isfinite(end) else f"{start:g} or more"
        if self.name in ("beta", "gamma"):
            fit = "beta, uniform, triangular or normal" if end == 1 else "gamma, uniform, triangular or normal"
            return f"prior: {self.name} reaches beyond the unknown, which is {lies}. Choose {fit}"
        return f"prior_values: {low:g} to {high:g} reaches beyond the unknown, which is {lies}. Keep inside"
