"""The gauge: a bar from zero to the value."""

from __future__ import annotations

import numpy as np
import pytest

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.signed_gauge import SignedGauge
from explainers.stage.theme import DARK


@pytest.fixture(scope="module", autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


def gauge(low: float, high: float) -> SignedGauge:
    return SignedGauge(low, high, DARK, width=4.0, positive=DARK.good, negative=DARK.warning)


@pytest.mark.parametrize("value", [-5.0, -0.5, 0.0, 1.0])
def test_the_bar_is_as_long_as_the_value(value: float) -> None:
    """Its length is the value's share of the range, on the right side of zero, in that side's colour."""
    shown = gauge(-5, 1).set_value(value)
    assert shown.bar.width == pytest.approx(abs(value) / 6 * 4, abs=1e-9)
    assert np.sign(shown.bar.get_center()[0] - shown.mark.get_center()[0]).round() == np.sign(value)
    assert shown.bar.fill_color.to_hex() == (DARK.good if value >= 0 else DARK.warning).upper()


def test_zero_is_always_on_the_line() -> None:
    """A range of one sign still begins at zero, also after the gauge was moved and scaled."""
    shown = gauge(2, 6).shift([1, 1, 0]).scale(0.5).set_value(6)
    assert shown.bar.width == pytest.approx(2.0)
    assert shown.bar.get_left()[0] == pytest.approx(shown.line.get_left()[0])


def test_a_range_of_nothing_is_refused() -> None:
    """No bar can be drawn from 0 to 0."""
    with pytest.raises(ValueError, match="gauge: 0 to 0 leaves no room"):
        gauge(0, 0)


def test_a_share_has_its_whole_marked() -> None:
    """One stands at the end of the line, zero at its start."""
    shown = SignedGauge(0, 1, DARK, width=4.0, positive=DARK.good, negative=DARK.warning, whole=True)
    assert [number.text() for number in shown.numbers] == ["0", "1"]
    ends = shown.line.get_left()[0], shown.line.get_right()[0]
    assert [number.slots.get_center()[0] for number in shown.numbers] == pytest.approx(ends, abs=1e-6)
