"""The matrix scene: every number, arrow and area is the state's own, for any matrix that is allowed."""

from __future__ import annotations

import functools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.capture import configure_manim, film
from explainers.maths.linear_maps import MatrixPath, determinant, shoelace_area
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.transformation_board import TransformationBoard as Board
from explainers.stage.rehearsal import rehearse
from explainers.stage.zones import Zone
from scenes.linear_algebra.matrix_transformation import (
    MatrixTransformation,
    MatrixTransformationNumbers,
    MatrixTransformationParams,
    solve_transformation,
)
from tests.scenes.watching import FrameWatcher, inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"matrix": "1 2; 2 4", "vector": "1 -2", "shape": "circle"},
    {"matrix": "1 2; 2 -1", "vector": "-1 2", "shape": "letter-f"},
    {"matrix": "-4.25 3.75; -3.5 -4.75", "vector": "-2.75 -3.25", "shape": "none", "path": "linear"},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"matrix": "0 0; 0 0", "vector": "0 0"},
    {"matrix": "5 5; -5 5", "vector": "5 -5"},
    {"matrix": "-5 -5; -5 5", "vector": "-5 -5", "shape": "circle"},
    {"matrix": "0.01 0; 0 0.01", "vector": "0.01 0"},
    {"matrix": "1 0; 0 1", "vector": "0 -5"},
    {"matrix": "-1 0; 0 -1", "vector": "3 0", "path": "linear"},
    {"matrix": "0 0; 1 0", "vector": "0 2"},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def solved(**raw: Any) -> MatrixTransformationNumbers:
    return solve_transformation(params_of(MatrixTransformation, raw))


def board_of(raw: dict[str, Any]) -> Board:
    """Only what the scene would show, before anything is played."""
    board = _built(tuple(raw.items())).board
    board.time.set_value(0)
    board.zoom.set_value(0)
    board.plane.update()
    return board


@functools.cache
def _built(raw: tuple[tuple[str, Any], ...]) -> MatrixTransformation:
    class Built(MatrixTransformation):
        def construct(self) -> None:
            self.board = self.build_board()

        def tear_down(self) -> None:
            """No beat is played."""

    scene: MatrixTransformation = film(Built, {"rehearsal": rehearsed(MatrixTransformation, dict(raw))}, FrameWatcher())
    return scene


# --- numbers -------------------------------------------------------------------------------------------------------


def test_the_printed_example() -> None:
    """[[2,-1],[1,3]] takes (3,2) to (4,9): the curriculum's practice question."""
    numbers = solved(matrix="2 -1; 1 3", vector="3 2")
    assert numbers.image == numbers.practice_image == (4.0, 9.0)
    assert (numbers.first_column, numbers.second_column) == ((2.0, 1.0), (-1.0, 3.0))
    assert numbers.determinant == 7


ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)


@given(st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES), st.sampled_from(["polar", "linear"]))
def test_numbers_are_numpys(entries: Any, vector: Any, path: Any) -> None:
    """The image is A @ x and the sum of the two parts; the determinant is numpy's; areas go with its size."""
    matrix = (entries[:2], entries[2:])
    numbers = solve_transformation(
        MatrixTransformationParams(matrix=matrix, vector=vector, path=path, shape="letter-f")
    )
    A, x = np.array(matrix), np.array(vector)
    np.testing.assert_allclose(numbers.image, A @ x, atol=1e-12)
    np.testing.assert_allclose(np.add(numbers.first_part, numbers.second_part), A @ x, atol=1e-12)
    assert numbers.determinant == pytest.approx(np.linalg.det(A), abs=1e-12)
    assert numbers.area_after == pytest.approx(0.84 * abs(np.linalg.det(A)), abs=1e-12)
    lowest = min(MatrixPath(A, path).determinant_at(t) for t in np.linspace(0, 1, 400))
    assert numbers.lowest_determinant == pytest.approx(lowest, abs=2e-3)
    assert numbers.lowest_determinant <= lowest + 1e-9


