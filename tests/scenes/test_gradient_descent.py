"""Gradient descent: numbers against printed tables and scipy, pictures against the numbers, words in every case."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import tempconfig
from scipy import optimize

from explainers.film.capture import configure_manim
from explainers.maths.expressions import parse_expression
from explainers.maths.losses import find_loss, named_losses
from explainers.maths.optimisers import optimiser_names
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, validate_params
from explainers.spec.settings import RenderSettings
from explainers.stage.descent_zones import walk_zones
from explainers.stage.figures.descent_path import BALL
from explainers.stage.figures.step_formulas import formula_line, vector_markup
from explainers.stage.figures.walk_board import WalkBoard
from explainers.stage.rehearsal import rehearse
from explainers.stage.theme import DARK
from explainers.stage.zones import Frame
from scenes.calculus.gradient_descent import GradientDescent, GradientDescentNumbers, GradientDescentParams
from tests.scenes.watching import watch

FAR_PARAMETERS: list[dict[str, Any]] = [
    {"loss": "rosenbrock", "optimiser": "adam", "steps": 200},
    {"learning_rate": 2.5, "condition_number": 100},
    {"loss": "sin(x)*cos(y) + 0.1*(x**2+y**2)", "start": (2.5, -2.5), "optimiser": "momentum", "learning_rate": 0.3},
]

BAD_INPUT: list[tuple[dict[str, Any], str]] = [
    ({"loss": "rosenbrok"}, "rosenbrock"),
    ({"loss": "x**2 + z"}, "z"),
    ({"loss": "3 + 4"}, "not a function of x and y"),
    ({"loss": "__import__('os').system('ls')"}, "loss:"),
    ({"loss": "log(x)", "start": "-1 1"}, r"start: log\(x\) or its gradient is not finite at \(-1, 1\)"),
    ({"start": "20 1"}, r"start: \(20, 1\) lies outside of the map of quadratic-bowl; choose x from -12 to 12"),
    ({"start": "nan 1"}, "start"),
    ({"learning_rate": "0"}, "learning_rate: '?0'? must be more than 0"),
    ({"learning_rate": "12"}, "learning_rate: '?12'? is more than 10"),
    ({"steps": "0"}, "steps: '?0'? is less than 1"),
    ({"steps": "201"}, "steps: '?201'? is more than 200"),
    ({"optimiser": "adm"}, "Did you mean 'adam'"),
    ({"loss": "saddle", "condition_number": "20"}, "condition_number: only quadratic-bowl takes one"),
    ({"condition_number": "0.5"}, "condition_number"),
]


@pytest.fixture(autouse=True)
def _small_frames(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Film small and seldom; share what Typst has set."""
    with tempconfig({}):
        cache = tmp_path_factory.getbasetemp() / "gradient-descent"
        configure_manim(RenderSettings(width=128, height=72, fps=2, theme="dark"), cache)
        yield


def solved(**raw: Any) -> GradientDescentNumbers:
    return GradientDescent.solve(GradientDescentParams(**raw))


def play(look: Callable[[str, WalkBoard], None], **raw: Any) -> list[str]:
    """Run the scene and look at its pictures after every frame; return the beats that were played."""
    return watch(GradientDescent, raw, lambda scene, beat: look(beat, scene.pictures))


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "after_three"),
    [
        ("gradient-descent", (7.29, 0)),
        ("momentum", (4.86, -0.81)),
        ("adagrad", (9.772379, 0.780456)),
        ("rmsprop", (9.270531, 0.369181)),
        ("adam", (9.700101, 0.701586)),
    ],
)
def test_three_steps_are_those_of_the_curriculum(name: str, after_three: tuple[float, float]) -> None:
    """On (x^2 + 10 y^2)/2 from (10, 1) with rate 0.1, each rule is where the printed table has it."""
    numbers = solved(optimiser=name, learning_rate=0.1, steps=3)
    assert numbers.last_point == pytest.approx(after_three, abs=1e-6)


