"""The scene posterior-predictive: bars are the forecasts' own, words are true, bad input gets one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from explainers.film.capture import configure_manim, film
from explainers.narration.silent import SilentVoice
from explainers.production.records import as_json
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, validate_params
from explainers.spec.settings import RenderSettings
from explainers.stage.rehearsal import Rehearsal, rehearse
from scenes.probability.posterior_predictive import PosteriorPredictive, PosteriorPredictiveParams
from tests.scenes.watching import FrameWatcher, assert_inside, drawn_heights

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"family": "gamma-poisson", "prior": "0.5 0.1", "data": "2/1.5 0/0.5 7/3", "m": "4", "draws": "2000"},
    {"prior": "0.1 0.1", "data": "T", "m": "2", "seed": "7"},
    {
        "data_file": "placenta_previa.csv",
        "column": "girls",
        "sizes_column": "births",
        "prior": "1 1",
        "m": "60",
        "draws": "50",
    },
)

EDGES: tuple[dict[str, Any], ...] = (
    {"m": "1"},
    {"prior": "0.001 0.001", "data": "H"},
    {"family": "gamma-poisson", "data": "300", "m": "1", "quantity": "W" * 40},
    {"family": "gamma-poisson", "prior": "0.01 1", "data": "0", "m": "1"},
    {"prior": "1000000 1000000", "m": "60"},
    {"family": "normal", "prior": "1000 0.01 0.001", "data": "1000.01 1000.012"},
    {"family": "normal", "prior": "0 0.001 10", "data": "-3 4 5", "m": "1"},
    {"family": "normal", "prior": "-5000 1000 300", "data": "-4100", "m": "60"},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def prepare(**values: Any) -> Rehearsal:
    folder = DataFolder(Path.cwd(), confined=False)
    return rehearse(PosteriorPredictive, validate_params(PosteriorPredictiveParams, values, folder), SilentVoice())


def show(theme: str = "dark", **values: Any) -> tuple[Any, FrameWatcher]:
    witness = FrameWatcher()
    scene = film(PosteriorPredictive, {"rehearsal": prepare(**values), "theme": theme}, witness)
    return scene, witness


def test_defaults_are_the_curriculum_s() -> None:
    """Beta(2, 2), 7 heads in 10: next two both heads .428571, plugged in .413265, in numbers, words and answers."""
    told = prepare()
    assert [question.answer for question in told.practice[:2]] == ["0.428571", "0.413265"]
    assert "both heads: 0.429, but plugged in 0.413" in told.beats[4].beat.words
    assert "promises 98.2 percent between 3 and 9" in told.beats[6].beat.words
    assert 50 < sum(spoken.speech.duration for spoken in told.beats) < 92


def test_the_bars_are_the_forecasts() -> None:
    """At the end, filled bars are scipy's beta-binomial and hollow ones the binomial; both areas are 1."""
    scene, witness = show()
    assert witness.sections == list(PosteriorPredictive.beats)
    chart, k = scene.board.chart, np.arange(11)
    np.testing.assert_allclose(chart.filled.heights, stats.betabinom(10, 9, 5).pmf(k))
    np.testing.assert_allclose(chart.plug_in.heights, stats.binom(10, 9 / 14).pmf(k))
    shown = chart.filled.heights / chart.filled.top * chart.plot.height > 1e-4
    np.testing.assert_allclose(drawn_heights(chart.filled), chart.filled.heights[shown], atol=1e-9)
    assert drawn_heights(chart.filled).sum() == pytest.approx(1, abs=1e-3)
    sides = np.unique(np.round(chart.bounds.points[:, 0], 6))
    np.testing.assert_allclose(sides, chart.filled.across([2.5, 9.5]), atol=1e-5)
    assert 50 < witness.frames < 95
    assert_inside(scene)


def test_the_numbers_sum_up_the_simulation_that_is_shown() -> None:
    """The board draws what the numbers tell of, and the numbers hold no list of all draws."""
    scene = PosteriorPredictive(rehearsal=prepare(draws=1000, seed=4))
    draws, drawn = scene.build_board().draws, scene.numbers.drawn
    assert drawn.first == tuple(draws.unknowns[:5])
    assert (drawn.count, drawn.shown) == (len(draws.unknowns), 5)
    assert (drawn.mean, drawn.deviation) == pytest.approx((np.mean(draws.unknowns), np.std(draws.unknowns)))
    np.testing.assert_array_equal(drawn.average, draws.averages[-1])
    assert len(json.dumps(as_json(scene.numbers))) < 10_000


