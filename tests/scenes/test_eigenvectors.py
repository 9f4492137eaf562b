"""The eigenvector scene: what is lit up is kept, what is said is true, for any matrix that is allowed."""

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
from explainers.maths.eigenvectors import parts_of_image
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.rehearsal import rehearse
from scenes.linear_algebra.eigenvectors import (
    Eigenvectors,
    EigenvectorsNumbers,
    EigenvectorsParams,
    solve_eigenvectors,
)
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"matrix": "1 -2; 2 1", "sweep": 360, "iterations": 12},
    {"matrix": "-1 1; 0 -1", "start": 90, "iterations": 5},
    {"matrix": "-4.25 3.75; 3.75 4.25", "start": 20, "iterations": 20},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"matrix": "0 0; 0 0"},
    {"matrix": "0 1; 0 0", "iterations": 2},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def solved(**raw: Any) -> EigenvectorsNumbers:
    return solve_eigenvectors(params_of(Eigenvectors, raw))


ENTRIES = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
PARAMETERS = st.builds(
    EigenvectorsParams,
    matrix=st.tuples(st.tuples(ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES)),
    sweep=st.floats(180, 360),
    start=st.floats(0, 360),
    iterations=st.integers(2, 20),
)


def test_the_printed_example() -> None:
    """The default matrix has 3 along (1, 0) and 2 along (1, -1); the lines meet at 45 degrees."""
    numbers = solved()
    assert numbers.eigenvalues_real == pytest.approx((3, 2))
    np.testing.assert_allclose(numbers.eigenvectors, [(1, 0), (math.sqrt(0.5), -math.sqrt(0.5))])
    assert numbers.angle_between == pytest.approx(45)
    assert numbers.growths[-1] == pytest.approx(3, abs=0.1)


@given(PARAMETERS)
def test_numbers_are_scipys(params: EigenvectorsParams) -> None:
    """Trace and determinant are sum and product of scipy's eigenvalues; the first factor is the length of A w."""
    numbers, A = solve_eigenvectors(params), np.array(params.matrix)
    values = scipy.linalg.eigvals(A)
    assert numbers.trace == pytest.approx(values.sum().real, abs=1e-9)
    assert numbers.determinant == pytest.approx(np.prod(values).real, abs=1e-9)
    assert numbers.largest_size == pytest.approx(np.abs(values).max(), abs=1e-5)
    start = math.radians(params.start)
    assert numbers.growths[0] == pytest.approx(np.linalg.norm(A @ (math.cos(start), math.sin(start))), abs=1e-8)
    assert len(numbers.growths) == params.iterations


@pytest.mark.parametrize(
    ("raw", "said", "unsaid"),
    [
        ({}, "along (1, minus 1), with eigenvalue 2", "backwards"),
        ({}, "they need not be perpendicular", "symmetric"),
        ({"matrix": "2 1; 1 2"}, "perpendicular, as A is symmetric", "need not"),
        ({"matrix": "-3 1; 0 2"}, "and points backwards. A v is minus 3 times v", "zero, and so is"),
        ({"matrix": "-3 1; 0 2"}, "Each step also turns it round", "wanders"),
        ({"matrix": "0 1; 0 0"}, "the part across is zero, and so is all of A v", "Yes"),
        ({"matrix": "0 1; 0 0"}, "gone after a step or two", "explodes"),
        ({"matrix": "1 2; 2 4"}, "Yes, along (2, minus 1), with eigenvalue zero", "backwards"),
        ({"matrix": "1 1; 0 1"}, "This matrix keeps one line only", "Yes"),
        ({"matrix": "1 1; 0 1"}, "only by equal amounts", "explodes"),
        ({"matrix": "1 0; 0 1"}, "A v is always v itself: every arrow is an eigenvector", "Yes"),
        ({"matrix": "1 0; 0 1"}, "neither explodes nor fades", "Above one"),
        ({"matrix": "0 0; 0 0"}, "A v is always zero", "Yes"),
        ({"matrix": "0 -1; 1 0"}, "no real arrow stays on its line", "Here the part across is zero"),
        ({"matrix": "0 -1; 1 0"}, "complex: zero plus and minus 1 times i", "perpendicular"),
        ({"matrix": "1 -2; 2 1"}, "complex: 1 plus and minus 2 times i", "perpendicular"),
        ({"matrix": "1 0; 0 -1"}, "neither wins", "settle on a line"),
        ({"matrix": "0.5 0; 0 0.25"}, "Below one, it fades", "explodes"),
        ({"start": 135}, "w began on a line that A keeps", "wins"),
    ],
)
def test_each_case_has_its_true_words(raw: dict[str, Any], said: str, unsaid: str) -> None:
    """Complex, double, negative, zero and equally large eigenvalues are each told as what they are."""
    words = " ".join(spoken.beat.words for spoken in rehearsed(Eigenvectors, raw).beats)
    assert said in words
    assert unsaid not in words


