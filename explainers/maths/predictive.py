"""The posterior predictive distribution: the forecast of new data, averaged over what the unknown may be.

p(y | data) = integral of p(y | theta) p(theta | data) d theta. Beta posterior, m trials: beta-binomial; gamma
posterior, exposure m: negative binomial; normal posterior, the mean of m measurements: normal. The plug-in forecast
p(y | mean of theta) leaves out that theta is not known.
Law of total variance: Var y = E[Var(y | theta)] + Var(E[y | theta]). Source: Gelman et al., "Bayesian Data Analysis",
third edition, sections 1.3, 2.5 and 2.6 and appendix A.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from explainers.maths.conjugate import BetaBinomial, ConjugateFamily, GammaPoisson, NormalKnownDeviation
from explainers.maths.errors import MathsError

Array = npt.NDArray[np.float64]

MOST_BARS = 120
ALL_SHOWN = 20
"""Of so many trials or fewer, all outcomes are shown; of more, the likely ones."""

PLUG_IN_MASS = 0.95
CELLS = 40
"""About how many cells the values of a measurement are cut into."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """Two forecasts of new data, and how their variances come about.

    Attributes
    ----------
    posterior
        What is believed of the unknown.
    size
        Trials, or exposure, of the new data; or how many measurements are averaged.
    outcomes
        Whole numbers that are shown, or middles of equal cells, shape (k,): all that can happen, or all but the far
        tails.
    step
        From one outcome to the next.
    plug_in, predictive
        Their probabilities at the unknown's posterior mean, and averaged over it, shape (k,).
    within, between
        Variance that would be there if the unknown were known, on average; variance of the mean outcome.
    variance
        Of the predictive forecast: the two together.
    plug_in_variance
        Variance of the plug-in forecast.
    low, high
        Ends of the plug-in forecast's interval of at least 95 percent; whole numbers are inside.
    claimed, held
        Probability of that interval by the plug-in forecast, and by the predictive one.
    """

    posterior: ConjugateFamily
    size: int
    outcomes: Array
    step: float
    plug_in: Array
    predictive: Array
    within: float
    between: float
    variance: float
    plug_in_variance: float
    low: float
    high: float
    claimed: float
    held: float

    @property
    def estimate(self) -> float:
        """The unknown's posterior mean, which is plugged in."""
        return float(self.posterior.marginal().mean())

    @property
    def mean(self) -> float:
        """Mean outcome: the same in both forecasts."""
        return self.estimate if self.measured else self.size * self.estimate

    @property
    def measured(self) -> bool:
        """Whether the outcome is a measurement; else it is a count."""
        return isinstance(self.posterior, NormalKnownDeviation)

    @property
    def bounds(self) -> tuple[float, float]:
        """Ends of the plug-in forecast's interval on the axis: around its whole numbers."""
        half = 0.0 if self.measured else 0.5
        return self.low - half, self.high + half


def given(posterior: ConjugateFamily, unknown: npt.ArrayLike, size: int) -> Any:
    """Return the distribution of the outcome if the unknown were this, as a frozen scipy distribution, of any shape."""
    match posterior:
        case BetaBinomial():
            return stats.binom(size, unknown)
        case NormalKnownDeviation():
            return stats.norm(unknown, posterior.noise_deviation / math.sqrt(size))
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
        case NormalKnownDeviation():
            return stats.norm(
                posterior.mean, math.hypot(posterior.deviation, posterior.noise_deviation / math.sqrt(size))
            )
    raise TypeError(f"{type(posterior).__name__} has no forecast")


def probabilities(distribution: Any, outcomes: Array, step: float, measured: bool) -> Array:
    """Return the probabilities of whole numbers, or of the cells of which these are the middles.

    Parameters
    ----------
    distribution
        A frozen scipy distribution, of shape (), or (n, 1) for a row of each.
    """
    if not measured:
        return np.asarray(distribution.pmf(outcomes))
    edges = np.append(outcomes - step / 2, outcomes[-1] + step / 2)
    return np.asarray(np.diff(distribution.cdf(edges), axis=-1))


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
    measured = isinstance(posterior, NormalKnownDeviation)
    outcomes, step = _cells(averaged) if measured else (_counts(posterior, averaged, plug_in, size), 1.0)
    within, share = _within(posterior, mean, variance, size)
    first, last = (float(plug_in.ppf(p)) for p in ((1 - PLUG_IN_MASS) / 2, (1 + PLUG_IN_MASS) / 2))
    # The probability of whole numbers from the first to the last holds the first.
    below = first if measured else first - 1
    return Forecast(
        posterior=posterior,
        size=size,
        outcomes=outcomes,
        step=step,
        plug_in=probabilities(plug_in, outcomes, step, measured),
        predictive=probabilities(averaged, outcomes, step, measured),
        within=within,
        between=share**2 * variance,
        variance=within + share**2 * variance,
        plug_in_variance=float(plug_in.var()),
        low=first,
        high=last,
        claimed=float(plug_in.cdf(last) - plug_in.cdf(below)),
        held=float(averaged.cdf(last) - averaged.cdf(below)),
    )


