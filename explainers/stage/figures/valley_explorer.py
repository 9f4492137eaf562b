"""Gradient descent and a heavy ball in a valley that change at any moment: what a reader explores, without a story."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, VGroup, VMobject

from explainers.maths.heavy_ball import Walk
from explainers.maths.stepped import step_up
from explainers.stage.arrangement import way_of
from explainers.stage.descent_zones import valley_zones
from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.live_chart import LiveChart, LiveTrace, clipped
from explainers.stage.figures.live_density import LiveWords
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.polylines import Rectangle, cut_dashes, discs_to_points, pieces_to_points
from explainers.stage.figures.race_chart import crosses
from explainers.stage.figures.runner import SAMPLE, RunnerPath, RunnerStyle, nested_styles, sample
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.figures.valley_board import ValleyNumbers, lowest_shown, valley_map, wake_of
from explainers.stage.handle import Handle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]
Corners = tuple[tuple[float, float], tuple[float, float]]

LINES = 6
LINE = 0.44
LEFT_ENDS = (-3.5, -7.0, -11.0)
"""Where a map may begin: it changes in steps, so that it stands still while the start is dragged."""
THIN_OPACITY = 0.8
KEPT = 6
"""How many maps are kept: one of each size."""
RESULTS = 1.25
"""Width of the column that tells after how many steps a walk arrives."""


@dataclass(frozen=True)
class Ground:
    """What changes with the part of the valley that is seen."""

    map: ContourMap
    minimum: VMobject
    table: WalkTable
    chart: LiveChart


class ValleyExplorer(VGroup):
    """The valley with both walks, what is known of each, and their distances to the minimum.

    Parameters
    ----------
    numbers
        Gives the numbers of now.
    condition_number
        Gives that of the valley; for another one the map is made anew.
    starts
        Two corners of where a walk may start.
    window
        Gives the part of the valley that two walks see.
    """

    def __init__(
        self,
        numbers: Callable[[], ValleyNumbers],
        condition_number: Callable[[], float],
        starts: Corners,
        window: Callable[[Walk, Walk], Rectangle],
        frame: Frame,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._numbers, self._condition, self._starts, self._seen = numbers, condition_number, starts, window
        self.frame, self.theme = frame, theme
        self.upright = way_of(frame) == "stacked"
        self.styles = nested_styles(theme)[:2]
        self._grounds: dict[tuple[Rectangle, float], Ground] = {}
        self.map: ContourMap
        self.table: WalkTable
        self.chart: LiveChart
        self.ground, self.beside, self.paths = VGroup(), VGroup(), VGroup()
        self.guides = [VMobject(stroke_color=theme.muted, stroke_width=2.5) for _ in self.styles]
        self.curves = [LiveTrace(theme, style) for style in self.styles]
        self.start = VMobject(stroke_color=theme.background, stroke_width=2, fill_color=theme.ball, fill_opacity=1)
        self.add(self.ground, self.paths, self.start, self.beside, *self.guides, *self.curves)
        self.add_updater(lambda _: self.follow(), call_updater=True)

    def follow(self) -> None:
        """Draw the walks of now."""
        n = self._numbers()
        walks = n.plain, n.ball
        self._follow_valley(walks)
        self.paths.submobjects = [
            self._path(one, style, n.best_beta) for one, style in zip(walks, self.styles, strict=True)
        ]
        self.start.points = discs_to_points(self.to_screen(n.plain.points[:1]), 0.1)
        self.table.show(walks, n.best_beta)
        self._draw_curves(walks)

    def to_screen(self, points: npt.ArrayLike) -> Array:
        """Return where points of the valley, shape (n, 2), stand in the scene."""
        return self.map.to_screen(self._on_map(np.asarray(points, dtype=float)))

    def handles(self) -> list[Handle]:
        """The start, on the map."""
        return [
            Handle(
                "start",
                lambda x, y: self.to_screen([[x, y]])[0],
                "where both walks start",
                limits=self._starts,
                now=lambda: self._numbers().plain.points[0].tolist(),
            )
        ]

    def _path(self, one: Walk, style: RunnerStyle, best_beta: float) -> RunnerPath:
        """Draw all of a walk; one that comes back over itself as a thin line, which nobody has seen growing."""
        path = RunnerPath(self._on_map(one.points), self.map, self.theme, style, wake=wake_of(one, best_beta))
        path.faint.set_stroke(opacity=THIN_OPACITY)
        return path.show(len(one.points) - 1)

    def _on_map(self, points: Array) -> Array:
        return points[:, ::-1] if self.upright else points

    def _follow_valley(self, walks: tuple[Walk, Walk]) -> None:
        """Take another ground if the valley is another, or if more of it or less is seen."""
        key = in_steps(self._seen(*walks)), self._condition()
        ground = self._grounds.pop(key, None) or self._new_ground(*key)
        # A hand that goes to and fro finds both maps made.
        self._grounds[key] = ground
        if len(self._grounds) > KEPT:
            del self._grounds[next(iter(self._grounds))]
        self.map, self.table, self.chart = ground.map, ground.table, ground.chart
        self.ground.submobjects = [ground.map, ground.minimum]
        self.beside.submobjects = [ground.table, ground.chart]

    def _new_ground(self, window: Rectangle, condition_number: float) -> Ground:
        theme, zones = self.theme, valley_zones(self.frame, window, LINES)
        drawn = valley_map(zones.picture, theme, window, condition_number, upright=self.upright)
        steps = Text("steps", font_size=theme.sizes.small, color=theme.muted)
        return Ground(
            map=drawn,
            minimum=crosses(drawn.to_screen([[0, 0]]), theme),
            table=WalkTable(zones.table, theme, self.styles),
            chart=LiveChart(zones.chart, theme, "distance to the minimum, log scale", steps),
        )

    def _draw_curves(self, walks: tuple[Walk, Walk]) -> None:
        """Draw the distance after each step, and dotted the rate that theory predicts."""
        first = float(walks[0].distances[0])
        low = 10.0 ** math.floor(math.log10(lowest_shown(walks) * first))
        high = step_up(1.1 * max(float(one.distances.max()) for one in walks))
        steps = np.arange(len(walks[0].points))
        self.chart.show((0, len(steps) - 1), (low, high), logarithmic=True)
        for one, curve, guide in zip(walks, self.curves, self.guides, strict=True):
            curve.show(self.chart.to_screen(steps, one.distances), self.chart.area)
            predicted = self.chart.to_screen(steps, first * one.contraction**steps)
            starts, ends, _ = clipped(predicted, self.chart.area)
            guide.points = pieces_to_points(*cut_dashes(starts, ends, 0.05)) if len(starts) else np.zeros((0, 3))


class WalkTable(VGroup):
    """Two lines for each walk, and one for the best momentum there is."""

    def __init__(self, zone: Zone, theme: Theme, styles: tuple[RunnerStyle, ...]) -> None:
        super().__init__()
        self.zone, self._size = zone, theme.sizes.small
        self.left, self.kept_at, self.arrives_at = zone.left + SAMPLE + 0.2, zone.right - RESULTS - 0.3, zone.right
        for words, right in (("a step keeps", self.kept_at), ("steps to 1 %", self.arrives_at)):
            self.add(Text(words, font_size=self._size, color=theme.muted).move_to([right, self._line(0), 0], RIGHT))
        self.rates: list[LiveNumber] = []
        self.betas: list[LiveNumber] = []
        self.kept: list[LiveNumber] = []
        self.arrivals: list[LiveNumber] = []
        self.signs: list[LiveWords] = []
        for index, (style, name) in enumerate(zip(styles, ("gradient descent", "momentum"), strict=True)):
            line = 1 + 2 * index
            words = Text(name, font_size=self._size, color=style.color)
            self.add(sample(style, theme, np.array([zone.left, self._line(line), 0.0])))
            self.add(words.move_to([self.left, self._line(line), 0], LEFT))
            self._results(line, style.color)
            rate = SignificantNumber(0, font_size=self._size, color=style.color)
            self.rates.append(self._after("eta", rate, self.left, line + 1))
            if index:
                self.betas.append(self._after("beta", self._share(style.color), self.left + 1.75, line + 1))
        self.betas.append(self._after('"best" beta', self._share(theme.good), self.left, 5))

    def show(self, walks: tuple[Walk, Walk], best_beta: float) -> None:
        """Show the numbers of two walks."""
        for one, rate, kept, steps, sign in zip(walks, self.rates, self.kept, self.arrivals, self.signs, strict=True):
            rate.set_value(one.learning_rate)
            kept.set_value(one.contraction)
            steps.set_value(len(one.points) - 1 if one.arrived is None else one.arrived)
            sign.say(">" if one.arrived is None else "")
        for number, beta in zip(self.betas, (walks[1].beta, best_beta), strict=True):
            number.set_value(beta)

    def _line(self, index: int) -> float:
        spare = max(0.0, self.zone.height - LINES * LINE) / 2
        return self.zone.top - spare - (index + 0.5) * LINE

    def _share(self, color: str) -> LiveNumber:
        return LiveNumber(0, decimals=3, font_size=self._size, color=color, signed=False)

    def _results(self, line: int, color: str) -> None:
        """Make room for what a step keeps, and for after how many it arrives."""
        y, size = self._line(line), self._size
        kept = self._share(color).move_to([self.kept_at, y, 0], RIGHT)
        self.add(Formula("times", font_size=size, color=color).next_to(kept, LEFT, buff=0.1))
        steps = LiveNumber(100, decimals=0, font_size=size, color=color, signed=False, align="right")
        steps.move_to([self.arrives_at, y, 0], RIGHT)
        sign = LiveWords((">",), [steps.get_left()[0] - 0.1, y, 0], font_size=size, color=color, right=True)
        self.kept.append(kept)
        self.arrivals.append(steps)
        self.signs.append(sign)
        self.add(kept, steps, sign)

    def _after(self, symbol: str, number: LiveNumber, left: float, line: int) -> LiveNumber:
        """Write a symbol, and make room for its number."""
        label = Formula(f"{symbol} =", font_size=self._size, color=number.slots[0].fill_color)
        y = self._line(line)
        label.shift([left - label.get_left()[0], y - label[-1].get_y(), 0])
        anchor = number.anchor.points[0]
        number.shift([label.get_right()[0] + 0.12 - anchor[0], y - number.axis_height - anchor[1], 0])
        self.add(label, number)
        return number


def in_steps(seen: Rectangle) -> Rectangle:
    """Return a window that may begin at a few places only."""
    return (next((each for each in LEFT_ENDS if seen[0] >= each), LEFT_ENDS[-1]), *seen[1:])
