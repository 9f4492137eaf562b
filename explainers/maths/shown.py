"""Numbers and points as they stand on the screen, and points as they are read aloud."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np


def shown(number: float, decimals: int = 2) -> str:
    """Return a number with so many decimals at most, and with more only where nothing would be left of it.

    Examples
    --------
    >>> shown(2), shown(-1.618), shown(0.0012), shown(-0.0)
    ('2', '-1.62', '0.001', '0')
    """
    rounded = np.format_float_positional(abs(number), precision=decimals, trim="-")
    if float(rounded) == 0 and number != 0:
        rounded = np.format_float_positional(abs(number), precision=1, fractional=False, trim="-")
    return f"{'-' if number < 0 and float(rounded) else ''}{rounded}"


def with_minus(words: str) -> str:
    """Return words with a minus sign, in place of a hyphen, before each number that has one.

    Examples
    --------
    >>> with_minus("2 measurements, mean -3.5"), with_minus("A-1")
    ('2 measurements, mean −3.5', 'A-1')
    """
    return re.sub(r"(?<!\w)-(?=\d)", "−", words)


def relation(*numbers: float, decimals: int = 2) -> str:
    """Return "=" if so many decimals show all of these numbers, otherwise "approx", as Typst mathematics."""
    return "=" if all(abs(number - round(number, decimals)) < 1e-9 for number in numbers) else "approx"


def shown_point(point: Iterable[float]) -> str:
    """Return a point as it is written: (1, -0.5)."""
    return f"({', '.join(shown(coordinate) for coordinate in point)})"


def said_point(point: Iterable[float]) -> str:
    """Return a point as it is read aloud: (1, minus 0.5)."""
    return shown_point(point).replace("-", "minus ")


def simple_multiple(direction: tuple[float, float], largest: int = 9) -> tuple[float, float]:
    """Return a multiple of a direction with small whole coordinates where there is one, otherwise the direction.

    Examples
    --------
    >>> simple_multiple((0.7071067811865476, -0.7071067811865476))
    (1.0, -1.0)
    """
    size = max(abs(coordinate) for coordinate in direction)
    for factor in range(1, largest + 1):
        x, y = (factor * coordinate / size for coordinate in direction)
        if math.isclose(x, round(x), abs_tol=1e-9) and math.isclose(y, round(y), abs_tol=1e-9):
            return float(round(x)), float(round(y))
    return direction
