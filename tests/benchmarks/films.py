"""Reads films that others made: how many frames they show, and what is seen at each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace

Array = npt.NDArray[np.float32]

RED_AND_BLUE = {Colorspace.ITU709: (0.2126, 0.0722), Colorspace.ITU601: (0.299, 0.114)}
"""What red and blue weigh in luma: ITU-R BT.709-6 and BT.601-7."""

UNTAGGED = Colorspace.ITU601
"""What FFmpeg's converter takes where nothing is said: stock Manim says nothing."""


@dataclass(frozen=True)
class Sample:
    """One stored picture: the frame at which it is first shown, and whether decoding can begin with it."""

    frame: int
    is_key: bool


def frame_count(film: Path, fps: int) -> int:
    """How many frames long a film is: a held picture may be stored once and count many times."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        return round(stream.duration * stream.time_base * fps)


def samples(film: Path, fps: int) -> tuple[Sample, ...]:
    """Every stored picture of a film, in the order of time."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        found = [
            Sample(round(packet.pts * Fraction(packet.time_base) * fps), packet.is_keyframe)
            for packet in container.demux(stream)
            if packet.pts is not None and packet.time_base is not None and packet.size
        ]
    return tuple(sorted(found, key=lambda sample: sample.frame))


def frames_at(film: Path, wanted: Sequence[int], fps: int, threads: int = 0) -> Iterator[VideoFrame]:
    """Decode what is seen at each of these frames, which are in rising order; as many threads as cores if 0."""
    if not wanted:
        return
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = threads
        assert stream.time_base is not None
        container.seek(int(wanted[0] / (stream.time_base * fps)), stream=stream, backward=True)
        left = list(reversed(wanted))
        seen: VideoFrame | None = None
        for frame in container.decode(stream):
            assert frame.pts is not None
            starts = round(frame.pts * stream.time_base * fps)
            assert seen is not None or starts <= wanted[0], "the film was entered too late"
            while left and seen is not None and left[-1] < starts:
                left.pop()
                yield seen
            if not left:
                return
            seen = frame
        assert seen is not None
        yield from [seen] * len(left)


def matrix_of(frame: VideoFrame) -> Colorspace:
    """Say by which standard a frame's colours were mixed."""
    return Colorspace.ITU709 if frame.colorspace == Colorspace.ITU709 else UNTAGGED


def planes(frame: VideoFrame) -> tuple[Array, Array, Array]:
    """Luma and the two colour differences as they are stored, in limited range; 4:2:0, so the last two are smaller."""
    assert frame.format.name == "yuv420p", frame.format.name
    read = []
    for plane in frame.planes:
        rows = np.frombuffer(bytes(plane), np.uint8).reshape(plane.height, plane.line_size)
        read.append(rows[:, : plane.width].astype(np.float32))
    return read[0], read[1], read[2]


def luma(rgb: npt.NDArray[np.uint8], matrix: Colorspace) -> Array:
    """Mix red, green and blue as a standard says, to limited range and without rounding."""
    red, blue = RED_AND_BLUE[matrix]
    weights = np.array([red, 1 - red - blue, blue], np.float32) * np.float32(219 / 255)
    return np.asarray(rgb.astype(np.float32) @ weights + np.float32(16))


def decoded_rgb(frame: VideoFrame) -> Array:
    """Red, green and blue by the formulas of the standard; each colour difference stands for two by two pixels."""
    red_weight, blue_weight = RED_AND_BLUE[matrix_of(frame)]
    y, cb, cr = planes(frame)
    light = (y - 16) * np.float32(255 / 219)
    wide = [np.repeat(np.repeat(plane, 2, axis=0), 2, axis=1)[: y.shape[0], : y.shape[1]] for plane in (cb, cr)]
    toward_blue, toward_red = ((plane - 128) * np.float32(255 / 112) for plane in wide)
    red = light + np.float32(1 - red_weight) * toward_red
    blue = light + np.float32(1 - blue_weight) * toward_blue
    green = (light - red_weight * red - blue_weight * blue) / (1 - red_weight - blue_weight)
    return np.clip(np.stack([red, green, blue], axis=-1), 0, 255)
