"""The scene posterior-predictive: bars are the forecasts' own, words are true, bad input gets one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from explainers.film.capture import configure_manim, film
from explainers.narration.silent import SilentVoice
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
    chart, k = scene.chart, np.arange(11)
    np.testing.assert_allclose(chart.filled.heights, stats.betabinom(10, 9, 5).pmf(k))
    np.testing.assert_allclose(chart.plug_in.heights, stats.binom(10, 9 / 14).pmf(k))
    shown = chart.filled.heights / chart.filled.top * chart.plot.height > 1e-4
    np.testing.assert_allclose(drawn_heights(chart.filled), chart.filled.heights[shown], atol=1e-9)
    assert drawn_heights(chart.filled).sum() == pytest.approx(1, abs=1e-3)
    sides = np.unique(np.round(chart.bounds.points[:, 0], 6))
    np.testing.assert_allclose(sides, chart.filled.across([2.5, 9.5]), atol=1e-5)
    assert 50 < witness.frames < 95
    assert_inside(scene)


def test_the_average_on_the_screen_is_that_of_the_draws_so_far() -> None:
    """While draws gather, bars, count and rug belong to the same number of draws."""
    scene = PosteriorPredictive(rehearsal=prepare(draws=60))
    scene.build()
    for count in (5, 17, 60):
        scene.show_average(count)
        scene.plot.gather(count)
        expected = stats.binom(10, scene.numbers.draws.unknowns[:count, None]).pmf(np.arange(11)).mean(axis=0)
        np.testing.assert_allclose(scene.chart.filled.heights, expected)
        assert scene.panel.number("count").text() == str(count)
        assert len(scene.plot.rug.points) == 4 * count


def test_what_moves_with_the_draws_is_painted_after_the_rug() -> None:
    """The rug is the lowest of what changes while draws gather: what lies below it is painted once, and would stand."""
    scene, _ = show(draws=60)
    places = [
        scene.mobjects.index(part) for part in (scene.plot.rug, scene.chart.filled.bars, scene.chart.plug_in.bars)
    ]
    assert places == sorted(places)
    assert scene.panel.number("count").text() == "60"


def test_the_variances_are_drawn_to_one_scale() -> None:
    """The bar for both together is as long as its two parts end to end, and the second starts where the first ends."""
    scene, _ = show()
    told, unit = scene.numbers.forecast, scene.stack.unit
    chance, unknown, together, plugged = (row[1] for row in scene.stack)
    assert together.width == pytest.approx(unit * told.variance, abs=1e-6)
    assert chance.width == pytest.approx(unit * told.within, abs=1e-6)
    assert plugged.width == pytest.approx(unit * told.plug_in_variance, abs=1e-6)
    assert unknown.get_left()[0] == pytest.approx(chance.get_right()[0], abs=1e-6)


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
    scene.build()
    told = scene.numbers.forecast
    scene.chart.show(scene.chart.filled, told.predictive)
    scene.chart.show(scene.chart.plug_in, told.plug_in)
    scene.plot.reveal(1)
    scene.plot.gather(50)
    scene.add(scene.chart.axis, scene.chart.filled.bars, scene.chart.plug_in.bars, scene.plot, scene.plot.rug)
    scene.add(scene.panel, scene.chances, scene.legend)
    assert_inside(scene)
    assert scene.panel.box.get_top()[1] < scene.plot.get_bottom()[1]
    assert scene.plot.get_right()[0] < scene.chart.axis.get_left()[0]


@pytest.mark.parametrize(
    ("values", "has", "lacks"),
    [
        ({"m": "1"}, "For one trial alone both are alike", "it is wider"),
        ({"m": "1", "data": "T", "prior": "0.1 0.1"}, "all that can happen", "too sure of itself"),
        ({"prior": "1000 1000", "data": "5000/10000", "m": "60"}, "hardly wider", "too sure of itself"),
        ({"prior": "1000 1000", "data": "5000/10000"}, "0.250 either way", "but plugged"),
        ({"prior": "0.001 0.001", "data": "H"}, "even more", "only"),
        ({"family": "gamma-poisson"}, "the next period has none", "heads"),
    ],
)
def test_words_are_true_of_the_numbers(values: dict[str, Any], has: str, lacks: str) -> None:
    """Each case has its own sentences, and none that would be wrong of it."""
    told = " ".join(spoken.beat.words for spoken in prepare(**values).beats)
    assert has in told
    assert lacks not in told


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
        ({"family": "normal"}, "family: 'normal' is not one of"),
        ({"column": "girls"}, "column: needs data_file"),
    ],
)
def test_bad_input_gets_one_line(values: dict[str, Any], says: str) -> None:
    """The line names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        prepare(**values)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)
