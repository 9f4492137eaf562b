"""What matrices do: the curriculum's examples, numpy and scipy as oracles, and areas."""

import math
import pickle

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import linalg

from explainers.maths.errors import MathsError
from explainers.maths.linear_maps import (
    LinearMap,
    apply,
    circle_points,
    classify,
    determinant,
    letter_f,
    shoelace_area,
    unit_square,
)

ENTRIES = st.floats(-5, 5, allow_subnormal=False)
MATRICES = st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES).map(lambda e: np.array(e).reshape(2, 2))


def test_a_matrix_times_a_vector_is_the_curriculums() -> None:
    """[[2,-1],[1,3]] (3,2) = (4,9), and the columns are the images of the basis vectors."""
    A = [[2, -1], [1, 3]]
    assert apply(A, [3, 2]).tolist() == [4, 9]
    assert apply(A, np.eye(2)).tolist() == [[2, 1], [-1, 3]]


def test_the_right_factor_acts_first() -> None:
    """Rotation then shear: S R = [[1,-1],[1,0]], shear then rotation: R S = [[0,-1],[1,1]]."""
    R, S = np.array([[0, -1], [1, 0]]), np.array([[1, 1], [0, 1]])
    shape = letter_f()
    np.testing.assert_allclose(apply(S, apply(R, shape)), apply([[1, -1], [1, 0]], shape))
    np.testing.assert_allclose(apply(R, apply(S, shape)), apply([[0, -1], [1, 1]], shape))


def test_a_determinant_is_a_signed_area() -> None:
    """[[1,2],[3,4]] makes the unit square 2 large and flips it."""
    A = [[1, 2], [3, 4]]
    assert determinant(A) == -2
    assert shoelace_area(apply(A, unit_square())) == -2
    assert classify(A).orientation == "flipped"


@given(MATRICES)
def test_areas_scale_with_the_determinant(A: np.ndarray) -> None:
    """The shoelace area of A times a shape is det A times the shape's, whatever the shape."""
    assert determinant(A) == pytest.approx(linalg.det(A), abs=1e-10)
    for shape in (unit_square(), letter_f(), circle_points(17)):
        assert shoelace_area(apply(A, shape)) == pytest.approx(linalg.det(A) * shoelace_area(shape), abs=1e-10)


def test_shapes_run_counter_clockwise_and_have_their_areas() -> None:
    """1 for the square, strokes of .48, .21 and .15 for the F, and the circle's polygon tends to pi."""
    assert shoelace_area(unit_square()) == 1
    assert shoelace_area(letter_f()) == pytest.approx(0.48 + 0.21 + 0.15)
    assert shoelace_area(circle_points(6)) == pytest.approx(3 * math.sqrt(3) / 2)
    assert shoelace_area(circle_points(2000, radius=2)) == pytest.approx(4 * math.pi, rel=1e-5)
    with pytest.raises(MathsError, match="take at least 3"):
        circle_points(2)


def test_a_singular_matrix_has_the_curriculums_null_space() -> None:
    """[[1,2],[2,4]] has rank 1, sends (2,-1) to 0 and everything else onto the line along (1,2)."""
    summary = classify([[1, 2], [2, 4]])
    assert summary.rank == 1
    assert summary.null_space == pytest.approx(np.array([2, -1]) / math.sqrt(5))
    assert summary.column_space == pytest.approx(np.array([1, 2]) / math.sqrt(5))
    assert summary.orientation == "collapsed"


def test_the_default_matrix_has_the_curriculums_eigenvectors() -> None:
    """[[3,1],[0,2]]: 3 along (1,0), 2 along (1,-1)."""
    summary = classify([[3, 1], [0, 2]])
    assert summary.eigenvalues.tolist() == [3, 2]
    assert summary.eigenvectors == pytest.approx(np.array([[1, math.sqrt(0.5)], [0, -math.sqrt(0.5)]]))


def test_a_shear_has_the_curriculums_singular_values() -> None:
    """[[1,1],[0,1]]: 1.618034 and 0.618034; and one eigenvector only, which stands twice."""
    summary = classify([[1, 1], [0, 1]])
    np.testing.assert_allclose(summary.singular_values, [1.618034, 0.618034], atol=5e-7)
    assert summary.eigenvectors is not None
    assert summary.eigenvectors.tolist() == [[1, 1], [0, 0]]


