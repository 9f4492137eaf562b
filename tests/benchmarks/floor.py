"""The floor under every renderer: the time in which a film's pictures, painted and converted, can be encoded at all.

It holds what our own film holds: the same pictures (a held one as often as it is stored, not once a frame), the same
settings, cut at the same key frames. Every core encodes; painting, converting and reading are not timed.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from tests.benchmarks.films import Sample, frames_at, samples


@dataclass(frozen=True)
class Floor:
    """Seconds on all cores, evenly loaded; seconds of all processors; how many pictures were encoded."""

    wall: float
    cpu: float
    pictures: int


@dataclass(frozen=True)
class _Segment:
    """Pictures between two key frames: the frames at which they stand."""

    source: Path
    frames: tuple[int, ...]
    fps: int
    codec: str
    options: Mapping[str, str]


def encoding_floor(film: Path, source: Path, fps: int, codec: str, options: Mapping[str, str]) -> Floor:
    """Encode the pictures of a film again.

    Parameters
    ----------
    film
        Says which pictures are stored, and where decoding can begin.
    source
        Where the pictures are taken from: a lossless film of the same frames.
    codec, options
        How they are encoded, as FFmpeg names it.
    """
    segments = [
        _Segment(source, frames, fps, codec, dict(options)) for frames in groups_of_pictures(samples(film, fps))
    ]
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        spent = list(pool.map(_encode, segments))
    return Floor(
        wall=sum(wall for wall, _ in spent) / cores,
        cpu=sum(cpu for _, cpu in spent),
        pictures=sum(len(segment.frames) for segment in segments),
    )


def groups_of_pictures(stored: Sequence[Sample]) -> list[tuple[int, ...]]:
    """Cut a film's pictures at its key frames."""
    groups: list[list[int]] = []
    for sample in stored:
        if sample.is_key or not groups:
            groups.append([])
        groups[-1].append(sample.frame)
    return [tuple(group) for group in groups]


def _encode(segment: _Segment) -> tuple[float, float]:
    """Encode one segment from memory; returns wall seconds and processor seconds."""
    converter = VideoReformatter()
    pictures = []
    # One thread: more would take the core from a neighbour that is encoding, against the clock.
    shown = frames_at(segment.source, segment.frames, segment.fps, threads=1)
    for frame, picture in zip(segment.frames, shown, strict=True):
        converted = converter.reformat(
            picture,
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        converted.pts = frame - segment.frames[0]
        converted.time_base = Fraction(1, segment.fps)
        pictures.append(converted)
    wall, cpu = time.perf_counter(), time.process_time()
    encoder = _encoder(segment, pictures[0])
    for picture in pictures:
        encoder.encode(picture)
    encoder.encode(None)
    return time.perf_counter() - wall, time.process_time() - cpu


def _encoder(segment: _Segment, picture: VideoFrame) -> VideoCodecContext:
    encoder = av.CodecContext.create(segment.codec, "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, segment.fps), Fraction(segment.fps)
    encoder.thread_count = 1
    encoder.options = dict(segment.options)
    return encoder
