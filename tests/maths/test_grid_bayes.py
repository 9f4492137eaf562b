"""Bayes' rule on a grid, against closed forms and scipy, and the flat prior on two scales."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from explainers.maths.conjugate_base import POSITIVE, REAL, UNIT, Observations
from explainers.maths.errors import MathsError
from explainers.maths.flat_prior import flat_prior, other_scale
from explainers.maths.grid_posterior import (
    LikelihoodName,
    NamedLikelihood,
    closed_form,
    grid_of,
    grid_range,
    refinements,
)
from explainers.maths.named_prior import NamedPrior, PriorName

TOSSES = NamedLikelihood("binomial", Observations([7], [10]))
COUNTS = NamedLikelihood("poisson", Observations([3, 1, 4], [1, 2, 1]))
WAITS = NamedLikelihood("exponential", Observations([0.4, 1.3, 0.2]))
VALUES = NamedLikelihood("normal", Observations([11.2, 10.4]), 0.8)


@pytest.mark.parametrize(
    ("prior", "likelihood", "exact"),
    [
        (NamedPrior("beta", (2, 2), UNIT), TOSSES, stats.beta(9, 5)),
        (NamedPrior("uniform", (0, 1), UNIT), TOSSES, stats.beta(8, 4)),
        (NamedPrior("gamma", (2, 1), POSITIVE), COUNTS, stats.gamma(10, scale=1 / 5)),
        (NamedPrior("gamma", (2, 3), POSITIVE), WAITS, stats.gamma(5, scale=1 / 4.9)),
        (
            NamedPrior("normal", (10, 1), REAL),
            VALUES,
            stats.norm((10 + 21.6 / 0.64) / (1 + 2 / 0.64), (1 + 2 / 0.64) ** -0.5),
        ),
    ],
)
def test_conjugate_pairs_agree_with_their_closed_form(
    prior: NamedPrior, likelihood: NamedLikelihood, exact: Any
) -> None:
    """Grid heights and the module's closed form are the textbook's posterior."""
    grid = grid_of(prior.distribution, likelihood, grid_range(prior, likelihood), 400)
    told = closed_form(prior, likelihood)
    assert told is not None
    np.testing.assert_allclose(told.pdf(grid.x), exact.pdf(grid.x), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(grid.posterior, exact.pdf(grid.x), atol=2e-3 * exact.pdf(grid.x).max())
    assert grid.mean == pytest.approx(exact.mean(), rel=1e-3)
    assert grid.deviation == pytest.approx(exact.std(), rel=5e-3)


@pytest.mark.parametrize(
    ("likelihood", "scipy_log"),
    [
        (TOSSES, lambda x: stats.binom(10, x).logpmf(7)),
        (COUNTS, lambda x: sum(stats.poisson(x * e).logpmf(k) for k, e in ((3, 1), (1, 2), (4, 1)))),
        (WAITS, lambda x: sum(stats.expon(scale=1 / x).logpdf(t) for t in (0.4, 1.3, 0.2))),
        (VALUES, lambda x: sum(stats.norm(x, 0.8).logpdf(y) for y in (11.2, 10.4))),
    ],
)
def test_likelihoods_are_scipy_s_up_to_a_constant(likelihood: NamedLikelihood, scipy_log: Any) -> None:
    """Log likelihoods differ from scipy's by one number, and are highest, 0, at the best value."""
    x = np.array([0.1, 0.35, 0.62, 0.9])
    difference = likelihood.logarithm(x) - scipy_log(x)
    np.testing.assert_allclose(difference, difference[0], rtol=1e-9)
    assert likelihood.logarithm(likelihood.best) == pytest.approx(0)
    around = likelihood.best + np.array([-0.02, 0.02])
    assert (likelihood.logarithm(around) < 0).all()


@pytest.mark.parametrize(
    ("name", "values"),
    [("beta", (0.5, 2.0)), ("uniform", (0.2, 0.7)), ("triangular", (0.0, 0.2, 1.0)), ("normal", (0.9, 0.4))],
)
def test_priors_hold_one(name: PriorName, values: tuple[float, ...]) -> None:
    """Every named prior is a density over the unknown's range."""
    prior = NamedPrior(name, values, UNIT).distribution
    assert prior.cdf(1) - prior.cdf(0) == pytest.approx(1)
    inside = integrate.quad(prior.pdf, 0, 1, points=[0.2, 0.7], limit=200)[0]
    assert inside == pytest.approx(1, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    hits=st.integers(0, 40),
    misses=st.integers(0, 40),
    a=st.floats(1, 20),
    b=st.floats(1, 20),
    points=st.integers(40, 400),
)
def test_bayes_on_a_grid_is_bayes_rule(hits: int, misses: int, a: float, b: float, points: int) -> None:
    """Areas add up to 1, and posterior over prior over likelihood is the same number in every cell."""
    likelihood = NamedLikelihood("binomial", Observations([hits], [hits + misses + 1]))
    prior = NamedPrior("beta", (a, b), UNIT)
    grid = grid_of(prior.distribution, likelihood, UNIT, points)
    assert grid.posterior.sum() * grid.width == pytest.approx(1)
    np.testing.assert_allclose(grid.posterior * grid.total, grid.prior * grid.likelihood, atol=1e-9)
    assert grid.product.sum() * grid.width == pytest.approx(grid.total)
    assert grid.likelihood.max() <= 1 + 1e-9


