"""A flat prior is not ignorance: what is flat on one scale is not flat on another.

If theta is uniform, phi = g(theta) has the density |d theta / d phi|: constant only where g is a line. Equal parts of
the phi axis then hold unequal probabilities.

Source: Gelman et al., "Bayesian Data Analysis", third edition, section 2.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from explainers.maths.grid_posterior import Array, NamedLikelihood, grid_of

ScaleName = Literal["log-odds", "logarithm", "cube"]

LARGEST_LOG_ODDS = 5.0
DECADES = 3.0
QUARTERS = 4


@dataclass(frozen=True)
class OtherScale:
    """Another way to say what the unknown is: a rising function of it, over a finite part of its range.

    Attributes
    ----------
    ends
        The part of the unknown's own range.
    """

    name: ScaleName
    ends: tuple[float, float]

    def of(self, theta: npt.ArrayLike) -> Array:
        """Return phi = g(theta), any shape."""
        places = np.asarray(theta, dtype=np.float64)
        match self.name:
            case "log-odds":
                return np.asarray(special.logit(places))
            case "logarithm":
                return np.asarray(np.log10(places))
        return np.asarray(places**3)

    def back(self, phi: npt.ArrayLike) -> Array:
        """Return theta of phi, any shape."""
        places = np.asarray(phi, dtype=np.float64)
        match self.name:
            case "log-odds":
                return np.asarray(special.expit(places))
            case "logarithm":
                return np.asarray(10.0**places)
        return np.asarray(np.cbrt(places))

    def logpdf(self, theta: npt.ArrayLike) -> Array:
        """Return log |d phi / d theta|: up to a constant, the log density over theta of a prior flat in phi."""
        x = np.asarray(theta, dtype=np.float64)
        with np.errstate(all="ignore"):
            match self.name:
                case "log-odds":
                    slope = -np.log(x) - np.log1p(-x)
                case "logarithm":
                    slope = -np.log(x)
                case _:
                    slope = 2 * np.log(np.abs(x))
        return np.where((x >= self.ends[0]) & (x <= self.ends[1]), slope, -np.inf)


def other_scale(likelihood: NamedLikelihood, ends: tuple[float, float]) -> OtherScale:
    """Return the scale to compare with: log-odds of a chance, logarithm of a rate, cube of a mean."""
    match likelihood.name:
        case "binomial":
            return OtherScale(
                "log-odds", (float(special.expit(-LARGEST_LOG_ODDS)), float(special.expit(LARGEST_LOG_ODDS)))
            )
        case "poisson" | "exponential":
            return OtherScale("logarithm", (max(ends[0], ends[1] / 10**DECADES), ends[1]))
    return OtherScale("cube", ends)


@dataclass(frozen=True, eq=False)
class FlatPrior:
    """A flat prior on two scales, and what the same data make of each.

    Attributes
    ----------
    edges
        Of cells that are equally wide in theta and equally probable, shape (cells + 1,).
    other_edges
        The same on the other scale.
    quarters
        Probabilities of four equally long parts of the other scale, when theta is flat.
    mean, other_mean
        Posterior means: flat in theta, and flat in phi.
    """

    scale: OtherScale
    edges: Array
    other_edges: Array
    quarters: tuple[float, ...]
    mean: float
    other_mean: float

    def bars(self, share: float) -> tuple[Array, Array]:
        """Return edges and heights on the way from one scale, 0, to the other, 1; both axes run from 0 to 1.

        Each bar keeps its area at every share.
        """

        def across(edges: Array) -> Array:
            return np.asarray((edges - edges[0]) / (edges[-1] - edges[0]))

        edges = (1 - share) * across(self.edges) + share * across(self.other_edges)
        return edges, 1 / (len(edges) - 1) / np.diff(edges)


class _Flat:
    """A flat prior over an interval, as a log density up to a constant."""

    def __init__(self, ends: tuple[float, float]) -> None:
        self.ends = ends

    def logpdf(self, theta: Array) -> Array:
        return np.where((theta >= self.ends[0]) & (theta <= self.ends[1]), 0.0, -np.inf)


def flat_prior(
    likelihood: NamedLikelihood, ends: tuple[float, float], cells: int = 20, points: int = 4000
) -> FlatPrior:
    """Compare a prior that is flat in the unknown with one that is flat in another scale of it."""
    scale = other_scale(likelihood, ends)
    edges = np.linspace(*scale.ends, cells + 1)
    low, high = (float(end) for end in scale.of(scale.ends))
    cuts = scale.back(np.linspace(low, high, QUARTERS + 1))
    quarters = np.diff(cuts) / (scale.ends[1] - scale.ends[0])
    means = [grid_of(prior, likelihood, scale.ends, points).mean for prior in (_Flat(scale.ends), scale)]
    return FlatPrior(scale, edges, scale.of(edges), tuple(float(q) for q in quarters), means[0], means[1])
