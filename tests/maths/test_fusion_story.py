"""The numbers and words of fused measurements, against scipy and sums done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from explainers.maths.fusion_numbers import fusion_numbers, give_or_take, place, three_digits
from explainers.maths.fusion_story import said_belief, said_percent, said_share, tell_fusion
from explainers.maths.normal_fusion import NormalBelief
from explainers.maths.normal_window import HIGHEST_RATIO, choose_heights, joined, window_over

MEANS = st.floats(-1000, 1000).map(lambda mean: round(mean, 2))
BELIEFS = st.builds(NormalBelief, MEANS, st.floats(0.01, 100))
STORIES = st.builds(fusion_numbers, BELIEFS, BELIEFS, MEANS, st.floats(0, 100), BELIEFS)
DEFAULT = fusion_numbers(NormalBelief(10, 0.2), NormalBelief(11, 0.1), 1, 0.2, NormalBelief(12.2, 0.2))


def test_the_default_story_by_hand() -> None:
    """Precisions 25 + 100 = 125; variances .008 + .04 = .048; gain .048 / .088 = 6/11; mean 11.8 + 6/11 * .4."""
    assert (DEFAULT.precisions.first, DEFAULT.precisions.second, DEFAULT.precisions.total) == pytest.approx(
        (25, 100, 125)
    )
    assert DEFAULT.weights == pytest.approx((0.2, 0.8))
    assert DEFAULT.average.deviation == pytest.approx(0.1118, abs=5e-5)
    assert DEFAULT.variances.total == pytest.approx(0.048)
    assert DEFAULT.gain == pytest.approx(6 / 11)
    assert DEFAULT.updated.mean == pytest.approx(11.8 + 2.4 / 11)
    assert DEFAULT.updated.deviation == pytest.approx(math.sqrt(0.048 * 0.04 / 0.088))
    assert DEFAULT.surprise == pytest.approx(1 / math.sqrt(0.05))
    assert DEFAULT.contradict


@given(STORIES)
def test_shares_add_up_and_the_width_does_not_see_a_contradiction(n: object) -> None:
    """Weights add to 1, parts to their sums, and the fused deviation is the same wherever the second mean is."""
    assert isinstance(n, type(DEFAULT))
    assert sum(n.weights) == pytest.approx(1)
    for share in (n.precisions, n.variances, n.later_precisions):
        assert share.first + share.second == pytest.approx(share.total)
    assert n.elsewhere_fused.deviation == n.fused.deviation
    assert n.updated.mean == pytest.approx(n.predicted.mean + n.gain * n.innovation)
    moved = abs(n.elsewhere.mean - n.first.mean) / math.hypot(n.first.deviation, n.second.deviation)
    assert (moved < 3) == n.contradict


@given(STORIES)
def test_words_are_true_of_the_numbers(n: object) -> None:
    """What is called narrower, worse, wider or contradicting is so in the digits that are said."""
    assert isinstance(n, type(DEFAULT))
    words = tell_fusion(n)
    best = min(n.first.deviation, n.second.deviation)
    fused, average = three_digits(n.fused.deviation), three_digits(n.average.deviation)
    assert ("Narrower than both" in words.product) == (float(fused) < float(three_digits(best)))
    if "even worse" in words.average:
        assert float(average) > float(three_digits(best))
    if "listens too much" in words.average:
        assert float(fused) < float(average) < float(three_digits(best))
    if "it widens" in words.predict:
        assert float(three_digits(n.predicted.deviation)) > float(fused)
    assert ("they contradict each other. Does" in words.conflict) == (n.surprise >= 3)
    assert not any("nan" in told.split() or "e-" in told.split() for told in vars(words).values())


@pytest.mark.parametrize(
    ("n", "beat", "says"),
    [
        (DEFAULT, "average", "even worse than the surer"),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(4, 2), 0, 0, NormalBelief(2.5, 1)), "average", "Only then"),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(4, 2), 0, 0, NormalBelief(2.5, 1)), "gain", "both agree"),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(4, 2), 0, 0, NormalBelief(2, 1)), "predict", "perfectly"),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(1, 1), -3, 0, NormalBelief(2, 1)), "predict", "3 back, "),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(1, 1), 0, 1, NormalBelief(2, 1)), "predict", "drifts"),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(1, 1), 0, 1, NormalBelief(2, 1)), "product", "same place"),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(1, 1), 0, 1, NormalBelief(2, 1)), "conflict", "two agree"),
        (fusion_numbers(NormalBelief(1, 2), NormalBelief(1, 1.5), 0, 1, NormalBelief(2, 1)), "average", "too much"),
    ],
)  # fmt: skip
def test_each_case_has_its_sentence(n: object, beat: str, says: str) -> None:
    """Equal sensors, agreeing ones, an exact step, none, and a measurement where the belief is."""
    assert isinstance(n, type(DEFAULT))
    assert says in getattr(tell_fusion(n), beat)


def test_how_numbers_are_written() -> None:
    """As many digits as make sense, no exponents, and never a false zero or one."""
    assert [three_digits(value) for value in (0.08944, 125, 141421.36, 0.0001, 3)] == [
        "0.0894", "125", "141421", "0.0001", "3",
    ]  # fmt: skip
    assert place(12.01818, 0.1477) == "12.02"
    assert place(-1e-14, 0.1) == "0"
    assert give_or_take(DEFAULT.fused) == "10.8 plus.minus 0.0894"
    assert said_belief(NormalBelief(-3, 50)) == "minus 3, give or take 50"
    assert (said_share(1e-7), said_share(1 - 1e-7), said_percent(1e-9)) == (
        "almost zero",
        "almost one",
        "almost nothing",
    )


@given(st.lists(BELIEFS, min_size=2, max_size=9))
def test_heights_keep_their_shape_and_the_lowest_stays_legible(beliefs: list[NormalBelief]) -> None:
    """Drawn heights are scipy's densities times one factor each; the highest peak is at most six times the lowest."""
    heights = choose_heights(beliefs)
    peaks = [float(heights.height(belief, belief.mean)) for belief in beliefs]
    assert max(peaks) <= HIGHEST_RATIO * min(peaks) * (1 + 1e-9)
    assert max(peaks) < window_over(beliefs, heights).top
    for belief in beliefs:
        x, drawn = heights.curve(belief)
        expected = stats.norm.pdf(x, belief.mean, belief.deviation) * heights.factor(belief)
        np.testing.assert_allclose(drawn, expected, rtol=1e-6)
        if heights.true_to_scale:
            assert np.trapezoid(drawn, x) == pytest.approx(1, abs=1e-3)


@given(st.lists(st.lists(BELIEFS, min_size=2, max_size=5), min_size=3, max_size=3))
def test_windows_show_all_of_their_beliefs(parts: list[list[NormalBelief]]) -> None:
    """Each belief lies in its window up to three deviations; windows become one only if none of them grows much."""
    heights = choose_heights(belief for beliefs in parts for belief in beliefs)
    own = [window_over(beliefs, heights) for beliefs in parts]
    for beliefs, window, before in zip(parts, joined(own), own, strict=True):
        assert window.width <= 1.3 * before.width + 1e-9
        assert before.top <= window.top <= 1.3 * before.top * (1 + 1e-9)
        for belief in beliefs:
            assert window.low <= belief.mean - 3 * belief.deviation < belief.mean + 3 * belief.deviation <= window.high
