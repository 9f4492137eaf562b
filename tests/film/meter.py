"""A loudness meter that is not ours: FFmpeg's, of EBU R 128."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.filter import Graph


@dataclass(frozen=True)
class Measured:
    """Integrated loudness in LUFS, and the true peak in decibels of full scale."""

    loudness: float
    peak: float


def measured(file: Path) -> Measured:
    """Measure a sound file or a film, as it is heard from two loudspeakers."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=48_000, format="fltp", layout="stereo", time_base=Fraction(1, 48_000))
    meter = graph.add("ebur128", "metadata=1:peak=true")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    loudness, peaks = -70.0, [0.0]
    with av.open(str(file)) as container:
        stream = container.streams.audio[0]
        mono = stream.channels == 1
        resampler = av.AudioResampler(format="fltp", layout="mono" if mono else "stereo", rate=48_000)
        blocks = [out.to_ndarray() for frame in [*container.decode(stream), None] for out in resampler.resample(frame)]
    samples = np.concatenate(blocks, axis=1)
    # With silence around it, as in a film: the meter speaks every tenth of a second, and can say its last.
    samples = np.pad(np.repeat(samples, 2, axis=0) if mono else samples, ((0, 0), (19_200, 24_000)))
    for first in range(0, samples.shape[1], 4800):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[:, first : first + 4800], np.float32), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts = 48_000, first
        source.push(frame)
        while True:
            try:
                said = sink.pull().metadata
            except (av.error.BlockingIOError, av.error.EOFError):
                break
            loudness = float(said.get("lavfi.r128.I", loudness))
            peaks += [float(value) for key, value in said.items() if "true_peaks" in key]
    return Measured(loudness, float(20 * np.log10(max(1e-9, *peaks))))
