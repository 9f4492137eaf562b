"""Regression: losses, minima and scaling, against scipy, finite differences and printed fits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from explainers.maths import regression
from explainers.maths.errors import MathsError
from explainers.maths.regression import LinearLoss, LogisticLoss, Scaling, condition_number, loss_of
from explainers.spec.data import read_table

Array = npt.NDArray[np.float64]
DATA = Path(regression.__file__).parents[1] / "data"

weights = st.tuples(st.floats(-3, 3), st.floats(-3, 3))


def shipped(file: str, feature: str, target: str) -> tuple[Array, Array]:
    table = read_table(DATA / file)
    return table.numbers(feature, kind="number"), table.numbers(target, kind="number")


CARS = shipped("stopping_distances.csv", "speed (mph)", "distance (ft)")
O_RINGS = shipped("o_rings.csv", "temperature (F)", "damage")


def test_the_printed_fit_of_the_cars() -> None:
    """R's help page of `cars` prints distance = 3.9324 speed - 17.5791."""
    assert LinearLoss(*CARS).minimum() == pytest.approx((3.9324, -17.5791), abs=5e-5)


def test_the_printed_fit_of_the_o_rings() -> None:
    """Dalal, Fowlkes and Hoadley's binary fit: log-odds 15.0429 - 0.2322 temperature; residual deviance 20.315."""
    loss = LogisticLoss(*O_RINGS)
    minimum = loss.minimum()
    assert minimum == pytest.approx((-0.2322, 15.0429), abs=5e-5)
    assert minimum is not None
    assert 2 * 23 * float(loss.value(*minimum)) == pytest.approx(20.315, abs=5e-4)


@given(at=weights)
@pytest.mark.parametrize("loss", [LinearLoss(*CARS), LogisticLoss(*O_RINGS)])
def test_losses_are_means_over_rows(loss: LinearLoss | LogisticLoss, at: tuple[float, float]) -> None:
    """The loss is the mean squared residual, or the mean negative log-likelihood of scipy's Bernoulli."""
    if isinstance(loss, LinearLoss):
        expected = np.mean((at[0] * loss.x + at[1] - loss.y) ** 2)
    else:
        p = 1 / (1 + np.exp(-(at[0] * loss.x + at[1])))
        if not np.all((p > 1e-12) & (p < 1 - 1e-12)):
            return
        expected = -np.mean(stats.bernoulli.logpmf(loss.y, p))
    assert float(loss.value(*at)) == pytest.approx(expected, rel=1e-9)


@settings(deadline=None)
@given(at=weights)
@pytest.mark.parametrize("loss", [LinearLoss(*CARS), LogisticLoss((O_RINGS[0] - 70) / 7, O_RINGS[1])])
def test_derivatives_are_those_of_the_loss(loss: LinearLoss | LogisticLoss, at: tuple[float, float]) -> None:
    """Gradient and Hessian agree with scipy's finite differences."""
    gradient = optimize.approx_fprime(np.array(at), lambda w: float(loss.value(*w)), 1e-6)
    assert loss.gradient(*at) == pytest.approx(gradient, rel=1e-4, abs=1e-3)
    hessian = optimize.approx_fprime(np.array(at), lambda w: loss.gradient(*w), 1e-6)
    assert loss.hessian(*at) == pytest.approx(hessian, rel=1e-4, abs=1e-3)


def test_values_over_a_grid_are_those_of_the_points() -> None:
    """A grid of weights gives the shape of the grid."""
    slopes, intercepts = np.meshgrid([0.0, 1.0, 2.0], [-1.0, 0.5])
    for loss in (LinearLoss(*CARS), LogisticLoss(*O_RINGS)):
        grid = loss.value(slopes, intercepts)
        assert grid.shape == (2, 3)
        assert grid[1, 2] == pytest.approx(float(loss.value(2.0, 0.5)))
        assert loss.gradient(slopes, intercepts).shape == (2, 3, 2)
        assert loss.hessian(slopes, intercepts).shape == (2, 3, 2, 2)


def test_the_bound_on_the_curvature() -> None:
    """No Hessian has a larger eigenvalue; a linear one has it."""
    linear, logistic = LinearLoss(*CARS), LogisticLoss(*O_RINGS)
    assert linear.largest_curvature() == pytest.approx(np.linalg.eigvalsh(linear.hessian(1, 1))[-1])
    for at in [(0.0, 0.0), (-0.23, 15.0), (1.0, -70.0)]:
        assert np.linalg.eigvalsh(logistic.hessian(*at))[-1] <= logistic.largest_curvature() + 1e-9


@given(weights, st.floats(-50, 50), st.floats(0.1, 20))
def test_scaling_changes_the_weights_and_nothing_else(at: tuple[float, float], origin: float, unit: float) -> None:
    """What weights predict on z, the unscaled ones predict on x; and back again."""
    x = np.linspace(-3, 40, 7)
    scaling = Scaling(origin, unit)
    raw = scaling.unscaled(at)
    assert raw[0] * x + raw[1] == pytest.approx(at[0] * scaling.apply(x) + at[1], abs=1e-7)
    assert scaling.scaled(raw) == pytest.approx(at, abs=1e-7)


def test_standardising_makes_the_bowl_round() -> None:
    """For a linear model the condition number of the standardised feature is one; as measured, that of the moments."""
    x, y = CARS
    moments = np.array([[np.mean(x**2), x.mean()], [x.mean(), 1]])
    assert condition_number(LinearLoss(x, y), (0, 0)) == pytest.approx(np.linalg.cond(moments))
    assert condition_number(LinearLoss(Scaling.standardising(x).apply(x), y), (0, 0)) == pytest.approx(1)


def test_classes_that_a_threshold_parts_have_no_minimum() -> None:
    """The loss of separable classes falls for ever; classes that overlap have a minimum where the gradient is zero."""
    x = np.array([1.0, 2.0, 3.0, 4.0])
    assert loss_of("logistic", x, np.array([0.0, 0, 1, 1])).minimum() is None
    assert loss_of("logistic", x, np.array([1.0, 1, 0, 0])).minimum() is None
    assert loss_of("logistic", np.array([1.0, 2, 2, 4]), np.array([0.0, 0, 1, 1])).minimum() is None
    overlapping = loss_of("logistic", x, np.array([0.0, 1, 0, 1]))
    minimum = overlapping.minimum()
    assert minimum is not None
    assert overlapping.gradient(*minimum) == pytest.approx([0, 0], abs=1e-9)


@pytest.mark.parametrize(
    ("model", "x", "y", "message"),
    [
        ("linear", [1, 2], [1, 2], "2 rows are too few"),
        ("linear", [4, 4, 4], [1, 2, 3], "every row has the same feature, 4"),
        ("logistic", [1, 2, 3], [0, 1, 2], "row 3: 2 is no class"),
        ("logistic", [1, 2, 3], [1, 1, 1], "every row is of class 1"),
    ],
)
def test_data_that_cannot_be_fitted(model: regression.ModelName, x: list[float], y: list[float], message: str) -> None:
    """One line says what is wrong with them."""
    with pytest.raises(MathsError, match=message):
        loss_of(model, np.array(x, dtype=float), np.array(y, dtype=float))
