"""Pieces of lines: clipped where they leave a window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.stage.figures.polylines import (
    clip_pieces,
    cut_dashes,
    discs_to_points,
    lines_to_pieces,
    pieces_to_points,
)
from explainers.stage.figures.ticks import nice_ticks, number_markup, whole_ticks

WINDOW = (-1.0, 2.0, -3.0, 1.0)
coordinates = st.tuples(*[st.floats(-5, 5)] * 4)


@given(coordinates)
def test_clipped_pieces_are_what_lies_inside(ends: tuple[float, float, float, float]) -> None:
    """Points of a piece are inside just between entry and exit: sampled, as an oracle."""
    start, end = np.array([ends[:2]]), np.array([ends[2:]])
    enter, leave = clip_pieces(start, end, WINDOW)
    for share in np.linspace(0, 1, 21):
        x, y = ((1 - share) * start + share * end)[0]
        distance = min(x - WINDOW[0], WINDOW[1] - x, y - WINDOW[2], WINDOW[3] - y)
        if abs(distance) > 1e-6:
            assert (distance > 0) == (enter[0] <= share <= leave[0])


def test_pieces_that_meet_become_one_line() -> None:
    """A polyline of three corners is two curves that share an end."""
    starts, ends = lines_to_pieces([[[0, 0, 0], [1, 0, 0], [1, 1, 0]]])
    points = pieces_to_points(starts, ends)
    assert points.shape == (8, 3)
    np.testing.assert_allclose(points[3], points[4])
    assert lines_to_pieces([])[0].shape == (0, 2)


def test_discs_are_round() -> None:
    """Every fourth point of a disc lies on its circle."""
    points = discs_to_points(np.array([[1.0, 2.0, 0.0]]), 0.5)
    np.testing.assert_allclose(np.linalg.norm(points[::4] - [1, 2, 0], axis=1), 0.5)


@given(st.floats(-1e12, 1e12), st.floats(1e-6, 1e12), st.integers(1, 8))
def test_ticks_are_round_and_inside(low: float, span: float, about: int) -> None:
    """Ticks rise, lie in the range to rounding, and are no more than about as many as asked for."""
    ticks = nice_ticks(low, low + span, about)
    slack = 1e-6 * span + 1e-9 * abs(low) + 1e-9
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)
    assert len(ticks) <= about + 2


@pytest.mark.parametrize(
    ("value", "markup"),
    [(0, "0"), (0.5, "0.5"), (-200, "-200"), (1e6, "10^(6)"), (-1e6, "-10^(6)"), (2e-7, "2 dot 10^(-7)")],
)
def test_how_a_tick_is_written(value: float, markup: str) -> None:
    """Short numbers as they are, others with a power of ten."""
    assert number_markup(value) == markup


def test_steps_are_whole() -> None:
    """The axis of steps has whole numbers, also for one step."""
    assert whole_ticks(0, 40, 4) == [0, 10, 20, 30, 40]
    assert whole_ticks(0, 1, 4) == [0, 1]


def test_dashes_have_their_length_and_go_on_after_what_went_before() -> None:
    """A straight line of length 1 in dashes of 0.3 and gaps of 0.2; cut in two, its halves make the same dashes."""
    start, end, middle = np.zeros((1, 3)), np.array([[1.0, 0, 0]]), np.array([[0.4, 0, 0]])
    starts, ends = cut_dashes(start, end, 0.3)
    np.testing.assert_allclose(starts[:, 0], [0, 0.5], atol=1e-9)
    np.testing.assert_allclose(ends[:, 0], [0.3, 0.8], atol=1e-9)
    later, _ = cut_dashes(middle, end, 0.3, travelled=0.4)
    np.testing.assert_allclose(later[:, 0], [0.5], atol=1e-9)


def test_a_sharp_corner_is_never_lost_in_a_gap() -> None:
    """Wherever a line bends sharply, something of it is drawn up to the corner and on from it."""
    for at in np.linspace(0.2, 1.2, 41):
        corner = [at, 0.0, 0.0]
        starts, ends = cut_dashes(np.array([[0, 0, 0], corner]), np.array([corner, [at, 1.0, 0]]), 0.3)
        assert any(np.allclose(end, corner, atol=1e-9) for end in ends), at
        assert any(np.allclose(start, corner, atol=1e-9) for start in starts), at