@pytest.mark.parametrize(
    ("raw", "said", "unsaid"),
    [
        ({"matrix": "1 0; 0 1"}, "Nothing moves", "flat"),
        ({"matrix": "0 -1; 1 0"}, "rotation, by 90 degrees counter-clockwise", "flat"),
        ({"matrix": "0 1; -1 0"}, "rotation, by 90 degrees clockwise", "flat"),
        ({"matrix": "0 -1; 1 0", "path": "linear"}, "the determinant sinks to 0.5 in between", "flat"),
        ({"matrix": "-1 0; 0 -1", "path": "linear"}, "everything meets in one point", "flat"),
        ({"matrix": "-1 0; 0 -3", "path": "linear"}, "Twice on this straight way the plane lies flat", "must"),
        ({"matrix": "0 1; 1 0"}, "reflection, in a line through the origin. On the way the plane lies flat", "Twice"),
        ({"matrix": "1 2; 2 4"}, "falls onto one line", "On the way the plane"),
        ({"matrix": "1 0; 0 0"}, "projection: the whole plane falls onto one line", "parallel"),
        ({"matrix": "0 0; 0 0"}, "falls onto a single point", "line"),
        ({"matrix": "1 1; 0 1"}, "shear", "flat"),
        ({"matrix": "3 1; 0 2"}, "parallel lines stay parallel", "flat"),
    ],
)
def test_the_motion_is_described_truly(raw: dict[str, Any], said: str, unsaid: str) -> None:
    """Each kind of matrix, and each kind of way, has its own sentence."""
    words = solved(**raw).said.motion
    assert said in words
    assert unsaid not in words


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ("3 1; 0 2", "not turned over"),
        ("0 1; 1 0", "Its minus does not mean smaller"),
        ("1 2; 2 4", "The determinant is 0: every area is pressed flat"),
        ("0.1 0.3; 0.2 0.6", "The determinant is 0"),  # 3e-18 in floating point
        ("0.01 0; 0 0.01", "The determinant, 0.0001, is"),
    ],
)
def test_the_sign_of_the_determinant_is_told(matrix: str, said: str) -> None:
    """Kept, flipped, collapsed: in words, and no rounding is taken for a determinant."""
    assert said in solved(matrix=matrix).said.area


def test_rows_and_columns_are_compared_truly() -> None:
    """A symmetric matrix is said to be one; any other's first row is not where e one lands."""
    assert "symmetric" in solved(matrix="2 1; 1 3").said.rows
    assert "(3, 1) is not where e one lands" in solved().said.rows


@given(st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES))
@settings(max_examples=30)
def test_words_can_be_read_aloud(entries: Any, vector: Any) -> None:
    """No operators, exponents or hyphens for a minus: only words and plain decimal numbers, in moderation."""
    try:
        params = MatrixTransformationParams(matrix=(entries[:2], entries[2:]), vector=vector)
    except ValueError:
        return
    for spoken in rehearse(MatrixTransformation, params, SilentVoice()).beats:
        assert re.search(r"(?<!\w)-|[=+*^{}]|\de-?\d|\b(nan|inf)\b", spoken.beat.words) is None, spoken.beat.words
        assert spoken.beat.alt
        assert spoken.speech.duration < 17


def test_the_lesson_is_neither_short_nor_long() -> None:
    """With the defaults each beat has 6 to 14 seconds of words, and the scene 60 to 90."""
    durations = [spoken.speech.duration for spoken in rehearsed(MatrixTransformation, {}).beats]
    assert all(6 <= duration <= 14 for duration in durations)
    assert 60 <= sum(durations) <= 90


# --- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS])
def test_every_frame_shows_the_states_own_numbers(raw: dict[str, Any]) -> None:
    """Arrow tips are A(t) e_i, the shape's area is |det A(t)| times what it was, the panel prints that A(t)."""
    params = params_of(MatrixTransformation, raw)
    path = MatrixPath(np.array(params.matrix), params.path)
    determinants: list[float] = []

    def look(scene: MatrixTransformation, section: str) -> None:
        board = scene.board
        A, view = path.at(board.time.get_value()), board.plane.view
        for mobject in scene.mobjects:
            assert mobject is scene.heading or inside(mobject, scene.frame.stage), (section, mobject)
        if section not in ("motion", "image"):
            return
        for j, arrow in enumerate(board.basis):
            if np.linalg.norm(A[:, j]) * view.unit > 1e-6:
                np.testing.assert_allclose(arrow.get_tip_point(), view.scene(A[:, j]), atol=1e-9)
        np.testing.assert_allclose(board.plane.matrix, A, atol=1e-12)
        if board.shape is not None and params.shape != "circle":
            area = shoelace_area(board.shape.points[:, :2]) / view.unit**2
            assert area == pytest.approx(board.numbers.area_before * determinant(A), abs=1e-9)
        if section == "motion":
            assert board.state.number("det").value == pytest.approx(determinant(A), abs=1e-12)
            assert board.state.number("det").text() == f"{round(determinant(A), 2) + 0.0:.2f}"
            assert board.state.number("t").value == pytest.approx(board.time.get_value())
            determinants.append(determinant(A))
        if section == "image":
            reached = view.scene(A @ np.array(params.vector))
            if np.linalg.norm(reached - view.scene((0, 0))) > 1e-6:
                np.testing.assert_allclose(board.vector.get_tip_point(), reached, atol=1e-9)
                np.testing.assert_allclose(board.steps[1].get_tip_point(), reached, atol=1e-9)

    assert watch(MatrixTransformation, raw, look) == list(MatrixTransformation.beats)
    assert determinants[0] == pytest.approx(1)
    assert determinants[-1] == pytest.approx(np.linalg.det(np.array(params.matrix)), abs=1e-9)
    if determinants[-1] < 0:
        # The film halts where the plane is flat.
        assert min(map(abs, determinants)) < 1e-9


