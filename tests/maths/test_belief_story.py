"""What is told of a belief in numbers."""

import pytest
from scipy import stats

from explainers.maths.belief_story import (
    belief_numbers,
    data_estimate,
    digits_after_point,
    distribution_name,
    has_peak_at_estimate,
)
from explainers.maths.conjugate import Observations, find_family


def test_seven_heads_of_ten() -> None:
    """Beta(2, 2) and 7 heads, 3 tails: mean .642857, mode .666667, interval and tail as scipy has them."""
    posterior = find_family("beta-binomial", (2, 2)).observe(Observations([7], [10]))
    numbers = belief_numbers(posterior, 0, 10, 0.95, "equal-tailed", 0.5, 1)
    assert numbers.mean == pytest.approx(0.642857, abs=5e-7)
    assert numbers.mode == pytest.approx(0.666667, abs=5e-7)
    assert (numbers.lower, numbers.upper) == pytest.approx(stats.beta(9, 5).interval(0.95))
    assert numbers.beyond == pytest.approx(stats.beta(9, 5).sf(0.5))
    assert distribution_name(posterior) == "Beta(9, 5)"


def test_placenta_previa_as_printed() -> None:
    """BDA3 section 2.4, flat prior: posterior mean .446, deviation .016, 95 % from .415 to .477, P(< .485) = .992."""
    posterior = find_family("beta-binomial", (1, 1)).observe(Observations([437], [980]))
    numbers = belief_numbers(posterior, 0, 980, 0.95, "equal-tailed", 0.485, -1)
    assert round(numbers.mean or 0, 3) == 0.446
    assert round(numbers.deviation or 0, 3) == 0.016
    assert (round(numbers.lower, 3), round(numbers.upper, 3)) == (0.415, 0.477)
    assert numbers.beyond == pytest.approx(0.992, abs=1e-3)  # printed from simulations


def test_a_region_in_two_pieces_fills_four_rows() -> None:
    """The highest-density region of Beta(1/2, 1/2) leaves out the middle."""
    rows = belief_numbers(find_family("beta-binomial", (0.5, 0.5)), 0, 0, 0.95, "highest-density").row_values()
    assert rows["lower"] == 0
    assert rows["second upper"] == 1
    assert rows["upper"] == pytest.approx(1 - (rows["second lower"] or 0))
    assert rows["mode"] is None


@pytest.mark.parametrize(
    ("name", "prior", "values", "sizes", "component", "estimate"),
    [
        ("beta-binomial", (2, 2), [1, 0, 1], None, 0, 2 / 3),
        ("beta-binomial", (2, 2), [3, 2], [4, 6], 0, 0.5),
        ("gamma-poisson", (2, 1), [3, 5], [2, 2], 0, 2.0),
        ("normal", (0, 1, 1), [1, 3], None, 0, 2.0),
        ("dirichlet-multinomial", (1, 1, 1), [0, 1, 1, 2], None, 1, 0.5),
        ("normal-inverse-gamma", (0, 1, 1, 1), [1, 3], None, 0, 2.0),
        ("normal-inverse-gamma", (0, 1, 1, 1), [1, 3], None, 1, 1.0),
        ("normal-inverse-gamma", (0, 1, 1, 1), [1], None, 1, None),
    ],
)
def test_what_the_data_alone_say(name, prior, values, sizes, component, estimate) -> None:
    """Share, rate, mean or variance of the data by maximum likelihood; one measurement has no variance."""
    family = find_family(name, prior)
    assert data_estimate(family, component, Observations(values, sizes)) == pytest.approx(estimate)
    assert has_peak_at_estimate(family) == (name != "normal-inverse-gamma")


def test_digits_follow_the_deviation() -> None:
    """Three digits for a deviation of a tenth, five for a thousandth; none where whole numbers take all the room."""
    for trials, digits in ((10, 3), (100_000, 5)):
        posterior = find_family("beta-binomial", (2, 2)).observe(Observations([trials // 2], [trials]))
        assert digits_after_point(belief_numbers(posterior, 0, 1, 0.95, "equal-tailed")) == digits
    wide = find_family("normal", (0, 1e6, 1))
    assert digits_after_point(belief_numbers(wide, 0, 0, 0.95, "equal-tailed")) == 0
