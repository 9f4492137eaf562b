"""An axis whose numbers may change in every frame: their digits are copied, nothing is typeset."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, VGroup, VMobject

from explainers.stage.figures.live_number import digits_outline
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.figures.ticks import nice_ticks
from explainers.stage.theme import Theme

Array = npt.NDArray[np.float64]

TICK = 0.08
GAP = 0.07
_RAISED = 0.66
"""Size of an exponent."""


class LiveAxis(VGroup):
    """A line with ticks and their numbers: below it if it runs to the right, at its left if it runs upwards.

    Parameters
    ----------
    start, end
        Of the line, in the scene.
    about
        How many numbers there are at most, or so.
    """

    def __init__(self, start: Array, end: Array, theme: Theme, *, about: int = 6) -> None:
        super().__init__()
        self.start, self.end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
        self._size, self._about = theme.sizes.small, about
        self._upwards = bool(abs(self.end[1] - self.start[1]) > abs(self.end[0] - self.start[0]))
        self.range, self.logarithmic = (0.0, 1.0), False
        self.lines = VMobject(stroke_color=theme.axis, stroke_width=2)
        self.numbers = VMobject(stroke_width=0, fill_color=theme.muted, fill_opacity=1)
        self.add(self.lines, self.numbers)

    @property
    def length(self) -> float:
        """How long the line is."""
        return float(np.linalg.norm(self.end - self.start))

    def show(self, low: float, high: float, *, logarithmic: bool = False) -> LiveAxis:
        """Run from one number to another."""
        self.range, self.logarithmic = (low, high), logarithmic
        places, outlines = self._ticks()
        feet = self.point(places)
        out = LEFT if self._upwards else DOWN
        starts, ends = np.vstack([self.start[None], feet]), np.vstack([self.end[None], feet + TICK * out])
        self.lines.points = pieces_to_points(starts, ends)
        self.numbers.points = np.concatenate(
            [outline + foot + (TICK + GAP + _reach(outline, self._upwards)) * out
             for foot, outline in zip(feet, outlines, strict=True)] or [np.zeros((0, 3))]
        )  # fmt: skip
        return self

    def share(self, values: npt.ArrayLike) -> Array:
        """Return how far along the line some numbers stand: 0 at its start, 1 at its end; not clipped."""
        low, high = self.range
        numbers = np.asarray(values, dtype=float)
        if self.logarithmic:
            # Zero has no place on a logarithmic scale: it lies below every axis.
            numbers = np.log10(np.maximum(numbers, 1e-300))
            low, high = math.log10(low), math.log10(high)
        return np.asarray((numbers - low) / (high - low))

    def point(self, values: npt.ArrayLike) -> Array:
        """Return where some numbers stand in the scene, shape (n, 3)."""
        return self.start + np.atleast_1d(self.share(values))[:, None] * (self.end - self.start)

    def _ticks(self) -> tuple[list[float], list[Array]]:
        """Return as many places as have room for their numbers, and the numbers' outlines."""
        for about in range(self._about, 0, -1):
            places = self._places(about)
            outlines = [outline_of(*text, self._size) for text in tick_texts(places, self.logarithmic)]
            if len(places) < 2:
                break
            apart = float(np.diff(self.share(places)).min()) * self.length
            widest = max(2 * _reach(outline, self._upwards, along=True) for outline in outlines)
            if widest + 0.16 <= apart:
                break
        return places, outlines

    def _places(self, about: int) -> list[float]:
        low, high = self.range
        if self.logarithmic:
            powers = nice_ticks(math.log10(low), math.log10(high), about)
            whole = [10.0**power for power in powers if float(power).is_integer()]
            if len(whole) > 1:
                return whole
        return nice_ticks(low, high, about)


def tick_texts(places: Sequence[float], logarithmic: bool = False) -> list[tuple[str, str]]:
    """Return what is written at some ticks: the digits, and the exponent of ten, empty for a plain decimal.

    Examples
    --------
    >>> tick_texts([0, 0.5, 1]), tick_texts([0, 200000])
    ([('0.0', ''), ('0.5', ''), ('1.0', '')], [('0', ''), ('2×10', '5')])
    """
    if logarithmic and all(math.isclose(math.log10(place), round(math.log10(place))) for place in places):
        powers = [round(math.log10(place)) for place in places]
        return [("10", str(power)) if power else ("1", "") for power in powers]
    step = places[1] - places[0] if len(places) > 1 else 1.0
    largest = max(abs(place) for place in places)
    if largest >= 1e5 or step < 1e-4:
        return [_as_power(place) for place in places]
    decimals = next(d for d in range(6) if d == 5 or abs(round(step, d) - step) < 1e-3 * step)
    return [(f"{place + 0.0:.{decimals}f}", "") for place in places]


def outline_of(body: str, exponent: str, font_size: float) -> Array:
    """Return the outline of a number with its raised exponent, its box centred on the origin."""
    outline = digits_outline(body, font_size)
    if exponent:
        raised = digits_outline(exponent, _RAISED * font_size)
        right, top = outline[:, 0].max(), outline[:, 1].max()
        raised += np.array([right + 0.03 - raised[:, 0].min(), top - 0.3 * raised[:, 1].max(), 0])
        outline = np.concatenate([outline, raised])
    return np.asarray(outline - (outline.max(axis=0) + outline.min(axis=0)) / 2)


def _as_power(value: float) -> tuple[str, str]:
    if value == 0:
        return "0", ""
    mantissa, _, exponent = f"{value:.3e}".partition("e")
    return f"{float(mantissa):g}×10", str(int(exponent))


def _reach(outline: Array, upwards: bool, *, along: bool = False) -> float:
    """Return half the extent of a number across its axis, or along it."""
    return float(outline[:, 1 if upwards == along else 0].max())
