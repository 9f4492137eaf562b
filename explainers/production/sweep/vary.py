"""Values that are drawn for a row: round ones, from what a parameter declares or the call names."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from explainers.spec.errors import BadInput

LARGEST = 5.0
"""Of a number whose parameter declares no range: what a picture of the plane holds."""

NEAR = 4.0
"""How many times the default, or what part of it, a number is at most, if the call names no range."""

STEPS = 20
"""At least so many values lie between the ends of a range."""

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")


@dataclass(frozen=True)
class Grid:
    """The numbers from `low` to `high`, `step` apart."""

    low: float
    high: float
    step: float

    def draw(self, generator: np.random.Generator) -> float:
        """One of them, as people write it."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        drawn = int(generator.integers(first, max(first, last), endpoint=True))
        return round(drawn * self.step, max(0, -math.floor(math.log10(self.step) + 1e-9)))


@dataclass(frozen=True)
class Varied:
    """A parameter that differs from row to row: anywhere in its own range, in `grid`, or one of `choices`."""

    name: str
    grid: Grid | None = None
    choices: tuple[str, ...] = ()


def parse_varied(texts: Sequence[str]) -> tuple[Varied, ...]:
    """Read ``learning-rate``, ``learning_rate=0.05..0.5`` or ``loss=booth|matyas``.

    Raises
    ------
    BadInput
        If one is not understood, or a parameter is named twice.
    """
    varied = tuple(map(_parse, texts))
    for position, each in enumerate(varied):
        if each.name in {other.name for other in varied[:position]}:
            raise BadInput(f"vary: {each.name} is named twice.")
    return varied


def _parse(text: str) -> Varied:
    name, equals, values = (part.strip() for part in text.partition("="))
    name = name.replace("-", "_")
    if not name or (equals and not values):
        raise BadInput(f"vary: '{text}' is not understood. Write NAME, NAME=0.05..0.5 or NAME=this|that.")
    if not equals:
        return Varied(name)
    if (match := _RANGE.fullmatch(values)) is not None:
        low, high = Decimal(match[1]), Decimal(match[2])
        if low >= high:
            raise BadInput(f"vary: {name}: {values} holds nothing. Write the smaller number first.")
        # As finely as its ends are written: 0.05..0.5 goes by hundredths, 1..6 by whole numbers.
        places = max(0, *(-int(end.as_tuple().exponent) for end in (low, high)))
        return Varied(name, grid=Grid(float(low), float(high), 10.0**-places))
    if ".." in values:
        raise BadInput(f"vary: {name}: '{values}' is no range of numbers. Write it as 0.05..0.5.")
    return Varied(name, choices=tuple(choice.strip() for choice in values.split("|") if choice.strip()))


def draw(varied: Varied, schema: Mapping[str, Any], generator: np.random.Generator) -> Any:
    """Draw a value of a parameter.

    Parameters
    ----------
    schema
        The parameter's JSON schema: its kind, its range, its default.

    Raises
    ------
    BadInput
        If nothing says what to draw from.
    """
    if varied.choices:
        return varied.choices[int(generator.integers(len(varied.choices)))]
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    kind = options[0] if options else schema
    value = _draw(kind, schema.get("default"), varied.grid, generator)
    if value is None:
        raise BadInput(f"vary: {varied.name} has no range to draw from. Name its values: '{varied.name}=this|that'.")
    return value


def _draw(kind: Mapping[str, Any], default: Any, grid: Grid | None, generator: np.random.Generator) -> Any:
    if "enum" in kind and grid is None:
        return kind["enum"][int(generator.integers(len(kind["enum"])))]
    match kind.get("type"):
        case "boolean" if grid is None:
            return bool(generator.integers(2))
        case "integer":
            return round((grid or _whole(kind, default)).draw(generator))
        case "number":
            return (grid or _usual(kind, default)).draw(generator)
        case "array":
            return _draw_list(kind, default, grid, generator)
    return None


def _draw_list(kind: Mapping[str, Any], default: Any, grid: Grid | None, generator: np.random.Generator) -> Any:
    """Draw a vector, a matrix, or a list as long as the default; whole numbers, if the call names no range."""
    defaults = list(default) if isinstance(default, list | tuple) else []
    parts = kind.get("prefixItems") or [kind.get("items", {})] * len(defaults)
    drawn = [
        _draw(part, None, grid or (None if part.get("type") == "array" else _whole(part, None)), generator)
        for part in parts
    ]
    return drawn if drawn and None not in drawn else None


def _whole(kind: Mapping[str, Any], default: Any) -> Grid:
    low, high = _ends(kind, default)
    low, high = float(math.ceil(low)), float(math.floor(high))
    return Grid(low + (low == kind.get("exclusiveMinimum")), high - (high == kind.get("exclusiveMaximum")), 1.0)


def _usual(kind: Mapping[str, Any], default: Any) -> Grid:
    """The round numbers of a parameter's range: a step is a power of ten."""
    low, high = _ends(kind, default)
    step = 10.0 ** math.floor(math.log10((high - low) / STEPS)) if high > low else 1.0
    low_left_out, high_left_out = low == kind.get("exclusiveMinimum"), high == kind.get("exclusiveMaximum")
    return Grid(low + step * low_left_out, high - step * high_left_out, step)


def _ends(kind: Mapping[str, Any], default: Any) -> tuple[float, float]:
    """What a number is drawn between: its range, and not far from a default that says how large it usually is."""
    low = float(kind.get("minimum", kind.get("exclusiveMinimum", -LARGEST)))
    high = float(kind.get("maximum", kind.get("exclusiveMaximum", max(LARGEST, low + LARGEST))))
    if isinstance(default, int | float) and default > 0 and low >= 0:
        return max(low, default / NEAR), min(high, default * NEAR)
    return low, high
