"""Points of a figure that can be dragged: each sets a parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.spec.params import SceneParams

Array = npt.NDArray[np.float64]
Limit = float | Sequence[float]
"""Of all numbers of a value, or of each."""


@dataclass(frozen=True)
class Handle:
    """A point of the figure under a hand.

    Parameters
    ----------
    parameter
        What it sets: a number, a pair, a matrix by one of its columns, or a list by one of its numbers.
    place
        Where a value belongs in the scene, as a point: from one number, or from two. It must be affine, so that a
        point can be turned back into its value.
    label
        What it is, in words: for those who cannot see it.
    column
        The column of a matrix that it sets.
    limits
        The least and the greatest value: for all numbers, or one for each; or what gives those of now.
    stands
        Where it is seen now, if not at the place of its value: on a curve, above a place on an axis.
    item
        The number of a list that it sets; it is there while the list is that long.
    there
        Whether there is anything to be dragged now; always if left out.
    now
        What counts while the parameter is left out: all of its numbers.
    """

    parameter: str
    place: Callable[..., Array]
    label: str
    column: int | None = None
    limits: tuple[Limit, Limit] | Callable[[], tuple[Limit, Limit]] | None = None
    stands: Callable[[], Array] | None = None
    item: int | None = None
    now: Callable[[], Sequence[float]] | None = None
    there: Callable[[], bool] | None = None

    def numbers(self, params: SceneParams) -> tuple[float, ...]:
        """All numbers of the parameter; of a matrix row by row."""
        value = getattr(params, self.parameter)
        if value is None and self.now is not None:
            value = tuple(self.now())
        return tuple(float(number) for number in np.ravel(value))

    def is_there(self, params: SceneParams) -> bool:
        """Whether there is anything to be dragged: a list may be too short."""
        if self.there is not None and not self.there():
            return False
        return self.item is None or self.item < len(self.numbers(params))

    def value(self, params: SceneParams) -> tuple[float, ...]:
        """What is set now: one number, or two."""
        numbers = self.numbers(params)
        if self.item is not None:
            return (numbers[self.item],)
        return numbers if self.column is None else numbers[self.column :: 2]

    def range(self, params: SceneParams) -> list[tuple[float, float]] | None:
        """The least and the greatest value now, of each number; None where there are none."""
        limits = self.limits() if callable(self.limits) else self.limits
        if limits is None:
            return None
        low, high = (np.broadcast_to(np.asarray(end, dtype=float), len(self.value(params))) for end in limits)
        return list(zip(low.tolist(), high.tolist(), strict=True))

    def at(self, params: SceneParams) -> Array:
        """Where it is seen, as a point of the scene."""
        return self.stands() if self.stands is not None else self.place(*self.value(params))

    def axes(self, params: SceneParams) -> tuple[Array, list[Array]]:
        """The place of the value zero, and how far from there the value one of each number lies."""
        unit = np.eye(len(self.value(params)))
        origin = self.place(*np.zeros(len(unit)))
        return origin, [self.place(*row) - origin for row in unit]
