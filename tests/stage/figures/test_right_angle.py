"""The mark of a right angle is there only while there is one."""

from __future__ import annotations

import numpy as np
import pytest

from explainers.stage.figures.right_angle import RightAngle


@pytest.mark.parametrize(
    ("first", "second", "drawn"),
    [((1, 0), (0, 1), True), ((1, 1), (-2, 2), True), ((1, 0), (1, 1), False), ((1, 0), (0, 0), False)],
)
def test_it_is_drawn_only_at_ninety_degrees(first: tuple[int, int], second: tuple[int, int], drawn: bool) -> None:
    """Skew arrows and vanished ones get no mark; its middle corner lies between the arrows."""
    ends = [np.array([*end, 0.0]) for end in (first, second)]
    mark = RightAngle(lambda: np.zeros(3), lambda: ends[0], lambda: ends[1], color="#FFFFFF")
    assert (len(mark.points) > 0) == drawn
    if drawn:
        corner = mark.points[3]
        assert corner @ ends[0] > 0
        assert corner @ ends[1] > 0
