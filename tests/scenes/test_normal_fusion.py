"""The scene normal-fusion: curves are the beliefs', bars add up, nothing leaves the stage, bad input gets a line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from explainers.film.capture import configure_manim
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from scenes.probability.normal_fusion import NormalFusion
from tests.scenes.watching import inside, rehearsed, watch

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {
        "first_mean": "-3",
        "first_deviation": "50",
        "second_mean": "-40",
        "second_deviation": "0.5",
        "motion": "0",
        "motion_deviation": "3",
        "third_mean": "20",
        "third_deviation": "10",
    },
    {"first_mean": "-1000", "first_deviation": "0.01", "second_mean": "1000", "second_deviation": "0.01"},
    {
        "first_mean": "4",
        "first_deviation": "1",
        "second_mean": "4",
        "second_deviation": "1.5",
        "motion": "-2.5",
        "motion_deviation": "0",
        "third_mean": "1.5",
        "third_deviation": "0.6",
    },
)


@pytest.fixture(scope="module", autouse=True)
def _tiny_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=1), tmp_path_factory.mktemp("cache"))


def drawn(scene: Any, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Places and heights of a curve, read off its points."""
    plot, points = scene.plot, scene.plot.curves[name].points
    x = plot.window.low + (points[:, 0] - plot.plot.left) / plot.plot.width * plot.window.width
    return x, (points[:, 1] - plot.plot.bottom) / plot.plot.height * plot.window.top


def test_defaults_are_the_curriculum_s() -> None:
    """N(10, .2^2) and N(11, .1^2): N(10.8, .0894^2), the average .112, in words and answers; 50 to 90 seconds."""
    told = rehearsed(NormalFusion, {})
    assert [question.answer for question in told.practice] == ["10.8 and 0.0894", "0.111803", "0.545455"]
    assert "10.8, give or take 0.0894" in told.beats[1].beat.words
    assert "10.5, give or take 0.112. Fused, it is 0.0894" in told.beats[3].beat.words
    assert 50 < sum(spoken.speech.duration for spoken in told.beats) < 90


@pytest.mark.parametrize("raw", [{}, FAR_PARAMETERS[0]])
def test_curves_are_the_beliefs_in_every_frame(raw: dict[str, Any]) -> None:
    """Each curve is its belief's density; while the second slides, the fused one stays as wide as it was."""
    seen: dict[str, set[float]] = {}

    def look(scene: Any, beat: str) -> None:
        if not hasattr(scene, "plot"):
            return
        plot, n = scene.plot, scene.numbers.story
        for part in (*plot.drawn, plot.axis, plot.way, plot.dots, getattr(scene.panel, "stack", plot.axis)):
            assert inside(part, scene.frame.stage, 0.1), (beat, part)
        for name, belief in plot.beliefs.items():
            trace = plot._traces[name]
            if trace.lift < 1 or trace.reveal < 1 or len(plot.curves[name].points) == 0:
                continue
            x, heights = drawn(scene, name)
            expected = stats.norm.pdf(x, belief.mean, belief.deviation) * plot.heights.factor(belief)
            assert np.abs(heights - expected).max() < 0.004 * plot.window.top, (beat, name)
        if beat == "conflict" and "second" in plot.beliefs:
            assert plot.beliefs["fused"] == n.first.fuse(plot.beliefs["second"])
            seen.setdefault("second", set()).add(round(plot.beliefs["second"].mean, 6))
            assert plot.beliefs["fused"].deviation == n.fused.deviation

    assert watch(NormalFusion, raw, look) == list(NormalFusion.beats)
    assert len(seen["second"]) >= 3


