"""Outlines as cairo's own path data, handed over in one call: pycairo adds one curve at a time.

The form is that of ``cairo_path_t`` in cairo's manual, section "Paths": entries of 16 bytes, a header (kind and
number of entries, two 32-bit integers) before the points that belong to it.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from importlib import import_module
from typing import Any

import cairo
import numpy as np

from explainers.film.picture import Array, Outline

MOVE, CURVE, CLOSE = (np.array(header, np.int32).view(np.float64)[0] for header in ((0, 2), (2, 4), (3, 1)))
"""Headers, their eight bytes read as a number."""
_MOVE, _CLOSE = np.array([[MOVE, 0]]), np.array([[CLOSE, 0]])


class _Path(ctypes.Structure):
    """``cairo_path_t``."""

    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_void_p), ("length", ctypes.c_int))


def append(context: Any, outline: Outline) -> bool:
    """Add an outline to the path of a context; False, and nothing is added, if that cannot be done here."""
    call = _append_path()
    if call is None:
        return False
    entries = path_entries(outline)
    call(_pointer(context), ctypes.byref(_Path(0, entries.ctypes.data, len(entries))))
    return True


def path_entries(outline: Outline) -> Array:
    """The outline as path data, (n, 2): two numbers are the sixteen bytes of an entry."""
    points, entries = outline.points, []
    for first, last, closed in outline.subpaths:
        entries += [_MOVE, points[first : first + 1]]
        curves = points[first:last].copy()
        # The first of a curve's four points is where the path stands already: the header takes its place.
        curves[::4] = CURVE, 0
        entries.append(curves)
        if closed:
            entries.append(_CLOSE)
    return np.concatenate(entries) if entries else np.zeros((0, 2))


def _pointer(context: Any) -> int | None:
    """The ``cairo_t *`` of a context: pycairo's header, `py3cairo.h`, has it follow what every object begins with."""
    return ctypes.c_void_p.from_address(id(context) + object.__basicsize__).value


@cache
def _append_path() -> Any:
    """Cairo's function, found through pycairo; None where objects or contexts have another form."""
    pointers = (cairo.Context.__basicsize__ - object.__basicsize__) / ctypes.sizeof(ctypes.c_void_p)
    if sys.implementation.name != "cpython" or pointers != 2:
        return None
    try:
        call = ctypes.CDLL(import_module("cairo._cairo").__file__).cairo_append_path
    except (OSError, AttributeError):
        return None
    call.argtypes, call.restype = (ctypes.c_void_p, ctypes.POINTER(_Path)), None
    return call
