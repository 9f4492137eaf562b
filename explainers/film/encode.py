"""Pixels to files: what each encoding is, and the encoder of all but GIF.

A clip is one segment of a film. All clips of an encoding and size are alike, so that they join without encoding again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import av
from av.packet import Packet
from av.video.reformatter import ColorRange

from explainers.film.convert import converter_for
from explainers.film.picture import Pixels
from explainers.spec.settings import EncodingName, RenderSettings

BT709 = 1
"""The number of the BT.709 colours in the tags of a stream (ITU-T H.273)."""


@dataclass(frozen=True)
class Encoding:
    """How pictures become a file.

    Parameters
    ----------
    codec, pixel_format, options
        As FFmpeg names them.
    container
        Of a clip.
    ending
        Of the film's file.
    joins
        Whether clips can be put together by copying; if not, one encoder must see the whole film.
    keeps_alpha
        Whether what is transparent stays so.
    """

    codec: str
    pixel_format: str
    options: Mapping[str, str]
    container: str
    ending: str
    joins: bool = True
    keeps_alpha: bool = False


ENCODINGS: dict[EncodingName, Encoding] = {
    # A constant quantiser: a film drawn on a flat ground gains nothing from x264's rate control, which moves bits from
    # the lines to the ground and has to look at each frame twice. Without B-frames no packet waits for a later one.
    "fast": Encoding(
        "libx264",
        "yuv420p",
        {
            "preset": "superfast",
            "qp": "26",
            "bf": "0",
            "x264-params": "scenecut=0:weightp=0:chroma-qp-offset=-2:stitchable=1",
        },
        container="mp4",
        ending=".mp4",
    ),
    # What Manim uses. Matroska keeps the times of frames that stand in another order than they are shown in.
    "small": Encoding(
        "libx264",
        "yuv420p",
        {"preset": "medium", "crf": "23", "x264-params": "stitchable=1"},
        container="matroska",
        ending=".mp4",
    ),
    # Without hidden reference frames each picture is a packet of its own, with its alpha beside it.
    "webm": Encoding(
        "libvpx-vp9",
        "yuv420p",
        {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "7", "lag-in-frames": "0", "row-mt": "0"},
        container="webm",
        ending=".webm",
    ),
    # ProRes is what Keynote, PowerPoint for Mac, Final Cut and Premiere read; every frame stands by itself.
    "mov": Encoding("prores_aw", "yuv422p10le", {"profile": "3", "vendor": "apl0"}, container="mov", ending=".mov"),
    # A palette for all frames, so all must be seen before the first is written.
    "gif": Encoding("gif", "pal8", {}, container="gif", ending=".gif", joins=False),
}

TRANSPARENT: dict[EncodingName, Encoding] = {
    "webm": replace(ENCODINGS["webm"], pixel_format="yuva420p", keeps_alpha=True),
    "mov": replace(
        ENCODINGS["mov"], pixel_format="yuva444p10le", options={"profile": "4", "vendor": "apl0"}, keeps_alpha=True
    ),
    "gif": replace(ENCODINGS["gif"], keeps_alpha=True),
}
"""The same for films without a background."""


def encoding_of(settings: RenderSettings) -> Encoding:
    """The encoding that settings ask for. One that cannot keep transparency is what it always is."""
    opaque = ENCODINGS[settings.encoding]
    return TRANSPARENT.get(settings.encoding, opaque) if settings.transparent else opaque


class Encoder(Protocol):
    """Writes one file. What was not closed is not whole."""

    frames: int

    def write(self, pixels: Pixels, repeat: int) -> None:
        """Encode one picture that stands for `repeat` frames. The array may be painted over afterwards."""

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

    def write(self, pixels: Pixels, repeat: int) -> None:
        """Encode one picture that stands for `repeat` frames.

        A held picture is one sample for each second it stands, not one for each frame: encoding it again and again
        would cost as much as motion does, and what lasts a second at most can be sought everywhere. At a constant frame
        rate each frame is a sample, and a held picture is converted once.
        """
        picture = self._converter.frame(pixels)
        picture.time_base = self._time_base
        while repeat > 0:
            lasts = min(repeat, self._longest)
            picture.pts = self.frames
            picture.duration = self._durations[self.frames] = lasts
            self._mux(self._stream.encode(picture))
            self.frames += lasts
            repeat -= lasts

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
