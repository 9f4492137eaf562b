"""Gradient descent with and without momentum on a quadratic bowl: the paths, and the rates that theory predicts.

Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964); Goh, "Why momentum really
works" (Distill, 2017).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.descent import descend
from explainers.maths.losses import Loss
from explainers.maths.optimisers import Momentum

Array = npt.NDArray[np.float64]

CLOSE = 0.01
"""A walk has arrived when this share of the first distance is left."""


@dataclass(frozen=True)
class Walk:
    """One way down the bowl.

    Parameters
    ----------
    learning_rate, beta
        Of v <- beta v - learning_rate g, w <- w + v.
    contraction
        By how much a step multiplies the distance in the long run.
    points
        The start and the point after each step, shape (n + 1, 2).
    distances
        From the minimum, shape (n + 1,).
    arrived
        The first step after which the walk stays within `CLOSE` of the first distance, None if it does not in n steps.
    """

    learning_rate: float
    beta: float
    contraction: float
    points: Array
    distances: Array
    arrived: int | None

    @property
    def end(self) -> tuple[float, float]:
        """Where it ends."""
        return float(self.points[-1, 0]), float(self.points[-1, 1])


def best_beta(condition_number: float) -> float:
    """Return ((sqrt kappa - 1) / (sqrt kappa + 1))^2, the best momentum on a bowl of that condition (Polyak 1964)."""
    root = math.sqrt(condition_number)
    return ((root - 1) / (root + 1)) ** 2


def best_learning_rate(condition_number: float, beta: float) -> float:
    """Return a learning rate with which that momentum contracts best on curvatures from 1 to kappa.

    Up to the best beta it is 2 (1 + beta) / (kappa + 1), which makes both ends contract alike: 2 / (L + mu) without
    momentum, 4 / (sqrt L + sqrt mu)^2 with the best. Above, every rate in a range contracts by sqrt beta, and this one
    lies in it.
    """
    return 2 * (1 + min(beta, best_beta(condition_number))) / (condition_number + 1)


def contraction(curvature: float, learning_rate: float, beta: float) -> float:
    """Return the larger modulus of the roots of z^2 - (1 + beta - eta h) z + beta, by which a step contracts.

    For complex roots it is sqrt beta.
    """
    trace = 1 + beta - learning_rate * curvature
    # A double root, which the best momentum has, is complex or real as rounding has it: then it is sqrt beta, too.
    discriminant = trace**2 - 4 * beta
    return math.sqrt(beta) if discriminant <= 1e-12 else (abs(trace) + math.sqrt(discriminant)) / 2


def best_rates(condition_number: float) -> tuple[float, float, float]:
    """Return the best contraction of gradient descent, of the heavy ball, and Nesterov's 1 - 1 / sqrt kappa."""
    kappa, root = condition_number, math.sqrt(condition_number)
    return (kappa - 1) / (kappa + 1), (root - 1) / (root + 1), 1 - 1 / root


def walk(bowl: Loss, condition_number: float, beta: float, start: tuple[float, float], steps: int) -> Walk:
    """Return the walk with that momentum and its best learning rate."""
    rate = best_learning_rate(condition_number, beta)
    points = descend(bowl, start, Momentum(rate, beta), steps).points
    distances = np.hypot(points[:, 0], points[:, 1])
    # Rounding leaves 1e-16 where the walk has arrived exactly: on a round bowl, in one step.
    distances = np.where(distances <= 1e-13 * distances[0], 0.0, distances)
    far = np.flatnonzero(distances > CLOSE * distances[0])
    arrived = int(far[-1]) + 1
    slowest = max(contraction(curvature, rate, beta) for curvature in (1.0, condition_number))
    return Walk(rate, beta, slowest, points, distances, arrived if arrived <= steps else None)


def too_much(beta: float) -> float:
    """Return a momentum that is too much: 0.95, or halfway from a large one to 1."""
    return 0.95 if beta <= 0.9 else (1 + beta) / 2
