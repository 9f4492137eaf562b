"""The decomposition against numpy's singular values, and its moves against the matrices that they are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.maths.singular_values import is_normal, singular_values

ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
MATRICES = st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES).map(lambda e: np.array(e).reshape(2, 2))


def test_the_printed_example() -> None:
    """The shear [[1,1],[0,1]] has 1.618034 and 0.618034: the golden ratio and its inverse."""
    golden = (1 + math.sqrt(5)) / 2
    np.testing.assert_allclose(singular_values([[1, 1], [0, 1]]).sigma, [golden, 1 / golden])


@given(MATRICES)
def test_the_factors_are_the_matrix(A: Any) -> None:
    """U Sigma V^T is A, U and V are orthogonal, V is a rotation by at most a quarter turn, the values are numpy's."""
    parts = singular_values(A)
    scale = max(1.0, float(np.abs(A).max()))
    np.testing.assert_allclose(parts.U @ np.diag(parts.sigma) @ parts.V.T, A, atol=1e-7 * scale)
    np.testing.assert_allclose(parts.sigma, np.linalg.svd(A, compute_uv=False), atol=1e-7 * scale)
    for Q in (parts.U, parts.V):
        np.testing.assert_allclose(Q @ Q.T, np.eye(2), atol=1e-7)
    assert np.linalg.det(parts.V) == pytest.approx(1)
    assert abs(parts.first_turn) <= math.pi / 2 + 1e-9
    assert parts.flips == (np.linalg.det(A) < 0 and parts.sigma[1] > 0)


@given(MATRICES)
def test_the_moves_end_where_they_must(A: Any) -> None:
    """Nothing, V^T, Sigma V^T, A, and then numpy's nearest matrix of rank one."""
    parts = singular_values(A)
    scale = max(1.0, float(np.abs(A).max()))
    ends = [np.eye(2), parts.V.T, np.diag(parts.sigma) @ parts.V.T, A]
    for moves, end in enumerate(ends):
        np.testing.assert_allclose(parts.at(moves), end, atol=1e-7 * scale)
    np.testing.assert_allclose(parts.at(4), parts.rank_one, atol=1e-7 * scale)
    # Eckart and Young: what is lost is sigma2, in the norm of squared entries too.
    assert np.linalg.norm(A - parts.rank_one) == pytest.approx(parts.sigma[1], abs=1e-7 * scale)
    total = np.linalg.norm(A) ** 2
    if total:
        assert parts.kept == pytest.approx(np.linalg.norm(parts.rank_one) ** 2 / total, abs=1e-7)


@given(MATRICES, st.floats(0, 4))
def test_the_two_arrows_are_perpendicular_all_the_way(A: Any, moves: float) -> None:
    """In every move that is not a reflection, the images of v one and v two stay perpendicular."""
    parts = singular_values(A)
    if parts.flips and 2 < moves < 3:
        return
    first, second = (parts.at(moves) @ parts.V).T
    assert abs(first @ second) <= 1e-6 * max(1.0, float(np.abs(A).max())) ** 2


@pytest.mark.parametrize(
    ("matrix", "image", "normal"),
    [
        ([[1, 1], [0, 1]], "ellipse", False),
        ([[2, 1], [1, 3]], "ellipse", True),
        ([[1, 0], [0, 1]], "circle", True),
        ([[0, -2], [2, 0]], "circle", True),
        ([[0, 1], [1, 0]], "circle", True),
        ([[1, 2], [2, 4]], "segment", True),
        ([[0, 1], [0, 0]], "segment", False),
        ([[0, 0], [0, 0]], "point", True),
    ],
)
def test_each_image_is_told(matrix: Any, image: str, normal: bool) -> None:
    """Ellipse, circle, segment or point; for normal matrices the eigenvalues have the same sizes."""
    parts = singular_values(matrix)
    assert parts.image == image
    assert is_normal(matrix) == normal
    sizes = np.sort(np.abs(np.linalg.eigvals(np.array(matrix))))[::-1]
    assert np.allclose(sizes, parts.sigma) == normal
