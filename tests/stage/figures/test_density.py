"""The density plot: curves where their values are, a region with its probability, a window that zooms."""

import itertools

import numpy as np
import pytest
from manim import VMobject
from scipy import integrate, stats

from explainers.film.capture import configure_manim
from explainers.maths.belief_curves import Window
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.belief_number import BeliefNumber
from explainers.stage.figures.density import DensityPlot
from explainers.stage.figures.density_curve import PATTERNS, DensityCurve
from explainers.stage.theme import DARK
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

ZONE = Zone(-5, 2, -2, 2)
X = np.linspace(0, 1, 400)
BETA = stats.beta(9, 5)


@pytest.fixture(autouse=True)
def _settings(tmp_path_factory) -> None:
    configure_manim(RenderSettings.of(resolution="128x72", fps=5), tmp_path_factory.getbasetemp() / "cache")


def make_plot(*later: Window) -> DensityPlot:
    title = Text("theta", font_size=22, color=DARK.text)
    plot = DensityPlot(ZONE, DARK, Window(0, 1, 3.4), later=later, axis_title=title)
    plot.add_curve("posterior", color=DARK.posterior)
    return plot


def values_of(plot: DensityPlot, curve: VMobject) -> tuple[np.ndarray, np.ndarray]:
    """Read places and heights back from the corners that are drawn."""
    corners = curve.points[::4]
    zone, window = plot.plot, plot.window
    x = window.low + (corners[:, 0] - zone.left) / zone.width * window.width
    return x, (corners[:, 1] - zone.bottom) / zone.height * window.top


def area_of(points: np.ndarray) -> float:
    """The shoelace formula over the corners of one ring."""
    x, y = points[::4, 0], points[::4, 1]
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def test_a_curve_stands_at_its_values() -> None:
    """The drawn corners are the density, and the drawn area is one."""
    plot = make_plot().set_curve("posterior", X, BETA.pdf(X))
    x, heights = values_of(plot, plot.curves["posterior"])
    np.testing.assert_allclose(heights, BETA.pdf(x), atol=1e-9)
    assert integrate.trapezoid(heights, x) == pytest.approx(1, abs=0.01)


def test_a_curve_is_drawn_as_far_as_it_is_revealed() -> None:
    """Half revealed, it ends in the middle of the window; lifted by half, it is half as high."""
    plot = make_plot().set_curve("posterior", X, BETA.pdf(X), reveal=0.5)
    ends = plot.curves["posterior"].points[-1]
    np.testing.assert_allclose(ends, plot.to_point(0.5, float(BETA.pdf(0.5))), atol=0.02)
    plot.set_curve("posterior", X, BETA.pdf(X), lift=0.5)
    x, heights = values_of(plot, plot.curves["posterior"])
    np.testing.assert_allclose(heights, BETA.pdf(x) / 2, atol=1e-9)


def test_a_curve_that_is_too_high_leaves_the_window_and_is_not_drawn_along_its_top() -> None:
    """An infinite density stays inside of the plot, and no corner lies between two at the top."""
    plot = make_plot()
    x = np.linspace(0.0001, 0.9999, 600)
    plot.set_curve("posterior", x, stats.beta(0.5, 0.5).pdf(x) * 2)
    points = plot.curves["posterior"].points
    assert points[:, 1].max() <= plot.plot.top + 1e-9
    starts, ends = points[::4, 1], points[3::4, 1]
    assert not ((starts > plot.plot.top - 1e-9) & (ends > plot.plot.top - 1e-9)).any()


def test_the_filled_region_has_its_probability() -> None:
    """The ring's area over the plot's area of one is the credible mass; two pieces are two rings."""
    plot = make_plot()
    low, high = BETA.interval(0.8)
    plot.set_region([(low, high)], X, BETA.pdf(X))
    unit = plot.plot.width * plot.plot.height / (plot.window.width * plot.window.top)
    assert area_of(plot.filled.points) / unit == pytest.approx(0.8, abs=0.002)
    plot.set_region([(0.1, 0.2), (0.8, 0.9)], X, BETA.pdf(X))
    assert len(plot.filled.get_subpaths()) == 2
    plot.set_region((), X, X)
    assert len(plot.filled.points) == 0