@given(PARAMETERS)
@settings(max_examples=30)
def test_words_can_be_read_aloud(params: EigenvectorsParams) -> None:
    """No operators, exponents or hyphens for a minus, and no beat is too long."""
    for spoken in rehearse(Eigenvectors, params, SilentVoice()).beats:
        assert re.search(r"(?<!\w)-|[=+*^{}]|\de-?\d|\b(nan|inf)\b", spoken.beat.words) is None, spoken.beat.words
        assert spoken.beat.alt
        assert spoken.speech.duration < 18


def test_the_scene_is_neither_short_nor_long() -> None:
    """With the defaults the words last 50 to 90 seconds."""
    durations = [spoken.speech.duration for spoken in rehearsed(Eigenvectors, {}).beats]
    assert all(5 <= duration <= 14 for duration in durations)
    assert 50 <= sum(durations) <= 90


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS, *EDGES])
def test_every_frame_shows_its_own_numbers(raw: dict[str, Any]) -> None:
    """Tips stand where they must, the panel prints the parts of that moment, nothing leaves the stage."""
    angles: list[float] = []

    def look(scene: Any, beat: str) -> None:
        board = scene.board
        for mobject in scene.mobjects:
            if mobject is not scene.heading:
                assert inside(mobject, scene.frame.stage), (beat, mobject)
        for invariant in scene.invariants():
            assert invariant.holds, (beat, invariant)
        if beat in ("sweep", "found", "other") and board.parts in scene.mobjects:
            angle = board.sweep.angle.get_value()
            angles.append(angle)
            along, across = parts_of_image(np.array(scene.params.matrix), angle)
            assert board.parts.number("along").value == pytest.approx(along)
            assert board.parts.number("across").value == pytest.approx(across, abs=1e-12)
        if beat == "settle":
            shown = board.chart.dots.points.reshape(-1, 16, 3).mean(axis=1)
            expected = [board.chart.place(k + 1, g) for k, g in enumerate(scene.numbers.growths[: len(shown)])]
            np.testing.assert_allclose(shown, expected, atol=1e-6)

    assert watch(Eigenvectors, raw, look) == list(Eigenvectors.beats)
    extent = params_of(Eigenvectors, raw).sweep
    assert abs(angles[-1] - angles[0]) == pytest.approx(math.radians(extent), abs=0.1)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ({"matrix": "0.001 0; 0 1"}, "matrix: 0.001 is too small to be seen; take 0, or at least 0.01 in size"),
        ({"matrix": "1 2; 3 6"}, "6 is more than 5, the largest allowed"),
        ({"sweep": 90}, "sweep: 90 is less than 180, the smallest allowed"),
        ({"iterations": 1}, "iterations: 1 is less than 2, the smallest allowed"),
        ({"iterations": 21}, "iterations: 21 is more than 20, the largest allowed"),
        ({"start": 361}, "start: 361 is more than 360, the largest allowed"),
    ],
)
def test_bad_input_gets_its_line(raw: dict[str, Any], line: str) -> None:
    """One line that names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        params_of(Eigenvectors, raw)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
