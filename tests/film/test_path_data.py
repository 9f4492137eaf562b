"""Outlines handed to cairo at once: the same path as curve by curve."""

from typing import Any

import cairo
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.draw_shapes import Tracer
from explainers.film.path_data import append
from explainers.film.picture import Outline


def context() -> Any:
    """A context that scales and turns upside down, as pictures are drawn."""
    made = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 64, 36))
    made.set_matrix(cairo.Matrix(4.5, 0, 0, -4.5, 32, 18))
    return made


def outline(*curves: int, closed: bool, skipped: int = 0) -> Outline:
    """Subpaths of so many curves each, with points that belong to none between them."""
    points = np.random.default_rng(len(curves)).uniform(-7, 7, (sum(4 * number + skipped for number in curves), 2))
    subpaths, first = [], 0
    for number in curves:
        subpaths.append((first, first + 4 * number, closed))
        first += 4 * number + skipped
    return Outline(points, tuple(subpaths))


def one_by_one(drawn: Any, shown: Outline) -> list[Any]:
    """What pycairo's own calls make of an outline."""
    drawn.new_path()
    for first, last, closed in shown.subpaths:
        drawn.move_to(*shown.points[first])
        for start in range(first, last, 4):
            drawn.curve_to(*shown.points[start + 1 : start + 4].ravel())
        if closed:
            drawn.close_path()
    return list(drawn.copy_path())


@given(
    curves=st.lists(st.integers(1, 9), max_size=5),
    closed=st.booleans(),
    skipped=st.integers(0, 3),
)
def test_it_is_the_path_that_single_calls_make(curves: list[int], closed: bool, skipped: int) -> None:
    """Moves, curves and closes come in the same order with the same numbers."""
    shown, drawn = outline(*curves, closed=closed, skipped=skipped), context()
    drawn.new_path()
    assert append(drawn, shown)
    assert list(drawn.copy_path()) == one_by_one(context(), shown)


@pytest.mark.parametrize("curves", [(1,), (3, 2), (49,), (51,), (400,), (120, 130, 10)])
def test_a_tracer_does_the_same_with_few_points_and_with_many(curves: tuple[int, ...]) -> None:
    """Whether an outline goes to cairo at once or in calls, or comes back from what is kept, cannot be seen."""
    shown, drawn, tracer = outline(*curves, closed=True), context(), Tracer()
    for _ in range(3):
        tracer.trace(drawn, shown)
        assert list(drawn.copy_path()) == one_by_one(context(), shown)
