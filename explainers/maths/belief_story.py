"""A belief about one unknown in the numbers that are told of it, and what the data alone say.

Source: Gelman et al., "Bayesian Data Analysis", third edition, sections 2.4 to 2.6: a posterior mean is a compromise
between the prior's mean and the data's.
"""

import math
from dataclasses import dataclass

import numpy as np

from explainers.maths.conjugate import (
    BetaBinomial,
    ConjugateFamily,
    DirichletMultinomial,
    GammaPoisson,
    Interval,
    NormalInverseGamma,
    NormalKnownDeviation,
    Observations,
    summarise,
)


@dataclass(frozen=True)
class BeliefNumbers:
    """One state of the belief about the shown unknown.

    Attributes
    ----------
    seen
        Data so far: of trials and categories their sizes, else the observations.
    mean, mode, deviation
        None where there is none.
    lower, upper, intervals
        The credible region: its outer ends, and its pieces.
    beyond
        Probability on one side of the reference; None without a reference.
    """

    seen: int
    mean: float | None
    mode: float | None
    deviation: float | None
    lower: float
    upper: float
    intervals: tuple[tuple[float, float], ...]
    beyond: float | None

    def row_values(self) -> dict[str, float | None]:
        """Return the numbers by the keys of a panel's rows; None for what does not exist."""
        second = self.intervals[1] if len(self.intervals) > 1 else (None, None)
        return {
            "seen": float(self.seen),
            "mean": self.mean,
            "mode": self.mode,
            "lower": self.intervals[0][0],
            "upper": self.intervals[0][1],
            "second lower": second[0],
            "second upper": second[1],
            "beyond": self.beyond,
        }


def belief_numbers(
    belief: ConjugateFamily,
    component: int,
    seen: int,
    credible_mass: float,
    interval: Interval,
    reference: float | None = None,
    side: int = 1,
) -> BeliefNumbers:
    """Return a state's numbers; `side` is 1 for the probability above the reference, -1 below."""
    marginal = belief.marginal(component)
    with np.errstate(all="ignore"):
        summary = summarise(marginal, credible_mass, interval)
        beyond = None if reference is None else float(marginal.sf(reference) if side > 0 else marginal.cdf(reference))
    return BeliefNumbers(
        seen=seen,
        mean=summary.mean,
        mode=summary.mode,
        deviation=summary.deviation,
        lower=summary.lower,
        upper=summary.upper,
        intervals=summary.intervals,
        beyond=beyond,
    )


def data_estimate(family: ConjugateFamily, component: int, observations: Observations) -> float | None:
    """Return what the data alone say of the unknown, by maximum likelihood: a share, a rate, a mean, a variance.

    None where they say nothing: one measurement has no variance.
    """
    values, sizes = observations.values, observations.sizes
    total = float(np.sum(sizes))
    match family:
        case BetaBinomial() | GammaPoisson():
            return float(np.sum(values)) / total if total > 0 else None
        case DirichletMultinomial():
            return float(np.sum(sizes[values == component])) / total if total > 0 else None
        case NormalInverseGamma() if component == 1:
            return float(np.var(values)) if len(values) > 1 else None
    return float(np.mean(values)) if len(values) else None


def has_peak_at_estimate(family: ConjugateFamily) -> bool:
    """Return whether the drawn likelihood peaks at `data_estimate`: not where another unknown has been averaged out."""
    return not isinstance(family, NormalInverseGamma)


def distribution_name(family: ConjugateFamily) -> str:
    """Return the distribution with its parameters, as it is read: Beta(9, 5)."""
    match family:
        case BetaBinomial():
            return f"Beta({family.a:.6g}, {family.b:.6g})"
        case GammaPoisson():
            return f"Gamma(shape {family.shape:.6g}, rate {family.rate:.6g})"
        case NormalKnownDeviation():
            return f"Normal(mean {family.mean:.6g}, deviation {family.deviation:.6g})"
        case DirichletMultinomial():
            return f"Dirichlet({', '.join(f'{value:.6g}' for value in family.concentrations)})"
        case NormalInverseGamma():
            return (
                f"Normal-inverse-gamma(mean {family.mean:.6g}, strength {family.strength:.6g}, "
                f"shape {family.shape:.6g}, scale {family.scale:.6g})"
            )
    raise TypeError(f"{type(family).__name__} has no name")


def digits_after_point(numbers: BeliefNumbers, most_characters: int = 8) -> int:
    """Return the digits with which a belief's numbers are told: two or three of its deviation, while they fit."""
    width = (numbers.upper - numbers.lower) / 4
    scale = min(width, numbers.deviation or width)
    if not (math.isfinite(scale) and scale > 0):
        return 2
    wanted = min(max(2 - math.floor(math.log10(scale)), 0), 5)
    told = [number for number in (numbers.mean, numbers.mode, numbers.lower, numbers.upper) if number is not None]
    whole = max((len(f"{number:.0f}") for number in told if abs(number) < 1e7), default=1)
    return max(0, min(wanted, most_characters - 1 - whole))
