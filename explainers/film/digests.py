"""Digests of pictures: a clip is reused only if what would be drawn is the same."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from explainers.film.picture import Backdrop, Element, Mesh, Picture, Raster, Shape, Skin


class Digests:
    """Digests of pictures, with those of their elements kept: what stands still is read once.

    Pictures with equal digests are equal in every value, and so in every pixel.
    """

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Any, bytes] = WeakKeyDictionary()

    def of(self, picture: Picture) -> bytes:
        """Hash everything in the picture."""
        whole = hashlib.blake2b(digest_size=16)
        self._feed(whole, picture.window)
        if isinstance(picture.ground, Backdrop):
            whole.update(self._element(picture.ground))
        else:
            whole.update(repr(picture.ground).encode())
        for element in picture.elements:
            whole.update(self._element(element))
        return whole.digest()

    def _element(self, element: Element | Backdrop | Raster | Skin) -> bytes:
        digest = self._known.get(element)
        if digest is None:
            one = hashlib.blake2b(digest_size=16)
            if isinstance(element, Shape):
                one.update(element.packed())
            else:
                self._feed_fields(one, element)
            digest = self._known[element] = one.digest()
        return digest

    def _feed(self, digest: hashlib.blake2b, value: Any) -> None:
        """Feed a value with its type and shape, so that different values never give the same bytes."""
        if isinstance(value, np.ndarray):
            digest.update(f"{value.dtype.str}{value.shape}".encode())
            digest.update(np.ascontiguousarray(value).data)
        elif isinstance(value, Raster | Skin | Mesh):
            # Several elements have the same one: it is read once.
            digest.update(self._element(value))
        elif isinstance(value, Picture):
            digest.update(self.of(value))
        elif hasattr(value, "__dataclass_fields__"):
            self._feed_fields(digest, value)
        else:
            # Floats are written in full by repr.
            digest.update(f"{value!r};".encode())

    def _feed_fields(self, digest: hashlib.blake2b, value: Any) -> None:
        digest.update(type(value).__name__.encode())
        for field in fields(value):
            self._feed(digest, getattr(value, field.name))