def test_the_evidence_is_beta_binomial() -> None:
    """The sum of the products, times the best likelihood, is the probability of the data: scipy's betabinom."""
    grid = grid_of(stats.beta(2, 2), TOSSES, UNIT, 2000)
    assert grid.total * stats.binom(10, 0.7).pmf(7) == pytest.approx(stats.betabinom(10, 2, 2).pmf(7), rel=1e-6)


@given(coarse=st.integers(6, 20), points=st.integers(20, 1280))
def test_refinements_end_where_they_should(coarse: int, points: int) -> None:
    """Grids only get finer, at most twice as fine at a time, and end at the wanted number."""
    counts = refinements(coarse, points)
    assert counts[0] == coarse
    assert counts[-1] == max(points, coarse)
    assert all(before < after <= 2 * before for before, after in itertools.pairwise(counts))


@pytest.mark.parametrize(
    ("name", "values", "support", "says"),
    [
        ("gamma", (2.0, 1.0), UNIT, "prior: gamma reaches beyond the unknown, which is from 0 to 1. Choose beta"),
        ("uniform", (-1.0, 2.0), POSITIVE, "prior_values: -1 to 2 reaches beyond"),
        ("uniform", (2.0, 1.0), REAL, "prior_values: 2 1 must rise: low, high"),
        ("triangular", (0.0, 2.0, 1.0), REAL, "prior_values: 0 2 1 must rise: low, peak, high"),
        ("normal", (3.0, 0.1), UNIT, "prior_values: less than 1 percent"),
        ("beta", (0.0, 1.0), UNIT, "prior_values: a 0 must be 0.01 or more"),
        ("beta", (1.0,), UNIT, "prior_values: beta takes 2: a, b; got 1"),
    ],
)
def test_bad_priors_are_refused(
    name: PriorName, values: tuple[float, ...], support: tuple[float, float], says: str
) -> None:
    """One line names the parameter and the cure."""
    with pytest.raises(MathsError) as caught:
        NamedPrior(name, values, support)
    assert str(caught.value).startswith(says)


def test_flat_in_theta_is_logistic_in_log_odds() -> None:
    """The quarters are the logistic distribution's, cut at 5; each bar has its area at every share of the way."""
    flat = flat_prior(TOSSES, UNIT)
    cut = stats.logistic.cdf([-5, -2.5, 0, 2.5, 5])
    np.testing.assert_allclose(flat.quarters, np.diff(cut) / (cut[-1] - cut[0]))
    for share in (0.0, 0.3, 0.7, 1.0):
        edges, heights = flat.bars(share)
        np.testing.assert_allclose(heights * np.diff(edges), 1 / 20)
    np.testing.assert_allclose(flat.bars(0.0)[1], 1)


def test_two_flat_priors_have_two_posteriors() -> None:
    """Flat in theta is Beta(8, 4); flat in the log-odds is nearly Beta(7, 3), whose mean is the data's share."""
    flat = flat_prior(TOSSES, UNIT)
    assert flat.mean == pytest.approx(8 / 12, abs=1e-4)
    assert flat.other_mean == pytest.approx(0.7, abs=1e-4)


@pytest.mark.parametrize("name", ["binomial", "poisson", "exponential", "normal"])
def test_other_scales_go_there_and_back(name: LikelihoodName) -> None:
    """A scale rises, is undone by `back`, and its density is the slope of the scale."""
    likelihood = {"binomial": TOSSES, "poisson": COUNTS, "exponential": WAITS, "normal": VALUES}[name]
    scale = other_scale(likelihood, (0.5, 3.0) if name != "binomial" else UNIT)
    theta = np.linspace(*scale.ends, 50)[1:-1]
    np.testing.assert_allclose(scale.back(scale.of(theta)), theta)
    slope = (scale.of(theta + 1e-6) - scale.of(theta - 1e-6)) / 2e-6
    difference = np.log(slope) - scale.logpdf(theta)
    np.testing.assert_allclose(difference, difference[0], atol=1e-5)
