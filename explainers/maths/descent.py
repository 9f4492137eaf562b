"""The path that an optimiser takes down a loss, and the rate above which it cannot."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.errors import MathsError
from explainers.maths.optimisers import (
    AdaGrad,
    Adam,
    GradientDescent,
    Memory,
    Momentum,
    Nesterov,
    Newton,
    Optimiser,
    RMSProp,
    SingularHessianError,
    find_optimiser,
    optimiser_names,
)
from explainers.maths.surface import Surface

__all__ = [
    "AdaGrad",
    "Adam",
    "Descent",
    "GradientDescent",
    "Memory",
    "Momentum",
    "Nesterov",
    "Newton",
    "Optimiser",
    "RMSProp",
    "SingularHessianError",
    "descend",
    "find_optimiser",
    "optimiser_names",
    "stability_limit",
]

Array = npt.NDArray[np.float64]

# Farther from the origin than this a path counts as diverged: no window shows it, and squares of it still are finite.
FARTHEST = 1e6

Outcome = Literal["finished", "diverged", "singular-hessian"]


@dataclass(frozen=True, eq=False)
class Descent:
    """The path of one optimiser; all arrays are finite.

    Parameters
    ----------
    points
        The start and the point after each step taken, shape (n + 1, 2).
    values
        The loss there, shape (n + 1,).
    gradients
        The gradient there, shape (n + 1, 2).
    learning_rate
        The optimiser's.
    outcome
        Whether all steps were taken, and what ended the path if not.
    """

    points: Array
    values: Array
    gradients: Array
    learning_rate: float
    outcome: Outcome

    @property
    def steps_taken(self) -> int:
        """The number n of steps."""
        return len(self.points) - 1

    @property
    def diverged(self) -> bool:
        """Whether the next point would have been infinite, undefined or farther out than `FARTHEST`."""
        return self.outcome == "diverged"


def descend(loss: Surface, start: tuple[float, float], optimiser: Optimiser, steps: int) -> Descent:
    """Return the path from `start`.

    A step that leads out of the loss's domain, overflows, or lands farther than `FARTHEST` from the origin ends the
    path before it with the outcome "diverged"; a Hessian without an inverse ends it with "singular-hessian". Neither
    raises.

    Raises
    ------
    MathsError
        If the number of steps is negative, or loss or gradient are not finite at the start.
    """
    if steps < 0:
        raise MathsError(f"steps: {steps} must not be negative")
    point = np.asarray(start, dtype=np.float64)
    if point.shape != (2,):
        raise MathsError(f"start: needs two coordinates, got shape {point.shape}")
    remembering = _Remembering(loss)
    points, values, gradients = [point], [loss.value(*point)], [remembering.gradient(*point)]
    if not _usable(point, values[0], gradients[0]):
        name = getattr(loss, "name", "f")
        raise MathsError(f"Loss {name} is not finite at the start ({point[0]:g}, {point[1]:g})")
    memory = Memory.empty()
    outcome: Outcome = "finished"
    with np.errstate(all="ignore"):
        for _ in range(steps):
            try:
                point, memory = optimiser.step(remembering, point, memory)
            except SingularHessianError:
                outcome = "singular-hessian"
                break
            value, gradient = loss.value(*point), remembering.gradient(*point)
            if not _usable(point, value, gradient):
                outcome = "diverged"
                break
            points.append(point)
            values.append(value)
            gradients.append(gradient)
    return Descent(np.stack(points), np.stack(values), np.stack(gradients), optimiser.learning_rate, outcome)


class _Remembering:
    """A loss that is asked twice in a row for the gradient at one point: by the path, and by the optimiser's step."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self.value, self.hessian = surface.value, surface.hessian
        self._last: tuple[tuple[npt.ArrayLike, npt.ArrayLike], Array] | None = None

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return the gradient, shape (2,)."""
        if self._last is None or self._last[0] != (x, y):
            self._last = (x, y), self._surface.gradient(x, y)
        return self._last[1]


def _usable(point: Array, value: Array, gradient: Array) -> bool:
    finite = all(map(math.isfinite, (*point, value, *gradient)))
    return bool(finite and np.linalg.norm(point) <= FARTHEST)


def stability_limit(loss: Surface, point: tuple[float, float]) -> float:
    """Return 2/L, L the largest eigenvalue of the Hessian at `point`; infinity where no direction curves up.

    On a quadratic, gradient descent converges if and only if the learning rate is below 2/L (Nocedal and Wright,
    "Numerical Optimization", chapter 3).

    Raises
    ------
    MathsError
        If the loss or its Hessian is not finite there.
    """
    H = loss.hessian(*point)
    if not (np.isfinite(loss.value(*point)) and np.all(np.isfinite(H))):
        raise MathsError(f"The curvature is not finite at ({point[0]:g}, {point[1]:g})")
    largest = float(np.linalg.eigvalsh(H)[-1])
    return 2 / largest if largest > 0 else math.inf
