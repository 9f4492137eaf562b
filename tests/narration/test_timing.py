"""Pauses found in a sound, and captions fitted to them: sounds are made here, so their silences are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.narration.timing import Piece, Sound, boundaries, heard, pauses

RATE = 16_000


def voice(lengths: Sequence[float], silences: Sequence[float], noise: float = 0.0) -> Sound:
    """Sounds of these lengths with these silences before, between and after them, in a room with noise."""
    random = np.random.default_rng(3)
    parts = [np.zeros(round(silences[0] * RATE))]
    for length, silence in zip(lengths, silences[1:], strict=True):
        parts += [0.2 * random.standard_normal(round(length * RATE)), np.zeros(round(silence * RATE))]
    sound = np.concatenate(parts)
    return sound + noise * random.standard_normal(len(sound))


@pytest.mark.parametrize("noise", [0.0, 0.002, 0.01])
def test_silences_are_found(noise: float) -> None:
    """To a hundredth of a second, also where the room is not quite silent; those at the ends are none between words."""
    sound = voice([1.0, 0.5, 0.7], [0.4, 0.3, 0.2, 0.6], noise)
    assert heard(sound, RATE) == pytest.approx((0.4, 3.1), abs=0.011)
    assert [(pause.start, pause.end) for pause in pauses(sound, RATE)] == [
        pytest.approx((1.4, 1.7), abs=0.011),
        pytest.approx((2.2, 2.4), abs=0.011),
    ]


@pytest.mark.parametrize("sound", [np.zeros(RATE), np.zeros(0), 1e-5 * np.ones(RATE)])
def test_nothing_is_heard_in_silence(sound: Sound) -> None:
    """Neither words nor pauses."""
    assert heard(sound, RATE) is None
    assert pauses(sound, RATE) == []


def test_a_breath_within_a_word_is_no_pause() -> None:
    """What is shorter than six hundredths of a second belongs to a consonant."""
    assert pauses(voice([0.5, 0.5], [0, 0.04, 0]), RATE) == []


def test_a_sentence_ends_at_the_long_pause() -> None:
    """Not at a short one that lies nearer to where the lengths would put it."""
    sound = voice([1.0, 1.0, 1.2], [0, 0.12, 0.5, 0])
    sentence = Piece(2.0, True, True)
    (between,) = boundaries([sentence, sentence], pauses(sound, RATE), 0.0, len(sound) / RATE)
    assert (between.start, between.end) == pytest.approx((2.12, 2.62), abs=0.011)


def test_without_pauses_lengths_decide() -> None:
    """Someone who speaks in one breath is cut in proportion."""
    (between,) = boundaries([Piece(1.0, True, True), Piece(3.0, True, True)], [], 0.0, 8.0)
    assert (between.start, between.end) == (2.0, 2.0)
    assert boundaries([Piece(1.0, True, True)], [], 0.0, 8.0) == []


@given(
    st.lists(st.tuples(st.floats(0.8, 6.0), st.floats(-0.2, 0.2), st.floats(0.25, 0.9)), min_size=2, max_size=8),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_every_sentence_is_found(sentences: list[tuple[float, float, float]], data: st.DataObject) -> None:
    """Sentences of any lengths, spoken a fifth faster or slower than thought, with a breath inside of some of them."""
    pieces = [Piece(length, True, True) for length, _, _ in sentences]
    lengths: list[float] = []
    silences: list[float] = [0.0]
    starts = []
    clock = 0.0
    for length, hurry, silence in sentences:
        starts.append(clock)
        spoken = length * (1 + hurry)
        if spoken > 2 and data.draw(st.booleans()):
            lengths += [spoken * 0.4, spoken * 0.6]
            silences += [0.1, silence]
            clock += 0.1
        else:
            lengths.append(spoken)
            silences.append(silence)
        clock += spoken + silence
    silences[-1] = 0.0
    sound = voice(lengths, silences)
    found = boundaries(pieces, pauses(sound, RATE), 0.0, len(sound) / RATE)
    assert [0.0, *(pause.end for pause in found)] == pytest.approx(starts, abs=0.05)
