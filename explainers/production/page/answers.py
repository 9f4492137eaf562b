"""What the page takes for right: the numbers of an answer, or its words where it has none."""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOSE = 0.002
"""How far from a number, as a share of it, is right: whoever has three digits has understood."""

SMALLEST = 1e-12
"""How far from zero is right: what is left of a sum that vanishes."""

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?!\w)", re.IGNORECASE)
_EXPLANATION = re.compile(r",\s+where\b")
"""What comes after it explains the answer and is not asked for."""


@dataclass(frozen=True)
class Accepted:
    """What counts as right.

    Parameters
    ----------
    numbers
        All that must be given, in order: each with how far from it is right.
    words
        What may be written instead.
    """

    numbers: tuple[tuple[float, float], ...]
    words: tuple[str, ...]


def accepted(answer: str, value: float | None = None) -> Accepted:
    """Read an answer: ``0.643``, ``(3, 8)``, ``Beta(9, 5)`` by its numbers, ``no: it collapses`` by its words.

    Parameters
    ----------
    value
        The number that the answer is, with all its digits: then nothing is read off the text.

    Examples
    --------
    >>> accepted("no: it collapses it").words
    ('no: it collapses it', 'no')
    """
    if value is not None:
        return Accepted(numbers=((value, max(CLOSE * abs(value), SMALLEST)),), words=(answer,))
    asked = _EXPLANATION.split(answer.replace("−", "-"))[0]
    before, colon, _ = asked.partition(":")
    whole = bool(colon) and asked.count(":") == 1 and not _NUMBER.search(before)
    return Accepted(
        numbers=tuple((float(number), _tolerance(number)) for number in _NUMBER.findall(asked)),
        words=(answer, before) if whole else (answer,),
    )


def _tolerance(number: str) -> float:
    """A share of the number; or half of the last digit, where it has been rounded to fewer than three."""
    mantissa, _, exponent = number.lower().partition("e")
    _, _, decimals = mantissa.partition(".")
    digits = len(re.sub(r"\D", "", mantissa).lstrip("0"))
    half = 0.5 * 10.0 ** (int(exponent or 0) - len(decimals)) if decimals and digits >= 2 else 0.0
    return max(CLOSE * abs(float(number)), half, SMALLEST)
