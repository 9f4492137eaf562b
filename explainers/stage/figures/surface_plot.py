"""A function of two variables as a surface that turns: an orthographic view of a height field, painted as a mesh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Self

import contourpy
import numpy as np
import numpy.typing as npt
from manim import Group, LineJointType, ManimColor, VGroup, VMobject

from explainers.stage.figures.mesh import Mesh
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
        self._zone = Zone(zone.left + 0.4, zone.right - 0.4, zone.bottom + 0.42, zone.top)
        self._middle = np.array([(x[0] + x[-1]) / 2, (y[0] + y[-1]) / 2])
        self._unit = 2 / max(x[-1] - x[0], y[-1] - y[0])
        # Less for a long strip: its walls would hide its floor.
        sides = sorted((x[-1] - x[0], y[-1] - y[0]))
        self._relief = 2 * relief * float(np.sqrt(sides[0] / sides[1]))
        self._contours = [self._lifted(line) for line in contour_lines(x, y, self._heights, levels)]
        self.base = VMobject(stroke_color=theme.axis, stroke_width=2)
        self.mesh = Mesh(len(y), len(x), visible=_whole_faces(self._heights))
        self.mesh_colours = _shaded(self._heights, x * self._unit, y * self._unit, self._relief, theme)
        self.contours = VMobject(
            stroke_color=theme.background, stroke_width=1.6, stroke_opacity=0.75, joint_type=LineJointType.ROUND
        )
        self.labels = VGroup(*(Formula(name, font_size=theme.sizes.body, color=theme.muted) for name in ("x", "y")))
        self._background = np.array(ManimColor(theme.background).to_rgb())
        self.presence = 1.0
        self._near_side = 0
        self.add(self.base, self.mesh, self.contours, self.labels)
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
        flat = self._projected(self._lifted(np.asarray(points, dtype=float)))
        flat[:, 2] = 0
        return flat

    def hidden(self, points: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return which points of the surface, shape (n, 2) in the plane, lie behind a part of it.

        Follows the ray from each point to the viewer, and sees whether the surface rises above it.
        """
        return self._behind(self._lifted(np.asarray(points, dtype=float)), self.view)

    def set_view(self, view: View) -> Self:
        """Look at the surface from elsewhere."""
        self.view = view
        self._fit()
        columns, rows = np.meshgrid(self._x, self._y)
        grid = self._lifted(np.stack([columns, rows], axis=-1).reshape(-1, 2))
        grid[:, 2] = np.nan_to_num(grid[:, 2])
        self.mesh.set_grid(self._projected(grid), self._colours())
        self._draw_contours()
        self._draw_base()
        return self

    def clear_view(self, points: Array, wanted: float = 0.9) -> View:
        """Return a view from which most of some points of the surface, shape (n, 2), are seen.

        The lowest that shows the wanted share, else the one that shows most.
        """
        space = self._lifted(points)
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
        self.mesh.face_colours = self._colours()
        return self

    # --- inside --------------------------------------------------------------------------------------------------

    def _colours(self) -> Array:
        mixed = self.presence * self.mesh_colours + (1 - self.presence) * self._background
        return np.asarray(mixed.reshape(-1, 3))

    def _lifted(self, points: Array) -> Array:
        """Points of the plane as points of space, on the surface at its full height."""
        flat = (points - self._middle) * self._unit
        return np.column_stack([flat, self.height(points) * self._relief])

    def _projected(self, space: Array, view: View | None = None) -> Array:
        view = view or self.view
        risen = space * np.array([1, 1, view.rise])
        return (risen @ view.basis.T) * self._scale + self._center

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
        columns, rows = np.meshgrid(self._x, self._y)
        space = self._lifted(np.stack([columns, rows], axis=-1).reshape(-1, 2))
        space = np.vstack([space[np.isfinite(space).all(axis=1)], self._corners()])
        self._scale, self._center = 1.0, np.zeros(3)
        flat = self._projected(space, replace(self.view, rise=1.0))[:, :2]
        low, high = flat.min(axis=0), flat.max(axis=0)
        self._scale = float(min(self._zone.width / (high[0] - low[0]), self._zone.height / (high[1] - low[1])))
        self._center = self._zone.center - np.array([*(low + high) / 2 * self._scale, 0])

    def _draw_contours(self) -> None:
        if not self._contours:
            return
        starts, ends = lines_to_pieces(self._contours)
        seen = ~self._behind((starts + ends) / 2, self.view)
        starts, ends = self._projected(starts[seen]), self._projected(ends[seen])
        starts[:, 2] = ends[:, 2] = 0
        self.contours.points = pieces_to_points(starts, ends)

    def _draw_base(self) -> None:
        low, high = self._corners()[0], self._corners()[-1]
        ring = np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]], [low[0], low[1]]])
        corners = self._projected(np.column_stack([ring, np.full(5, _FLOOR)]))
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
    """Return a colour for each face: by its height, and by how it stands to the light."""
    z = np.nan_to_num(heights) * relief
    slope_x = (z[:-1, 1:] + z[1:, 1:] - z[:-1, :-1] - z[1:, :-1]) / 2 / (x[1] - x[0])
    slope_y = (z[1:, :-1] + z[1:, 1:] - z[:-1, :-1] - z[:-1, 1:]) / 2 / (y[1] - y[0])
    normals = np.stack([-slope_x, -slope_y, np.ones_like(slope_x)], axis=-1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    brightness = 0.68 + 0.36 * np.clip(normals @ (_LIGHT / np.linalg.norm(_LIGHT)), 0, 1)
    middles = (heights[:-1, :-1] + heights[:-1, 1:] + heights[1:, :-1] + heights[1:, 1:]) / 4
    return np.clip(colours_of_heights(middles, theme) * brightness[..., None], 0, 1)


def _whole_faces(heights: Array) -> npt.NDArray[np.bool_]:
    known = np.isfinite(heights)
    return known[:-1, :-1] & known[:-1, 1:] & known[1:, :-1] & known[1:, 1:]


def contour_lines(x: Array, y: Array, heights: Array, levels: Iterable[float]) -> list[Array]:
    """Return the lines of equal height on a grid, each of shape (n, 2)."""
    generator = contourpy.contour_generator(x, y, np.ma.masked_invalid(heights), line_type=contourpy.LineType.Separate)
    return [np.asarray(line) for level in levels for line in generator.lines(level)]
