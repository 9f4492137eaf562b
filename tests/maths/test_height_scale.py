"""Heights for pictures: monotone, from 0 to 1, and logarithmic only where a linear picture shows nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import find_loss


@given(arrays(np.float64, st.integers(2, 40), elements=st.floats(-1e6, 1e6)))
def test_heights_rise_with_values_from_0_to_1(values: np.ndarray) -> None:
    """Higher values are never drawn lower, and all fit from 0 to 1."""
    scale = choose_height_scale(values)
    heights = scale.height(np.sort(values))
    assert np.all(np.diff(heights) >= -1e-12)
    assert heights.min() >= -1e-9
    assert heights.max() <= 1 + 1e-9


@pytest.mark.parametrize(("name", "logarithmic"), [("quadratic-bowl", False), ("saddle", False), ("rosenbrock", True)])
def test_only_steep_losses_are_logarithmic(name: str, logarithmic: bool) -> None:
    """Bowl and saddle keep their own heights; Rosenbrock's walls would flatten its valley."""
    loss = find_loss(name)
    x, y = np.meshgrid(np.linspace(*loss.window[:2], 60), np.linspace(*loss.window[2:], 60))
    assert choose_height_scale(loss.value(x, y)).logarithmic is logarithmic


@pytest.mark.parametrize("values", [np.linspace(0, 5, 30), np.geomspace(1e-3, 1e4, 30)])
def test_a_height_leads_back_to_its_value(values: np.ndarray) -> None:
    """`value` undoes `height`, on both scales."""
    scale = choose_height_scale(values)
    np.testing.assert_allclose(scale.value(scale.height(values)), values, rtol=1e-9)


def test_a_plain_lies_halfway_up() -> None:
    """A function that is the same everywhere has the height one half, and one that is nowhere has none."""
    np.testing.assert_allclose(choose_height_scale(np.full(9, 7.0)).height([7.0]), 0.5)
    assert np.isnan(choose_height_scale([np.nan, np.nan]).height([np.nan])).all()


def test_undefined_values_have_no_height() -> None:
    """NaN stays NaN and does not count for the scale."""
    heights = choose_height_scale([0.0, 1.0, 2.0, np.nan]).height([0.0, 2.0, np.nan])
    np.testing.assert_allclose(heights[:2], [0, 1])
    assert np.isnan(heights[2])
