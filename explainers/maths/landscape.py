"""The loss landscape of a regression with one feature: as the data are, and with the feature standardised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.descent import Descent, descend
from explainers.maths.losses import Window
from explainers.maths.optimisers import GradientDescent
from explainers.maths.regression import ModelName, RegressionLoss, Scaling, Weights, condition_number, loss_of

Array = npt.NDArray[np.float64]

START: Weights = (0.0, 0.0)
SHARE_OF_LIMIT = {"linear": 0.9, "logistic": 1.0}
"""Of 2/L, for a learning rate that nobody chose: near the limit a step crosses the valley, and the zigzag is seen."""

ARRIVED = 0.01
"""Share of the way to the minimum, or of the loss to be lost, from which on a walk has arrived."""

Outcome = Literal["arrived", "on-its-way", "diverged", "no-minimum"]


@dataclass(frozen=True, eq=False)
class Landscape:
    """A loss over two weights, with its minimum and a walk towards it.

    Parameters
    ----------
    scaling
        How the feature is measured; the weights belong to the feature so measured.
    minimum
        The weights of the smallest loss; None if the loss falls for ever.
    condition
        The condition number of the Hessian at the minimum, or at the start if there is none.
    learning_rate, limit
        Of the walk, and 2/L, below which it is stable.
    window
        Slopes and intercepts that are worth looking at.
    left
        The share of the way from the start to the minimum that is left at the end; None without a minimum.
    """

    scaling: Scaling
    loss: RegressionLoss
    minimum: Weights | None
    lowest: float | None
    condition: float
    learning_rate: float
    limit: float
    descent: Descent
    window: Window
    left: float | None
    outcome: Outcome

    @property
    def last(self) -> Weights:
        """Where the walk ends."""
        slope, intercept = self.descent.points[-1]
        return float(slope), float(intercept)

    @property
    def last_value(self) -> float:
        """The loss there."""
        return float(self.descent.values[-1])


def landscape(
    model: ModelName, x: Array, y: Array, *, standardise: bool, steps: int, learning_rate: float | None = None
) -> Landscape:
    """Return the landscape of a model on data, and plain gradient descent on it from both weights zero.

    Raises
    ------
    MathsError
        If the data cannot be fitted.
    """
    scaling = Scaling.standardising(x) if standardise else Scaling()
    loss = loss_of(model, scaling.apply(x), y)
    minimum = loss.minimum()
    limit = 2 / loss.largest_curvature()
    rate = learning_rate if learning_rate is not None else float(f"{SHARE_OF_LIMIT[model] * limit:.2g}")
    if standardise and learning_rate is None:
        # A round bowl has no valley to cross: half the limit leads straight to where it is lowest.
        rate = float(f"{0.35 * limit:.2g}")
    descent = descend(loss, START, GradientDescent(rate), steps)
    return Landscape(
        scaling=scaling,
        loss=loss,
        minimum=minimum,
        lowest=float(loss.value(*minimum)) if minimum else None,
        condition=condition_number(loss, minimum or START),
        learning_rate=rate,
        limit=limit,
        descent=descent,
        window=_window(loss, minimum, descent),
        left=_left(minimum, descent),
        outcome=_outcome(minimum, descent),
    )


def _left(minimum: Weights | None, descent: Descent) -> float | None:
    if minimum is None:
        return None
    way = float(np.linalg.norm(np.subtract(minimum, START)))
    return float(np.linalg.norm(np.subtract(minimum, descent.points[-1])) / way) if way > 0 else 0.0


def _outcome(minimum: Weights | None, descent: Descent) -> Outcome:
    if descent.diverged or descent.values[-1] > descent.values[0] * (1 + 1e-9):
        return "diverged"
    if minimum is None:
        return "no-minimum"
    left = _left(minimum, descent)
    return "arrived" if left is not None and left <= ARRIVED else "on-its-way"


def _window(loss: RegressionLoss, minimum: Weights | None, descent: Descent) -> Window:
    """Return a window about the minimum, with the start in it.

    Each axis reaches half as far again as the start, and as far as where the loss, along that axis alone and by its
    curvature, is as large as at the start.
    """
    center = np.array(minimum if minimum is not None else descent.points[-1])
    curvature = np.diagonal(loss.hessian(*center))
    height = max(float(loss.value(*START) - loss.value(*center)), 1e-9)
    with np.errstate(divide="ignore"):
        by_curvature = np.sqrt(2 * height / curvature)
    by_start = 1.5 * np.abs(center - START)
    # Where a logistic curve saturates there is hardly any curvature.
    reach = np.where(np.isfinite(by_curvature), np.clip(by_curvature, by_start, 4 * by_start.clip(1e-3)), by_start)
    reach = np.maximum(reach, 1e-3)
    return (
        float(center[0] - reach[0]),
        float(center[0] + reach[0]),
        float(center[1] - reach[1]),
        float(center[1] + reach[1]),
    )
