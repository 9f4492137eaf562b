"""One of several that are compared: its colour, its dash and its marker, on a map and in a chart alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, LineJointType, Mobject, VGroup, VMobject

from explainers.stage.figures.descent_path import EDGE, EDGE_OPACITY, FAINT, LINE, RIM, THIN, DescentPath, Ground
from explainers.stage.figures.polylines import cut_dashes, discs_to_points, pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
Marker = Literal["disc", "square", "triangle", "diamond"]

MARKER = 0.12
"""Radius of a marker."""
SAMPLE = 0.8
ROW_HEIGHT = 0.46
COLUMN_GAP = 0.35
_CORNERS: dict[Marker, Array] = {
    "square": np.radians([45, 135, 225, 315, 405]),
    "triangle": np.radians([90, 210, 330, 450]),
    "diamond": np.radians([0, 90, 180, 270, 360]),
}


@dataclass(frozen=True)
class RunnerStyle:
    """What tells one from the others: a colour, the length of its dashes (None: a whole line), a marker."""

    color: str
    dash: float | None
    marker: Marker
    size: float = 1.0
    """Of the marker, to the others'."""

    def pieces(self, starts: Array, ends: Array, travelled: float = 0.0) -> Array:
        """Return Manim's points for straight pieces in this style, of a line that has run so far before them."""
        if self.dash is not None and len(starts):
            starts, ends = cut_dashes(starts, ends, self.dash, travelled=travelled)
        return pieces_to_points(starts, ends)


def runner_styles(theme: Theme) -> tuple[RunnerStyle, ...]:
    """Return four styles, told apart by more than their hue."""
    return (
        RunnerStyle(theme.path, None, "disc"),
        RunnerStyle(theme.curve, 0.24, "square"),
        RunnerStyle(theme.gradient, 0.12, "triangle"),
        RunnerStyle(theme.eigenvector, 0.06, "diamond"),
    )


def nested_styles(theme: Theme) -> tuple[RunnerStyle, ...]:
    """Return the same styles with markers that are all seen where they stand on one point: the later, the smaller."""
    sizes = (1.25, 1.0, 0.78, 0.5)
    return tuple(replace(style, size=size) for style, size in zip(runner_styles(theme), sizes, strict=True))


def marker_points(marker: Marker, center: Array, radius: float = MARKER) -> Array:
    """Return Manim's points for a marker around a point of the scene, shape (n, 3)."""
    if marker == "disc":
        return discs_to_points(center[None], 0.9 * radius)
    angles = _CORNERS[marker]
    ring = center + 1.15 * radius * np.column_stack([np.cos(angles), np.sin(angles), np.zeros(len(angles))])
    return pieces_to_points(ring[:-1], ring[1:])


