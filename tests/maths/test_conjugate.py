"""Conjugate families: the curriculum's numbers, closed forms, integrals, and that order and grouping do not matter."""

import itertools
import math
import pickle
from collections.abc import Sequence
from dataclasses import fields
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from explainers.maths.conjugate import (
    FAMILIES,
    BetaBinomial,
    ConjugateFamily,
    DirichletMultinomial,
    GammaPoisson,
    NormalInverseGamma,
    NormalKnownDeviation,
    Observations,
    find_family,
    sequential,
    summarise,
)
from explainers.maths.errors import MathsError

PARAMETER = st.floats(0.6, 20)
Case = tuple[ConjugateFamily, Observations]


@st.composite
def beta_cases(draw: st.DrawFn) -> Case:
    trials = draw(st.lists(st.integers(0, 12), max_size=6))
    successes = [draw(st.integers(0, size)) for size in trials]
    return BetaBinomial(draw(PARAMETER), draw(PARAMETER)), Observations(successes, trials)


@st.composite
def gamma_cases(draw: st.DrawFn) -> Case:
    rows = draw(st.lists(st.tuples(st.integers(0, 20), st.floats(0.1, 5)), max_size=6))
    family = GammaPoisson(draw(PARAMETER), draw(PARAMETER))
    return family, Observations([count for count, _ in rows], [exposure for _, exposure in rows])


@st.composite
def normal_cases(draw: st.DrawFn) -> Case:
    values = draw(st.lists(st.floats(-10, 10), max_size=6))
    return NormalKnownDeviation(draw(st.floats(-5, 5)), draw(PARAMETER), draw(PARAMETER)), Observations(values)


@st.composite
def dirichlet_cases(draw: st.DrawFn) -> Case:
    concentrations = tuple(draw(st.lists(PARAMETER, min_size=2, max_size=4)))
    rows = draw(st.lists(st.tuples(st.integers(0, len(concentrations) - 1), st.integers(0, 5)), max_size=6))
    return DirichletMultinomial(concentrations), Observations([c for c, _ in rows], [n for _, n in rows])


@st.composite
def inverse_gamma_cases(draw: st.DrawFn) -> Case:
    values = draw(st.lists(st.floats(-10, 10), max_size=6))
    family = NormalInverseGamma(draw(st.floats(-5, 5)), draw(PARAMETER), draw(PARAMETER), draw(PARAMETER))
    return family, Observations(values)


# Each family has its own examples: drawn from all at once, some would hardly come up.
CASES = {
    "beta-binomial": beta_cases(),
    "gamma-poisson": gamma_cases(),
    "normal": normal_cases(),
    "dirichlet-multinomial": dirichlet_cases(),
    "normal-inverse-gamma": inverse_gamma_cases(),
}
for_every_family = pytest.mark.parametrize("name", CASES)


def numbers(family: ConjugateFamily) -> list[float]:
    """Return the parameters of a family in one list."""
    values = [getattr(family, field.name) for field in fields(family)]
    return [number for value in values for number in (value if isinstance(value, tuple) else (value,))]


@for_every_family
@settings(max_examples=25)
@given(data=st.data())
def test_learning_one_by_one_ends_where_learning_at_once_does(name: str, data: st.DataObject) -> None:
    """Sequential equals batch, and there is a belief before each observation and after the last."""
    family, observed = data.draw(CASES[name])
    beliefs = sequential(family, observed)
    assert len(beliefs) == len(observed) + 1
    assert beliefs[0] == family
    np.testing.assert_allclose(numbers(beliefs[-1]), numbers(family.observe(observed)), rtol=1e-9, atol=1e-9)


@for_every_family
@settings(max_examples=25)
@given(data=st.data(), random=st.randoms(use_true_random=False))
def test_the_order_of_the_data_does_not_matter(name: str, data: st.DataObject, random: Random) -> None:
    """Any order gives the same posterior and the same evidence."""
    family, observed = data.draw(CASES[name])
    rows = list(range(len(observed)))
    random.shuffle(rows)
    order = np.array(rows, dtype=np.intp)
    shuffled = Observations(observed.values[order], observed.sizes[order])
    np.testing.assert_allclose(
        numbers(family.observe(shuffled)), numbers(family.observe(observed)), rtol=1e-9, atol=1e-9
    )
    assert family.log_evidence(shuffled) == pytest.approx(family.log_evidence(observed), rel=1e-9, abs=1e-9)


