"""How many alarms are right, over the share of all that are what is looked for: a curve, and two detectors on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import DL, DOWN, LEFT, UP, UR, VGroup, VMobject

from explainers.maths.screening_story import Story
from explainers.stage.figures.polylines import cut_dashes, discs_to_points, pieces_to_points
from explainers.stage.figures.ticks import nice_ticks, number_markup
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
Place = tuple[float, float]
"""A prevalence, and the share of alarms that are right there."""

_RADIUS = 0.12
_DASH = 0.1
_CLEAR = 0.08
"""Between a point's number and lines."""


class PrevalenceChart:
    """Axes and the curve; `here` is this detector's point, `there` the point that it is compared with, ringed.

    Each point has its number beside it, where the curve leaves room. A detector that never raises an alarm has neither
    curve nor points.

    Parameters
    ----------
    curve
        Prevalence and the share of right alarms, in rising order.
    """

    def __init__(
        self, zone: Zone, theme: Theme, story: Story, curve: Sequence[Place], here: Place | None, there: Place | None
    ) -> None:
        self._theme = theme
        self._area = Zone(zone.left + 0.9, zone.right - 0.3, zone.bottom + 0.9, zone.top - 0.5)
        self.axes = self._axes(zone, story)
        self.curve = VMobject(stroke_color=theme.posterior, stroke_width=5)
        if len(curve) > 1:
            self.curve.set_points_as_corners(np.array([self.to_point(place) for place in curve]))
        foot = self._foot(there)
        self.here = self._point(here, theme.ball, [foot, self._disc(there)])
        self.there = self._point(there, theme.background, [foot, self._disc(here)], ring=theme.text)
        if there is not None:
            self.there.add_to_back(foot)

    def to_point(self, place: Place) -> Array:
        """Return where two shares stand on the screen."""
        share, right = place
        area = self._area
        return np.array([area.left + share * area.width, area.bottom + right * area.height, 0.0])

    def _axes(self, zone: Zone, story: Story) -> VGroup:
        theme, small, area = self._theme, self._theme.sizes.small, self._area
        frame = VMobject(stroke_color=theme.axis, stroke_width=2)
        frame.set_points_as_corners(np.array([self.to_point(place) for place in ((0, 1), (0, 0), (1, 0))]))
        labels = VGroup()
        for tick in nice_ticks(0, 1, 5):
            for place, way in (((tick, 0), DOWN), ((0, tick), LEFT)):
                label = Formula(number_markup(tick), font_size=small, color=theme.muted)
                labels.add(label.next_to(self.to_point(place), way, buff=0.14))
        across = Text(f"share of {story.things} that are {story.state}", font_size=small, color=theme.muted)
        across.next_to([area.center[0], area.bottom - 0.42, 0], DOWN, buff=0.05)
        up = Text(f"share of {story.alarms} that are right", font_size=small, color=theme.muted)
        up.move_to([zone.left, zone.top, 0], aligned_edge=UP + LEFT)
        return VGroup(frame, labels, across, up)

    def _foot(self, place: Place | None) -> VMobject:
        """Return the dashed line from a point down to its prevalence."""
        foot = VMobject(stroke_color=self._theme.muted, stroke_width=2)
        if place is not None and place[1] > 0:
            line = np.linspace(self.to_point((place[0], 0)), self.to_point(place), 2)
            foot.points = pieces_to_points(*cut_dashes(line[:1], line[1:], _DASH))
        return foot

    def _disc(self, place: Place | None) -> VMobject:
        disc = VMobject()
        if place is not None:
            disc.points = discs_to_points(self.to_point(place)[None], _RADIUS)
        return disc

    def _point(self, place: Place | None, color: str, others: Sequence[VMobject], ring: str | None = None) -> VGroup:
        """Return a point with its number, clear of the curve and of `others`."""
        theme = self._theme
        disc = self._disc(place)
        disc.set_fill(color, opacity=1).set_stroke(ring or theme.background, width=3 if ring else 2)
        if place is None:
            return VGroup(disc)
        label = Text(f"{place[1]:.3g}", font_size=theme.sizes.label, color=theme.text)
        lines = np.concatenate([_dense(self.curve.points), *(_dense(other.points) for other in others)])
        point = self.to_point(place)
        offsets = _offsets(label.width, label.height)
        free = (point + offset for offset in offsets if self._is_free(label.move_to(point + offset), lines))
        label.move_to(next(free, point + offsets[0]))
        return VGroup(disc, label)

    def _is_free(self, label: Text, lines: Array) -> bool:
        """Whether a label keeps within the axes, and away from lines."""
        (left, bottom), (right, top) = label.get_corner(DL)[:2] - _CLEAR, label.get_corner(UR)[:2] + _CLEAR
        area = self._area
        if left < area.left or right > area.right + 0.3 or bottom < area.bottom or top > area.top + 0.1:
            return False
        x, y = lines[:, 0], lines[:, 1]
        return not np.any((left < x) & (x < right) & (bottom < y) & (y < top))


def _offsets(width: float, height: float) -> Array:
    """Return places for a label of that size around a point: the nearest first, rather right of it than left."""
    x, y = (grid.ravel() for grid in np.meshgrid(np.linspace(-1.5, 1.5, 61), np.linspace(-1, 1, 41)))
    gap = np.hypot(np.maximum(np.abs(x) - width / 2, 0), np.maximum(np.abs(y) - height / 2, 0))
    cost = np.where(gap > _RADIUS + _CLEAR, gap + 0.1 * np.hypot(x, y) - 0.05 * x, np.inf)
    order = np.argsort(cost, kind="stable")[: np.isfinite(cost).sum()]
    return np.column_stack([x, y, np.zeros_like(x)])[order]


def _dense(points: Array, spacing: int = 40) -> Array:
    """Return many points along the pieces of a line in Manim's form, end to end."""
    if len(points) < 4:
        return np.zeros((0, 3))
    starts, ends = points[0::4], points[3::4]
    return np.concatenate([starts + share * (ends - starts) for share in np.linspace(0, 1, spacing)])
