"""The live arrow: its tip is exactly where it is said to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Scene, linear

from explainers.stage.figures.arrow import Grow, LiveArrow

POINTS = st.tuples(st.floats(-7, 7), st.floats(-4, 4)).map(lambda p: np.array([*p, 0.0]))


@given(POINTS, POINTS)
def test_the_tip_stands_at_the_end(start: np.ndarray, end: np.ndarray) -> None:
    """Tip at `end`, tail at `start`, and the shaft ends inside of the head."""
    arrow = LiveArrow(end, start, color="#FFFFFF")
    length = float(np.linalg.norm(end - start))
    if length < 1e-6:
        return
    np.testing.assert_allclose(arrow.get_tip_point(), end)
    np.testing.assert_allclose(arrow.shaft.points[0], start)
    along = (end - start) / length
    assert (arrow.shaft.points[-1] - start) @ along < length
    assert (arrow.shaft.points[-1] - start) @ along > length - min(0.3, 0.6 * length)


@given(POINTS)
def test_the_head_is_symmetric(end: np.ndarray) -> None:
    """Both barbs are equally far from the tip, on either side of the shaft; a short arrow has a small head."""
    length = float(np.linalg.norm(end))
    if length < 1e-3:
        return
    arrow = LiveArrow(end, color="#FFFFFF", head=0.3)
    corners = arrow.head.get_anchors()
    first, second = corners[1], corners[3] if np.allclose(corners[1], corners[2]) else corners[2]
    assert np.linalg.norm(first - end) == pytest.approx(np.linalg.norm(second - end))
    np.testing.assert_allclose(np.cross((first + second) / 2, end)[2], 0, atol=1e-6)
    assert np.linalg.norm((first + second) / 2 - end) == pytest.approx(min(0.3, 0.6 * length))


def test_no_length_is_no_arrow() -> None:
    """The zero vector is drawn as nothing, and the arrow comes back afterwards."""
    arrow = LiveArrow([0, 0, 0], color="#FFFFFF")
    assert not arrow.shaft.has_points()
    assert not arrow.head.has_points()
    arrow.put([0, 0, 0], [1, 0, 0])
    np.testing.assert_allclose(arrow.get_tip_point(), [1, 0, 0])


def test_following_stands_between_moving_points() -> None:
    """After an update the arrow leads from where the start is to where the end is."""
    ends = {"start": np.zeros(3), "end": np.array([1.0, 0, 0])}
    arrow = LiveArrow([0, 0, 0], color="#FFFFFF").follow(lambda: ends["end"], lambda: ends["start"])
    ends.update(start=np.array([1.0, 1, 0]), end=np.array([1.0, 3, 0]))
    arrow.update()
    np.testing.assert_allclose(arrow.get_tip_point(), [1, 3, 0])
    np.testing.assert_allclose(arrow.shaft.points[0], [1, 1, 0])


def test_a_following_arrow_grows_from_its_tail() -> None:
    """Halfway through, its tip is halfway, also after the frame's updates; at the end it follows again."""
    ends = {"tip": np.array([3.0, 1, 0])}
    arrow = LiveArrow([0, 0, 0], color="#FFFFFF").follow(lambda: ends["tip"], lambda: np.array([1.0, 1, 0]))
    scene = Scene()
    growth = Grow(arrow, rate_func=linear)
    growth._setup_scene(scene)
    growth.begin()
    for share, x in ((0.0, 1.0), (0.5, 2.0), (0.75, 2.5)):
        growth.update_mobjects(0.1)
        growth.interpolate(share)
        scene.update_mobjects(0.1)
        assert arrow.head.has_points() == (share > 0)
        if share:
            np.testing.assert_allclose(arrow.get_tip_point(), [x, 1, 0])
    growth.finish()
    ends["tip"] = np.array([1.0, 5, 0])
    scene.update_mobjects(0.1)
    np.testing.assert_allclose(arrow.get_tip_point(), [1, 5, 0])


def test_the_zero_vector_has_nothing_to_grow() -> None:
    """Nothing is drawn, and nothing breaks."""
    arrow = LiveArrow([0, 0, 0], color="#FFFFFF")
    growth = Grow(arrow)
    growth.begin()
    growth.interpolate(0.5)
    growth.finish()
    assert not arrow.shaft.has_points()
