"""Which part of the line shows some normal beliefs, and how high each is drawn: narrow beside broad stays legible."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.belief_curves import Window
from explainers.maths.normal_fusion import NormalBelief

Array = npt.NDArray[np.float64]

REACH = 3.5
"""Deviations of each belief that are shown, on both sides."""

ROOM = 0.03
"""The least room at both ends of a window, as a share of the distance of the means: no hair stands on an edge."""

HIGHEST_RATIO = 6.0
"""The highest peak stands at most so many times as high as the lowest."""

CORNERS = 241
JOINT = 1.3
"""Windows become one if that widens and heightens none of them beyond this factor."""


@dataclass(frozen=True)
class NormalHeights:
    """Heights of densities, equalised where deviations are too different.

    A density keeps its shape and is drawn ``(s / narrowest)^(1 - power)`` times as high as it is; with power 1 all are
    drawn as they are, with an area of 1.
    """

    narrowest: float
    power: float = 1.0

    @property
    def true_to_scale(self) -> bool:
        """Whether areas may be compared."""
        return self.power == 1.0

    def factor(self, belief: NormalBelief) -> float:
        """Return what the belief's density is multiplied by."""
        return float((belief.deviation / self.narrowest) ** (1 - self.power))

    def peak(self, belief: NormalBelief) -> float:
        """Return how high the belief's density is drawn at its mean."""
        return self.factor(belief) / (belief.deviation * math.sqrt(2 * math.pi))

    def height(self, belief: NormalBelief, x: npt.ArrayLike) -> Array:
        """Return drawn heights at places x, same shape: exp(-z^2 / 2) / (s sqrt(2 pi)) times the factor."""
        z = (np.asarray(x, dtype=float) - belief.mean) / belief.deviation
        return np.asarray(self.peak(belief) * np.exp(-(np.minimum(np.abs(z), 40.0) ** 2) / 2))

    def curve(self, belief: NormalBelief) -> tuple[Array, Array]:
        """Return rising places as far as the curve is told from the axis, and drawn heights."""
        x = belief.mean + belief.deviation * np.linspace(-4.2, 4.2, CORNERS)
        return x, self.height(belief, x)


def choose_heights(beliefs: Iterable[NormalBelief]) -> NormalHeights:
    """Return the true heights, or equalised ones that leave the lowest peak a sixth of the highest."""
    deviations = [belief.deviation for belief in beliefs]
    ratio = max(deviations) / min(deviations)
    power = 1.0 if ratio <= HIGHEST_RATIO else math.log(HIGHEST_RATIO) / math.log(ratio)
    return NormalHeights(min(deviations), power)


def window_over(beliefs: Iterable[NormalBelief], heights: NormalHeights) -> Window:
    """Return the window that shows all of these beliefs, a little higher than the highest peak."""
    shown = list(beliefs)
    means = [belief.mean for belief in shown]
    room = ROOM * (max(means) - min(means))
    low = min(belief.mean - max(REACH * belief.deviation, room) for belief in shown)
    high = max(belief.mean + max(REACH * belief.deviation, room) for belief in shown)
    return Window(low, high, 1.06 * max(heights.peak(belief) for belief in shown))


def joined(windows: Sequence[Window]) -> tuple[Window, ...]:
    """Return as many windows, neighbours replaced by their union where one serves for all of them."""
    runs: list[list[Window]] = []
    for window in windows:
        if runs and _one_serves([*runs[-1], window]):
            runs[-1].append(window)
        else:
            runs.append([window])
    return tuple(union for run in runs for union in [_union(run)] * len(run))


def _one_serves(windows: Sequence[Window]) -> bool:
    union = _union(windows)
    return all(union.width <= JOINT * window.width and union.top <= JOINT * window.top for window in windows)


def _union(windows: Sequence[Window]) -> Window:
    return Window(
        min(window.low for window in windows),
        max(window.high for window in windows),
        max(window.top for window in windows),
    )
