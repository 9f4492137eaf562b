"""Densities over one axis: curves that move, a region filled under one of them, a window that zooms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, Mobject, Triangle, VGroup, VMobject

from explainers.maths.belief_curves import Window
from explainers.stage.figures.density_curve import Dash, DensityCurve
from explainers.stage.figures.ticks import nice_ticks, number_markup
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
Pieces = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class _Trace:
    """What a curve shows: its values, the part of the window it has been drawn up to, and its height's share."""

    x: Array
    heights: Array
    reveal: float = 1.0
    lift: float = 1.0


class DensityPlot(VGroup):
    """An axis with ticks, named curves above it, and at most one filled region.

    Heights have no numbers on them: what counts is that the area under each curve is one.

    Parameters
    ----------
    zone
        All the room: the plot, the tick numbers below it, the axis title below them.
    window
        What is shown at first.
    later
        Other windows that are shown one after the other; their ticks are made beforehand.
    axis_title
        Put below the numbers.
    """

    def __init__(
        self, zone: Zone, theme: Theme, window: Window, *, later: Sequence[Window] = (), axis_title: Mobject
    ) -> None:
        super().__init__()
        self.theme = theme
        self.zone = zone
        self.window = window
        self.zoom = 0.0
        self.axis_title = axis_title
        if axis_title.width > zone.width:
            axis_title.scale_to_fit_width(zone.width)
        axis_title.move_to([zone.center[0], zone.bottom, 0], aligned_edge=DOWN)
        tick_height = Text("0", font_size=theme.sizes.small, color=theme.muted).height
        self.base = axis_title.get_top()[1] + 0.16 + tick_height + 0.2
        self.plot = Zone(zone.left, zone.right, self.base, zone.top)
        self.axis = VMobject(stroke_color=theme.axis, stroke_width=2.5)
        self.axis.set_points_as_corners(np.array([self.to_point(window.low, 0), self.to_point(window.high, 0)]))
        self.tick_sets = [self._ticks(each) for each in (window, *later)]
        self.filled_opacity = 0.3
        self.filled = VMobject(stroke_width=0, fill_color=theme.posterior, fill_opacity=self.filled_opacity)
        self.curves: dict[str, DensityCurve] = {}
        self._traces: dict[str, _Trace] = {}
        self._fill: tuple[Pieces, Array, Array] | None = None
        self.reference: Reference | None = None
        self.drawn = VGroup(self.filled)
        self.add(self.axis, *(part for _, part in self.tick_sets), axis_title, self.drawn)
        self._place_ticks()

    def to_point(self, x: float, height: float) -> Array:
        """Return the place in the frame."""
        return np.array([self._across(x), self._upwards(height), 0.0])

    def _across(self, x: npt.ArrayLike) -> Array:
        return self.plot.left + (np.asarray(x) - self.window.low) / self.window.width * self.plot.width

    def _upwards(self, height: npt.ArrayLike) -> Array:
        return self.plot.bottom + np.asarray(height) / self.window.top * self.plot.height

    def add_curve(self, name: str, *, color: str, dash: Dash = "solid", stroke_width: float = 4) -> DensityCurve:
        """Add a curve that shows nothing until it is set; later ones are painted over earlier ones."""
        curve = DensityCurve(color=color, dash=dash, stroke_width=stroke_width)
        self.curves[name] = curve
        self.drawn.add(curve)
        return curve

    def set_curve(self, name: str, x: Array, heights: Array, *, reveal: float = 1.0, lift: float = 1.0) -> Self:
        """Give a curve its heights at rising places x.

        Parameters
        ----------
        reveal
            The part of the window, from the left, over which it is drawn.
        lift
            What its heights are multiplied by: from 0 to 1, it rises from the axis. It comes out of nothing, not
            out of a line along the axis.
        """
        if lift < 1:
            self.curves[name].set_stroke(opacity=min(1.0, 4 * lift))
        self._traces[name] = _Trace(x, heights, reveal, lift)
        self._draw(name)
        return self

    def drawn_values(self, name: str) -> tuple[Array, Array] | None:
        """Read places and heights off a curve as it is drawn; None unless all of it is drawn, and seen."""
        trace, window = self._traces.get(name), self.window
        if trace is None or trace.reveal < 1 or trace.lift < 1 or trace.heights.max() > window.top:
            return None
        outside = (trace.x < window.low) | (trace.x > window.high)
        if np.trapezoid(np.where(outside, trace.heights, 0.0), trace.x) > 1e-3:
            return None
        points = self.curves[name].points
        corners = np.concatenate([points[::4], points[-1:]])
        places = window.low + (corners[:, 0] - self.plot.left) / self.plot.width * window.width
        return places, (corners[:, 1] - self.plot.bottom) / self.plot.height * window.top

    def set_region(self, pieces: Pieces, x: Array, heights: Array) -> Self:
        """Fill the area under a curve over these intervals."""
        self._fill = (pieces, x, heights)
        self._draw_fill()
        return self

    def set_window(self, window: Window, zoom: float | None = None) -> Self:
        """Show another part of the plane; `zoom` says with which ticks: 0 with the first window's, 1 with the next."""
        zoom = self.zoom if zoom is None else zoom
        if (window, zoom) == (self.window, self.zoom):
            return self
        across = (self.window.low, self.window.high, self.zoom) != (window.low, window.high, zoom)
        self.window, self.zoom = window, zoom
        for name in self._traces:
            self._draw(name)
        self._draw_fill()
        if across:
            self._place_ticks()
            if self.reference is not None:
                self.reference.place(self)
        return self

    def add_reference(self, value: float, label: Mobject, color: str) -> Reference:
        """Add an upright line at a value, with its label above the plot."""
        self.reference = Reference(value, label, color)
        self.reference.place(self)
        self.add(self.reference)
        return self.reference

    def _draw(self, name: str) -> None:
        trace, window = self._traces[name], self.window
        last = window.low + trace.reveal * window.width
        # Places outside of the window fall onto its edge: pieces of no length, which are not drawn.
        x = np.clip(trace.x, window.low, max(last, window.low))
        heights = np.interp(x, trace.x, trace.heights) * trace.lift
        over = heights > window.top
        # A curve that leaves the window at its top is not drawn along it.
        self.curves[name].set_path(
            self._across(x), self._upwards(np.minimum(heights, window.top)), ~(over[:-1] & over[1:])
        )

    def _draw_fill(self) -> None:
        if self._fill is None:
            return
        pieces, x, heights = self._fill
        window = self.window
        paths = []
        for start, end in pieces:
            low, high = (min(max(edge, window.low), window.high) for edge in (start, end))
            if high - low < 1e-9 * window.width:
                continue
            inside = x[(x > low) & (x < high)]
            places = np.concatenate([[low], inside, [high]])
            tops = np.minimum(np.interp(places, x, heights), window.top)
            across = self._across(places)
            corners = np.column_stack([across, self._upwards(tops), np.zeros_like(across)])
            feet = np.array([[across[-1], self.base, 0.0], [across[0], self.base, 0.0]])
            ring = np.concatenate([corners, feet, corners[:1]])
            way = np.diff(ring, axis=0)
            paths.append(np.stack([ring[:-1], ring[:-1] + way / 3, ring[:-1] + 2 * way / 3, ring[1:]], axis=1))
        self.filled.points = np.concatenate(paths).reshape(-1, 3) if paths else np.zeros((0, 3))

    def _ticks(self, window: Window) -> tuple[list[float], VGroup]:
        """Marks and numbers: as many as stand apart from each other."""
        # Two numbers alone are hard to read between.
        most = next(about for about in (6, 9, 12) if about == 12 or len(nice_ticks(window.low, window.high, about)) > 2)
        for about in (most, 5, 4, 3, 2):
            places = nice_ticks(window.low, window.high, about)
            labels = [tick_label(place, places, self.theme) for place in places]
            apart = self.plot.width * (places[1] - places[0]) / window.width if len(places) > 1 else math.inf
            if max(label.width for label in labels) < 0.7 * apart:
                break
        marks = VMobject(stroke_color=self.theme.axis, stroke_width=2.5)
        return places, VGroup(marks, *labels)

    def _place_ticks(self) -> None:
        window = self.window
        for index, (places, (marks, *labels)) in enumerate(self.tick_sets):
            # Old numbers are gone before new ones come: they would stand on each other.
            strength = min(max(1.0 - 2.5 * abs(self.zoom - index), 0.0), 1.0)
            inside = [
                window.low - 1e-9 * window.width <= place <= window.high + 1e-9 * window.width for place in places
            ]
            feet = [self.to_point(place, 0) for place, shown in zip(places, inside, strict=True) if shown]
            marks.points = np.concatenate(
                [np.linspace(foot, foot + 0.1 * DOWN, 4) for foot in feet] or [np.zeros((0, 3))]
            )
            marks.set_stroke(opacity=strength)
            for place, label, shown in zip(places, labels, inside, strict=True):
                label.move_to(self.to_point(place, 0) + 0.18 * DOWN, aligned_edge=UP)
                label.set_opacity(strength if shown else 0.0)


