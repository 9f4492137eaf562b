"""Summaries, credible regions and grids, against scipy and closed forms."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from explainers.maths.credible import density_grid, mode, normalised_likelihood, summarise
from explainers.maths.errors import MathsError

POSITIVE = st.floats(0.3, 50)
UNIMODAL = st.one_of(
    st.tuples(st.floats(1.2, 50), st.floats(1.2, 50)).map(lambda p: stats.beta(*p)),
    st.tuples(st.floats(1.05, 50), POSITIVE).map(lambda p: stats.gamma(p[0], scale=1 / p[1])),
    st.tuples(st.floats(-5, 5), POSITIVE).map(lambda p: stats.norm(*p)),
    st.tuples(st.floats(0.6, 40), st.floats(-5, 5), POSITIVE).map(lambda p: stats.t(p[0], loc=p[1], scale=p[2])),
    st.tuples(st.floats(0.5, 40), POSITIVE).map(lambda p: stats.invgamma(p[0], scale=p[1])),
)
ANY = st.one_of(
    UNIMODAL,
    st.tuples(st.floats(0.25, 3), st.floats(0.25, 3)).map(lambda p: stats.beta(*p)),
    st.tuples(st.floats(0.2, 1), POSITIVE).map(lambda p: stats.gamma(p[0], scale=1 / p[1])),
)
MASSES = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def mass_of(distribution: Any, pieces: tuple[tuple[float, float], ...]) -> float:
    """Return the probability of some intervals."""
    return float(sum(distribution.cdf(b) - distribution.cdf(a) for a, b in pieces))


@given(ANY, MASSES)
def test_a_credible_region_holds_its_mass(distribution: Any, mass: float) -> None:
    """Both kinds hold the probability asked for."""
    for interval in ("equal-tailed", "highest-density"):
        assert mass_of(distribution, summarise(distribution, mass, interval).intervals) == pytest.approx(mass, abs=1e-7)


@given(ANY, MASSES)
def test_an_equal_tailed_interval_is_scipys(distribution: Any, mass: float) -> None:
    """It is `distribution.interval`."""
    summary = summarise(distribution, mass)
    np.testing.assert_allclose((summary.lower, summary.upper), distribution.interval(mass), rtol=1e-8, atol=1e-300)


@given(UNIMODAL, MASSES)
def test_the_highest_density_interval_has_ends_alike_and_is_the_shortest(distribution: Any, mass: float) -> None:
    """With one peak both ends are equally likely, and no other interval of that mass that scipy finds is shorter."""
    summary = summarise(distribution, mass, "highest-density")
    heights = distribution.pdf([summary.lower, summary.upper])
    assert heights[0] == pytest.approx(heights[1], rel=1e-3)

    def length(p: float) -> float:
        return float(distribution.ppf(p + mass) - distribution.ppf(p))

    shortest = optimize.minimize_scalar(length, bounds=(0, 1 - mass), method="bounded", options={"xatol": 1e-10})
    assert summary.upper - summary.lower <= shortest.fun * (1 + 1e-6)


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), MASSES)
def test_a_u_shaped_density_has_two_pieces(a: float, b: float, mass: float) -> None:
    """The pieces reach both ends, and what lies between them is less likely than their inner ends."""
    distribution = stats.beta(a, b)
    summary = summarise(distribution, mass, "highest-density")
    if len(summary.intervals) == 1:
        return
    (low, left), (right, high) = summary.intervals
    assert (low, high) == (summary.lower, summary.upper) == (0, 1)
    between = distribution.pdf(np.linspace(left, right, 11)[1:-1])
    assert between.max() <= min(distribution.pdf(left), distribution.pdf(right)) * (1 + 1e-3)


def test_the_arcsine_laws_region_is_known_in_closed_form() -> None:
    """Beta(1/2, 1/2) has F(x) = 2/pi arcsin(sqrt x): a tail of mass m/2 ends at sin^2(pi m / 4)."""
    (_, left), (right, _) = summarise(stats.beta(0.5, 0.5), 0.9, "highest-density").intervals
    assert left == pytest.approx(math.sin(math.pi * 0.9 / 4) ** 2)
    assert right == pytest.approx(1 - left)


def test_a_falling_density_has_its_region_at_the_end() -> None:
    """The exponential's region is [0, -log(1 - m)]; a flat density has the equal-tailed interval."""
    summary = summarise(stats.gamma(1, scale=1), 0.9, "highest-density")
    assert (summary.lower, summary.upper) == pytest.approx((0, -math.log(0.1)))
    flat = summarise(stats.beta(1, 1), 0.9, "highest-density")
    assert (flat.lower, flat.upper) == pytest.approx((0.05, 0.95))


def test_the_normals_regions_are_one() -> None:
    """A symmetric peak has the same interval of both kinds: 1.959964 deviations for 95 %."""
    for interval in ("equal-tailed", "highest-density"):
        summary = summarise(stats.norm(3, 2), 0.95, interval)
        assert (summary.lower, summary.upper) == pytest.approx((3 - 2 * 1.959964, 3 + 2 * 1.959964), abs=1e-5)


