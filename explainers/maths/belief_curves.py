"""Beliefs as curves: a grid on which all states of a route can be drawn, their densities, and what part to show."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import integrate, stats

from explainers.maths.belief_path import middle_half
from explainers.maths.conjugate import (
    BetaBinomial,
    ConjugateFamily,
    DirichletMultinomial,
    GammaPoisson,
    NormalInverseGamma,
    NormalKnownDeviation,
    Observations,
    density_grid,
    normalised_likelihood,
)

Array = npt.NDArray[np.float64]

LOWEST_LOGARITHM = -1e12
"""Stands for the logarithm of 0, so that a part of it is still a number."""

HIGHEST = 1e12
"""Stands for an infinite density."""


@dataclass(frozen=True)
class Window:
    """The part of the plane that is shown: `low` to `high` across, 0 to `top` upwards."""

    low: float
    high: float
    top: float

    @property
    def width(self) -> float:
        return self.high - self.low

    def toward(self, other: "Window", t: float) -> "Window":
        """Return the window a part `t` of the way to the other: the scale changes at a steady rate, as in a zoom."""
        width = self.width ** (1 - t) * other.width**t
        shrinking = self.width - other.width
        moved = (self.width - width) / shrinking if abs(shrinking) > 1e-9 * self.width else t
        low = self.low + (other.low - self.low) * moved
        return Window(low, low + width, self.top ** (1 - t) * other.top**t)


@dataclass(frozen=True, eq=False)
class BeliefCurves:
    """Densities of one component along a route, on one grid.

    Attributes
    ----------
    x
        Rising places, shape (points,).
    logarithms
        Log densities of the states, shape (states, points).
    areas
        Their areas over the grid, shape (states,): a little below 1 where the picture cuts off tails.
    """

    x: Array
    logarithms: Array
    areas: Array

    def heights(self, position: float) -> Array:
        """Return the density at state `position`, which may lie between two states."""
        last = len(self.logarithms) - 1
        k = min(max(math.floor(position), 0), last)
        t = min(max(position - k, 0.0), 1.0)
        if k == last or t == 0:
            return np.asarray(np.exp(self.logarithms[k]), dtype=np.float64)
        logarithm = (1 - t) * self.logarithms[k] + t * self.logarithms[k + 1]
        tempered = np.exp(logarithm - np.max(logarithm))
        area = (1 - t) * self.areas[k] + t * self.areas[k + 1]
        with np.errstate(over="ignore", divide="ignore"):
            scale = area / integrate.trapezoid(tempered, self.x)
            return np.asarray(np.minimum(tempered * np.minimum(scale, HIGHEST), HIGHEST), dtype=np.float64)


def _some(states: Sequence[ConjugateFamily], most: int = 24) -> Sequence[ConjugateFamily]:
    """Return at most so many states, the first and the last among them."""
    places = np.unique(np.round(np.linspace(0, len(states) - 1, most)).astype(int))
    return [states[place] for place in places]


def likelihood_shape(family: ConjugateFamily, component: int, observations: Observations) -> Any | None:
    """Return the scaled likelihood as a distribution, or one that lives where it does; None if there is none."""
    values, sizes = observations.values, observations.sizes
    total, count = float(np.sum(sizes)), len(observations)
    match family:
        case BetaBinomial():
            hits = float(np.sum(values))
            return stats.beta(hits + 1, total - hits + 1)
        case GammaPoisson():
            return stats.gamma(float(np.sum(values)) + 1, scale=1 / total)
        case DirichletMultinomial():
            hits = float(np.sum(sizes[values == component]))
            return stats.beta(hits + 1, total - hits + 1)
        case NormalKnownDeviation():
            return stats.norm(float(np.mean(values)), family.noise_deviation / math.sqrt(count))
        case NormalInverseGamma() if component == 0 and count > 1 and np.std(values) > 0:
            return stats.norm(float(np.mean(values)), float(np.std(values)) / math.sqrt(count))
    return None


def drawing_grid(
    routes: Sequence[Sequence[ConjugateFamily]],
    component: int,
    observations: Observations,
    reference: float | None = None,
    points: int = 520,
) -> Array:
    """Return places at which to draw all states of the routes and the likelihood; `reference` is among them if near."""
    marginals = [belief.marginal(component) for states in routes for belief in _some(states)]
    posterior, support = routes[0][-1].marginal(component), routes[0][0].support(component)
    with np.errstate(all="ignore"):
        widths = [middle_half(marginal) for marginal in marginals]
        shown = [m for m, width in zip(marginals, widths, strict=True) if width <= VAGUE * middle_half(posterior)]
        likelihood = likelihood_shape(routes[0][0], component, observations)
        if likelihood is not None and middle_half(likelihood) <= VAGUE * middle_half(posterior):
            shown.append(likelihood)
        x = density_grid([*shown, posterior], support, points)
    x = _with_tails(x, posterior)
    if reference is not None and not x[0] <= reference <= x[-1]:
        width = x[-1] - x[0]
        if x[0] - width < reference < x[0]:
            x = np.concatenate([np.linspace(max(reference - 0.1 * width, support[0]), x[0], 40)[:-1], x])
        elif x[-1] < reference < x[-1] + width:
            x = np.concatenate([x, np.linspace(x[-1], min(reference + 0.1 * width, support[1]), 40)[1:]])
    return np.unique(_to_infinite_ends(x, posterior, support))


def _with_tails(x: Array, posterior: Any) -> Array:
    """Add the posterior's own tails, where making the other states fit cut them short by less than the window."""
    low, high = float(posterior.ppf(0.002)), float(posterior.isf(0.002))
    width = x[-1] - x[0]
    if x[0] - width < low < x[0]:
        x = np.concatenate([np.linspace(low, x[0], 60)[:-1], x])
    if x[-1] < high < x[-1] + width:
        x = np.concatenate([x, np.linspace(x[-1], high, 60)[1:]])
    return x


