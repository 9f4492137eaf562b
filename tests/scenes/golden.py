"""Golden pictures: what a scene's last picture looked like when somebody last looked at it and found it good.

Renew them on purpose, after looking at the sheets: ``MATHFRAMES_RENEW_GOLDEN=1 pytest tests/scenes -k golden``.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy.ndimage import uniform_filter

FOLDER = Path(__file__).parents[1] / "golden"
RENEW = "MATHFRAMES_RENEW_GOLDEN"
DIFFERENCES = Path("media/check/golden")
BLOCK = 9
"""Pixels over which differences are averaged: another version of cairo changes single pixels of an edge."""
MOST = 14.0
"""Mean difference of a block, of 255, that is let pass. A letter that moved by its stroke's width makes about 40."""

Rows = npt.NDArray[np.uint8]


def difference(expected: Rows, actual: Rows) -> float:
    """Return the largest mean difference of any block of two pictures (height, width, 3)."""
    apart = np.abs(expected.astype(float) - actual.astype(float)).max(axis=2)
    return float(uniform_filter(apart, BLOCK, mode="nearest").max())


def compare(name: str, actual: Rows) -> str:
    """Compare with the golden picture; return what is wrong, and where to look at it, or nothing."""
    path = FOLDER / f"{name}.png"
    if os.environ.get(RENEW, "0") not in ("", "0"):
        FOLDER.mkdir(exist_ok=True)
        Image.fromarray(actual).save(path, optimize=True)
        return ""
    again = f"look at it, and if it is good: {RENEW}=1 pytest tests/scenes/test_every_scene.py -k 'golden and {name}'"
    if not path.is_file():
        return f"{name} has no golden picture; {again}"
    with Image.open(path) as image:
        expected = np.asarray(image.convert("RGB"))
    if expected.shape != actual.shape:
        return f"{name}: the picture is {actual.shape}, the golden one {expected.shape}; {again}"
    far = difference(expected, actual)
    if far <= MOST:
        return ""
    page = _write_page(name, expected, actual)
    return f"{name} differs from its golden picture by {far:.0f} (at most {MOST:.0f}): see {page}; {again}"


def _write_page(name: str, expected: Rows, actual: Rows) -> Path:
    """Expected, actual and the difference, one below the other."""
    apart = np.clip(3 * np.abs(expected.astype(int) - actual.astype(int)), 0, 255).astype(np.uint8)
    DIFFERENCES.mkdir(parents=True, exist_ok=True)
    page = DIFFERENCES / f"{name}.png"
    Image.fromarray(np.concatenate([expected, actual, apart])).save(page)
    return page.resolve()
