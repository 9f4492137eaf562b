"""The way back of a loop: the last picture stands a moment, gives way to the first, and the loop may begin again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explainers.film.paint import Painter
from explainers.film.picture import Picture, Pixels

HOLDS = 1.0
"""Seconds for which the last picture stands before it goes, what it has stood already counted in."""

FADES = 0.6
"""Seconds of the cross-fade."""

RESTS = 0.4
"""Seconds for which the first picture stands at the end: a loop that turns at once looks like a jerk."""


@dataclass(frozen=True)
class WayBack:
    """From a loop's last picture to its first one, in frames; the first picture itself is the last frame.

    A cross-fade, and not the film run backwards: a ball that rolls up the valley again would say something untrue.
    """

    start: Picture
    holds: int
    end: Picture
    fades: int
    rests: int

    @classmethod
    def between(cls, last: Picture, first: Picture, *, held: int, fps: int) -> WayBack:
        """The way back from a picture that was held for so many frames already."""
        holds = max(0, round(HOLDS * fps) - held)
        return cls(last, holds, first, round(FADES * fps), max(1, round(RESTS * fps)))

    @property
    def frames(self) -> int:
        return self.holds + self.fades + self.rests


def painted_back(way: WayBack, painter: Painter) -> Iterator[tuple[Pixels, int]]:
    """Paint a way back; yields pixels with the frames they stand for. They are painted over by the next ones."""
    if way.holds:
        yield painter.paint(way.start), way.holds
    start = painter.paint(way.start).copy()
    end = painter.paint(way.end).copy()
    for step in range(1, way.fades + 1):
        yield mixed(start, end, step / (way.fades + 1)), 1
    yield end, way.rests


def mixed(start: Pixels, end: Pixels, share: float) -> Pixels:
    """Mix two pictures, slowly at both ends. Colours are multiplied by their alpha, so alpha mixes like a colour."""
    weight = round(256 * share * share * (3 - 2 * share))
    sum_of_both = start.astype(np.uint16) * (256 - weight) + end.astype(np.uint16) * weight
    return (sum_of_both >> 8).astype(np.uint8)
