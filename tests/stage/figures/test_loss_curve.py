"""The loss curve: its scale, its points, and that all of it stays in its zone."""

import numpy as np
import pytest

from explainers.stage.figures.loss_curve import LossCurve, wants_logarithm
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(0.0, 4.4, -2.8, 0.0)


def test_a_curve_passes_through_its_values() -> None:
    """On a linear scale the corners of the curve are the values, and the point is at the last one."""
    chart = LossCurve(ZONE, DARK, [4.0, 3.0, 1.0]).show(2)
    corners = np.vstack([chart.curve.points[::4], chart.curve.points[-1:]])
    np.testing.assert_allclose(corners[:3], chart.to_screen([0, 1, 2], [4, 3, 1]), atol=1e-4)
    np.testing.assert_allclose(chart.point.get_center(), chart.to_screen([2], [1])[0], atol=1e-4)


def test_halfway_the_point_is_on_the_line() -> None:
    """Between two steps the point runs along the straight line that is drawn, on either scale."""
    for values in ([4.0, 2.0], [1e4, 1.0]):
        chart = LossCurve(ZONE, DARK, values).show(0.5)
        np.testing.assert_allclose(chart.point.get_center(), chart.to_screen([0, 1], values).mean(axis=0), atol=1e-4)


def test_a_logarithmic_scale_has_equal_factors_at_equal_heights() -> None:
    """A geometric sequence is a straight line."""
    chart = LossCurve(ZONE, DARK, np.geomspace(55, 1e-6, 41))
    assert chart.logarithmic
    heights = chart.to_screen(np.arange(41), chart.values)[:, 1]
    np.testing.assert_allclose(np.diff(heights), np.diff(heights)[0], atol=1e-9)


@pytest.mark.parametrize(
    ("values", "logarithmic"),
    [([55, 1e-6], True), ([55, 20], False), ([55, 0], False), ([5, -5e4], False), ([1, 1e-9, 0], True), ([3], False)],
)
def test_which_scale(values: list[float], logarithmic: bool) -> None:
    """Logarithmic only for values that are not negative and span more than a factor of thirty."""
    assert wants_logarithm(np.array(values, dtype=float)) is logarithmic


@pytest.mark.parametrize("progress", [0, 1.5, 12])
@pytest.mark.parametrize(
    ("values", "others"),
    [
        ([55.0, 1.0, 1e-7], [55.0, 1e12]),
        ([6.7e-22], [0.0]),
        ([-1e26, 1e26, 3.0], [0.0, 1.0]),
        ([5.0, 5.0, 5.0], [5.0, -5.0]),
        ([1e-300, 1.0], [1e300, 0.0]),
        ([2.25, -216.0], [2.25, -1e7]),
    ],
)
def test_nothing_leaves_the_zone(values: list[float], others: list[float], progress: float) -> None:
    """Curves, ticks and labels of any values stay in the zone, and the curve within the axes."""
    chart = LossCurve(ZONE, DARK, values, steps=12, beside=[others]).show(progress)
    other = chart.other_curve(others, dash=0.1, color=DARK.warning)
    for part in (chart.axes, chart.heading, chart.curve, other):
        if len(part.family_members_with_points()):
            assert part.get_left()[0] >= ZONE.left - 1e-4
            assert part.get_right()[0] <= ZONE.right + 1e-4
            assert part.get_bottom()[1] >= ZONE.bottom - 0.05
            assert part.get_top()[1] <= ZONE.top + 1e-4


def test_zero_falls_out_of_a_logarithmic_scale() -> None:
    """A loss of zero is no small number: the curve leaves at the bottom, and there is no point."""
    chart = LossCurve(ZONE, DARK, [100.0, 1.0, 0.0]).show(2)
    assert len(chart.point.points) == 0
    assert chart.curve.get_bottom()[1] == pytest.approx(chart.area.bottom, abs=1e-4)


def test_a_loss_that_hardly_changes_is_level() -> None:
    """Five and five plus a billionth are one height: the digits are not blown up."""
    chart = LossCurve(ZONE, DARK, [5.0, 5.0 + 1e-9]).show(1)
    assert chart.curve.height < 0.01


def test_a_dashed_curve_has_gaps() -> None:
    """Three fifths of a dashed line are drawn."""
    chart = LossCurve(ZONE, DARK, [4.0, 3.0, 2.0])
    whole, dashed = (chart.other_curve([4, 3, 2], dash=dash, color=DARK.muted) for dash in (100, 0.1))

    def length(curve) -> float:
        return float(np.linalg.norm(curve.points[3::4] - curve.points[::4], axis=1).sum())

    assert length(dashed) == pytest.approx(0.6 * length(whole), rel=0.05)


def test_an_updater_moves_curve_and_point() -> None:
    """What follows a source shows its progress in every frame."""
    place = {"at": 0.0}
    chart = LossCurve(ZONE, DARK, [4.0, 3.0, 1.0])
    chart.follow(lambda: place["at"])
    place["at"] = 2.0
    chart.curve.update(0)
    np.testing.assert_allclose(chart.point.get_center(), chart.to_screen([2], [1])[0], atol=1e-4)
