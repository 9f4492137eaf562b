"""Pixels to video: one H.264 clip a section, all clips of one film alike, so that they join without encoding again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.packet import Packet
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from explainers.film.picture import Pixels
from explainers.spec.settings import RenderSettings

ENCODING = {"preset": "superfast", "crf": "19", "bf": "0", "x264-params": "scenecut=0:open-gop=0"}
"""x264 at a third of the time of its default preset. Without B-frames a clip's first packet has timestamp zero, which
is what lets clips stand one behind the other; each clip starts with a key frame."""

BT709 = 1
"""The number of the BT.709 colours in the tags of a stream (ITU-T H.273)."""


class ClipEncoder:
    """Writes one clip. Close it, or use it as a context manager; what was not closed is not whole."""

    def __init__(self, path: Path, settings: RenderSettings) -> None:
        self.frames = 0
        self._frames_a_second = settings.fps
        self._durations: dict[int, int] = {}
        self._time_base = Fraction(1, settings.fps)
        self._container = av.open(str(path), "w", format="mp4")
        stream = self._container.add_stream("libx264", rate=settings.fps, options=ENCODING)
        stream.width = settings.width
        stream.height = settings.height
        stream.pix_fmt = "yuv420p"
        stream.time_base = self._time_base
        stream.thread_count = 1
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = ColorRange.MPEG
        self._stream = stream
        self._converter = VideoReformatter()

    def write(self, pixels: Pixels, repeat: int) -> None:
        """Encode one picture that stands for `repeat` frames.

        A held picture is one sample for each second it stands, not one for each frame: encoding it again and again
        would cost as much as motion does, and what lasts a second at most can be sought everywhere.
        """
        picture = self._converter.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        picture.time_base = self._time_base
        while repeat > 0:
            lasts = min(repeat, self._frames_a_second)
            picture.pts = self.frames
            self._durations[self.frames] = lasts
            self._mux(self._stream.encode(picture))
            self.frames += lasts
            repeat -= lasts

    def close(self) -> None:
        """Flush the encoder and finish the file."""
        self._mux(self._stream.encode())
        self._container.close()

    def _mux(self, packets: list[Packet[Any]]) -> None:
        for packet in packets:
            # Said for each packet, as the container works out all but the last one's from the next one's start.
            assert packet.pts is not None
            packet.duration = self._durations.pop(packet.pts)
            self._container.mux(packet)

    def __enter__(self) -> ClipEncoder:
        return self

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        if kind is None:
            self.close()
