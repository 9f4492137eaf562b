"""The learning rate: walks against scipy's derivative and iteration, words for every rate, markers on the parabola."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import tempconfig
from scipy.optimize import approx_fprime

from explainers.film.capture import configure_manim
from explainers.maths.step_size_story import equal_pace, split
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.zones import Frame
from scenes.calculus.step_size import StepSize, StepSizeNumbers, StepSizeParams
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"curvature": 100, "learning_rates": [0.02]},
    {"curvature": 1, "learning_rates": [0.5, 1.9, 2.05, 4], "start": -3, "steps": 5},
    {"curvature": 0.1, "learning_rates": [1, 2, 3, 9], "steps": 30},
)


@pytest.fixture(autouse=True)
def _small_frames(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Film small and seldom; share what Typst has set."""
    with tempconfig({}):
        cache = tmp_path_factory.getbasetemp() / "step-size"
        configure_manim(RenderSettings(width=128, height=72, fps=1, theme="dark"), cache)
        yield


def solved(**raw: Any) -> StepSizeNumbers:
    numbers: StepSizeNumbers = StepSize.solve(StepSizeParams(**raw))
    return numbers


def test_the_curriculums_parabola_diverges_above_a_fifth() -> None:
    """5 x^2 has L = 10: it diverges above 0.2, is there in one step with 0.1, and goes to and fro for ever at 0.2."""
    numbers = solved(learning_rates=(0.1, 0.1999, 0.2, 0.2001))
    assert numbers.limit == pytest.approx(0.2)
    assert numbers.formula == "f(x) = 5 x^2"
    assert [walk.kind for walk in numbers.walks] == ["at once", "across", "for ever", "diverges"]
    assert numbers.walks[0].places[1] == 0
    np.testing.assert_array_equal(np.abs(numbers.walks[2].places), 1)


def test_the_usual_rates_keep_their_shares() -> None:
    """Left out, the rates are 0.2, 1, 1.8 and 2.1 times 1/L; a step keeps 0.8, 0, 0.8 and 1.1 of the distance."""
    numbers = solved(curvature=4)
    assert [walk.rate for walk in numbers.walks] == pytest.approx([0.05, 0.25, 0.45, 0.525])
    assert [walk.kept for walk in numbers.walks] == pytest.approx([0.8, 0, 0.8, 1.1], abs=1e-12)
    pair = equal_pace(numbers.walks)
    assert pair is not None
    assert (pair[0].rate, pair[1].rate) == pytest.approx((0.05, 0.45))
    # 1.1^7 is 1.95, 1.1^8 is 2.14: the picture ends at 2.
    assert numbers.walks[3].left_at == 8


@settings(deadline=None, max_examples=40)
@given(
    curvature=st.floats(0.1, 100),
    shares=st.lists(st.floats(0.02, 3.9), min_size=1, max_size=4, unique_by=lambda share: round(share, 2)),
    start=st.floats(0.1, 5) | st.floats(-5, -0.1),
    steps=st.integers(3, 12),
)
def test_walks_are_gradient_descent_and_words_are_true(
    curvature: float, shares: list[float], start: float, steps: int
) -> None:
    """Each walk is what iterating x - rate f'(x) gives, f' by finite differences; it closes in if rate < 2/L only."""
    rates = tuple(share / curvature for share in shares)
    numbers = solved(curvature=curvature, learning_rates=rates, start=start, steps=steps)
    assert [walk.rate for walk in numbers.walks] == pytest.approx(sorted(rates))
    for walk in numbers.walks:
        for before, after in zip(walk.places[:3], walk.places[1:4], strict=True):
            slope = approx_fprime(np.array([before]), lambda x: curvature * x[0] ** 2 / 2, 1e-7)[0]
            assert after == pytest.approx(before - walk.rate * slope, abs=1e-5 * abs(start) * 4**4)
        if walk.kind != "for ever":
            assert (walk.last_share < 1) == (walk.rate < numbers.limit)
            assert (walk.kind == "diverges") == (walk.rate > numbers.limit)
    small, large = split(numbers.walks)
    assert len(small) + len(large) == len(rates)
    for words in vars(numbers.said).values():
        assert re.fullmatch(r"[A-Za-z0-9 ,.;:?]+[.?]", words), words
        assert not re.search(r"None\b(?! of)|nan|\binf\b", words), words
    assert ("diverges." in numbers.said.large) == any(walk.kind == "diverges" for walk in numbers.walks)
    if "is the fastest" in numbers.said.trap:
        fastest = min(numbers.walks, key=lambda walk: abs(walk.rate - 1 / curvature))
        assert fastest.kept == pytest.approx(min(walk.kept for walk in numbers.walks))


def test_words_fit_one_rate_and_rates_on_one_side() -> None:
    """One rate is spoken of as one; if all are up to 1/L, it is not said that larger is slower."""
    assert "This rate is larger" in solved(learning_rates=(0.15,)).said.small
    assert "This rate is not larger" in solved(learning_rates=(0.05,)).said.large
    assert solved(learning_rates=(0.02, 0.05, 0.09)).said.trap.startswith("Up to 1 over L, larger is faster")
    assert "none of these rates converges" in solved(learning_rates=(0.25, 0.3)).said.trap
    assert "almost all" in solved(learning_rates=(0.19999,)).said.large
    assert "a little more than 1" in solved(learning_rates=(0.20001,)).said.large


