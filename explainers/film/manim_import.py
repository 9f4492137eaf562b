"""Manim's import without what few scenes need: two fifths of its time.

Manim takes one class of `scipy.spatial` and two of Beautiful Soup; to import them is to import all of either. Here one
is computed with less, and the other loaded by the first scene that shows code.
"""

from __future__ import annotations

import math
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

SMALL = 1e-3
"""Angle up to which sin(a / 2) / a is taken from its series, as scipy does."""


def import_manim() -> None:
    """Import Manim, if that was not done; what stands in for other libraries is theirs again afterwards."""
    if "manim" in sys.modules:
        return
    turns, soup = ModuleType("scipy.spatial.transform"), ModuleType("bs4")
    turns.Rotation = Turn  # type: ignore[attr-defined]
    soup.BeautifulSoup, soup.Tag = _cooked, None  # type: ignore[attr-defined]
    stand_ins = {"scipy.spatial": ModuleType("scipy.spatial"), "scipy.spatial.transform": turns, "bs4": soup}
    stand_ins = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        import_module("manim")
    finally:
        for name in stand_ins:
            del sys.modules[name]


class Turn:
    """A rotation by the length of a vector, in radians, about its direction: as much of scipy's as Manim uses."""

    def __init__(self, vector: npt.NDArray[np.float64]) -> None:
        self._vector = vector

    @classmethod
    def from_rotvec(cls, vector: npt.NDArray[np.float64]) -> Turn:
        """Name it as scipy does."""
        return cls(vector)

    def as_matrix(self) -> npt.NDArray[np.float64]:
        """Return the matrix, shape (3, 3), by way of the unit quaternion.

        The steps are scipy's, one by one, so that pictures are the same to the last bit.
        """
        u, v, w = (float(part) for part in self._vector)
        angle = math.sqrt(u * u + v * v + w * w)
        squared = angle * angle
        share = 0.5 - squared / 48 + squared * squared / 3840 if angle <= SMALL else math.sin(angle / 2) / angle
        x, y, z, r = share * u, share * v, share * w, math.cos(angle / 2)
        xx, yy, zz, rr = x * x, y * y, z * z, r * r
        xy, zr, xz, yr, yz, xr = x * y, z * r, x * z, y * r, y * z, x * r
        return np.array(
            [
                [xx - yy - zz + rr, 2 * (xy - zr), 2 * (xz + yr)],
                [2 * (xy + zr), -xx + yy - zz + rr, 2 * (yz - xr)],
                [2 * (xz - yr), 2 * (yz + xr), -xx - yy + zz + rr],
            ]
        )


def _cooked(*arguments: Any, **options: Any) -> Any:
    """Load Beautiful Soup for whoever asks first, and be out of the way from then on."""
    soup, asking = import_module("bs4"), import_module("manim.mobject.text.code_mobject")
    asking.BeautifulSoup, asking.Tag = soup.BeautifulSoup, soup.Tag  # type: ignore[attr-defined]
    return soup.BeautifulSoup(*arguments, **options)