@for_every_family
@settings(max_examples=25)
@given(data=st.data())
def test_evidence_is_a_product_of_forecasts(name: str, data: st.DataObject) -> None:
    """p(y1, ..., yn) = p(y1) p(y2 | y1) ...: each observation under the belief before it."""
    family, observed = data.draw(CASES[name])
    beliefs = sequential(family, observed)
    steps = [beliefs[row].log_evidence(observed[row : row + 1]) for row in range(len(observed))]
    assert family.log_evidence(observed) == pytest.approx(math.fsum(steps), rel=1e-9, abs=1e-8)


@for_every_family
@settings(max_examples=25)
@given(data=st.data())
def test_the_posterior_is_prior_times_likelihood(name: str, data: st.DataObject) -> None:
    """For every component log posterior - log prior - log likelihood is one constant over its range."""
    family, observed = data.draw(CASES[name])
    posterior = family.observe(observed)
    for component in range(len(family.components)):
        prior_marginal, marginal = family.marginal(component), posterior.marginal(component)
        x = marginal.ppf(np.linspace(0.05, 0.95, 9))
        rest = marginal.logpdf(x) - prior_marginal.logpdf(x) - family.log_likelihood(component, x, observed)
        assert np.ptp(rest) < 1e-7 * (1 + np.abs(rest).max())


@for_every_family
@settings(max_examples=25)
@given(data=st.data())
def test_the_posterior_integrates_to_one(name: str, data: st.DataObject) -> None:
    """To 1e-6: Gauss-Legendre between quantiles, closer together towards the tails, which hold 2e-8 beyond the last."""
    family, observed = data.draw(CASES[name])
    posterior = family.observe(observed)
    tail = np.geomspace(1e-8, 0.5, 30)
    for component in range(len(family.components)):
        marginal = posterior.marginal(component)
        assert marginal.support() == family.support(component)
        breaks = np.concatenate([marginal.ppf(tail), marginal.isf(tail[-2::-1])])
        pieces = [integrate.fixed_quad(marginal.pdf, a, b, n=30)[0] for a, b in itertools.pairwise(breaks)]
        assert sum(pieces) == pytest.approx(1, abs=1e-6)


@for_every_family
@settings(max_examples=25)
@given(data=st.data())
def test_every_belief_survives_the_way_to_another_process(name: str, data: st.DataObject) -> None:
    """Pickled and back it is equal, and so is the data."""
    family, observed = data.draw(CASES[name])
    assert pickle.loads(pickle.dumps(family)) == family
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(observed)).values, observed.values)


def test_the_curriculums_coin() -> None:
    """Beta(2,2), 7 heads 3 tails: mean .642857, mode .666667; the next two are heads with .428571."""
    posterior = BetaBinomial(2, 2).observe(Observations([7], [10]))
    assert posterior == BetaBinomial(9, 5)
    summary = summarise(posterior.marginal())
    assert summary.mean == pytest.approx(0.642857, abs=5e-7)
    assert summary.mode == pytest.approx(0.666667, abs=5e-7)
    assert math.exp(posterior.log_evidence(Observations([2], [2]))) == pytest.approx(0.428571, abs=5e-7)
    assert BetaBinomial(2, 2).observe(Observations([1] * 7 + [0] * 3)) == posterior


def test_the_curriculums_fusion() -> None:
    """N(10, .2^2) and a measurement 11 with deviation .1 make N(10.8, .0894^2)."""
    posterior = NormalKnownDeviation(10, 0.2, 0.1).observe(Observations([11]))
    assert posterior.mean == pytest.approx(10.8)
    assert posterior.deviation == pytest.approx(0.0894, abs=5e-5)


def test_the_clicks_of_a_counter() -> None:
    """Gamma(shape 2, rate 1) and 3 events in 2 units make Gamma(5, 3), with mean 5/3 and deviation sqrt(5)/3."""
    posterior = GammaPoisson(2, 1).observe(Observations([3], [2]))
    assert posterior == GammaPoisson(5, 3)
    assert (posterior.marginal().mean(), posterior.marginal().std()) == pytest.approx((5 / 3, math.sqrt(5) / 3))


def test_the_dice_of_a_textbook() -> None:
    """Counts are added to the concentrations, and a category against the rest is a beta."""
    posterior = DirichletMultinomial((1, 2, 3)).observe(Observations([0, 2, 2], [4, 1, 1]))
    assert posterior == DirichletMultinomial((5, 2, 5))
    assert posterior.components == ("theta_0", "theta_1", "theta_2")
    assert posterior.marginal(1).mean() == pytest.approx(2 / 12)


