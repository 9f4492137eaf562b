"""The chart of outcomes: counts have numbers below their bars, measurements a ruled axis."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from explainers.stage.figures.outcome_chart import OutcomeChart
from explainers.stage.theme import DARK
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

ZONE = Zone(-4.0, 4.0, -3.0, 2.0)


def chart_of(outcomes: np.ndarray, step: float, *, whole: bool, zone: Zone = ZONE) -> OutcomeChart:
    title = Text("outcome", font_size=22, color=DARK.text)
    return OutcomeChart(zone, DARK, outcomes, 1.0, title, step=step, whole=whole)


@pytest.mark.parametrize("width", [6.0, 8.0])
@pytest.mark.parametrize(
    ("outcomes", "step", "whole"),
    [
        (np.arange(0.0, 61.0), 1.0, True),
        (np.arange(-20, 20) * 250.0 + 125, 250.0, False),
        (1000.005 + 0.0005 * np.arange(30), 0.0005, False),
    ],
)
def test_numbers_stand_apart_inside_the_zone(width: float, outcomes: np.ndarray, step: float, whole: bool) -> None:
    """At least two numbers, none on another, none beyond the ends of the axis, all above the title."""
    zone = Zone(0.0, width, -3.0, 2.0)
    _, *labels, title = chart_of(outcomes, step, whole=whole, zone=zone).axis
    assert len(labels) >= 2
    sides = [(label.get_left()[0], label.get_right()[0]) for label in labels]
    assert all(right < left for (_, right), (left, _) in itertools.pairwise(sides))
    assert zone.left <= sides[0][0]
    assert sides[-1][1] <= zone.right
    assert min(label.get_bottom()[1] for label in labels) > title.get_top()[1]


def test_bounds_stand_at_their_places() -> None:
    """Lines rise to the top at both places, or at the ends of the axis if they lie beyond."""
    chart = chart_of(np.arange(0.0, 11.0), 1.0, whole=True)
    chart.bound((2.5, 99.0))
    x = np.unique(np.round(chart.bounds.points[:, 0], 6))
    np.testing.assert_allclose(x, chart.filled.across([2.5, 10.5]))
    assert chart.bounds.points[:, 1].max() == pytest.approx(chart.plot.top)
