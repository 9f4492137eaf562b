"""Captions as files of their own: SRT for video sites and players, WebVTT for web pages."""

from __future__ import annotations

from collections.abc import Sequence

from explainers.film.join import Mark, one_at_a_time


def srt(cues: Sequence[Mark]) -> str:
    """Write captions in SubRip's form: numbered from 1, with a comma before the milliseconds.

    The form has no escapes, so the words stand as they are.
    """
    return "\n".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(one_at_a_time(cues), start=1)
    )


def webvtt(cues: Sequence[Mark]) -> str:
    """Write captions as WebVTT (W3C), in which ``&``, ``<`` and ``>`` of the words are escaped."""
    blocks = [
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(cue.text)}\n" for cue in one_at_a_time(cues)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(milliseconds: int, separator: str) -> str:
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{milliseconds:03}"
