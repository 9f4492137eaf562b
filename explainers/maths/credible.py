"""What is told about a distribution: its mean, mode and deviation, a credible interval, and a grid to draw it on.

Distributions are frozen ones of `scipy.stats` with one variable. Source: Gelman et al., "Bayesian Data Analysis", third
edition, section 2.3, for the two kinds of interval.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import integrate, optimize

from explainers.maths.errors import MathsError

Array = npt.NDArray[np.float64]
Interval = Literal["equal-tailed", "highest-density"]


@dataclass(frozen=True)
class Summary:
    """A distribution in a few numbers.

    Parameters
    ----------
    mean, mode, deviation
        None where there is none: the mean and deviation of heavy tails, the mode of a flat or U-shaped density.
    lower, upper
        The outer ends of the credible region.
    mass
        Its probability.
    intervals
        The pieces of the region from left to right: one, or two for the highest-density region of a U-shaped density.
    """

    mean: float | None
    mode: float | None
    deviation: float | None
    lower: float
    upper: float
    mass: float
    intervals: tuple[tuple[float, float], ...]


def summarise(distribution: Any, credible_mass: float = 0.95, interval: Interval = "equal-tailed") -> Summary:
    """Return mean, mode, deviation and the credible region of a distribution.

    Parameters
    ----------
    distribution
        A frozen, continuous scipy distribution whose density has one peak, rises or falls throughout, or is U-shaped.
    credible_mass
        Probability of the region, above 0 and below 1.
    interval
        "equal-tailed": as much probability below as above. "highest-density": every point inside is at least as likely
        as any outside, so the shortest region; for a flat density all are, and the equal-tailed one is given.

    Raises
    ------
    MathsError
        If the mass is not between 0 and 1, or the kind of interval is not known.
    """
    if not 0 < credible_mass < 1:
        raise MathsError(f"credible mass: {credible_mass:g} must be above 0 and below 1")
    pieces: tuple[tuple[float, float], ...]
    if interval == "equal-tailed":
        pieces = (equal_tailed_interval(distribution, credible_mass),)
    elif interval == "highest-density":
        pieces = highest_density_region(distribution, credible_mass)
    else:
        raise MathsError(f"interval: '{interval}' is not known. Known are equal-tailed, highest-density.")
    return Summary(
        mean=_finite(distribution.mean()),
        mode=mode(distribution),
        deviation=_finite(distribution.std()),
        lower=pieces[0][0],
        upper=pieces[-1][1],
        mass=credible_mass,
        intervals=pieces,
    )


def _finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def mode(distribution: Any) -> float | None:
    """Return where the density is highest, an end of the support included; None for a flat or U-shaped density.

    Closed forms for the beta, gamma, normal, Student's t and inverse gamma distributions; a search for the others.
    """
    shape = _parameters(distribution)
    loc, scale = shape["loc"], shape["scale"]
    match distribution.dist.name:
        case "norm" | "t":
            return loc
        case "gamma":
            return loc + scale * max(shape["a"] - 1, 0.0)
        case "invgamma":
            return loc + scale / (shape["a"] + 1)
        case "beta":
            standard = _beta_mode(shape["a"], shape["b"])
            return None if standard is None else loc + scale * standard
    return _searched_mode(distribution)


def _beta_mode(a: float, b: float) -> float | None:
    if a > 1 and b > 1:
        return (a - 1) / (a + b - 2)
    if a == b == 1 or (a < 1 and b < 1):
        return None
    # What is left rises or falls throughout.
    return 0.0 if a < b else 1.0


def _searched_mode(distribution: Any) -> float | None:
    if _is_flat(distribution) or _is_u_shaped(distribution):
        return None
    grid = np.unique(distribution.ppf(np.linspace(0.001, 0.999, 999)))
    heights = distribution.pdf(grid)
    peak = int(np.argmax(heights))
    low, high = grid[max(peak - 1, 0)], grid[min(peak + 1, len(grid) - 1)]
    found = optimize.minimize_scalar(lambda x: -distribution.pdf(x), bounds=(low, high), method="bounded")
    return float(found.x)


def _parameters(distribution: Any) -> dict[str, float]:
    """Return a frozen distribution's parameters by name, given by place or by name."""
    shapes = distribution.dist.shapes
    names = [*(shapes.split(", ") if shapes else []), "loc", "scale"]
    given = dict(zip(names, distribution.args, strict=False)) | distribution.kwds
    return {"loc": 0.0, "scale": 1.0} | {name: float(value) for name, value in given.items()}


