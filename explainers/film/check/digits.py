"""Numbers on the screen that are not among the scene's own.

What counts as the scene's: every number in its `numbers` and parameters, wherever it stands in them, and the numbers
within their texts; with any sign, rounded to the digits that are shown, and as per cent. Beyond that:

- 0 and 1, and whole numbers up to twelve without a point where letters stand around them: exponents, constants;
- the numbers of an axis: three or more in a row whose places are a straight function of their values, or of the
  logarithms of their values; and a power of ten that stands alone, which only such a scale has.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from explainers.film.check.boxes import Box, around
from explainers.film.check.layout import READ, glyph_boxes, label_opacity, named
from explainers.film.check.sight import Finding, Label, Sight
from explainers.film.picture import Array

CONSTANTS = 12
_NUMBER = re.compile(
    r"(?<![\w.#])([0-9]+(?:\.[0-9]+)?)(?:e([+-]?[0-9]+)|\s*(?:×|dot|times)\s*10\s*\^\s*\(?\s*([-−]?[0-9]+)\s*\)?)?"
)
_POWER = re.compile(r"[-−]?10\^\(([-−]?[0-9]+)\)")
_LETTER = re.compile(r"[A-Za-z]")


class KnownNumbers:
    """All numbers that a scene may show."""

    def __init__(self, *sources: Any) -> None:
        self._values: Array = np.unique(np.abs(np.array([*_numbers_in(sources), 0.0, 1.0], dtype=float)))

    def hold(self, value: float, half_a_digit: float) -> bool:
        """Whether a number is one of these, as far as it is shown."""
        near = half_a_digit * (1 + 1e-6) + 1e-12 * abs(value)
        return any(self._near(abs(value) / share, near / share) for share in (1.0, 100.0))

    def _near(self, value: float, tolerance: float) -> bool:
        first = int(np.searchsorted(self._values, value - tolerance))
        return first < len(self._values) and bool(self._values[first] <= value + tolerance)


def unknown_numbers(sight: Sight, known: KnownNumbers) -> Iterator[Finding]:
    """Find numbers that are shown at the end of a beat and are not the scene's."""
    shown = [label for label in sight.labels if label.text and label_opacity(sight, label) >= READ]
    on_axes = {id(label) for label in _axis_labels(sight, shown)}
    for label in shown:
        if id(label) in on_axes or _POWER.fullmatch(label.text):
            continue
        for value, half_a_digit, whole in numbers_in_text(label.text):
            constant = whole and value <= CONSTANTS and _LETTER.search(label.text) is not None
            if constant or known.hold(value, half_a_digit):
                continue
            what = f"{value:g} in {named(label)} is not among the scene's numbers"
            boxes = glyph_boxes(sight, label)
            yield Finding("unknown number", what, sight.beat, sight.time, (around(boxes),) if boxes else ())


def numbers_in_text(text: str) -> Iterator[tuple[float, float, bool]]:
    """The numbers of a text without their signs, half of the last digit of each, and whether it is a whole number."""
    for match in _NUMBER.finditer(text):
        digits, first, second = match.groups()
        exponent = int((first or second or "0").replace("−", "-"))
        decimals = len(digits.partition(".")[2])
        if abs(exponent) > 300:
            continue
        value, half = float(digits) * 10.0**exponent, 0.5 * 10.0 ** (exponent - decimals)
        yield value, half, "." not in digits and not exponent


def _axis_labels(sight: Sight, labels: Sequence[Label]) -> Iterator[Label]:
    """The labels that are nothing but a number, and whose place in a row tells its value."""
    numbers: list[tuple[Label, float, Box]] = []
    for label in labels:
        plain = label.text.replace("−", "-")
        boxes = glyph_boxes(sight, label)
        if boxes and (value := _alone(plain)) is not None:
            numbers.append((label, value, around(boxes)))
    for upright in (False, True):
        for row in _rows(numbers, upright):
            yield from (label for run in _runs(row, upright) for label, _, _ in run)


def _runs(row: list[tuple[Label, float, Box]], upright: bool) -> Iterator[list[tuple[Label, float, Box]]]:
    """The axes in a row of numbers: two may stand side by side, with other things between them."""

    def place(box: Box) -> float:
        return (box.bottom + box.top if upright else box.left + box.right) / 2

    def is_axis(run: list[tuple[Label, float, Box]]) -> bool:
        places, values = [place(box) for _, _, box in run], [value for _, value, _ in run]
        return len({*values}) >= 3 and (_straight(places, values) or _straight(places, _logarithms(values)))

    row = sorted(row, key=lambda entry: place(entry[2]))
    first = 0
    while first + 3 <= len(row):
        last = first + 3
        if not is_axis(row[first:last]):
            first += 1
            continue
        while last < len(row) and is_axis(row[first : last + 1]):
            last += 1
        yield row[first:last]
        first = last


def _alone(plain: str) -> float | None:
    """Read a text that is one number."""
    match = re.fullmatch(r"([-+]?)\s*([0-9]+(?:\.[0-9]+)?)(?:\s*(?:dot|times)\s*10\^\(([-]?[0-9]+)\))?", plain)
    power = re.fullmatch(r"(-?)10\^\((-?[0-9]+)\)", plain)
    if match:
        return float(f"{match[1]}{match[2]}e{match[3] or 0}")
    return float(f"{power[1]}1e{power[2]}") if power else None


def _rows(numbers: list[tuple[Label, float, Box]], upright: bool) -> Iterator[list[tuple[Label, float, Box]]]:
    """Numbers that stand in a line: along the bottom for a row, along either edge for a column."""
    edges = ("left", "right") if upright else ("bottom",)
    for edge in edges:
        lines: dict[float, list[tuple[Label, float, Box]]] = {}
        for entry in numbers:
            place = float(getattr(entry[2], edge))
            key = next((key for key in lines if abs(key - place) < 0.06), place)
            lines.setdefault(key, []).append(entry)
        yield from (line for line in lines.values() if len(line) >= 3)


def _logarithms(values: Sequence[float]) -> list[float]:
    return [math.log(value) for value in values] if min(values) > 0 else []


def _straight(places: Sequence[float], values: Sequence[float]) -> bool:
    """Whether places are a straight function of values, to the width of a digit."""
    if len(values) < 3 or np.ptp(values) == 0:
        return False
    fit = np.polynomial.Polynomial.fit(values, places, 1)
    return bool(np.abs(fit(np.array(values)) - places).max() < 0.12) and np.ptp(places) > 0.5


def _numbers_in(value: Any) -> Iterator[float]:
    """Every number in a value, however deep."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, str):
        yield from (number for number, _, _ in numbers_in_text(value))
    elif isinstance(value, int | float | np.number):
        if math.isfinite(value):
            yield float(value)
    elif isinstance(value, np.ndarray):
        flat = value.ravel()
        yield from flat[np.isfinite(flat)].tolist() if np.issubdtype(value.dtype, np.number) else ()
    elif is_dataclass(value):
        yield from (number for part in fields(value) for number in _numbers_in(getattr(value, part.name)))
    elif isinstance(value, Mapping):
        yield from (number for part in value.values() for number in _numbers_in(part))
    elif isinstance(value, Iterable):
        yield from (number for part in value for number in _numbers_in(part))