def _to_infinite_ends(x: Array, posterior: Any, support: tuple[float, float]) -> Array:
    """Add places where a grid that stops short of an infinite end leaves out much of the posterior."""
    below, above = posterior.cdf(x[0]), posterior.sf(x[-1])
    if below > 0.05 and x[0] > support[0]:
        x = np.concatenate([posterior.ppf(np.linspace(0.02, below, 80)), x])
    if above > 0.05 and x[-1] < support[1]:
        x = np.concatenate([x, posterior.isf(np.linspace(0.02, above, 80))])
    return x[(x > support[0]) & (x < support[1])] if max(below, above) > 0.05 else x


VAGUE = 1000.0
"""A state so many times as wide as the posterior is drawn flat: made to fit, it would hide the posterior."""


def belief_curves(beliefs: Sequence[ConjugateFamily], component: int, x: Array) -> BeliefCurves:
    """Return the densities of all states on the grid."""
    with np.errstate(all="ignore"):
        rows = [np.asarray(belief.marginal(component).logpdf(x), dtype=np.float64) for belief in beliefs]
    logarithms = np.clip(np.nan_to_num(np.array(rows), nan=LOWEST_LOGARITHM), LOWEST_LOGARITHM, math.log(HIGHEST))
    areas = np.asarray(integrate.trapezoid(np.exp(logarithms), x, axis=1), dtype=np.float64)
    return BeliefCurves(x, logarithms, areas)


def scaled_likelihood(prior: ConjugateFamily, component: int, x: Array, observations: Observations) -> Array:
    """Return the likelihood of all observations on the grid, scaled to area 1."""
    return normalised_likelihood(x, prior.log_likelihood(component, x, observations))


@dataclass(frozen=True)
class Staging:
    """The windows of the story: one for each state on the way, the last with the likelihood, and the close one.

    `close` is the last one itself where the picture needs no zoom.
    """

    on_the_way: tuple[Window, ...]
    whole: Window
    close: Window

    @property
    def zooms(self) -> bool:
        """Whether the close window is another."""
        return self.close != self.whole

    @property
    def moves_on(self) -> bool:
        """Whether the close window is another than the last on the way, across or in height."""
        return self.close != self.on_the_way[-1]


HEADROOM = 1.1
STEADY = 3.2
"""The scale of heights stays as it is while the highest peak is at most this many times the lowest."""


