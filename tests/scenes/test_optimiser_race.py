"""The optimiser race: points against the printed table, finishes against a plain loop, words and pictures for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import tempconfig

from explainers.film.capture import configure_manim
from explainers.maths.losses import named_losses
from explainers.maths.optimisers import optimiser_names
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.runner import runner_styles
from explainers.stage.theme import DARK
from explainers.stage.zones import Frame
from scenes.calculus.optimiser_race import OptimiserRace, OptimiserRaceNumbers, OptimiserRaceParams
from tests.scenes.watching import inside, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"loss": "rosenbrock", "optimisers": "gradient-descent 0.01; nesterov 0.0005; adam 0.1; newton 1", "steps": 200},
    {"loss": "saddle", "optimisers": "gradient-descent 0.1; adagrad 0.2; newton 1", "steps": 40},
    {"loss": "sin(x)*cos(y) + 0.1*(x**2+y**2)", "start": (2.5, -2.5), "optimisers": "adam 0.1; adam 0.5", "steps": 60},
)


@pytest.fixture(autouse=True)
def _small_frames(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Film small and seldom; share what Typst has set."""
    with tempconfig({}):
        cache = tmp_path_factory.getbasetemp() / "optimiser-race"
        configure_manim(RenderSettings(width=128, height=72, fps=1, theme="dark"), cache)
        yield


def solved(**raw: Any) -> OptimiserRaceNumbers:
    return OptimiserRace.solve(OptimiserRaceParams(**raw))


def test_three_steps_are_those_of_the_curriculum() -> None:
    """On (x^2 + 10 y^2)/2 from (10, 1) with rate 0.1, each is where the printed table has it."""
    table = {
        "gradient-descent": (7.29, 0),
        "momentum": (4.86, -0.81),
        "adagrad": (9.772379, 0.780456),
        "rmsprop": (9.270531, 0.369181),
        "adam": (9.700101, 0.701586),
    }
    for names in (list(table)[:3], list(table)[2:]):
        for run in solved(optimisers="; ".join(f"{name} 0.1" for name in names), steps=3).runs:
            assert run.descent.points[-1] == pytest.approx(table[run.name], abs=1e-6)
    newton = solved(optimisers="newton 1", steps=1).runs[0]
    assert newton.descent.points[-1] == pytest.approx((0, 0))


def test_adams_first_step_is_its_rate() -> None:
    """From 10 with rate 0.2, Adam's first step leads to 9.8; the practice question says so."""
    assert solved().first_of.first_point == pytest.approx((9.8, 0.8))
    assert rehearsed(OptimiserRace, {}).practice[0].answer == "(9.8, 0.8)"


def test_gradient_descents_finish_is_the_closed_form() -> None:
    """With rate eta the gap is (100 (1 - eta)^2k + 10 (1 - 10 eta)^2k)/2: the count of steps follows from it."""
    numbers = solved()
    k = np.arange(81)
    gaps = (100 * 0.82 ** (2 * k) + 10 * 0.8 ** (2 * k)) / 2
    assert numbers.runs[0].finished == int(np.flatnonzero(gaps > 0.001 * gaps[0])[-1]) + 1
    assert "Adam is not always best" in numbers.verdict_words
    assert numbers.verdict_words.startswith("Gradient descent wins")


@settings(deadline=None, max_examples=25)
@given(
    loss=st.sampled_from([*named_losses(), "x + y", "-x**2 - y**2"]),
    entrants=st.lists(
        st.tuples(st.sampled_from(optimiser_names()), st.sampled_from([0.001, 0.03, 0.4, 10.0])),
        min_size=1, max_size=4, unique=True,
    ),
    steps=st.integers(1, 40),
)  # fmt: skip
def test_any_race_is_told_rightly(loss: str, entrants: list[tuple[str, float]], steps: int) -> None:
    """A finisher's gap stays within the tolerance and was above before; the words are sentences for all."""
    raw = {"loss": loss, "optimisers": "; ".join(f"{name} {rate}" for name, rate in entrants), "steps": steps}
    numbers = solved(**raw)
    assert len(numbers.runs) == len(entrants)
    for run in numbers.runs:
        if run.finished is not None:
            assert numbers.finish is not None
            assert np.all(run.gaps[run.finished :] <= numbers.finish)
            assert run.gaps[run.finished - 1] > numbers.finish
    for words in (numbers.question, numbers.first, numbers.run, numbers.finish_words, numbers.verdict_words):
        assert re.fullmatch(r"[A-Za-z0-9 ,.;:?']+[.?]", words), words
        assert not re.search(r"None|nan|\binf\b", words)