@given(beta_cases())
def test_binomial_evidence_is_scipys_beta_binomial(case: Case) -> None:
    """One observation under Beta(a, b) has the probability `scipy.stats.betabinom` gives."""
    family, data = case
    assert isinstance(family, BetaBinomial)
    for row in range(len(data)):
        expected = stats.betabinom.logpmf(data.values[row], data.sizes[row], family.a, family.b)
        assert family.log_evidence(data[row : row + 1]) == pytest.approx(expected, abs=1e-9)


@given(gamma_cases())
def test_poisson_evidence_is_scipys_negative_binomial(case: Case) -> None:
    """A gamma mixture of Poissons is a negative binomial with p = rate / (rate + exposure)."""
    family, data = case
    assert isinstance(family, GammaPoisson)
    for row in range(len(data)):
        chance = family.rate / (family.rate + data.sizes[row])
        expected = stats.nbinom.logpmf(data.values[row], family.shape, chance)
        assert family.log_evidence(data[row : row + 1]) == pytest.approx(expected, abs=1e-8)


@given(normal_cases())
def test_normal_evidence_is_scipys_multivariate_normal(case: Case) -> None:
    """With mu averaged out, the data are jointly normal: covariance noise^2 I + deviation^2."""
    family, data = case
    assert isinstance(family, NormalKnownDeviation)
    count = len(data)
    if count:
        covariance = family.noise_deviation**2 * np.eye(count) + family.deviation**2
        expected = stats.multivariate_normal.logpdf(data.values, np.full(count, family.mean), covariance)
        assert family.log_evidence(data) == pytest.approx(expected, abs=1e-7)


@given(inverse_gamma_cases())
def test_normal_inverse_gamma_evidence_is_scipys_multivariate_t(case: Case) -> None:
    """With both unknowns averaged out, the data are jointly Student's t."""
    family, data = case
    assert isinstance(family, NormalInverseGamma)
    count = len(data)
    if count:
        shape = family.scale / family.shape * (np.eye(count) + 1 / family.strength)
        expected = stats.multivariate_t.logpdf(data.values, np.full(count, family.mean), shape, df=2 * family.shape)
        assert family.log_evidence(data) == pytest.approx(expected, abs=1e-7)


@given(dirichlet_cases())
def test_categorical_evidence_is_scipys_dirichlet_multinomial(case: Case) -> None:
    """The counts' probability is the sequence's times the number of orders."""
    family, data = case
    assert isinstance(family, DirichletMultinomial)
    size = len(family.concentrations)
    counts = [int(sum(n for c, n in zip(data.values, data.sizes, strict=True) if c == k)) for k in range(size)]
    if sum(counts):
        expected = stats.dirichlet_multinomial.logpmf(counts, family.concentrations, sum(counts))
        orders = math.lgamma(sum(counts) + 1) - sum(math.lgamma(count + 1) for count in counts)
        assert family.log_evidence(data) + orders == pytest.approx(expected, abs=1e-8)


def test_the_normal_inverse_gamma_matches_a_sum_over_a_grid() -> None:
    """The marginals of mu and sigma^2 agree with prior times likelihood, summed over a fine grid of both."""
    family, data = NormalInverseGamma(1, 2, 3, 4), Observations([0.5, 2.5, 1.0, 3.5])
    posterior = family.observe(data)
    mu, variance = np.linspace(-6, 9, 1501)[:, None], np.geomspace(0.05, 200, 2000)[None, :]
    log_joint = stats.invgamma.logpdf(variance, 3, scale=4) + stats.norm.logpdf(mu, 1, np.sqrt(variance / 2))
    log_joint = log_joint + sum(stats.norm.logpdf(y, mu, np.sqrt(variance)) for y in data.values)
    joint = np.exp(log_joint)
    over_mu = integrate.trapezoid(joint, variance[0], axis=1)
    evidence = integrate.trapezoid(over_mu, mu[:, 0])
    assert math.log(evidence) == pytest.approx(family.log_evidence(data), abs=1e-4)
    np.testing.assert_allclose(over_mu / evidence, posterior.marginal(0).pdf(mu[:, 0]), atol=1e-4)
    over_variance = integrate.trapezoid(joint, mu[:, 0], axis=0) / evidence
    np.testing.assert_allclose(over_variance, posterior.marginal(1).pdf(variance[0]), atol=1e-4)


