"""Clips to one film, without encoding again: packets are copied, with chapters and captions beside them."""

from __future__ import annotations

import heapq
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
from av.video.stream import VideoStream

from explainers.spec.errors import MathframesError

MILLISECONDS = 1000

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
    clips: Sequence[Path], target: Path, *, fps: int, title: str, chapters: Sequence[Mark], captions: Sequence[Mark]
) -> None:
    """Write one MP4 from clips that were encoded alike, with chapter marks and a subtitle track.

    Frame k stands at exactly k / fps. One clock of fps * 1000 ticks a second serves pictures, captions and chapters,
    so that a frame and a millisecond are both a whole number of ticks.

    Parameters
    ----------
    clips
        H.264 without B-frames, each starting with a key frame, as `ClipEncoder` writes them.
    target
        Written in place; what was there is lost even if joining fails.
    chapters, captions
        Cut off where the film ends. Without captions there is no subtitle track.

    Raises
    ------
    MathframesError
        If there is no clip, or one cannot be read or does not fit the others. The clip is named.
    """
    if not clips:
        raise MathframesError("There is no clip to join: the film would be empty.")
    clock = fps * MILLISECONDS
    frames = _checked_frames(clips, fps)
    duration = frames * MILLISECONDS
    options = {"movflags": "+faststart", "video_track_timescale": str(clock), "movie_timescale": str(clock)}
    with av.open(str(target), "w", format="mp4", container_options=options) as film:
        film.metadata["title"] = title
        film.set_chapters(
            [
                {"id": number, "start": start, "end": end, "time_base": Fraction(1, clock), "metadata": {"title": text}}
                for number, (start, end, text) in enumerate(_within(chapters, fps, duration))
            ]
        )
        with av.open(str(clips[0])) as first:
            video = film.add_stream_from_template(first.streams.video[0])
        tracks = [_pictures(clips, video, clock)]
        if captions:
            tracks.append(_subtitles(captions, _subtitle_stream(film, clock), fps, duration))
        for packet in heapq.merge(*tracks, key=lambda packet: cast(int, packet.pts)):
            film.mux(packet)


def _checked_frames(clips: Sequence[Path], fps: int) -> int:
    """Count the frames of all clips; each must be what the first one is."""
    expected: dict[str, object] = {}
    frames = 0
    for clip in clips:
        try:
            with av.open(str(clip)) as container:
                if not container.streams.video:
                    raise MathframesError(f"Clip {clip.name} holds no pictures. Render it again.")
                stream = container.streams.video[0]
                found = _traits(stream)
                frames += _frames(stream.duration, stream.time_base, fps)
        except av.FFmpegError as error:
            raise MathframesError(f"Clip {clip.name} cannot be read ({error.strerror}). Render it again.") from error
        expected = expected or found | {"codec": "h264"}
        for trait, value in expected.items():
            if found[trait] != value:
                difference = "" if isinstance(value, bytes) else f" ({found[trait]}, not {value})"
                raise MathframesError(
                    f"Clip {clip.name} does not fit the film: its {trait} differs{difference}. "
                    "Render all clips with the same settings."
                )
    return frames


def _traits(stream: VideoStream) -> dict[str, object]:
    """Everything that one track can have only once."""
    context = stream.codec_context
    return {
        "codec": context.name,
        "size": f"{context.width}x{context.height}",
        "pixel format": context.pix_fmt,
        "encoding": context.extradata,
    }


def _pictures(clips: Sequence[Path], track: VideoStream, clock: int) -> Iterator[Packet[Any]]:
    """Copy the packets of all clips, each frame at its place in the film."""
    fps = clock // MILLISECONDS
    frame = 0
    for clip in clips:
        with av.open(str(clip)) as container:
            source = container.streams.video[0]
            packets = (packet for packet in container.demux(source) if packet.size)
            for position, packet in enumerate(packets):
                if packet.pts != packet.dts or (position == 0 and not packet.is_keyframe):
                    raise MathframesError(
                        f"Clip {clip.name} cannot stand behind another: it has B-frames or starts without a key frame. "
                        "Render it again."
                    )
                lasts = _frames(packet.duration, packet.time_base, fps)
                packet.pts = packet.dts = frame * MILLISECONDS
                packet.duration = lasts * MILLISECONDS
                packet.time_base = Fraction(1, clock)
                packet.stream = track
                yield packet
                frame += lasts


def _frames(duration: int | None, clock: Fraction | None, fps: int) -> int:
    """Count the frames that something stands for: a held picture is one packet and many frames."""
    return round((duration or 0) * (clock or Fraction(0)) * fps)


def _subtitle_stream(film: OutputContainer, clock: int) -> SubtitleStream:
    stream = film.add_stream("mov_text")
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.time_base = Fraction(1, clock)
    stream.metadata["language"] = "eng"
    stream.metadata["handler_name"] = "English captions"
    stream.disposition = Disposition.default
    return stream


def _subtitles(captions: Sequence[Mark], track: SubtitleStream, fps: int, duration: int) -> Iterator[Packet[Any]]:
    """Make the samples of a subtitle track, which fill the film from its first tick to its last.

    A sample stands until the next one; silence is therefore a sample without text. The muxer would put such samples
    in by itself, but only where another track's clock shows it the gap. Samples are made here and not by FFmpeg's
    encoder, which would read braces and backslashes in the words as style codes.
    """

    def sample(start: int, end: int, text: str) -> Packet[Any]:
        words = text.encode()
        packet = Packet(len(words).to_bytes(2, "big") + words)
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
        if clear_from < start:
            yield sample(clear_from, start, "")
        yield sample(start, end, caption.text)
        clear_from = end
    if clear_from < duration:
        yield sample(clear_from, duration, "")


def _within(marks: Sequence[Mark], fps: int, duration: int) -> Iterator[tuple[int, int, str]]:
    """Turn chapter marks into ticks, as far as they lie in the film."""
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = (min(round(seconds * fps * MILLISECONDS), duration) for seconds in (mark.start, mark.end))
        if start < end:
            yield start, end, mark.text
