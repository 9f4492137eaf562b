"""The gradient: slopes against scipy's and sympy's derivatives, words at every point, arrows across their contours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import tempconfig
from scipy.optimize import approx_fprime, check_grad

from explainers.film.capture import configure_manim
from explainers.maths.directional_slope import has_kink, length_power, map_around
from explainers.maths.losses import find_loss, named_losses
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.zones import Frame
from scenes.calculus.gradient_field import GradientField, GradientFieldNumbers, GradientFieldParams
from tests.scenes.watching import inside, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"loss": "x**2*y", "point": [2, 3]},
    {"loss": "saddle", "point": [0, 0]},
    {"loss": "rosenbrock", "point": [-1.2, 1]},
)


@pytest.fixture(autouse=True)
def _small_frames(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Film small and seldom; share what Typst has set."""
    with tempconfig({}):
        cache = tmp_path_factory.getbasetemp() / "gradient-field"
        configure_manim(RenderSettings(width=128, height=72, fps=1, theme="dark"), cache)
        yield


def solved(**raw: Any) -> GradientFieldNumbers:
    numbers: GradientFieldNumbers = GradientField.solve(GradientFieldParams(**raw))
    return numbers


def test_gradients_are_those_of_the_curriculum() -> None:
    """x^2 y has (12, 4) at (2, 3), as sympy says; Booth, Himmelblau and Rosenbrock have those printed."""
    x, y = sympy.symbols("x y")
    by_sympy = [float(sympy.diff(x**2 * y, v).subs({x: 2, y: 3})) for v in (x, y)]
    numbers = solved(loss="x**2*y", point=(2, 3))
    assert numbers.slopes.gradient == pytest.approx(by_sympy)
    assert numbers.cubic_gradient == pytest.approx((12, 4))
    assert solved(loss="booth", point=(0, 0)).slopes.gradient == pytest.approx((-34, -38))
    assert solved(loss="himmelblau").slopes.gradient == pytest.approx((-14, -22))
    assert solved(loss="rosenbrock").slopes.gradient == pytest.approx((-215.6, -88))


def test_the_default_misses_the_minimum_by_51_degrees() -> None:
    """At (0, 6) Booth's gradient is (14, 22); the minimum (1, 3) lies at arctan(-3) from there."""
    numbers = solved()
    assert numbers.slopes.gradient == pytest.approx((14, 22))
    downhill, way = np.degrees(np.arctan2([-22, -3], [-14, 1]))
    assert numbers.angle_off == pytest.approx(way - downhill)
    assert "51 degrees off the way to the minimum" in numbers.said.answer


@settings(deadline=None, max_examples=50)
@given(data=st.data(), name=st.sampled_from([*named_losses(), "x**2*y", "sin(x) + cos(y)", "exp(x - y)"]))
def test_slopes_are_finite_differences_and_words_are_true(data: st.DataObject, name: str) -> None:
    """In every direction the slope is scipy's finite difference; the largest is along the gradient; words fit."""
    loss = find_loss(name)
    x_lo, x_hi, y_lo, y_hi = loss.window
    point = (round(data.draw(st.floats(x_lo, x_hi)), 2), round(data.draw(st.floats(y_lo, y_hi)), 2))
    numbers = solved(loss=name, point=point)
    slopes = numbers.slopes
    scale = 1e-4 * (1 + slopes.steepness + np.abs(loss.hessian(*point)).max())
    angles = np.arange(0, 360, 45.0)
    for angle in angles:
        way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        measured = approx_fprime(np.zeros(1), lambda t, way=way: float(loss.value(*(point + t[0] * way))), 1e-7)[0]
        assert float(slopes.at(angle)) == pytest.approx(measured, abs=scale)
    error = check_grad(lambda p: float(loss.value(*p)), lambda p: loss.gradient(*p), np.array(point))
    assert error <= scale
    assert slopes.at(np.linspace(0, 360, 721)).max() <= slopes.steepness * (1 + 1e-9)
    if slopes.direction is not None and slopes.across is not None and slopes.opposite is not None:
        assert float(slopes.at(slopes.direction)) == pytest.approx(slopes.steepness)
        assert float(slopes.at(slopes.opposite)) == pytest.approx(-slopes.steepness)
        assert abs(float(slopes.at(slopes.across))) <= 1e-9 * slopes.steepness
        assert min(slopes.across, slopes.opposite) >= 0
        assert max(slopes.across, slopes.opposite) <= 360
    for words in vars(numbers.said).values():
        assert re.fullmatch(r"[A-Za-z0-9 ,.;:?]+[.?]", words), words
        assert not re.search(r"None|nan|\binf\b", words)
    said_no = numbers.said.answer.startswith("No. ")
    assert said_no == (numbers.angle_off is not None and numbers.angle_off >= 8)


def test_a_zero_gradient_has_no_direction() -> None:
    """At a saddle and at a minimum all slopes are zero, and the words say what the place is."""
    saddle = solved(loss="saddle", point=(0, 0))
    assert saddle.slopes.direction is None
    assert saddle.slopes.place == "saddle"
    assert saddle.angle_off is None
    assert "a saddle" in saddle.said.level
    assert "no step" in saddle.said.answer
    minimum = solved(loss="booth", point=(1, 3))
    assert minimum.slopes.steepness == 0
    assert minimum.slopes.place == "minimum"
    assert "this is a minimum" in minimum.said.answer
    round_bowl = solved(loss="x**2 + y**2", point=(1, 1))
    assert round_bowl.angle_off == pytest.approx(0, abs=1e-5)
    assert "straight at the minimum" in round_bowl.said.answer


