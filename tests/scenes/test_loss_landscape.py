"""The landscape scene: curve, ball, path and numbers are one state, for any data that are allowed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, validate_params
from explainers.stage.rehearsal import Rehearsal, rehearse
from scenes.calculus.loss_landscape import LossLandscape, LossLandscapeParams

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"model": "logistic"},
    {"standardise": "yes", "learning_rate": 1.02, "steps": 30},
    {"model": "logistic", "standardise": "yes", "learning_rate": 20, "steps": 200},
)

PARTED = "dose,cured\n1,0\n2,0\n3,0\n4,1\n5,1\n"


def prepare(folder: Path = Path(), **values: Any) -> Rehearsal:
    params = validate_params(LossLandscapeParams, values, DataFolder(folder, confined=False))
    return rehearse(LossLandscape, params, SilentVoice())


def scene_of(rehearsal: Rehearsal) -> LossLandscape:
    scene = LossLandscape(rehearsal=rehearsal)
    scene.setup()
    return scene


def test_the_default_is_least_squares_on_the_cars() -> None:
    """Minimum and lowest loss are scipy's own regression, and the story says them."""
    rehearsal = prepare()
    n = rehearsal.numbers
    fit = stats.linregress(n.x, n.y)
    assert n.view.minimum == pytest.approx((fit.slope, fit.intercept))
    assert n.view.lowest == pytest.approx(np.var(n.y) * (1 - fit.rvalue**2))
    words = " ".join(spoken.beat.words for spoken in rehearsal.beats)
    assert "slope and intercept are 3.93 and minus 17.6" in words


def test_the_logistic_minimum_is_scipys() -> None:
    """Minimising the log-likelihood with scipy, on the standardised feature, gives the same curve."""
    n = prepare(model="logistic", standardise="yes").numbers
    z = (n.x - n.x.mean()) / n.x.std()

    def loss(weights: Any) -> float:
        score = weights[0] * z + weights[1]
        return float(np.mean(np.logaddexp(0, score) - n.y * score))

    found = optimize.minimize(loss, [0, 0], tol=1e-12)
    assert n.view.minimum == pytest.approx(tuple(found.x), abs=1e-4)
    assert n.view.lowest == pytest.approx(found.fun)


@settings(deadline=None, max_examples=40)
@given(
    model=st.sampled_from(["linear", "logistic"]),
    standardise=st.sampled_from(["yes", "no"]),
    rate=st.none() | st.floats(1e-5, 100),
    steps=st.integers(1, 60),
)
def test_any_legal_parameters(model: str, standardise: str, rate: float | None, steps: int) -> None:
    """Each point of the path is the last one less the rate times the gradient, and every beat has words."""
    rehearsal = prepare(model=model, standardise=standardise, learning_rate=rate, steps=steps)
    view = rehearsal.numbers.view
    points = view.descent.points
    for before, after in pairwise(points):
        expected = before - view.learning_rate * view.loss.gradient(*before)
        assert after == pytest.approx(expected, rel=1e-9, abs=1e-12)
    low_w, high_w, low_b, high_b = view.window
    assert low_w <= 0 <= high_w
    assert low_b <= 0 <= high_b
    assert all(spoken.beat.words and "nan" not in spoken.beat.words for spoken in rehearsal.beats)


@pytest.mark.parametrize("values", [{}, *FAR_PARAMETERS])
def test_curve_ball_and_numbers_are_one_state(values: dict[str, Any]) -> None:
    """At five places the drawn curve is the model's, the ball lies at the weights, the panel shows them."""
    scene = scene_of(prepare(**values))
    n = scene.numbers
    board = scene.new_board(n.view)
    low_w, high_w, low_b, high_b = n.view.window
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        weights = (low_w + share * (high_w - low_w), low_b + (1 - share) * (high_b - low_b))
        board.place(weights)
        plot, area = board.plot, board.plot.area
        left, right, low, high = plot.window
        x = left + (plot.curve.points[:, 0] - area.left) / area.width * (right - left)
        y = low + (plot.curve.points[:, 1] - area.bottom) / area.height * (high - low)
        ends = slice(None, None, 4)
        expected = n.view.loss.predict(n.view.scaling.apply(x[ends]), weights)
        # What is cut at the edge ends on the straight line between two samples of the curve.
        assert np.abs(y[ends] - expected).max(initial=0) <= 0.02 * (high - low)
        assert board.ball.get_center() == pytest.approx(board.map[0].to_screen([weights])[0], abs=1e-6)
        for name, value in (("w", weights[0]), ("b", weights[1]), ("L", float(n.view.loss.value(*weights)))):
            number = board.panel.number(name)
            number.update()
            assert number.value == pytest.approx(value)


def test_the_misses_are_the_residuals() -> None:
    """Each thin line runs from a point straight up or down to the line, and their mean square is the loss."""
    scene = scene_of(prepare())
    board = scene.new_board(scene.numbers.view)
    board.place((2.0, 3.0))
    board.plot.show_misses((2.0, 3.0))
    points = board.plot.misses.points
    starts, ends = points[::4], points[3::4]
    assert starts[:, 0] == pytest.approx(ends[:, 0])
    unit = board.plot.area.height / (board.plot.window[3] - board.plot.window[2])
    assert np.mean(((ends - starts)[:, 1] / unit) ** 2) == pytest.approx(float(scene.numbers.view.loss.value(2, 3)))


def test_both_maps_show_the_same_curve() -> None:
    """When the feature is measured otherwise, the ball is elsewhere and the curve is the same."""
    scene = scene_of(prepare())
    first = scene.new_board(scene.numbers.view)
    first.place((3.0, -5.0))
    before = first.plot.curve.points.copy()
    second = scene.new_board(scene.numbers.other, like=first)
    second.place(second.weights)
    assert second.weights != pytest.approx(first.weights)
    assert second.plot.curve.points == pytest.approx(before)


def test_classes_that_are_parted(tmp_path: Path) -> None:
    """There is no minimum to mark; the story says so, and the weights grow with the steps."""
    (tmp_path / "doses.csv").write_text(PARTED, encoding="utf-8")
    values = {"model": "logistic", "data": "doses.csv"}
    short, long = (prepare(tmp_path, **values, steps=steps).numbers for steps in (20, 200))
    assert short.view.minimum is None
    assert np.linalg.norm(long.view.last) > np.linalg.norm(short.view.last)
    assert "A threshold of dose parts the two classes" in short.minimum_words
    assert len(scene_of(prepare(tmp_path, **values)).new_board(short.view).mark) == 0


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        (PARTED, {"feature": "dos"}, "data.csv: has no column 'dos'. Did you mean 'dose'?"),
        (PARTED, {"feature": "dose", "target": "dose"}, "target: 'dose' is the feature, too"),
        ("a\n1\n2\n3\n", {}, "data: data.csv has one column; a feature and a target are needed"),
        ("a,b\n1,2\n1,3\n1,4\n", {}, "data: every row has the same feature, 1"),
        ("a,b\n1,2\n2,3\n3,4\n", {"model": "logistic"}, "data: row 1: 2 is no class"),
        ("a,b\n1,2e6\n2,3\n3,4\n", {}, "data: 'b' has values above 100000"),
        ("a,b\n" + "1,2\n" * 2001, {}, "data: data.csv has 2001 rows; at most 2000"),
    ],
)
def test_data_that_cannot_be_used(tmp_path: Path, text: str, values: dict[str, Any], message: str) -> None:
    """One line names the file or the column, and the cure."""
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        prepare(tmp_path, data="data.csv", **values)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