@pytest.mark.parametrize("raw", EDGES)
def test_edge_values_construct(raw: dict[str, Any]) -> None:
    """Zero, identity, rotations, tiny and largest entries: all that matters stays on the plane, panels on the stage."""
    board = board_of(raw)
    params = params_of(MatrixTransformation, raw)
    path, picture = MatrixPath(np.array(params.matrix), params.path), board.plane.picture
    for share in np.linspace(0, 1, 9):
        A = path.at(share)
        near = np.array([A[:, 0], A[:, 1], np.array(params.vector), (1, 0), (0, 1)])
        far = np.vstack([near, A @ np.array(params.vector), A @ (params.vector[0], 0), params.matrix[0]])
        for view, points in ((board.near, near), (board.far, far)):
            shown = view.scene(points)
            assert picture.left <= shown[:, 0].min() <= shown[:, 0].max() <= picture.right
            assert picture.bottom <= shown[:, 1].min() <= shown[:, 1].max() <= picture.top
    stage = _built(tuple(raw.items())).frame.stage
    column = Zone(board.givens.zone.left, stage.right, stage.bottom, stage.top)
    for panel in (board.givens, board.state, board.sum):
        assert inside(panel, column)
    assert inside(board.flat_note, column)
    assert board.state.get_top()[1] < board.givens.get_bottom()[1]
    assert board.sum.get_top()[1] < board.givens.get_bottom()[1]


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS, *EDGES])
def test_names_do_not_overlap(raw: dict[str, Any]) -> None:
    """Where the arrows have landed, no two of their names cover each other, nor the numbers beside the plane."""
    board = board_of(raw)
    board.time.set_value(1)
    for zoom, names in ((0, board.landed_names), (1, (*board.column_names, board.image_name))):
        board.zoom.set_value(zoom)
        board.plane.update()
        boxes = []
        for name in names:
            name.update()
            boxes.append((name.get_corner([-1, -1, 0])[:2], name.get_corner([1, 1, 0])[:2]))
            picture = board.plane.picture
            assert inside(name, picture)
        for i, (low, high) in enumerate(boxes):
            for other_low, other_high in boxes[i + 1 :]:
                assert np.any(high <= other_low + 0.06) or np.any(other_high <= low + 0.06), raw


def test_the_way_there_depends_on_the_path() -> None:
    """Halfway to a quarter turn the polar path has turned by 45 degrees; the linear one has half the area."""
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])
    assert MatrixPath(quarter, "polar").lowest_determinant() == pytest.approx(1)
    assert MatrixPath(quarter, "linear").lowest_determinant() == pytest.approx(0.5)
    assert board_of({"matrix": "0 -1; 1 0"}).path.kind == "polar"
    assert board_of({"matrix": "0 -1; 1 0", "path": "linear"}).path.kind == "linear"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ({"matrix": "1 2 3"}, "matrix: '1 2 3' is not a 2x2 matrix. Write its rows, such as '3 1; 0 2'"),
        ({"matrix": "1 2; 3 6"}, "6 is more than 5, the largest allowed"),
        ({"matrix": "1 nan; 0 1"}, "is not a finite number"),
        ({"matrix": "0.001 0; 0 1"}, "matrix: 0.001 is too small to be seen; take 0, or at least 0.01 in size"),
        ({"vector": "1 7"}, "vector: 7 is beyond the plane that is shown; take coordinates from -5 to 5"),
        ({"vector": "1"}, "vector: '1' is not a pair of numbers, such as '3 2'"),
        ({"path": "polr"}, "Did you mean 'polar'?"),
        ({"shape": "letter-g"}, "Did you mean 'letter-f'?"),
        ({"matrx": "1 0; 0 1"}, "Did you mean 'matrix'?"),
    ],
)
def test_bad_input_gets_its_line(raw: dict[str, Any], line: str) -> None:
    """One line that names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        params_of(MatrixTransformation, raw)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