def test_bars_are_to_scale_and_the_way_is_the_gain_s() -> None:
    """At the end, the bars of both precisions make up their sum, and the way on the axis is a gain's share of all."""
    last: list[Any] = []
    watch(NormalFusion, {}, lambda scene, beat: last.append(scene) if not last else None)
    scene = last[0]
    n, plot, unit = scene.numbers.story, scene.plot, scene.panel.stack.unit
    predicted, third, together = (row[1] for row in scene.panel.stack)
    assert predicted.width == pytest.approx(unit * n.predicted.deviation**-2, abs=1e-6)
    assert third.width == pytest.approx(unit * 25, abs=1e-6)
    assert together.width == pytest.approx(predicted.width + third.width, abs=1e-6)
    start, end, here = (dot.get_center()[0] for dot in (plot.start, plot.end, plot.here))
    assert (here - start) / (end - start) == pytest.approx(6 / 11, abs=1e-6)
    assert here == pytest.approx(plot.to_point(n.updated.mean, 0)[0])
    assert all(invariant.holds for invariant in scene.invariants())
    assert {invariant.name for invariant in scene.invariants()} >= {"the area under the updated curve"}


def test_each_part_of_the_story_has_its_own_window() -> None:
    """Far sensors, a step, a third measurement elsewhere: at the end of each, the axis shows what is spoken about."""
    ends: dict[str, Any] = {}

    def look(scene: Any, beat: str) -> None:
        if hasattr(scene, "plot"):
            ends[beat] = (scene.plot.window, scene.numbers.story)

    watch(NormalFusion, FAR_PARAMETERS[1], look)
    window, n = ends["conflict"]
    assert window.low < n.first.mean < n.second.mean < window.high
    window, n = ends["predict"]
    assert window.low < n.fused.mean < n.predicted.mean < window.high < n.third.mean
    window, n = ends["gain"]
    assert n.fused.mean - 4 * n.fused.deviation < window.low < n.predicted.mean < n.third.mean < window.high


@pytest.mark.parametrize("raw", FAR_PARAMETERS)
def test_far_parameters_say_whether_heights_are_to_scale(raw: dict[str, Any]) -> None:
    """Deviations more than six times apart are equalised, and the axis says so; all the legend fits its zone."""
    scene = NormalFusion(rehearsal=rehearsed(NormalFusion, raw))
    scene.build()
    n, panel = scene.numbers.story, scene.panel
    deviations = [each.deviation for each in (n.first, n.second, n.fused, n.average, n.predicted, n.third, n.updated)]
    assert scene.numbers.heights.true_to_scale == (max(deviations) <= 6 * min(deviations))
    for row in (*panel.first.rows.values(), *panel.later.rows.values(), *panel.moved.rows.values()):
        sample, name, symbol = row
        assert sample.get_right()[0] < name.get_left()[0] < name.get_right()[0] < symbol.get_left()[0]
        assert inside(row, scene.frame.stage)


@settings(max_examples=20, deadline=None)
@given(
    first=st.floats(-1000, 1000), second=st.floats(-1000, 1000), sure=st.floats(0.01, 100), less=st.floats(0.01, 100)
)
def test_any_measurements_are_fused_as_scipy_s_densities_are(
    first: float, second: float, sure: float, less: float
) -> None:
    """At the fused mean, the logarithm of the product has slope 0 and scipy's curvature; nothing is multiplied."""
    raw = {"first_mean": first, "first_deviation": sure, "second_mean": second, "second_deviation": less}
    fused = rehearsed(NormalFusion, raw).numbers.story.fused
    step = 0.5 * fused.deviation
    low, middle, high = (
        stats.norm.logpdf(x, first, sure) + stats.norm.logpdf(x, second, less)
        for x in (fused.mean - step, fused.mean, fused.mean + step)
    )
    noise = 1e-9 * (1 + abs(middle))
    assert high - low == pytest.approx(0, abs=noise + 1e-6 * (1 + abs(first) + abs(second)) / fused.deviation)
    assert (2 * middle - low - high) / 0.25 == pytest.approx(1, abs=1e-3 + 8 * noise)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"first_deviation": "0"}, "first_deviation: 0 is less than 0.01"),
        ({"motion_deviation": "-1"}, "motion_deviation: -1 is less than 0"),
        ({"third_deviation": "101"}, "third_deviation: 101 is more than 100"),
        ({"second_mean": "far"}, "second_mean: 'far'"),
        ({"second_mean": "nan"}, "second_mean:"),
    ],
)
def test_bad_input_gets_one_line(raw: dict[str, Any], says: str) -> None:
    """The line names the parameter and the cure."""
    with pytest.raises(BadInput) as caught:
        rehearsed(NormalFusion, raw)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)
