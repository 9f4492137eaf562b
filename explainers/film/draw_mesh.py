"""Meshes drawn with a depth buffer, and the lines and balls that they hide. The loops are compiled, in `mesh_*.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from explainers.film.picture import Array, Floats, Matrix, Mesh, MeshBall, MeshLine, Pixels

Whole = npt.NDArray[np.int32]


@dataclass(frozen=True)
class _Raster:
    """A mesh as it is seen in one size: which triangle each pixel shows, and how near it is.

    Parameters
    ----------
    left, top
        Of the pixels that the mesh may touch.
    points
        (n, 3): in pixels from there, the third coordinate towards the viewer.
    turned
        Which way each face is cut in two.
    depths, seen, spans
        (height, width): of the nearest triangle at each pixel's centre; between which columns of a row there are any.
    slots, sample_depths, sample_seen
        The number of each pixel that needs more than one look, and what those looks see.
    layer
        (height, width): the mesh by itself, colours multiplied by alpha, the four bytes of a pixel in one number.
    """

    mesh: Mesh
    matrix: Matrix
    left: int
    top: int
    points: Array
    columns: int
    turned: npt.NDArray[np.bool_]
    depths: Floats
    seen: Whole
    spans: Whole
    slots: Whole
    sample_depths: Floats
    sample_seen: Whole
    layer: npt.NDArray[np.uint32]


class MeshDrawer:
    """Draws meshes and what lies on them on pixels of one size; the last mesh drawn is kept."""

    def __init__(self) -> None:
        self._raster: _Raster | None = None
        self._shape: tuple[int, ...] = ()
        self._rooms: dict[str, npt.NDArray[Any]] = {}

    def draw(self, element: Mesh | MeshLine | MeshBall, pixels: Pixels, matrix: Matrix) -> None:
        """Draw over pixels, (height, width, 4), whose colours are multiplied by their alpha."""
        if isinstance(element, Mesh):
            self._draw_mesh(element, pixels, matrix)
        elif isinstance(element, MeshLine):
            self._draw_line(element, pixels, matrix)
        else:
            self._draw_ball(element, pixels, matrix)

    def _draw_mesh(self, mesh: Mesh, pixels: Pixels, matrix: Matrix) -> None:
        from explainers.film.mesh_shading import lay_over

        raster = self._rastered(mesh, matrix, pixels)
        height, width = raster.seen.shape
        part = pixels[raster.top : raster.top + height, raster.left : raster.left + width]
        lay_over(raster.layer, raster.spans, part.view(np.uint32)[..., 0], mesh.opacity)

    def _draw_line(self, line: MeshLine, pixels: Pixels, matrix: Matrix) -> None:
        from explainers.film.mesh_marks import cover_pieces, lay_cover

        raster = self._rastered(line.mesh, matrix, pixels)
        scale = _scale(matrix)
        pieces = _to_pixels(line.pieces, matrix, raster.left, raster.top).reshape(-1, 6)
        width = line.width * scale
        box = _box(pieces.reshape(-1, 3), width / 2 + 1, raster, pixels)
        if box is None:
            return
        left, top, part = box
        cover = self._room("cover", part.shape[:2], np.float32)
        cover[:] = 0
        longest = int(np.nanmax(np.abs(pieces[:, 3:5] - pieces[:, :2]).sum(axis=1))) + 2
        cover_pieces(
            raster.points, raster.columns, raster.turned, raster.seen, raster.slots, raster.sample_seen,
            pieces, width, line.hidden, left, top, self._room("stations", (longest,), np.float64), cover,
        )  # fmt: skip
        lay_cover(cover, *line.rgba, part)

    def _draw_ball(self, ball: MeshBall, pixels: Pixels, matrix: Matrix) -> None:
        from explainers.film.mesh_marks import cover_ball, lay_cover

        raster = self._rastered(ball.mesh, matrix, pixels)
        scale = _scale(matrix)
        center = _to_pixels(np.array([ball.center]), matrix, raster.left, raster.top)
        x, y, z = center[0].tolist()
        radius, rim = ball.radius * scale, ball.rim_width * scale
        box = _box(center, radius + rim / 2 + 1, raster, pixels)
        if box is None:
            return
        left, top, part = box
        cover = self._room("cover", part.shape[:2], np.float32)
        for rgba, inner, outer in (
            (ball.rgba, -1.0, radius),
            (ball.rim_rgba, radius - rim / 2, radius + rim / 2),
        ):
            cover[:] = 0
            cover_ball(
                raster.slots, raster.depths, raster.sample_depths,
                x, y, z, radius, inner, outer, ball.hidden, left, top, cover,
            )  # fmt: skip
            lay_cover(cover, *rgba, part)

    def _rastered(self, mesh: Mesh, matrix: Matrix, pixels: Pixels) -> _Raster:
        """Look at a mesh, or take what was seen of it last: it is dimmed and walked on more often than turned."""
        last = self._raster
        if (
            last is None
            or last.mesh.points is not mesh.points
            or last.mesh.skin is not mesh.skin
            or last.matrix != matrix
            or self._shape != pixels.shape
        ):
            self._shape = pixels.shape
            last = self._raster = self._look(mesh, matrix, pixels)
        return last

    def _look(self, mesh: Mesh, matrix: Matrix, pixels: Pixels) -> _Raster:
        from explainers.film.mesh_edges import SAMPLES, TILE, fill_samples, number_edge_pixels
        from explainers.film.mesh_kernels import fill_depths
        from explainers.film.mesh_shading import PLAN, plan_triangles, shade

        skin = mesh.skin
        rows, columns, _ = mesh.points.shape
        points = _to_pixels(mesh.points.reshape(-1, 3), matrix, 0, 0)
        left, top, right, bottom = _bounds(points, pixels.shape)
        points -= [left, top, 0]
        shape = (bottom - top, right - left)
        depths, seen = self._room("depths", shape, np.float32), self._room("seen", shape, np.int32)
        facing = self._room("facing", (2 * (rows - 1) * (columns - 1),), np.int8)
        turned = _turned(skin.values)
        spans = self._room("spans", (shape[0], 2), np.int32)
        fill_depths(points, skin.visible.reshape(-1), columns, turned, depths, seen, facing, spans)
        slots = self._room("slots", shape, np.int32)
        tiles = self._room("tiles", (shape[0] // TILE + 1, shape[1] // TILE + 1), np.uint8)
        looks = (number_edge_pixels(points, columns, turned, facing, depths, seen, spans, slots, tiles), SAMPLES)
        sample_depths = self._room("sample depths", looks, np.float32)
        sample_seen = self._room("sample seen", looks, np.int32)
        fill_samples(points, columns, turned, facing, slots, tiles, sample_depths, sample_seen)
        plans = self._room("plans", (facing.size, PLAN), np.float32)
        width = skin.width * _scale(matrix)
        colours, values = skin.colours.reshape(-1, 3), skin.values.reshape(-1)
        plan_triangles(points, columns, turned, facing, colours, values, skin.levels, width, plans)
        layer = self._room("layer", shape, np.uint32)
        shade(
            plans,
            skin.levels,
            (skin.ink * [255, 255, 255, 1]).astype(np.float32),
            width,
            spans,
            seen,
            slots,
            sample_seen,
            layer,
        )
        return _Raster(
            mesh,
            matrix,
            left,
            top,
            points,
            columns,
            turned,
            depths,
            seen,
            spans,
            slots,
            sample_depths,
            sample_seen,
            layer,
        )

    def _room(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """An array whose memory was used before: fresh memory costs more than what is written into it."""
        size = int(np.prod(shape))
        held = self._rooms.get(name)
        if held is None or held.size < size:
            held = self._rooms[name] = np.empty(size + size // 4, dtype)
        return held[:size].reshape(shape)


def _turned(values: Floats) -> npt.NDArray[np.bool_]:
    """Which way to cut each face: between the corners that are more alike, as valleys and ridges run."""
    one, other = np.abs(values[1:, 1:] - values[:-1, :-1]), np.abs(values[1:, :-1] - values[:-1, 1:])
    return np.asarray(other < one).reshape(-1)


def _scale(matrix: Matrix) -> float:
    """Pixels for each of the scene's units."""
    xx, yx, xy, yy, _, _ = matrix
    return float(np.sqrt(abs(xx * yy - xy * yx)))


