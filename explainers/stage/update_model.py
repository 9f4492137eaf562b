"""A belief that learns from observations, in the numbers that are shown and said of it: twice, in two orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainers.maths.belief_curves import belief_curves, drawing_grid, scaled_likelihood, stage_windows
from explainers.maths.belief_path import dealt, group_ends, route, shuffled
from explainers.maths.belief_story import BeliefNumbers, belief_numbers, data_estimate, digits_after_point
from explainers.maths.conjugate import ConjugateFamily, Interval, Observations
from explainers.spec.observed import ObservedData
from explainers.stage.bayes_model import default_quantity, spoken_symbol, symbol_of
from explainers.stage.prior_parts import PriorPart, prior_parts


@dataclass(frozen=True)
class Asked:
    """What is asked about the belief, and how the data arrive.

    Attributes
    ----------
    credible_mass, interval
        Probability and kind of the credible region.
    reference
        A value to compare with, if there is one.
    one_at_a_time
        Whether each observation makes a belief of its own, or all together make one.
    """

    credible_mass: float
    interval: Interval
    reference: float | None
    one_at_a_time: bool


@dataclass(frozen=True)
class BayesWords:
    """The sentences that depend on the case, and pieces of those that do not."""

    question: str = ""
    prior: str = ""
    arrival: str = ""
    likelihood: str = ""
    posterior: str = ""
    interval: str = ""
    trap: str = ""
    order: str = ""
    data: str = ""
    mass: str = ""
    prior_name: str = ""
    posterior_name: str = ""
    prior_region: str = ""
    posterior_region: str = ""
    mean_moves: str = ""
    mean_again: str = ""
    peak: str = ""
    widths: str = ""
    zoom_alt: str = ""
    arrow_alt: str = ""
    shuffle_alt: str = ""
    practice_means: str = ""


@dataclass(frozen=True)
class BayesUpdateNumbers:
    """What the scene shows and says.

    Attributes
    ----------
    beliefs, other_beliefs
        Prior to posterior as distributions; the second time with the data in another order.
    course, other_course
        The same in numbers.
    ends, other_ends
        How many observations each step has seen.
    order
        For each place of the second time, the place it had the first time.
    parts
        What the prior is made of, and what the data add to it.
    estimate
        What the data alone say: share, rate or mean; None if they say nothing of it.
    pull
        How far the posterior mean lies from it.
    side
        1 if `beyond` counts what lies above the reference, -1 below.
    decimals
        Digits of the prior's numbers and of the posterior's.
    zooms
        Whether the picture goes nearer to the posterior.
    asked
        What is asked about the belief.
    """

    component: int
    symbol: str
    spoken_symbol: str
    quantity: str
    beliefs: tuple[ConjugateFamily, ...]
    other_beliefs: tuple[ConjugateFamily, ...]
    course: tuple[BeliefNumbers, ...]
    other_course: tuple[BeliefNumbers, ...]
    ends: tuple[int, ...]
    other_ends: tuple[int, ...]
    order: tuple[int, ...]
    data: ObservedData
    other_data: Observations
    parts: tuple[PriorPart, ...]
    estimate: float | None
    pull: float | None
    side: int
    decimals: tuple[int, int]
    zooms: bool
    asked: Asked
    words: BayesWords = BayesWords()

    @property
    def prior(self) -> BeliefNumbers:
        """The belief before any data."""
        return self.course[0]

    @property
    def posterior(self) -> BeliefNumbers:
        """The belief after all data."""
        return self.course[-1]


def update_numbers(
    prior: ConjugateFamily,
    data: ObservedData,
    component: int,
    quantity: str,
    asked: Asked,
    rng: np.random.Generator | None,
) -> BayesUpdateNumbers:
    """Update a prior with data, in two orders; its words are still to be told.

    Parameters
    ----------
    component
        The unknown that is shown.
    quantity
        What it is, in words; its usual name if empty.
    rng
        Shuffles the data for the second time. None leaves out the way: prior and posterior are all, both times.

    Raises
    ------
    ValueError
        One line, if the posterior is too narrow to be told in numbers.
    """
    observations, count = data.observations, len(data.observations)
    ends = group_ends(count) if asked.one_at_a_time and rng is not None else (count,)
    beliefs = route(prior, observations, ends)
    if rng is None:
        other_data, order, other_ends, other_beliefs = observations, tuple(range(count)), ends, beliefs
    else:
        other_data, order = other_way(data, rng)
        other_ends = group_ends(len(other_data), most=8)
        other_beliefs = route(prior, other_data, other_ends)
    side = 1
    if asked.reference is not None:
        side = 1 if beliefs[-1].marginal(component).sf(asked.reference) >= 0.5 else -1
    course = told(beliefs, component, seen_after(data, observations, ends), asked, side)
    other_course = course
    if rng is not None:
        other_course = told(other_beliefs, component, seen_after(data, other_data, other_ends), asked, side)
    decimals = digits_after_point(course[0]), digits_after_point(course[-1])
    check_legible(course[-1], decimals[1])
    estimate, mean = data_estimate(prior, component, observations), course[-1].mean
    return BayesUpdateNumbers(
        component=component,
        symbol=symbol_of(prior.name, component, data),
        spoken_symbol=spoken_symbol(prior.name, component, data),
        quantity=quantity or default_quantity(prior.name, component, data),
        beliefs=beliefs,
        other_beliefs=other_beliefs,
        course=course,
        other_course=other_course,
        ends=ends,
        other_ends=other_ends,
        order=order,
        data=data,
        other_data=other_data,
        parts=prior_parts(prior, beliefs[-1], component, data),
        estimate=estimate,
        pull=None if estimate is None or mean is None else abs(mean - estimate),
        side=side,
        decimals=decimals,
        zooms=rng is not None and zooms_in((beliefs, other_beliefs), component, observations, asked.reference),
        asked=asked,
    )


def zooms_in(
    routes: tuple[tuple[ConjugateFamily, ...], tuple[ConjugateFamily, ...]],
    component: int,
    observations: Observations,
    reference: float | None,
) -> bool:
    """Return whether the story's picture goes nearer to the posterior."""
    beliefs = routes[0]
    x = drawing_grid(routes, component, observations, reference)
    likelihood = scaled_likelihood(beliefs[0], component, x, observations)
    return stage_windows(beliefs, component, belief_curves(beliefs, component, x), likelihood, reference).zooms


