"""Names at the tips of arrows that may point anywhere: each keeps clear of the others, and of all arrows if it can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import VGroup

from explainers.stage.figures.plane_marks import TipLabel, crossed

Array = npt.NDArray[np.float64]

ON_NAME, ON_ARROW = 4.0, 1.0
"""How bad it is to lie on another name, and on an arrow; on the arrow that is named, twice as bad."""


@dataclass(frozen=True, eq=False)
class _Named:
    """A name with its letters around the origin, where it may stand, and its arrow: from where to where."""

    letters: VGroup
    outlines: tuple[Array, ...]
    half: Array
    beside: TipLabel
    ends: Callable[[], tuple[Array, Array]]


class TipNames(VGroup):
    """All names of a figure; those that are attached first choose their places first.

    Parameters
    ----------
    shortest
        Arrows that are shorter, in the scene's units, have no name: it would lie on those of others.
    """

    def __init__(self, shortest: float) -> None:
        super().__init__()
        self._shortest = shortest
        self._named: list[_Named] = []
        self.add_updater(lambda _: self.place())

    def attach(self, letters: VGroup, beside: TipLabel, ends: Callable[[], tuple[Array, Array]]) -> None:
        """Name an arrow that runs from the one of its ends to the other."""
        center, half = letters.get_center(), np.array([letters.width, letters.height]) / 2
        outlines = tuple(letter.points - center for letter in letters.family_members_with_points())
        self._named.append(_Named(letters, outlines, half, beside, ends))
        self.add(letters)
        self.place()

    def place(self) -> None:
        """Put each name where it is least in the way."""
        arrows = [one.ends() for one in self._named]
        along = [np.linspace(start[:2], end[:2], 50) for start, end in arrows]
        placed: list[tuple[Array, Array]] = []
        for index, one in enumerate(self._named):
            start, end = arrows[index]
            if np.linalg.norm(end - start) <= self._shortest:
                for letter in one.letters:
                    letter.points = np.zeros((0, 3))
                continue
            places = one.beside.places(one.half)
            costs = [self._cost(index, center, along, placed) for center in places]
            center = places[int(np.argmin(costs))]
            placed.append((center, one.half))
            for letter, outline in zip(one.letters, one.outlines, strict=True):
                letter.points = outline + np.array([*center, 0.0])

    def _cost(self, index: int, center: Array, along: list[Array], placed: list[tuple[Array, Array]]) -> float:
        """How much a name is in the way in some place."""
        half = self._named[index].half
        on_names = sum(bool(np.all(np.abs(center - other) < half + size)) for other, size in placed)
        on_arrows = sum((1 + (which == index)) * crossed(center, half, points) for which, points in enumerate(along))
        return ON_NAME * on_names + ON_ARROW * on_arrows