def _to_pixels(points: npt.NDArray[Any], matrix: Matrix, left: int, top: int) -> Array:
    """Points of shape (..., 3) in pixels from a corner, the third coordinate, towards the viewer, in pixels as well."""
    xx, yx, xy, yy, x0, y0 = matrix
    turned = np.array([[xx, yx, 0], [xy, yy, 0], [0, 0, _scale(matrix)]])
    return np.asarray(points.reshape(-1, 3).astype(np.float64) @ turned + [x0 - left, y0 - top, 0])


def _bounds(points: Array, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The pixels that points may touch: left, top, right, bottom; of no area if there are none."""
    # The sum of a point is a number if all of it is: that is quicker to see than three times.
    known = np.isfinite(points @ np.ones(3))
    finite = points[:, :2] if known.all() else points[known, :2]
    if not len(finite):
        return 0, 0, 0, 0
    x, y = finite.T.copy()
    low = np.floor([x.min(), y.min()]).astype(int)
    high = np.floor([x.max(), y.max()]).astype(int) + 1
    left, right = np.clip([low[0], high[0]], 0, shape[1]).tolist()
    top, bottom = np.clip([low[1], high[1]], 0, shape[0]).tolist()
    return left, top, right, bottom


def _box(places: Array, reach: float, raster: _Raster, pixels: Pixels) -> tuple[int, int, Pixels] | None:
    """The pixels near places that are counted from a raster's corner: their own corner, counted likewise, and they."""
    around = np.concatenate([places - reach, places + reach]) + np.array([raster.left, raster.top, 0])
    left, top, right, bottom = _bounds(around, pixels.shape)
    if left >= right or top >= bottom:
        return None
    return left - raster.left, top - raster.top, pixels[top:bottom, left:right]