@pytest.mark.parametrize("name", named_losses())
def test_the_gradient_is_that_of_finite_differences(name: str) -> None:
    """The gradient at the start agrees with scipy's differences of the loss."""
    numbers, loss = solved(loss=name), find_loss(name)
    by_differences = optimize.approx_fprime(np.array(numbers.start), lambda w: float(loss.value(*w)), 1e-7)
    np.testing.assert_allclose(numbers.gradient, by_differences, rtol=1e-4, atol=1e-4)


def test_default_numbers() -> None:
    """With the best rate 2/11, 40 steps shrink the distance by (9/11)^40. The limit 2/L is 0.2."""
    numbers = solved()
    assert numbers.gradient == (10.0, 10.0)
    assert numbers.first_point == pytest.approx((90 / 11, -9 / 11))
    assert np.hypot(*numbers.last_point) == pytest.approx(np.hypot(10, 1) * (9 / 11) ** 40)
    assert numbers.angle_to_minimum == pytest.approx(45 - np.degrees(np.arctan(0.1)))
    assert numbers.stability_limit == pytest.approx(0.2)
    assert numbers.faster.learning_rate == pytest.approx(4 / 11)
    assert "diverges" in numbers.faster.words


@pytest.mark.parametrize("kappa", [1, 4, 100])
def test_the_limit_is_the_limit(kappa: float) -> None:
    """Just below 2/L the steep direction shrinks; just above, it grows."""
    limit = solved(condition_number=kappa).stability_limit
    assert limit is not None
    assert limit == pytest.approx(2 / kappa)
    below, above = (
        solved(condition_number=kappa, learning_rate=limit * factor, start=(0, 1)) for factor in (0.99, 1.01)
    )
    assert below.last_value < below.start_value < above.last_value


def test_every_parameter_makes_a_difference() -> None:
    """Each parameter, changed alone, changes the path."""
    path = solved().descent.points
    changes: list[dict[str, Any]] = [
        {"loss": "booth"},
        {"condition_number": 5},
        {"start": (-10, 2)},
        {"learning_rate": 0.05},
        {"steps": 12},
        {"optimiser": "adam"},
    ]
    for change in changes:
        other = solved(**change).descent.points
        assert other.shape != path.shape or not np.allclose(other, path), change
    newton = solved(optimiser="newton", learning_rate=0.5)
    assert newton.first_point == pytest.approx((5, 0.5))


# --- words ----------------------------------------------------------------------------------------------------------

CASES: list[dict[str, Any]] = [
    {},
    {"condition_number": 1},
    {"learning_rate": 2.5},
    {"learning_rate": 0.2},
    {"start": (0, 0)},
    {"steps": 1},
    {"loss": "saddle"},
    {"loss": "saddle", "start": (0, 0)},
    {"loss": "saddle", "optimiser": "newton"},
    {"loss": "himmelblau", "optimiser": "newton"},
    {"loss": "x + y"},
    {"loss": "x + y", "optimiser": "newton"},
    {"loss": "-x**2 - y**2"},
    {"loss": "sqrt(x + 2.5)", "start": (-2.4, 0)},
    {"loss": "log(x**2 + y**2 + 0.1)", "optimiser": "newton"},
    {"loss": "1e-9*x + 5", "optimiser": "adagrad"},
    {"loss": "exp(x)*y", "learning_rate": 10},
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_words_are_whole_and_can_be_read_aloud(case: dict[str, Any]) -> None:
    """Every beat has words without symbols, None or NaN, ends as a sentence, and has an alternative text."""
    rehearsal = rehearse(GradientDescent, GradientDescentParams(**case), SilentVoice())
    for spoken in rehearsal.beats:
        assert re.fullmatch(r"[A-Za-z0-9 ,.;:?']+[.?]", spoken.beat.words), spoken.beat.words
        assert not re.search(r"None|nan|inf\b", spoken.beat.words + spoken.beat.alt)
        assert spoken.beat.alt
        assert spoken.speech.duration < 20
    assert all(answer.answer and "nan" not in answer.answer for answer in rehearsal.practice)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({}, "is at the minimum"),
        ({"learning_rate": 2.5}, "It diverges"),
        ({"loss": "rosenbrock"}, "not there yet"),
        ({"loss": "saddle", "optimiser": "newton"}, "no minimum: a saddle"),
        ({"start": (0, 0)}, "Where the gradient is zero, the ball stays"),
        ({"loss": "-x**2 - y**2"}, "runs away downhill"),
        ({"loss": "sqrt(x + 2.5)", "start": (-2.4, 0)}, "no finite value"),
    ],
)
def test_the_outcome_is_named(case: dict[str, Any], said: str) -> None:
    """Each kind of ending is told as what it is."""
    assert said in solved(**case).outcome_words


