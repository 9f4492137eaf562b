"""Fused normals, against scipy's densities multiplied and integrated numerically."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from explainers.maths.errors import MathsError
from explainers.maths.normal_fusion import NormalBelief

BELIEFS = st.builds(NormalBelief, st.floats(-50, 50), st.floats(0.05, 5))


def test_the_printed_value() -> None:
    """The curriculum prints N(10.8, .0894^2) for N(10, .2^2) and N(11, .1^2)."""
    fused = NormalBelief(10, 0.2).fuse(NormalBelief(11, 0.1))
    assert fused.mean == pytest.approx(10.8)
    assert fused.deviation == pytest.approx(0.0894, abs=5e-5)


@given(BELIEFS, BELIEFS)
def test_fusion_is_the_normalised_product(first: NormalBelief, second: NormalBelief) -> None:
    """The product's mean and deviation, summed numerically in logarithms (no overlap needed), are the fused ones."""
    fused = first.fuse(second)
    x = np.linspace(fused.mean - 10 * fused.deviation, fused.mean + 10 * fused.deviation, 4001)
    log_product = stats.norm.logpdf(x, first.mean, first.deviation) + stats.norm.logpdf(
        x, second.mean, second.deviation
    )
    weights = np.exp(log_product - log_product.max())
    weights /= weights.sum()
    mean = float(weights @ x)
    assert mean == pytest.approx(fused.mean, abs=1e-6 * (1 + abs(fused.mean)))
    assert math.sqrt(weights @ (x - mean) ** 2) == pytest.approx(fused.deviation, rel=1e-5)


@given(BELIEFS, BELIEFS)
def test_precisions_add_and_averaging_never_wins(first: NormalBelief, second: NormalBelief) -> None:
    """Precisions add, and the plain average is never surer than the fused belief."""
    fused = first.fuse(second)
    assert fused.precision == pytest.approx(first.precision + second.precision)
    assert fused.deviation <= first.plain_average(second).deviation * (1 + 1e-12)
    assert first.gain(second) + second.gain(first) == pytest.approx(1)


def test_a_step_adds_variances() -> None:
    """Scipy's sum of independent normals: 3-4-5."""
    assert NormalBelief(1, 3).predict(2, 4) == NormalBelief(3, 5)


def test_a_deviation_of_zero_is_refused() -> None:
    """A measurement without noise has no density."""
    with pytest.raises(MathsError, match="deviation above 0"):
        NormalBelief(1, 0)
