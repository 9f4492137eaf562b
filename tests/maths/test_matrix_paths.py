"""Paths from the identity to a matrix: exact ends, real rotation, and the moments of collapse."""

import itertools
import math
import pickle
from typing import Literal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import linalg

from explainers.maths.errors import MathsError
from explainers.maths.linear_maps import apply, letter_f, shoelace_area
from explainers.maths.matrix_paths import MatrixPath, determinant, polar_decomposition, rotation, rotation_angle

ENTRIES = st.floats(-5, 5, allow_subnormal=False) | st.integers(-5, 5).map(float)
MATRICES = st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES).map(lambda e: np.array(e).reshape(2, 2))
KINDS = st.sampled_from(["polar", "linear"])
Kind = Literal["polar", "linear"]


@given(MATRICES)
def test_the_polar_factors_multiply_to_the_matrix(A: np.ndarray) -> None:
    """A = Q S with a rotation Q, a symmetric S, and as many negative eigenvalues in S as det A has sign."""
    Q, S = polar_decomposition(A)
    np.testing.assert_allclose(Q @ S, A, atol=1e-12)
    np.testing.assert_allclose(Q.T @ Q, np.eye(2), atol=1e-14)
    assert determinant(Q) == pytest.approx(1)
    np.testing.assert_array_equal(S, S.T)
    if abs(determinant(A)) > 1e-9:
        assert (np.linalg.eigvalsh(S) < 0).sum() == (determinant(A) < 0)


@given(MATRICES)
def test_the_polar_factors_are_scipys_where_nothing_flips(A: np.ndarray) -> None:
    """For det A > 0 the decomposition is unique, so `scipy.linalg.polar` has the same."""
    assume(determinant(A) > 1e-6)
    Q, S = polar_decomposition(A)
    expected_Q, expected_S = linalg.polar(A)
    np.testing.assert_allclose(Q, expected_Q, atol=1e-7)
    np.testing.assert_allclose(S, expected_S, atol=1e-7)


@given(MATRICES)
def test_a_flip_never_turns_more_than_a_quarter(A: np.ndarray) -> None:
    """For det A < 0 the smaller of the two possible angles is taken."""
    assume(determinant(A) < -1e-9)
    assert abs(rotation_angle(A)) <= math.pi / 2 + 1e-12


@pytest.mark.parametrize(
    ("matrix", "angle"),
    [
        ([[0, -1], [1, 0]], math.pi / 2),
        ([[-1, 0], [0, -1]], math.pi),
        ([[3, 0], [0, 2]], 0),
        ([[1, 0], [0, -1]], 0),  # reflections are symmetric: they need no turning
        ([[0, 1], [1, 0]], 0),
        ([[-2, 0], [0, 1]], 0),
        ([[0, 0], [0, 0]], 0),
        ([[1, 1], [0, 1]], -math.atan2(1, 2)),
    ],
)
def test_angles_of_known_matrices(matrix: list[list[float]], angle: float) -> None:
    """A rotation is its own; a symmetric matrix that does not turn round has none; a shear has a little."""
    assert rotation_angle(matrix) == pytest.approx(angle)


@given(MATRICES, KINDS)
def test_a_path_is_exact_at_its_ends(A: np.ndarray, kind: Kind) -> None:
    """A(0) = I and A(1) = A to the last bit, and just before the end the path is nearly there."""
    path = MatrixPath(A, kind)
    assert path.at(0).tolist() == [[1, 0], [0, 1]]
    assert path.at(1).tolist() == A.tolist()
    np.testing.assert_allclose(path.at(1 - 1e-9), A, atol=1e-6)
    np.testing.assert_allclose(path.at(1e-9), np.eye(2), atol=1e-6)


@given(st.floats(-math.pi + 1e-6, math.pi), st.floats(0, 1))
def test_a_rotation_rotates(angle: float, t: float) -> None:
    """On the polar path of a rotation by theta, A(t) is the rotation by t theta: lengths stay."""
    np.testing.assert_allclose(MatrixPath(rotation(angle)).at(t), rotation(t * angle), atol=1e-12)


