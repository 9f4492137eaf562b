"""The chart of steps: dots stand at their values, and only those that are done."""

from __future__ import annotations

import numpy as np
import pytest

from explainers.stage.figures.step_chart import StepChart
from explainers.stage.theme import DARK


def chart_of(values: list[float], level: float | None) -> StepChart:
    return StepChart(values, level, DARK, width=3.0, height=1.5, color="#FFFFFF", level_color="#FF0000")


def test_dots_stand_at_their_values() -> None:
    """Heights above the axis are to each other as the values; the level is drawn at its own."""
    chart = chart_of([1.0, 2.0, 4.0], 3.0)
    chart.shift(np.array([1.0, -2.0, 0.0]))
    chart.show(3)
    floor = chart.place(1, 0)[1]
    heights = chart.dots.points.reshape(3, -1, 3).mean(axis=1)[:, 1] - floor
    np.testing.assert_allclose(heights / heights[0], [1, 2, 4])
    assert (chart.level.points[0, 1] - floor) / heights[0] == pytest.approx(3)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_only_what_is_done_is_drawn(count: int) -> None:
    """As many dots as steps are done."""
    chart = chart_of([1.0, 2.0], None)
    chart.show(count)
    assert len(chart.dots.points) == 16 * count
    assert (len(chart.line.points) > 0) == (count > 1)


def test_nothing_but_zeros_has_a_place() -> None:
    """Where every value is 0, the dots lie on the axis."""
    chart = chart_of([0.0, 0.0], None)
    chart.show(2)
    assert np.all(np.isfinite(chart.dots.points))