def test_kinks_are_found_and_smooth_places_are_none() -> None:
    """abs(x) has a kink at 0 and none beside it; a smooth loss has none even where it is steep."""
    assert has_kink(find_loss("abs(x) + y**2"), (0.0, 1.0))
    assert not has_kink(find_loss("abs(x) + y**2"), (1.0, 1.0))
    assert has_kink(find_loss("relu(x - y)"), (1.0, 1.0))
    for name in named_losses():
        loss = find_loss(name)
        for point in (loss.start, *loss.minima):
            assert not has_kink(loss, point), (name, point)


@pytest.mark.parametrize("name", named_losses())
def test_the_map_has_the_point_inside_and_a_good_shape(name: str) -> None:
    """From corners of a loss's window, too, there is room around the point; no map is a strip."""
    loss = find_loss(name)
    for x in loss.window[:2]:
        for y in loss.window[2:]:
            left, right, bottom, top = map_around(loss, (x, y))
            assert 1 / 1.6 <= (right - left) / (top - bottom) <= 1.6
            margins = (x - left, right - x, y - bottom, top - y)
            assert min(margins) >= 0.19 * max(right - left, top - bottom) / 1.6


def test_every_parameter_makes_a_difference() -> None:
    """Each parameter, changed alone, changes the gradient; steep losses are compressed more."""
    usual = solved().slopes.gradient
    assert solved(loss="matyas").slopes.gradient != usual
    assert solved(point=(2, 2)).slopes.gradient != usual
    assert length_power([1, 2, 3]) == 2
    assert length_power(np.geomspace(1, 1e5, 50)) == 4


@pytest.mark.parametrize(
    "raw",
    [
        {"loss": "boothe"},
        {"loss": "3"},
        {"point": "0 99"},
        {"point": "3"},
        {"loss": "log(x) + y", "point": "-1 1"},
        {"loss": "abs(x) + y", "point": "0 1"},
    ],
    ids=str,
)
def test_bad_input_is_answered_in_one_line(raw: dict[str, Any]) -> None:
    """Each mistake names its parameter on one line."""
    with pytest.raises(BadInput, match=r"point|loss") as caught:
        rehearsed(GradientField, raw)
    assert "\n" not in str(caught.value)


def test_arrows_stand_across_their_contours_and_the_pointer_tells_its_slope() -> None:
    """In every frame the invariants hold and nothing leaves the stage; field arrows point along the gradient."""
    stage = Frame(8 * 128 / 72, 8).stage
    seen: list[float] = []

    def look(scene: Any, beat: str) -> None:
        board, slopes = scene.board, scene.numbers.slopes
        for invariant in scene.invariants():
            assert invariant.holds, (beat, invariant)
            seen.append(invariant.value)
        if beat == "question":
            field = board.field
            tails, tips = field.tails_and_tips()
            along = (tips - tails)[:, :2]
            gradient = board.loss.gradient(field.points_of_plane[:, 0], field.points_of_plane[:, 1])
            crossed = along[:, 0] * gradient[:, 1] - along[:, 1] * gradient[:, 0]
            np.testing.assert_allclose(crossed, 0, atol=1e-9 * np.abs(gradient).max())
            assert (np.sum(along * gradient, axis=1) > 0).all()
            lengths, steepness = np.linalg.norm(along, axis=1), np.linalg.norm(gradient, axis=1)
            np.testing.assert_allclose(lengths**scene.numbers.power / steepness, lengths[0] ** 2 / steepness[0])
            assert np.ptp(board.map.to_screen(field.points_of_plane) - tails) < 1e-9
        if beat == "level" and abs(board.degrees - slopes.across) < 1e-9:
            # The right angle is drawn, and the pointer runs along the contour line through the ball.
            assert len(board.right_angle.points)
            nearest = np.min(np.linalg.norm(board.contour.points - board.tip(board.degrees, 0.15), axis=1))
            assert nearest < 0.1
        for part in (board.map, board.chart, board.panel, board.vector, board.cosine, board.formula, board.pointer):
            assert inside(part, stage), (beat, part)
        for part in (board.gradient, board.downhill, board.way, board.angle, board.minima):
            assert inside(part, board.map.area), (beat, part)

    assert watch(GradientField, {}, look) == list(GradientField.beats)
    assert min(seen) < 0 < max(seen)


def test_without_a_gradient_no_arrow_is_drawn() -> None:
    """At a saddle point the scene plays all beats, with a level line for a wave and no arrows at the ball."""

    def look(scene: Any, beat: str) -> None:
        board = scene.board
        assert not len(board.gradient)
        assert not len(board.downhill)
        assert not len(board.way)
        assert np.ptp(board.chart.wave.points[:, 1]) < 1e-9 if len(board.chart.wave.points) else True

    assert watch(GradientField, FAR_PARAMETERS[1], look) == list(GradientField.beats)


def test_the_words_fit_the_minutes() -> None:
    """With the defaults the words last from 50 to 95 seconds; each beat has an alternative text, answers are right."""
    rehearsal = rehearsed(GradientField, {})
    assert 50 < sum(spoken.speech.duration for spoken in rehearsal.beats) < 95
    assert all(spoken.beat.alt for spoken in rehearsal.beats)
    assert [answer.answer for answer in rehearsal.practice] == ["(12, 4)", "(14, 22)", "13.0384"]
