"""What became of a descent: where it ended, and what kind of place that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.maths.descent import FARTHEST, Descent
from explainers.maths.losses import Loss, Window
from explainers.maths.optimisers import Memory, Optimiser

Array = npt.NDArray[np.float64]

# A stationary point counts as reached within this share of the window's diagonal.
_NEAR = 0.005

Place = Literal["minimum", "maximum", "saddle", "flat"]

Outcome = Literal[
    "started-stationary",  # the gradient is zero at the start
    "converged",  # at a minimum
    "stationary",  # at a saddle or a maximum
    "diverged",  # beyond every bound, uphill
    "ran-away",  # beyond every bound, downhill: there is no minimum on this way
    "left-domain",  # the next step leads to where the loss has no finite value
    "singular-hessian",  # Newton's next step does not exist
    "climbed",  # higher than at the start
    "unchanged",  # as high as at the start
    "left-window",  # lower, but out of the picture
    "on-its-way",  # lower, and not there yet
]


@dataclass(frozen=True)
class Verdict:
    """What became of a descent.

    Parameters
    ----------
    outcome
        How it ended.
    place
        What kind of point the second derivatives say it is, where it ended at a stationary one.
    minimum
        The known minimum it ended at.
    is_lowest
        Whether no known minimum is lower than where it ended.
    left_window_at
        The first step whose point lies outside of the window, None if none does.
    typical_turn
        The median angle between one step and the next, in degrees; 0 is straight on, 180 straight back. None with
        fewer than three points.
    """

    outcome: Outcome
    place: Place | None
    minimum: tuple[float, float] | None
    is_lowest: bool
    left_window_at: int | None
    typical_turn: float | None


def judge(descent: Descent, loss: Loss, optimiser: Optimiser, window: Window | None = None) -> Verdict:
    """Return what became of a descent on `loss` with `optimiser`; `window` is the loss's own if left out."""
    window = window or loss.window
    minimum = _minimum_reached(descent.points[-1], loss, window)
    outcome, place = _outcome(descent, loss, optimiser, window)
    lowest = min((float(loss.value(*point)) for point in loss.minima), default=np.inf)
    outside = np.flatnonzero(~inside(descent.points, window))
    return Verdict(
        outcome=outcome,
        place=place,
        minimum=minimum if outcome in ("converged", "started-stationary") else None,
        is_lowest=bool(descent.values[-1] <= lowest + 1e-3 * (1 + abs(lowest))),
        left_window_at=int(outside[0]) if outside.size else None,
        typical_turn=typical_turn(descent.points),
    )


def inside(points: npt.ArrayLike, window: Window) -> npt.NDArray[np.bool_]:
    """Return which points, shape (n, 2), lie in the window, its edge included."""
    x, y = np.moveaxis(np.asarray(points, dtype=float), -1, 0)
    return np.asarray((x >= window[0]) & (x <= window[1]) & (y >= window[2]) & (y <= window[3]))


def typical_turn(points: Array) -> float | None:
    """Return the median angle in degrees between a step and the next, among steps that can be seen, or None."""
    steps = np.diff(points, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    if len(steps) < 2 or lengths.max() == 0:
        return None
    seen = (lengths[:-1] > 1e-3 * lengths.max()) & (lengths[1:] > 1e-3 * lengths.max())
    if not seen.any():
        return None
    cosines = np.sum(steps[:-1] * steps[1:], axis=1)[seen] / (lengths[:-1] * lengths[1:])[seen]
    return float(np.degrees(np.median(np.arccos(np.clip(cosines, -1, 1)))))


def kind_of_place(hessian: Array) -> Place:
    """Return what the Hessian, shape (2, 2), says a stationary point is."""
    if not np.all(np.isfinite(hessian)):
        return "flat"
    smallest, largest = np.linalg.eigvalsh(hessian)
    tiny = 1e-9 * max(abs(smallest), abs(largest), 1e-6)
    if smallest > tiny:
        return "minimum"
    if largest < -tiny:
        return "maximum"
    return "saddle" if smallest < -tiny and largest > tiny else "flat"


def _outcome(descent: Descent, loss: Loss, optimiser: Optimiser, window: Window) -> tuple[Outcome, Place | None]:
    first, last = float(descent.values[0]), float(descent.values[-1])
    hessian = loss.hessian(*descent.points[0])
    if np.linalg.norm(descent.gradients[0]) <= 1e-12 * (1 + np.abs(np.nan_to_num(hessian)).max()):
        return "started-stationary", kind_of_place(hessian)
    if descent.outcome == "singular-hessian":
        return "singular-hessian", None
    if descent.diverged:
        if _leaves_domain(descent, loss, optimiser):
            return "left-domain", None
        return ("ran-away" if last < first else "diverged"), None
    hessian = loss.hessian(*descent.points[-1])
    place = kind_of_place(hessian)
    if place != "flat":
        to_stationary = np.linalg.norm(np.linalg.solve(hessian, descent.gradients[-1]))
        if to_stationary <= _NEAR * _diagonal(window) and inside(descent.points[-1:], window)[0]:
            return ("converged" if place == "minimum" else "stationary"), place
    scale = max(abs(first), abs(last), 1e-12)
    if abs(last - first) <= 1e-9 * scale:
        return "unchanged", None
    if last > first:
        return "climbed", None
    return ("on-its-way" if inside(descent.points[-1:], window)[0] else "left-window"), None


def _leaves_domain(descent: Descent, loss: Loss, optimiser: Optimiser) -> bool:
    """Take the step that ended the path once more, and see whether it was the point that was too far."""
    point, memory = descent.points[0], Memory.empty()
    with np.errstate(all="ignore"):
        for _ in range(descent.steps_taken + 1):
            point, memory = optimiser.step(loss, point, memory)
    return bool(np.all(np.isfinite(point)) and np.linalg.norm(point) <= FARTHEST)


def _minimum_reached(point: Array, loss: Loss, window: Window) -> tuple[float, float] | None:
    near = [minimum for minimum in loss.minima if np.hypot(*(point - minimum)) <= 2 * _NEAR * _diagonal(window)]
    return near[0] if near else None


def _diagonal(window: Window) -> float:
    return float(np.hypot(window[1] - window[0], window[3] - window[2]))
