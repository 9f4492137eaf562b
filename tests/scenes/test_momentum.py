"""Momentum: rates against eigenvalues and printed values, words for every bowl, curves and paths on the walks."""

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
from explainers.film.glance import Glance
from explainers.film.paint import Painter
from explainers.maths.heavy_ball import best_beta, best_learning_rate, contraction
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.runner import RunnerPath
from explainers.stage.zones import Frame
from scenes.calculus.momentum import Momentum, MomentumNumbers, MomentumParams
from tests.scenes.watching import inside, params_of, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"condition_number": 1},
    {"condition_number": 200, "beta": 0.98, "steps": 200},
    {"condition_number": 100, "beta": 0, "steps": 20, "start": "4 0.3"},
)


@pytest.fixture(autouse=True)
def _small_frames(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Film small and seldom; share what Typst has set."""
    with tempconfig({}):
        cache = tmp_path_factory.getbasetemp() / "momentum"
        configure_manim(RenderSettings(width=128, height=72, fps=1, theme="dark"), cache)
        yield


def solved(**raw: Any) -> MomentumNumbers:
    return Momentum.solve(MomentumParams(**raw))


def by_eigenvalues(kappa: float, rate: float, beta: float) -> float:
    """The spectral radius of the step's matrix on (w, v) for both curvatures, by numpy."""
    radii = []
    for h in (1.0, kappa):
        step = np.array([[1 - rate * h, beta], [-rate * h, beta]])
        radii.append(np.abs(np.linalg.eigvals(step)).max())
    return float(max(radii))


def test_rates_are_those_of_the_curriculum() -> None:
    """With condition 100 the best rates are 0.980198 and 0.818182, Nesterov's is 0.9; the walks have them."""
    numbers = solved(condition_number=100)
    assert numbers.best_plain_rate == pytest.approx(0.980198, abs=1e-6)
    assert numbers.best_ball_rate == pytest.approx(0.818182, abs=1e-6)
    assert numbers.best_nesterov_rate == pytest.approx(0.9)
    assert numbers.plain.contraction == pytest.approx(99 / 101)
    assert numbers.ball.contraction == pytest.approx(9 / 11)
    assert numbers.plain.learning_rate == pytest.approx(2 / 101)
    assert numbers.ball.learning_rate == pytest.approx(4 / (10 + 1) ** 2)


@settings(deadline=None, max_examples=60)
@given(kappa=st.floats(1, 200), beta=st.floats(0, 0.99))
def test_contraction_is_the_spectral_radius(kappa: float, beta: float) -> None:
    """The predicted contraction is the largest eigenvalue's modulus, and no rate nearby does better."""
    rate = best_learning_rate(kappa, beta)
    ours = max(contraction(h, rate, beta) for h in (1.0, kappa))
    assert ours == pytest.approx(by_eigenvalues(kappa, rate, beta), abs=2e-6)
    assert ours < 1
    for factor in (0.9, 1.05):
        assert by_eigenvalues(kappa, factor * rate, beta) >= ours - 2e-6


def test_gradient_descent_contracts_exactly_and_the_ball_in_the_long_run() -> None:
    """Distances fall by (kappa - 1)/(kappa + 1) at each step; the ball's by (sqrt kappa - 1)/(sqrt kappa + 1)."""
    numbers = solved(steps=200)
    plain, ball = numbers.plain.distances, numbers.ball.distances
    np.testing.assert_allclose(plain[1:100] / plain[:99], 24 / 26)
    # The root of a double root's n-th power times n comes to it slowly; what is over is n^(1/n).
    assert (ball[70] / ball[40]) ** (1 / 30) == pytest.approx(4 / 6, abs=0.02)
    assert numbers.plain.arrived is not None
    assert np.all(plain[numbers.plain.arrived :] <= 0.01 * plain[0])
    assert plain[numbers.plain.arrived - 1] > 0.01 * plain[0]


def test_on_a_round_bowl_one_step_is_enough() -> None:
    """With condition 1 gradient descent is there in one step, and the best beta is 0: momentum does not win."""
    numbers = solved(condition_number=1)
    assert numbers.plain.arrived == 1
    assert numbers.plain.end == pytest.approx((0, 0))
    assert numbers.best_beta == 0
    assert numbers.heavy.contraction == pytest.approx(np.sqrt(0.95))
    assert "does not always win" in numbers.said.answer


@settings(deadline=None, max_examples=25)
@given(
    kappa=st.floats(1, 200),
    beta=st.none() | st.floats(0, 0.99),
    steps=st.integers(20, 60),
    start=st.none() | st.tuples(st.floats(1, 10), st.floats(-1.5, 1.5)),
)
def test_words_are_true_and_can_be_read_aloud(
    kappa: float, beta: float | None, steps: int, start: tuple[float, float] | None
) -> None:
    """For every legal parameter the words are sentences, the ball stays on the map, and the comparison is right."""
    numbers = solved(condition_number=kappa, beta=beta, steps=steps, start=start)
    for words in vars(numbers.said).values():
        assert re.fullmatch(r"[A-Za-z0-9 ,.;:?']+[.?]", words), words
        assert not re.search(r"None|nan|\binf\b", words)
    assert ("slower than no momentum at all" in numbers.said.circles) == (
        numbers.heavy.contraction > numbers.plain.contraction + 1e-3
    )
    for walk in (numbers.plain, numbers.ball, numbers.heavy):
        assert start is not None or np.abs(walk.points[:, 1]).max() <= 2.5
        assert np.abs(walk.points[:, 0]).max() <= 11
    # Too much momentum does run past the minimum within the steps, and comes back.
    assert numbers.heavy.points[:, 0].min() < 0 or numbers.heavy.beta > 0.98


def test_every_parameter_makes_a_difference() -> None:
    """Each parameter, changed alone, changes a path."""
    ball = solved().ball.points
    changes: list[dict[str, Any]] = [{"condition_number": 9}, {"beta": 0.8}, {"steps": 30}, {"start": (5, 1)}]
    for change in changes:
        other = solved(**change).ball.points
        assert other.shape != ball.shape or not np.allclose(other, ball), change
    assert best_beta(25) == pytest.approx((4 / 6) ** 2)


@pytest.mark.parametrize(
    "raw",
    [{"beta": "1"}, {"beta": "-0.1"}, {"condition_number": "0.5"}, {"steps": "5"}, {"beta": "nan"}, {"start": "nan 1"}],
    ids=str,
)
def test_bad_input_is_answered_in_one_line(raw: dict[str, Any]) -> None:
    """Each mistake names its parameter on one line."""
    with pytest.raises(BadInput, match=next(iter(raw))) as caught:
        params_of(Momentum, raw)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("raw", [{}, *FAR_PARAMETERS], ids=str)
def test_drawn_walks_are_the_solvers_and_stay_on_the_stage(raw: dict[str, Any]) -> None:
    """In every frame markers stand on their walk and their curve; nothing leaves the stage; all beats are played."""
    stage = Frame(8 * 128 / 72, 8).stage

    def look(scene: Any, beat: str) -> None:
        board, numbers = scene.board, scene.numbers
        for path, walk in zip(board.paths, (numbers.plain, numbers.ball, numbers.heavy), strict=True):
            assert isinstance(path, RunnerPath)
            if path.progress == int(path.progress):
                expected = board.map.to_screen([walk.points[int(path.progress)]])[0]
                np.testing.assert_allclose(path.ball.points[:, :2].mean(axis=0), expected[:2], atol=0.06)
        for part in (board.map, board.chart, board.table, board.explained, *board.guides, *board.curves):
            assert inside(part, stage), (beat, part)

    assert watch(Momentum, raw, look) == list(Momentum.beats)


def test_the_words_fit_the_minutes() -> None:
    """With the defaults the words last from 40 to 95 seconds, and each beat has an alternative text."""
    rehearsal = rehearsed(Momentum, {})
    assert 40 < sum(spoken.speech.duration for spoken in rehearsal.beats) < 95
    assert all(spoken.beat.alt for spoken in rehearsal.beats)
    assert [answer.answer for answer in rehearsal.practice] == ["0.923077", "0.666667", "0.444444"]


def test_a_walk_that_comes_back_over_itself_leaves_a_thin_line_behind() -> None:
    """Of too much momentum only the last steps stand out; thin and bold line together are the whole walk."""
    lengths: list[tuple[float, float]] = []

    def length(points: np.ndarray) -> float:
        return float(np.linalg.norm(points[3::4] - points[::4], axis=1).sum())

    def look(scene: Momentum, beat: str) -> None:
        path = scene.board.paths[2]
        if beat == "answer":
            lengths.append((length(path.faint.points), length(path.line.points)))
        assert len(scene.board.paths[1].faint.points) == 0

    watch(Momentum, {}, look)
    faint, bold = lengths[-1]
    steps = np.linalg.norm(np.diff(solved().heavy.points, axis=0), axis=1)
    assert bold > 0
    # Three fifths of the bold line are drawn, and its corners.
    assert 0.55 < bold / (faint * steps[-15:].sum() / steps[:-15].sum()) < 0.9


@pytest.mark.parametrize(
    ("raw", "said"), list(zip(FAR_PARAMETERS, ("always win", "wins nothing", "wins nothing"), strict=True))
)
def test_the_verdict_fits_the_bowl(raw: dict[str, Any], said: str) -> None:
    """A ball that is as fast as gradient descent wins nothing, whatever its beta; walks that never arrive say so."""
    numbers = solved(**raw)
    assert said in numbers.said.answer
    assert all("it is not that" not in words for words in vars(numbers.said).values())
    assert numbers.arrivals[2] == (
        f"> {numbers.steps}" if numbers.heavy.arrived is None else str(numbers.heavy.arrived)
    )


def test_a_start_is_taken_as_it_is_or_refused_in_one_line() -> None:
    """All walks begin there; beyond the minimum, and far up the slope, there is none to begin from."""
    numbers = solved(start=(3, -1.2))
    for walk in (numbers.plain, numbers.ball, numbers.heavy):
        assert walk.points[0].tolist() == [3, -1.2]
    for start in ("-3 1", "3 1.6", "10.1 0"):
        with pytest.raises(BadInput, match=r"start: .* choose x from 1 to 10 and y from -1.5 to 1.5"):
            rehearsed(Momentum, {"start": start})


def test_who_begins_on_the_floor_does_not_zigzag() -> None:
    """From (8, 0) nothing goes across the valley, and nobody says so; from (8, 1) each step changes sides."""
    floor = solved(start=(8, 0))
    assert not floor.plain.points[:, 1].any()
    assert "need not zigzag" in floor.said.descent
    sides = np.sign(solved(start=(8, 1)).plain.points[:20, 1])
    assert (sides[1:] == -sides[:-1]).all()
    assert "other side" in solved(start=(8, 1)).said.descent


def test_a_wide_swing_makes_a_higher_map() -> None:
    """The map takes the walks in, up to a height that can still be read."""
    assert solved().window[3] == 1.75
    assert solved(start=(10, 1.5)).window[3] == 3.5


@pytest.mark.parametrize("raw", [{}, {"start": "4 -0.9"}, *FAR_PARAMETERS], ids=str)
def test_the_explored_valley_shows_the_walks_of_now(raw: dict[str, Any]) -> None:
    """Start, ends and heads of curves are where the numbers say, whatever was shown before; so are the table's."""
    glance = Glance(Momentum, {"rehearsal": rehearsed(Momentum, {"condition_number": 7, "beta": 0.9})})
    (handle,) = glance.scene.explore()
    params = params_of(Momentum, raw)
    glance.scene.take(params)
    glance.picture()
    explorer, numbers = glance.scene.mobjects[-1], Momentum.solve(params)
    start = explorer.to_screen([numbers.start])[0]
    np.testing.assert_allclose(explorer.start.get_center(), start, atol=1e-6)
    np.testing.assert_allclose(handle.at(params), start, atol=1e-6)
    for path, curve, walk in zip(explorer.paths, explorer.curves, (numbers.plain, numbers.ball), strict=True):
        assert path.miss(explorer.to_screen(walk.points)) == pytest.approx(0, abs=0.01)
        head = explorer.chart.to_screen(numbers.steps, walk.distances[-1])[0]
        if head[1] > explorer.chart.area.bottom:
            np.testing.assert_allclose(curve.marker.points.mean(axis=0), head, atol=0.02)
    table = explorer.table
    assert [number.value for number in table.rates] == [numbers.plain.learning_rate, numbers.ball.learning_rate]
    assert [number.value for number in table.betas] == [numbers.ball.beta, numbers.best_beta]
    written = tuple(
        f"{sign.said} {number.text()}".strip() for sign, number in zip(table.signs, table.arrivals, strict=True)
    )
    assert written == numbers.arrivals[:2]


def test_a_hand_that_goes_to_and_fro_finds_both_maps_made() -> None:
    """Back at the first start the picture is the first one, and its map was not made anew."""
    glance = Glance(Momentum, {"rehearsal": rehearsed(Momentum, {})})
    glance.scene.explore()
    maps, pictures = [], []
    for start in ("4 0.3", "10 1.5", "4 0.3"):
        glance.scene.take(params_of(Momentum, {"start": start}))
        pictures.append(Painter(128, 72).paint(glance.picture()).copy())
        maps.append(glance.scene.mobjects[-1].map)
    assert maps[0] is maps[2] is not maps[1]
    np.testing.assert_array_equal(pictures[0], pictures[2])
    assert (pictures[0] != pictures[1]).any()
