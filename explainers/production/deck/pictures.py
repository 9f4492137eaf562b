"""Pictures of clips: the one it begins with, the one it ends on, and the one that stands for it."""

from __future__ import annotations

import io
from collections import deque
from pathlib import Path

import av
import numpy as np
from PIL import Image

from explainers.spec.errors import MathframesError

SPARSE = 0.25
"""A picture that shows less than this share of what another one does is empty beside it: a title without its figure."""

GROUND = 12
"""How far from the ground, of 255 in any channel, a colour is still the ground: video rounds."""


def first_picture(clip: Path) -> Image.Image:
    """The picture that a clip begins with.

    Raises
    ------
    MathframesError
        If the clip cannot be read.
    """
    return _picture(clip, last=False)


def last_picture(clip: Path) -> Image.Image:
    """The picture that stays when a clip has been played.

    Raises
    ------
    MathframesError
        If the clip cannot be read.
    """
    return _picture(clip, last=True)


def poster_picture(clip: Path) -> Image.Image:
    """The picture that stands for a clip before it plays: its first, or its last if the first is empty beside it.

    Raises
    ------
    MathframesError
        If the clip cannot be read.
    """
    first, last = first_picture(clip), last_picture(clip)
    return last if _drawn(first) < SPARSE * _drawn(last) else first


def as_png(picture: Image.Image) -> bytes:
    """The picture as a file, without loss: flat colours and thin lines are small and stay clean."""
    return _written(picture, "PNG", compress_level=9)


def as_webp(picture: Image.Image, width: int) -> bytes:
    """The picture no wider than `width`, in a form that every browser reads."""
    return _written(_small(picture, width), "WEBP", quality=82)


def as_jpeg(picture: Image.Image, width: int) -> bytes:
    """The picture no wider than `width`, in a form that every program reads."""
    return _written(_small(picture, width), "JPEG", quality=90)


def _small(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture if picture.width <= width else picture.resize((width, height), Image.Resampling.LANCZOS)


def _written(picture: Image.Image, kind: str, **how: int | bool) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **how)
    return written.getvalue()


def _picture(clip: Path, *, last: bool) -> Image.Image:
    try:
        with av.open(str(clip)) as container:
            stream = container.streams.video[0]
            if last and stream.duration is not None:
                # To the last key frame: what lies before it need not be decoded.
                container.seek(stream.duration, stream=stream)
            frames = container.decode(stream)
            # Of the last ones, only one at a time is kept.
            shown = deque(frames, maxlen=1) if last else [next(frames)]
            return Image.fromarray(shown[0].to_ndarray(format="rgb24"))
    except (av.FFmpegError, IndexError, StopIteration):
        raise MathframesError(f"Clip {clip.name} cannot be read. Render the lesson again.") from None


def _drawn(picture: Image.Image) -> float:
    """The share of a picture that is not its ground."""
    pixels = np.asarray(picture, np.int16)
    ground = np.median(pixels, axis=(0, 1))
    return float((np.abs(pixels - ground).max(axis=2) > GROUND).mean())
