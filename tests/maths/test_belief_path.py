"""States on the way from prior to posterior, the curves between them, and the windows that show them."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from explainers.maths.belief_curves import Window, belief_curves, drawing_grid, scaled_likelihood, stage_windows
from explainers.maths.belief_path import between, dealt, group_ends, refined, route, shuffled
from explainers.maths.conjugate import Observations, find_family

CASES = [
    ("beta-binomial", (2, 2), [1, 0, 1, 1, 1, 0, 1, 1, 0, 1], 0),
    ("beta-binomial", (0.5, 0.5), [1, 1, 1], 0),
    ("gamma-poisson", (2, 1), [3, 1, 4], 0),
    ("normal", (10, 1, 0.8), [11.2, 10.4], 0),
    ("dirichlet-multinomial", (1, 1, 1), [0, 1, 0, 2], 0),
    ("normal-inverse-gamma", (4, 1, 2, 1), [4.1, 5.3, 4.6], 0),
    ("normal-inverse-gamma", (4, 1, 2, 1), [4.1, 5.3, 4.6], 1),
]


@given(st.integers(1, 5000), st.integers(2, 20))
def test_groups_end_with_the_last_observation(count: int, most: int) -> None:
    """Group ends rise, finish at the count, start at one, and are at most so many."""
    ends = group_ends(count, most)
    assert ends[0] == 1
    assert ends[-1] == count
    assert len(ends) <= most
    assert all(a < b for a, b in itertools.pairwise(ends))


@pytest.mark.parametrize(("name", "prior", "values", "component"), CASES)
def test_a_route_ends_where_all_data_at_once_lead(name, prior, values, component) -> None:
    """The last state of a route is the posterior of all the data, whatever the groups."""
    family, observations = find_family(name, prior), Observations(values)
    whole = family.observe(observations).marginal(component)
    last = route(family, observations, group_ends(len(values), 3))[-1].marginal(component)
    places = whole.ppf([0.1, 0.5, 0.9])
    np.testing.assert_allclose(last.pdf(places), whole.pdf(places), rtol=1e-9)


@pytest.mark.parametrize(("name", "prior", "values", "component"), CASES)
def test_between_two_states_is_the_tempered_posterior(name, prior, values, component) -> None:
    """With one unknown, the state at t has a density proportional to prior times likelihood to the power t."""
    family = find_family(name, prior)
    after = family.observe(Observations(values))
    middle = between(family, after, 0.3)
    assert between(family, after, 0.0).marginal(component).mean() == pytest.approx(family.marginal(component).mean())
    assert between(family, after, 1.0).marginal(component).mean() == pytest.approx(after.marginal(component).mean())
    if len(family.components) > 1:
        return
    x = after.marginal().ppf(np.linspace(0.05, 0.95, 30))
    tempered = family.marginal().logpdf(x) + 0.3 * family.log_likelihood(0, x, Observations(values))
    np.testing.assert_allclose(np.ptp(middle.marginal().logpdf(x) - tempered), 0, atol=1e-9)


def test_half_of_a_normal_inverse_gamma_step_is_half_of_the_data() -> None:
    """Two equal halves of the data: halfway from the prior in natural parameters lies the state after one of them."""
    family = find_family("normal-inverse-gamma", (4, 1, 2, 1))
    half = [4.1, 5.3, 4.6]
    after_half = family.observe(Observations(half))
    after_both = family.observe(Observations(half * 2))
    middle = between(family, after_both, 0.5)
    assert middle.marginal(0).mean() == pytest.approx(after_half.marginal(0).mean())
    assert middle.marginal(1).mean() == pytest.approx(after_half.marginal(1).mean())


@pytest.mark.parametrize(("name", "prior", "values", "component"), CASES)
def test_curves_have_area_one_on_their_grid(name, prior, values, component) -> None:
    """Each drawn density, between states too, has an area of one but for tails that the window cuts off."""
    family, observations = find_family(name, prior), Observations(values)
    states = route(family, observations, group_ends(len(values)))
    way = refined(states, component)
    x = drawing_grid([states], component, observations)
    curves = belief_curves(way.states, component, x)
    for index in np.linspace(len(way.states) // 2, len(way.states) - 1, 7):
        assert integrate.trapezoid(curves.heights(index), x) == pytest.approx(1, abs=0.08)
    posterior = states[-1].marginal(component)
    np.testing.assert_allclose(curves.heights(len(way.states) - 1), posterior.pdf(x), rtol=1e-9, atol=1e-12)
    likelihood = scaled_likelihood(family, component, x, observations)
    assert integrate.trapezoid(likelihood, x) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("name", "prior", "values", "component"), CASES)
def test_the_windows_show_the_posterior(name, prior, values, component) -> None:
    """The close window holds the posterior, and its top stands not far above the peak, or cuts an infinite one off."""
    family, observations = find_family(name, prior), Observations(values)
    states = route(family, observations, group_ends(len(values)))
    x = drawing_grid([states], component, observations)
    curves = belief_curves(states, component, x)
    staging = stage_windows(states, component, curves, scaled_likelihood(family, component, x, observations))
    posterior = states[-1].marginal(component)
    window = staging.close
    assert posterior.cdf(window.high) - posterior.cdf(window.low) > 0.97
    peak = posterior.pdf(posterior.ppf(np.linspace(0.05, 0.95, 100))).max()
    if all(np.isfinite(posterior.pdf(end)) for end in posterior.support() if np.isfinite(end)):
        assert 0.95 * peak < window.top < 5 * peak
    else:
        assert window.top * window.width == pytest.approx(8.8, rel=0.01)


def test_refining_follows_what_a_step_tells() -> None:
    """A step that narrows the belief a hundredfold has many states, and each narrows by about the same factor."""
    family = find_family("beta-binomial", (1, 1))
    way = refined((family, family.observe(Observations([5000], [10000]))), 0)
    widths = [state.marginal().std() for state in way.states]
    ratios = [b / a for a, b in itertools.pairwise(widths)]
    assert len(way.states) > 15
    assert min(ratios) > 0.6
    assert way.index(0.5) == pytest.approx((len(way.states) - 1) / 2)


@given(st.lists(st.integers(0, 1), min_size=2, max_size=20), st.integers(0, 1000))
def test_shuffling_keeps_the_data_and_changes_their_order(values: list[int], seed: int) -> None:
    """The same data come out, in a sequence that differs unless all are alike."""
    other, order = shuffled(Observations(values), np.random.default_rng(seed))
    assert sorted(other.values) == sorted(values)
    assert sorted(order) == list(range(len(values)))
    assert [values[k] for k in order] == list(other.values)
    assert (list(other.values) != values) == (len(set(values)) > 1)


@given(st.integers(1, 2000), st.integers(0, 1000))
def test_dealing_out_trials_loses_none(trials: int, seed: int) -> None:
    """Batches add up to the trials and the successes, and no batch has more successes than trials."""
    successes = trials // 3
    batches = dealt(successes, trials, np.random.default_rng(seed))
    assert batches.sizes.sum() == trials
    assert batches.values.sum() == successes
    assert (batches.values <= batches.sizes).all()


def test_a_window_zooms_at_a_steady_rate() -> None:
    """Halfway through a zoom the width is the geometric mean, and both ends are the windows themselves."""
    wide, close = Window(0, 1, 1), Window(0.4, 0.5, 25)
    middle = wide.toward(close, 0.5)
    assert middle.width == pytest.approx(np.sqrt(0.1))
    assert middle.top == pytest.approx(5)
    assert (wide.toward(close, 0.0).low, wide.toward(close, 1.0).low) == pytest.approx((0, 0.4))
    assert wide.low <= middle.low <= middle.high <= wide.high