@given(MATRICES)
def test_a_summary_agrees_with_numpy_and_scipy(A: np.ndarray) -> None:
    """Rank, singular values, eigenvalues, null space and eigenvectors are those of the libraries."""
    summary = classify(A)
    assert summary.rank == np.linalg.matrix_rank(A, rtol=1e-10)
    np.testing.assert_allclose(summary.singular_values, linalg.svdvals(A), atol=1e-12)
    # Two eigenvalues that are nearly one lose half of their digits in any algorithm.
    expected = np.sort_complex(linalg.eigvals(A))
    np.testing.assert_allclose(np.sort_complex(summary.eigenvalues).real, expected.real, atol=1e-6)
    np.testing.assert_allclose(np.abs(summary.eigenvalues.imag).max(), np.abs(expected.imag).max(), atol=1e-6)
    if summary.null_space is not None:
        assert np.abs(A @ summary.null_space).max() <= 4e-10 * np.abs(A).max()
        assert abs(linalg.null_space(A, rcond=1e-10)[:, 0] @ summary.null_space) == pytest.approx(1)
    if summary.eigenvectors is not None:
        np.testing.assert_allclose(np.linalg.norm(summary.eigenvectors, axis=0), 1)
        scaled = summary.eigenvectors * summary.eigenvalues.real
        np.testing.assert_allclose(A @ summary.eigenvectors, scaled, atol=2e-6)


COS, SIN = math.cos(0.7), math.sin(0.7)


@pytest.mark.parametrize(
    ("matrix", "kind"),
    [
        ([[1, 0], [0, 1]], "identity"),
        ([[COS, -SIN], [SIN, COS]], "rotation"),
        ([[-1, 0], [0, -1]], "rotation"),
        ([[COS, SIN], [SIN, -COS]], "reflection"),
        ([[2, 0], [0, 0.5]], "scaling"),
        ([[1, 1], [0, 1]], "shear"),
        ([[0, 1], [-1, 2]], "shear"),
        ([[0.5, 0.5], [0.5, 0.5]], "projection"),
        ([[1, 2], [0, 0]], "projection"),
        ([[1, 2], [2, 4]], "singular"),
        ([[0, 0], [0, 0]], "singular"),
        ([[1e-200, 1e-200], [1e-200, 1e-200]], "singular"),
        ([[0, 1e-200], [-2e-200, 0]], "general"),
        ([[3, 1], [0, 2]], "general"),
    ],
)
def test_a_matrix_gets_the_most_telling_name(matrix: list[list[float]], kind: str) -> None:
    """Each kind by a textbook example."""
    assert classify(matrix).kind == kind


def test_the_zero_matrix_sends_everything_to_zero() -> None:
    """Rank 0: its null space is the whole plane, which is not one direction."""
    summary = classify(np.zeros((2, 2)))
    assert (summary.rank, summary.null_space, summary.column_space) == (0, None, None)
    assert summary.orientation == "collapsed"


@given(MATRICES, st.floats(0.1, 10))
def test_orientation_and_rank_do_not_depend_on_the_unit(A: np.ndarray, unit: float) -> None:
    """Positive multiples of a matrix collapse or flip the plane alike."""
    assume(abs(determinant(A)) > 1e-6 or determinant(A) == 0)
    assert classify(A).orientation == classify(unit * A).orientation
    assert classify(A).rank == classify(unit * A).rank


@pytest.mark.parametrize("wrong", [[[1, 2]], [[1, 2], [3]], [[1, 2], [3, math.inf]], "ab", [[1, 2, 3], [4, 5, 6]]])
def test_what_is_no_matrix_is_refused(wrong: object) -> None:
    """Two rows of two finite numbers, or a MathsError that says so."""
    with pytest.raises(MathsError, match="matrix: "):
        classify(wrong)  # type: ignore[arg-type]


def test_points_need_two_coordinates() -> None:
    """Anything else is refused."""
    with pytest.raises(MathsError, match="two coordinates"):
        apply(np.eye(2), [1, 2, 3])
    with pytest.raises(MathsError, match="two coordinates"):
        shoelace_area([1, 2])


def test_a_summary_survives_the_way_to_another_process() -> None:
    """Pickled and back it has the same entries."""
    summary = classify([[1, 2], [2, 4]])
    copy: LinearMap = pickle.loads(pickle.dumps(summary))
    assert copy.kind == summary.kind
    np.testing.assert_array_equal(copy.eigenvalues, summary.eigenvalues)
