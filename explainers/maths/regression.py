"""Fitting a line or a logistic curve to data: the loss of every pair of weights, its minimum, and what scaling does.

A model has two weights, a slope w and an intercept b. Its loss is a mean over n rows (x, y):

- linear: the mean squared residual, mean((w x + b - y)^2);
- logistic: the mean cross-entropy, mean(log(1 + exp(w x + b)) - y (w x + b)), y being 0 or 1.

Source: T. Hastie, R. Tibshirani and J. Friedman, "The Elements of Statistical Learning", 2nd edition, sections 3.2 and
4.4.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from explainers.maths.errors import MathsError
from explainers.maths.surface import Surface

Array = npt.NDArray[np.float64]
Weights = tuple[float, float]
ModelName = Literal["linear", "logistic"]

_NEWTON_STEPS = 100
_FLAT = 1e-12
"""A gradient this small, in units of standardised features, is that of a minimum."""


class RegressionLoss(Surface, Protocol):
    """The loss of a model over its two weights, given as (slope, intercept)."""

    def predict(self, x: npt.ArrayLike, weights: Weights) -> Array:
        """Return what the model says at x."""
        ...

    def minimum(self) -> Weights | None:
        """Return the weights with the smallest loss; None if the loss falls for ever."""
        ...

    def largest_curvature(self) -> float:
        """Return a bound L on the eigenvalues of the Hessian: gradient descent is stable below 2/L."""
        ...


@dataclass(frozen=True, eq=False)
class LinearLoss:
    """The mean squared residual of a line, computed from the moments of the data: exact for any number of rows.

    Parameters
    ----------
    x, y
        Feature and target, shape (n,).
    """

    x: Array
    y: Array

    def value(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return the loss of slopes `x` and intercepts `y`."""
        slope, intercept = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        # About the means, where nothing large is taken from something large.
        a, v = self.x - self.x.mean(), self.y - self.y.mean()
        off = slope * self.x.mean() + intercept - self.y.mean()
        return np.asarray(slope**2 * np.mean(a**2) - 2 * slope * np.mean(a * v) + np.mean(v**2) + off**2)

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return 2 mean(r x) and 2 mean(r), r the residual, shape (..., 2)."""
        slope, intercept = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        squares, mean = np.mean(self.x**2), self.x.mean()
        along_slope = slope * squares + intercept * mean - np.mean(self.x * self.y)
        return 2 * np.stack([along_slope, slope * mean + intercept - self.y.mean()], axis=-1)

    def hessian(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return 2 [[mean(x^2), mean(x)], [mean(x), 1]], everywhere the same, shape (..., 2, 2)."""
        mean = self.x.mean()
        hessian = 2 * np.array([[np.mean(self.x**2), mean], [mean, 1.0]])
        return np.broadcast_to(hessian, (*np.broadcast_shapes(np.shape(x), np.shape(y)), 2, 2))

    def predict(self, x: npt.ArrayLike, weights: Weights) -> Array:
        """Return w x + b."""
        return np.asarray(weights[0] * np.asarray(x, dtype=float) + weights[1])

    def minimum(self) -> Weights:
        """Return the solution of the normal equations."""
        centred = self.x - self.x.mean()
        slope = float(centred @ (self.y - self.y.mean()) / (centred @ centred))
        return slope, float(self.y.mean() - slope * self.x.mean())

    def largest_curvature(self) -> float:
        """Return the larger eigenvalue of the Hessian."""
        return float(np.linalg.eigvalsh(self.hessian(0, 0))[-1])