def test_who_leaves_the_map_is_named() -> None:
    """A path that leaves is cut at the edge, and the words say whose it is."""
    numbers = solved(optimisers="gradient-descent 0.3; adam 0.2", steps=30)
    assert "Gradient descent left the map" in numbers.run
    assert numbers.results[0] == "diverges" or numbers.runs[0].verdict.left_window_at is not None


def test_every_parameter_makes_a_difference() -> None:
    """Each parameter, changed alone, changes the race."""
    base = solved()
    changes: list[dict[str, Any]] = [
        {"loss": "booth"}, {"condition_number": 5}, {"start": (-10, 2)},
        {"optimisers": "adam 1"}, {"steps": 12}, {"tolerance": 0.1},
    ]  # fmt: skip
    for change in changes:
        other = solved(**change)
        assert other.finish_words != base.finish_words, change


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"optimisers": "adm 0.1"}, "Did you mean 'adam'"),
        ({"optimisers": "adam"}, "needs a name and a rate"),
        ({"optimisers": "adam 0"}, "more than 0"),
        ({"optimisers": ""}, "name one to 4"),
        ({"optimisers": "adam 1; adam 2; adam 3; adam 4; adam 5"}, "name one to 4"),
        ({"optimisers": "adam 1; adam 1"}, "named twice"),
        ({"start": "20 1"}, "choose x from -12 to 12"),
        ({"loss": "saddle", "condition_number": "20"}, "only quadratic-bowl takes one"),
        ({"loss": "rosenbrok"}, "rosenbrock"),
    ],
    ids=str,
)
def test_bad_input_is_answered_in_one_line(raw: dict[str, Any], message: str) -> None:
    """Each mistake is named, with the cure, on one line."""
    with pytest.raises(BadInput, match=message) as caught:
        rehearsed(OptimiserRace, raw)
    assert "\n" not in str(caught.value)


def test_runners_differ_by_more_than_colour() -> None:
    """All four have a colour, a dash and a marker of their own."""
    styles = runner_styles(DARK)
    for values in zip(*((style.color, style.dash, style.marker) for style in styles), strict=True):
        assert len(set(values)) == 4


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS, {"start": (0, 0), "steps": 1}], ids=str)
def test_all_move_together_and_stay_on_the_stage(raw: dict[str, Any]) -> None:
    """In every frame paths and curves are at the same step; nothing leaves the stage; all beats are played."""
    stage = Frame(8 * 128 / 72, 8).stage

    def look(scene: Any, beat: str) -> None:
        board, at = scene.board, scene.board.progress.get_value()
        for path, run in zip(board.paths, scene.numbers.runs, strict=True):
            if path.updaters and beat in ("run", "finish", "answer"):
                assert path.progress == pytest.approx(min(at, run.descent.steps_taken))
        for part in (board.map, board.chart, board.table, *board.curves, *(path.line for path in board.paths)):
            assert inside(part, stage), (beat, part)

    assert watch(OptimiserRace, raw, look) == list(OptimiserRace.beats)


def test_who_did_not_win_fades() -> None:
    """In the answer only the winner's path and curve are as bright as before."""
    bright: dict[str, list[float]] = {}

    def look(scene: Any, beat: str) -> None:
        bright[beat] = [path.line.get_stroke_opacity() for path in scene.board.paths]

    watch(OptimiserRace, {}, look)
    assert bright["finish"] == [1, 1, 1, 1]
    assert bright["answer"] == pytest.approx([1, 0.3, 0.3, 0.3])


def test_without_a_finish_nobody_wins() -> None:
    """A saddle has no bottom; who starts at the minimum has no way to go; each is told as it is."""
    saddle = solved(loss="saddle", start=(-1.5, 0.01), optimisers="gradient-descent 0.1; adagrad 0.2")
    assert "no finish" in saddle.verdict_words
    assert all("-" not in result for result in saddle.results)
    there = solved(start=(0, 0))
    assert "they start at the minimum" in there.verdict_words
    assert "No lower bound" not in there.run


def test_a_loss_is_told_as_the_chart_shows_it() -> None:
    """Where the lowest loss is not zero, the table says how far above it one ended."""
    raw = {"loss": "sin(x)*cos(y) + 0.1*(x**2+y**2)", "start": (2.5, -2.5), "optimisers": "adam 0.1", "steps": 60}
    numbers = solved(**raw)
    assert numbers.results[0] == f"{numbers.runs[0].gaps[-1]:.3g} above"
    assert "above the minimum" in numbers.finish_words
