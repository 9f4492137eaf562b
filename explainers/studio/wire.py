"""What travels to the page: a header in JSON and the numbers behind it, in one message.

A message is the header's length (32 bits, little-endian), the header, spaces up to a multiple of eight bytes, and the
payload. An element of a picture travels once; pictures name elements by number. Points are 32-bit floats in the
scene's units: the page draws them at any size. What is not made of paths (surfaces, images, clouds) is painted here.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from PIL import Image

from explainers.film.alpha import straight
from explainers.film.canvas import Canvas
from explainers.film.paint import draw
from explainers.film.picture import Element, Paint, Picture, Pixels, Shape, Stroke, Window


def message(header: dict[str, Any], payload: Sequence[bytes] = ()) -> bytes:
    """Put a header and what belongs to it into one message."""
    # Half a character, which JSON lets a page send, is none in UTF-8.
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")
    text += b" " * (-(4 + len(text)) % 8)
    return b"".join([struct.pack("<I", len(text)), text, *payload])


class PictureWriter:
    """Writes pictures of one run as messages; an element that was sent is only named.

    Parameters
    ----------
    width, height
        In pixels, of the screen that the painted elements are painted for.
    """

    def __init__(self, width: int, height: int) -> None:
        # What is painted is painted for a window. Elements are kept, so that no other gets the same address.
        self._sent: dict[tuple[int, Window | None], tuple[int, Element]] = {}
        self._next = 0
        self._canvas = Canvas(width, height)
        self._last: tuple[int, ...] = ()

    def write(self, run: int, first: int, pictures: Iterable[tuple[Picture, int]]) -> bytes:
        """Write pictures that follow each other, each with the frames that it stands for, from frame `first` on."""
        new: list[dict[str, Any]] = []
        payload: list[bytes] = []
        frames = []
        for picture, repeat in pictures:
            numbers = tuple(self._number(element, picture.window, new, payload) for element in picture.elements)
            same = _shared(self._last, numbers)
            # What lies below is mostly the same as in the picture before.
            frames.append([repeat, same, numbers[same:], _ground(picture), _window(picture.window)])
            self._last = numbers
        return message({"kind": "pictures", "run": run, "first": first, "elements": new, "frames": frames}, payload)

    def drop_all_but_last(self) -> None:
        """Forget what the last picture does not show, as the page does between pictures that are not of one film."""
        shown = set(self._last)
        self._sent = {key: sent for key, sent in self._sent.items() if sent[0] in shown}

    def _number(self, element: Element, window: Window, new: list[dict[str, Any]], payload: list[bytes]) -> int:
        key = (id(element), None if isinstance(element, Shape) else window)
        if key not in self._sent:
            self._sent[key] = self._next, element
            if isinstance(element, Shape):
                described = _shape(element, payload)
            else:
                described = self._painted(element, window, payload)
            new.append({"id": self._next, **described})
            self._next += 1
        return self._sent[key][0]

    def _painted(self, element: Element, window: Window, payload: list[bytes]) -> dict[str, Any]:
        """Paint an element by itself, and send the part of the picture that it covers."""
        self._canvas.look_at(window)
        self._canvas.pixels[:] = 0
        draw(self._canvas, [element])
        pixels = self._canvas.pixels
        rows, columns = (np.flatnonzero(pixels[..., 3].any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return {"kind": "nothing"}
        top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
        encoded = _png(pixels[top:bottom, left:right])
        payload += [encoded, b" " * (-len(encoded) % 8)]
        height, width = pixels.shape[:2]
        box = [left / width, top / height, right / width, bottom / height]
        return {"kind": "image", "bytes": len(encoded), "box": box}


def _shape(shape: Shape, payload: list[bytes]) -> dict[str, Any]:
    points = shape.outline.points.astype("<f4")
    payload.append(points.tobytes())
    return {
        "kind": "shape",
        "points": len(points),
        "subpaths": [[first, last, int(closed)] for first, last, closed in shape.outline.subpaths],
        "below": _stroke(shape.below),
        "fill": None if shape.fill is None else _paint(shape.fill),
        "above": _stroke(shape.above),
    }


def _stroke(stroke: Stroke | None) -> dict[str, Any] | None:
    if stroke is None:
        return None
    return {"paint": _paint(stroke.paint), "width": round(stroke.width, 5), "join": stroke.join, "cap": stroke.cap}


def _paint(paint: Paint) -> dict[str, Any]:
    rgbas = np.clip(paint.rgbas, 0, 1) * [255, 255, 255, 1]
    return {
        "colours": np.round(rgbas, 3).tolist(),
        "ends": None if paint.ends is None else np.round(paint.ends, 4).tolist(),
    }


def _ground(picture: Picture) -> list[int]:
    """The colour below all elements; finished pixels, which only foreign cameras make, are not sent."""
    return list(picture.ground) if isinstance(picture.ground, tuple) else [0, 0, 0, 255]


def _window(window: Window) -> list[float]:
    return [window.x, window.y, window.width, window.height]


def _shared(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    for position, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return position
    return min(len(first), len(second))


def _png(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.asarray(straight(np.ascontiguousarray(pixels)))).save(file, "PNG", compress_level=1)
    return file.getvalue()
