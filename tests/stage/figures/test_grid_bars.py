"""Bars over a range: what is read off them is what was shown."""

from __future__ import annotations

import numpy as np
import pytest

from explainers.stage.figures.grid_bars import MOST_OUTLINES, GridBars
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-2.0, 4.0, -1.0, 2.0)


@pytest.mark.parametrize("hollow", [False, True])
@pytest.mark.parametrize("count", [1, 7, MOST_OUTLINES + 6])
def test_drawn_heights_are_those_that_were_shown(count: int, hollow: bool) -> None:
    """Filled bars, outlines and a skyline give back their heights; empty bars are 0, high ones end at the top."""
    bars = GridBars(ZONE, DARK, ends=(0.0, 1.0), top=2.0, color="#FFFFFF", hollow=hollow)
    heights = np.random.default_rng(count).uniform(0.1, 1.9, count)
    heights[1::3] = 0.0
    bars.show(np.linspace(0, 1, count + 1), heights)
    np.testing.assert_allclose(bars.drawn_heights(), heights, atol=1e-9)
    bars.show(np.linspace(0, 1, count + 1), heights + 2.0)
    assert bars.drawn_heights().max() == pytest.approx(2.0)


def test_drawn_heights_are_read_off_the_drawing() -> None:
    """Bars that are stretched after they were shown are read as they are drawn, not as they were set."""
    bars = GridBars(ZONE, DARK, ends=(0.0, 1.0), top=3.0, color="#FFFFFF")
    bars.show(np.linspace(0, 1, 4), np.array([1.0, 0.5, 2.0]))
    bars.bars.points[:, 1] = ZONE.bottom + 0.5 * (bars.bars.points[:, 1] - ZONE.bottom)
    np.testing.assert_allclose(bars.drawn_heights(), [0.5, 0.25, 1.0])
