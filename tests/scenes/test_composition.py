"""The composition scene: the right factor acts first, and what is said of the order is true of any two matrices."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.capture import configure_manim
from explainers.maths.composed_path import ComposedPath
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.composition_board import CompositionBoard
from explainers.stage.rehearsal import rehearse
from explainers.stage.theme import THEMES
from explainers.stage.zones import Frame
from scenes.linear_algebra.composition import Composition, CompositionNumbers, CompositionParams, solve_composition
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"first": "1 2; 2 4", "second": "0 1; 1 0", "shape": "circle"},
    {"first": "0.6 -0.8; 0.8 0.6", "second": "0 -1; 1 0", "shape": "unit-square"},
    {"first": "-4.25 3.75; -3.5 -4.75", "second": "2.5 -3; 1 4.75"},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"first": "0 0; 0 0", "second": "5 5; -5 5"},
    {"first": "5 5; 5 -5", "second": "5 5; 5 -5"},
    {"first": "1 0; 0 1", "second": "1 0; 0 1"},
    {"first": "0.01 0; 0 0.01", "second": "0 0.01; 0 0"},
    {"first": "0 1; 0 0", "second": "0 0; 1 0"},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def solved(**raw: Any) -> CompositionNumbers:
    return solve_composition(params_of(Composition, raw))


ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
ROWS = st.tuples(st.tuples(ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES))
PARAMETERS = st.builds(CompositionParams, first=ROWS, second=ROWS)


# --- numbers -------------------------------------------------------------------------------------------------------


def test_the_printed_example() -> None:
    """R = a quarter turn, S = a shear by 1: SR = [[1,-1],[1,0]], RS = [[0,-1],[1,1]], as the curriculum prints them."""
    numbers = solved()
    assert numbers.product == ((1.0, -1.0), (1.0, 0.0))
    assert numbers.swapped == ((0.0, -1.0), (1.0, 1.0))
    assert not numbers.commutes
    answers = [question.answer(numbers) for question in Composition.practice]
    assert answers == ["rows (1, -1) and (1, 0)", "rows (0, -1) and (1, 1)", 1.0]


@given(PARAMETERS)
def test_products_are_numpys(params: CompositionParams) -> None:
    """Both products are numpy's, and both have the same determinant, numpy's own of either."""
    numbers = solve_composition(params)
    A, B = np.array(params.first), np.array(params.second)
    np.testing.assert_allclose(numbers.product, np.matmul(B, A), atol=1e-11)
    np.testing.assert_allclose(numbers.swapped, np.matmul(A, B), atol=1e-11)
    for product in (numbers.product, numbers.swapped):
        assert numbers.determinant == pytest.approx(np.linalg.det(np.array(product)), abs=1e-9)
    assert numbers.commutes == bool(np.allclose(B @ A, A @ B, rtol=0, atol=1e-9))


@given(PARAMETERS)
@settings(max_examples=30)
def test_the_way_goes_over_the_first_matrix(params: CompositionParams) -> None:
    """It leads from I over A to B A, without a jump where B takes over."""
    A, B = np.array(params.first), np.array(params.second)
    path = ComposedPath(A, B)
    for moment, matrix in ((0, np.eye(2)), (1, A), (2, B @ A)):
        np.testing.assert_allclose(path.at(moment), matrix, atol=1e-12)
    np.testing.assert_allclose(path.at(1 + 1e-9), A, atol=1e-6)
    np.testing.assert_allclose(path.trace((1, 0), 1, 2)[[0, -1]], [A[:, 0], (B @ A)[:, 0]], atol=1e-12)


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({}, "They do not. Look at e one: B A takes it to (1, 1), A B takes it to (0, 1)."),
        ({"first": "1 0; 0 1"}, "one of the steps moves nothing"),
        ({"first": "1 1; 0 1"}, "both steps are the same one"),
        ({"first": "0.6 -0.8; 0.8 0.6", "second": "0 -1; 1 0"}, "Rotations about one point commute"),
        ({"first": "2 0; 0 3", "second": "-1 0; 0 2"}, "Stretches along the same axes commute"),
        ({"first": "0 0; 0 0"}, "these two commute"),
        ({"first": "1 0.05; 0 1.05", "second": "1 0; 0.05 1"}, "differ by less than 0.01 in every entry"),
    ],
)
def test_the_comparison_is_true(raw: dict[str, Any], said: str) -> None:
    """Different, the same for a reason that holds, or different by less than can be seen."""
    assert said in solved(**raw).said.compare


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"first": "2 0; 0 1"}, "though both multiply areas by 2"),
        ({}, "though both keep the size of every area"),
        ({"first": "1 2; 2 4"}, "though both press every area flat"),
        ({"first": "1 0; 0 1"}, "the two orders are the same here"),
    ],
)
def test_what_both_orders_share(raw: dict[str, Any], said: str) -> None:
    """Both orders multiply areas by the same factor, even if nothing else is the same."""
    assert said in solved(**raw).said.answer


def test_a_flat_plane_is_not_said_to_become_flat() -> None:
    """A reflection passes a flat moment, unless the first matrix has left nothing that could."""
    assert "lies flat for a moment" in solved(second="0 1; 1 0").said.second
    assert "lies flat for a moment" not in solved(first="1 2; 2 4", second="0 1; 1 0").said.second


@given(PARAMETERS)
@settings(max_examples=30)
def test_words_can_be_read_aloud(params: CompositionParams) -> None:
    """No operators, exponents or hyphens for a minus; no beat is a lecture of its own; each has an alt text."""
    for spoken in rehearse(Composition, params, SilentVoice()).beats:
        assert re.search(r"(?<!\w)-|[=+*^{}]|\de-?\d|\b(nan|inf)\b|minus 0\b(?!\.)", spoken.beat.words) is None
        assert spoken.beat.alt
        assert spoken.speech.duration < 26


def test_the_lesson_is_neither_short_nor_long() -> None:
    """With the defaults the scene has 50 to 90 seconds of words."""
    assert 50 <= sum(spoken.speech.duration for spoken in rehearsed(Composition, {}).beats) <= 90


# --- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS])
def test_every_frame_shows_the_states_own_plane(raw: dict[str, Any]) -> None:
    """Arrow tips are C(t) e_i on both planes in one scale, nothing leaves the stage, both end at their products."""
    params = params_of(Composition, raw)
    A, B = np.array(params.first), np.array(params.second)
    ends: dict[str, Any] = {}

    def look(scene: Composition, section: str) -> None:
        board, stage = scene.board, scene.frame.stage
        for mobject in scene.mobjects:
            if mobject is not scene.heading:
                assert inside(mobject, stage), (section, mobject)
        for side, order in ((board.left, (A, B)), (board.right, (B, A))):
            if side.plane not in scene.mobjects:
                continue
            state, view = ComposedPath(*order).at(side.moment.get_value()), side.plane.view
            for j, arrow in enumerate(side.basis):
                if np.linalg.norm(state[:, j]) * view.unit > 1e-6:
                    np.testing.assert_allclose(arrow.get_tip_point(), view.scene(state[:, j]), atol=1e-9)
            ends[f"{side.letters}"] = (state, view.unit)
        assert all(invariant.holds for invariant in scene.invariants())

    assert watch(Composition, raw, look) == list(Composition.beats)
    (left, left_unit), (right, right_unit) = ends["('A', 'B')"], ends["('B', 'A')"]
    np.testing.assert_allclose(left, B @ A, atol=1e-12)
    np.testing.assert_allclose(right, A @ B, atol=1e-12)
    assert left_unit == pytest.approx(right_unit)


@pytest.mark.parametrize("raw", EDGES)
def test_edge_values_construct(raw: dict[str, Any]) -> None:
    """Zero, identity, tiny and largest entries: all that is built stays on the stage from start to end."""
    params, frame = params_of(Composition, raw), Frame(14.22, 8)
    board = CompositionBoard(solve_composition(params), params.shape, frame, THEMES["dark"])
    for moment in (0, 1, 2):
        for side in (board.left, board.right):
            side.zoom.set_value(moment)
            side.moment.set_value(moment)
            for mobject in (side.plane, side.shape, side.basis, side.names, side.equation, side.question, side.steps):
                mobject.update()
                assert inside(mobject, frame.stage)
    board.build_trails()
    for mobject in (board.givens, board.chain_panel, board.workings, board.ghosts, board.trails):
        assert inside(mobject, frame.stage)
    for side in (board.left, board.right):
        assert side.steps.get_right()[0] < side.equation.get_left()[0]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ({"first": "1 2 3"}, "first: '1 2 3' is not a 2x2 matrix"),
        ({"second": "1 2; 3 6"}, "6 is more than 5, the largest allowed"),
        ({"second": "0.001 0; 0 1"}, "second: 0.001 is too small to be seen; take 0, or at least 0.01 in size"),
        ({"shape": "letter-g"}, "Did you mean 'letter-f'?"),
    ],
)
def test_bad_input_gets_its_line(raw: dict[str, Any], line: str) -> None:
    """One line that names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        params_of(Composition, raw)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
