"""A number plane that a matrix moves: a fixed faint grid, and a second one that follows the matrix in every frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import VGroup, VMobject

from explainers.stage.figures.live_number import digits_outline
from explainers.stage.theme import Theme
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

LEFT_RULER = 0.62
BOTTOM_RULER = 0.42
"""Room for the numbers at the plane's left and lower edges: there they are never in an arrow's way."""


@dataclass(frozen=True)
class View:
    """What part of the plane is seen: where the origin stands in the scene, and how long a unit is on both axes."""

    origin: tuple[float, float]
    unit: float

    @classmethod
    def of(cls, points: npt.ArrayLike, zone: Zone, *, margin: float = 0.6, largest_unit: float = 1.25) -> Self:
        """Choose the largest unit with which all `points`, shape (n, 2), and the origin lie `margin` inside `zone`."""
        seen = np.vstack([np.asarray(points, dtype=float).reshape(-1, 2), np.zeros((1, 2))])
        lowest, highest = seen.min(axis=0), seen.max(axis=0)
        room = np.array([zone.width, zone.height]) - 2 * margin
        unit = min(largest_unit, *(room / np.maximum(highest - lowest, 1e-9)))
        origin = zone.center[:2] - unit * (lowest + highest) / 2
        return cls((float(origin[0]), float(origin[1])), float(unit))

    def towards(self, other: View, share: float) -> View:
        """Return the view a share of the way to another: the unit changes by equal factors in equal times."""
        (x0, y0), (x1, y1) = self.origin, other.origin
        unit = self.unit * (other.unit / self.unit) ** share
        # The origin moves as in a zoom about one fixed point, unless there is nothing to zoom.
        change = (unit - self.unit) / (other.unit - self.unit) if abs(other.unit - self.unit) > 1e-9 else share
        return View((x0 + change * (x1 - x0), y0 + change * (y1 - y0)), unit)

    def scene(self, points: npt.ArrayLike) -> Array:
        """Turn points of the plane, shape (..., 2), into points of the scene, shape (..., 3)."""
        positions = np.asarray(points, dtype=float)
        return np.concatenate([positions * self.unit + self.origin, np.zeros((*positions.shape[:-1], 1))], axis=-1)


MUCH_SMALLER = 0.6
"""Parts of a story share a view unless that shows one of them at less than this share of its size."""


def views_of(parts: Sequence[npt.ArrayLike], zone: Zone, *, margin: float = 0.6) -> tuple[View, ...]:
    """Return a view for each part of a story, given what is to be seen in it; neighbours share one where they can."""
    runs: list[list[npt.ArrayLike]] = []
    for points in parts:
        if runs and _one_will_do([*runs[-1], points], zone, margin):
            runs[-1].append(points)
        else:
            runs.append([points])
    return tuple(view for run in runs for view in [View.of(np.vstack(run), zone, margin=margin)] * len(run))


def _one_will_do(parts: list[npt.ArrayLike], zone: Zone, margin: float) -> bool:
    nearest = max(View.of(part, zone, margin=margin).unit for part in parts)
    return View.of(np.vstack(parts), zone, margin=margin).unit > MUCH_SMALLER * nearest


def view_between(views: Sequence[View], zoom: float) -> View:
    """Return the first of some views at 0, the second at 1, and what lies on the way from one to the next."""
    before = min(int(zoom), len(views) - 2)
    return views[before].towards(views[before + 1], zoom - before)


class MovingPlane(VGroup):
    """A plane with equal units on both axes, cut off at the edges of its zone.

    Parameters
    ----------
    zone
        Where it stands, rulers included; `picture` is the part in which points are drawn.
    view
        What part of the plane is seen; see `picture_of` for the zone that a view should be fitted to.
    """

    def __init__(self, zone: Zone, theme: Theme, view: View) -> None:
        super().__init__()
        self.picture = self.picture_of(zone)
        self.view = view
        self.matrix: Array = np.eye(2)
        self.fixed_grid = VMobject(stroke_color=theme.grid, stroke_width=1.2)
        self.axes = VMobject(stroke_color=theme.axis, stroke_width=2)
        self.grid = VMobject(stroke_color=theme.shape, stroke_width=1.8, stroke_opacity=0.55)
        self.rulers = VMobject(stroke_width=0, fill_color=theme.muted, fill_opacity=1)
        self._ruler_size = theme.sizes.small
        self.add(self.fixed_grid, self.axes, self.grid, self.rulers)
        self.set_view(view)

    @staticmethod
    def picture_of(zone: Zone) -> Zone:
        """The zone without its rulers."""
        return Zone(zone.left + LEFT_RULER, zone.right, zone.bottom + BOTTOM_RULER, zone.top)

    @property
    def determinant(self) -> float:
        """The determinant of the matrix that is shown now."""
        (a, b), (c, d) = self.matrix
        return float(a * d - b * c)

    def point(self, coordinates: npt.ArrayLike) -> Array:
        """Where a point of the plane, shape (2,), or several, shape (n, 2), stand in the scene."""
        return self.view.scene(coordinates)

    def image(self, coordinates: npt.ArrayLike) -> Array:
        """Where the matrix that is shown now takes points of the plane, in the scene."""
        return self.view.scene(np.asarray(coordinates, dtype=float) @ self.matrix.T)

    def set_matrix(self, matrix: npt.ArrayLike) -> Self:
        """Move the grid to where a matrix takes it."""
        self.matrix = np.asarray(matrix, dtype=float)
        starts, ends = self._grid_ends
        self.grid.points = _cut_lines(self.image(starts), self.image(ends), self.picture)
        return self

    def set_view(self, view: View) -> Self:
        """Show another part of the plane."""
        self.view = view
        picture = self.picture
        step = round_step(0.42 / view.unit)
        first, last = self._seen_multiples(step)
        xs, ys = step * np.arange(first[0], last[0] + 1), step * np.arange(first[1], last[1] + 1)
        box = np.array([[picture.left, picture.bottom], [picture.right, picture.top]])
        (left, bottom), (right, top) = (box - view.origin) / view.unit
        starts = np.vstack([np.column_stack([xs, xs * 0 + bottom]), np.column_stack([ys * 0 + left, ys])])
        ends = np.vstack([np.column_stack([xs, xs * 0 + top]), np.column_stack([ys * 0 + right, ys])])
        self.fixed_grid.points = _lines(view.scene(starts), view.scene(ends))
        self.axes.points = _cut_lines(
            view.scene([[left, 0], [0, bottom]]), view.scene([[right, 0], [0, top]]), self.picture
        )
        # The moving grid reaches so far that, turned by any angle, it still fills the picture.
        reach = step * math.ceil(float(np.linalg.norm(np.abs([[left, bottom], [right, top]]).max(axis=0))) / step)
        k = np.arange(-reach, reach + step / 2, step)
        along, across = np.full_like(k, reach), k
        self._grid_ends = (
            np.vstack([np.column_stack([across, -along]), np.column_stack([-along, across])]),
            np.vstack([np.column_stack([across, along]), np.column_stack([along, across])]),
        )
        self._number_rulers()
        return self.set_matrix(self.matrix)

    def follow(self, matrix: Callable[[], npt.ArrayLike], view: Callable[[], View] | None = None) -> Self:
        """Take the matrix, and the view if one is given, from these functions in every frame."""

        def update(plane: MovingPlane) -> None:
            if view is not None and (now := view()) != plane.view:
                plane.set_view(now)
            plane.set_matrix(matrix())

        self.add_updater(update, call_updater=True)
        return self

    def _seen_multiples(self, step: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The first and last multiples of `step` that the picture shows, along each axis."""
        picture = self.picture
        box = np.array([[picture.left, picture.bottom], [picture.right, picture.top]])
        (low, high) = (box - self.view.origin) / (self.view.unit * step)
        return np.ceil(low - 1e-9).astype(np.int64), np.floor(high + 1e-9).astype(np.int64)

    def _number_rulers(self) -> None:
        """Write the numbers along the lower and left edges, far enough apart to be read."""
        step = round_step(0.6 / self.view.unit)
        first, last = self._seen_multiples(step)
        picture = self.picture
        digits = [np.zeros((0, 3))]
        for axis, edge, end in ((0, picture.bottom - 0.24, picture.right), (1, picture.left - 0.3, picture.top)):
            for k in range(first[axis], last[axis] + 1):
                along = self.view.origin[axis] + self.view.unit * step * k
                outline = digits_outline(f"{step * k:.0f}", self._ruler_size)
                if along + outline[:, axis].max() <= end:
                    place = [along, edge, 0.0] if axis == 0 else [edge, along, 0.0]
                    digits.append(outline + place)
        self.rulers.points = np.concatenate(digits)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that is at least `least`."""
    power = 10.0 ** max(0, math.floor(math.log10(max(least, 1e-9))))
    return float(next(power * m for m in (1, 2, 5, 10) if power * m >= least - 1e-9))


def _lines(starts: Array, ends: Array) -> Array:
    """Straight Bézier curves from `starts` to `ends`, shape (n, 3) each, as the points of one mobject."""
    shares = np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, np.newaxis]
    return (starts[:, np.newaxis] + shares * (ends - starts)[:, np.newaxis]).reshape(-1, 3)


def _cut_lines(starts: Array, ends: Array, zone: Zone) -> Array:
    """The parts of lines that lie in `zone` (Liang and Barsky, 1984), as the points of one mobject."""
    change = (ends - starts)[:, :2]
    enter, leave = np.zeros(len(starts)), np.ones(len(starts))
    outside = np.zeros(len(starts), dtype=bool)
    edges = ((0, zone.left, 1.0), (0, zone.right, -1.0), (1, zone.bottom, 1.0), (1, zone.top, -1.0))
    for axis, edge, inward in edges:
        speed = inward * change[:, axis]
        depth = inward * (starts[:, axis] - edge)
        still = np.abs(speed) < 1e-12
        outside |= still & (depth < 0)
        crossing = -depth / np.where(still, 1.0, speed)
        enter = np.where(~still & (speed > 0), np.maximum(enter, crossing), enter)
        leave = np.where(~still & (speed < 0), np.minimum(leave, crossing), leave)
    seen = ~outside & (enter < leave) & (np.abs(change).max(axis=1) > 1e-9)
    first, last, rest = enter[seen, np.newaxis], leave[seen, np.newaxis], (ends - starts)[seen]
    return _lines(starts[seen] + first * rest, starts[seen] + last * rest)
