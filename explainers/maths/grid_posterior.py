"""Bayes' rule on a grid: any prior times any likelihood, cell by cell, divided by the sum.

The range of the unknown is cut into n cells of width h with middles x_i. Prior heights f(x_i) times likelihoods L(x_i)
are products; their sum times h is the evidence Z; the posterior's heights are products / Z, their areas add up to 1.
Source: Kruschke, "Doing Bayesian Data Analysis", second edition, section 5.5; McElreath, "Statistical Rethinking",
second edition, section 2.4.3. scipy's `scale` is 1 / rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from explainers.maths.conjugate_base import POSITIVE, REAL, UNIT, Observations, log_binomial
from explainers.maths.errors import MathsError
from explainers.maths.named_prior import NamedPrior

Array = npt.NDArray[np.float64]
LikelihoodName = Literal["binomial", "poisson", "exponential", "normal"]

SUPPORTS: dict[LikelihoodName, tuple[float, float]] = {
    "binomial": UNIT,
    "poisson": POSITIVE,
    "exponential": POSITIVE,
    "normal": REAL,
}
"""Where the unknown lives: a chance, a rate, a rate, a mean."""


@dataclass(frozen=True)
class NamedLikelihood:
    """How probable the data are for each value of the unknown.

    Attributes
    ----------
    noise_deviation
        Of one measurement; for the normal likelihood alone.
    """

    name: LikelihoodName
    observations: Observations
    noise_deviation: float = 1.0

    @property
    def support(self) -> tuple[float, float]:
        """Where the unknown lives."""
        return SUPPORTS[self.name]

    @property
    def best(self) -> float:
        """The unknown's value at which the data are most probable."""
        values, sizes = self.observations.values, self.observations.sizes
        if self.name == "exponential":
            return float(1 / np.mean(values))
        return float(np.sum(values) / np.sum(sizes))

    def logarithm(self, x: npt.ArrayLike) -> Array:
        """Return log L(x), less its largest value over the support: shape of x, at most 0."""
        return self._logarithm(np.asarray(x, dtype=np.float64)) - float(self._logarithm(np.array(self.best)))

    def _logarithm(self, x: Array) -> Array:
        values, sizes = self.observations.values, self.observations.sizes
        match self.name:
            case "binomial":
                return log_binomial(x, values, sizes)
            case "poisson":
                return np.asarray(special.xlogy(np.sum(values), x) - x * np.sum(sizes))
            case "exponential":
                return np.asarray(special.xlogy(len(values), x) - x * np.sum(values))
        return np.asarray(-len(values) * ((x - np.mean(values)) / self.noise_deviation) ** 2 / 2)

    def shape(self) -> Any:
        """Return the likelihood scaled to area 1, as a frozen scipy distribution over the unknown."""
        values, sizes = self.observations.values, self.observations.sizes
        total, count = float(np.sum(values)), len(values)
        match self.name:
            case "binomial":
                return stats.beta(total + 1, float(np.sum(sizes)) - total + 1)
            case "poisson":
                return stats.gamma(total + 1, scale=1 / float(np.sum(sizes)))
            case "exponential":
                return stats.gamma(count + 1, scale=1 / total)
        return stats.norm(total / count, self.noise_deviation / math.sqrt(count))


def closed_form(prior: NamedPrior, likelihood: NamedLikelihood) -> Any | None:
    """Return the exact posterior as a frozen scipy distribution where prior and likelihood are conjugate, else None."""
    values, sizes = likelihood.observations.values, likelihood.observations.sizes
    total, count = float(np.sum(values)), len(values)
    match prior.name, likelihood.name:
        case "beta" | "uniform", "binomial":
            a, b = (1.0, 1.0) if prior.name == "uniform" else prior.values
            if prior.name == "uniform" and prior.values != (0.0, 1.0):
                return None
            return stats.beta(a + total, b + float(np.sum(sizes)) - total)
        case "gamma", "poisson":
            return stats.gamma(prior.values[0] + total, scale=1 / (prior.values[1] + float(np.sum(sizes))))
        case "gamma", "exponential":
            return stats.gamma(prior.values[0] + count, scale=1 / (prior.values[1] + total))
        case "normal", "normal":
            mean, deviation = prior.values
            precision, noise = deviation**-2, count * likelihood.noise_deviation**-2
            together = precision + noise
            return stats.norm((precision * mean + noise * total / count) / together, together**-0.5)
    return None


