"""Caption files: read back, they say what was meant, when it was meant."""

import re

import srt as srt_reader  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.join import Mark, one_at_a_time
from explainers.production.captions import srt, webvtt

LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
WORDS = st.lists(LINES, min_size=1, max_size=2).map("\n".join)


@st.composite
def spoken(draw) -> list[Mark]:
    """Draw captions as a voice gives them: in order, some touching, some with a gap, at any fraction of a second."""
    clock, marks = 0.0, []
    for text in draw(st.lists(WORDS, max_size=8)):
        start = clock + draw(st.one_of(st.just(0.0), st.floats(0.01, 4000)))
        clock = start + draw(st.floats(0.01, 20))
        marks.append(Mark(start, clock, text))
    return marks


ANY_MARKS = st.lists(st.builds(Mark, st.floats(-1, 20), st.floats(-1, 20), st.text(max_size=20)), max_size=10)


@given(spoken())
def test_srt_reads_back_to_the_millisecond(marks):
    """A reader of SRT finds every caption, with its words and its times rounded to the millisecond."""
    found = [
        (round(cue.start.total_seconds() * 1000), round(cue.end.total_seconds() * 1000), cue.content)
        for cue in srt_reader.parse(srt(marks))
    ]
    assert found == [(round(mark.start * 1000), round(mark.end * 1000), mark.text) for mark in marks]


@given(ANY_MARKS)
def test_captions_never_overlap(marks):
    """Whatever comes in, captions that come out are in order, last a while, and one is over before the next."""
    settled = one_at_a_time(marks)
    times = [time for cue in settled for time in (cue.start, cue.end)]
    assert times == sorted(times)
    assert all(0 <= cue.start < cue.end and cue.text for cue in settled)
    assert [cue.index for cue in srt_reader.parse(srt(marks))] == list(range(1, len(settled) + 1))


@given(spoken())
def test_webvtt_reads_back(marks):
    """WebVTT holds the same captions; unescaped they are the words, and nothing in them looks like a tag."""
    header, *blocks = webvtt(marks).split("\n\n") if marks else ["WEBVTT"]
    assert header == "WEBVTT"
    assert len(blocks) == len(marks)
    for block, cue in zip(blocks, one_at_a_time(marks), strict=True):
        timing, _, text = block.removesuffix("\n").partition("\n")
        assert re.fullmatch(r"\d\d+:\d\d:\d\d\.\d{3} --> \d\d+:\d\d:\d\d\.\d{3}", timing)
        assert not re.search("[<>]|&(?!amp;|lt;|gt;)", text)
        assert text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == cue.text


def test_srt_form():
    """SRT numbers its cues from 1, has a comma before the milliseconds and an empty line between cues."""
    assert srt([Mark(0, 1.5, "One\ntwo"), Mark(3661.0004, 3662, "a < b")]) == (
        "1\n00:00:00,000 --> 00:00:01,500\nOne\ntwo\n\n2\n01:01:01,000 --> 01:01:02,000\na < b\n"
    )


def test_webvtt_form():
    """WebVTT begins with its name, has a point before the milliseconds and escapes its words."""
    assert webvtt([Mark(0, 1.5, "R&D: a < b --> c")]) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nR&amp;D: a &lt; b --&gt; c\n"
    )


def test_no_captions():
    """Without words there is an empty SRT and a WebVTT that is only its header."""
    assert srt([]) == ""
    assert webvtt([]) == "WEBVTT\n"