def test_the_average_on_the_screen_is_that_of_the_draws_so_far() -> None:
    """While draws gather, bars, count and rug belong to the same number of draws."""
    scene = PosteriorPredictive(rehearsal=prepare(draws=60))
    board = scene.build_board()
    for count in (5, 17, 60):
        board.show_average(count)
        board.plot.gather(count)
        expected = stats.binom(10, board.draws.unknowns[:count, None]).pmf(np.arange(11)).mean(axis=0)
        np.testing.assert_allclose(board.chart.filled.heights, expected)
        assert board.panel.number("count").text() == str(count)
        assert len(board.plot.rug.points) == 4 * count


def test_what_moves_with_the_draws_is_painted_after_the_rug() -> None:
    """The rug is the lowest of what changes while draws gather: what lies below it is painted once, and would stand."""
    scene, _ = show(draws=60)
    chart = scene.board.chart
    places = [scene.mobjects.index(part) for part in (scene.board.plot.rug, chart.filled.bars, chart.plug_in.bars)]
    assert places == sorted(places)
    assert scene.board.panel.number("count").text() == "60"


def test_the_variances_are_drawn_to_one_scale() -> None:
    """The bar for both together is as long as its two parts end to end, and the second starts where the first ends."""
    scene, _ = show()
    told, unit = scene.numbers.forecast, scene.stack.unit
    chance, unknown, together, plugged = (row[1] for row in scene.stack)
    assert together.width == pytest.approx(unit * told.variance, abs=1e-6)
    assert chance.width == pytest.approx(unit * told.within, abs=1e-6)
    assert plugged.width == pytest.approx(unit * told.plug_in_variance, abs=1e-6)
    assert unknown.get_left()[0] == pytest.approx(chance.get_right()[0], abs=1e-6)


def broken(scene: Any) -> list[str]:
    """The names of what does not hold of the drawing."""
    return [invariant.name for invariant in scene.invariants() if not invariant.holds]


@pytest.mark.parametrize("values", [{}, {"family": "normal"}, {"family": "gamma-poisson", "m": "9"}])
def test_invariants_notice_a_wrong_drawing(values: dict[str, Any]) -> None:
    """Right bars, needle and lines pass; bars of other draws, a needle elsewhere and another promise are named."""
    scene = PosteriorPredictive(rehearsal=prepare(draws=60, **values))
    board, told = scene.build_board(), scene.numbers.forecast
    board.chart.show(board.chart.plug_in, told.plug_in)
    board.point_at(3)
    board.show_average(17)
    scene.add(board.chart.plug_in.bars, board.chart.filled.bars, board.plot, board.plot.needle, board.panel)
    assert len(list(scene.invariants())) == 3
    assert broken(scene) == []
    board.chart.show(board.chart.plug_in, np.roll(told.plug_in, 2))
    board.chart.show(board.chart.filled, 1.1 * board.draws.averages[16])
    board.plot.point_at(4)
    assert broken(scene) == [
        "the plug-in bars have the mean of the forecast",
        "the filled bars are the average of the counted draws",
        "the needle stands at the printed draw",
    ]
    scene = PosteriorPredictive(rehearsal=prepare(draws=60, **values))
    board = scene.build_board()
    board.chart.show(board.chart.filled, told.predictive)
    scene.add(board.chart.filled.bars, board.interval)
    assert broken(scene) == []
    board.interval.number("held").set_value(told.claimed + 0.01)
    assert broken(scene) == ["the bars between the lines hold what is printed"]


@pytest.mark.parametrize("values", FAR_PARAMETERS)
def test_far_parameters_lay_out_right(values: dict[str, Any]) -> None:
    """Far from the defaults all beats are told and everything stays on the stage."""
    scene, witness = show(theme="light", **values)
    assert witness.sections == list(PosteriorPredictive.beats)
    assert_inside(scene)


@pytest.mark.parametrize("values", EDGES)
def test_edge_values_lay_out_right(values: dict[str, Any]) -> None:
    """At their limits, values construct, and the figures stand in the stage without touching each other."""
    scene = PosteriorPredictive(rehearsal=prepare(**values))
    board, told = scene.build_board(), scene.numbers.forecast
    board.chart.show(board.chart.filled, told.predictive)
    board.chart.show(board.chart.plug_in, told.plug_in)
    board.plot.reveal(1)
    board.plot.gather(50)
    scene.add(board.chart.axis, board.chart.filled.bars, board.chart.plug_in.bars, board.plot, board.plot.rug)
    scene.add(board.panel, board.chances, board.legend)
    assert_inside(scene)
    assert board.panel.box.get_top()[1] < board.plot.get_bottom()[1]
    assert board.plot.get_right()[0] < board.chart.axis.get_left()[0]