def _within(posterior: ConjugateFamily, mean: float, variance: float, size: int) -> tuple[float, float]:
    """Return E[Var(y | unknown)], and what the unknown is multiplied by in E[y | unknown]."""
    match posterior:
        case BetaBinomial():
            return float(size * (mean * (1 - mean) - variance)), float(size)
        case NormalKnownDeviation():
            return posterior.noise_deviation**2 / size, 1.0
    return float(size * mean), float(size)


def _counts(posterior: ConjugateFamily, averaged: Any, plug_in: Any, size: int) -> Array:
    """Return the whole numbers that are shown."""
    ends = [int(each.ppf(p)) for p in (0.0005, 0.9995) for each in (averaged, plug_in)]
    low, high = min(ends), max(ends)
    low = 0 if low < 0.3 * high else low
    if isinstance(posterior, BetaBinomial) and size <= ALL_SHOWN:
        low, high = 0, size
    if high - low >= MOST_BARS:
        raise MathsError(
            f"m: {size} gives {high - low + 1} likely outcomes, more than {MOST_BARS} bars. Take a smaller m"
        )
    return np.arange(low, max(high, low + 1) + 1, dtype=np.float64)


def _cells(averaged: Any) -> tuple[Array, float]:
    """Return the middles of cells over all but the far tails, between round numbers, and their width."""
    low, high = float(averaged.ppf(0.0005)), float(averaged.ppf(0.9995))
    rough = (high - low) / CELLS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    edges = np.arange(math.floor(low / step), math.ceil(high / step) + 1) * step
    return (edges[:-1] + edges[1:]) / 2, float(step)


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
    rows = probabilities(given(told.posterior, unknowns[:, None], told.size), told.outcomes, told.step, told.measured)
    averages = np.cumsum(rows, axis=0) / np.arange(1, count + 1)[:, None]
    return Draws(unknowns, rows, np.asarray(averages))


@dataclass(frozen=True, eq=False)
class DrawnNumbers:
    """A simulation in a few numbers.

    Attributes
    ----------
    count, shown
        How many values of the unknown were drawn, and how many of them are shown one by one.
    first
        Those that are.
    mean, deviation
        Of all of them.
    average
        The average of all their forecasts, shape (k,).
    """

    count: int
    shown: int
    first: tuple[float, ...]
    mean: float
    deviation: float
    average: Array

    @classmethod
    def of(cls, draws: Draws, shown: int) -> DrawnNumbers:
        """Sum up a simulation of which some draws are shown one by one."""
        unknowns = draws.unknowns
        first = tuple(float(unknown) for unknown in unknowns[:shown])
        return cls(len(unknowns), shown, first, float(unknowns.mean()), float(unknowns.std()), draws.averages[-1])


@dataclass(frozen=True)
class ExtremeOutcome:
    """Chance of one telling outcome by both forecasts.

    Two successes in two trials; no event in exposure 1; a measurement more than two noise deviations from the estimate.
    """

    predictive: float
    plug_in: float


def extreme_outcome(posterior: ConjugateFamily) -> ExtremeOutcome:
    """Return E[theta^2] and E[theta]^2; or E[exp(-lambda)] and exp(-E[lambda]); or both forecasts' far tails."""
    estimate = float(posterior.marginal().mean())
    if isinstance(posterior, NormalKnownDeviation):
        far = estimate + 2 * posterior.noise_deviation
        return ExtremeOutcome(
            *(
                2 * float(each.sf(far))
                for each in (predictive_distribution(posterior, 1), given(posterior, estimate, 1))
            )
        )
    size, outcome = (2, 2) if isinstance(posterior, BetaBinomial) else (1, 0)
    plug_in = given(posterior, estimate, size)
    return ExtremeOutcome(float(predictive_distribution(posterior, size).pmf(outcome)), float(plug_in.pmf(outcome)))
