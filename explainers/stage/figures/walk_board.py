"""What a scene about gradient descent draws: one walk on a surface, on its map and as a curve, with its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from manim import (
    DL,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Mobject,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
)

from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import Loss
from explainers.maths.verdicts import inside
from explainers.stage.descent_zones import walk_zones
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.descent_path import DescentPath
from explainers.stage.figures.legible import on_plate
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.loss_curve import LossCurve
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.polylines import cut_dashes, discs_to_points, pieces_to_points
from explainers.stage.figures.race_chart import crosses
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.figures.step_formulas import formula_line, rule_lines
from explainers.stage.figures.surface_path import SurfacePath
from explainers.stage.figures.surface_plot import SurfacePlot
from explainers.stage.figures.surface_view import View
from explainers.stage.figures.walk_numbers import WalkNumbers
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone, keep_inside

Array = npt.NDArray[np.float64]

LEVELS = 13
KEY_LINE = 0.42
LEAST_ONE_LINE = 4.2
"""Width of a chart from which on its heading and the key to its curves stand on one line."""


class WalkBoard:
    """Everything that the scene draws, laid out."""

    def __init__(self, numbers: WalkNumbers, loss: Loss, frame: Frame, theme: Theme, steps: int) -> None:
        self.theme, self.numbers, self.loss = theme, numbers, loss
        points = numbers.descent.points
        zones = walk_zones(frame, numbers.window)
        self.progress = ValueTracker(0.0)
        levels = tuple((np.arange(LEVELS) + 0.5) / LEVELS)

        self.formula = formula_line(zones.words, numbers.formula, loss.expression.text, theme)
        self.rule, self.step_sum = rule_lines(zones.words, numbers, theme)
        self.surface_zone = zones.surface or Zone(
            zones.words.left, zones.words.right, self.rule.get_top()[1] + 0.42, self.formula.get_bottom()[1] - 0.05
        )

        fine_x, fine_y, fine = grid(loss, 110)
        scale = choose_height_scale(fine)
        self.surface = SurfacePlot(self.surface_zone, theme, fine_x, fine_y, scale.height(fine), levels=levels)
        self.surface_path = SurfacePath(points, self.surface, theme)
        samples = self.surface_path.samples()
        # Where the walk begins and ends counts as much as all that lies between.
        ends = np.repeat(samples[[0, -1]], max(1, len(samples) // 3), axis=0)
        self.raised = self.surface.clear_view(np.vstack([samples, ends]))
        flat = replace(self.raised, azimuth=self.raised.azimuth - 30, elevation=self.raised.elevation + 12, rise=0.0)
        self.surface.label_edges_near(self.raised)
        self.map = ContourMap(zones.map, theme, fine_x, fine_y, scale.height(fine), levels=levels)
        self.map_path = DescentPath(points, self.map, theme)
        # The key to three curves stands beside the heading, above it where both are too long for a line.
        key_above = zones.chart.width < LEAST_ONE_LINE
        chart_zone = replace(zones.chart, top=zones.chart.top - KEY_LINE * key_above)
        self.chart = LossCurve(
            chart_zone, theme, numbers.descent.values, steps=steps,
            beside=(numbers.slower.values, numbers.faster.values),
        )  # fmt: skip
        height = "height: log scale of the loss" if scale.logarithmic else "height: the loss"
        self.height_note = Text(height, font_size=theme.sizes.small, color=theme.muted)
        self.height_note.next_to(self.rule, UP, buff=0.14).align_to(zones.words.bottom_left, LEFT)
        self.note_place = self.height_note.get_center()
        self._open(frame.stage, flat)
        self.panel = self._panel(zones.panel)
        self.markers = self._minimum_markers()
        self.arrow, self.arrow_label = self._downhill_arrow()
        self.to_minimum = self._line_to_minimum()
        self.end_mark = self._end_mark()
        self.other_curves, self.legend = self._other_rates(self.chart.heading.get_y() + KEY_LINE * key_above)
        self.flying = VMobject()
        for follower in (self.surface_path, self.map_path, self.chart):
            follower.follow(self.progress.get_value)

    # --- motion --------------------------------------------------------------------------------------------------

    def lift_lines(self) -> VMobject:
        """Take the contour lines off the surface, as it is seen now: they will move to the map."""
        self.flying = self.surface.contours().set_stroke(self.theme.text, opacity=0.8)
        return self.flying

    def lines_move_to_map(self) -> list[Animation]:
        """Return the animation of the contour lines, seen from above, onto the map: a scaled copy of them."""
        corners = np.array(self.map.window).reshape(2, 2).T
        here, there = self.surface.to_screen(corners), self.map.to_screen(corners)
        factor = float(np.linalg.norm(there[1] - there[0]) / np.linalg.norm(here[1] - here[0]))
        moved = self.flying.animate(run_time=1.4).scale(factor, about_point=here[0]).shift(there[0] - here[0])
        return [moved]

    def movers(self) -> tuple[Mobject, ...]:
        """Return what moves: after what stands still in Manim's order, so that that is painted once."""
        return self.chart.curve, self.chart.point, self.surface_path, self.map_path

    def walk(self) -> Animation:
        """Return the walk from the first step to the last, slower where the path is long on the map."""
        steps = self.numbers.steps_taken
        first = self.numbers.first_step_count
        if steps <= first:
            return Wait(0.6)
        pace = walking_pace(self.map_path, first)
        places = np.arange(first, steps + 1)
        return UpdateFromAlphaFunc(
            self.progress,
            lambda tracker, alpha: tracker.set_value(float(np.interp(alpha, pace, places))),
            rate_func=linear,
        )

    # --- parts ---------------------------------------------------------------------------------------------------

    def _open(self, stage: Zone, view: View) -> None:
        """Give the whole stage to the surface, as long as nothing stands beside it."""
        self.height_note.move_to(stage.bottom_left, aligned_edge=DL)
        low, high = self.height_note.get_top()[1] + 0.1, self.formula.get_bottom()[1] - 0.05
        self.surface.set_view(view, zone=Zone(stage.left, stage.right, low, high))

    def _panel(self, zone: Zone) -> NumbersPanel:
        """Return the live values of the last point reached."""
        theme, descent = self.theme, self.numbers.descent
        wide = Zone(zone.left, zone.left + zone.width / 0.85, zone.top - zone.height / 0.85, zone.top)
        panel = NumbersPanel(wide, theme, flows=zone.width > zone.height)

        def at() -> int:
            return int(np.floor(self.progress.get_value() + 1e-6))

        rows: tuple[tuple[str, str, Callable[[], float], str, bool], ...] = (
            ("step", 'upright("step")', at, theme.text, False),
            ("x", "x", lambda: float(descent.points[at()][0]), theme.path, True),
            ("y", "y", lambda: float(descent.points[at()][1]), theme.path, True),
            ("loss", "f", lambda: float(descent.values[at()]), theme.curve, True),
            ("slope", "||nabla f||", lambda: float(self.numbers.slopes[at()]), theme.gradient, False),
        )
        for name, symbol, source, color, signed in rows:
            number = (
                LiveNumber(0, decimals=0, font_size=theme.sizes.body, color=color, signed=False)
                if name == "step"
                else SignificantNumber(source(), font_size=theme.sizes.body, color=color, signed=signed)
            )
            panel.add_row(name, symbol, source, color=color, number=number)
        return panel.scale(0.85, about_point=zone.top_left)

    def _minimum_markers(self) -> VGroup:
        """Return a cross at each known minimum on the map."""
        known = [point for point in self.loss.minima if inside([point], self.map.window)[0]]
        if not known:
            return VGroup()
        return VGroup(crosses(self.map.to_screen(known), self.theme))

    def _downhill_arrow(self) -> tuple[LiveArrow, VGroup]:
        """Return the arrow from the start against the gradient, of a fixed length on the map, and its label."""
        theme, area = self.theme, self.map.area
        start = self.map.to_screen([self.numbers.start])[0]
        gradient = np.array([*self.numbers.gradient, 0.0])
        if not np.any(gradient):
            return LiveArrow(start, start, color=theme.gradient), VGroup()
        downhill = -gradient / np.linalg.norm(gradient)
        length = float(np.clip(room_along(start, downhill, area) - 0.05, 0.35, 0.85))
        arrow = LiveArrow(start + length * downhill, start, color=theme.gradient, stroke_width=5, head=0.24)
        arrow.set_stroke(theme.background, width=9, background=True)
        label = Formula("-nabla f", font_size=theme.sizes.small, color=theme.gradient)
        across = np.array([-downhill[1], downhill[0], 0])
        side = across if across @ (area.center - start) >= 0 else -across
        if self.numbers.nearest_minimum:
            # On the side away from the line to the minimum.
            to_minimum = self.map.to_screen([self.numbers.nearest_minimum])[0] - start
            side = -across if across @ to_minimum > 0 else across
        label.move_to(start + 0.75 * length * downhill + 0.4 * side)
        keep_inside(label, area.inset(0.08))
        return arrow, on_plate(label, theme)

    def _line_to_minimum(self) -> VGroup:
        """Return the dashed line from the start to the nearest known minimum, where that is not straight downhill."""
        minimum, angle = self.numbers.nearest_minimum, self.numbers.angle_to_minimum
        if minimum is None or angle is None:
            return VGroup()
        start, end = self.map.to_screen([self.numbers.start, minimum])
        line = VMobject(stroke_color=self.theme.minimum, stroke_width=3)
        line.points = pieces_to_points(*cut_dashes(start[None], end[None], 0.06))
        return VGroup(line.set_stroke(self.theme.background, width=6, background=True))

    def _end_mark(self) -> VMobject:
        """Return a ring around where the path ends on the map, or where it leaves it."""
        path = DescentPath(self.numbers.descent.points, self.map, self.theme).show(self.numbers.steps_taken)
        reached = self.theme.good if self.numbers.verdict.outcome == "converged" else self.theme.text
        ring = VMobject(stroke_color=self.theme.warning if path.ball_is_outside else reached, stroke_width=4)
        ring.points = discs_to_points(path.ball.get_center()[None], 0.13 if path.ball_is_outside else 0.2)
        return ring.set_stroke(self.theme.background, width=8, background=True)

    def _other_rates(self, height: float) -> tuple[tuple[VMobject, VMobject], tuple[VGroup, ...]]:
        """Return the curves of half and twice the learning rate, and the key to the three curves."""
        theme, chart = self.theme, self.chart
        curves = (
            chart.other_curve(self.numbers.slower.values, dash=0.16, color=theme.muted),
            chart.other_curve(self.numbers.faster.values, dash=0.06, color=theme.warning),
        )
        keys = [
            VGroup(dashed_sample(dash, color), Formula(symbol, font_size=theme.sizes.small, color=color))
            for dash, color, symbol in (
                (1, theme.curve, "eta"),
                (0.16, theme.muted, "eta\\/2"),
                (0.06, theme.warning, "2 eta"),
            )
        ]
        for key in keys:
            key.arrange(RIGHT, buff=0.1)
        legend = VGroup(*keys).arrange(RIGHT, buff=0.22)
        legend.move_to([chart.area.right, height, 0], aligned_edge=RIGHT)
        return curves, tuple(keys)


