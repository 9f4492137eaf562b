"""Several curves over the number of steps, growing together, each in its own style."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, UP, LineJointType, VGroup, VMobject

from explainers.stage.figures.descent_path import EDGE, EDGE_OPACITY, RIM
from explainers.stage.figures.loss_curve import LossCurve
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.figures.runner import MARKER, RunnerStyle, marker_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]


class RaceChart(LossCurve):
    """Axes for several curves; the scale is logarithmic where the range asks for it.

    Parameters
    ----------
    low, high
        What the vertical axis shows; curves are cut there.
    steps
        Where the horizontal axis ends.
    name
        What is measured.
    """

    def __init__(self, zone: Zone, theme: Theme, *, low: float, high: float, steps: int, name: str) -> None:
        super().__init__(zone, theme, [high, low], steps=steps)
        scale = ", log scale" if self.logarithmic else ""
        corner = self.heading.get_corner(UP + LEFT)
        self.remove(self.heading, self.curve, self.point)
        self.heading = Text(name + scale, font_size=theme.sizes.small, color=theme.muted)
        self.heading.move_to(corner, aligned_edge=UP + LEFT)
        self.add(self.heading)

    def runner(self, values: npt.ArrayLike, style: RunnerStyle) -> RunnerCurve:
        """Return a curve on these axes, nothing of it drawn yet."""
        return RunnerCurve(self, np.asarray(values, dtype=float), style)

    def level(self, value: float, *, color: str) -> VMobject:
        """Return a dotted line across the chart at a value."""
        return self.guide(np.array([value, value]), [0, self.last_step], color=color)

    def guide(self, values: npt.ArrayLike, steps: npt.ArrayLike, *, color: str) -> VMobject:
        """Return a thin dotted line through values at some steps, cut at the edge."""
        line = VMobject(stroke_color=color, stroke_width=2.5)
        line.points = self._clipped(self.to_screen(steps, values), dash=0.05)
        return line


class RunnerCurve(VGroup):
    """A curve of a `RaceChart` that grows, with its marker at the head."""

    def __init__(self, chart: RaceChart, values: Array, style: RunnerStyle) -> None:
        super().__init__()
        self.chart, self.values, self.style = chart, values, style
        self.line = VMobject(stroke_color=style.color, stroke_width=4, joint_type=LineJointType.ROUND)
        self.line.set_stroke(chart.theme.background, width=EDGE, opacity=EDGE_OPACITY, background=True)
        self.head = VMobject(
            fill_color=style.color, fill_opacity=1, stroke_color=chart.theme.background, stroke_width=RIM
        )
        self.add(self.line, self.head)
        self.show(0.0)

    def show(self, progress: float) -> RunnerCurve:
        """Draw the curve up to `progress`, in steps."""
        chart = self.chart
        self.progress = progress = float(np.clip(progress, 0, len(self.values) - 1))
        steps = np.append(np.arange(math.floor(progress + 1e-9) + 1), progress)
        points = chart.to_screen(steps, chart._along(self.values, steps))
        self.line.points = chart._clipped(points, dash=self.style.dash)
        head, area = points[-1], chart.area
        inside = area.bottom - 1e-6 <= head[1] <= area.top + 1e-6
        radius = MARKER * self.style.size
        self.head.points = marker_points(self.style.marker, head, radius) if inside else np.zeros((0, 3))
        return self

    def miss(self, values: Array) -> float | None:
        """Return how far the marker stands from a value of its step; None between two steps, or off the chart."""
        step = round(self.progress)
        if abs(self.progress - step) > 1e-9 or not len(self.head.points):
            return None
        return float(np.linalg.norm(self.head.points.mean(axis=0) - self.chart.to_screen([step], [values[step]])[0]))

    def follow(self, progress: Callable[[], float]) -> RunnerCurve:
        """Draw the curve up to what `progress` gives, in every frame."""
        self.add_updater(lambda curve: curve.show(progress()), call_updater=True)
        return self


def crosses(centers: Array, theme: Theme) -> VMobject:
    """Return a cross at each known minimum on a map."""
    arms = 0.1 * np.array([RIGHT + UP, RIGHT - UP])
    starts = np.concatenate([centers - arm for arm in arms])
    ends = np.concatenate([centers + arm for arm in arms])
    cross = VMobject(stroke_color=theme.minimum, stroke_width=4)
    cross.points = pieces_to_points(starts, ends)
    return cross.set_stroke(theme.background, width=8, background=True)
