"""Pixels to files: the encoder of all but GIF.

A clip is one segment of a film. All clips of an encoding and size are alike, so that they join without encoding again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import av
from av.packet import Packet
from av.video.frame import PictureType
from av.video.reformatter import ColorRange

from explainers.film.convert import converter_for
from explainers.film.damage import Rectangle
from explainers.film.encodings import encoding_of
from explainers.film.picture import Pixels
from explainers.spec.settings import RenderSettings

BT709 = 1
"""The number of the BT.709 colours in the tags of a stream (ITU-T H.273)."""


class Encoder(Protocol):
    """Writes one file. What was not closed is not whole."""

    frames: int

    def write(self, pixels: Pixels, repeat: int, changed: Sequence[Rectangle] | None = None) -> None:
        """Encode one picture that stands for `repeat` frames. The array may be painted over afterwards.

        Parameters
        ----------
        changed
            Where the picture differs from the one written before; None if that is not known.
        """

    def close(self) -> None:
        """Finish the file."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def encoder_for(path: Path, settings: RenderSettings) -> Encoder:
    """Open the encoder that settings ask for."""
    if settings.encoding == "gif":
        from explainers.film.gif import GifEncoder

        return GifEncoder(path, settings)
    return ClipEncoder(path, settings)


class ClipEncoder:
    """Writes one clip. Close it, or use it as a context manager; what was not closed is not whole."""

    def __init__(self, path: Path, settings: RenderSettings) -> None:
        self.frames = 0
        encoding = encoding_of(settings)
        self._longest = 1 if settings.constant_frame_rate else settings.fps
        self._reorders = encoding.reorders
        self._durations: dict[int, int] = {}
        self._time_base = Fraction(1, settings.fps)
        self._converter = converter_for(encoding.pixel_format, settings.width, settings.height)
        self._container = av.open(str(path), "w", format=encoding.container)
        stream = self._container.add_stream(encoding.codec, rate=settings.fps, options=dict(encoding.options))
        assert isinstance(stream, av.VideoStream)
        stream.width = settings.width
        stream.height = settings.height
        stream.pix_fmt = encoding.pixel_format
        stream.time_base = self._time_base
        stream.thread_count = 1
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = ColorRange.MPEG
        self._stream = stream

    def write(self, pixels: Pixels, repeat: int, changed: Sequence[Rectangle] | None = None) -> None:
        """Encode one picture that stands for `repeat` frames.

        A held picture is one sample for each second it stands, not one for each frame: encoding it again and again
        would cost as much as motion does, and what lasts a second at most can be sought everywhere. At a constant frame
        rate each frame is a sample, and a held picture is converted once.
        """
        picture = self._converter.frame(pixels, changed)
        picture.time_base = self._time_base
        for lasts in self._samples(repeat):
            picture.pts = self.frames
            picture.pict_type = self._kind(repeat)
            picture.duration = self._durations[self.frames] = lasts
            self._mux(self._stream.encode(picture))
            self.frames += lasts

    def _samples(self, repeat: int) -> Iterator[int]:
        """Split the frames that a picture stands for.

        Where pictures are encoded in another order than they are shown in, the first sample of a held one is a frame:
        those before it are decoded behind it, and none of them should wait for a second.
        """
        if self._reorders and repeat > 1:
            yield 1
            repeat -= 1
        while repeat > 0:
            yield min(repeat, self._longest)
            repeat -= min(repeat, self._longest)

    def _kind(self, repeat: int) -> PictureType:
        """Whether later pictures may be encoded before this one: never before a held one, or in its midst."""
        held = self._reorders and repeat > 1 and self._longest > 1
        # The first of a clip is a key frame anyway.
        return PictureType.P if held and self.frames > 0 else PictureType.NONE

    def close(self) -> None:
        """Flush the encoder and finish the file."""
        self._mux(self._stream.encode())
        self._container.close()

    def _mux(self, packets: Sequence[Packet[Any]]) -> None:
        for packet in packets:
            # Said for each packet, as the container works out all but the last one's from the next one's start.
            assert packet.pts is not None
            packet.duration = self._durations.pop(packet.pts)
            self._container.mux(packet)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