class RunnerPath(DescentPath):
    """A descent in the style of one of several; its marker is at its head."""

    def __init__(
        self, points: Array, ground: Ground, theme: Theme, style: RunnerStyle, *, wake: float | None = None
    ) -> None:
        self.style = style
        self._hollow = False
        super().__init__(points, ground, theme, wake=wake)

    def miss(self, points: Array) -> float | None:
        """Return how far the marker stands from its walk's point, of `points` of the scene; None between two steps."""
        step = round(self.progress)
        if abs(self.progress - step) > 1e-9 or self.ball_is_outside or not len(self.ball.points):
            return None
        return float(np.linalg.norm(self.ball.points.mean(axis=0) - points[min(step, len(points) - 1)]))

    def _make_parts(self) -> None:
        theme, color = self.theme, self.style.color
        self.line = VMobject(stroke_width=LINE, stroke_color=color, joint_type=LineJointType.ROUND)
        self.line.set_stroke(theme.background, width=EDGE, opacity=EDGE_OPACITY, background=True)
        self.faint = VMobject(stroke_width=THIN, stroke_color=color, stroke_opacity=FAINT)
        self.dots = VMobject(stroke_width=0)
        self.ball = VMobject(fill_color=color, fill_opacity=1, stroke_width=RIM, stroke_color=theme.background)
        self.add(*([] if self.wake is None else [self.faint]), self.line, self.ball)

    def _draw(self, starts: Array, ends: Array, landed: Array) -> None:
        fresh = self._left_behind()
        self.faint.points = pieces_to_points(starts[:fresh], ends[:fresh])
        travelled = float(np.linalg.norm((ends - starts)[:fresh], axis=1).sum())
        self.line.points = self.style.pieces(starts[fresh:], ends[fresh:], travelled)

    def _place_ball(self, place: Array, outside: bool) -> None:
        """Put the marker at a point of the plane; an empty one stands where the path left the map."""
        center = self._places(place[None])[0]
        radius = MARKER * self.style.size
        seen = np.isfinite(center).all()
        self.ball.points = marker_points(self.style.marker, center, radius) if seen else np.zeros((0, 3))
        if outside == self._hollow:
            return  # It may be dimmed.
        self._hollow = outside
        if outside:
            self.ball.set_fill(opacity=0).set_stroke(self.style.color, width=2 * RIM)
        else:
            self.ball.set_fill(opacity=1).set_stroke(self.theme.background, width=RIM)


class RunnerTable(VGroup):
    """A row for each: a sample of its line with its marker, its name, and what became of it, told later.

    Parameters
    ----------
    rows
        Name and results of each.
    heads
        What the results are, in a line above the rows; no line if left out.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        styles: Sequence[RunnerStyle],
        rows: Sequence[tuple[str, ...]],
        heads: Sequence[str] = (),
    ) -> None:
        super().__init__()
        size = theme.sizes.small
        lines = range(bool(heads), len(rows) + bool(heads))
        heights = [zone.top - (line + 0.5) * ROW_HEIGHT for line in lines]
        self.heads = VGroup(*(Text(head, font_size=size, color=theme.muted) for head in heads))
        self.keys = VGroup()
        self.results = VGroup()
        for y, style, (name, *results) in zip(heights, styles, rows, strict=False):
            said = Text(name, font_size=size, color=theme.text)
            said.move_to([zone.left + SAMPLE + 0.2, y, 0], aligned_edge=LEFT)
            self.keys.add(VGroup(sample(style, theme, np.array([zone.left, y, 0.0])), said))
            self.results.add(VGroup(*(Text(result, font_size=size, color=style.color).set_y(y) for result in results)))
        self._set_in_columns(zone)
        self.add(self.heads, self.keys, self.results)

    def _set_in_columns(self, zone: Zone) -> None:
        """Let the results end at the right, each column as wide as its widest."""
        right = zone.right
        for index in reversed(range(len(self.results[0]))):
            column = [row[index] for row in self.results]
            if len(self.heads):
                column.append(self.heads[index].set_y(zone.top - 0.5 * ROW_HEIGHT))
            for cell in column:
                cell.set_x(right, direction=RIGHT)
            right -= max(cell.width for cell in column) + COLUMN_GAP

    def rows(self) -> list[Mobject]:
        """Return the rows, each its key and its result."""
        return [VGroup(*parts) for parts in zip(self.keys, self.results, strict=True)]


def sample(style: RunnerStyle, theme: Theme, left: Array) -> VGroup:
    """Return a short line with its marker, beginning at `left`."""
    line = VMobject(stroke_color=style.color, stroke_width=LINE)
    # The middle of a dash is behind the marker: both sides look alike, and gaps are seen.
    line.points = style.pieces(left[None], (left + SAMPLE * RIGHT)[None], (style.dash or 0) / 2 - SAMPLE / 2)
    mark = VMobject(fill_color=style.color, fill_opacity=1, stroke_width=RIM, stroke_color=theme.background)
    mark.points = marker_points(style.marker, left + SAMPLE / 2 * RIGHT)
    return VGroup(line, mark)