@dataclass(frozen=True, eq=False)
class Grid:
    """One grid and Bayes' rule on it.

    Attributes
    ----------
    edges
        Of the cells, rising, shape (n + 1,).
    prior, likelihood, product, posterior
        Heights at the cells' middles, shape (n,); the likelihood's largest value over all of the support is 1.
    total
        Area of the products: what they are divided by.
    mean, deviation
        Of the posterior.
    """

    edges: Array
    prior: Array
    likelihood: Array
    product: Array
    posterior: Array
    total: float
    mean: float
    deviation: float

    @property
    def points(self) -> int:
        """How many cells there are."""
        return len(self.prior)

    @property
    def width(self) -> float:
        """Width of a cell."""
        return float(self.edges[1] - self.edges[0])

    @property
    def x(self) -> Array:
        """The cells' middles."""
        return np.asarray((self.edges[:-1] + self.edges[1:]) / 2)


def grid_of(prior: Any, likelihood: NamedLikelihood, ends: tuple[float, float], points: int) -> Grid:
    """Multiply and divide on a grid of so many cells.

    Parameters
    ----------
    prior
        A frozen scipy distribution, or anything that has `logpdf`.

    Raises
    ------
    MathsError
        If no cell is possible under both prior and data.
    """
    edges = np.linspace(*ends, points + 1)
    x, h = (edges[:-1] + edges[1:]) / 2, (ends[1] - ends[0]) / points
    with np.errstate(all="ignore"):
        logarithm = np.nan_to_num(prior.logpdf(x), nan=-np.inf, neginf=-np.inf)
    told = likelihood.logarithm(x)
    together = logarithm + told
    highest = float(np.max(together))
    if not math.isfinite(highest):
        raise MathsError("prior: prior and data leave no value possible. Let the prior reach where the data point")
    weights = np.exp(together - highest)
    posterior = weights / (weights.sum() * h)
    mean = float(np.sum(x * posterior) * h)
    return Grid(
        edges,
        np.exp(logarithm),
        np.exp(told),
        np.exp(together),
        posterior,
        float(np.exp(highest) * weights.sum() * h),
        mean,
        float(np.sqrt(np.sum((x - mean) ** 2 * posterior) * h)),
    )


def grid_range(prior: NamedPrior, likelihood: NamedLikelihood) -> tuple[float, float]:
    """Return the part of the unknown's range that is cut into cells: all of (0, 1), else where something is."""
    if likelihood.support == UNIT:
        return UNIT
    believed = [float(end) for end in prior.distribution.ppf([0.001, 0.999])]
    told = [float(end) for end in likelihood.shape().ppf([0.0005, 0.9995])]
    reach = 6 * (told[1] - told[0])
    low = min(told[0], max(believed[0], told[0] - reach))
    high = max(told[1], min(believed[1], told[1] + reach))
    # A prior that lies beyond what the data point at has to be seen all the same.
    low, high = min(low, believed[1]), max(high, believed[0])
    start = likelihood.support[0]
    if math.isfinite(start) and low - start < (high - low) / 2:
        low = start
    return low, high


def refinements(coarse: int, points: int) -> tuple[int, ...]:
    """Return how many cells each grid has: doubled from `coarse` until `points`.

    Examples
    --------
    >>> refinements(10, 100)
    (10, 20, 40, 80, 100)
    """
    counts = [coarse]
    while counts[-1] * 2 < points:
        counts.append(counts[-1] * 2)
    return (*counts, points) if points > coarse else tuple(counts)


def check_meeting(grids: Sequence[Grid], prior: NamedPrior, likelihood: NamedLikelihood) -> None:
    """Refuse what the picture cannot show: data far from the prior, or a posterior too narrow for the cells.

    Raises
    ------
    MathsError
        Naming the parameter to change.
    """
    finest = grids[-1]
    if np.max(finest.product) <= 1e-6 * np.max(finest.prior):
        raise MathsError(
            f"prior_values: data and prior hardly meet, {prior.written()} gives them almost no room. "
            "Widen the prior, or move it"
        )
    ends = float(finest.edges[0]), float(finest.edges[-1])
    finer = grid_of(prior.distribution, likelihood, ends, 4 * finest.points)
    if finest.deviation < 1.2 * finest.width or abs(finest.mean - finer.mean) > 0.05 * finer.deviation:
        raise MathsError(
            f"points: {finest.points} cells of width {finest.width:.3g} are too coarse for this posterior, whose "
            f"deviation is near {finer.deviation:.1g}. Take more points, or another prior or fewer data"
        )