class Reference(VGroup):
    """An upright line at a value to compare with; at the window's edge, an arrow head that points to it."""

    def __init__(self, value: float, label: Mobject, color: str) -> None:
        super().__init__()
        self.value = value
        self.label = label
        self.line = DensityCurve(color=color, dash="dashed", stroke_width=3)
        self.head = Triangle(stroke_width=0, fill_color=color, fill_opacity=1).scale_to_fit_height(0.16)
        self._points_up = self.head.points - self.head.get_center()
        self.add(self.line, self.head, label)

    def place(self, plot: DensityPlot) -> None:
        """Stand at the value in the plot's window."""
        window, zone = plot.window, plot.plot
        inside = window.low <= self.value <= window.high
        edge = min(max(self.value, window.low), window.high)
        foot, top = plot.to_point(edge, 0), plot.to_point(edge, window.top)
        y = np.linspace(foot[1], top[1], 2)
        self.line.set_path(np.full(2, foot[0]), y, np.array([inside]))
        self.label.next_to(top, UP, buff=0.08)
        half = self.label.width / 2
        room = 0.0 if inside else 0.25
        self.label.set_x(
            min(max(top[0], zone.left + half), zone.right - half - room) + (room if self.value < window.low else 0)
        )
        self.head.points = np.zeros((0, 3))
        if not inside:
            side = RIGHT if self.value > window.high else LEFT
            turned = self._points_up[:, [1, 0, 2]] * np.array([side[0], 1.0, 1.0])
            self.head.points = self.label.get_edge_center(side) + 0.17 * side + turned


def tick_label(place: float, places: Sequence[float], theme: Theme) -> Formula:
    """Write the number of a tick with as many digits as its neighbours need."""
    step = places[1] - places[0] if len(places) > 1 else 1.0
    largest = max(abs(each) for each in places)
    if largest >= 1e6 or step < 1e-5:
        return Formula(number_markup(place), font_size=theme.sizes.small, color=theme.muted)
    decimals = next(d for d in range(7) if d == 6 or abs(round(step, d) - step) < 1e-3 * step)
    return Formula(f"{place:.{decimals}f}", font_size=theme.sizes.small, color=theme.muted)
