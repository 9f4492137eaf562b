"""The slope in every direction as a wave over the angle, with a point for the direction that is looked in now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, UL, LineJointType, VGroup, VMobject

from explainers.stage.figures.plane_lines import dashes
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

_SAMPLES = 181
_FULL = 0.88
"""Share of the height above and below zero that the wave takes."""


class DirectionChart(VGroup):
    """Axes from 0 to 360 degrees and from the steepest way down to the steepest way up; a wave drawn bit by bit.

    Parameters
    ----------
    slope
        The slope in directions given in degrees.
    steepness
        The largest of them, 0 if all are.
    ticks
        Directions that are named.
    """

    def __init__(
        self, zone: Zone, theme: Theme, slope: Callable[[npt.ArrayLike], Array], steepness: float, ticks: Sequence[int]
    ) -> None:
        super().__init__()
        self.theme, self.slope, self.steepness = theme, slope, steepness
        self._ticks = ticks
        self.heading = Text("slope", font_size=theme.sizes.small, color=theme.muted)
        self.heading.move_to(zone.top_left, aligned_edge=UL)
        self._labels = self._height_labels()
        room = max((label.width for label in self._labels), default=0.3) + 0.2
        top = self.heading.get_bottom()[1] - 0.12
        self.area = Zone(zone.left + room, zone.right - 0.3, zone.bottom + 0.42, top)
        self.wave = VMobject(stroke_color=theme.curve, stroke_width=4, joint_type=LineJointType.ROUND)
        self.dot = VMobject(fill_color=theme.ball, fill_opacity=1, stroke_color=theme.background, stroke_width=2)
        self.add(self._axes(), self.heading, self.wave, self.dot)
        self.show(0.0, 0.0)

    def to_screen(self, degrees: npt.ArrayLike, slopes: npt.ArrayLike) -> Array:
        """Return where slopes in some directions stand, shape (n, 3)."""
        across = self.area.left + np.atleast_1d(np.asarray(degrees, dtype=float)) / 360 * self.area.width
        share = np.atleast_1d(np.asarray(slopes, dtype=float)) / (self.steepness or 1.0)
        height = (self.area.bottom + self.area.top) / 2 + _FULL * share * self.area.height / 2
        return np.column_stack([across, height, np.zeros(len(across))])

    def show(self, swept: float, degrees: float) -> None:
        """Draw the wave up to one direction, and the point at another."""
        angles = np.linspace(0, swept, _SAMPLES)
        places = self.to_screen(angles, self.slope(angles))
        self.wave.points = pieces_to_points(places[:-1], places[1:]) if swept > 0 else np.zeros((0, 3))
        self.dot.points = discs_to_points(self.to_screen(degrees, self.slope(degrees)), 0.1)

    def follow(self, swept: Callable[[], float], degrees: Callable[[], float]) -> DirectionChart:
        """Show what these give, in every frame."""
        # On the wave alone: axes without an updater are painted once.
        self.wave.add_updater(lambda _: self.show(swept(), degrees()), call_updater=True)
        return self

    def ring(self, degrees: float, *, color: str) -> VMobject:
        """Return a ring around the wave in a direction."""
        ring = VMobject(stroke_color=color, stroke_width=4)
        ring.points = discs_to_points(self.to_screen(degrees, self.slope(degrees)), 0.17)
        return ring

    def _height_labels(self) -> VGroup:
        size, color = self.theme.sizes.small, self.theme.muted
        values = (self.steepness, 0.0, -self.steepness) if self.steepness else (0.0,)
        return VGroup(*(SignificantNumber(value, font_size=size, color=color) for value in values))

    def _axes(self) -> VGroup:
        area, theme = self.area, self.theme
        middle = (area.bottom + area.top) / 2
        lines = VMobject(stroke_color=theme.axis, stroke_width=2)
        starts = [[area.left, area.bottom, 0], [area.left, middle, 0]]
        ends = [[area.left, area.top, 0], [area.right, middle, 0]]
        labels = VGroup()
        for quarter in self._ticks:
            x = area.left + quarter / 360 * area.width
            starts.append([x, middle - 0.06, 0])
            ends.append([x, middle + 0.06, 0])
            label = Formula(f"{quarter} degree", font_size=theme.sizes.small, color=theme.muted)
            labels.add(label.next_to([x, area.bottom, 0], DOWN, buff=0.12))
        lines.points = pieces_to_points(np.array(starts), np.array(ends))
        levels = VMobject(stroke_color=theme.grid, stroke_width=2)
        levels.points = np.concatenate(
            [dashes(*self.to_screen([0, 360], [label.value, label.value])) for label in self._labels if label.value]
            or [np.zeros((0, 3))]
        )
        for label in self._labels:
            label.next_to(self.to_screen(0, label.value)[0], LEFT, buff=0.14)
        return VGroup(levels, lines, labels, self._labels)
