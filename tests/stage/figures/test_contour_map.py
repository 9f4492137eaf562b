"""The map: equal units, lines where the function has their height, labels where their values are."""

from itertools import pairwise

import numpy as np
import pytest

from explainers.maths.losses import find_loss
from explainers.stage.figures.contour_map import ContourMap, fill_zone, fit_window
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(0.0, 6.8, -1.0, 2.5)


def map_of(name: str, levels: tuple[float, ...] = (0.2, 0.5, 0.8)) -> tuple[ContourMap, np.ndarray, float]:
    loss = find_loss(name)
    x, y = np.linspace(*loss.window[:2], 121), np.linspace(*loss.window[2:], 121)
    values = loss.value(*np.meshgrid(x, y))
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return ContourMap(ZONE, DARK, x, y, (values - low) / (high - low), levels=levels), values, high


@pytest.mark.parametrize("name", ["quadratic-bowl", "himmelblau", "booth"])
def test_one_unit_for_both_axes(name: str) -> None:
    """A unit of x is as long as a unit of y, so that the gradient stands at right angles to its contour line."""
    plot, _, _ = map_of(name)
    origin, right, up = plot.to_screen([[0, 0], [1, 0], [0, 1]])
    np.testing.assert_allclose(right - origin, [plot.units[0], 0, 0], atol=1e-12)
    np.testing.assert_allclose(up - origin, [0, plot.units[1], 0], atol=1e-12)
    assert plot.units[0] == plot.units[1]


def test_lines_run_at_their_height() -> None:
    """On the bowl x^2/2 + 5 y^2, every point drawn for height h has the value h times the highest."""
    plot, _, highest = map_of("quadratic-bowl", levels=(0.3,))
    points = (plot.lines.points[::4, :2] - plot.corner[:2]) / plot.units + [-12, -4]
    np.testing.assert_allclose(points[:, 0] ** 2 / 2 + 5 * points[:, 1] ** 2, 0.3 * highest, rtol=0.01)


@pytest.mark.parametrize("name", ["quadratic-bowl", "himmelblau", "booth", "beale", "x*y"])
def test_map_and_labels_stay_in_the_zone(name: str) -> None:
    """Axes, labels and names fit; labels do not run into each other."""
    plot, _, _ = map_of(name)
    assert plot.get_left()[0] >= ZONE.left - 1e-6
    assert plot.get_right()[0] <= ZONE.right + 0.02
    assert plot.get_bottom()[1] >= ZONE.bottom - 0.05
    assert plot.get_top()[1] <= ZONE.top + 0.1
    below = [label for label in plot.tick_labels if label.get_top()[1] < plot.area.bottom]
    for one, other in pairwise(below):
        assert one.get_right()[0] < other.get_left()[0] - 0.05


def test_bands_leave_holes_empty() -> None:
    """A band around a summit does not cover it: its rings run opposite ways, so that their areas subtract."""
    plot, _, _ = map_of("quadratic-bowl", levels=(0.1, 0.3))
    ring = plot.bands[1].points[::4, :2]
    following = plot.bands[1].points[3::4, :2]
    area = np.sum(ring[:, 0] * following[:, 1] - ring[:, 1] * following[:, 0]) / 2 / np.prod(plot.units)
    # The ellipse x^2/2 + 5 y^2 = c has the area pi c sqrt(2/5) ... within x from -12 to 12 and y from -4 to 4.
    outer, inner = (np.pi * c * 2 / np.sqrt(10) for c in (0.3 * 152, 0.1 * 152))
    assert abs(area) == pytest.approx(outer - inner, rel=0.02)


def test_undefined_ground_is_left_blank() -> None:
    """Half of the map where the function is undefined has no band."""
    x = y = np.linspace(-1, 1, 41)
    heights = np.where(x[None, :] < 0, np.nan, (x[None, :] + y[:, None] + 2) / 4)
    plot = ContourMap(ZONE, DARK, x, y, heights, levels=(0.5,))
    assert plot.bands.get_left()[0] == pytest.approx(plot.to_screen([[0, 0]])[0, 0], abs=1e-6)


def test_a_window_as_large_as_fits() -> None:
    """The map touches two sides of what is left of its zone."""
    unit, corner = fit_window(ZONE, (0, 2, 0, 1))
    assert unit == pytest.approx(min((6.8 - 0.68) / 2, (3.5 - 0.68) / 1))
    assert corner[1] + unit == pytest.approx(ZONE.top - 0.26)


def test_a_stretched_map_fills_its_zone() -> None:
    """Each axis has its own unit: the corners of the window lie at the zone's edges, less the room for labels."""
    units, corner = fill_zone(ZONE, (-1, 1, 0, 100))
    assert corner[:2] == pytest.approx([ZONE.left + 0.42, ZONE.bottom + 0.42])
    assert corner[0] + 2 * units[0] == pytest.approx(ZONE.right - 0.26)
    assert corner[1] + 100 * units[1] == pytest.approx(ZONE.top - 0.26)