def equal_tailed_interval(distribution: Any, mass: float) -> tuple[float, float]:
    """Return the quantiles at (1 - mass)/2 and (1 + mass)/2."""
    return float(distribution.ppf((1 - mass) / 2)), float(distribution.isf((1 - mass) / 2))


def highest_density_region(distribution: Any, mass: float) -> tuple[tuple[float, float], ...]:
    """Return the shortest region that holds `mass`, as one interval, or two for a U-shaped density.

    One peak: both ends of [Q(p), Q(p + mass)] have the same density, or one of them is the end of the support.
    A valley: it is what the interval of mass 1 - `mass` leaves whose ends have the same density.

    Parameters
    ----------
    distribution
        As for `summarise`.
    mass
        Above 0 and below 1.
    """
    if _is_flat(distribution):
        return (equal_tailed_interval(distribution, mass),)
    if not _is_u_shaped(distribution):
        p = _level_tail(distribution, mass)
        return ((float(distribution.ppf(p)), float(distribution.isf(1 - mass - p))),)
    low, high = (float(end) for end in distribution.support())
    p = _level_tail(distribution, 1 - mass, sign=-1)
    return (low, float(distribution.ppf(p))), (float(distribution.isf(mass - p)), high)


def _level_tail(distribution: Any, mass: float, sign: int = 1) -> float:
    """Return p in [0, 1 - mass] where the densities at Q(p) and Q(p + mass) are equal, or the end nearest to it."""

    def imbalance(p: float) -> float:
        with np.errstate(all="ignore"):  # scipy takes infinity from infinity at the end of a support
            left = distribution.pdf(distribution.ppf(p))
            right = distribution.pdf(distribution.isf(1 - mass - p))
        return float(sign * (np.nan_to_num(right, posinf=1e300) - np.nan_to_num(left, posinf=1e300)))

    rest = 1 - mass
    if imbalance(0.0) <= 0:
        return 0.0
    if imbalance(rest) >= 0:
        return rest
    return float(optimize.brentq(imbalance, 0.0, rest, xtol=1e-15))


def _is_flat(distribution: Any) -> bool:
    heights = distribution.pdf(distribution.ppf(np.linspace(0.05, 0.95, 7)))
    return bool(np.all(np.isfinite(heights)) and np.ptp(heights) <= 1e-9 * np.max(heights))


def _is_u_shaped(distribution: Any) -> bool:
    if distribution.dist.name == "beta":
        shape = _parameters(distribution)
        return shape["a"] < 1 and shape["b"] < 1
    heights = distribution.pdf(distribution.ppf(np.linspace(0.001, 0.999, 201)))
    lowest = heights.min()
    return bool(heights[0] > 1.01 * lowest and heights[-1] > 1.01 * lowest)