def seen_after(data: ObservedData, on_the_way: Observations, ends: tuple[int, ...]) -> list[int]:
    """Return how many data are in at first and after each step: of trials and categories their sizes."""
    counted = data.kind in ("toss", "trial", "category")
    sizes = on_the_way.sizes if counted else np.ones(len(on_the_way))
    return [round(float(sizes[:end].sum())) for end in (0, *ends)]


def told(
    states: tuple[ConjugateFamily, ...], component: int, seen: list[int], asked: Asked, side: int
) -> tuple[BeliefNumbers, ...]:
    """Return the numbers of each state of a belief."""
    return tuple(
        belief_numbers(state, component, count, asked.credible_mass, asked.interval, asked.reference, side)
        for state, count in zip(states, seen, strict=True)
    )


def other_way(data: ObservedData, rng: np.random.Generator) -> tuple[Observations, tuple[int, ...]]:
    """Return the data in another order; one batch of trials is dealt out into several."""
    observations = data.observations
    if len(observations) > 1:
        return shuffled(observations, rng)
    if data.kind == "trial" and observations.sizes[0] > 1:
        return dealt(int(observations.values[0]), int(observations.sizes[0]), rng, most=8), (0,)
    return observations, (0,)


def check_legible(posterior: BeliefNumbers, decimals: int) -> None:
    """Refuse a posterior whose numbers would all look the same in the panel."""
    if posterior.upper - posterior.lower > 2 * 10.0**-decimals:
        return
    lies = f"data: the posterior lies between {posterior.lower:.10g} and {posterior.upper:.10g}"
    if max(abs(posterior.lower), abs(posterior.upper)) < 1e-2:
        raise ValueError(f"{lies}, too near to zero to be shown. Use another unit, or a prior less near to zero")
    raise ValueError(
        f"{lies}, which needs more digits than can be shown. Subtract a constant from data and prior, or use "
        "another unit"
    )
