"""The rank scene: the null space runs into the origin, what lands on b lands on b, and the words are true."""

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
from explainers.stage.figures.null_space_board import NullSpaceBoard
from explainers.stage.theme import DARK, LIGHT, Theme
from explainers.stage.zones import Frame
from scenes.linear_algebra.rank_and_null_space import (
    RankAndNullSpace,
    RankAndNullSpaceNumbers,
    RankAndNullSpaceParams,
    solve_rank_and_null_space,
)
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"matrix": "1 2; 2 -1", "vector": "-2 1"},
    {"matrix": "-2 1.37; 4.1 -2.8", "vector": "2.5 -3", "tolerance": 0.01},
    {"matrix": "0 0; 0 0", "vector": "1 -2"},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"vector": "2 -1"},
    {"vector": "0 0"},
    {"matrix": "0 1; 0 0", "vector": "3 0"},
    {"matrix": "5 5; -5 -5", "vector": "5 5"},
    {"matrix": "0.01 0; 0 0", "vector": "0.01 5"},
    {"matrix": "0 0; 0 0", "vector": "0 0"},
    {"matrix": "1 0; 0 1", "vector": "0 -5"},
    {"matrix": "5 -5; 5 5", "vector": "-5 5"},
    {"matrix": "3 1; 0 2", "tolerance": 0.9},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def solved(**raw: Any) -> RankAndNullSpaceNumbers:
    return solve_rank_and_null_space(params_of(RankAndNullSpace, raw))


def test_the_printed_example() -> None:
    """[[1,2],[2,4]]: rank 1, null space along (2,-1); the practice answers say so."""
    answers = [question.answer for question in rehearsed(RankAndNullSpace, {}).practice]
    assert answers == ["1", "(2, -1)", "infinitely many: a line"]
    assert solved().image == (1.0, 2.0)
    assert solved().inputs == ((-1.0, 1.0), (1.0, 0.0), (3.0, -1.0))


ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)


@given(st.tuples(*[ENTRIES] * 4), st.tuples(ENTRIES, ENTRIES), st.sampled_from([1e-10, 0.01, 0.5]))
@settings(max_examples=60)
def test_numbers_and_words_hold_for_any_parameters(entries: Any, vector: Any, tolerance: float) -> None:
    """The rank is numpy's, b is A x; the words hold no signs and no numbers that cannot be read aloud."""
    params = RankAndNullSpaceParams(matrix=(entries[:2], entries[2:]), vector=vector, tolerance=tolerance)
    numbers = solve_rank_and_null_space(params)
    assert numbers.rank == np.linalg.matrix_rank(np.array(params.matrix), rtol=tolerance)
    np.testing.assert_allclose(numbers.image, np.array(numbers.matrix) @ params.vector, atol=1e-8)
    for spoken in rehearsed(RankAndNullSpace, params.model_dump()).beats:
        assert re.search(r"(?<!\w)-|[=+*^{}]|\de-?\d|\b(nan|inf|None)\b", spoken.beat.words) is None, spoken.beat.words
        assert spoken.beat.alt
        assert spoken.speech.duration < 26


def test_the_lesson_is_neither_short_nor_long() -> None:
    """With the defaults the scene has 60 to 90 seconds of words, no beat more than 14."""
    durations = [spoken.speech.duration for spoken in rehearsed(RankAndNullSpace, {}).beats]
    assert max(durations) <= 14
    assert 60 <= sum(durations) <= 90


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS])
def test_every_frame_shows_the_states_own(raw: dict[str, Any]) -> None:
    """Arrow tips are A(t) x, dots stay on their line and end at the origin, and nothing leaves the stage."""
    numbers = solved(**raw)
    path = MatrixPath(np.array(numbers.matrix))
    spread: list[float] = []

    def look(scene: Any, section: str) -> None:
        board, stage = scene.board, scene.frame.stage
        for mobject in scene.mobjects:
            if mobject is not scene.heading:
                assert inside(mobject, stage), (section, mobject)
        A = path.at(scene.moment.get_value())
        np.testing.assert_allclose(board.plane.matrix, A, atol=1e-12)
        if section in ("collapse", "rank"):
            centers = board.null_dots.points.reshape(-1, 16, 3).mean(axis=1) - board.origin
            spread.append(float(np.linalg.norm(centers, axis=1).max()))
        if section == "targets":
            tips = [arrow.get_tip_point() for arrow in (*board.inputs, board.b) if len(arrow.head.points)]
            assert all(np.linalg.norm(tip - board.plane.point(numbers.image)) < 1e-9 for tip in tips)
        if section == "answer":
            assert all(invariant.holds for invariant in scene.invariants())
            for arrow, point in zip(board.inputs, numbers.inputs, strict=True):
                if np.linalg.norm(A @ point) * board.plane.view.unit > 1e-6:
                    np.testing.assert_allclose(arrow.get_tip_point(), board.plane.point(A @ point), atol=1e-9)

    assert watch(RankAndNullSpace, raw, look) == list(RankAndNullSpace.beats)
    assert spread[-1] == pytest.approx(0, abs=1e-9)
    if numbers.rank < 2:
        assert spread[0] > 1


@pytest.mark.parametrize("raw", [*EDGES, *FAR_PARAMETERS])
@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_edge_values_are_built_inside_the_stage(raw: dict[str, Any], theme: Theme) -> None:
    """A zero image, a nilpotent matrix, the largest and the smallest entries: before and after, all on the stage."""
    numbers, frame, moment = solved(**raw), Frame(config.frame_width, config.frame_height), ValueTracker(0)
    board = NullSpaceBoard(numbers, MatrixPath(np.array(numbers.matrix)), moment, frame, theme)
    for time in (0, 0.6, 1):
        moment.set_value(time)
        board.plane.update()
        for name, part in vars(board).items():
            if isinstance(part, Mobject):
                part.update()
                assert inside(part, frame.stage), (name, time)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ({"matrix": "0.001 0; 0 1"}, "matrix: 0.001 is too small to be seen; take 0, or at least 0.01 in size"),
        ({"matrix": "1 2; 3 6"}, "6 is more than 5, the largest allowed"),
        ({"vector": "1 7"}, "vector: 7 is beyond the plane that is shown; take coordinates from -5 to 5"),
        ({"tolerance": 1}, "tolerance: 1 is more than 0.9, the largest allowed"),
        ({"tolerance": 0}, "tolerance: 0 is less than"),
    ],
)
def test_bad_input_gets_its_line(raw: dict[str, Any], line: str) -> None:
    """One line that names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        params_of(RankAndNullSpace, raw)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
