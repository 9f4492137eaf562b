"""The scene of three moves: they are the factors of the matrix, and what is said of them is true."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.capture import configure_manim
from explainers.maths.shapes import shoelace_area
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.rehearsal import rehearse
from scenes.linear_algebra.svd import SVD, SVDNumbers, SVDParams, solve_svd
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"matrix": "1 2; 2 4"},
    {"matrix": "2 -3; -4 1.5"},
    {"matrix": "-3 4; -4 -3"},
)

EDGES: tuple[dict[str, Any], ...] = ({"matrix": "0 0; 0 0"},)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def solved(**raw: Any) -> SVDNumbers:
    return solve_svd(params_of(SVD, raw))


ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
PARAMETERS = st.builds(SVDParams, matrix=st.tuples(st.tuples(ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES)))


def test_the_printed_example() -> None:
    """The shear has the singular values 1.618034 and 0.618034, and the eigenvalues 1 and 1."""
    numbers = solved()
    np.testing.assert_allclose(numbers.singular_values, (1.618034, 0.618034), atol=1e-6)
    assert numbers.eigenvalues_real == pytest.approx((1, 1))
    assert numbers.kept == pytest.approx(2.618034 / 3, abs=1e-6)


@given(PARAMETERS)
def test_numbers_are_scipys(params: SVDParams) -> None:
    """Singular values are scipy's, eigenvalue sizes too, and the factors multiply to the matrix."""
    numbers, A = solve_svd(params), np.array(params.matrix)
    np.testing.assert_allclose(numbers.singular_values, scipy.linalg.svdvals(A), atol=1e-7)
    sizes = np.sort(np.abs(scipy.linalg.eigvals(A)))[::-1]
    np.testing.assert_allclose(sorted(numbers.eigenvalue_sizes, reverse=True), sizes, atol=1e-5)
    product = np.array(numbers.left) @ np.diag(numbers.singular_values) @ np.array(numbers.right_transposed)
    np.testing.assert_allclose(product, A, atol=1e-6)
    assert 0.5 - 1e-9 <= numbers.kept <= 1


@pytest.mark.parametrize(
    ("raw", "said", "unsaid"),
    [
        ({}, "has the eigenvalues 1 and 1. Its singular values are 1.62 and 0.618: not the same", "agree"),
        ({}, "a rotation by 58.3 degrees, clockwise", "does nothing"),
        ({"matrix": "2 1; 1 2"}, "the sizes agree, because A is symmetric", "not the same"),
        ({"matrix": "0 -2; 2 0"}, "the sizes agree, because A commutes with its transpose", "not the same"),
        ({"matrix": "0 -2; 2 0"}, "complex eigenvalues of size 2", "symmetric"),
        ({"matrix": "0 1; 1 0"}, "a reflection, and so the plane lies flat for a moment", "a rotation"),
        ({"matrix": "1 0; 0 1"}, "Nothing changes", "reflection"),
        ({"matrix": "1 0; 0 1"}, "which does nothing here", "a rotation"),
        ({"matrix": "-1 0; 0 -1"}, "a rotation by 180 degrees.", "clockwise"),
        ({"matrix": "1 2; 2 4"}, "nothing is lost", "percent"),
        ({"matrix": "0 0; 0 0"}, "there is nothing to keep", "percent"),
    ],
)
def test_each_case_has_its_true_words(raw: dict[str, Any], said: str, unsaid: str) -> None:
    """Rank one, reflections, the identity and zero are each told as what they are."""
    words = " ".join(spoken.beat.words for spoken in rehearsed(SVD, raw).beats)
    assert said in words
    assert unsaid not in words


@given(PARAMETERS)
@settings(max_examples=30)
def test_words_can_be_read_aloud(params: SVDParams) -> None:
    """No operators, exponents or hyphens for a minus, and no beat is too long."""
    for spoken in rehearse(SVD, params, SilentVoice()).beats:
        assert re.search(r"(?<!\w)-|[=+*^{}]|\de-?\d|\b(nan|inf)\b", spoken.beat.words) is None, spoken.beat.words
        assert spoken.beat.alt
        assert spoken.speech.duration < 18


def test_the_scene_is_neither_short_nor_long() -> None:
    """With the defaults the words last 50 to 90 seconds."""
    durations = [spoken.speech.duration for spoken in rehearsed(SVD, {}).beats]
    assert all(5 <= duration <= 15 for duration in durations)
    assert 50 <= sum(durations) <= 90


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS, *EDGES])
def test_every_frame_is_on_its_way(raw: dict[str, Any]) -> None:
    """Tips stand where the moves take them, the circle's area is that of its image, nothing leaves the stage."""
    ends: dict[str, Any] = {}

    def look(scene: Any, beat: str) -> None:
        board = scene.board
        for mobject in scene.mobjects:
            if mobject is not scene.heading:
                assert inside(mobject, scene.frame.stage), (beat, mobject)
        for invariant in scene.invariants():
            assert invariant.holds, (beat, invariant)
        if board.circle in scene.mobjects:
            corners = (board.circle.points[::4] - board.plane.point((0, 0)))[:, :2] / board.plane.view.unit
            twelve_corners = 12 / 2 * math.sin(2 * math.pi / 12)
            assert shoelace_area(corners) == pytest.approx(twelve_corners * board.plane.determinant, abs=1e-6)
        ends[beat] = board.plane.matrix

    assert watch(SVD, raw, look) == list(SVD.beats)
    numbers = solved(**raw)
    stretched = np.diag(numbers.singular_values) @ np.array(numbers.right_transposed)
    for beat, end in (
        ("question", numbers.matrix),
        ("directions", np.eye(2)),
        ("turn", numbers.right_transposed),
        ("stretch", stretched),
        ("place", numbers.matrix),
        ("keep", numbers.rank_one),
    ):
        np.testing.assert_allclose(ends[beat], end, atol=1e-6)


def test_bad_input_gets_its_line() -> None:
    """One line that names the parameter and the cure."""
    for raw, line in (
        ({"matrix": "0.001 0; 0 1"}, "matrix: 0.001 is too small to be seen; take 0, or at least 0.01 in size"),
        ({"matrix": "1 2; 3 6"}, "6 is more than 5, the largest allowed"),
        ({"matrx": "1 0; 0 1"}, "Did you mean 'matrix'?"),
    ):
        with pytest.raises(BadInput) as caught:
            params_of(SVD, raw)
        assert line in str(caught.value)
        assert "\n" not in str(caught.value)
    assert math.isclose(solved().first_turn, -58.2825, abs_tol=1e-3)