@given(MATRICES, st.floats(0.01, 0.99))
def test_the_angle_on_a_polar_path_grows_with_time(A: np.ndarray, t: float) -> None:
    """A(t) is a rotation by t theta times a symmetric matrix: R(-t theta) A(t) is symmetric."""
    left = rotation(-t * rotation_angle(A)) @ MatrixPath(A).at(t)
    assert left[0, 1] == pytest.approx(left[1, 0], abs=1e-12)


@given(MATRICES, KINDS, st.floats(0, 1))
def test_the_shape_has_the_paths_determinant_as_its_area(A: np.ndarray, kind: Kind, t: float) -> None:
    """At every moment the moved F is det A(t) times as large as the F, with sign."""
    path = MatrixPath(A, kind)
    area = shoelace_area(apply(path.at(t), letter_f()))
    assert area == pytest.approx(path.determinant_at(t) * shoelace_area(letter_f()), abs=1e-10)


@given(MATRICES, KINDS)
def test_the_determinant_is_zero_at_the_crossings_and_keeps_its_sign_between(A: np.ndarray, kind: Kind) -> None:
    """A fine scan of det A(t), with numpy's determinant, changes sign only at the times named."""
    path = MatrixPath(A, kind)
    times = path.crossing_times()
    assert all(0 < t <= 1 for t in times)
    assert list(times) == sorted(times)
    for t in times:
        assert abs(path.determinant_at(t)) < 1e-6
    edges = [0.0, *times, 1.0]
    for a, b in itertools.pairwise(edges):
        inner = np.linspace(a, b, 12)[1:-1]
        signs = {float(np.sign(np.linalg.det(path.at(t)))) for t in inner if b - a > 1e-3}
        assert signs <= {1.0} or signs <= {-1.0}


@given(MATRICES)
def test_a_flip_crosses_zero_once_on_the_polar_path(A: np.ndarray) -> None:
    """Every path from I to a negative determinant collapses somewhere; the polar one does so exactly once."""
    assume(abs(determinant(A)) > 1e-6)
    assert len(MatrixPath(A).crossing_times()) == (determinant(A) < 0)


def test_crossings_of_known_paths() -> None:
    """diag(1,-1) collapses halfway; half a turn collapses on straight lines only; a singular matrix at its end."""
    assert MatrixPath(np.diag([1.0, -1.0])).crossing_times() == (0.5,)
    assert MatrixPath(-np.eye(2)).crossing_times() == ()
    assert MatrixPath(-np.eye(2), "linear").crossing_times() == (0.5,)
    assert MatrixPath(np.array([[0.0, -1.0], [1.0, 0.0]]), "linear").crossing_times() == ()
    assert MatrixPath(np.array([[1.0, 2.0], [2.0, 4.0]])).crossing_times() == (1.0,)
    assert MatrixPath(np.zeros((2, 2))).crossing_times() == (1.0,)


def test_straight_lines_shrink_a_quarter_turn_to_half_its_area() -> None:
    """(1-t) I + t R has determinant 1/2 halfway: why the polar path is the default."""
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])
    assert MatrixPath(quarter, "linear").determinant_at(0.5) == 0.5
    assert MatrixPath(quarter).determinant_at(0.5) == pytest.approx(1)


def test_wrong_paths_are_refused() -> None:
    """A kind that is not known, a matrix that is none."""
    with pytest.raises(MathsError, match="'cubic' is not known"):
        MatrixPath(np.eye(2), "cubic")  # type: ignore[arg-type]
    with pytest.raises(MathsError, match="finite"):
        MatrixPath(np.array([[1, np.nan], [0, 1]]))


def test_a_path_survives_the_way_to_another_process() -> None:
    """Pickled and back it leads through the same matrices."""
    path = MatrixPath(np.array([[3.0, 1.0], [0.0, 2.0]]))
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(path)).at(0.3), path.at(0.3))
