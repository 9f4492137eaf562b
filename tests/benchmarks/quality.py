"""How near a film comes to the pictures that were painted: the peak signal-to-noise ratio."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.benchmarks.films import decoded_rgb, frame_count, frames_at, luma, matrix_of, planes

FRAMES = 60
IDENTICAL = 100.0
"""Decibels that stand for no difference at all."""


@dataclass(frozen=True)
class Quality:
    """Decibels over frames spread evenly over a film.

    `luma` and `rgb` (red, green and blue together) are of the squared difference over all frames, `worst` is the luma
    of the one frame that came out worst.
    """

    luma: float
    rgb: float
    worst: float


def decibels(squared_difference: float) -> float:
    """Turn a mean squared difference of eight-bit values into a peak signal-to-noise ratio."""
    if squared_difference <= 0:
        return IDENTICAL
    return min(IDENTICAL, float(10 * np.log10(255**2 / squared_difference)))


def compare(film: Path, reference: Path, fps: int, frames: int = FRAMES) -> Quality:
    """Compare a film with a lossless one of the same pictures.

    Both luma and colours are worked out from the film by the standard it says it follows, in floating point: what a
    film loses by the way in which it was converted, and by 4:2:0, counts as it does for who sees it.
    """
    length = min(frame_count(film, fps), frame_count(reference, fps))
    wanted = [int(place) for place in np.unique(np.linspace(0, length - 1, min(frames, length)).round())]
    in_luma, in_colours = [], []
    for shown, exact in zip(frames_at(film, wanted, fps), frames_at(reference, wanted, fps), strict=True):
        painted = np.asarray(exact.to_ndarray(format="rgb24"), np.uint8)
        in_luma.append(_squared(planes(shown)[0] - luma(painted, matrix_of(shown))))
        in_colours.append(_squared(decoded_rgb(shown) - painted))
    return Quality(
        luma=decibels(float(np.mean(in_luma))),
        rgb=decibels(float(np.mean(in_colours))),
        worst=decibels(max(in_luma)),
    )


def _squared(difference: npt.NDArray[np.float32]) -> float:
    return float(np.mean(np.square(difference), dtype=np.float64))