def test_a_zoom_moves_curve_and_ticks_together() -> None:
    """In the close window the curve stands at its values, its ticks stand under theirs, and the wide ones are gone."""
    close = Window(0.5, 0.8, 3.4)
    plot = make_plot(close).set_curve("posterior", X, BETA.pdf(X))
    plot.set_window(close, 1.0)
    x, heights = values_of(plot, plot.curves["posterior"])
    assert (x.min(), x.max()) == pytest.approx((0.5, 0.8), abs=0.01)
    np.testing.assert_allclose(heights, np.interp(x, X, BETA.pdf(X)), atol=1e-9)
    (_, wide), (places, near) = plot.tick_sets
    assert all(label[0].fill_opacity == 0 for label in wide[1:])
    for place, label in zip(places, near[1:], strict=True):
        assert label.get_x() == pytest.approx(plot.to_point(place, 0)[0], abs=1e-6)
        assert label[0].fill_opacity == 1


def test_a_curve_comes_out_of_nothing() -> None:
    """At first it is a line along the axis that is not seen; long before it is up, it is as strong as ever."""
    plot = make_plot()
    for lift, opacity in ((0.0, 0.0), (0.125, 0.5), (0.5, 1.0), (1.0, 1.0)):
        plot.set_curve("posterior", X, BETA.pdf(X), lift=lift)
        assert plot.curves["posterior"].get_stroke_opacity() == opacity


def test_an_axis_has_three_numbers_at_least() -> None:
    """From 0.3 to 12.9, multiples of five would be two."""
    ((places, _),) = DensityPlot(ZONE, DARK, Window(0.3, 12.9, 1), axis_title=Text("x", color=DARK.text)).tick_sets
    assert len(places) >= 3


def test_a_third_window_has_ticks_of_its_own() -> None:
    """At each window its own numbers are there and no others; halfway between two there are none."""
    windows = Window(0, 1, 3.4), Window(0.5, 0.8, 3.4), Window(10, 20, 3.4)
    plot = make_plot(*windows[1:])
    for index, window in enumerate(windows):
        plot.set_window(window, float(index))
        strengths = [[label[0].fill_opacity for label in part[1:]] for _, part in plot.tick_sets]
        assert [set(each) for each in strengths] == [{float(other == index)} for other in range(3)]
    plot.set_window(windows[1].toward(windows[2], 0.5), 1.5)
    assert all(label[0].fill_opacity == 0 for _, part in plot.tick_sets for label in part[1:])


def test_ticks_stand_apart() -> None:
    """However long the numbers, no two of an axis touch."""
    for low, high in ((0, 1), (0.4995, 0.5005), (-1e6, 1e6), (0, 1.2e-4), (123456, 123457)):
        title = Text("x", font_size=22, color=DARK.text)
        plot = DensityPlot(Zone(-1.5, 1.5, -2, 2), DARK, Window(low, high, 1), axis_title=title)
        _, (_, *labels) = plot.tick_sets[0]
        assert len(labels) >= 2
        for left, right in itertools.pairwise(labels):
            assert left.get_right()[0] < right.get_left()[0]


def test_a_reference_outside_of_the_window_is_an_arrow_head_at_its_edge() -> None:
    """Inside, a line stands at the value; outside there is none, and label and head stay in the zone."""
    plot = make_plot()
    reference = plot.add_reference(0.3, Text("0.3", font_size=22, color=DARK.text), DARK.text)
    assert reference.line.get_x() == pytest.approx(plot.to_point(0.3, 0)[0])
    for value in (-100.0, 100.0):
        reference.value = value
        reference.place(plot)
        assert len(reference.line.points) == 0
        assert reference.head.has_points()
        assert reference.label.get_left()[0] >= ZONE.left - 0.01
        assert reference.head.get_right()[0] <= ZONE.right + 0.15


def test_dashes_cover_their_share_of_a_curve() -> None:
    """The drawn length of a dashed line is its share of the whole, in pieces of one dash each."""
    x = np.linspace(0, 10, 50)
    curve = DensityCurve(color="#FFFFFF", dash="dashed").set_path(x, np.zeros_like(x))
    on, off = PATTERNS["dashed"]
    drawn = np.abs(curve.points[3::4, 0] - curve.points[::4, 0]).sum()
    assert drawn / 10 == pytest.approx(on / (on + off), abs=0.01)
    assert len(curve.get_subpaths()) == int(np.ceil(10 / (on + off)))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(float("nan"), "-"), (3e80, "3.0×10^80"), (-2.5e9, "-2.5×10^9"), (float("inf"), "∞"), (-0.0001, "0.00")],
)
def test_numbers_that_are_missing_or_huge(value: float, shown: str) -> None:
    """A dash for none, a power of ten for what is too long, no minus before zero."""
    number = BeliefNumber(0.0, decimals=2, font_size=22, color="#FFFFFF").set_value(value)
    assert number.text() == shown
    assert sum(slot.has_points() for slot in number.slots) == len(shown.replace("^", ""))