@dataclass(frozen=True, eq=False)
class LogisticLoss:
    """The mean cross-entropy of a logistic curve, in nats.

    Parameters
    ----------
    x, y
        Feature and class, 0 or 1, shape (n,).
    """

    x: Array
    y: Array

    def value(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return the loss of slopes `x` and intercepts `y`."""
        slope, intercept = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        total = np.zeros(slope.shape)
        # Row by row: a grid of weights times many rows would not fit into memory.
        for feature, label in zip(self.x, self.y, strict=True):
            score = slope * feature + intercept
            total += np.logaddexp(0, score) - label * score
        return np.asarray(total / len(self.x))

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return mean((p - y) x) and mean(p - y), p the probability of class 1, shape (..., 2)."""
        off = self._probabilities(x, y) - self.y
        return np.stack([np.mean(off * self.x, axis=-1), np.mean(off, axis=-1)], axis=-1)

    def hessian(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return the mean of p (1 - p) [[x^2, x], [x, 1]], shape (..., 2, 2)."""
        p = self._probabilities(x, y)
        weight = p * (1 - p)
        moments = [np.mean(weight * self.x**power, axis=-1) for power in (2, 1, 0)]
        return np.stack([np.stack(moments[:2], axis=-1), np.stack(moments[1:], axis=-1)], axis=-2)

    def predict(self, x: npt.ArrayLike, weights: Weights) -> Array:
        """Return the probability of class 1."""
        return np.asarray(expit(weights[0] * np.asarray(x, dtype=float) + weights[1]))

    def minimum(self) -> Weights | None:
        """Return the minimum by Newton's method; None if a threshold parts the classes, as then there is none."""
        zeros, ones = self.x[self.y == 0], self.x[self.y == 1]
        if zeros.max() <= ones.min() or ones.max() <= zeros.min():
            return None
        scale = Scaling.standardising(self.x)
        standardised = LogisticLoss(scale.apply(self.x), self.y)
        weights = np.zeros(2)
        for _ in range(_NEWTON_STEPS):
            gradient = standardised.gradient(*weights)
            if np.abs(gradient).max() < _FLAT:
                break
            step = np.linalg.solve(standardised.hessian(*weights), gradient)
            share, before = 1.0, standardised.value(*weights)
            # Newton's full step may overshoot where the curve is steep.
            while share > 1e-6 and standardised.value(*(weights - share * step)) > before:
                share /= 2
            weights = weights - share * step
        return scale.unscaled((float(weights[0]), float(weights[1])))

    def largest_curvature(self) -> float:
        """Return a quarter of the larger eigenvalue of mean [[x^2, x], [x, 1]]: p (1 - p) is 1/4 at most."""
        mean = self.x.mean()
        return float(np.linalg.eigvalsh(np.array([[np.mean(self.x**2), mean], [mean, 1.0]]))[-1] / 4)

    def _probabilities(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        slope, intercept = np.asarray(x, dtype=float)[..., None], np.asarray(y, dtype=float)[..., None]
        return np.asarray(expit(slope * self.x + intercept))


@dataclass(frozen=True)
class Scaling:
    """A feature measured from `origin` in steps of `unit`: z = (x - origin) / unit."""

    origin: float = 0.0
    unit: float = 1.0

    @staticmethod
    def standardising(x: Array) -> Scaling:
        """Return the scaling that gives mean 0 and standard deviation 1 (over n, not n - 1)."""
        return Scaling(float(x.mean()), float(x.std()))

    def apply(self, x: npt.ArrayLike) -> Array:
        """Return z."""
        return (np.asarray(x, dtype=float) - self.origin) / self.unit

    def unscaled(self, weights: Weights) -> Weights:
        """Return the weights on x that predict what these predict on z."""
        slope = weights[0] / self.unit
        return slope, weights[1] - slope * self.origin

    def scaled(self, weights: Weights) -> Weights:
        """Return the weights on z that predict what these predict on x."""
        return weights[0] * self.unit, weights[1] + weights[0] * self.origin


def loss_of(model: ModelName, x: Array, y: Array) -> RegressionLoss:
    """Return a model's loss on data.

    Raises
    ------
    MathsError
        If there are fewer than three rows, the feature or all of the classes are the same, or a class is not 0 or 1.
    """
    if len(x) < 3:
        raise MathsError(f"{len(x)} rows are too few for a line with two weights; give at least three")
    if not np.ptp(x) > 1e-9 * max(1e-300, float(np.abs(x).max())):
        raise MathsError(f"every row has the same feature, {x[0]:g}: any slope fits as well; choose another column")
    if model == "linear":
        return LinearLoss(x, y)
    strange = np.flatnonzero((y != 0) & (y != 1))
    if strange.size:
        raise MathsError(f"row {strange[0] + 1}: {y[strange[0]]:g} is no class; logistic regression takes 0 and 1")
    if not np.ptp(y):
        raise MathsError(f"every row is of class {y[0]:g}; logistic regression needs rows of both")
    return LogisticLoss(x, y)


def condition_number(loss: Surface, weights: Weights) -> float:
    """Return the largest over the smallest eigenvalue of the Hessian."""
    smallest, largest = np.linalg.eigvalsh(loss.hessian(*weights))
    return float(largest / smallest) if smallest > 0 else float("inf")
