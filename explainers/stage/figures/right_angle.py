"""The small square that marks a right angle between two arrows that move."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from manim import VMobject

from explainers.stage.figures.polylines import pieces_to_points

Array = npt.NDArray[np.float64]


class RightAngle(VMobject):
    """Drawn only while there is a right angle: while both arrows have a length, and stand at 90 degrees.

    Parameters
    ----------
    corner, first, second
        Where the arrows start, and their tips, in the scene, at this moment.
    """

    def __init__(
        self,
        corner: Callable[[], Array],
        first: Callable[[], Array],
        second: Callable[[], Array],
        *,
        color: str,
        size: float = 0.26,
    ) -> None:
        super().__init__(stroke_color=color, stroke_width=3)

        def update(mark: RightAngle) -> None:
            origin = corner()
            sides = [first() - origin, second() - origin]
            lengths = [float(np.linalg.norm(side)) for side in sides]
            if min(lengths) < 1e-6 or abs(sides[0] @ sides[1]) > 1e-6 * lengths[0] * lengths[1]:
                mark.points = np.zeros((0, 3))
                return
            reach = min(size, 0.3 * min(lengths))
            across, up = (reach * side / length for side, length in zip(sides, lengths, strict=True))
            corners = origin + np.array([across, across + up, up])
            mark.points = pieces_to_points(corners[:-1], corners[1:])

        self.add_updater(update, call_updater=True)