def test_the_limit_is_named_only_where_it_holds() -> None:
    """2 over L belongs to plain gradient descent, at a minimum, and is exact only on a bowl."""
    assert "On this bowl" in solved().rate_words
    assert "Close to the minimum" in solved(loss="rosenbrock").rate_words
    assert "2 over L" not in solved(optimiser="adam").rate_words
    assert "2 over L" not in solved(loss="saddle").rate_words


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("raw", "message"), BAD_INPUT, ids=[str(raw) for raw, _ in BAD_INPUT])
def test_bad_input_is_answered_in_one_line(raw: dict[str, Any], message: str) -> None:
    """Each mistake is named, with the cure, on one line."""

    def ask() -> None:
        params = validate_params(GradientDescentParams, raw, DataFolder(Path.cwd(), confined=False))
        rehearse(GradientDescent, params, SilentVoice())

    with pytest.raises(BadInput) as caught:
        ask()
    assert re.search(message, str(caught.value))
    assert "\n" not in str(caught.value)


# --- pictures -------------------------------------------------------------------------------------------------------


def test_one_motion_in_three_pictures() -> None:
    """In every frame ball, path and curve stand at the same progress, the panel shows the last point reached, and the
    contour lines, when they have moved over, lie on the map's. Declared beats are the beats played."""
    seen: list[float] = []

    def look(beat: str, pictures: WalkBoard) -> None:
        progress, descent = pictures.progress.get_value(), pictures.numbers.descent
        if beat not in ("step", "walk", "outcome", "answer"):
            return
        if beat == "walk":
            seen.append(progress)
        place = pictures.map_path.point(progress)
        np.testing.assert_allclose(pictures.map_path.ball.get_center(), pictures.map.to_screen([place])[0], atol=1e-6)
        contact = pictures.surface.to_depth([place])[0]
        assert np.linalg.norm(pictures.surface_path.ball.points[0] - contact) == pytest.approx(BALL)
        if beat != "step":
            head = pictures.chart.to_screen([progress], pictures.chart._along(descent.values, np.array([progress])))
            np.testing.assert_allclose(pictures.chart.point.get_center(), head[0], atol=1e-3)
        reached = int(progress + 1e-6)
        if pictures.panel.number("step").updaters:
            assert pictures.panel.number("step").value == reached
            assert pictures.panel.number("loss").value == descent.values[reached]

    assert play(look) == list(GradientDescent.beats)
    assert seen == sorted(seen)
    assert len(seen) > 10
    assert seen[-1] == 40


def test_contour_lines_land_on_the_map() -> None:
    """The copy of the surface's lines, moved over, encloses what the map's lines enclose."""
    landed: list[bool] = []

    def look(beat: str, pictures: WalkBoard) -> None:
        flying, lines = pictures.flying, pictures.map.lines
        if beat == "map" and len(flying.points):
            landed.append(
                bool(np.allclose(flying.get_center(), lines.get_center(), atol=0.02))
                and bool(np.isclose(flying.width, lines.width, rtol=0.01))
            )

    play(look, steps=1)
    assert True in landed


