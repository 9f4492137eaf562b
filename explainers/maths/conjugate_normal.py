"""Conjugate families for things that are measured, with normal noise of known or unknown size.

Source: Murphy, "Conjugate Bayesian analysis of the Gaussian distribution" (2007); Gelman et al., "Bayesian Data
Analysis", third edition, chapters 2 and 3.
"""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from scipy import stats

from explainers.maths.conjugate_base import POSITIVE, REAL, Array, ConjugateFamily, Observations


@dataclass(frozen=True)
class NormalKnownDeviation(ConjugateFamily):
    """mu ~ N(mean, deviation^2), y ~ N(mu, noise_deviation^2): precisions add, means average by precision."""

    name: ClassVar[str] = "normal"
    prior_names: ClassVar[tuple[str, ...]] = ("mean", "deviation", "noise deviation")
    unrestricted: ClassVar[tuple[str, ...]] = ("mean",)
    mean: float
    deviation: float
    noise_deviation: float

    @property
    def components(self) -> tuple[str, ...]:
        """mu, the mean of the measurements."""
        return ("mu",)

    def _complaint(self, value: float, size: float) -> str | None:
        return None if size == 1 else f"size {size:g}: a measurement stands for itself, so leave its size at 1"

    def _posterior(self, observations: Observations) -> Self:
        prior_precision, data_precision = self.deviation**-2, len(observations) * self.noise_deviation**-2
        precision = prior_precision + data_precision
        mean = (prior_precision * self.mean + data_precision * float(np.mean(observations.values))) / precision
        return type(self)(mean, precision**-0.5, self.noise_deviation)

    def marginal(self, component: int = 0) -> Any:
        """Return N(mean, deviation^2)."""
        return stats.norm(self.mean, self.deviation)

    def support(self, component: int = 0) -> tuple[float, float]:
        """Return the real line."""
        return REAL

    def log_evidence(self, observations: Observations) -> float:
        """Return log p(y | mu) + log p(mu) - log p(mu | y), taken at the posterior mean.

        By Bayes' theorem it is the same at every mu (Chib 1995).
        """
        posterior = self.observe(observations)
        mu = posterior.mean
        likelihood = np.sum(stats.norm.logpdf(observations.values, mu, self.noise_deviation))
        return float(likelihood + self.marginal().logpdf(mu) - posterior.marginal().logpdf(mu))

    def log_likelihood(self, component: int, x: npt.ArrayLike, observations: Observations) -> Array:
        """Return -n (x - mean of y)^2 / (2 noise_deviation^2)."""
        self.check(observations)
        positions = np.asarray(x, dtype=np.float64)
        if not len(observations):
            return np.zeros_like(positions)
        distance = (positions - np.mean(observations.values)) / self.noise_deviation
        return np.asarray(-len(observations) * distance**2 / 2, dtype=np.float64)


@dataclass(frozen=True)
class NormalInverseGamma(ConjugateFamily):
    """sigma^2 ~ InverseGamma(shape, scale), mu ~ N(mean, sigma^2 / strength), y ~ N(mu, sigma^2).

    With n measurements, their mean m and sum of squares Q about it: strength' = strength + n, mean' is the average of
    mean and m by weight, shape' = shape + n/2, scale' = scale + Q/2 + strength n (m - mean)^2 / (2 strength').
    """

    name: ClassVar[str] = "normal-inverse-gamma"
    prior_names: ClassVar[tuple[str, ...]] = ("mean", "strength", "shape", "scale")
    unrestricted: ClassVar[tuple[str, ...]] = ("mean",)
    mean: float
    strength: float
    shape: float
    scale: float

    @property
    def components(self) -> tuple[str, ...]:
        """The mean and the variance of the measurements."""
        return ("mean", "variance")

    def _complaint(self, value: float, size: float) -> str | None:
        return None if size == 1 else f"size {size:g}: a measurement stands for itself, so leave its size at 1"

    def _posterior(self, observations: Observations) -> Self:
        count, sample_mean = len(observations), float(np.mean(observations.values))
        squares = float(np.sum((observations.values - sample_mean) ** 2))
        strength = self.strength + count
        mean = (self.strength * self.mean + count * sample_mean) / strength
        surprise = self.strength * count * (sample_mean - self.mean) ** 2 / strength
        return type(self)(mean, strength, self.shape + count / 2, self.scale + (squares + surprise) / 2)

    def marginal(self, component: int = 0) -> Any:
        """Return Student's t with 2 shape degrees of freedom for the mean, the inverse gamma for the variance."""
        if component == 0:
            return stats.t(2 * self.shape, loc=self.mean, scale=math.sqrt(self.scale / (self.shape * self.strength)))
        return stats.invgamma(self.shape, scale=self.scale)

    def support(self, component: int = 0) -> tuple[float, float]:
        """Return the real line for the mean, (0, infinity) for the variance."""
        return REAL if component == 0 else POSITIVE

    def log_evidence(self, observations: Observations) -> float:
        """Return log of (2 pi)^(-n/2) sqrt(k / k') Gamma(a') b^a / (Gamma(a) b'^a') (Murphy 2007, equation 203)."""
        after = self.observe(observations)
        gammas = math.lgamma(after.shape) - math.lgamma(self.shape)
        scales = self.shape * math.log(self.scale) - after.shape * math.log(after.scale)
        strengths = math.log(self.strength / after.strength) / 2
        return gammas + scales + strengths - len(observations) / 2 * math.log(2 * math.pi)
