"""Pictures to an animated GIF: one palette for the whole film, found from all pictures before the first is written."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.filter import Graph
from av.filter.context import FilterContext

from explainers.film.alpha import straight
from explainers.film.damage import Rectangle
from explainers.film.picture import Pixels
from explainers.spec.settings import RenderSettings

FASTEST = 50
"""The most pictures a second: players slow down what is shown for less than two hundredths of a second."""
CLOCK = 100
"""GIF counts in hundredths of a second."""
DITHER = "bayer:bayer_scale=5"
"""A pattern that stands still: what is spread to the neighbours instead crawls over surfaces as they move."""


class GifEncoder:
    """Writes a GIF that repeats for ever. Close it, or use it as a context manager; what was not closed is not whole.

    Above fifty frames a second every second or third frame is left out, so that motion stays even. A picture comes at
    the hundredth nearest to its time, and so does the end: rounding does not add up.
    """

    def __init__(self, path: Path, settings: RenderSettings) -> None:
        self.frames = 0
        self._path = path
        self._settings = settings
        self._step = math.ceil(settings.fps / FASTEST)
        self._times: list[int] = []
        self._sizes: list[int] = []
        # Beside the target, compressed: all pictures of a film are more than memory holds.
        self._waiting = path.with_name(path.name + ".waiting")
        self._file = self._waiting.open("wb")
        self._palette = Graph()
        source = self._buffer(self._palette)
        found = self._palette.add("palettegen", "stats_mode=full:reserve_transparent=1")
        source.link_to(found)
        found.link_to(self._palette.add("buffersink"))
        self._palette.configure()

    def write(self, pixels: Pixels, repeat: int, changed: Sequence[Rectangle] | None = None) -> None:
        """Take one picture that stands for `repeat` frames."""
        shown = -(-self.frames // self._step) * self._step
        self.frames += repeat
        if shown < self.frames:
            self._times.append(self._hundredths(shown))
            picture = straight(pixels) if self._settings.transparent else _opaque(pixels)
            packed = zlib.compress(picture.data, 1)
            self._sizes.append(len(packed))
            self._file.write(packed)
            self._palette.vpush(self._frame(picture, self._times[-1]))

    def close(self) -> None:
        """Find the palette, write the file, and remove what waited for it."""
        self._file.close()
        try:
            with av.open(str(self._path), "w", format="gif", options={"loop": "0"}) as container:
                stream = container.add_stream("gif", rate=CLOCK)
                assert isinstance(stream, av.VideoStream)
                stream.width, stream.height, stream.pix_fmt = self._settings.width, self._settings.height, "pal8"
                stream.time_base = Fraction(1, CLOCK)
                ends = [*self._times[1:], self._hundredths(self.frames)]
                durations = {start: end - start for start, end in zip(self._times, ends, strict=True)}
                for frame in (*self._painted_with_palette(), None):
                    for packet in stream.encode(frame):
                        assert packet.pts is not None
                        packet.duration = durations[packet.pts]
                        container.mux(packet)
        finally:
            self._waiting.unlink()

    def _painted_with_palette(self) -> Iterator[av.VideoFrame]:
        """Read the pictures again, in the colours of the palette."""
        self._palette.vpush(None)
        palette = self._palette.vpull()
        graph = Graph()
        pictures, colours = self._buffer(graph), _buffer(graph, palette.width, palette.height)
        use = graph.add("paletteuse", f"dither={DITHER}:diff_mode=rectangle")
        pictures.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(graph.add("buffersink"))
        graph.configure()
        palette.pts, palette.time_base = 0, Fraction(1, CLOCK)
        colours.push(palette)
        colours.push(None)
        shape = (self._settings.height, self._settings.width, 4)
        with self._waiting.open("rb") as file:
            for time, size in zip(self._times, self._sizes, strict=True):
                picture = np.frombuffer(zlib.decompress(file.read(size)), np.uint8).reshape(shape)
                pictures.push(self._frame(picture, time))
                painted = graph.vpull()
                painted.pts, painted.time_base = time, Fraction(1, CLOCK)
                yield painted

    def _buffer(self, graph: Graph) -> FilterContext:
        return _buffer(graph, self._settings.width, self._settings.height)

    def _frame(self, picture: Pixels, time: int) -> av.VideoFrame:
        frame = av.VideoFrame.from_ndarray(picture, format="rgba")
        frame.pts, frame.time_base = time, Fraction(1, CLOCK)
        return frame

    def _hundredths(self, frames: int) -> int:
        return round(Fraction(frames * CLOCK, self._settings.fps))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._file.close()
            self._waiting.unlink(missing_ok=True)


def _buffer(graph: Graph, width: int, height: int) -> FilterContext:
    return graph.add_buffer(width=width, height=height, format=av.VideoFormat("rgba"), time_base=Fraction(1, CLOCK))


def _opaque(pixels: Pixels) -> Pixels:
    picture = pixels.copy()
    picture[..., 3] = 255
    return picture
