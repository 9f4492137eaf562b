"""Axes, and lines on them, that may be any at any moment: all is set anew by assignments of points."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, UP, LineJointType, Mobject, VGroup, VMobject

from explainers.stage.figures.descent_path import EDGE, EDGE_OPACITY, LINE, RIM
from explainers.stage.figures.live_axis import LiveAxis
from explainers.stage.figures.polylines import clip_pieces, pieces_to_points
from explainers.stage.figures.runner import MARKER, RunnerStyle, marker_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

LEFT_ROOM = 0.78
"""For the numbers of the upright axis: up to five characters."""
BELOW = 0.46
FARTHEST = 1e5
"""In the scene's units: what lies beyond might as well lie there."""


class LiveChart(VGroup):
    """An upright and a level axis whose ranges may be any; the picture's place stays.

    Parameters
    ----------
    heading
        What is measured upwards.
    across
        The name of the level axis, at its right end.
    gap
        Between the heading and the picture.
    """

    def __init__(self, zone: Zone, theme: Theme, heading: str, across: Mobject, *, gap: float = 0.2) -> None:
        super().__init__()
        self.heading = Text(heading, font_size=theme.sizes.small, color=theme.muted)
        self.heading.move_to(zone.top_left, aligned_edge=UP + LEFT)
        across.move_to([zone.right - across.width / 2, zone.bottom + BELOW / 2 - 0.02, 0])
        top = zone.top - self.heading.height - gap
        self.area = Zone(zone.left + LEFT_ROOM, zone.right - across.width - 0.25, zone.bottom + BELOW, top)
        corner = self.area.bottom_left
        about = max(2, round(self.area.height / 0.55))
        self.level = LiveAxis(
            corner, corner + self.area.width * RIGHT, theme, about=max(3, round(self.area.width / 0.9))
        )
        self.upright = LiveAxis(corner, corner + self.area.height * UP, theme, about=about)
        self.add(self.level, self.upright, self.heading, across)

    def show(self, across: tuple[float, float], up: tuple[float, float], *, logarithmic: bool = False) -> LiveChart:
        """Show these ranges."""
        self.level.show(*across)
        self.upright.show(*up, logarithmic=logarithmic)
        return self

    def to_screen(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return where some points stand in the scene, shape (n, 3); not clipped."""
        area = self.area
        right = area.left + np.atleast_1d(self.level.share(x)) * area.width
        up = area.bottom + np.atleast_1d(self.upright.share(y)) * area.height
        return np.column_stack([right, up, np.zeros(len(right))])


class LiveTrace(VGroup):
    """A line of straight pieces with a marker at its end; an empty marker stands where it leaves its picture."""

    def __init__(self, theme: Theme, style: RunnerStyle) -> None:
        super().__init__()
        self.style, self._theme = style, theme
        self.line = VMobject(stroke_width=LINE, stroke_color=style.color, joint_type=LineJointType.ROUND)
        self.line.set_stroke(theme.background, width=EDGE, opacity=EDGE_OPACITY, background=True)
        self.marker = VMobject(fill_color=style.color)
        self.add(self.line, self.marker)

    def show(self, places: Array, area: Zone) -> LiveTrace:
        """Run through places of the scene, shape (n, 3), as far as they lie in an area."""
        starts, ends, outside = clipped(places, area)
        self.line.points = self.style.pieces(starts, ends)
        end = ends[-1] if outside and len(ends) else near(places)[-1]
        self.marker.points = marker_points(self.style.marker, end, MARKER * self.style.size)
        if outside:
            self.marker.set_fill(opacity=0).set_stroke(self.style.color, width=2 * RIM)
        else:
            self.marker.set_fill(opacity=1).set_stroke(self._theme.background, width=RIM)
        return self

    def hide(self) -> LiveTrace:
        """Show nothing."""
        self.line.points = self.marker.points = np.zeros((0, 3))
        return self


def clipped(places: Array, area: Zone) -> tuple[Array, Array, bool]:
    """Return starts and ends of a line's pieces in an area, and whether the line ends outside of it."""
    places = near(places)
    starts, ends = places[:-1], places[1:]
    window = (area.left - 1e-6, area.right + 1e-6, area.bottom - 1e-6, area.top + 1e-6)
    enter, leave = clip_pieces(starts[:, :2], ends[:, :2], window)
    kept = leave > enter
    along = (ends - starts)[kept]
    first, last = starts[kept] + enter[kept, None] * along, starts[kept] + leave[kept, None] * along
    x, y = places[-1, :2]
    return first, last, not (window[0] <= x <= window[1] and window[2] <= y <= window[3])


def near(places: Array) -> Array:
    """Return the places up to the first that is no number; those very far away are brought nearer."""
    known = np.isfinite(places).all(axis=1)
    return np.clip(places[: len(places) if known.all() else max(1, int(np.argmin(known)))], -FARTHEST, FARTHEST)


def line_in(places: Array, area: Zone) -> Array:
    """Return Manim's points for a line through places of the scene, cut at the edge of an area."""
    starts, ends, _ = clipped(places, area)
    return pieces_to_points(starts, ends)


def polygon(corners: npt.ArrayLike) -> Array:
    """Return Manim's points for a polygon through corners of shape (n, 2) or (n, 3)."""
    flat = np.asarray(corners, dtype=float)
    ring = np.zeros((len(flat) + 1, 3))
    ring[:-1, : flat.shape[1]], ring[-1, : flat.shape[1]] = flat, flat[0]
    return pieces_to_points(ring[:-1], ring[1:])
