"""Estimates of one quantity below its axis, each on a lane of its own, so that close ones stay apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import DOWN, LEFT, RIGHT, Dot, VGroup, VMobject

from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.belief_number import BeliefNumber
from explainers.stage.figures.density import DensityPlot
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

GAP = 0.14
"""Between a dot and its number."""


@dataclass(frozen=True)
class LaneStyle:
    """A lane's key, the word at its left end, its colour, and the digits of its number."""

    key: str
    name: str
    color: str
    decimals: int


class Lane(VGroup):
    """A dot at an estimate with its number beside it, and a faint line to run along."""

    def __init__(self, style: LaneStyle, theme: Theme, plot: DensityPlot, y: float, gutter: Zone) -> None:
        super().__init__()
        self.plot = plot
        self.y = y
        self.value: float | None = None
        self.number_on_left = False
        self._shown: dict[int, bool] = {}
        self.rail = VMobject(stroke_color=theme.grid, stroke_width=1.5)
        self.rail.set_points_as_corners(np.array([[plot.plot.left, y, 0], [plot.plot.right, y, 0]]))
        self.name_label = Text(style.name, font_size=theme.sizes.small, color=style.color)
        if self.name_label.width > gutter.width:
            self.name_label.scale_to_fit_width(gutter.width)
        self.name_label.move_to([gutter.right, y, 0], aligned_edge=RIGHT)
        self.dot = Dot(radius=0.085, color=style.color)
        self.off_left, self.off_right = (self._head(side, style.color) for side in (LEFT, RIGHT))
        self.number = BeliefNumber(
            0.0,
            decimals=style.decimals,
            font_size=theme.sizes.small,
            color=style.color,
            signed=False,
            most_characters=14,
        )
        # A plate under the number keeps the rail from striking it through.
        self.plate = VMobject(stroke_width=0, fill_color=theme.background, fill_opacity=1)
        self.add(self.rail, self.name_label, self.plate, self.off_left, self.off_right, self.dot, self.number)
        self.put(None)

    def _head(self, side: np.ndarray, color: str) -> VMobject:
        """An arrow head at the plot's edge: the estimate lies beyond."""
        edge = self.plot.plot.right if side[0] > 0 else self.plot.plot.left
        tip = np.array([edge, self.y, 0.0])
        head = VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
        back = tip - 0.2 * side
        head.set_points_as_corners(np.array([tip, back + 0.1 * DOWN, back - 0.1 * DOWN, tip]))
        return head

    def put(self, value: float | None) -> None:
        """Move the dot to a value; None or NaN takes it away."""
        self.value = None if value is None or math.isnan(value) else value
        window = self.plot.window
        exists = self.value is not None
        shown = self.value if self.value is not None else 0.0
        inside = window.low <= shown <= window.high
        self._show(self.dot, exists and inside)
        self._show(self.off_left, exists and shown < window.low)
        self._show(self.off_right, exists and shown > window.high)
        x = float(self.plot.to_point(min(max(shown, window.low), window.high), 0)[0])
        self.dot.move_to([x, self.y, 0])
        self.number.set_value(shown)
        self._show(self.number, exists)
        self._show(self.plate, exists)
        self._place_number(x)

    def _show(self, part: VMobject, shown: bool) -> None:
        """Set an opacity only where it changes: Manim takes longer over it than over a place."""
        if self._shown.get(id(part)) != shown:
            self._shown[id(part)] = shown
            part.set_opacity(float(shown))

    def _place_number(self, x: float) -> None:
        width = self.number.width_shown()
        edges = self.plot.plot
        buff = GAP + 0.085 if edges.left + 0.2 < x < edges.right - 0.2 else GAP + 0.2
        left = x - buff - width if self.number_on_left else x + buff
        if left + width > edges.right:
            left = x - buff - width
        if left < edges.left:
            left = x + buff
        self.number.place(left, self.y)
        half = np.array([width / 2 + 0.05, 0.13, 0.0])
        middle = np.array([left + width / 2, self.y, 0.0])
        signs = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0], [-1, -1, 0]])
        self.plate.set_points_as_corners(middle + signs * half)


class EstimateLanes(VGroup):
    """Lanes from top to bottom, and an arrow that shows how far one estimate lies from another."""

    def __init__(self, zone: Zone, theme: Theme, plot: DensityPlot, gutter: Zone, styles: Sequence[LaneStyle]) -> None:
        super().__init__()
        rows = zone.rows(*[1.0] * len(styles), gap=0.0)
        self.lanes = {
            style.key: Lane(style, theme, plot, float(row.center[1]), gutter)
            for style, row in zip(styles, rows, strict=True)
        }
        self.guide = VMobject(stroke_color=theme.muted, stroke_width=2)
        self.arrow = LiveArrow([0, 0, 0], color=theme.text, stroke_width=4, head=0.2)
        self.arrow.put([0, 0, 0], [0, 0, 0])
        self.add(*self.lanes.values(), self.guide, self.arrow)

    def put(self, key: str, value: float | None) -> None:
        """Move the dot of a lane."""
        self.lanes[key].put(value)

    def refresh(self) -> None:
        """Follow the plot to another window."""
        for lane in self.lanes.values():
            lane.put(lane.value)

    def pull(self, start: str, end: str, share: float) -> None:
        """Draw the arrow on the lane of `end`, from the estimate of `start`, a share of the way."""
        first, last = self.lanes[start], self.lanes[end]
        if first.value is None or last.value is None or share <= 0:
            return
        source, target = first.dot.get_center(), last.dot.get_center()
        corner = np.array([source[0], target[1], 0.0])
        self.guide.set_points_as_corners(np.array([source, corner]))
        last.number_on_left = bool(target[0] < source[0])
        last.put(last.value)
        # The arrow's point touches the dot; between dots closer than that there is none.
        way = target - corner
        length = float(np.linalg.norm(way))
        reach = max(length - last.dot.width / 2, 0.0) / length if length > 1e-9 else 0.0
        self.arrow.put(corner, corner + share * reach * way)
