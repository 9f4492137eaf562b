"""The posterior predictive distribution: the forecast of new data, averaged over what the unknown may be.

p(y | data) = integral of p(y | theta) p(theta | data) d theta. Beta posterior, m trials: beta-binomial; gamma
posterior, exposure m: negative binomial. The plug-in forecast p(y | mean of theta) leaves out that theta is not known.
Law of total variance: Var y = E[Var(y | theta)] + Var(E[y | theta]). Source: Gelman et al., "Bayesian Data Analysis",
third edition, sections 1.3 and 2.6 and appendix A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from explainers.maths.conjugate import BetaBinomial, ConjugateFamily, GammaPoisson
from explainers.maths.errors import MathsError

Array = npt.NDArray[np.float64]

MOST_BARS = 120
ALL_SHOWN = 20
"""Of so many trials or fewer, all outcomes are shown; of more, the likely ones."""

PLUG_IN_MASS = 0.95


@dataclass(frozen=True, eq=False)
class Forecast:
    """Two forecasts of new data, and how their variances come about.

    Attributes
    ----------
    posterior
        What is believed of the unknown.
    size
        Trials, or exposure, of the new data.
    outcomes
        Whole numbers that are shown, shape (k,): all that can happen, or all but the far tails.
    plug_in, predictive
        Their probabilities at the unknown's posterior mean, and averaged over it, shape (k,).
    within, between
        Variance that would be there if the unknown were known, on average; variance of the mean outcome.
    variance
        Of the predictive forecast: the two together.
    plug_in_variance
        Variance of the plug-in forecast.
    low, high
        Ends of the plug-in forecast's interval of at least 95 percent, both inside.
    claimed, held
        Probability of that interval by the plug-in forecast, and by the predictive one.
    """

    posterior: ConjugateFamily
    size: int
    outcomes: Array
    plug_in: Array
    predictive: Array
    within: float
    between: float
    variance: float
    plug_in_variance: float
    low: int
    high: int
    claimed: float
    held: float

    @property
    def estimate(self) -> float:
        """The unknown's posterior mean, which is plugged in."""
        return float(self.posterior.marginal().mean())

    @property
    def mean(self) -> float:
        """Mean outcome: the same in both forecasts."""
        return self.size * self.estimate


def given(posterior: ConjugateFamily, unknown: npt.ArrayLike, size: int) -> Any:
    """Return the distribution of the outcome if the unknown were this, as a frozen scipy distribution, of any shape."""
    if isinstance(posterior, BetaBinomial):
        return stats.binom(size, unknown)
    return stats.poisson(size * np.asarray(unknown))


def predictive_distribution(posterior: ConjugateFamily, size: int) -> Any:
    """Return the distribution of the outcome, averaged over the unknown, as a frozen scipy distribution.

    Raises
    ------
    TypeError
        For a family that has no forecast here.
    """
    match posterior:
        case BetaBinomial():
            return stats.betabinom(size, posterior.a, posterior.b)
        case GammaPoisson():
            return stats.nbinom(posterior.shape, posterior.rate / (posterior.rate + size))
    raise TypeError(f"{type(posterior).__name__} has no forecast of counts")


def forecast(posterior: ConjugateFamily, size: int) -> Forecast:
    """Forecast new data of a size.

    Raises
    ------
    MathsError
        If more outcomes are likely than bars can be drawn.
    """
    averaged, unknown = predictive_distribution(posterior, size), posterior.marginal()
    mean, variance = float(unknown.mean()), float(unknown.var())
    plug_in = given(posterior, mean, size)
    ends = [int(each.ppf(p)) for p in (0.0005, 0.9995) for each in (averaged, plug_in)]
    low, high = min(ends), max(ends)
    low = 0 if low < 0.3 * high else low
    if isinstance(posterior, BetaBinomial):
        if size <= ALL_SHOWN:
            low, high = 0, size
        within = size * (mean * (1 - mean) - variance)
    else:
        within = size * mean
    if high - low >= MOST_BARS:
        raise MathsError(
            f"m: {size} gives {high - low + 1} likely outcomes, more than {MOST_BARS} bars. Take a smaller m"
        )
    outcomes = np.arange(low, max(high, low + 1) + 1, dtype=np.float64)
    first, last = (int(plug_in.ppf(p)) for p in ((1 - PLUG_IN_MASS) / 2, (1 + PLUG_IN_MASS) / 2))
    return Forecast(
        posterior=posterior,
        size=size,
        outcomes=outcomes,
        plug_in=plug_in.pmf(outcomes),
        predictive=averaged.pmf(outcomes),
        within=float(within),
        between=size**2 * variance,
        variance=float(within) + size**2 * variance,
        plug_in_variance=float(plug_in.var()),
        low=first,
        high=last,
        claimed=float(plug_in.cdf(last) - plug_in.cdf(first - 1)),
        held=float(averaged.cdf(last) - averaged.cdf(first - 1)),
    )


@dataclass(frozen=True, eq=False)
class Draws:
    """Values of the unknown drawn from its posterior, with a forecast for each.

    Attributes
    ----------
    unknowns
        Shape (n,).
    forecasts
        Probabilities of the outcomes for each, shape (n, k).
    averages
        Of the first 1, 2, ... n forecasts, shape (n, k).
    """

    unknowns: Array
    forecasts: Array
    averages: Array


def draw(told: Forecast, count: int, rng: np.random.Generator) -> Draws:
    """Draw unknowns and average their forecasts: the Monte Carlo estimate of the predictive distribution."""
    unknowns = np.asarray(told.posterior.marginal().rvs(size=count, random_state=rng), dtype=np.float64)
    rows = given(told.posterior, unknowns[:, None], told.size).pmf(told.outcomes[None, :])
    averages = np.cumsum(rows, axis=0) / np.arange(1, count + 1)[:, None]
    return Draws(unknowns, np.asarray(rows), np.asarray(averages))


@dataclass(frozen=True)
class ExtremeOutcome:
    """Chance of one telling outcome by both forecasts: two successes in two trials, or no event in exposure 1."""

    predictive: float
    plug_in: float


def extreme_outcome(posterior: ConjugateFamily) -> ExtremeOutcome:
    """Return E[theta^2] and E[theta]^2, or E[exp(-lambda)] and exp(-E[lambda])."""
    size, outcome = (2, 2) if isinstance(posterior, BetaBinomial) else (1, 0)
    plug_in = given(posterior, float(posterior.marginal().mean()), size)
    return ExtremeOutcome(float(predictive_distribution(posterior, size).pmf(outcome)), float(plug_in.pmf(outcome)))
