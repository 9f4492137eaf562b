"""Sounds mixed: each where it begins, as loud as it was, and never distorted."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from explainers.film.sound import LOUDEST, RATE, Sound, mix
from explainers.spec.errors import MathframesError


def tone(path: Path, level: float = 0.25, rate: int = RATE, channels: int = 1, length: float = 0.5) -> Path:
    """Write a square wave that keeps at one level, which resampling does not change in its middle."""
    samples = np.full((round(rate * length), channels), round(level * 32768), "<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


@pytest.mark.parametrize(("rate", "channels"), [(RATE, 2), (RATE, 1), (44_100, 2), (22_050, 1)])
def test_a_sound_begins_where_it_is_placed(tmp_path: Path, rate: int, channels: int) -> None:
    """Whatever its rate and channels, it is silent before, as loud as in the file within, and silent after."""
    mixed = mix([Sound(tone(tmp_path / "a.wav", rate=rate, channels=channels), 0.75)], 2 * RATE)
    assert mixed.shape == (2, 2 * RATE)
    start, end = round(0.75 * RATE), round(1.25 * RATE)
    assert not mixed[:, : start - 10].any()
    assert mixed[:, start + 500 : end - 500] == pytest.approx(0.25, abs=0.002)
    assert not mixed[:, end + 100 :].any()


def test_gain_is_in_decibels(tmp_path: Path) -> None:
    """Twenty decibels less is a tenth."""
    mixed = mix([Sound(tone(tmp_path / "a.wav"), 0, -20)], RATE // 4)
    assert mixed[:, 1000] == pytest.approx(0.025, rel=1e-3)


def test_sounds_add_up(tmp_path: Path) -> None:
    """Where two sound at once there is their sum, elsewhere each alone."""
    one, other = Sound(tone(tmp_path / "a.wav", 0.25), 0), Sound(tone(tmp_path / "b.wav", 0.125), 0.25)
    mixed = mix([one, other], RATE)
    assert [mixed[0, round(time * RATE)] for time in (0.1, 0.4, 0.6, 0.9)] == pytest.approx([0.25, 0.375, 0.125, 0])


def test_too_loud_is_turned_down_as_a_whole(tmp_path: Path) -> None:
    """The loudest sample is just below the limit, and quiet parts keep their share of it."""
    loud = [Sound(tone(tmp_path / f"{number}.wav", 0.9), 0.25 * number) for number in range(2)]
    mixed = mix(loud, RATE)
    assert np.abs(mixed).max() == pytest.approx(LOUDEST)
    assert mixed[0, round(0.1 * RATE)] == pytest.approx(LOUDEST / 2, rel=1e-3)


def test_the_film_ends_the_sound(tmp_path: Path) -> None:
    """What goes on after the film, begins after it or lies before it is not heard."""
    file = tone(tmp_path / "a.wav")
    mixed = mix([Sound(file, 0.25), Sound(file, 99), Sound(file, -0.4)], RATE // 2)
    assert mixed.shape == (2, RATE // 2)
    assert [mixed[0, round(time * RATE)] for time in (0.05, 0.2, 0.45)] == pytest.approx([0.25, 0, 0.25])


@pytest.mark.parametrize(
    ("content", "what"), [(None, "is not there"), (b"", "cannot be read"), (b"not a sound", "cannot be read")]
)
def test_a_file_that_is_no_sound_is_named(tmp_path: Path, content: bytes | None, what: str) -> None:
    """One line says which file it is."""
    if content is not None:
        (tmp_path / "bell.wav").write_bytes(content)
    with pytest.raises(MathframesError, match=rf"bell\.wav {what}") as caught:
        mix([Sound(tmp_path / "bell.wav", 0)], RATE)
    assert "\n" not in str(caught.value)


def test_a_file_without_sound_is_named(tmp_path: Path) -> None:
    """A WAV file of no length holds no sound."""
    with pytest.raises(MathframesError, match=r"a\.wav holds no sound"):
        mix([Sound(tone(tmp_path / "a.wav", length=0), 0)], RATE)
