"""Contrast as WCAG measures it, and colours as the colour-blind see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt

from explainers.film.picture import Array

TEXT_CONTRAST = 4.5
LINE_CONTRAST = 3.0
"""WCAG 2.1, success criteria 1.4.3 and 1.4.11."""

SMALLEST_DIFFERENCE = 10.0
"""Distance in CIE L*a*b* below which two colours are not told apart with certainty as thin lines on a screen."""

COLOUR_BLINDNESS: dict[str, Array] = {
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
"""On linear RGB, severity 1. Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model
for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), table of precomputed matrices."""

_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = _TO_XYZ.sum(axis=1)


def linear(srgb: npt.ArrayLike) -> Array:
    """Turn sRGB values from 0 to 1 into amounts of light (IEC 61966-2-1)."""
    values = np.asarray(srgb, dtype=float)
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def luminance(srgb: npt.ArrayLike) -> Array:
    """Relative luminance of colours (..., 3), from 0 for black to 1 for white (WCAG 2.1)."""
    return np.asarray(linear(srgb) @ _TO_XYZ[1])


def contrast(one: npt.ArrayLike, other: npt.ArrayLike) -> Array:
    """Contrast ratio of two relative luminances, from 1 to 21 (WCAG 2.1)."""
    lighter, darker = np.maximum(one, other), np.minimum(one, other)
    return np.asarray((lighter + 0.05) / (darker + 0.05))


def colour_difference(one: npt.ArrayLike, other: npt.ArrayLike, blindness: str = "") -> float:
    """Distance of two sRGB colours in CIE L*a*b* (1976), as somebody with a colour blindness sees them."""
    return float(np.linalg.norm(_lab(one, blindness) - _lab(other, blindness)))


def confusable(colours: Mapping[str, str]) -> Iterator[tuple[str, str, str, float]]:
    """Find pairs of named colours that the colour-blind cannot tell apart, though others can.

    Yields both names, the colour blindness, and the distance that is left.
    """
    for (one, first), (other, second) in combinations(colours.items(), 2):
        if colour_difference(rgb(first), rgb(second)) < SMALLEST_DIFFERENCE:
            continue  # one colour with two meanings is the palette's choice
        for blindness in COLOUR_BLINDNESS:
            left = colour_difference(rgb(first), rgb(second), blindness)
            if left < SMALLEST_DIFFERENCE:
                yield one, other, blindness, left


def rgb(hexadecimal: str) -> Array:
    """Read ``#RRGGBB`` as three values from 0 to 1."""
    digits = hexadecimal.lstrip("#")
    return np.array([int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)])


def _lab(srgb: npt.ArrayLike, blindness: str) -> Array:
    light = linear(srgb)
    if blindness:
        light = np.clip(COLOUR_BLINDNESS[blindness] @ light, 0, 1)
    relative = _TO_XYZ @ light / _WHITE
    cube = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * cube[1] - 16, 500 * (cube[0] - cube[1]), 200 * (cube[1] - cube[2])])
