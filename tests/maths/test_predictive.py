"""Forecasts from a posterior, against scipy, quadrature, simulation and the curriculum's printed numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from explainers.maths.conjugate import (
    BetaBinomial,
    ConjugateFamily,
    GammaPoisson,
    NormalInverseGamma,
    NormalKnownDeviation,
)
from explainers.maths.errors import MathsError
from explainers.maths.predictive import draw, extreme_outcome, forecast, predictive_distribution

BETA = BetaBinomial(9, 5)
GAMMA = GammaPoisson(22, 9)


def test_the_printed_numbers() -> None:
    """Next two both heads after Beta(2, 2) and 7 of 10: .428571, plugged in .413265 (curriculum)."""
    told = extreme_outcome(BETA)
    assert told.predictive == pytest.approx(0.428571, abs=5e-7)
    assert told.plug_in == pytest.approx(0.413265, abs=5e-7)
    assert told.predictive == pytest.approx(9 * 10 / (14 * 15))


@pytest.mark.parametrize(("posterior", "size"), [(BETA, 10), (BETA, 2), (BetaBinomial(0.4, 3), 7)])
def test_trials_are_scipy_s_beta_binomial(posterior: BetaBinomial, size: int) -> None:
    """Predictive probabilities, and the integral of the binomial over the posterior, agree."""
    told = forecast(posterior, size)
    np.testing.assert_allclose(told.predictive, stats.betabinom(size, posterior.a, posterior.b).pmf(told.outcomes))
    for k in (0, size):
        averaged = integrate.quad(
            lambda t, k=k: stats.binom(size, t).pmf(k) * stats.beta(posterior.a, posterior.b).pdf(t), 0, 1
        )[0]
        assert told.predictive[k] == pytest.approx(averaged, rel=1e-4)
    np.testing.assert_allclose(
        told.plug_in, stats.binom(size, posterior.a / (posterior.a + posterior.b)).pmf(told.outcomes)
    )


def test_events_are_scipy_s_negative_binomial() -> None:
    """For a gamma posterior the forecast is the negative binomial: the Poisson's integral over it."""
    told = forecast(GAMMA, 3)
    for k in (0, 5, 12):
        averaged = integrate.quad(
            lambda r, k=k: stats.poisson(3 * r).pmf(k) * stats.gamma(22, scale=1 / 9).pdf(r), 0, 10
        )[0]
        assert told.predictive[k] == pytest.approx(averaged, rel=1e-6)
        assert told.predictive[k] == pytest.approx(stats.nbinom(22, 9 / 12).pmf(k))


@pytest.mark.parametrize("size", [1, 4])
def test_measurements_are_the_integral_of_normals(size: int) -> None:
    """For a normal posterior the forecast is the normal integrated over it, cell by cell; both variances add."""
    posterior = NormalKnownDeviation(3.0, 0.6, 1.5)
    told = forecast(posterior, size)
    density, noise = stats.norm(3.0, 0.6).pdf, 1.5 / size**0.5
    for k in (0, len(told.outcomes) // 2):
        low, high = told.outcomes[k] - told.step / 2, told.outcomes[k] + told.step / 2

        def cell(mu: float, low: float = low, high: float = high) -> float:
            return float(density(mu) * (stats.norm.cdf(high, mu, noise) - stats.norm.cdf(low, mu, noise)))

        assert told.predictive[k] == pytest.approx(integrate.quad(cell, 0, 6)[0], rel=1e-4)
    assert (told.within, told.between) == pytest.approx((2.25 / size, 0.36))
    assert told.variance == pytest.approx(float(predictive_distribution(posterior, size).var()))
    assert told.plug_in_variance == pytest.approx(told.within)
    far = extreme_outcome(posterior)
    assert far.plug_in == pytest.approx(0.0455003, abs=1e-6)
    assert far.predictive == pytest.approx(2 * stats.norm.sf(2 * 1.5 / (2.25 + 0.36) ** 0.5))


@settings(max_examples=60, deadline=None)
@given(a=st.floats(0.05, 200), b=st.floats(0.05, 200), size=st.integers(1, 60), events=st.booleans())
def test_variances_add(a: float, b: float, size: int, events: bool) -> None:
    """Within plus between is scipy's variance of the predictive, never below the plug-in's; means are equal."""
    posterior: ConjugateFamily = GammaPoisson(a, b) if events else BetaBinomial(a, b)
    try:
        told = forecast(posterior, size)
    except MathsError:
        assert events
        return
    averaged = predictive_distribution(posterior, size)
    assert told.variance == pytest.approx(float(averaged.var()), rel=1e-6)
    assert told.mean == pytest.approx(float(averaged.mean()), rel=1e-6)
    assert told.variance >= told.plug_in_variance * (1 - 1e-9)
    assert told.claimed >= 0.95 - 1e-9
    assert 0 <= told.held <= 1 + 1e-9


def test_two_uncertainties_of_the_default() -> None:
    """E[m t (1 - t)] and m^2 Var t under Beta(9, 5), by quadrature: 2.142857 and 1.530612."""
    told = forecast(BETA, 10)
    density = stats.beta(9, 5).pdf
    within = integrate.quad(lambda t: 10 * t * (1 - t) * density(t), 0, 1)[0]
    between = integrate.quad(lambda t: (10 * t - 90 / 14) ** 2 * density(t), 0, 1)[0]
    assert (told.within, told.between) == pytest.approx((within, between))
    assert (told.within, told.between) == pytest.approx((2.142857, 1.530612), abs=5e-7)
    assert (told.low, told.high) == (3, 9)
    assert told.held == pytest.approx(stats.betabinom(10, 9, 5).pmf(range(3, 10)).sum())


@pytest.mark.parametrize(("posterior", "size"), [(BETA, 10), (GAMMA, 3)])
def test_averaged_draws_approach_the_exact_forecast(posterior: ConjugateFamily, size: int) -> None:
    """Four thousand draws come within 0.01 of every probability, and each draw is a forecast of its own."""
    told = forecast(posterior, size)
    draws = draw(told, 4000, np.random.default_rng(0))
    np.testing.assert_allclose(draws.averages[-1], told.predictive, atol=0.01)
    np.testing.assert_allclose(draws.averages[2], draws.forecasts[:3].mean(axis=0))
    assert draws.forecasts.sum(axis=1) == pytest.approx(1, abs=0.02) if posterior is BETA else True


def test_what_cannot_be_forecast_is_refused() -> None:
    """Too many outcomes get one line that names m; a family without a forecast is a programming error."""
    with pytest.raises(MathsError, match="m: 60 gives"):
        forecast(GammaPoisson(892, 4), 60)
    with pytest.raises(TypeError, match="has no forecast"):
        predictive_distribution(NormalInverseGamma(0, 1, 2, 1), 3)
