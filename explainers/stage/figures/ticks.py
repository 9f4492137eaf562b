"""Round numbers for axes, and how they are written."""

from __future__ import annotations

import math


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Return round numbers from `low` to `high`: multiples of 1, 2 or 5 times a power of ten, about so many."""
    if not high > low:
        return [low]
    rough = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{k * step:.12g}") + 0.0 for k in range(first, last + 1)]


def whole_ticks(low: int, high: int, about: int = 4) -> list[int]:
    """Return round whole numbers from `low` to `high`; `high` itself if nothing rounder is left."""
    ticks = [int(tick) for tick in nice_ticks(low, high, about) if float(tick).is_integer()]
    return ticks or [low, high]


def number_markup(value: float) -> str:
    """Return a tick's number as Typst mathematics: 0.5, -2, or 5 times a power of ten."""
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 1e5:
        return f"{value:.6g}"
    mantissa, _, exponent = f"{value:.3e}".partition("e")
    number = f"{float(mantissa):g}"
    power = f"10^({int(exponent)})"
    return power if number == "1" else f"-{power}" if number == "-1" else f"{number} dot {power}"
