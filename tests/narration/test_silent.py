"""The silent voice: captions stand as long as reading them aloud would take."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.narration.captions import captions
from explainers.narration.silent import SilentVoice

WORDS = st.lists(
    st.sampled_from(["slope", "of", "0.5", "3.14159", "Then", "stop.", "Go!", "where,", "λ"]), max_size=80
).map(" ".join)


def test_words_take_their_time() -> None:
    """165 words a minute: a sentence of eleven words takes four seconds."""
    speech = SilentVoice().speak("one two three four five six seven eight nine ten eleven")
    assert speech.duration == pytest.approx(4.0)


def test_no_words_take_no_time() -> None:
    """A beat without words has no caption and asks for no time."""
    for words in ("", "   ", "\n"):
        speech = SilentVoice().speak(words)
        assert (speech.duration, speech.cues, speech.sound) == (0.0, (), None)


def test_digits_are_spoken_one_by_one() -> None:
    """A number of many digits takes longer to say than a word; one of one or two digits does not."""
    long, short, word = (SilentVoice(shortest_caption=0).speak(text).duration for text in ("0.642857", "12", "word"))
    assert long > 2 * word
    assert short == word


def test_a_short_caption_can_be_read() -> None:
    """Even one word stands long enough to be seen and read."""
    assert SilentVoice().speak("Why?").duration == pytest.approx(1.2)


@given(WORDS)
def test_captions_follow_each_other(words: str) -> None:
    """Cues are the captions in order, the first from the start, each where the last one ends, the last to the end."""
    speech = SilentVoice().speak(words)
    assert [cue.text for cue in speech.cues] == captions(words)
    if speech.cues:
        assert speech.cues[0].start == 0
        assert speech.cues[-1].end == speech.duration
    for cue, following in itertools.pairwise(speech.cues):
        assert cue.end == following.start
    assert all(cue.end - cue.start >= 1.2 - 1e-9 for cue in speech.cues)


@given(WORDS)
def test_nobody_has_to_read_faster_than_165_words_a_minute(words: str) -> None:
    """Every caption stands at least as long as its words take at the voice's rate."""
    for cue in SilentVoice().speak(words).cues:
        assert cue.end - cue.start >= 60 * len(cue.text.split()) / 165 - 1e-9


@given(WORDS, st.floats(60, 300))
def test_twice_the_rate_takes_half_the_time(words: str, rate: float) -> None:
    """But for the shortest captions, time is words over rate."""
    slow = SilentVoice(words_per_minute=rate, shortest_caption=0).speak(words).duration
    fast = SilentVoice(words_per_minute=2 * rate, shortest_caption=0).speak(words).duration
    assert fast == pytest.approx(slow / 2)
