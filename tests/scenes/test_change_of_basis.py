"""The change of basis: one arrow, read truly in both grids, and the map between them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Mobject, ValueTracker, config

from explainers.film.capture import configure_manim
from explainers.maths.linear_maps import MatrixPath
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.basis_board import BasisBoard
from explainers.stage.theme import DARK, LIGHT, Theme
from explainers.stage.zones import Frame
from scenes.linear_algebra.change_of_basis import ChangeOfBasis, ChangeOfBasisNumbers, solve_change_of_basis
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"basis": "0.8 -0.6; 0.6 0.8", "vector": "-2 4", "matrix": "2 1; 1 3"},
    {"basis": "1 2; 2 -1", "vector": "-1 -3", "matrix": "0 -1; 1 0"},
    {"basis": "1 2; 0 0.5", "vector": "4.25 -3.75", "matrix": "-4.25 3.75; -3.5 -4.75"},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"vector": "0 0"},
    {"matrix": "0 0; 0 0"},
    {"basis": "1 0; 0 1", "matrix": "1 0; 0 1"},
    {"basis": "0 1; 1 0", "vector": "5 0"},
    {"basis": "0.01 0; 0 5", "vector": "-5 5", "matrix": "5 5; -5 5"},
    {"basis": "5 5; 5 -5", "vector": "0.01 -5", "matrix": "0 0.01; 0 0"},
    {"basis": "-5 5; 0 1", "vector": "5 5", "matrix": "5 5; 5 5"},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def solved(**raw: Any) -> ChangeOfBasisNumbers:
    return solve_change_of_basis(params_of(ChangeOfBasis, raw))


def test_the_printed_example() -> None:
    """x = (3,3) has the coordinates (2,1); the practice answers say so, and name P inverse."""
    answers = [question.answer for question in rehearsed(ChangeOfBasis, {}).practice]
    assert answers == ["(2, 1)", "(1, 2)", "[[0.33, 0.33], [-0.33, 0.67]]"]
    assert solved().new_image.coordinates == pytest.approx((1, 2))


ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
FOUR = st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES).map(lambda e: (e[:2], e[2:]))


@given(FOUR, st.tuples(ENTRIES, ENTRIES), FOUR)
@settings(max_examples=60)
def test_numbers_and_words_hold_for_any_parameters(basis: Any, vector: Any, matrix: Any) -> None:
    """Coordinates are numpy's; the words hold no signs and no numbers that cannot be read aloud."""
    raw = {"basis": basis, "vector": vector, "matrix": matrix}
    try:
        params = params_of(ChangeOfBasis, raw)
    except BadInput as refused:
        assert "\n" not in str(refused)  # noqa: PT017
        return
    numbers = solve_change_of_basis(params)
    np.testing.assert_allclose(numbers.new.coordinates, np.linalg.solve(np.array(basis), vector), atol=1e-7)
    for spoken in rehearsed(ChangeOfBasis, raw).beats:
        assert re.search(r"(?<!\w)-|[=+*^{}]|\de-?\d|\b(nan|inf)\b", spoken.beat.words) is None, spoken.beat.words
        assert spoken.beat.alt
        assert spoken.speech.duration < 22


def test_the_lesson_is_neither_short_nor_long() -> None:
    """With the defaults the scene has 60 to 90 seconds of words, no beat more than 16."""
    durations = [spoken.speech.duration for spoken in rehearsed(ChangeOfBasis, {}).beats]
    assert max(durations) <= 16
    assert 60 <= sum(durations) <= 90


@pytest.mark.parametrize("raw", [{}, FAR_PARAMETERS[2]])
def test_every_frame_shows_the_states_own(raw: dict[str, Any]) -> None:
    """The arrow stands still until the map moves it along A(t) x; the steps end where it ends; all on the stage."""
    params = params_of(ChangeOfBasis, raw)
    path = MatrixPath(np.array(params.matrix))

    def look(scene: Any, section: str) -> None:
        board, stage = scene.board, scene.frame.stage
        for mobject in scene.mobjects:
            if mobject is not scene.heading:
                assert inside(mobject, stage), (section, mobject)
        assert all(invariant.holds for invariant in scene.invariants()), section
        if section in ("axes", "count", "direction"):
            np.testing.assert_allclose(board.arrow.get_tip_point(), board.plane.point(params.vector), atol=1e-9)
        if section == "map":
            A = path.at(scene.moment.get_value())
            np.testing.assert_allclose(board.arrow.get_tip_point(), board.plane.point(A @ params.vector), atol=1e-9)

    assert watch(ChangeOfBasis, raw, look) == list(ChangeOfBasis.beats)


@pytest.mark.parametrize("raw", [{}, *EDGES, *FAR_PARAMETERS])
@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_edge_values_are_built_inside_the_stage(raw: dict[str, Any], theme: Theme) -> None:
    """No arrow, no map, the old basis, the shortest and the longest vectors: near and far, all on the stage."""
    numbers, frame = solved(**raw), Frame(config.frame_width, config.frame_height)
    time, zoom = ValueTracker(0), ValueTracker(0)
    board = BasisBoard(numbers, time, zoom, frame, theme)
    shown = (("old_steps",), ("new_steps",), ("image_name",), ("image_steps", "image_name"))
    parts = {name for names in shown for name in names}
    for view, names in enumerate(shown):
        time.set_value(float(view > 1))
        zoom.set_value(view)
        board.plane.update()
        for name, part in vars(board).items():
            if isinstance(part, Mobject) and part not in (time, zoom) and name not in parts.difference(names):
                part.update()
                assert inside(part, frame.stage), (name, view)


@pytest.mark.parametrize(("raw", "units"), [({}, 1), (FAR_PARAMETERS[2], 3)])
def test_neighbouring_parts_share_a_view_unless_one_would_be_small(raw: dict[str, Any], units: int) -> None:
    """With the defaults nothing zooms; where the new steps lead far out and back, each part is shown from near."""
    frame = Frame(config.frame_width, config.frame_height)
    board = BasisBoard(solved(**raw), ValueTracker(0), ValueTracker(0), frame, DARK)
    assert len(set(board.views)) == units


def test_other_parameters_draw_another_picture() -> None:
    """The basis turns the grid, the vector moves the arrow, and the matrix moves its image."""
    numbers = solved()
    assert solved(basis="1 -1; 1 1").new.coordinates != numbers.new.coordinates
    assert solved(vector="1 2").old.point != numbers.old.point
    assert solved(matrix="0 1; 1 0").new_image.point != numbers.new_image.point


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ({"basis": "1 2; 2 4"}, "basis: the columns (1, 2) and (2, 4) lie on one line, so they make no grid; turn one"),
        ({"basis": "0 1; 0 1"}, "basis: a column is (0, 0), and a basis vector has a direction; take another column"),
        ({"basis": "0.001 0; 0 1"}, "basis: 0.001 is too small to be seen"),
        ({"matrix": "0.001 0; 0 1"}, "matrix: 0.001 is too small to be seen"),
        ({"vector": "1 7"}, "vector: 7 is beyond the plane that is shown; take coordinates from -5 to 5"),
    ],
)
def test_bad_input_gets_its_line(raw: dict[str, Any], line: str) -> None:
    """One line that names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        params_of(ChangeOfBasis, raw)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
