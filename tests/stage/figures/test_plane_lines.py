"""Lines on a plane: from edge to edge, in the right direction, and dashed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_lines import DASH, DashedSegment, LineThroughOrigin, dashes, line_ends
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-6.0, 2.0, -3.0, 2.5)
PLANE = MovingPlane(ZONE, DARK, View((-1.5, 0.2), 0.8))


@given(st.floats(0, 6.28))
def test_a_line_reaches_from_edge_to_edge(angle: float) -> None:
    """Both ends lie on the picture's rim, and the line runs through the origin in its direction."""
    direction = np.array([np.cos(angle), np.sin(angle)])
    start, end = line_ends(PLANE, direction)
    picture, origin = PLANE.picture, PLANE.point((0, 0))
    for tip, sign in ((start, -1), (end, 1)):
        along = (tip - origin)[:2]
        assert along @ direction * sign > 0
        assert abs(along[0] * direction[1] - along[1] * direction[0]) < 1e-6
        rim = [tip[0] - picture.left, picture.right - tip[0], tip[1] - picture.bottom, picture.top - tip[1]]
        assert min(rim) == pytest.approx(0, abs=1e-6)


def test_no_direction_is_no_line() -> None:
    """The zero vector spans nothing."""
    line = LineThroughOrigin(PLANE, lambda: (0.0, 0.0), color="#FFFFFF", dashed=True)
    assert len(line.points) == 0


@given(st.floats(0.001, 6))
def test_dashes_begin_and_end_with_the_line(length: float) -> None:
    """The first dash begins at the start, none goes beyond the end, and no gap is longer than two thirds of a dash."""
    points = dashes(np.zeros(3), np.array([length, 0.0, 0.0])).reshape(-1, 4, 3)[:, :, 0]
    assert points.min() == 0
    assert points.max() <= length + 1e-9
    assert length - points.max() <= DASH * 2 / 3 + 1e-9


def test_a_segment_follows_its_ends() -> None:
    """After an update the dashes lie between the new ends."""
    ends = {"end": np.array([1.0, 0, 0])}
    segment = DashedSegment(lambda: np.zeros(3), lambda: ends["end"], color="#FFFFFF")
    ends["end"] = np.array([0.0, 2.0, 0])
    segment.update()
    assert segment.points[:, 0].max() == 0
    assert segment.points[:, 1].max() > 1.8
