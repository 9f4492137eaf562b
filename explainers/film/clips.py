"""Clips as they are read: checked that they fit each other, and their packets moved to their place in the film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from explainers.spec.errors import MathframesError

MILLISECONDS = 1000

CODECS = {".mp4": ("h264",), ".mov": ("prores", "h264"), ".webm": ("vp9",)}
"""What a film of each ending may hold."""

_QUICKLY = {"probesize": "32", "analyzeduration": "0", "fpsprobesize": "0"}
_UNSEEN: Any = [{"skip_frame": "all", "threads": "1"}]
"""Open without decoding: all that is asked for stands in the header, and a lesson has hundreds of clips."""

WAIT = 2
"""Frames that a picture waits at most for later ones, which are decoded before it: B-frames may refer to each other."""


@dataclass(frozen=True)
class Clip:
    """A clip that fits the film.

    Parameters
    ----------
    frames
        That it stands for.
    wait
        Frames from decoding a picture that nothing later is needed for to showing it.
    """

    path: Path
    frames: int
    wait: int


def checked(paths: Sequence[Path], fps: int, ending: str) -> tuple[Clip, ...]:
    """Look at all clips before anything is written.

    Raises
    ------
    MathframesError
        If one cannot be read, does not fit the others or a film of this ending. It is named.
    """
    expected: dict[str, object] = {}
    clips = []
    for path in paths:
        try:
            with _opened(path) as container:
                if not container.streams.video:
                    raise MathframesError(f"Clip {path.name} holds no pictures. Render it again.")
                found = _traits(container.streams.video[0])
                # Only clips whose frames may stand in another order than they are shown in are Matroska.
                wait = WAIT if found["codec"] == "h264" and "matroska" in container.format.name else 0
                clips.append(Clip(path, _frames_in(container, fps), wait))
        except av.FFmpegError as error:
            raise MathframesError(f"Clip {path.name} cannot be read ({error.strerror}). Render it again.") from error
        if found["codec"] not in CODECS[ending]:
            raise MathframesError(
                f"Clip {path.name} does not fit the film: its codec is {found['codec']}, and a {ending} film holds "
                f"{' or '.join(CODECS[ending])}. Render it for this format."
            )
        expected = expected or found
        for trait, value in expected.items():
            if found[trait] != value:
                difference = "" if isinstance(value, bytes) else f" ({found[trait]}, not {value})"
                raise MathframesError(
                    f"Clip {path.name} does not fit the film: its {trait} differs{difference}. "
                    "Render all clips with the same settings."
                )
    return tuple(clips)


def pictures(clips: Sequence[Clip], track: VideoStream, fps: int) -> Iterator[Packet[Any]]:
    """Copy the packets of all clips, each frame at its place in the film: k / fps, on a clock of fps * 1000 ticks.

    A packet is decoded when those before it have lasted, all together, less the frames that the film waits. So the time
    from one packet to the next is what the first one lasts, as MP4 wants it, and from decoding to showing it is the
    same for each key frame, by which players look for the place to begin.
    """
    start = 0
    for clip in clips:
        with _opened(clip.path) as container:
            packets = [packet for packet in container.demux(container.streams.video[0]) if packet.size]
        places = [_place(packet, fps) for packet in packets]
        shown = [*sorted(places), clip.frames]
        lasts = {place: following - place for place, following in pairwise(shown)}
        decoded = [0, *accumulate(lasts[place] for place in places)]
        waits = max((time - place for time, place in zip(decoded, places, strict=False)), default=0)
        if not packets or not packets[0].is_keyframe or places[0] != 0 or waits > clip.wait:
            raise MathframesError(
                f"Clip {clip.path.name} cannot stand behind another: it starts without a key frame, or its frames wait "
                "for too many later ones. Render it again."
            )
        for packet, place, time in zip(packets, places, decoded, strict=False):
            packet.pts, packet.dts = (start + place) * MILLISECONDS, (start + time - clip.wait) * MILLISECONDS
            packet.duration = lasts[place] * MILLISECONDS
            packet.time_base = Fraction(1, fps * MILLISECONDS)
            packet.stream = track
            yield packet
        start += clip.frames


def _opened(path: Path) -> InputContainer:
    return av.open(str(path), options=_QUICKLY, stream_options=_UNSEEN)


def _traits(stream: VideoStream) -> dict[str, object]:
    """Everything that one track can have only once."""
    context = stream.codec_context
    return {
        "codec": context.name,
        "size": f"{context.width}x{context.height}",
        "transparency": stream.metadata.get("alpha_mode", "0"),
        "encoding": context.extradata,
        "kind": context.codec_tag,
    }


def _frames_in(container: InputContainer, fps: int) -> int:
    """Count the frames that a clip stands for: a held picture is one packet and many frames."""
    stream = container.streams.video[0]
    if stream.duration is not None and stream.time_base is not None:
        return round(stream.duration * stream.time_base * fps)
    return round(Fraction(container.duration or 0, av.time_base) * fps)


def _place(packet: Packet[Any], fps: int) -> int:
    """The frame of its clip at which a packet is shown."""
    assert packet.pts is not None
    return round(packet.pts * packet.time_base * fps)
