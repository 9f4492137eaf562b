"""Loudness as broadcasters measure it (ITU-R BS.1770-4), and speech brought to one loudness, without distortion."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly, sosfilt

from explainers.film.sound import RATE, Mono

TARGET = -16.0
"""LUFS of speech: what podcasts and video sites ask for."""
HIGHEST_PEAK = -2.5
"""Decibels that no peak passes, between samples either: encoding with loss adds some tenths to them."""
LOUDER_TWICE = 10 * np.log10(2)
"""One channel is heard from two loudspeakers."""

OVERSAMPLING = 4
LOOKAHEAD = 0.005
"""Seconds in which the limiter turns down before a peak and up again after it."""
FINE = 0.05
"""Decibels from the target that nobody hears."""

_BLOCK, _STEP = round(0.4 * RATE), round(0.1 * RATE)
_K_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)
"""The shelf of a head and the high-pass of an ear, for 48 kHz: tables 1 and 2 of BS.1770-4."""


def integrated_loudness(samples: Mono) -> float:
    """Measure the loudness, in LUFS, of one channel that is heard from two sides; minus infinity if it is silent.

    Blocks of 0.4 seconds count that are above -70 LUFS, and not 10 below the others (BS.1770-4, annex 1). It is
    measured as it stands in a film: with silence around it.
    """
    padded = np.pad(samples, _BLOCK)
    squares = np.concatenate([[0.0], np.cumsum(sosfilt(_K_WEIGHTING, padded) ** 2)])
    starts = np.arange(0, len(padded) - _BLOCK + 1, _STEP)
    powers = (squares[starts + _BLOCK] - squares[starts]) / _BLOCK
    heard = powers[_lufs(powers) > -70.0]
    if not heard.size:
        return -np.inf
    heard = heard[_lufs(heard) > _lufs(heard.mean()) - 10.0]
    return float(_lufs(heard.mean()))


def true_peak(samples: Mono) -> float:
    """Measure the highest peak, between the samples too, in decibels of what can be played."""
    return float(20 * np.log10(max(1e-9, np.abs(_oversampled(samples)).max(initial=0.0))))


def at_target(samples: Mono) -> Mono:
    """Bring speech to -16 LUFS. Peaks that would become too high are turned down, each by itself."""
    gain = TARGET - integrated_loudness(samples)
    fine, limited = np.abs(_oversampled(samples)), samples
    for _ in range(6):
        factor = 10 ** (gain / 20)
        limited = _limited(samples * factor, fine * factor)
        missing = TARGET - integrated_loudness(limited)
        if abs(missing) < FINE:
            break
        gain += missing
    return limited


def _limited(samples: Mono, fine: Mono) -> Mono:
    """Turn down before a peak and up again after it, so smoothly that it is not heard.

    Parameters
    ----------
    fine
        The size of the same sound, oversampled.
    """
    highest = 10 ** (HIGHEST_PEAK / 20)
    half = round(LOOKAHEAD * RATE) * OVERSAMPLING
    peaks = maximum_filter1d(fine, OVERSAMPLING)
    gains = minimum_filter1d(np.minimum(1.0, highest / np.maximum(peaks, 1e-9)), 2 * half + 1)
    # A mean of minima over the same reach is nowhere above what a peak allows.
    smooth = uniform_filter1d(uniform_filter1d(gains, half), half)
    return np.asarray(samples * smooth[::OVERSAMPLING][: len(samples)])


def _oversampled(samples: Mono) -> Mono:
    return np.asarray(resample_poly(samples, OVERSAMPLING, 1))


def _lufs(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.asarray(-0.691 + LOUDER_TWICE + 10 * np.log10(np.maximum(power, 1e-12)))