@pytest.mark.parametrize("raw", FAR_PARAMETERS, ids=str)
def test_far_parameters_stay_on_the_stage(raw: dict[str, Any]) -> None:
    """Nothing leaves the stage or enters the caption strip, at any time."""
    stage = Frame(8 * 128 / 72, 8).stage

    frames = itertools.count()

    def look(beat: str, pictures: WalkBoard) -> None:
        if next(frames) % 16:
            return
        parts = [pictures.formula, pictures.height_note, pictures.surface.mesh, pictures.surface.labels, pictures.map]
        parts += [pictures.chart, pictures.panel, pictures.rule, pictures.step_sum, pictures.map_path.line]
        parts += [*pictures.legend, *pictures.other_curves, pictures.arrow]
        for part in parts:
            if part.family_members_with_points() or len(part.points):
                assert part.get_left()[0] >= stage.left - 0.02
                assert part.get_right()[0] <= stage.right + 0.02
                assert part.get_bottom()[1] >= stage.bottom - 0.02
                assert part.get_top()[1] <= stage.top + 0.1

    play(look, **raw)


@pytest.mark.parametrize(
    "raw",
    [
        {"condition_number": 1000, "steps": 1, "start": (12, 4), "learning_rate": 10},
        {"loss": "x + y", "optimiser": "newton"},
        {"loss": "sqrt(x + 2.5)", "start": (-2.4, 0), "learning_rate": 1e-6, "optimiser": "rmsprop"},
    ],
    ids=str,
)
def test_edge_values_construct(raw: dict[str, Any]) -> None:
    """With the smallest and largest values, a start at the edge or at rest, and no step at all, the scene plays on."""
    assert play(lambda beat, pictures: None, **raw) == list(GradientDescent.beats)


@pytest.mark.parametrize("name", named_losses())
def test_what_stands_side_by_side_does_not_overlap(name: str) -> None:
    """Map, chart, panel and surface have places of their own for a window of any shape."""
    window = find_loss(name).window
    places = walk_zones(Frame(8 * 16 / 9, 8), window)
    boxes = [places.words, places.map, places.chart, places.panel]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = (
                one.right <= other.left or other.right <= one.left or one.top <= other.bottom or other.top <= one.bottom
            )
            assert apart


LONG = "+".join(f"sin({k}*x)*cos({k}*y)/(x**2+{k})" for k in range(1, 6))
ENDLESS = "exp(x/(1+y**2/(2+x**2/(3+y**2/(4+x**2/(5+y**2/(6+x**2)))))))/(1+exp(y/(2+x)/(3+y)))" + "+x*y**2" * 15


@pytest.mark.parametrize("text", ["x**2 + y", LONG, ENDLESS], ids=["short", "long", "endless"])
def test_a_formula_of_any_length_fits(text: str) -> None:
    """Short formulas stand on a line, long ones on several, endless ones are cut; none leaves its place."""
    zone = walk_zones(Frame(8 * 16 / 9, 8), (-3, 3, -3, 3)).words
    line = formula_line(zone, parse_expression(text, ("x", "y")).typst(), text, DARK)
    assert line.width <= zone.width + 1e-6
    assert line.height <= 1.31
    assert line.get_top()[1] == pytest.approx(zone.top, abs=1e-6)


def test_vectors_are_written_without_needless_zeros() -> None:
    """A vector has the digits that its numbers need."""
    assert vector_markup((10.0, -1.818181)) == "(10, -1.818)"
    assert vector_markup((1e-5, 0)) == "(1.00 dot 10^(-5), 0)"


def test_all_optimisers_have_words_and_a_default_rate() -> None:
    """Each of the seven rules takes a first step that its words tell, and gets lower on the bowl."""
    for name in optimiser_names():
        numbers = solved(optimiser=name)
        assert numbers.last_value < numbers.start_value / 10
        assert numbers.step_words.startswith(("The step", "Newton"))
