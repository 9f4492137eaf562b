"""Coordinates in another basis: against numpy's solve and eigenvalues, which no basis changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from explainers.maths.change_of_basis import change_basis, check_basis, describe
from explainers.maths.change_of_basis_story import basis_sayings
from explainers.maths.errors import MathsError

ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
MATRICES = st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES).map(lambda e: np.array(e).reshape(2, 2))
POINTS = st.tuples(ENTRIES, ENTRIES)


def is_basis(P: np.ndarray) -> bool:
    try:
        check_basis(P)
    except MathsError:
        return False
    return True


def test_the_printed_example() -> None:
    """b1 = (2,1), b2 = (-1,1), x = (3,3) has the coordinates (2,1): the curriculum's practice question."""
    found = describe([[2, -1], [1, 1]], (3, 3))
    assert found.coordinates == pytest.approx((2, 1))
    assert found.first_part == pytest.approx((4, 2))
    assert found.second_part == pytest.approx((-1, 1))
    changed = change_basis([[2, -1], [1, 1]], [[1.0, -1.0], [-0.5, 1.5]])
    np.testing.assert_allclose(np.array(changed.in_basis), [[0.5, 0.0], [0.0, 2.0]], atol=1e-12)
    assert changed.is_diagonal


@given(MATRICES, MATRICES, POINTS)
def test_coordinates_and_map_are_numpys(P: np.ndarray, A: np.ndarray, x: Any) -> None:
    """P c = x; M has A's eigenvalues, and takes the coordinates of x to those of A x."""
    assume(is_basis(P))
    found, image, changed = describe(P, x), describe(P, A @ x), change_basis(P, A)
    np.testing.assert_allclose(P @ found.coordinates, x, atol=1e-7)
    np.testing.assert_allclose(np.add(found.first_part, found.second_part), x, atol=1e-7)
    M, scale = np.array(changed.in_basis), 1 + float(np.abs(changed.in_basis).max())
    np.testing.assert_allclose(M @ found.coordinates, image.coordinates, atol=1e-6 * scale)
    np.testing.assert_allclose(M, np.linalg.inv(P) @ A @ P, atol=1e-7 * scale)
    assert np.trace(M) == pytest.approx(np.trace(A), abs=1e-6)
    assert np.linalg.det(M) == pytest.approx(np.linalg.det(A), abs=1e-5)


@given(MATRICES)
def test_what_is_refused_is_near_one_line(P: np.ndarray) -> None:
    """A basis is refused exactly if the sine of the angle between its columns is below that of 10 degrees."""
    lengths = np.linalg.norm(P, axis=0)
    sine = abs(np.linalg.det(P)) / lengths.prod() if lengths.all() else 0.0
    assume(abs(sine - np.sin(np.radians(10))) > 1e-9)
    assert is_basis(P) == (sine > np.sin(np.radians(10)))


@pytest.mark.parametrize(
    ("P", "line"),
    [
        (
            [[1, 2], [2, 4]],
            r"the columns \(1, 2\) and \(2, 4\) lie on one line, so they make no grid; turn one of them",
        ),
        ([[1, -1], [1, -1.1]], "lie almost on one line"),
        ([[0, 1], [0, 1]], r"a column is \(0, 0\)"),
    ],
)
def test_no_basis_gets_its_line(P: Any, line: str) -> None:
    """The message names the columns and the cure."""
    with pytest.raises(MathsError, match=line):
        change_basis(P, np.eye(2))


@pytest.mark.parametrize(
    ("P", "A", "said", "unsaid"),
    [
        ([[2, -1], [1, 1]], [[1, -1], [-0.5, 1.5]], "diagonal: 0.5 times along b one, 2 times along b two", "only if"),
        ([[2, -1], [1, 1]], [[2, 0], [0, 2]], "2 times the identity", "simple"),
        ([[2, -1], [1, 1]], [[0, -1], [1, 0]], "diagonal only if A kept the lines", "A good basis"),
        ([[1, 1], [0, 1]], [[3, 1], [0, 1]], "A keeps the line of b one", "A good basis"),
        ([[1, 0], [0, 1]], [[3, 0], [1, 2]], "A keeps the line of b two", "A good basis"),
    ],
)
def test_each_map_has_its_own_words(P: Any, A: Any, said: str, unsaid: str) -> None:
    """Diagonal, a multiple of the identity, triangular and neither are told apart."""
    changed, x = change_basis(P, A), (3, 3)
    words = basis_sayings(changed, describe(P, x), describe(P, np.array(A) @ x)).answer
    assert said in words
    assert unsaid not in words
