"""The determinant scene: drawn areas are |det A(t)| times what they were, and the sign is told truly."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.capture import configure_manim
from explainers.maths.linear_maps import shoelace_area
from explainers.maths.matrix_paths import MatrixPath
from explainers.maths.patches import patch
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.determinant_board import DeterminantBoard
from explainers.stage.rehearsal import rehearse
from explainers.stage.theme import THEMES
from explainers.stage.zones import Frame
from scenes.linear_algebra.determinant import Determinant, DeterminantNumbers, DeterminantParams, solve_determinant
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"matrix": "1 2; 2 4", "patch": "circle", "place": "-1 -1"},
    {"matrix": "0.6 -0.8; 0.8 0.6", "patch": "letter-f", "place": "2 0"},
    {"matrix": "-4.25 3.75; -3.5 -4.75", "place": "-2 1"},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"matrix": "0 0; 0 0"},
    {"matrix": "5 5; 5 -5", "place": "5 5"},
    {"matrix": "1 0; 0 1", "place": "0 0"},
    {"matrix": "0.01 0; 0 -0.01", "patch": "circle"},
    {"matrix": "0.1 0.3; 0.2 0.6"},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def solved(**raw: Any) -> DeterminantNumbers:
    return solve_determinant(params_of(Determinant, raw))


ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
PARAMETERS = st.builds(
    DeterminantParams,
    matrix=st.tuples(st.tuples(ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES)),
    patch=st.sampled_from(["blob", "circle", "letter-f"]),
    place=st.tuples(ENTRIES, ENTRIES),
)


# --- numbers -------------------------------------------------------------------------------------------------------


def test_the_printed_example() -> None:
    """[[1,2],[3,4]]: area 2, flipped, as the curriculum prints it; so is the default."""
    for numbers in (solved(matrix="1 2; 3 4"), solved()):
        assert numbers.determinant == numbers.square_area == -2
        assert (numbers.area_factor, numbers.orientation, numbers.twice) == (2, "flipped", 4)
        assert [question.answer(numbers) for question in Determinant.practice] == [2, "yes", 4]


@given(PARAMETERS)
def test_numbers_are_numpys(params: DeterminantParams) -> None:
    """The determinant is numpy's and the shoelace formula's; the patch's area goes with its size."""
    numbers = solve_determinant(params)
    oracle = np.linalg.det(np.array(params.matrix))
    assert numbers.determinant == pytest.approx(oracle, abs=1e-9)
    assert numbers.square_area == pytest.approx(oracle, abs=1e-9)
    assert numbers.patch_area_after == pytest.approx(abs(oracle) * numbers.patch_area, abs=1e-9)
    for time in numbers.crossing_times:
        assert np.linalg.det(MatrixPath(np.array(params.matrix)).at(time)) == pytest.approx(0, abs=1e-9)
    assert bool(numbers.crossing_times) == (numbers.orientation == "flipped")


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ("0 2; 1 1", ("passes zero", "Its area is 2.", "turned over", "with 2 times the area", "plane is turned over")),
        ("3 1; 0 2", ("stays above zero", "Its area is 6.", "It still is", "6 times", "not turned over")),
        ("1 2; 2 4", ("a piece of a line", "Its area is 0.", "no turn left", "lose their area", "no matrix")),
        ("0 0; 0 0", ("square is a point", "Its area is 0.", "no turn left", "lose their area", "no matrix")),
        ("1 0; 0 1", ("Nothing moves", "Its area is still 1.", "It still is", "keep their area", "not turned over")),
        ("0 1; 1 0", ("passes zero", "Its area is still 1.", "turned over", "keep their area", "plane is turned over")),
        ("0.1 0.3; 0.2 0.6", ("a line", "area is 0.", "no turn left", "lose their area", "is zero")),
    ],
)
def test_each_case_has_its_own_words(matrix: str, said: tuple[str, ...]) -> None:
    """Kept, flipped, collapsed to a line or a point, area unchanged: each is told as it is."""
    words = solved(matrix=matrix).said
    beats = (words.motion, words.formula, words.sign, words.everywhere, words.answer)
    for beat, piece in zip(beats, said, strict=True):
        assert piece in beat


@given(PARAMETERS)
@settings(max_examples=30)
def test_words_can_be_read_aloud(params: DeterminantParams) -> None:
    """No operators, exponents or hyphens for a minus; no beat is a lecture of its own; each has an alt text."""
    for spoken in rehearse(Determinant, params, SilentVoice()).beats:
        assert re.search(r"(?<!\w)-|[=+*^{}]|\de-?\d|\b(nan|inf)\b|minus 0\b(?!\.)", spoken.beat.words) is None
        assert spoken.beat.alt
        assert spoken.speech.duration < 20


