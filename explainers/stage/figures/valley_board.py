"""What a scene about momentum draws: a long valley with several walks in it, their rules, and their distances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UL, Animation, Mobject, ValueTracker, VGroup, linear

from explainers.maths.heavy_ball import Walk
from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import find_loss
from explainers.stage.arrangement import way_of
from explainers.stage.descent_zones import valley_zones
from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.descent_path import WAKE
from explainers.stage.figures.polylines import Rectangle
from explainers.stage.figures.race_chart import RaceChart, crosses
from explainers.stage.figures.runner import RunnerPath, RunnerTable, runner_styles
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]

LEVELS = 9
RULE_GAP = 0.26


class ValleyNumbers(Protocol):
    """What the board shows."""

    @property
    def formula(self) -> str: ...
    @property
    def window(self) -> tuple[float, float, float, float]: ...
    @property
    def steps(self) -> int: ...
    @property
    def plain(self) -> Walk: ...
    @property
    def ball(self) -> Walk: ...
    @property
    def heavy(self) -> Walk: ...
    @property
    def rates(self) -> tuple[str, str, str]: ...
    @property
    def arrivals(self) -> tuple[str, str, str]: ...
    @property
    def best_beta(self) -> float: ...


class ValleyBoard:
    """The map, the table, and the rules of the walks where the chart will be.

    In a frame that is much higher than wide the valley stands upright, with x upwards.
    """

    def __init__(self, numbers: ValleyNumbers, frame: Frame, theme: Theme, condition_number: float) -> None:
        self.numbers, self.theme = numbers, theme
        self.walks = (numbers.plain, numbers.ball, numbers.heavy)
        self.upright = way_of(frame) == "stacked"
        styles = runner_styles(theme)[: len(self.walks)]
        zones = valley_zones(frame, numbers.window, len(styles) + 1)
        self.map = valley_map(zones.picture, theme, numbers.window, condition_number, upright=self.upright)
        self.minimum = crosses(self.to_screen(np.zeros((1, 2))), theme)
        self.progress = [ValueTracker(0.0) for _ in styles]
        self.paths = [
            RunnerPath(self._on_map(one.points), self.map, theme, style, wake=wake_of(one, numbers.best_beta))
            for one, style in zip(self.walks, styles, strict=True)
        ]
        for path, tracker in zip(self.paths, self.progress, strict=True):
            path.follow(tracker.get_value)
        names = (
            "gradient descent",
            f"momentum, β = {numbers.ball.beta:.3g}",
            f"too much, β = {numbers.heavy.beta:.3g}",
        )
        rows = tuple(zip(names, numbers.rates, numbers.arrivals, strict=True))
        self.table = RunnerTable(zones.table, theme, styles, rows, heads=("a step keeps", "steps to 1 %"))
        self._write(zones.chart)
        self._chart(zones.chart)

    def to_screen(self, points: Array) -> Array:
        """Return where points of the valley, shape (n, 2), stand in the scene."""
        return self.map.to_screen(self._on_map(points))

    def walk(self, index: int) -> Animation:
        """Return the walk of one ball, each step as long as any other."""
        return self.progress[index].animate(rate_func=linear).set_value(self.numbers.steps)

    def run_curve(self, index: int) -> Animation:
        """Return the growing of a curve whose walk has been seen."""
        return self.curve_progress[index].animate(rate_func=linear).set_value(self.numbers.steps)

    def _on_map(self, points: Array) -> Array:
        return points[:, ::-1] if self.upright else points

    def _write(self, zone: Zone) -> None:
        """Write the loss, the two rules and their numbers, where the chart will be."""
        theme, numbers = self.theme, self.numbers
        plain, ball = (style.color for style in runner_styles(theme)[:2])
        size = theme.sizes.large
        self.formula: Mobject = Formula(f"f(x, y) = {numbers.formula}", font_size=size, color=theme.text)
        self.plain_rate = VGroup(
            Formula("w <- w - eta nabla f(w)", font_size=size, color=plain),
            Formula(f"eta = {numbers.plain.learning_rate:.3g}", font_size=size, color=plain),
        )
        self.rule = VGroup(
            Formula("v <- beta v - eta nabla f(w)", font_size=size, color=ball),
            Formula("w <- w + v", font_size=size, color=ball),
        )
        values = f"beta = {numbers.ball.beta:.3g}, quad eta = {numbers.ball.learning_rate:.3g}"
        self.ball_rates: Mobject = Formula(values, font_size=size, color=ball)
        for pair in (self.plain_rate, self.rule):
            if self.upright:
                pair.arrange(DOWN, aligned_edge=LEFT, buff=RULE_GAP)
            else:
                pair.arrange(RIGHT, buff=0.7)
        self.explained = VGroup(self.formula, self.plain_rate, self.rule, self.ball_rates)
        self.explained.arrange(DOWN, aligned_edge=LEFT, buff=RULE_GAP)
        room = zone.inset(0.15)
        self.explained.scale(min(1, room.width / self.explained.width, room.height / self.explained.height))
        self.explained.move_to(room.top_left, aligned_edge=UL)

    def _chart(self, zone: Zone) -> None:
        numbers, theme = self.numbers, self.theme
        first = float(numbers.plain.distances[0])
        low = lowest_shown(self.walks[:2]) * first
        high = 1.6 * max(float(one.distances.max()) for one in self.walks)
        self.chart = RaceChart(zone, theme, low=low, high=high, steps=numbers.steps, name="distance to the minimum")
        self.curves = [
            self.chart.runner(one.distances, style)
            for one, style in zip(self.walks, runner_styles(theme)[:3], strict=True)
        ]
        steps = np.arange(numbers.steps + 1)
        self.guides = [
            self.chart.guide(
                first * one.contraction**steps, steps, color=theme.muted if one.contraction else theme.grid
            )
            for one in self.walks
        ]
        # What was walked on the map is drawn as a curve later; the last one is drawn along with its walk.
        self.curve_progress = [ValueTracker(0.0), ValueTracker(0.0), self.progress[2]]
        for curve, tracker in zip(self.curves, self.curve_progress, strict=True):
            curve.follow(tracker.get_value)


def valley_map(
    zone: Zone, theme: Theme, window: Rectangle, condition_number: float, *, upright: bool = False
) -> ContourMap:
    """Return the map of a quadratic bowl; an upright one has x upwards."""
    bowl = find_loss("quadratic-bowl", condition_number)
    x_lo, x_hi, y_lo, y_hi = window
    x, y = np.linspace(x_lo, x_hi, 221), np.linspace(y_lo, y_hi, 51)
    values = bowl.value(*np.meshgrid(x, y))
    heights = choose_height_scale(values).height(values)
    levels = tuple((np.arange(LEVELS) + 0.5) / LEVELS)
    if upright:
        return ContourMap(zone, theme, y, x, heights.T, levels=levels, names=("y", "x"))
    return ContourMap(zone, theme, x, y, heights, levels=levels)


def wake_of(one: Walk, best_beta: float) -> float | None:
    """Return how many steps of a walk stand out: all, unless it comes back over itself."""
    return WAKE if one.beta > best_beta + 0.05 else None


def lowest_shown(walks: Sequence[Walk]) -> float:
    """Return how low a chart of distances goes: as low as the slowest is worth seeing, no lower than a ten-thousandth.

    It is a share of the first distance.
    """
    first = float(walks[0].distances[0])
    return max(1e-4, min(0.02, min(float(one.distances[-1]) / first for one in walks) / 2))
