"""All numbers of the story of a robot that fuses two measurements, moves, and measures again."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from explainers.maths.normal_fusion import NormalBelief
from explainers.maths.shown import shown

CONTRADICTION = 3.0
"""Measurements contradict each other if they are so many deviations of their difference apart."""


@dataclass(frozen=True)
class Share:
    """Two precisions or two variances, and their sum."""

    first: float
    second: float
    total: float


@dataclass(frozen=True)
class FusionNumbers:
    """Beliefs in the order of the story, and what is told about them.

    Attributes
    ----------
    weights
        Shares of the first and second precision: what the means are weighted with.
    apart, surprise
        Distance of the measurements, and the same in deviations of their difference, sqrt(s1^2 + s2^2).
    elsewhere, elsewhere_fused
        The second measurement moved to or away from the first, and what comes out then.
    elsewhere_apart
        Its distance from the first.
    precisions, variances, later_precisions
        What adds up when measurements are fused, when the robot moves, and when it measures again.
    gain, innovation
        The share of the way that the third measurement moves the mean, and the whole way.
    """

    first: NormalBelief
    second: NormalBelief
    fused: NormalBelief
    average: NormalBelief
    weights: tuple[float, float]
    apart: float
    surprise: float
    elsewhere: NormalBelief
    elsewhere_fused: NormalBelief
    elsewhere_apart: float
    motion: float
    motion_deviation: float
    predicted: NormalBelief
    third: NormalBelief
    updated: NormalBelief
    gain: float
    innovation: float
    precisions: Share
    variances: Share
    later_precisions: Share

    @property
    def contradict(self) -> bool:
        """Whether the noise hardly explains how far the two measurements are apart."""
        return self.surprise >= CONTRADICTION


def fusion_numbers(
    first: NormalBelief, second: NormalBelief, motion: float, motion_deviation: float, third: NormalBelief
) -> FusionNumbers:
    """Fuse two measurements, predict through a step, and update with a third.

    Examples
    --------
    >>> told = fusion_numbers(NormalBelief(10, 0.2), NormalBelief(11, 0.1), 1, 0.2, NormalBelief(12.2, 0.2))
    >>> round(told.fused.mean, 6), round(told.fused.deviation, 4), round(told.gain, 4)
    (10.8, 0.0894, 0.5455)
    """
    fused = first.fuse(second)
    predicted = fused.predict(motion, motion_deviation)
    difference = math.hypot(first.deviation, second.deviation)
    surprise = abs(second.mean - first.mean) / difference
    # Moved onto the first if they contradict each other; away until they do, otherwise.
    side = 1.0 if second.mean >= first.mean else -1.0
    moved = first.mean if surprise >= CONTRADICTION else first.mean + side * 5 * difference
    elsewhere = NormalBelief(moved, second.deviation)
    gain = predicted.gain(third)
    return FusionNumbers(
        first=first,
        second=second,
        fused=fused,
        average=first.plain_average(second),
        weights=(second.gain(first), first.gain(second)),
        apart=abs(second.mean - first.mean),
        surprise=surprise,
        elsewhere=elsewhere,
        elsewhere_fused=first.fuse(elsewhere),
        elsewhere_apart=abs(moved - first.mean),
        motion=motion,
        motion_deviation=motion_deviation,
        predicted=predicted,
        third=third,
        updated=predicted.fuse(third),
        gain=gain,
        innovation=third.mean - predicted.mean,
        precisions=Share(first.precision, second.precision, fused.precision),
        variances=Share(fused.deviation**2, motion_deviation**2, predicted.deviation**2),
        later_precisions=Share(predicted.precision, third.precision, predicted.fuse(third).precision),
    )


def three_digits(value: float) -> str:
    """Return a number with three significant digits and no exponent: 0.0894, 125, 3."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return str(np.format_float_positional(value, precision=3, fractional=False, trim="-"))


def equals(value: float) -> str:
    """Return "=" if three digits show all of a number, otherwise "approx", as Typst mathematics."""
    return "=" if math.isclose(float(three_digits(value)), value, rel_tol=1e-9) else "approx"


def place(mean: float, deviation: float) -> str:
    """Return a mean with as many decimals as its deviation makes sense of: 10.8, 12.02."""
    decimals = min(max(1 - math.floor(math.log10(deviation)), 1), 4)
    return shown(round(mean, decimals) + 0.0, decimals)


def place_of(belief: NormalBelief) -> str:
    """Return the mean of a belief as it is shown."""
    return place(belief.mean, belief.deviation)


def give_or_take(belief: NormalBelief) -> str:
    """Return a belief in Typst mathematics: 10.8 plus.minus 0.0894."""
    return f"{place_of(belief)} plus.minus {three_digits(belief.deviation)}"