def test_the_lesson_is_neither_short_nor_long() -> None:
    """With the defaults the scene has 50 to 90 seconds of words."""
    assert 50 <= sum(spoken.speech.duration for spoken in rehearsed(Determinant, {}).beats) <= 90


# --- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS])
def test_every_frame_shows_the_states_own_area(raw: dict[str, Any]) -> None:
    """Square and patch have |det A(t)| times their first area, the panel prints it, the turn has its sign."""
    params = params_of(Determinant, raw)
    path = MatrixPath(np.array(params.matrix))
    seen: list[float] = []

    def look(scene: Determinant, section: str) -> None:
        board, stage = scene.board, scene.frame.stage
        for mobject in scene.mobjects:
            if mobject is not scene.heading:
                assert inside(mobject, stage), (section, mobject)
        oracle = np.linalg.det(path.at(board.time.get_value()))
        unit = board.plane.view.unit
        if section == "motion":
            assert shoelace_area(board.square.points[:, :2]) / unit**2 == pytest.approx(oracle, abs=1e-6)
            assert board.state.number("det").value == pytest.approx(oracle, abs=1e-9)
            seen.append(float(oracle))
        if section == "everywhere":
            curves = board.outline.points[:, :2].reshape(-1, 4, 2)
            assert area_of(curves) / unit**2 == pytest.approx(oracle * scene.numbers.patch_area, abs=1e-3)
            assert board.areas.number("now").value == pytest.approx(abs(oracle) * scene.numbers.patch_area, abs=1e-9)
        if section == "formula":
            seen.append(float(oracle))
        if board.turn in scene.mobjects and abs(oracle) > 0.01:
            assert np.sign(board.turn.turn) == np.sign(oracle)
        assert all(invariant.holds for invariant in scene.invariants())

    assert watch(Determinant, raw, look) == list(Determinant.beats)
    assert seen[0] == pytest.approx(1)
    assert seen[-1] == pytest.approx(np.linalg.det(np.array(params.matrix)), abs=1e-9)
    if seen[-1] < 0:
        # The film halts where the plane is flat.
        assert min(map(abs, seen)) < 1e-9


def area_of(curves: np.ndarray) -> float:
    """The signed area inside closed cubic curves, shape (n, 4, 2): half the integral of x dy - y dx."""
    t = np.linspace(0, 1, 33)[:, np.newaxis]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return shoelace_area(np.einsum("tw,nwd->ntd", weights[:-1], curves).reshape(-1, 2))


@pytest.mark.parametrize("raw", EDGES)
def test_edge_values_construct(raw: dict[str, Any]) -> None:
    """Zero, identity, tiny and largest entries: all that is built stays on the stage from start to end."""
    params, frame = params_of(Determinant, raw), Frame(14.22, 8)
    board = DeterminantBoard(solve_determinant(params), patch(params.patch, params.place), frame, THEMES["dark"])
    with_patch = [board.square, board.outline, board.squares]
    for zoom, times, marks in ((0, (0, 0.5, 1), [board.square]), (1, (0,), with_patch), (2, (0, 0.5, 1), with_patch)):
        for time in times:
            board.time.set_value(time)
            board.zoom.set_value(zoom)
            board.plane.update()
            for mobject in (board.plane, board.basis, board.names, board.turn, *marks):
                mobject.update()
                assert inside(mobject, frame.stage)
    for panel in (board.givens, board.state, board.workings, board.areas):
        assert inside(panel, frame.stage)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ({"matrix": "1 2 3"}, "matrix: '1 2 3' is not a 2x2 matrix"),
        ({"matrix": "0.001 0; 0 1"}, "matrix: 0.001 is too small to be seen; take 0, or at least 0.01 in size"),
        ({"place": "1 7"}, "place: 7 is beyond the plane that is shown; take coordinates from -5 to 5"),
        ({"patch": "blobb"}, "Did you mean 'blob'?"),
    ],
)
def test_bad_input_gets_its_line(raw: dict[str, Any], line: str) -> None:
    """One line that names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        params_of(Determinant, raw)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ("0.6 -0.8; 0.8 0.6", "stays one: the square only turns"),
        ("2 0; 0 2", "stays a square"),
        ("3 0; 0 2", "becomes a rectangle"),
        ("1 1; 0 1", "becomes a parallelogram"),
    ],
)
def test_the_squares_image_is_called_what_it_is(matrix: str, said: str) -> None:
    """A turned square is still a square; columns at a right angle make a rectangle."""
    assert said in solved(matrix=matrix).said.motion
