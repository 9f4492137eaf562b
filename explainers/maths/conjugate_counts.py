"""Conjugate families for things that are counted: successes, events, categories.

Source: Gelman et al., "Bayesian Data Analysis", third edition, chapters 2 and 3 and appendix A.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from explainers.maths.conjugate_base import (
    POSITIVE,
    UNIT,
    Array,
    ConjugateFamily,
    Observations,
    is_count,
    log_binomial,
)
from explainers.maths.errors import MathsError


@dataclass(frozen=True)
class BetaBinomial(ConjugateFamily):
    """theta ~ Beta(a, b), k successes in n trials ~ Binomial(n, theta): posterior Beta(a + sum k, b + sum (n - k))."""

    name: ClassVar[str] = "beta-binomial"
    prior_names: ClassVar[tuple[str, ...]] = ("a", "b")
    a: float
    b: float

    @property
    def components(self) -> tuple[str, ...]:
        """theta, the chance of success."""
        return ("theta",)

    def _complaint(self, value: float, size: float) -> str | None:
        if not (is_count(value) and is_count(size)):
            return f"{value:g} successes out of {size:g} trials must be whole numbers, 0 or more"
        return None if value <= size else f"{value:g} successes are more than the {size:g} trials"

    def _posterior(self, observations: Observations) -> Self:
        successes = float(np.sum(observations.values))
        return type(self)(self.a + successes, self.b + float(np.sum(observations.sizes)) - successes)

    def marginal(self, component: int = 0) -> Any:
        """Return Beta(a, b)."""
        return stats.beta(self.a, self.b)

    def support(self, component: int = 0) -> tuple[float, float]:
        """Return (0, 1)."""
        return UNIT

    def log_evidence(self, observations: Observations) -> float:
        """Return sum log C(n, k) + log B(a', b') - log B(a, b), with a', b' of the posterior."""
        posterior = self.observe(observations)
        trials, successes = observations.sizes, observations.values
        ways = -special.betaln(1 + trials - successes, 1 + successes) - np.log1p(trials)
        return float(np.sum(ways) + special.betaln(posterior.a, posterior.b) - special.betaln(self.a, self.b))

    def log_likelihood(self, component: int, x: npt.ArrayLike, observations: Observations) -> Array:
        """Return sum k log x + sum (n - k) log(1 - x)."""
        self.check(observations)
        positions = np.asarray(x, dtype=np.float64)
        return self._inside(0, positions, log_binomial(positions, observations.values, observations.sizes))


@dataclass(frozen=True)
class GammaPoisson(ConjugateFamily):
    """lambda ~ Gamma(shape, rate), k ~ Poisson(lambda e) in exposure e: Gamma(shape + sum k, rate + sum e)."""

    name: ClassVar[str] = "gamma-poisson"
    prior_names: ClassVar[tuple[str, ...]] = ("shape", "rate")
    shape: float
    rate: float

    @property
    def components(self) -> tuple[str, ...]:
        """lambda, events in one unit of exposure."""
        return ("lambda",)

    def _complaint(self, value: float, size: float) -> str | None:
        if not is_count(value):
            return f"{value:g} events must be a whole number, 0 or more"
        return None if size > 0 else f"exposure {size:g} must be positive"

    def _posterior(self, observations: Observations) -> Self:
        return type(self)(
            self.shape + float(np.sum(observations.values)), self.rate + float(np.sum(observations.sizes))
        )

    def marginal(self, component: int = 0) -> Any:
        """Return Gamma(shape, scale = 1 / rate)."""
        return stats.gamma(self.shape, scale=1 / self.rate)

    def support(self, component: int = 0) -> tuple[float, float]:
        """Return (0, infinity)."""
        return POSITIVE

    def log_evidence(self, observations: Observations) -> float:
        """Return the log of the product of e^k / k! times Gamma(s') r^s / (Gamma(s) r'^s'), s', r' of the posterior."""
        posterior = self.observe(observations)
        counts, exposures = observations.values, observations.sizes
        data = np.sum(counts * np.log(exposures) - special.gammaln(counts + 1))
        before = self.shape * math.log(self.rate) - math.lgamma(self.shape)
        after = posterior.shape * math.log(posterior.rate) - math.lgamma(posterior.shape)
        return float(data + before - after)

    def log_likelihood(self, component: int, x: npt.ArrayLike, observations: Observations) -> Array:
        """Return sum k log x - x sum e."""
        self.check(observations)
        positions = np.asarray(x, dtype=np.float64)
        counts, exposures = np.sum(observations.values), np.sum(observations.sizes)
        with np.errstate(all="ignore"):
            return self._inside(0, positions, special.xlogy(counts, positions) - positions * exposures)


@dataclass(frozen=True)
class DirichletMultinomial(ConjugateFamily):
    """theta ~ Dirichlet(concentrations), category i seen n times: n is added to its concentration."""

    name: ClassVar[str] = "dirichlet-multinomial"
    prior_names: ClassVar[tuple[str, ...]] = ("concentrations",)
    concentrations: tuple[float, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "concentrations", tuple(float(value) for value in self.concentrations))
        if len(self.concentrations) < 2:
            got = len(self.concentrations)
            raise MathsError(f"{self.name} takes 2 or more prior values, one a category; got {got}")
        super().__post_init__()

    @classmethod
    def from_prior(cls, prior: Sequence[float]) -> Self:
        """Return the family with one concentration a category."""
        return cls(tuple(prior))

    @property
    def components(self) -> tuple[str, ...]:
        """theta_0, theta_1, ...: the chance of each category."""
        return tuple(f"theta_{category}" for category in range(len(self.concentrations)))

    def _complaint(self, value: float, size: float) -> str | None:
        last = len(self.concentrations) - 1
        if not (is_count(value) and value <= last):
            return f"category {value:g} must be a whole number from 0 to {last}"
        return None if is_count(size) else f"size {size:g} must be a whole number, 0 or more"

    def _counts(self, observations: Observations) -> Array:
        categories = observations.values.astype(np.intp)
        return np.array([np.sum(observations.sizes[categories == k]) for k in range(len(self.concentrations))])

    def _posterior(self, observations: Observations) -> Self:
        return type(self)(tuple(np.asarray(self.concentrations) + self._counts(observations)))

    def marginal(self, component: int = 0) -> Any:
        """Return Beta(c, total - c): a category against the rest, which adds up to one (aggregation)."""
        concentration = self.concentrations[component]
        rest = sum(self.concentrations[:component]) + sum(self.concentrations[component + 1 :])
        return stats.beta(concentration, rest)

    def support(self, component: int = 0) -> tuple[float, float]:
        """Return (0, 1)."""
        return UNIT

    def log_evidence(self, observations: Observations) -> float:
        """Return log B(c') - log B(c) for this sequence of categories, B(c) = prod Gamma(c_i) / Gamma(sum c_i).

        It is the sequence's; the counts in any order are a multinomial coefficient more likely.
        """
        before, after = np.asarray(self.concentrations), np.asarray(self.observe(observations).concentrations)
        log_beta = [np.sum(special.gammaln(c)) - special.gammaln(np.sum(c)) for c in (after, before)]
        return float(log_beta[0] - log_beta[1])

    def log_likelihood(self, component: int, x: npt.ArrayLike, observations: Observations) -> Array:
        """Return n_i log x + (N - n_i) log(1 - x): how the other categories share the rest does not depend on x."""
        self.check(observations)
        positions = np.asarray(x, dtype=np.float64)
        counts = self._counts(observations)
        return self._inside(component, positions, log_binomial(positions, counts[component], np.sum(counts)))
