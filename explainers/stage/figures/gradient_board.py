"""What a scene about the gradient draws: the map with its arrows, the panel, and the slope in every direction."""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from manim import DL, DOWN, LEFT, UL, Mobject, VGroup, VMobject

from explainers.maths.directional_slope import Pair, Slopes
from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import Loss
from explainers.stage.descent_zones import field_zones
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.direction_chart import DirectionChart
from explainers.stage.figures.gradient_arrows import GradientArrows
from explainers.stage.figures.legible import on_plate
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane_lines import dashes
from explainers.stage.figures.polylines import discs_to_points, lines_to_pieces, pieces_to_points
from explainers.stage.figures.race_chart import crosses
from explainers.stage.figures.right_angle import RightAngle
from explainers.stage.figures.significant_number import SignificantNumber, significant
from explainers.stage.figures.surface_plot import contour_lines
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone, keep_inside

Array = npt.NDArray[np.float64]

REACH = 1.0
"""Length of the arrows from the ball, on the screen: they show directions, not sizes."""
LEVELS = 13
GRID = 161
ARC = 0.62


class FieldNumbers(Protocol):
    """What the board shows."""

    @property
    def title(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def window(self) -> tuple[float, float, float, float]: ...
    @property
    def point(self) -> Pair: ...
    @property
    def slopes(self) -> Slopes: ...
    @property
    def nearest_minimum(self) -> Pair | None: ...
    @property
    def angle_off(self) -> float | None: ...
    @property
    def power(self) -> int: ...
    @property
    def quarter_turns(self) -> tuple[int, ...]: ...


class GradientBoard:
    """The parts; `degrees` is where the pointer points now, `swept` how far the wave is drawn."""

    def __init__(self, numbers: FieldNumbers, frame: Frame, theme: Theme, loss: Loss) -> None:
        self.numbers, self.theme, self.loss = numbers, theme, loss
        self.degrees = self.swept = 0.0
        zones = field_zones(frame, numbers.window)
        self._draw_map(zones.map)
        self.formula = self._formula(zones.formula)
        self.panel = self._panel(zones.panel)
        slopes = numbers.slopes
        self.chart = DirectionChart(zones.chart, theme, slopes.at, slopes.steepness, numbers.quarter_turns)
        self.chart.follow(lambda: self.swept, lambda: self.degrees)
        marks = (slopes.direction, slopes.across, slopes.opposite)
        colors = (theme.gradient, theme.text, theme.path)
        self.rings = [
            VMobject() if mark is None else self.chart.ring(mark, color=color)
            for mark, color in zip(marks, colors, strict=True)
        ]
        self._write(zones.results)
        self._arrows()
        self._minimum()
        # The contour line appears after the arrows, and lies under them.
        for part in (self.contour, self.field):
            part.set_z_index(1)
        for part in (self.pointer, self.right_angle, self.gradient, self.downhill, self.way, self.minima, self.angle):
            part.set_z_index(2)
        self.ball.set_z_index(3)

    def tip(self, degrees: float, reach: float = REACH) -> Array:
        """Return the point of the scene so far from the ball in a direction."""
        angle = np.radians(degrees)
        return np.asarray(self.center + reach * np.array([np.cos(angle), np.sin(angle), 0.0]))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _draw_map(self, zone: Zone) -> None:
        numbers, theme, loss = self.numbers, self.theme, self.loss
        x_lo, x_hi, y_lo, y_hi = numbers.window
        x, y = np.linspace(x_lo, x_hi, GRID), np.linspace(y_lo, y_hi, GRID)
        values = loss.value(*np.meshgrid(x, y))
        scale = choose_height_scale(values)
        heights = scale.height(values)
        self.map = ContourMap(zone, theme, x, y, heights, levels=tuple((np.arange(LEVELS) + 0.5) / LEVELS))
        self.center = self.map.to_screen([numbers.point])[0]
        self.ball = VMobject(fill_color=theme.ball, fill_opacity=1, stroke_color=theme.background, stroke_width=2)
        self.ball.points = discs_to_points(self.center[None], 0.12)
        self.circle = VMobject(stroke_color=theme.text, stroke_width=2, stroke_opacity=0.6)
        self.circle.points = discs_to_points(self.center[None], REACH)
        self.contour = VMobject(stroke_color=theme.text, stroke_width=4)
        if numbers.slopes.steepness:
            height = float(scale.height(loss.value(*numbers.point)))
            starts, ends = lines_to_pieces(contour_lines(x, y, heights, [height]))
            self.contour.points = pieces_to_points(self.map.to_screen(starts), self.map.to_screen(ends))
        self.contour.set_stroke(theme.background, width=8, background=True)
        self.field = GradientArrows(self.map, theme, loss.gradient, power=numbers.power, clear=(self.center, 0.35))

    def _formula(self, zone: Zone) -> Mobject:
        """The loss, as a formula where there is room, otherwise by its title."""
        theme = self.theme
        line: Mobject = Formula(f"f(x, y) = {self.numbers.formula}", font_size=theme.sizes.body, color=theme.text)
        least = theme.sizes.small / theme.sizes.body
        if line.width * least > zone.width or line.height * least > zone.height:
            line = Text(self.numbers.title, font_size=theme.sizes.body, color=theme.text)
        line.scale(min(1.0, zone.width / line.width, zone.height / line.height))
        return line.move_to(zone.top_left, aligned_edge=UL)

    def _panel(self, zone: Zone) -> NumbersPanel:
        theme, slopes = self.theme, self.numbers.slopes
        panel = NumbersPanel(zone, theme)
        size = theme.sizes.body
        direction = LiveNumber(0, decimals=1, font_size=size, color=theme.text, signed=False)
        panel.add_row("direction", 'upright("direction in degrees")', lambda: self.degrees, number=direction)
        slope = SignificantNumber(slopes.gradient[0], font_size=size, color=theme.curve)
        panel.add_row("slope", 'upright("slope that way")', self._clean_slope, color=theme.curve, number=slope)
        return panel

    def _clean_slope(self) -> float:
        """The slope where the pointer points; zero where only rounding is left of it."""
        slope = float(self.numbers.slopes.at(self.degrees))
        return slope if abs(slope) > 1e-9 * self.numbers.slopes.steepness else 0.0

    def _write(self, zone: Zone) -> None:
        theme, slopes = self.theme, self.numbers.slopes
        size = theme.sizes.body
        first, second = (_markup(part) for part in slopes.gradient)
        length = _markup(slopes.steepness)
        relation = "approx" if slopes.steepness else "="
        self.vector = Formula(
            f"nabla f = ({first}, {second}), quad norm(nabla f) {relation} {length}",
            font_size=size,
            color=theme.gradient,
        )
        self.cosine = Formula('upright("slope") = norm(nabla f) cos phi', font_size=size, color=theme.curve)
        lines = VGroup(self.vector, self.cosine)
        for line in lines:
            line.scale(min(1.0, zone.width / line.width))
        lines.arrange(DOWN, aligned_edge=LEFT, buff=0.22).move_to(zone.bottom_left, aligned_edge=DL)

    def _arrow(self, degrees: float | None, color: str, symbol: str, aside: float = 0.0) -> VGroup:
        """An arrow from the ball with its symbol at its tip, so many degrees aside; nothing without a direction."""
        if degrees is None:
            return VGroup()
        theme = self.theme
        arrow = LiveArrow(self.tip(degrees), self.center, color=color, stroke_width=7, head=0.3)
        arrow.set_stroke(theme.background, width=11, background=True)
        label = Formula(symbol, font_size=theme.sizes.label, color=color)
        label.move_to(self.tip(degrees + aside, REACH + 0.16))
        keep_inside(label, self.map.area.inset(0.12))
        return VGroup(arrow, *on_plate(label, theme))

    def _arrows(self) -> None:
        theme, slopes = self.theme, self.numbers.slopes
        self.pointer = LiveArrow(self.tip(0), self.center, color=theme.text, stroke_width=5, head=0.26)
        self.pointer.set_stroke(theme.background, width=9, background=True)
        self.pointer.follow(lambda: self.tip(self.degrees), lambda: self.center)
        up = self.tip(slopes.direction or 0.0)
        self.right_angle = RightAngle(
            lambda: self.center, lambda: up, lambda: self.tip(self.degrees), color=theme.text, size=0.24
        )
        # Beside its tip, towards the middle of the map; and not where the way to the minimum will be.
        inwards = self.map.area.center - self.center
        along = up - self.center
        left = along[0] * inwards[1] - along[1] * inwards[0] >= 0
        self.gradient = self._arrow(slopes.direction, theme.gradient, "nabla f", aside=26 if left else -26)
        self.downhill = self._arrow(slopes.opposite, theme.path, "-nabla f", aside=-math.copysign(26, self._turn()))

    def _turn(self) -> float:
        """By how many degrees the way to the nearest minimum lies to the left of downhill."""
        minimum, opposite = self.numbers.nearest_minimum, self.numbers.slopes.opposite
        if minimum is None or opposite is None:
            return 0.0
        across, along = np.subtract(minimum, self.numbers.point)
        return (math.degrees(math.atan2(along, across)) - opposite + 180) % 360 - 180

    def _minimum(self) -> None:
        """The known minima, the way to the nearest, and the angle that downhill misses it by."""
        numbers, theme = self.numbers, self.theme
        minima = self.loss.minima
        self.minima: Any = crosses(self.map.to_screen(minima), theme) if minima else VGroup()
        self.way, self.angle = VGroup(), VGroup()
        if numbers.nearest_minimum is None or numbers.angle_off is None or numbers.slopes.opposite is None:
            return
        end = self.map.to_screen([numbers.nearest_minimum])[0]
        line = VMobject(stroke_color=theme.minimum, stroke_width=4)
        line.points = dashes(self.center, end)
        self.way.add(line.set_stroke(theme.background, width=8, background=True))
        if numbers.angle_off < 8:
            return
        turn = self._turn()
        corners = np.array([self.tip(numbers.slopes.opposite + share * turn, ARC) for share in np.linspace(0, 1, 33)])
        arc = VMobject(stroke_color=theme.text, stroke_width=4)
        arc.points = pieces_to_points(corners[:-1], corners[1:])
        label = Formula(f"{numbers.angle_off:.0f} degree", font_size=theme.sizes.body, color=theme.text)
        # In the middle of the angle, so far out that it clears both of its sides.
        reach = min(1.6, max(ARC + 0.4, 0.42 / np.sin(np.radians(min(numbers.angle_off, 90) / 2))))
        label.move_to(self.tip(numbers.slopes.opposite + turn / 2, reach))
        keep_inside(label, self.map.area.inset(0.12))
        self.angle.add(arc.set_stroke(theme.background, width=8, background=True), *on_plate(label, theme))


def _markup(value: float) -> str:
    body, exponent = significant(value)
    if "." in body and not exponent:
        body = body.rstrip("0").rstrip(".")
    return body.replace("×", " dot ") + (f"^({exponent})" if exponent else "")
