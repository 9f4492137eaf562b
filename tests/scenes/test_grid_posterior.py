"""The scene grid-posterior: bars are the grid's own heights, words are true of every prior, bad input gets one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from explainers.film.capture import configure_manim, film
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, validate_params
from explainers.spec.settings import RenderSettings
from explainers.stage.grid_model import DEFAULT_PRIORS
from explainers.stage.rehearsal import Rehearsal, rehearse
from scenes.probability.grid_posterior import GridPosterior, GridPosteriorParams
from tests.scenes.watching import FrameWatcher, assert_inside, drawn_heights

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {
        "likelihood": "poisson",
        "prior": "triangular",
        "prior_values": "0 1 12",
        "data": "5 7 9 6",
        "points": "100",
        "coarse": "7",
    },
    {
        "likelihood": "normal",
        "prior": "uniform",
        "prior_values": "-4 3",
        "data": "-1 1 0.5 -3",
        "noise_deviation": "2",
        "coarse": "16",
        "points": "1280",
    },
    {"prior_values": "0.5 0.5", "data": "HHHHHHH"},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"data": "5000/10000"},
    {"likelihood": "poisson", "prior": "uniform", "prior_values": "0 100", "data": "0", "quantity": "W" * 40},
    {"likelihood": "normal", "prior": "normal", "prior_values": "0 1000"},
    {"points": "20", "coarse": "20"},
    {"likelihood": "exponential", "prior": "normal"},
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def prepare(**values: Any) -> Rehearsal:
    folder = DataFolder(Path.cwd(), confined=False)
    return rehearse(GridPosterior, validate_params(GridPosteriorParams, values, folder), SilentVoice())


def show(theme: str = "dark", **values: Any) -> tuple[Any, FrameWatcher]:
    watcher = FrameWatcher()
    scene = film(GridPosterior, {"rehearsal": prepare(**values), "theme": theme}, watcher)
    return scene, watcher


def test_defaults_are_the_conjugate_answer() -> None:
    """Beta(2, 2) and 7 heads in 10: mean .642857, Beta(9, 5) by name, and the flat priors' .666667 and .7."""
    told = prepare()
    n = told.numbers
    assert n.grids[-1].mean == pytest.approx(0.642857, abs=5e-7)
    assert n.exact.name == "Beta(9, 5)"
    assert n.exact.gap < 1e-6
    assert told.practice[1].answer == f"{n.grids[0].posterior[n.cell]:.6g}"
    assert 50 < sum(spoken.speech.duration for spoken in told.beats) < 92


def test_the_bars_are_the_grid() -> None:
    """Bars are drawn at the grid's heights, posterior areas add to 1, and the dashed curve is scipy's Beta(9, 5)."""
    seen: dict[str, float] = {}
    watcher = FrameWatcher()
    scene_of: list[Any] = []
    original = GridPosterior.build_board

    class Watched(GridPosterior):
        def build_board(self) -> Any:
            board = original(self)
            scene_of.append(self)
            return board

    def look(section: str) -> None:
        if not scene_of or section not in ("multiply", "divide", "refine"):
            return
        bars = scene_of[0].board.rows["posterior"]
        seen[section] = float((bars.heights * np.diff(bars.edges)).sum())
        if section == "divide":
            seen_at_all = bars.heights / bars.top * bars.zone.height > 1e-4
            np.testing.assert_allclose(drawn_heights(bars), bars.heights[seen_at_all], atol=1e-6)
            shown = scene_of[0].panels.grid.number("area").value
            assert shown == pytest.approx(seen[section])

    watcher.look = look
    scene = film(Watched, {"rehearsal": prepare(), "theme": "dark"}, watcher)
    total = scene.numbers.grids[0].total
    assert seen == {"multiply": pytest.approx(total), "divide": pytest.approx(1), "refine": pytest.approx(1)}
    plot = scene.board.plot
    corners = plot.curves["exact"].points[::4]
    x = (corners[:, 0] - plot.plot.left) / plot.plot.width
    heights = (corners[:, 1] - plot.plot.bottom) / plot.plot.height * plot.window.top
    np.testing.assert_allclose(heights, stats.beta(9, 5).pdf(x), atol=2e-3)


def test_the_beats_are_told_in_order_and_end_on_the_log_odds() -> None:
    """Declared beats are used; the last bars lie on the other axis, of areas alike; everything is inside."""
    scene, watcher = show()
    assert watcher.sections == list(GridPosterior.beats)
    bars = scene.flat_board.bars
    np.testing.assert_allclose(bars.heights * np.diff(bars.edges), 1 / 20)
    assert not np.allclose(bars.heights, bars.heights[0])
    assert 60 < watcher.frames < 95
    assert_inside(scene)


def broken(scene: Any) -> list[str]:
    """The names of what does not hold of the drawing."""
    return [invariant.name for invariant in scene.invariants() if not invariant.holds]


def test_invariants_notice_a_wrong_drawing() -> None:
    """Right bars pass; a printed product, sum, column or flat prior that is not the drawn one is named."""
    scene = GridPosterior(rehearsal=prepare())
    board, grid, panels = scene.build_board(), scene.numbers.grids[0], scene.panels
    for row, heights in (("prior", grid.prior), ("likelihood", grid.likelihood), ("posterior", grid.posterior)):
        board.show(row, heights)
        scene.add(board.rows[row])
    board.put_column(3)
    panels.show_cell(3)
    panels.grid.number("area").set_value(1.0)
    scene.add(board.column, panels.cell, panels.grid)
    assert len(list(scene.invariants())) == 3
    assert broken(scene) == []
    panels.cell.number("product").set_value(1.2 * grid.product[3])
    board.put_column(4)
    board.show("posterior", 0.9 * grid.posterior)
    assert broken(scene) == [
        "the bars' areas add up to the printed sum",
        "the column stands on the printed cell",
        "the printed product is the product of the bars",
    ]
    scene.flat_board = scene.build_flat_board()
    edges, heights = scene.numbers.flat.bars(1.0)
    scene.flat_board.bars.show(edges, heights)
    assert len(broken(scene)) == 3
    scene.flat_board.bars.show(edges, 0.8 * heights)
    assert broken(scene)[-1] == "the flat prior keeps the area one on any axis"


