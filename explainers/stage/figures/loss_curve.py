"""The loss after each step: a curve over the number of steps, on a logarithmic scale where the values ask for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, LineJointType, VGroup, VMobject

from explainers.stage.figures.polylines import clip_pieces, cut_dashes, discs_to_points, pieces_to_points
from explainers.stage.figures.ticks import nice_ticks, number_markup, whole_ticks
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

_LOG_FROM = 30.0
"""Largest over smallest value from which on the scale is logarithmic."""
_TICK = 0.08
_BELOW = -340.0
"""Where zero lies on a logarithmic scale: under the smallest double."""


class LossCurve(VGroup):
    """Axes, a curve that grows with the descent, and a point that runs along.

    Parameters
    ----------
    values
        The loss at the start and after each step; all finite.
    steps
        Where the horizontal axis ends; the number of values less one if left out.
    beside
        Other curves that will be shown: the scale leaves some room for them, and cuts what goes beyond.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        values: npt.ArrayLike,
        *,
        steps: int | None = None,
        beside: Sequence[npt.ArrayLike] = (),
    ) -> None:
        super().__init__()
        self.theme = theme
        self.values = np.asarray(values, dtype=float)
        self.last_step = max(1, steps or len(self.values) - 1)
        others = [np.asarray(other, dtype=float) for other in beside]
        self.logarithmic = wants_logarithm(self.values) and all(np.nanmin(other) >= 0 for other in others)
        self.low, self.high = self._range(others)
        self.heading = Text(
            "loss, log scale" if self.logarithmic else "loss", font_size=theme.sizes.small, color=theme.muted
        )
        self.axes = VGroup()
        self.area = self._lay_out(zone)
        self.curve = VMobject(stroke_color=theme.curve, stroke_width=4, joint_type=LineJointType.ROUND)
        self.point = VMobject(fill_color=theme.ball, fill_opacity=1, stroke_color=theme.background, stroke_width=2)
        self.add(self.axes, self.heading, self.curve, self.point)
        self.show(0.0)

    def to_screen(self, steps: npt.ArrayLike, values: npt.ArrayLike) -> Array:
        """Return where losses after some steps lie on the screen, shape (n, 3); not clipped."""
        across = self.area.left + np.asarray(steps, dtype=float) / self.last_step * self.area.width
        share = (self._scaled(values) - self.low) / (self.high - self.low)
        return np.column_stack([across, self.area.bottom + share * self.area.height, np.zeros(len(across))])

    def show(self, progress: float) -> Self:
        """Draw the curve up to `progress`, in steps."""
        progress = float(np.clip(progress, 0, len(self.values) - 1))
        steps = np.append(np.arange(math.floor(progress + 1e-9) + 1), progress)
        points = self.to_screen(steps, self._along(self.values, steps))
        self.curve.points = self._clipped(points)
        head = points[-1:]
        inside = self.area.bottom - 1e-6 <= head[0, 1] <= self.area.top + 1e-6
        self.point.points = discs_to_points(head, 0.09) if inside else np.zeros((0, 3))
        return self

    def follow(self, progress: Callable[[], float]) -> Self:
        """Draw the curve up to what `progress` gives, in every frame."""
        # On the curve alone: axes without an updater are painted once.
        self.curve.add_updater(lambda _: self.show(progress()), call_updater=True)
        return self

    def other_curve(self, values: npt.ArrayLike, *, dash: float, color: str) -> VMobject:
        """Return the whole curve of another descent on these axes, cut at their edge."""
        array = np.asarray(values, dtype=float)[: self.last_step + 1]
        points = self.to_screen(np.arange(len(array)), array)
        curve = VMobject(stroke_color=color, stroke_width=3.5, joint_type=LineJointType.ROUND)
        curve.points = self._clipped(points, dash=dash)
        return curve

    # --- inside --------------------------------------------------------------------------------------------------

    def _along(self, values: Array, steps: Array) -> Array:
        """Values between two steps: on the straight line that is drawn."""
        known = np.arange(len(values))
        scaled = np.interp(steps, known, self._scaled(values))
        return 10**scaled if self.logarithmic else scaled

    def _scaled(self, values: npt.ArrayLike) -> Array:
        array = np.asarray(values, dtype=float)
        if not self.logarithmic:
            return array
        # A loss of zero has no place on a logarithmic scale: it lies below every axis.
        return np.where(array > 0, np.log10(np.maximum(array, 1e-320)), _BELOW)

    def _range(self, beside: list[Array]) -> tuple[float, float]:
        shown = self._scaled(self.values[self.values > 0] if self.logarithmic else self.values)
        low, high = float(shown.min()), float(shown.max())
        # A loss that hardly changes is shown as a level line, not with its last digits in magnification.
        least = 1e-4 * max(abs(low), abs(high)) or 0.1
        if high - low < least:
            low, high = low - least / 2, high + least / 2
        span = high - low
        for other in beside:
            # Others may widen the picture by half, so that it is seen where they go.
            scaled = self._scaled(other)
            low = min(low, max(float(scaled.min()), low - 0.25 * span))
            high = max(high, min(float(scaled.max()), high + 0.3 * span))
        margin = 0.06 * (high - low)
        return low - margin, high + margin

    def _clipped(self, points: Array, dash: float | None = None) -> Array:
        starts, ends = points[:-1], points[1:]
        area = self.area
        window = (area.left - 1e-6, area.right + 1e-6, area.bottom, area.top)
        enter, leave = clip_pieces(starts[:, :2], ends[:, :2], window)
        kept = leave > enter
        along = (ends - starts)[kept]
        starts, ends = starts[kept] + enter[kept, None] * along, starts[kept] + leave[kept, None] * along
        if dash is not None and len(starts):
            starts, ends = cut_dashes(starts, ends, dash)
        return pieces_to_points(starts, ends)

    def _lay_out(self, zone: Zone) -> Zone:
        theme = self.theme
        labels = [
            (tick, Formula(markup, font_size=theme.sizes.small, color=theme.muted))
            for tick, markup in self._ticks(zone)
        ]
        room = max((label.width for _, label in labels), default=0.3) + _TICK + 0.12
        self.heading.move_to([zone.left, zone.top, 0], aligned_edge=UP + LEFT)
        top = zone.top - self.heading.height - 0.16
        area = Zone(zone.left + room, zone.right - 0.12, zone.bottom + 0.42, top)
        frame = VMobject(stroke_color=theme.axis, stroke_width=2)
        frame.set_points_as_corners(
            np.array([[area.left, area.top, 0], [area.left, area.bottom, 0], [area.right, area.bottom, 0]])
        )
        marks: list[tuple[Array, Array]] = []
        grid: list[tuple[Array, Array]] = []
        shown = VGroup()
        for tick, label in labels:
            height = area.bottom + (tick - self.low) / (self.high - self.low) * area.height
            place = np.array([area.left, height, 0.0])
            marks.append((place, place + _TICK * LEFT))
            grid.append((place, place + area.width * RIGHT))
            shown.add(label.next_to(place, LEFT, buff=_TICK + 0.06))
        name = Text("steps", font_size=theme.sizes.small, color=theme.muted)
        name.next_to([area.right, area.bottom, 0], DOWN, buff=_TICK + 0.06).align_to([area.right, 0, 0], RIGHT)
        for tick in whole_ticks(0, self.last_step, about=max(2, round(area.width / 0.85))):
            place = np.array([area.left + tick / self.last_step * area.width, area.bottom, 0.0])
            label = Formula(str(tick), font_size=theme.sizes.small, color=theme.muted)
            label.next_to(place, DOWN, buff=_TICK + 0.06)
            marks.append((place, place + _TICK * DOWN))
            if label.get_right()[0] < name.get_left()[0] - 0.1:
                shown.add(label)
        ticks = VMobject(stroke_color=theme.axis, stroke_width=2)
        ticks.points = pieces_to_points(*map(np.array, zip(*marks, strict=True)))
        lines = VMobject(stroke_color=theme.grid, stroke_width=1)
        if grid:
            lines.points = pieces_to_points(*map(np.array, zip(*grid, strict=True)))
        self.axes.add(lines, frame, ticks, shown, name)
        return area

    def _ticks(self, zone: Zone) -> list[tuple[float, str]]:
        """Round values on the vertical axis, as they are scaled and as they are written."""
        most = max(3, int((zone.height - 0.9) / 0.34))
        choices = [nice_ticks(self.low, self.high, about) for about in range(1, 2 * most)]
        if self.logarithmic:
            choices = [[tick for tick in ticks if float(tick).is_integer()] for ticks in choices]
        ticks = max((ticks for ticks in choices if len(ticks) <= most), key=len)
        if not self.logarithmic:
            return [(tick, number_markup(tick)) for tick in ticks]
        return [(tick, f"10^({int(tick)})" if tick else "1") for tick in ticks]


def wants_logarithm(values: Array) -> bool:
    """Return whether a logarithmic scale shows these values better: positive, but for zeros, over a wide range."""
    positive = values[values > 0]
    return bool(len(positive) > 1 and values.min() >= 0 and positive.max() / positive.min() > _LOG_FROM)
