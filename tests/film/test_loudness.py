"""Loudness against FFmpeg's meter, and speech brought to one loudness."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explainers.film.loudness import HIGHEST_PEAK, TARGET, at_target, integrated_loudness, true_peak
from explainers.film.sound import RATE, Mono, write_flac
from tests.film.meter import Measured, measured


def babble(seconds: float, level: float, seed: int = 1) -> Mono:
    """Noise in syllables: loud and quiet, with pauses, and peaks far above its mean, as speech has them."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    noise = np.convolve(random.standard_normal(len(time)), np.ones(24) / 24, mode="same")
    syllables = np.maximum(0, np.sin(2 * np.pi * 4 * time)) ** 3 * (np.sin(2 * np.pi * 0.3 * time) > -0.6)
    spikes = np.where(random.random(len(time)) < 2e-4, 6.0, 0.0)
    return np.asarray(level * (noise + spikes) * syllables)


def metered(samples: Mono, folder: Path) -> Measured:
    """What FFmpeg measures of samples, which must not clip in the file."""
    write_flac(samples, folder / "sound.flac")
    return measured(folder / "sound.flac")


@pytest.mark.parametrize("level", [0.02, 0.1, 0.15])
@pytest.mark.parametrize("seconds", [1.5, 8.0])
def test_it_is_what_another_meter_says(tmp_path: Path, seconds: float, level: float) -> None:
    """Loudness to a tenth of a unit, and the peak between samples to three tenths of a decibel."""
    samples = babble(seconds, level)
    other = metered(samples, tmp_path)
    assert integrated_loudness(samples) == pytest.approx(other.loudness, abs=0.1)
    assert true_peak(samples) == pytest.approx(other.peak, abs=0.3)


def test_a_tone_of_a_known_loudness() -> None:
    """A sine of 997 Hz at -20 decibels, on both sides, has -20 LUFS (BS.1770: -23 on each)."""
    tone = 0.1 * np.sin(2 * np.pi * 997 * np.arange(30 * RATE) / RATE)
    assert integrated_loudness(tone) == pytest.approx(-20.0, abs=0.05)


def test_silence_has_none() -> None:
    """Nothing is heard, however short it is."""
    assert integrated_loudness(np.zeros(RATE)) == -np.inf
    assert integrated_loudness(np.zeros(10)) == -np.inf


@pytest.mark.parametrize("level", [0.01, 0.3, 2.0])
@pytest.mark.parametrize("seconds", [0.7, 6.0])
def test_every_sound_becomes_as_loud(tmp_path: Path, seconds: float, level: float) -> None:
    """-16 LUFS, and no peak above the limit, by another meter; its length stays."""
    samples = babble(seconds, level)
    levelled = at_target(samples)
    other = metered(levelled, tmp_path)
    assert len(levelled) == len(samples)
    # Of less than a second, meters see only a few blocks, each begun at its own time.
    assert other.loudness == pytest.approx(TARGET, abs=0.3 if seconds > 1 else 0.6)
    assert other.peak < HIGHEST_PEAK + 0.3


def test_turning_down_is_not_clipping() -> None:
    """Where a peak is turned down, its surroundings are, too: the shape of the wave stays."""
    samples = babble(4.0, 0.3)
    (heard,) = np.nonzero(np.abs(samples) > 0.02)
    gains = at_target(samples)[heard] / samples[heard]
    assert gains.min() < 0.9 * gains.max()
    assert gains.min() > 0
    assert np.abs(np.diff(gains) / np.diff(heard)).max() < 0.01 * gains.max()
