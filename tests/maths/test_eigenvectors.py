"""Kept lines against scipy's eigenvectors, the sweep, and the walk against powers of the matrix."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given
from hypothesis import strategies as st

from explainers.maths.eigenvectors import (
    parts_of_image,
    plan_sweep,
    power_iteration,
    range_across,
    spectrum,
    unit_vector,
)

ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
MATRICES = st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES).map(lambda e: np.array(e).reshape(2, 2))


def test_the_printed_example() -> None:
    """[[3,1],[0,2]] keeps (1,0), times 3, and (1,-1), times 2: the curriculum's values."""
    found = spectrum([[3, 1], [0, 2]])
    assert [(line.eigenvalue, line.name) for line in found.lines] == [(3.0, (1.0, 0.0)), (2.0, (1.0, -1.0))]


@given(MATRICES)
def test_eigenvalues_and_lines_are_scipys(A: Any) -> None:
    """The same eigenvalues as scipy's, the largest size first, and A v = lambda v on each line."""
    found = spectrum(A)
    theirs = scipy.linalg.eigvals(A)
    # A double eigenvalue is known to the root of the rounding error only.
    tolerance = 1e-6 * max(1.0, np.abs(A).max())
    for ours in found.eigenvalues:
        assert np.abs(theirs - ours).min() < tolerance
    assert found.radius == pytest.approx(np.abs(theirs).max(), abs=tolerance)
    assert found.radius >= max(abs(value) for value in found.eigenvalues) - 1e-9
    for line in found.lines:
        v = np.array(line.direction)
        np.testing.assert_allclose(A @ v, line.eigenvalue * v, atol=1e-6)
        assert np.linalg.norm(v) == pytest.approx(1)
        x, y = line.name
        assert abs(x * v[1] - y * v[0]) < 1e-8


@pytest.mark.parametrize(
    ("matrix", "kind"),
    [
        ([[3, 1], [0, 2]], "two lines"),
        ([[1, 2], [2, 4]], "two lines"),
        ([[1, 0], [0, -1]], "two lines"),
        ([[0, -1], [1, 0]], "no line"),
        ([[1, -2], [2, 1]], "no line"),
        ([[1, 1], [0, 1]], "one line"),
        ([[0, 1], [0, 0]], "one line"),
        ([[3, -1], [1, 1]], "one line"),
        ([[1, 0], [0, 1]], "every line"),
        ([[-2, 0], [0, -2]], "every line"),
        ([[0, 0], [0, 0]], "every line"),
    ],
)
def test_each_kind_is_told(matrix: Any, kind: str) -> None:
    """Two, one, all or none of the lines are kept; the count is the nullity of A - lambda I."""
    found = spectrum(matrix)
    assert found.kind == kind
    nullities = [2 - np.linalg.matrix_rank(np.array(matrix) - line.eigenvalue * np.eye(2)) for line in found.lines]
    assert nullities == {"two lines": [1, 1], "one line": [1], "every line": [2], "no line": []}[kind]


@given(MATRICES, st.floats(0, 2 * math.pi))
def test_the_two_parts_make_up_the_image(A: Any, angle: float) -> None:
    """A v is the part along times v plus the part across times v turned by 90 degrees; the range holds the part."""
    along, across = parts_of_image(A, angle)
    v = unit_vector(angle)
    np.testing.assert_allclose(along * v + across * np.array([-v[1], v[0]]), A @ v, atol=1e-9)
    low, high = range_across(A)
    assert low - 1e-9 <= across <= high + 1e-9


@given(MATRICES, st.floats(math.pi, 2 * math.pi))
def test_a_sweep_meets_every_line(A: Any, extent: float) -> None:
    """The meetings lie in order on the way, in the order of the lines, and the part across is 0 at each."""
    found = spectrum(A)
    sweep = plan_sweep(found, extent)
    assert abs(sweep.extent) == pytest.approx(extent)
    assert len(sweep.meetings) == {"two lines": 2, "one line": 1}.get(found.kind, 0)
    shares = [(meeting - sweep.start) / sweep.extent for meeting in sweep.meetings]
    assert shares == sorted(shares)
    assert all(0 < share <= 1 for share in shares)
    for meeting, line in zip(sweep.meetings, found.lines, strict=False):
        along, across = parts_of_image(A, meeting)
        assert along == pytest.approx(line.eigenvalue, abs=1e-6)
        assert across == pytest.approx(0, abs=1e-6)


@given(MATRICES, st.integers(0, 360), st.integers(2, 20))
def test_the_walk_is_the_powers_of_the_matrix(A: Any, degrees: int, steps: int) -> None:
    """The last arrow points along A^n w, and the factors multiply to its length."""
    walk = power_iteration(A, math.radians(degrees), steps)
    w = unit_vector(math.radians(degrees))
    if walk.outcome == "vanishes":
        assert np.linalg.norm(np.linalg.matrix_power(A, 2) @ w) < 1e-9 * max(1.0, np.abs(A).max() ** 2)
        assert walk.growths[-1] == 0
        return
    if walk.outcome == "stays":
        assert walk.angle_left < 1e-3
    power = np.linalg.matrix_power(A, steps) @ w
    scale = np.abs(A).max() ** steps
    np.testing.assert_allclose(walk.arrows[-1] * np.prod(walk.growths), power, atol=1e-6 * scale)


@pytest.mark.parametrize(
    ("matrix", "degrees", "outcome", "eigenvalue"),
    [
        ([[3, 1], [0, 2]], 120, "settles", 3),
        ([[-3, 1], [0, 2]], 120, "settles", -3),
        ([[3, 1], [0, 2]], 135, "stays", 2),
        ([[3, 1], [0, 2]], 180, "stays", 3),
        ([[1, 2], [2, 4]], 120, "settles", 5),
        ([[2, 0], [0, 2]], 77, "stays", 2),
        ([[1, 1], [0, 1]], 120, "settles", 1),
        ([[1, 0], [0, -1]], 120, "alternates", None),
        ([[1, 0], [0, -1]], 90, "stays", -1),
        ([[0, -1], [1, 0]], 120, "wanders", None),
        ([[0, 0], [0, 0]], 120, "vanishes", None),
        ([[0, 1], [0, 0]], 120, "vanishes", None),
        ([[1, 0], [0, 0]], 90, "vanishes", None),
    ],
)
def test_each_outcome_is_told(matrix: Any, degrees: float, outcome: str, eigenvalue: float | None) -> None:
    """Where 400 steps lead is what the outcome says."""
    walk = power_iteration(matrix, math.radians(degrees), 400)
    assert walk.outcome == outcome
    assert (walk.line.eigenvalue if walk.line else None) == eigenvalue
    if eigenvalue is not None:
        assert math.degrees(walk.angle_left) < 0.5
        assert walk.growths[-1] == pytest.approx(abs(eigenvalue), rel=1e-2)
    if outcome == "alternates":
        np.testing.assert_allclose(walk.arrows[::2], walk.arrows[[0]] * np.ones((201, 1)), atol=1e-9)
        assert np.abs(walk.arrows[1] - walk.arrows[0]).max() > 0.1
