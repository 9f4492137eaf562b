"""A function of two variables as a surface that turns: an orthographic view of a height field, painted as a mesh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Self

import contourpy
import numpy as np
import numpy.typing as npt
from manim import Group, LineJointType, ManimColor, VGroup, VMobject
from scipy.spatial import ConvexHull

from explainers.film.picture import Skin
from explainers.stage.figures.mesh import STROKE_UNIT, Mesh
from explainers.stage.figures.polylines import Rectangle, lines_to_pieces, pieces_to_points
from explainers.stage.figures.surface_view import FROM_ABOVE, View
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

_RAY_STEPS = 40
_LIGHT = np.array([-0.35, -0.45, 0.82])
_ELEVATIONS = (30.0, 36.0, 42.0, 48.0, 54.0, 60.0)
_FLOOR = -0.08
"""Height of the base frame: a little under the lowest point."""
LINE, LINE_OPACITY = 1.6, 0.75
"""Width and opacity of the contour lines, in the colour of the background."""


class SurfacePlot(Group):
    """The surface over a window, shaded by height and light, with contour lines on it and a frame under it.

    Parameters
    ----------
    x, y
        Where the grid lines run, shapes (columns,) and (rows,).
    heights
        From 0 to 1, shape (rows, columns); NaN where there is no surface.
    levels
        Heights at which a contour line runs.
    view
        Where it is looked at from, at first. Seen from anywhere, it is as large as fits the zone.
    relief
        Full height as a share of the side of a square base.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        x: Array,
        y: Array,
        heights: Array,
        *,
        levels: Sequence[float] = (),
        view: View = FROM_ABOVE,
        relief: float = 0.42,
    ) -> None:
        super().__init__()
        self.window: Rectangle = (float(x[0]), float(x[-1]), float(y[0]), float(y[-1]))
        self._x, self._y = x, y
        self._heights = np.where(np.isfinite(heights), np.clip(heights, 0, 1), np.nan)
        self.zone = zone
        self._middle = np.array([(x[0] + x[-1]) / 2, (y[0] + y[-1]) / 2])
        self._unit = 2 / max(x[-1] - x[0], y[-1] - y[0])
        # Less for a long strip: its walls would hide its floor.
        sides = sorted((x[-1] - x[0], y[-1] - y[0]))
        self._relief = 2 * relief * float(np.sqrt(sides[0] / sides[1]))
        self._contours = [self.lift(line) for line in contour_lines(x, y, self._heights, levels)]
        self.base = VMobject(stroke_color=theme.axis, stroke_width=2)
        self._grid = self.lift(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
        solid = np.vstack([self._grid[np.isfinite(self._grid[:, 2])], self._corners()])
        # Seen from anywhere, nothing reaches beyond the corners of the hull.
        self._outermost = solid[ConvexHull(solid).vertices]
        # What is not drawn has a place all the same, for Manim's sake.
        self._grid[:, 2] = np.nan_to_num(self._grid[:, 2])
        self._colours = _shaded(self._heights, x * self._unit, y * self._unit, self._relief, theme)
        self._background = np.array(ManimColor(theme.background).to_rgb())
        self.mesh = Mesh(
            Skin(
                colours=self._colours.astype(np.float32),
                visible=_whole_faces(self._heights),
                values=np.nan_to_num(self._heights).astype(np.float32),
                levels=np.asarray(levels, np.float32),
                ink=np.append(self._background, LINE_OPACITY).astype(np.float32),
                width=LINE * STROKE_UNIT,
            )
        )
        self.labels = VGroup(*(Formula(name, font_size=theme.sizes.body, color=theme.muted) for name in ("x", "y")))
        self.presence = 1.0
        self._near_side = 0
        self.add(self.base, self.mesh, self.labels)
        self.set_view(view)

    # --- from the plane to the screen ---------------------------------------------------------------------------

    def height(self, points: npt.ArrayLike) -> Array:
        """Return the height of the drawn surface over points of the plane, shape (..., 2); NaN beside it."""
        points = np.asarray(points, dtype=float)
        column = (points[..., 0] - self._x[0]) / (self._x[1] - self._x[0])
        row = (points[..., 1] - self._y[0]) / (self._y[1] - self._y[0])
        rows, columns = self._heights.shape
        slack = 1e-9
        outside = (column < -slack) | (row < -slack) | (column > columns - 1 + slack) | (row > rows - 1 + slack)
        j = np.clip(column.astype(int), 0, columns - 2)
        i = np.clip(row.astype(int), 0, rows - 2)
        s, t = column - j, row - i
        grid = self._heights
        height = (1 - t) * ((1 - s) * grid[i, j] + s * grid[i, j + 1]) + t * (
            (1 - s) * grid[i + 1, j] + s * grid[i + 1, j + 1]
        )
        return np.where(outside, np.nan, height)

    def to_screen(self, points: npt.ArrayLike) -> Array:
        """Return where points of the plane, shape (n, 2), lie on the surface, as points of the scene, shape (n, 3)."""
        return self.to_depth(points) * [1, 1, 0]

    def to_depth(self, points: npt.ArrayLike) -> Array:
        """Return the same as `to_screen`, with how far each point lies towards the viewer as third coordinate."""
        return self.project(self.lift(np.asarray(points, dtype=float)))

    def lift(self, points: Array) -> Array:
        """Return points of the plane, shape (n, 2), as points of space on the surface at its full height, (n, 3)."""
        flat = (points - self._middle) * self._unit
        return np.column_stack([flat, self.height(points) * self._relief])

    def project(self, space: Array) -> Array:
        """Return points of space as they are seen now: the third coordinate is how far towards the viewer they lie."""
        seen: Array = space @ self._towards_screen(self.view) + self._center
        return seen

    def normals(self, points: npt.ArrayLike) -> Array:
        """Return which way is up from the surface at points of the plane, shape (n, 2), as it is seen: shape (n, 3)."""
        points = np.asarray(points, dtype=float)
        cell = np.array([self._x[1] - self._x[0], self._y[1] - self._y[0]])
        low, high = np.array(self.window[::2]), np.array(self.window[1::2])
        slopes = []
        for axis in (0, 1):
            step = cell * (np.arange(2) == axis)
            before, after = np.clip(points - step, low, high), np.clip(points + step, low, high)
            along = (after - before)[:, axis] * self._unit
            slopes.append((self.height(after) - self.height(before)) * self._relief * self.view.rise / along)
        upright = np.column_stack([-slopes[0], -slopes[1], np.ones(len(points))])
        return (upright / np.linalg.norm(upright, axis=1, keepdims=True)) @ self.view.basis.T

    def hidden(self, points: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return which points of the surface, shape (n, 2) in the plane, lie behind a part of it.

        Follows the ray from each point to the viewer, and sees whether the surface rises above it.
        """
        return self._behind(self.lift(np.asarray(points, dtype=float)), self.view)

    def set_view(self, view: View, *, zone: Zone | None = None) -> Self:
        """Look at the surface from elsewhere; it may go to another zone with that."""
        self.view, self.zone = view, zone or self.zone
        self._fit()
        self.mesh.set_grid(self.project(self._grid))
        self._draw_base()
        return self

    def clear_view(self, points: Array, wanted: float = 0.97) -> View:
        """Return a view from which most of some points of the surface, shape (n, 2), are seen.

        The lowest that shows the wanted share, else the one that shows most.
        """
        space = self.lift(points)
        space = space[np.isfinite(space).all(axis=1)]
        wide = self.window[1] - self.window[0] > 1.6 * (self.window[3] - self.window[2])
        turns = (20, -20, 30, -30, 12, -12) if wide else (28, -28, 42, -42, 14, -14)
        views = [View(FROM_ABOVE.azimuth + turned, elevation) for elevation in _ELEVATIONS for turned in turns]
        best, most = views[0], -1.0
        for view in views:
            seen = 1 - float(self._behind(space, view).mean()) if len(space) else 1.0
            if seen >= wanted:
                return view
            if seen > most + 0.02:
                best, most = view, seen
        return best

    def label_edges_near(self, view: View) -> Self:
        """Write y beside the edge that is the nearer one from a view, where the surface does not cover it."""
        self._near_side = 1 if np.cos(np.radians(view.azimuth)) > 0 else -1
        return self.set_view(self.view)

    def set_presence(self, presence: float) -> Self:
        """Let the surface recede into the background: 1 is there, 0 is gone. What it hides stays hidden."""
        self.presence = presence
        mixed = presence * self._colours + (1 - presence) * self._background
        self.mesh.skin = replace(self.mesh.skin, colours=mixed.astype(np.float32))
        return self

    def contours(self) -> VMobject:
        """Return the contour lines as a shape of their own, as they lie on the surface where it is seen now."""
        starts, ends = lines_to_pieces(self._contours)
        lines = VMobject(stroke_width=LINE, stroke_opacity=LINE_OPACITY, joint_type=LineJointType.ROUND)
        flat = np.array([1, 1, 0])
        lines.points = pieces_to_points(self.project(starts) * flat, self.project(ends) * flat)
        return lines

    # --- inside --------------------------------------------------------------------------------------------------

    def _towards_screen(self, view: View) -> Array:
        """The matrix that projects points of space, as rows."""
        return (view.basis * np.array([1, 1, view.rise])).T * self._scale

    def _behind(self, space: Array, view: View) -> npt.NDArray[np.bool_]:
        if view.elevation > 89 or view.rise < 0.05 or not len(space):
            return np.zeros(len(space), dtype=bool)
        towards = view.basis[2] * np.array([1, 1, 1 / view.rise])
        longest = self._relief / towards[2]
        steps = longest * (np.arange(1, _RAY_STEPS + 1) / _RAY_STEPS) ** 1.4
        ray = space[:, None, :] + steps[None, :, None] * towards
        ground = self.height(ray[..., :2] / self._unit + self._middle) * self._relief
        with np.errstate(invalid="ignore"):
            covered = ground > ray[..., 2] + 0.015 * self._relief
        return np.asarray(covered.any(axis=1))

    def _corners(self) -> Array:
        half = np.array([self.window[1] - self.window[0], self.window[3] - self.window[2]]) * self._unit / 2
        return np.array([[i * half[0], j * half[1], k] for i in (-1, 1) for j in (-1, 1) for k in (_FLOOR, 0.0)])

    def _fit(self) -> None:
        """Choose scale and place: the surface at its full height, with its base, fills the zone."""
        self._scale, self._center = 1.0, np.zeros(3)
        flat = self._outermost @ self._towards_screen(replace(self.view, rise=1.0))[:, :2]
        low, high = flat.min(axis=0), flat.max(axis=0)
        # Room for the names of the axes.
        zone = Zone(self.zone.left + 0.4, self.zone.right - 0.4, self.zone.bottom + 0.42, self.zone.top)
        self._scale = float(min(zone.width / (high[0] - low[0]), zone.height / (high[1] - low[1])))
        self._center = zone.center - np.array([*(low + high) / 2 * self._scale, 0])

    def _draw_base(self) -> None:
        low, high = self._corners()[0], self._corners()[-1]
        ring = np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]], [low[0], low[1]]])
        corners = self.project(np.column_stack([ring, np.full(5, _FLOOR)]))
        corners[:, 2] = 0
        self.base.set_points_as_corners(corners)
        center = corners[:4].mean(axis=0)
        edges = [(corners[0] + corners[1]) / 2]
        edges.append((corners[1] + corners[2]) / 2 if self._near_side > 0 else (corners[0] + corners[3]) / 2)
        for label, edge in zip(self.labels, edges, strict=True):
            outwards = (edge - center) / max(float(np.linalg.norm(edge - center)), 1e-9)
            label.move_to(edge + 0.26 * outwards)


def colours_of_heights(heights: Array, theme: Theme) -> Array:
    """Return red, green and blue, shape (..., 3), for heights from 0 to 1."""
    stops = np.array([ManimColor(colour).to_rgb() for colour in theme.surface])
    places = np.linspace(0, 1, len(stops))
    filled = np.nan_to_num(heights)
    return np.stack([np.interp(filled, places, stops[:, channel]) for channel in range(3)], axis=-1)


def _shaded(heights: Array, x: Array, y: Array, relief: float, theme: Theme) -> Array:
    """Return a colour for each point of the grid: by its height, and by how it stands to the light."""
    across = _slopes(heights * relief, x)
    along = _slopes((heights * relief).T, y).T
    normals = np.stack([-across, -along, np.ones_like(across)], axis=-1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    brightness = 0.68 + 0.36 * np.clip(normals @ (_LIGHT / np.linalg.norm(_LIGHT)), 0, 1)
    return np.clip(colours_of_heights(heights, theme) * brightness[..., None], 0, 1)


def _slopes(heights: Array, x: Array) -> Array:
    """How heights grow along each row: to both sides where both are known, else to one, else not at all."""
    steps = np.diff(heights, axis=1) / np.diff(x)
    beyond = np.full((len(heights), 1), np.nan)
    sides = np.stack([np.hstack([beyond, steps]), np.hstack([steps, beyond])])
    known = np.isfinite(sides)
    return np.where(known, sides, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)


def _whole_faces(heights: Array) -> npt.NDArray[np.bool_]:
    known = np.isfinite(heights)
    return known[:-1, :-1] & known[:-1, 1:] & known[1:, :-1] & known[1:, 1:]


def contour_lines(x: Array, y: Array, heights: Array, levels: Iterable[float]) -> list[Array]:
    """Return the lines of equal height on a grid, each of shape (n, 2)."""
    generator = contourpy.contour_generator(x, y, np.ma.masked_invalid(heights), line_type=contourpy.LineType.Separate)
    return [np.asarray(line) for level in levels for line in generator.lines(level)]