@pytest.mark.parametrize(
    ("values", "has", "lacks"),
    [
        ({"m": "1"}, "For one trial alone both are alike", "it is wider"),
        ({"m": "1", "data": "T", "prior": "0.1 0.1"}, "all that can happen", "too sure of itself"),
        ({"prior": "1000 1000", "data": "5000/10000", "m": "60"}, "hardly wider", "too sure of itself"),
        ({"prior": "1000 1000", "data": "5000/10000"}, "0.250 either way", "but plugged"),
        ({"prior": "0.001 0.001", "data": "H"}, "even more", "only"),
        ({"family": "gamma-poisson"}, "the next period has none", "heads"),
        ({"family": "normal", "m": "1"}, "What will the next measurement be?", "events"),
        ({"family": "normal", "prior": "0 1 0.01", "data": "-5"}, "posterior mean minus 4.9995", "-5"),
        ({"data": "H"}, "1 head in 1 toss", "1 heads"),
        ({"family": "gamma-poisson", "data": "1"}, "1 event in 1 count", "counts"),
    ],
)
def test_words_are_true_of_the_numbers(values: dict[str, Any], has: str, lacks: str) -> None:
    """Each case has its own sentences, and none that would be wrong of it."""
    told = " ".join(spoken.beat.words for spoken in prepare(**values).beats)
    assert has in told
    assert lacks not in told


@settings(max_examples=20, deadline=None)
@given(
    mean=st.floats(-100, 100).map(lambda mean: round(mean, 3)),
    deviation=st.floats(0.01, 100),
    noise=st.floats(0.01, 100),
    m=st.integers(1, 60),
)
def test_any_forecast_of_measurements_is_scipy_s(mean: float, deviation: float, noise: float, m: int) -> None:
    """Bars are the probabilities of cells by scipy's normals, whose variances add; the plug-in interval claims 0.95."""
    n = prepare(family="normal", prior=f"{mean} {deviation} {noise}", data=f"{mean + deviation}", m=m).numbers
    precision = deviation**-2 + noise**-2
    full = stats.norm(n.posterior.mean, (1 / precision + noise**2 / m) ** 0.5)
    edges = n.forecast.outcomes[0] + n.forecast.step * (np.arange(len(n.forecast.outcomes) + 1) - 0.5)
    np.testing.assert_allclose(n.forecast.predictive, np.diff(full.cdf(edges)), atol=1e-9)
    assert n.forecast.predictive.sum() == pytest.approx(1, abs=2e-3)
    assert n.forecast.claimed == pytest.approx(0.95)
    assert n.forecast.held == pytest.approx(full.cdf(n.forecast.high) - full.cdf(n.forecast.low))
    assert 15 < len(n.forecast.outcomes) < 50


@settings(max_examples=30, deadline=None)
@given(
    a=st.floats(0.05, 500),
    b=st.floats(0.05, 500),
    hits=st.integers(0, 50),
    misses=st.integers(0, 50),
    m=st.integers(1, 60),
)
def test_any_forecast_holds_what_it_says(a: float, b: float, hits: int, misses: int, m: int) -> None:
    """The posterior is the conjugate one, both forecasts hold one, and the words name the right width."""
    told = prepare(prior=f"{a} {b}", data=f"{hits}/{hits + misses + 1}", m=m, draws=50)
    n = told.numbers
    assert (n.posterior.a, n.posterior.b) == pytest.approx((a + hits, b + misses + 1))
    assert n.forecast.predictive.sum() == pytest.approx(1, abs=2e-3)
    assert n.forecast.plug_in.sum() == pytest.approx(1, abs=2e-3)
    wider = n.forecast.variance > 1.02 * n.forecast.plug_in_variance
    assert ("but it is wider" in told.beats[4].beat.words) == (wider and m > 1)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"prior": "0 2"}, "prior a: 0 must be positive"),
        ({"prior": "1 2 3"}, "prior: beta-binomial takes 2 prior values: a, b; got 3"),
        ({"data": "7/3"}, "data: observation 1: 7 successes are more than the 3 trials"),
        ({"m": "0"}, "m: 0 is less than 1"),
        ({"m": "61"}, "m: 61 is more than 60"),
        ({"family": "gamma-poisson", "data": "300 280", "m": "60"}, "m: 60 gives"),
        ({"family": "dirichlet-multinomial"}, "family: 'dirichlet-multinomial' is not one of"),
        ({"column": "girls"}, "column: needs data_file"),
    ],
)
def test_bad_input_gets_one_line(values: dict[str, Any], says: str) -> None:
    """The line names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        prepare(**values)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)