def test_the_likelihood_is_zero_outside_the_support() -> None:
    """No warning, no NaN: -inf below 0, and above 1 for a chance; 0 log 0 is 0."""
    coin = BetaBinomial(1, 1)
    x = np.array([-0.5, 0.0, 0.5, 1.0, 1.5])
    heads = coin.log_likelihood(0, x, Observations([3], [3]))
    assert heads.tolist() == [-math.inf, -math.inf, 3 * math.log(0.5), 0, -math.inf]
    assert GammaPoisson(1, 1).log_likelihood(0, np.array([-1.0, 0.0]), Observations([0])).tolist() == [-math.inf, 0]
    variance = NormalInverseGamma(0, 1, 1, 1).log_likelihood(1, np.array([-1.0, 0.0, 1.0]), Observations([1.0]))
    assert variance[:2].tolist() == [-math.inf, -math.inf]
    assert np.isfinite(variance[2])


PRIORS = [
    ("beta-binomial", [-1, 2], "prior a: -1 must be positive"),
    ("beta-binomial", [1, 0], "prior b: 0 must be positive"),
    ("gamma-poisson", [1, math.inf], "prior rate: inf must be finite"),
    ("normal", [1, 2], "normal takes 3 prior values: mean, deviation, noise deviation; got 2"),
    ("normal", [-1, 2, 0], "prior noise deviation: 0 must be positive"),
    ("normal", [math.nan, 2, 1], "prior mean: nan must be finite"),
    ("dirichlet-multinomial", [1], "takes 2 or more prior values, one a category; got 1"),
    ("dirichlet-multinomial", [1, -2, 3], "prior concentrations: -2 must be positive"),
    ("normal-inverse-gamma", [1, 2, 3, 4, 5], "takes 4 prior values: mean, strength, shape, scale; got 5"),
    ("beta-binomal", [1, 1], "Family 'beta-binomal' is not known. Did you mean 'beta-binomial'?"),
    ("cauchy", [1, 1], "Known are beta-binomial, gamma-poisson, normal, dirichlet-multinomial, normal-inverse-gamma."),
]


@pytest.mark.parametrize(("name", "prior", "message"), PRIORS)
def test_an_impossible_prior_is_refused_with_a_cure(name: str, prior: Sequence[float], message: str) -> None:
    """The message names the value, its range, or what the family takes."""
    with pytest.raises(MathsError) as caught:
        find_family(name, prior)
    assert message in str(caught.value)


DATA = [
    (BetaBinomial(1, 1), [1, 5], [2, 4], "observation 2: 5 successes are more than the 4 trials"),
    (BetaBinomial(1, 1), [-1], [2], "observation 1: -1 successes out of 2 trials must be whole numbers"),
    (BetaBinomial(1, 1), [0.5], [2], "observation 1: 0.5 successes"),
    (GammaPoisson(1, 1), [1, 2, 1.5], None, "observation 3: 1.5 events must be a whole number"),
    (GammaPoisson(1, 1), [1], [0], "observation 1: exposure 0 must be positive"),
    (NormalKnownDeviation(0, 1, 1), [1], [2], "observation 1: size 2"),
    (NormalInverseGamma(0, 1, 1, 1), [1, 2], [1, 0], "observation 2: size 0"),
    (DirichletMultinomial((1, 1, 1)), [0, 3], None, "observation 2: category 3 must be a whole number from 0 to 2"),
    (DirichletMultinomial((1, 1, 1)), [0], [-1], "observation 1: size -1"),
]


@pytest.mark.parametrize(("family", "values", "sizes", "message"), DATA)
def test_impossible_data_are_refused_by_number(
    family: ConjugateFamily, values: list[float], sizes: list[float] | None, message: str
) -> None:
    """Whether learnt at once or one by one, the message counts observations from 1."""
    for learn in (family.observe, lambda data: sequential(family, data), family.log_evidence):
        with pytest.raises(MathsError) as caught:
            learn(Observations(values, sizes))
        assert message in str(caught.value)


def test_data_are_finite_numbers_with_as_many_sizes() -> None:
    """Everything else is refused before a family sees it."""
    with pytest.raises(MathsError, match="2 values need as many sizes, got 1"):
        Observations([1, 2], [1])
    with pytest.raises(MathsError, match="observation 2: nan out of 1 must be finite"):
        Observations([1, math.nan])
    with pytest.raises(MathsError, match="lists of numbers"):
        Observations(["heads"])


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_found_by_its_name(name: str) -> None:
    """The catalogue's key is the family's own name, and the prior values arrive in order."""
    prior = [1.0, 2.0, 3.0, 4.0][: max(2, len(FAMILIES[name].prior_names))]
    family = find_family(name, prior)
    assert family.name == name
    assert numbers(family) == prior