def grid(loss: Loss, cells: int) -> tuple[Array, Array, Array]:
    """Return x, y and the loss over its window, on about ``cells * cells`` square cells."""
    x_lo, x_hi, y_lo, y_hi = loss.window
    aspect = float(np.clip((x_hi - x_lo) / (y_hi - y_lo), 0.3, 3.5)) ** 0.5
    x, y = np.linspace(x_lo, x_hi, round(cells * aspect) + 1), np.linspace(y_lo, y_hi, round(cells / aspect) + 1)
    return x, y, loss.value(*np.meshgrid(x, y))


def dashed_sample(dash: float, color: str) -> VMobject:
    """Return a short line for a key, drawn as its curve is."""
    sample = VMobject(stroke_color=color, stroke_width=4)
    sample.points = pieces_to_points(*cut_dashes(np.zeros((1, 3)), np.array([[0.44, 0, 0]]), dash))
    return sample


def walking_pace(path: DescentPath, first: int) -> Array:
    """Return the share of the walk's time at which each point from `first` on is reached.

    The time of a step grows with the root of its length on the map: long steps are slower to follow, and the many short
    ones at the end still take their part.
    """
    lengths = path.lengths()[first:]
    time = np.sqrt(lengths) + 0.35 * np.sqrt(lengths).mean() + 1e-9
    return np.concatenate([[0], np.cumsum(time)]) / time.sum()


def room_along(start: Array, direction: Array, area: Zone) -> float:
    """Return how far one can go from `start` without leaving the area."""
    rooms = [
        ((high if along > 0 else low) - place) / along
        for place, along, low, high in (
            (start[0], direction[0], area.left, area.right),
            (start[1], direction[1], area.bottom, area.top),
        )
        if abs(along) > 1e-9
    ]
    return float(min(rooms))