@pytest.mark.parametrize("values", FAR_PARAMETERS)
def test_far_parameters_lay_out_right(values: dict[str, Any]) -> None:
    """Far from the defaults all beats are told and everything stays on the stage."""
    scene, watcher = show(theme="light", **values)
    assert watcher.sections == list(GridPosterior.beats)
    assert_inside(scene)


@pytest.mark.parametrize("values", EDGES)
def test_edge_values_lay_out_right(values: dict[str, Any]) -> None:
    """At their limits, values give a board whose parts stand in the stage and do not run into the panel."""
    scene = GridPosterior(rehearsal=prepare(**values))
    board = scene.build_board()
    for index, row in enumerate(("prior", "likelihood", "posterior")):
        board.show(row, (scene.numbers.grids[-1].prior, scene.numbers.grids[-1].likelihood)[index % 2], -1)
    panels = scene.panels
    scene.add(board.plot, *board.rows.values(), *board.names.values(), panels.grid, panels.cell, panels.strip)
    assert_inside(scene)
    assert board.plot.get_right()[0] < panels.grid.box.get_left()[0]


@pytest.mark.parametrize(
    ("values", "has", "lacks"),
    [
        ({"prior": "triangular"}, "No formula is there to compare with", "dashed"),
        ({"data": "5000/10000"}, "falls between the middles", "not one."),
        ({"prior_values": "0.5 0.5", "data": "HHHHHHH"}, "shoots up at an end", "is off by"),
        ({"data": "437/980"}, "strong enough to hide it", "Flat in theta gives"),
        ({"likelihood": "normal", "data": "-1 -2", "prior_values": "0 2"}, "minus 1.5", "-1.5"),
        ({"points": "20", "coarse": "20"}, "There are 20 cells", "again and again"),
        ({"likelihood": "exponential"}, "6 waiting times", "measurements"),
    ],
)
def test_words_are_true_of_the_numbers(values: dict[str, Any], has: str, lacks: str) -> None:
    """Each case has its own sentences, and none that would be wrong of it."""
    told = " ".join(spoken.beat.words for spoken in prepare(**values).beats)
    assert has in told
    assert lacks not in told


@settings(max_examples=20, deadline=None)
@given(
    name=st.sampled_from(["binomial", "poisson", "exponential", "normal"]),
    which=st.integers(0, 3),
    seed=st.integers(0, 10**6),
    points=st.integers(100, 640),
)
def test_any_prior_and_likelihood_make_a_posterior(name: Any, which: int, seed: int, points: int) -> None:
    """Legal parameters solve to the integral of prior times likelihood."""
    rng, prior = np.random.default_rng(seed), list(DEFAULT_PRIORS[name])[which]
    count = int(rng.integers(1, 12))
    data = {
        "binomial": f"{rng.integers(0, count + 1)}/{count}",
        "poisson": " ".join(str(k) for k in rng.poisson(3, count)),
        "exponential": " ".join(f"{t:.3f}" for t in rng.exponential(1, count) + 0.01),
        "normal": " ".join(f"{y:.3f}" for y in rng.normal(11, 1, count)),
    }[name]
    n = prepare(likelihood=name, prior=prior, data=data, points=points).numbers
    grid = n.grids[-1]
    assert grid.posterior.sum() * grid.width == pytest.approx(1)

    def weight(x: float) -> float:
        return float(n.prior.distribution.pdf(x) * np.exp(n.likelihood.logarithm(x)))

    low, high = grid.edges[0], grid.edges[-1]
    breaks = [x for x in sorted({*n.prior.values, n.likelihood.best}) if low < x < high]
    total = integrate.quad(weight, low, high, points=breaks, limit=400)[0]
    mean = integrate.quad(lambda x: x * weight(x), low, high, points=breaks, limit=400)[0] / total
    assert grid.mean == pytest.approx(mean, abs=0.08 * grid.deviation)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"prior": "gamma"}, "prior: gamma reaches beyond the unknown, which is from 0 to 1. Choose beta"),
        ({"prior_values": "1"}, "prior_values: beta takes 2: a, b; got 1"),
        ({"likelihood": "exponential", "data": "1 0"}, "data: observation 2: waiting time 0 must be positive"),
        ({"likelihood": "normal", "prior_values": "-100 1"}, "prior_values: data and prior hardly meet"),
        ({"likelihood": "normal", "data": "100000 100001"}, "prior_values: data and prior hardly meet"),
        ({"data": "7/3"}, "data: observation 1: 7 successes are more than the 3 trials"),
        ({"data": "50000/100000"}, "points: 320 cells of width 0.00313 are too coarse"),
        ({"data_file": "placenta_previa.csv"}, "column: is missing"),
        ({"column": "girls"}, "column: needs data_file"),
        ({"points": "2000"}, "points: 2000 is more than 1280"),
        ({"prior": "cauchy"}, "prior: 'cauchy' is not one of"),
    ],
)
def test_bad_input_gets_one_line(values: dict[str, Any], says: str) -> None:
    """The line names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        prepare(**values)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)
