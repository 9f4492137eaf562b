"""Numbers as they are read aloud: three digits, no exponents, and words for the sign."""

from __future__ import annotations

import math
from collections.abc import Iterable


def spoken(value: float) -> str:
    """Return a number in words that a voice can say and that are true of it.

    Three significant digits where that is short; what is smaller than 0.0005 is "almost zero", and what is larger than
    a hundred thousand is "more than" a round number.

    Examples
    --------
    >>> spoken(36.7769), spoken(-0.82), spoken(1.7e-5), spoken(3e7)
    ('36.8', 'minus 0.82', 'almost zero', 'more than 10 million')
    """
    if math.isnan(value):
        return "undefined"
    size = abs(value)
    if size == 0:
        return "zero"
    if size < 5e-4:
        return "almost zero"
    sign = "minus " if value < 0 else ""
    if size < 99_950:
        if size >= 100:
            return f"{sign}{size:.0f}"
        return sign + (f"{size:.3g}" if size >= 1 else f"{size:.{2 - math.floor(math.log10(size))}f}".rstrip("0"))
    return ("less than " if value < 0 else "more than ") + sign + _round_number(size)


def spoken_pair(point: Iterable[float]) -> str:
    """Return a point or vector: its two coordinates."""
    x, y = point
    return f"{spoken(x)} and {spoken(y)}"


def counted(count: int, thing: str) -> str:
    """Return a count with its noun: one step, 40 steps."""
    return f"one {thing}" if count == 1 else f"{count} {thing}s"


def _round_number(size: float) -> str:
    """Return the power of ten below a size, in words."""
    power = math.floor(math.log10(size) + 1e-9)
    if power >= 15:
        return "a million billion"
    names = {5: "a hundred thousand", 6: "a million", 7: "10 million", 8: "100 million", 9: "a billion"}
    more = {10: "10 billion", 11: "100 billion", 12: "a thousand billion", 13: "10 thousand billion"}
    return {**names, **more, 14: "100 thousand billion"}.get(power, "a hundred thousand")
