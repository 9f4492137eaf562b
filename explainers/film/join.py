"""Clips to one film, without encoding again: packets are copied, with chapters and captions beside them."""

from __future__ import annotations

import heapq
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream

from explainers.film.clips import CODECS, MILLISECONDS, checked, pictures
from explainers.film.sound import RATE, Sound, add_track, mix, track
from explainers.spec.errors import MathframesError

_ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""How captions look unless the player decides: FFmpeg asks for a style sheet before it opens a subtitle track."""


@dataclass(frozen=True)
class Mark:
    """A chapter or a caption: seconds from the start of the film."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class TimedText:
    """A caption as it is written to a file: whole milliseconds, lines without gaps, and no other caption beside it."""

    start: int
    end: int
    text: str


def one_at_a_time(captions: Sequence[Mark]) -> tuple[TimedText, ...]:
    """Settle captions to the millisecond, in order and never two at once.

    A caption ends at the latest where the next one starts. Captions that start together stand together, one above
    the other. What has no text or lasts no millisecond is left out, and so are empty lines: they end a cue in SRT.
    """
    settled: list[TimedText] = []
    for mark in sorted(captions, key=lambda mark: round(mark.start * MILLISECONDS)):
        start, end = max(0, round(mark.start * MILLISECONDS)), round(mark.end * MILLISECONDS)
        text = "\n".join(line.strip() for line in mark.text.splitlines() if line.strip())
        if not text or end <= start:
            continue
        if settled and settled[-1].start == start:
            last = settled.pop()
            start, end, text = last.start, max(last.end, end), f"{last.text}\n{text}"
        elif settled and settled[-1].end > start:
            last = settled.pop()
            settled.append(TimedText(last.start, start, last.text))
        settled.append(TimedText(start, end, text))
    return tuple(settled)


def join(
    clips: Sequence[Path],
    target: Path,
    *,
    fps: int,
    title: str,
    chapters: Sequence[Mark],
    captions: Sequence[Mark],
    sounds: Sequence[Sound] = (),
) -> None:
    """Write one film from clips that were encoded alike, with chapter marks, a subtitle track and a sound track.

    Frame k stands at exactly k / fps. One clock of fps * 1000 ticks a second serves pictures, captions and chapters,
    so that a frame and a millisecond are both a whole number of ticks. (WebM itself counts in milliseconds.)

    Parameters
    ----------
    clips
        As `ClipEncoder` writes them: each starts with a key frame, and none refers to another.
    target
        An MP4, MOV or WebM file, by its ending. Written in place; what was there is lost even if joining fails.
    chapters, captions, sounds
        Cut off where the film ends. Without captions there is no subtitle track, without sounds no sound track.

    Raises
    ------
    MathframesError
        If there is no clip, or a clip or a sound cannot be read or does not fit. It is named.
    """
    if not clips:
        raise MathframesError("There is no clip to join: the film would be empty.")
    ending = target.suffix.lower()
    if ending not in CODECS:
        raise MathframesError(f"{target.name}: clips cannot be joined to this format. Known are {', '.join(CODECS)}.")
    clock = fps * MILLISECONDS
    found = checked(clips, fps, ending)
    duration = sum(clip.frames for clip in found) * MILLISECONDS
    mixed = mix(sounds, duration * RATE // clock) if sounds else None
    with av.open(str(target), "w", format=ending[1:], container_options=_container_options(ending, clock)) as film:
        film.metadata["title"] = title
        film.set_chapters(
            [
                {"id": number, "start": start, "end": end, "time_base": Fraction(1, clock), "metadata": {"title": text}}
                for number, (start, end, text) in enumerate(_within(chapters, fps, duration))
            ]
        )
        with av.open(str(clips[0])) as first:
            source = first.streams.video[0]
            video = film.add_stream_from_template(source)
            if "alpha_mode" in source.metadata:
                video.metadata["alpha_mode"] = source.metadata["alpha_mode"]
        tracks = [pictures(found, video, fps)]
        if mixed is not None:
            tracks.append(track(mixed, add_track(film, "libopus" if ending == ".webm" else "aac")))
        if captions:
            stream = _subtitle_stream(film, "webvtt" if ending == ".webm" else "mov_text", clock)
            tracks.append(_subtitles(captions, stream, fps, duration))
        for packet in heapq.merge(*tracks, key=_decoded_at):
            film.mux(packet)


def _container_options(ending: str, clock: int) -> dict[str, str]:
    if ending == ".webm":
        return {}
    return {"movflags": "+faststart", "video_track_timescale": str(clock), "movie_timescale": str(clock)}


def _decoded_at(packet: Packet[Any]) -> Fraction:
    assert packet.dts is not None
    return packet.dts * packet.time_base


def _subtitle_stream(film: OutputContainer, codec: str, clock: int) -> SubtitleStream:
    stream = cast(SubtitleStream, film.add_stream(codec))
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.time_base = Fraction(1, clock)
    stream.metadata["language"] = "eng"
    stream.metadata["handler_name"] = "English captions"
    stream.disposition = Disposition.default
    return stream


def _subtitles(captions: Sequence[Mark], track: SubtitleStream, fps: int, duration: int) -> Iterator[Packet[Any]]:
    """Make the samples of a subtitle track, which fill the film from its first tick to its last.

    A sample stands until the next one; silence is therefore a sample without text. The muxer would put such samples
    in by itself, but only where another track's clock shows it the gap. WebM needs none: its samples know their length.
    Samples are made here and not by FFmpeg's encoder, which would read braces and backslashes in the words as style
    codes.
    """
    web = track.codec_context.name == "webvtt"

    def sample(start: int, end: int, text: str) -> Packet[Any]:
        words = html.escape(text, quote=False).encode() if web else text.encode()
        packet = Packet(words if web else len(words).to_bytes(2, "big") + words)
        packet.pts = packet.dts = start
        packet.duration = end - start
        packet.time_base = Fraction(1, fps * MILLISECONDS)
        packet.is_keyframe = True
        packet.stream = track
        return packet

    clear_from = 0
    for caption in one_at_a_time(captions):
        start, end = caption.start * fps, min(caption.end * fps, duration)
        if start >= duration:
            break
        if clear_from < start and not web:
            yield sample(clear_from, start, "")
        yield sample(start, end, caption.text)
        clear_from = end
    if clear_from < duration and not web:
        yield sample(clear_from, duration, "")


def _within(marks: Sequence[Mark], fps: int, duration: int) -> Iterator[tuple[int, int, str]]:
    """Turn chapter marks into ticks, as far as they lie in the film."""
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = (min(round(seconds * fps * MILLISECONDS), duration) for seconds in (mark.start, mark.end))
        if start < end:
            yield start, end, mark.text
