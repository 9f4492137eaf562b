"""Null space, column space and solutions: against numpy's matrix_rank and scipy's null_space and orth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import null_space, orth

from explainers.maths.null_space import inputs_with_one_image, point_off_the_column_space, spaces
from explainers.maths.null_space_story import null_space_sayings

ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
SMALL = st.integers(-3, 3)
POINTS = st.tuples(ENTRIES, ENTRIES)
SINGULAR = st.tuples(SMALL, SMALL, SMALL, SMALL).map(lambda f: np.outer(f[:2], f[2:]) / 2)
MATRICES = st.one_of(SINGULAR, st.tuples(*[ENTRIES] * 4).map(lambda e: np.array(e).reshape(2, 2)))
TOLERANCES = st.sampled_from([1e-10, 1e-3, 0.05, 0.3, 0.9])


def cross(first: Any, second: Any) -> float:
    return float(first[0] * second[1] - first[1] * second[0])


def test_the_printed_example() -> None:
    """[[1,2],[2,4]] has rank 1 and its null space along (2,-1): the curriculum's practice question."""
    found = spaces([[1, 2], [2, 4]], 1e-10)
    assert (found.rank, found.nullity) == (1, 1)
    assert found.null_direction == (2.0, -1.0)
    assert found.column_direction == (1.0, 2.0)
    assert found.inverse is None


@given(MATRICES, TOLERANCES)
def test_the_rank_is_numpys_and_the_spaces_are_scipys(A: np.ndarray, tolerance: float) -> None:
    """rank = matrix_rank with this rtol; rank + nullity = 2; the directions span what scipy finds."""
    found = spaces(A, tolerance)
    assert found.rank == np.linalg.matrix_rank(A, rtol=tolerance)
    assert found.rank + found.nullity == 2
    assert null_space(np.array(found.matrix), rcond=1e-9).shape[1] == found.nullity
    if found.null_direction is not None and found.column_direction is not None:
        kernel, image = null_space(A, rcond=tolerance)[:, 0], orth(A, rcond=tolerance)[:, 0]
        assert cross(kernel, found.null_direction) == pytest.approx(0, abs=1e-6)
        assert cross(image, found.column_direction) == pytest.approx(0, abs=1e-6)
    if found.inverse is not None:
        np.testing.assert_allclose(np.array(found.inverse) @ A, np.eye(2), atol=1e-6)


@given(MATRICES, TOLERANCES)
def test_a_cut_matrix_is_the_nearest_of_its_rank(A: np.ndarray, tolerance: float) -> None:
    """What is looked at differs from the given matrix by exactly the singular value that was cut (Eckart and Young)."""
    found = spaces(A, tolerance)
    distance = np.linalg.norm(np.array(found.matrix) - A, 2)
    assert found.is_cut == (distance > 0)
    if found.is_cut:
        assert distance == pytest.approx(np.linalg.svd(A)[1][1], rel=1e-6)


@given(MATRICES, POINTS, TOLERANCES)
def test_the_inputs_land_on_one_point_and_nothing_lands_outside(A: np.ndarray, x: Any, tolerance: float) -> None:
    """All inputs shown are different and have the image of x; the least-squares distance of c is well above 0."""
    found = spaces(A, tolerance)
    B = np.array(found.matrix)
    inputs = inputs_with_one_image(found, x)
    assert inputs[0] == x
    assert len(inputs) == (1 if found.rank == 2 else 3)
    for i, point in enumerate(inputs):
        np.testing.assert_allclose(B @ point, B @ x, atol=1e-7)
        assert all(np.linalg.norm(np.subtract(point, other)) > 0.5 for other in inputs[:i])
    outside = point_off_the_column_space(found, x)
    if outside is None:
        assert found.rank == 2
    else:
        solution = np.linalg.lstsq(B, np.array(outside), rcond=1e-9)[0]
        assert np.linalg.norm(B @ solution - outside) > 0.8


@pytest.mark.parametrize(
    ("A", "x", "tolerance", "said"),
    [
        ([[1, 2], [2, 4]], (-1, 1), 1e-10, "(2, minus 1) does, and so does every multiple"),
        ([[1, 2], [2, 4]], (2, -1), 1e-10, "b, which is zero. Which inputs land on it? The null space itself"),
        ([[3, 1], [0, 2]], (1, 2), 1e-10, "Only one, (1, 2)"),
        ([[3, 1], [0, 2]], (1, 2), 1e-10, "the next layer can tell"),
        ([[3, 1], [0, 2]], (1, 2), 0.9, "is 0.566 of the first. By the tolerance that counts as zero"),
        ([[1, 0], [0, 1]], (1, 2), 1e-10, "Nothing moves: this is the identity"),
        ([[0, 1], [1, 0]], (1, 2), 1e-10, "On the way it lies flat for a moment"),
        ([[0, 0], [0, 0]], (1, 2), 1e-10, "The null space is the whole plane"),
        ([[0, 0], [0, 0]], (1, 2), 1e-10, "the rank is zero"),
    ],
)
def test_each_case_has_its_own_words(A: Any, x: Any, tolerance: float, said: str) -> None:
    """Full rank, rank one, the zero matrix, a zero image and a cut matrix are each told as they are."""
    found = spaces(A, tolerance)
    image = tuple(np.array(found.matrix) @ x + 0.0)
    sayings = null_space_sayings(found, x, image, point_off_the_column_space(found, x))
    assert said in " ".join(vars(sayings).values())