@given(UNIMODAL)
def test_the_mode_is_where_the_density_is_highest(distribution: Any) -> None:
    """No quantile has a larger density."""
    peak = mode(distribution)
    assert peak is not None
    assert distribution.pdf(peak) >= distribution.pdf(distribution.ppf(np.linspace(0.01, 0.99, 199))).max() * (1 - 1e-9)


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        (stats.beta(9, 5), 8 / 12),
        (stats.beta(0.5, 0.5), None),
        (stats.beta(1, 1), None),
        (stats.beta(1, 3), 0),
        (stats.beta(0.5, 1), 0),
        (stats.beta(2, 1), 1),
        (stats.beta(a=9, b=5, loc=1, scale=2), 1 + 2 * 8 / 12),
        (stats.gamma(0.5), 0),
        (stats.gamma(3, scale=0.5), 1),
        (stats.invgamma(2, scale=6), 2),
        (stats.lognorm(1), math.exp(-1)),
        (stats.arcsine(), None),
    ],
)
def test_modes_of_known_distributions(distribution: Any, expected: float | None) -> None:
    """Closed forms, at the ends of the support too; none for flat and U-shaped densities."""
    found = mode(distribution)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-5))


def test_moments_that_do_not_exist_are_none() -> None:
    """Cauchy has no mean, t with 2 degrees of freedom no deviation, nor has an inverse gamma of shape 1 a mean."""
    assert summarise(stats.t(1)).mean is None
    assert summarise(stats.t(2)).mean == 0
    assert summarise(stats.t(2)).deviation is None
    assert summarise(stats.invgamma(1)).mean is None
    assert summarise(stats.invgamma(1.5)).deviation is None


def test_a_summary_holds_scipys_moments_and_can_be_pickled() -> None:
    """Mean and deviation are the distribution's own."""
    summary = summarise(stats.gamma(4, scale=2), 0.8)
    assert (summary.mean, summary.deviation, summary.mass) == pytest.approx((8, 4, 0.8))
    assert pickle.loads(pickle.dumps(summary)) == summary


def test_wrong_masses_and_kinds_are_refused() -> None:
    """A mass lies between 0 and 1; there are two kinds of interval."""
    for mass in (0, 1, 95, math.nan):
        with pytest.raises(MathsError, match="must be above 0 and below 1"):
            summarise(stats.norm(), mass)
    with pytest.raises(MathsError, match="'central' is not known"):
        summarise(stats.norm(), 0.9, "central")  # type: ignore[arg-type]


@given(st.lists(ANY, min_size=1, max_size=3), st.integers(2, 300))
def test_a_grid_rises_within_the_support_and_densities_on_it_are_finite(distributions: list[Any], points: int) -> None:
    """As many points as asked for, none where a density is infinite."""
    low = max(d.support()[0] for d in distributions)
    high = min(d.support()[1] for d in distributions)
    grid = density_grid(distributions, (low, high), points)
    assert grid.shape == (points,)
    assert np.all(np.diff(grid) > 0)
    assert low <= grid[0] < grid[-1] <= high
    for distribution in distributions:
        assert np.all(np.isfinite(distribution.pdf(grid)))


@pytest.mark.parametrize(
    ("distributions", "support"),
    [
        ([stats.beta(2, 2), stats.beta(9, 5), stats.beta(3000, 2000)], (0, 1)),
        ([stats.norm(0, 1), stats.norm(100, 0.01)], (-math.inf, math.inf)),
        ([stats.gamma(2), stats.gamma(100, scale=0.1)], (0, math.inf)),
        ([stats.t(5), stats.t(30, loc=4, scale=0.2)], (-math.inf, math.inf)),
    ],
)
def test_a_grid_is_fine_enough_to_integrate_each_density_on_it(distributions: list[Any], support: Any) -> None:
    """The trapezoid rule gives 1 within half a percent, for wide and narrow distributions together."""
    grid = density_grid(distributions, support, 400)
    for distribution in distributions:
        assert integrate.trapezoid(distribution.pdf(grid), grid) == pytest.approx(1, abs=5e-3)


def test_a_vague_prior_does_not_hide_the_posterior() -> None:
    """N(0, 1000^2) with N(3, 1): the posterior takes up a visible part of the window."""
    grid = density_grid([stats.norm(0, 1000), stats.norm(3, 1)], (-math.inf, math.inf))
    assert 6 / (grid[-1] - grid[0]) > 0.05


def test_a_grid_needs_something_to_show() -> None:
    """No distributions, or one point, are refused."""
    for distributions, points in (([], 100), ([stats.norm()], 1)):
        with pytest.raises(MathsError, match="needs at least 1 on 2"):
            density_grid(distributions, (-math.inf, math.inf), points)


def test_a_scaled_likelihood_integrates_to_one_however_small_it_is() -> None:
    """Log-likelihoods of -1e5 do not underflow, and the shape is the density it is proportional to."""
    x = np.linspace(-8, 8, 2001)
    scaled = normalised_likelihood(x, stats.norm.logpdf(x) - 1e5)
    np.testing.assert_allclose(scaled, stats.norm.pdf(x), atol=1e-9)
    half = normalised_likelihood([0, 1, 2], [-math.inf, 0, -math.inf])
    assert half.tolist() == [0, 1, 0]
    with pytest.raises(MathsError, match="0 or infinite on all of the grid"):
        normalised_likelihood([0, 1], [-math.inf, -math.inf])
