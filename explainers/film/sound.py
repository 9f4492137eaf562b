"""Sounds to one track: read in any format, placed on the film's clock, added up, turned down where they would clip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.container import OutputContainer
from av.packet import Packet

from explainers.spec.errors import MathframesError

RATE = 48_000
"""Samples a second, of the mix and of every track."""
LAYOUT = "stereo"
LOUDEST = 0.98
"""The highest sample of a mix: what would be higher cannot be played."""
BITS_A_SECOND = 192_000
BLOCK = 1024
"""Samples handed to an encoder at once."""

Samples = npt.NDArray[np.float32]
"""(2, n), from -1 to 1."""
Mono = npt.NDArray[np.float64]
"""(n,), from -1 to 1."""


@dataclass(frozen=True)
class Sound:
    """A file that begins at a time of the film: `start` in seconds, `gain` in decibels."""

    file: Path
    start: float
    gain: float | None = None


def mix(sounds: Sequence[Sound], samples: int) -> Samples:
    """Add sounds up, each from its start on, as far as the film goes.

    Where they are too loud together, the whole mix is turned down, so that none of it is distorted.

    Raises
    ------
    MathframesError
        If a file is not there, cannot be read or holds no sound. It is named.
    """
    mixed = np.zeros((2, samples), np.float32)
    for sound in sounds:
        first = round(sound.start * RATE)
        gain = 10 ** ((sound.gain or 0.0) / 20)
        for block in decoded(sound.file):
            begin, end = max(0, -first), min(block.shape[1], samples - first)
            if begin < end:
                mixed[:, first + begin : first + end] += np.float32(gain) * block[:, begin:end]
            first += block.shape[1]
            if first >= samples:
                break
    loudest = float(np.abs(mixed).max(initial=0.0))
    if loudest > LOUDEST:
        mixed *= np.float32(LOUDEST / loudest)
    return mixed


def decoded(file: Path) -> Iterator[Samples]:
    """Decode a file, block by block, to the rate and layout of the mix.

    Raises
    ------
    MathframesError
        If it is not there, cannot be read or holds no sound.
    """
    if not file.is_file():
        raise MathframesError(f"Sound {file} is not there. Correct its path in add_sound, or put it there.")
    found = False
    try:
        with av.open(str(file)) as container:
            if not container.streams.audio:
                raise MathframesError(f"Sound {file} holds no sound. Give a WAV, MP3, FLAC or Ogg file.")
            stream = container.streams.audio[0]
            # One channel is as loud on both sides: FFmpeg would make it quieter.
            layout = "mono" if stream.channels == 1 else LAYOUT
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE)
            for frame in chain(container.decode(stream), [None]):
                if frame is not None:
                    frame.pts = None  # the file's own clock may begin anywhere; the sound begins where it is placed
                for resampled in resampler.resample(frame):
                    found = True
                    yield np.broadcast_to(resampled.to_ndarray(), (2, resampled.samples))
    except av.FFmpegError as error:
        raise MathframesError(f"Sound {file} cannot be read ({error.strerror}). Give a file that plays.") from error
    if not found:
        raise MathframesError(f"Sound {file} holds no sound. Give a WAV, MP3, FLAC or Ogg file.")


def write_flac(samples: Mono, target: Path) -> None:
    """Write one channel without loss, at the rate of the mix."""
    with av.open(str(target), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        whole = np.round(np.clip(samples, -1.0, 1.0) * 32767).astype(np.int16)
        for first in range(0, len(whole), BLOCK):
            frame = av.AudioFrame.from_ndarray(whole[None, first : first + BLOCK], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def add_track(film: OutputContainer, codec: str) -> av.AudioStream:
    """Add the stream of a mix to a file that was not begun yet."""
    stream = film.add_stream(codec, rate=RATE, layout=LAYOUT)
    assert isinstance(stream, av.AudioStream)
    stream.bit_rate = BITS_A_SECOND
    stream.time_base = Fraction(1, RATE)
    return stream


def track(mixed: Samples, stream: av.AudioStream) -> Iterator[Packet[Any]]:
    """Encode a mix, packet by packet."""
    wanted = stream.codec_context.format
    resampler = av.AudioResampler(format=wanted, layout=LAYOUT, rate=RATE)
    for first in range(0, mixed.shape[1], BLOCK):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(mixed[:, first : first + BLOCK]), format="fltp", layout=LAYOUT
        )
        frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
        for fitting in resampler.resample(frame):
            yield from _cut(stream.encode(fitting), mixed.shape[1])
    yield from _cut(stream.encode(), mixed.shape[1])


def _cut(packets: Sequence[Packet[Any]], samples: int) -> Iterator[Packet[Any]]:
    """End the last packet where the mix ends: encoders fill it up."""
    for packet in packets:
        assert packet.pts is not None
        if packet.pts < samples:
            packet.duration = min(packet.duration or 0, samples - packet.pts)
            yield packet
