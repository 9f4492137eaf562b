"""A descent that changes at any moment, on its map and as a curve: what a reader explores by hand, without a story."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, get_args

import numpy as np
import numpy.typing as npt
from manim import UP, VGroup, VMobject

from explainers.maths.descent import Descent
from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import Loss
from explainers.maths.pairs import Pair
from explainers.maths.stepped import step_up, stepped_span
from explainers.maths.verdicts import Outcome, Verdict, inside
from explainers.stage.arrangement import way_of
from explainers.stage.descent_zones import height_of_map
from explainers.stage.figures.contour_map import ContourMap, fit_window
from explainers.stage.figures.descent_path import DescentPath
from explainers.stage.figures.live_chart import LiveChart, line_in
from explainers.stage.figures.live_density import LiveWords
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.loss_curve import wants_logarithm
from explainers.stage.figures.polylines import Rectangle, discs_to_points
from explainers.stage.figures.race_chart import crosses
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.figures.walk_board import LEVELS, grid
from explainers.stage.handle import Handle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]

LINE = 0.48
ROWS = 6
CELLS = 80
"""Of the grid on which contour lines are found, along each side."""
LOGARITHMIC = ", log scale"
GAP = 0.35
DEEPEST = 1e-12
"""Of the highest loss: how low the logarithmic scale goes at most."""


class Walked(Protocol):
    """The numbers that are shown."""

    @property
    def learning_rate(self) -> float: ...
    @property
    def start(self) -> Pair: ...
    @property
    def stability_limit(self) -> float | None: ...
    @property
    def descent(self) -> Descent: ...
    @property
    def slopes(self) -> Array: ...
    @property
    def verdict(self) -> Verdict: ...


class DescentExplorer(VGroup):
    """The map with the whole path, the numbers of its end, and the loss after each step.

    Parameters
    ----------
    numbers
        Gives the numbers of now.
    loss
        Gives the loss of now; for another one the map is made anew.
    steps
        Gives how many steps there might be.
    """

    def __init__(
        self,
        numbers: Callable[[], Walked],
        loss: Callable[[], Loss],
        steps: Callable[[], int],
        frame: Frame,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._numbers, self._loss, self._steps = numbers, loss, steps
        self.frame, self.theme = frame, theme
        self._zones: ExplorerZones | None = None
        self._map_key: tuple[object, ...] = ()
        self.map: ContourMap
        self.panel: DescentPanel
        self.chart: LiveChart
        self.ground, self.path, self.beside = VGroup(), VGroup(), VGroup()
        self.start = VMobject(stroke_color=theme.background, stroke_width=2, fill_color=theme.ball, fill_opacity=1)
        self.curve = VMobject(stroke_color=theme.curve, stroke_width=4)
        self.dots = VMobject(stroke_width=0, fill_color=theme.curve, fill_opacity=1)
        self.add(self.ground, self.path, self.start, self.beside, self.curve, self.dots)
        self.add_updater(lambda _: self.follow(), call_updater=True)

    def follow(self) -> None:
        """Draw the descent of now."""
        n = self._numbers()
        self._follow_loss()
        path = DescentPath(n.descent.points, self.map, self.theme).show(n.descent.steps_taken)
        self.path.submobjects = [path]
        self.start.points = discs_to_points(self.map.to_screen([n.start]), 0.09)
        self.panel.show(n)
        self._draw_curve(n.descent.values)

    def handles(self) -> list[Handle]:
        """The start, on the map."""
        return [
            Handle(
                "start",
                lambda x, y: self.map.to_screen([[x, y]])[0],
                "where the descent starts",
                limits=lambda: (self.map.window[::2], self.map.window[1::2]),
                now=lambda: self._numbers().start,
            )
        ]

    def _follow_loss(self) -> None:
        """Make the map anew if the loss is another."""
        loss = self._loss()
        key = (loss.name, loss.expression.text)
        if key == self._map_key:
            return
        self._map_key = key
        zones = explorer_zones(self.frame, loss.window)
        if zones != self._zones:
            self._zones = zones
            self._lay_out(zones)
        x, y, values = grid(loss, CELLS)
        heights = choose_height_scale(values).height(values)
        levels = tuple((np.arange(LEVELS) + 0.5) / LEVELS)
        self.map = ContourMap(zones.map, self.theme, x, y, heights, levels=levels)
        known = [point for point in loss.minima if inside([point], self.map.window)[0]]
        marks = [crosses(self.map.to_screen(known), self.theme)] if known else []
        self.ground.submobjects = [self.map, *marks]

    def _lay_out(self, zones: ExplorerZones) -> None:
        """Make what stands beside the map."""
        theme = self.theme
        self.panel = DescentPanel(zones.panel, theme)
        self.chart = LiveChart(
            zones.chart, theme, "loss", Text("steps", font_size=theme.sizes.small, color=theme.muted)
        )
        # The second letter, an o, is as high as the x that words are placed by.
        o = self.chart.heading.family_members_with_points()[1]
        place = [self.chart.heading.get_right()[0] + 0.03, o.get_y(), 0]
        self.scale_note = LiveWords((LOGARITHMIC,), place, font_size=theme.sizes.small, color=theme.muted)
        self.beside.submobjects = [self.panel, self.chart, self.scale_note]

    def _draw_curve(self, values: Array) -> None:
        """Draw the loss after each step, on a scale that changes in steps."""
        logarithmic = wants_logarithm(values)
        self.scale_note.say(LOGARITHMIC if logarithmic else "")
        self.chart.show((0, self._steps()), loss_range(values, logarithmic), logarithmic=logarithmic)
        places = self.chart.to_screen(np.arange(len(values)), values)
        area = self.chart.area
        self.curve.points = line_in(places, area)
        seen = places[(places[:, 1] > area.bottom - 0.01) & (places[:, 1] < area.top + 0.01)]
        # Where steps stand close together, dots would only make the line thick.
        apart = area.width / self._steps() > 0.13
        self.dots.points = discs_to_points(seen, 0.05) if apart and len(seen) else np.zeros((0, 3))


class DescentPanel(VGroup):
    """The learning rate with its limit, and where the descent ends."""

    def __init__(self, zone: Zone, theme: Theme) -> None:
        super().__init__()
        self.zone, self._size = zone, theme.sizes.body
        self.rate = self._row(0, "eta", theme.path)
        self.limit = self._row(1, "2\\/L", theme.good)
        whole = LiveNumber(0, decimals=0, font_size=self._size, color=theme.text, signed=False)
        self.end = self._row(2, '"steps taken"', theme.text, whole)
        self.last = self._row(3, '"last" f', theme.curve)
        self.slope = self._row(4, '"last" norm(nabla f)', theme.gradient)
        place = [zone.left, self._line(5), 0]
        self.verdict = LiveWords(tuple(SAID.values()), place, font_size=self._size, color=theme.text)
        self.add(self.verdict)

    def show(self, n: Walked) -> None:
        """Show the numbers of a descent."""
        self.rate.set_value(n.learning_rate)
        self.end.set_value(n.descent.steps_taken)
        self.last.set_value(float(n.descent.values[-1]))
        self.slope.set_value(float(n.slopes[-1]))
        self.verdict.say(SAID[n.verdict.outcome])
        if n.stability_limit is not None and math.isfinite(n.stability_limit):
            self.limit.set_value(n.stability_limit)
        else:
            for slot in self.limit.slots:
                slot.points = np.zeros((0, 3))

    def _line(self, index: int) -> float:
        return self.zone.top - (index + 0.5) * LINE

    def _row(self, index: int, symbol: str, color: str, number: LiveNumber | None = None) -> LiveNumber:
        """Write a symbol, and make room for its number."""
        label = Formula(f"{symbol} =", font_size=self._size, color=color)
        label.shift((self._line(index) - label[-1].get_y()) * UP)
        label.shift([self.zone.left - label.get_left()[0], 0, 0])
        number = number or SignificantNumber(0, font_size=self._size, color=color)
        anchor = number.anchor.points[0]
        number.shift([label.get_right()[0] + 0.12 - anchor[0], label[-1].get_y() - number.axis_height - anchor[1], 0])
        self.add(label, number)
        return number


SAID: dict[Outcome, str] = {
    "started-stationary": "the gradient is zero here",
    "converged": "reaches a minimum",
    "stationary": "stops where it is flat",
    "diverged": "diverges",
    "ran-away": "runs away downhill",
    "left-domain": "leaves the loss's domain",
    "singular-hessian": "the next step does not exist",
    "climbed": "ends higher than it began",
    "unchanged": "ends as high as it began",
    "left-window": "leaves the map, going down",
    "on-its-way": "goes down, not there yet",
}
assert set(SAID) == set(get_args(Outcome))


@dataclass(frozen=True)
class ExplorerZones:
    """The map, the numbers, and the chart."""

    map: Zone
    panel: Zone
    chart: Zone


def explorer_zones(frame: Frame, window: Rectangle) -> ExplorerZones:
    """Put a wide map above the numbers and the chart, any other beside them where there is room."""
    stage, way, panel = frame.stage, way_of(frame), ROWS * LINE
    least = panel + GAP + 2.6 if way == "stacked" else panel
    height = height_of_map(stage.width, window, most=stage.height - least - GAP)
    above, below = stage.rows(height, stage.height - height - GAP, gap=GAP)
    if way == "stacked":
        wide = ExplorerZones(above, *below.rows(panel, below.height - panel - GAP, gap=GAP))
    else:
        wide = ExplorerZones(above, *below.columns(4.9, stage.width - 5.2, gap=0.3))
    if way != "beside":
        return wide
    picture, column = stage.columns(stage.width - 5.4, 5.0, gap=0.4)
    tall = ExplorerZones(picture, *column.rows(panel, column.height - panel - GAP, gap=GAP))
    return max(wide, tall, key=lambda zones: fit_window(zones.map, window)[0])


def loss_range(values: Array, logarithmic: bool) -> tuple[float, float]:
    """Return what the upright axis shows: whole powers of ten, or a span that changes in steps."""
    low, high = float(values.min()), float(values.max())
    if not logarithmic:
        if low >= 0:
            return 0.0, step_up(max(high, 1e-9))
        # A loss that hardly changes is shown as a level line, not with its last digits in magnification.
        return stepped_span(low, high, 1e-3 * max(abs(low), abs(high), 1e-9))
    high = 10.0 ** math.ceil(math.log10(high) - 1e-9)
    positive = float(values[values > 0].min())
    return 10.0 ** math.floor(math.log10(max(positive, DEEPEST * high)) + 1e-9), high