def density_grid(distributions: Sequence[Any], support: tuple[float, float], points: int = 400) -> Array:
    """Return places at which to draw all the densities: finite, rising, closer together where one of them is steep.

    The window holds the middle 99.8 % of each distribution, except for tails so heavy or priors so vague that they
    would hide the others. On (0, 1) the window is all of it; on (0, infinity) it starts at 0 unless the distributions
    are far from it. The places are quantiles of a mixture in three equal parts: uniform over the window, uniform over
    where each distribution lives, and the distributions themselves.
    Where a density is infinite at an end, the grid stops a thousandth of the window short of it.

    Parameters
    ----------
    distributions
        Frozen scipy distributions, at least one.
    support
        The ends of their common range, finite or not.
    points
        Length of the result, at least 2.

    Raises
    ------
    MathsError
        If there are no distributions or fewer than 2 points.
    """
    if not distributions or points < 2:
        raise MathsError(f"grid: {len(distributions)} distributions on {points} points; needs at least 1 on 2")
    low, high = _window(distributions, support)
    inset = (high - low) / 1000
    if low == support[0] and any(not math.isfinite(d.pdf(low)) for d in distributions):
        low += inset
    if high == support[1] and any(not math.isfinite(d.pdf(high)) for d in distributions):
        high -= inset
    cores = [_widened(_core(d)) for d in distributions]
    places = [np.linspace(low, high, 1000), *(np.linspace(*core, 300) for core in cores)]
    fine = np.unique(np.clip(np.concatenate([*places, *(d.ppf(_PROBABILITIES) for d in distributions)]), low, high))
    uniform = [_climbed(np.clip((fine - a) / (b - a), 0, 1)) for a, b in cores]
    own = [_climbed(d.cdf(fine)) for d in distributions]
    mixture = ((fine - low) / (high - low) + np.mean(uniform, axis=0) + np.mean(own, axis=0)) / 3
    grid = np.interp(np.linspace(0, 1, points), mixture, fine)
    grid[0], grid[-1] = low, high
    return np.asarray(grid, dtype=np.float64)


_PROBABILITIES = np.linspace(0.0005, 0.9995, 300)


def _widened(core: tuple[float, float]) -> tuple[float, float]:
    margin = 0.3 * (core[1] - core[0])
    return core[0] - margin, core[1] + margin


def _climbed(cumulative: Array) -> Array:
    """Return a distribution function cut to the window: from 0 to 1 over it."""
    rise = cumulative[-1] - cumulative[0]
    return (cumulative - cumulative[0]) / rise if rise > 0 else np.linspace(0, 1, len(cumulative))


def _window(distributions: Sequence[Any], support: tuple[float, float]) -> tuple[float, float]:
    low, high = support
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    cores = np.array([_core(d) for d in distributions])
    medians = np.array([float(d.median()) for d in distributions])
    reach = 4 * (np.ptp(medians) + np.min(cores[:, 1] - cores[:, 0]))
    left = max(low, cores[:, 0].min(), medians.min() - reach)
    right = min(high, cores[:, 1].max(), medians.max() + reach)
    if math.isfinite(low) and left - low < (right - left) / 2:
        left = low
    return float(left), float(right)


def _core(distribution: Any) -> tuple[float, float]:
    """Return the middle 99.8 %, without the far parts of heavy tails."""
    quantiles = distribution.ppf([0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999])
    lowest, twentieth, quarter, median, three_quarters, last_twentieth, highest = (float(q) for q in quantiles)
    # Twelve times the way to the quartile leaves a normal's tails whole and cuts a Cauchy's. It would cut away nearly
    # all of a gamma with a shape near 0, whose quartile lies at its median's side; hence the way to the last twentieth.
    below = max(12 * (median - quarter), (median - twentieth) / 2)
    above = max(12 * (three_quarters - median), (last_twentieth - median) / 2)
    return max(lowest, median - below), min(highest, median + above)


def normalised_likelihood(x: npt.ArrayLike, log_likelihood: npt.ArrayLike) -> Array:
    """Return the likelihood scaled so that its integral over the grid (trapezoid rule) is 1.

    Parameters
    ----------
    x
        Rising places, shape (n,).
    log_likelihood
        Its logarithm there up to a constant, shape (n,); -inf where it is 0.

    Raises
    ------
    MathsError
        If it is 0 everywhere on the grid.
    """
    places, logarithms = np.asarray(x, dtype=np.float64), np.asarray(log_likelihood, dtype=np.float64)
    largest = np.max(logarithms, initial=-np.inf)
    if not math.isfinite(largest):
        raise MathsError("likelihood: it is 0 or infinite on all of the grid; look at the data's range")
    likelihood = np.exp(logarithms - largest)  # in this order the largest is 1 and nothing overflows
    return np.asarray(likelihood / integrate.trapezoid(likelihood, places), dtype=np.float64)