def test_every_parameter_makes_a_difference() -> None:
    """Each parameter, changed alone, changes a walk."""
    usual = solved().walks[0].places
    changes: list[dict[str, Any]] = [{"start": -2}, {"steps": 5}, {"learning_rates": (0.05,)}]
    for change in changes:
        other = solved(**change).walks[0].places
        assert other.shape != usual.shape or not np.allclose(other, usual), change
    assert solved(curvature=5).limit == pytest.approx(0.4)


@pytest.mark.parametrize(
    "raw",
    [
        {"learning_rates": "0.5"},
        {"learning_rates": "0.1 0.1"},
        {"learning_rates": "0"},
        {"learning_rates": "-0.1"},
        {"learning_rates": "0.01 0.02 0.03 0.04 0.05"},
        {"learning_rates": "fast"},
        {"learning_rates": ""},
        {"start": "0"},
        {"start": "0.001"},
        {"curvature": "0"},
        {"steps": "1"},
    ],
    ids=str,
)
def test_bad_input_is_answered_in_one_line(raw: dict[str, Any]) -> None:
    """Each mistake names its parameter on one line."""
    with pytest.raises(BadInput, match=next(iter(raw))) as caught:
        rehearsed(StepSize, raw)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("raw", [{}, FAR_PARAMETERS[1]], ids=str)
def test_markers_stand_on_the_parabola_and_all_stays_on_the_stage(raw: dict[str, Any]) -> None:
    """In every frame invariants hold and nothing leaves the stage; what leaves the window waits at its edge."""
    stage = Frame(8 * 128 / 72, 8).stage
    checked: list[float] = []

    def look(scene: Any, beat: str) -> None:
        board = scene.board
        checked.extend(abs(invariant.value) for invariant in scene.invariants() if invariant.holds)
        assert all(invariant.holds for invariant in scene.invariants()), beat
        for part in (board.plot, board.chart, board.table, board.line, board.rule, board.formula, board.tangent):
            assert inside(part, stage), (beat, part)
        area = board.plot.area
        for path in board.paths:
            points = path.line.points
            if len(points):
                assert points[:, 0].min() >= area.left - 1e-6
                assert points[:, 0].max() <= area.right + 1e-6
                assert points[:, 1].min() >= area.bottom - 1e-6
                assert points[:, 1].max() <= area.top + 1e-6
        if beat == "trap":
            for path, walk in zip(board.paths, scene.numbers.walks, strict=True):
                assert path.ball_is_outside == (walk.left_at is not None)

    assert watch(StepSize, raw, look) == list(StepSize.beats)
    assert checked


def test_the_drawn_curve_is_the_parabola_and_the_line_has_its_bounds() -> None:
    """The curve's points are at L x^2 / 2, the tangent touches with slope L x, and bounds stand in proportion."""

    def look(scene: Any, beat: str) -> None:
        plot, line = scene.board.plot, scene.board.line
        area = plot.area
        x = (plot.curve.points[:, 0] - area.left) / area.width * 4 - 2
        loss = (plot.curve.points[:, 1] - area.bottom) / area.height * plot.top
        np.testing.assert_allclose(loss[::4], 5 * x[::4] ** 2, atol=1e-9)
        ends = scene.board.tangent.points[[0, -1]]
        places = (ends[:, 0] - area.left) / area.width * 4 - 2
        heights = (ends[:, 1] - area.bottom) / area.height * plot.top
        np.testing.assert_allclose(heights, 5 + 10 * (places - 1), atol=1e-9)
        zero, best, limit = (line.place(rate)[0] for rate in (0.0, 0.1, 0.2))
        assert limit - zero == pytest.approx(2 * (best - zero))
        assert line.stable.get_right()[0] == pytest.approx(limit, abs=0.06)
        assert line.limit[0].get_center()[0] == pytest.approx(limit)

    watch(StepSize, {"steps": 3}, look)


def test_the_words_fit_the_minutes() -> None:
    """With the defaults the words last from 50 to 95 seconds; each beat has an alternative text, answers are right."""
    rehearsal = rehearsed(StepSize, {})
    assert 50 < sum(spoken.speech.duration for spoken in rehearsal.beats) < 95
    assert all(spoken.beat.alt for spoken in rehearsal.beats)
    assert [answer.answer for answer in rehearsal.practice] == ["0.2", "0.5", "0.8"]
    assert math.isclose(params_of(StepSize, {"learning_rates": "0.05"}).learning_rates[0], 0.05)


def test_what_does_the_same_is_told_in_short() -> None:
    """Three walks that creep are not told in the same sentence three times."""
    small = solved(curvature=0.1, learning_rates=[1, 2, 3, 9], steps=30).said.small
    assert small.count("stays on its side") == 2
    assert small.count("it creeps, too") == 2