def stage_windows(
    beliefs: Sequence[ConjugateFamily],
    component: int,
    curves: BeliefCurves,
    likelihood: Array,
    reference: float | None = None,
) -> Staging:
    """Choose windows in which every curve can be read.

    The prior may be cut off at two and a half times the height of the posterior, and where it is infinite.
    """
    x = curves.x
    support = beliefs[0].support(component)
    seen = _where_something_is(curves, likelihood, support, reference)
    close_span = _close_span(x, seen, beliefs[-1].marginal(component), likelihood, reference)
    width = close_span[1] - close_span[0]
    peaks = [
        _peak(belief.marginal(component), x, np.exp(row), x[-1] - x[0])
        for belief, row in zip(beliefs, curves.logarithms, strict=True)
    ]
    peaks[-1] = _peak(beliefs[-1].marginal(component), x, np.exp(curves.logarithms[-1]), width)
    inner = (x >= close_span[0]) & (x <= close_span[1])
    final = max(peaks[-1], min(float(likelihood[inner].max()), 2.5 * peaks[-1]))
    final_top = HEADROOM * max(final, min(peaks[0], 2.5 * final))
    tops = [HEADROOM * max(peak, min(peaks[0], 2.5 * peak)) for peak in peaks]
    if max(*tops, final_top) <= STEADY * min(*tops, final_top):
        tops = [max(*tops, final_top)] * len(tops)
        final_top = tops[-1]
    low, high = _with_ends(*seen, support)
    close_span = _with_ends(*close_span, support)
    return Staging(
        on_the_way=tuple(Window(low, high, top) for top in tops),
        whole=Window(low, high, final_top),
        close=Window(*close_span, final_top),
    )


LEAST_SEEN = 0.012
"""A tail lower than this share of its curve's peak cannot be told from the axis."""


def _where_something_is(
    curves: BeliefCurves, likelihood: Array, support: tuple[float, float], reference: float | None
) -> tuple[float, float]:
    """Return the part of the grid where a curve can be told from the axis; an end of the support is kept."""
    x = curves.x
    rows = np.vstack([np.exp(curves.logarithms[[0, -1]]), likelihood])
    visible = (rows > LEAST_SEEN * rows.max(axis=1, keepdims=True)).any(axis=0)
    inside = x[visible] if reference is None else np.append(x[visible], reference)
    low, high = float(max(inside.min(), x[0])), float(min(inside.max(), x[-1]))
    margin = 0.04 * (high - low)
    return (
        float(x[0]) if math.isfinite(support[0]) and x[0] - support[0] < high - low else max(low - margin, float(x[0])),
        float(x[-1]) if math.isfinite(support[1]) else min(high + margin, float(x[-1])),
    )


def _with_ends(low: float, high: float, support: tuple[float, float]) -> tuple[float, float]:
    """Let a window that stops just short of an end of the support reach it."""
    near = 0.005 * (high - low)
    return (support[0] if low - support[0] < near else low), (support[1] if support[1] - high < near else high)


def _close_span(
    x: Array, seen: tuple[float, float], posterior: Any, likelihood: Array, reference: float | None
) -> tuple[float, float]:
    """Return where posterior and likelihood live, or all that is seen if that is a good part of it."""
    cumulative = integrate.cumulative_trapezoid(likelihood, x, initial=0)
    ends = np.interp([0.005, 0.99], cumulative / cumulative[-1], x)
    low = max(float(min(posterior.ppf(0.0005), ends[0])), seen[0])
    high = min(float(max(posterior.isf(0.0005), ends[1])), seen[1])
    margin = 0.2 * (high - low)
    low, high = max(low - margin, seen[0]), min(high + margin, seen[1])
    if reference is not None and low - (high - low) / 2 < reference < low:
        low = max(reference - margin, seen[0])
    elif reference is not None and high < reference < high + (high - low) / 2:
        high = min(reference + margin, seen[1])
    if high - low > 0.4 * (seen[1] - seen[0]):
        return seen
    return low, high


def _peak(distribution: Any, x: Array, heights: Array, width: float) -> float:
    """Return the height that has to be seen: of an infinite peak only a part."""
    ends = [end for end in distribution.support() if math.isfinite(end)]
    if any(not math.isfinite(distribution.pdf(end)) for end in ends):
        middle = distribution.pdf(distribution.ppf(np.linspace(0.04, 0.96, 93)))
        return float(min(np.max(middle[np.isfinite(middle)], initial=0.0) or 8 / width, 8 / width))
    # Not only on the grid: a narrow state on its way may stand between two of its places.
    return max(float(np.max(heights)), float(np.max(distribution.pdf(distribution.ppf(np.linspace(0.02, 0.98, 49))))))
