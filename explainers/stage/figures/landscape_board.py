"""What a scene about a model's loss draws: the data with the model's curve, the map of its weights, and the numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt
from manim import LEFT, Animation, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth

from explainers.maths.height_scale import choose_height_scale
from explainers.maths.landscape import Landscape
from explainers.maths.pairs import pair
from explainers.maths.regression import Weights
from explainers.stage.descent_zones import landscape_zones
from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.descent_path import WAKE, DescentPath
from explainers.stage.figures.numbers_panel import INSET, NumbersPanel
from explainers.stage.figures.polylines import discs_to_points
from explainers.stage.figures.race_chart import crosses
from explainers.stage.figures.regression_plot import RegressionPlot
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]

LEVELS = tuple((np.arange(13) + 0.5) / 13)
GRID = 201
LEAST_TWO_ROWS = 1.2
"""Height from which on a panel has two rows of numbers."""


class LandscapeNumbers(Protocol):
    """What the board shows."""

    @property
    def feature(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def x(self) -> Array: ...
    @property
    def y(self) -> Array: ...


class LandscapeBoard:
    """Data and curve left, the map of the weights in the middle, the numbers right: one state, drawn three times."""

    def __init__(
        self, numbers: LandscapeNumbers, view: Landscape, frame: Frame, theme: Theme, like: LandscapeBoard | None = None
    ) -> None:
        self.theme, self.view = theme, view
        zones = landscape_zones(frame)
        self.start: Weights = (0.0, 0.0)
        self.weights = self.start
        self.map, self.mark = self._map(zones.map), VGroup()
        # Too long steps jump about, and would cover the map.
        wake = WAKE if view.outcome != "arrived" and view.learning_rate > view.limit else None
        self.path = DescentPath(view.descent.points, self.map[0], self.theme, wake=wake)
        self.lowest = view.minimum or self._far_down()
        self.mark = self._mark()
        if like is None:
            names = (numbers.feature, numbers.target)
            self.plot = RegressionPlot(zones.data, self.theme, numbers.x, numbers.y, self._predict, names=names)
            self.ball = VMobject(
                fill_color=self.theme.ball, fill_opacity=1, stroke_color=self.theme.background, stroke_width=2
            )
            self.panel = self._panel(zones.panel, flows=not frame.wide)
        else:
            self.plot, self.ball, self.panel = like.plot, like.ball, like.panel
            self.weights = view.scaling.scaled(like.raw(like.weights))
            self._connect()

    def raw(self, weights: Weights) -> Weights:
        """Return weights of the feature as it was measured."""
        return self.view.scaling.unscaled(weights)

    # --- motion ---------------------------------------------------------------------------------------------------

    def place(self, weights: Weights) -> None:
        """Show this state: the ball on the map, the curve through the data, the numbers."""
        self.weights = weights
        self.plot.show(self.raw(self.weights))
        inside = self._inside(self.weights)
        self.ball.points = discs_to_points(self.map[0].to_screen([self.weights]), 0.11) if inside else np.zeros((0, 3))

    def go(self, target: Weights) -> tuple[Animation, ...]:
        """Return the straight way from here to other weights."""
        first = np.array(self.weights)
        return self._along(lambda share: (1 - share) * first + share * np.array(target))

    def wander(self) -> tuple[Animation, ...]:
        """Return a loop over the map, from here and back."""
        first = np.array(self.weights)
        low_w, high_w, low_b, high_b = self.map[0].window
        reach = 0.32 * np.array([high_w - low_w, high_b - low_b])
        center = np.array([low_w + high_w, low_b + high_b]) / 2

        def at(share: float) -> Array:
            turn = 2 * np.pi * share
            loop = center + reach * np.array([np.sin(turn), -np.cos(turn)])
            # The loop is left and joined where the ball stood.
            away = np.sin(np.pi * share) if share < 1 else 0.0
            return (1 - away) * first + away * loop

        return self._along(at)

    def begin_walk(self) -> None:
        """Put the path in the ball's place."""
        self.ball.points = np.zeros((0, 3))
        self.path.show(0)

    def walk(self) -> tuple[Animation, ...]:
        """Return gradient descent from the first step to the last, slower in the beginning, where steps are long."""
        steps = self.view.descent.steps_taken

        def step(path: DescentPath, share: float) -> None:
            path.show(steps * share**1.7)
            self.weights = pair(path.point(path.progress))
            self.plot.show(self.raw(self.weights))

        return self._with_curve(UpdateFromAlphaFunc(self.path, step, rate_func=linear))

    def _along(self, way: Callable[[float], Array]) -> tuple[Animation, ...]:
        return self._with_curve(
            UpdateFromAlphaFunc(self.ball, lambda _, share: self.place(pair(way(share))), rate_func=smooth)
        )

    def _with_curve(self, motion: Animation) -> tuple[Animation, ...]:
        """Add what follows a motion: Manim takes for still what no animation names."""
        return motion, Animation(self.plot.misses), Animation(self.plot.curve)

    # --- parts ----------------------------------------------------------------------------------------------------

    def _predict(self, x: Array, weights: Weights) -> Array:
        """Return what weights of the feature as it was measured predict."""
        return self.view.loss.predict(x, weights)

    def _map(self, zone: Zone) -> VGroup:
        """Return the contour map, with what the feature is measured in below it."""
        window = self.view.window
        x, y = np.linspace(window[0], window[1], GRID), np.linspace(window[2], window[3], GRID)
        values = self.view.loss.value(*np.meshgrid(x, y))
        heights = choose_height_scale(values).height(values)
        measured = "feature as measured" if self.view.scaling.unit == 1 else "feature standardised"
        note = Text(measured, font_size=self.theme.sizes.small, color=self.theme.muted)
        above = replace(zone, bottom=zone.bottom + 0.35)
        contours = ContourMap(above, self.theme, x, y, heights, levels=LEVELS, stretched=True, names=("w", "b"))
        note.move_to([contours.area.center[0], zone.bottom, 0], aligned_edge=np.array([0, -1, 0]))
        return VGroup(contours, note)

    def _mark(self) -> VGroup:
        """Return a cross at the minimum."""
        if self.view.minimum is None:
            return VGroup()
        return VGroup(crosses(self.map[0].to_screen([self.view.minimum]), self.theme))

    def _far_down(self) -> Weights:
        """Return the lowest point that the map shows."""
        window = self.view.window
        x, y = np.meshgrid(np.linspace(*window[:2], 41)[1:-1], np.linspace(*window[2:], 41)[1:-1])
        row = int(np.argmin(self.view.loss.value(x, y)))
        return float(x.ravel()[row]), float(y.ravel()[row])

    def _panel(self, zone: Zone, *, flows: bool) -> NumbersPanel:
        panel = NumbersPanel(zone, self.theme, flows=flows)
        colors = {"w": self.theme.path, "b": self.theme.path, "L": self.theme.text}
        for name, color in colors.items():
            number = SignificantNumber(1.0, font_size=self.theme.sizes.body, color=color, signed=name != "L")
            panel.add_row(name, name, self._reading(name), color=color, number=number)
        if flows:
            # Numbers grow longer than they are at first: each column keeps its share of the width.
            places = (0, 1, 2) if zone.height < LEAST_TWO_ROWS else (0, 0, 1)
            for row, column in zip(panel.rows, places, strict=True):
                row.set_x(zone.left + INSET + column * (zone.width - INSET) / (places[-1] + 1), direction=LEFT)
        return panel

    def _connect(self) -> None:
        """Let the numbers be those of this board from now on."""
        for name in ("w", "b", "L"):
            number = self.panel.number(name)
            number.clear_updaters()
            number.follow(self._reading(name))

    def _reading(self, name: str) -> Callable[[], float]:
        readings: dict[str, Callable[[], float]] = {
            "w": lambda: self.weights[0],
            "b": lambda: self.weights[1],
            "L": lambda: float(self.view.loss.value(*self.weights)),
        }
        return readings[name]

    def _inside(self, weights: Weights) -> bool:
        low_w, high_w, low_b, high_b = self.map[0].window
        return low_w <= weights[0] <= high_w and low_b <= weights[1] <= high_b
