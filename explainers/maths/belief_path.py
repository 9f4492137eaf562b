"""How a belief moves while data arrive: the states of a route, and those between them.

A state is a distribution of a conjugate family. Between two states lies the tempered posterior
p(theta) p(x | theta)^t, with t from 0 to 1: the datum is let in little by little (geometric path between densities;
Gelman and Meng, "Simulating normalizing constants", 1998).
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from explainers.maths.conjugate import (
    BetaBinomial,
    ConjugateFamily,
    DirichletMultinomial,
    GammaPoisson,
    NormalInverseGamma,
    NormalKnownDeviation,
    Observations,
)


def group_ends(count: int, most: int = 12) -> tuple[int, ...]:
    """Return how many observations have been seen after each step: one at a time, or at most `most` growing groups."""
    if count <= most:
        return tuple(range(1, count + 1))
    return tuple(int(end) for end in np.unique(np.round(np.geomspace(1, count, most)).astype(int)))


def route(prior: ConjugateFamily, observations: Observations, ends: Sequence[int]) -> tuple[ConjugateFamily, ...]:
    """Return the prior and the posterior after each group: group k ends before observation ``ends[k]``, from 0."""
    beliefs = [prior]
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        beliefs.append(beliefs[-1].observe(observations[start:end]))
    return tuple(beliefs)


def between(before: ConjugateFamily, after: ConjugateFamily, t: float) -> ConjugateFamily:
    """Return the tempered posterior p(theta) p(x | theta)^t, from `before` at 0 to `after`, its posterior, at 1.

    The natural parameters of an exponential family take up data by adding: a part of the way is a part of the sum.
    """

    def mixed(start: float, end: float) -> float:
        return (1 - t) * start + t * end

    match before, after:
        case BetaBinomial(), BetaBinomial():
            return BetaBinomial(mixed(before.a, after.a), mixed(before.b, after.b))
        case GammaPoisson(), GammaPoisson():
            return GammaPoisson(mixed(before.shape, after.shape), mixed(before.rate, after.rate))
        case DirichletMultinomial(), DirichletMultinomial():
            pairs = zip(before.concentrations, after.concentrations, strict=True)
            return DirichletMultinomial(tuple(mixed(start, end) for start, end in pairs))
        case NormalKnownDeviation(), NormalKnownDeviation():
            precision = mixed(before.deviation**-2, after.deviation**-2)
            weighted = mixed(before.mean * before.deviation**-2, after.mean * after.deviation**-2)
            return NormalKnownDeviation(weighted / precision, precision**-0.5, before.noise_deviation)
        case NormalInverseGamma(), NormalInverseGamma():
            strength = mixed(before.strength, after.strength)
            # About the first mean, so that no digits are lost where both means are far from zero.
            mean = before.mean + t * after.strength * (after.mean - before.mean) / strength
            squares = mixed(before.scale, after.scale + after.strength * (after.mean - before.mean) ** 2 / 2)
            scale = squares - strength * (mean - before.mean) ** 2 / 2
            return NormalInverseGamma(mean, strength, mixed(before.shape, after.shape), scale)
    raise TypeError(f"{type(before).__name__} and {type(after).__name__} are not one family")


@dataclass(frozen=True)
class Route:
    """A route with states between its own, so close that numbers may go evenly from one to the next.

    Attributes
    ----------
    states
        All of them.
    stops
        Where the route's own states stand among them, the prior first.
    shares
        For each state, the part of its step's data that has been let in; 0 at the stops.
    """

    states: tuple[ConjugateFamily, ...]
    stops: tuple[int, ...]
    shares: tuple[float, ...]

    def index(self, position: float) -> float:
        """Return the place among all states of a position on the route: 2.5 is halfway from stop 2 to stop 3."""
        return float(np.interp(position, np.arange(len(self.stops)), self.stops))


def refined(beliefs: Sequence[ConjugateFamily], component: int) -> Route:
    """Put states between those of a route: the more, the more a step tells, and at even rates of narrowing."""
    states, stops, shares = [beliefs[0]], [0], [0.0]
    for before, after in itertools.pairwise(beliefs):
        with np.errstate(all="ignore"):
            widths = sorted(middle_half(belief.marginal(component)) for belief in (before, after))
            ratio = (widths[1] / widths[0]) ** 2 if math.isfinite(widths[1]) and widths[0] > 0 else 1e12
        gain = min(max(ratio - 1, 0.1), 1e12)
        count = min(max(math.ceil(3 * math.log2(1 + gain)), 3), 24)
        for j in range(1, count):
            share = ((1 + gain) ** (j / count) - 1) / gain
            states.append(between(before, after, share))
            shares.append(share)
        states.append(after)
        shares.append(0.0)
        stops.append(len(states) - 1)
    return Route(tuple(states), tuple(stops), tuple(shares))


def shuffled(observations: Observations, rng: np.random.Generator) -> tuple[Observations, tuple[int, ...]]:
    """Return the observations in another order, and for each new place the old one.

    The other order is seen to be another unless all observations are alike.
    """
    pairs = np.column_stack([observations.values, observations.sizes])
    order = rng.permutation(len(pairs))
    if np.array_equal(pairs[order], pairs):
        # The two ends of the first change: swapping them shows.
        changes = np.flatnonzero((pairs[1:] != pairs[:-1]).any(axis=1))
        if len(changes):
            k = int(changes[0])
            order[[k, k + 1]] = order[[k + 1, k]]
    return Observations(observations.values[order], observations.sizes[order]), tuple(int(i) for i in order)


def dealt(successes: int, trials: int, rng: np.random.Generator, most: int = 12) -> Observations:
    """Return the trials in batches that grow, with the successes dealt out at random: one order of many."""
    values, sizes, before = [], [], 0
    for end in group_ends(trials, most):
        size = end - before
        hits = int(rng.hypergeometric(successes, trials - before - successes, size))
        values.append(hits)
        sizes.append(size)
        successes, before = successes - hits, end
    return Observations(values, sizes)


def middle_half(distribution: Any) -> float:
    """Return the width between the quartiles: it exists for every distribution."""
    width = float(distribution.ppf(0.75) - distribution.ppf(0.25))
    return width if math.isfinite(width) else math.inf
