"""One of several that are compared: its colour, its dash and its marker, on a map and in a chart alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, LineJointType, Mobject, VGroup, VMobject

from explainers.stage.figures.descent_path import EDGE, EDGE_OPACITY, LINE, RIM, DescentPath, Ground
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
Marker = Literal["disc", "square", "triangle", "diamond"]

MARKER = 0.12
"""Radius of a marker."""
SAMPLE = 0.8
ROW_HEIGHT = 0.46
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


def dashed_pieces(starts: Array, ends: Array, dash: float | None) -> tuple[Array, Array]:
    """Return those of many short pieces of a line that its dashes leave."""
    if dash is None or not len(starts):
        return starts, ends
    lengths = np.linalg.norm(ends - starts, axis=1)
    middle = np.cumsum(lengths) - lengths / 2
    # The gaps are shorter than the dashes: a corner of the path should not be lost in one.
    kept = middle % (1.5 * dash) < dash
    return starts[kept], ends[kept]


class RunnerPath(DescentPath):
    """A descent in the style of one of several; its marker is at its head."""

    def __init__(self, points: Array, ground: Ground, theme: Theme, style: RunnerStyle) -> None:
        self.style = style
        super().__init__(points, ground, theme)

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
        self.dots = VMobject(stroke_width=0)
        self.ball = VMobject(fill_color=color, fill_opacity=1, stroke_width=RIM, stroke_color=theme.background)
        self.add(self.line, self.ball)

    def _draw(self, starts: Array, ends: Array, landed: Array) -> None:
        self.line.points = pieces_to_points(*dashed_pieces(starts, ends, self.style.dash))

    def _place_ball(self, place: Array, outside: bool) -> None:
        """Put the marker at a point of the plane; an empty one stands where the path left the map."""
        center = self._places(place[None])[0]
        radius = MARKER * self.style.size
        seen = np.isfinite(center).all()
        self.ball.points = marker_points(self.style.marker, center, radius) if seen else np.zeros((0, 3))
        if outside:
            self.ball.set_fill(opacity=0).set_stroke(self.style.color, width=2 * RIM)
        else:
            self.ball.set_fill(opacity=1).set_stroke(self.theme.background, width=RIM)


class RunnerTable(VGroup):
    """A row for each: a sample of its line with its marker, its name, and what became of it, told later.

    Parameters
    ----------
    rows
        Name and result of each.
    """

    def __init__(
        self, zone: Zone, theme: Theme, styles: Sequence[RunnerStyle], rows: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self.keys = VGroup()
        self.results = VGroup()
        for index, (style, (name, result)) in enumerate(zip(styles, rows, strict=False)):
            y = zone.top - (index + 0.5) * ROW_HEIGHT
            said = Text(name, font_size=theme.sizes.small, color=theme.text)
            said.move_to([zone.left + SAMPLE + 0.2, y, 0], aligned_edge=LEFT)
            self.keys.add(VGroup(sample(style, theme, np.array([zone.left, y, 0.0])), said))
            self.results.add(
                Text(result, font_size=theme.sizes.small, color=style.color).move_to(
                    [zone.right, y, 0], aligned_edge=RIGHT
                )
            )
        self.add(self.keys, self.results)

    def rows(self) -> list[Mobject]:
        """Return the rows, each its key and its result."""
        return [VGroup(*parts) for parts in zip(self.keys, self.results, strict=True)]


def sample(style: RunnerStyle, theme: Theme, left: Array) -> VGroup:
    """Return a short line with its marker, beginning at `left`."""
    cuts = np.linspace(0, SAMPLE, 81)
    line = VMobject(stroke_color=style.color, stroke_width=LINE)
    corners = left + np.column_stack([cuts, np.zeros((len(cuts), 2))])
    line.points = pieces_to_points(*dashed_pieces(corners[:-1], corners[1:], style.dash))
    mark = VMobject(fill_color=style.color, fill_opacity=1, stroke_width=RIM, stroke_color=theme.background)
    mark.points = marker_points(style.marker, left + SAMPLE / 2 * RIGHT)
    return VGroup(line, mark)
