"""What a camera in space sees, projected, shaded and put in order for all faces at once, as Manim does face by face."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import CapStyleType, LineJointType, Mobject, ThreeDCamera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from manim.mobject.three_d.three_d_utils import get_3d_vmob_unit_normal

from explainers.film.picture import Array, Element, ShadedShapes
from explainers.film.shapes import ShapeReader

Whole = npt.NDArray[np.int64]

_ASKED = (
    "consider_points_equals_2d",
    "get_anchors",
    "get_center",
    "get_critical_point",
    "get_extremum_along_dim",
    "get_fill_rgbas",
    "get_gradient_start_and_end_points",
    "get_points_defining_boundary",
    "get_stroke_rgbas",
    "get_stroke_width",
    "get_subpath_split_indices_from_points",
    "get_z_index_reference_point",
)
"""What Manim's camera asks a shape for, and what is answered here for all shapes at once."""

_SHADED = ("get_fill_rgbas", "get_stroke_rgbas", "modified_rgbas", "project_points")
# By identity: the hash of an enumeration's member is a Python function.
_JOINS = {id(joint): int(LINE_JOIN_MAP[joint]) for joint in LineJointType}
_CAPS = {id(cap): int(CAP_STYLE_MAP[cap]) for cap in CapStyleType}
_SAME = 1e-6
"""How near points are the same to Manim, beside a hundred-thousandth of their coordinates."""


@dataclass(frozen=True, eq=False)
class _Faces:
    """Shapes of one frame, gathered: their points behind one another, and where each begins."""

    points: Array
    counts: Whole
    starts: Whole
    fills: Array
    strokes: Array
    shaded: npt.NDArray[np.bool_]
    widths: Array
    joins: npt.NDArray[np.int32]
    caps: npt.NDArray[np.int32]


class SpaceReader:
    """Reads the frames of a camera in space. What did not change since the last frame is the same object."""

    def __init__(self, camera: ThreeDCamera, shapes: ShapeReader) -> None:
        self._camera = camera
        self._shapes = shapes
        self._plain: dict[type[Mobject], bool] = {}
        self._shades_as_manim_does = all(getattr(type(camera), name) is getattr(ThreeDCamera, name) for name in _SHADED)
        self._last: list[ShadedShapes] = []
        self._known: tuple[npt.NDArray[Any], ...] = ()
        self._light: Array = np.zeros((0, 2, 4))

    def read(self, members: list[Mobject], other: Callable[[Mobject], Element | None]) -> list[Element]:
        """Read a family.

        Parameters
        ----------
        other
            Reads what is no vector shape.
        """
        self._camera.reset_rotation_matrix()
        gathered = self._simple(members)
        faces = _gather([members[number] for number in gathered])
        projected = None if faces is None else self._camera.project_points(faces.points)[:, :2]
        if projected is None or not np.isfinite(projected).all():
            gathered, faces, projected = [], None, None
        order = self._in_order(members, gathered, faces)
        rows = dict(zip(gathered, range(len(gathered)), strict=True))
        elements, batches = list[Element](), list[ShadedShapes]()
        batch = None if faces is None or projected is None else self._batches(faces, projected)
        for together, run in groupby(order, rows.__contains__):
            if together and batch is not None:
                batches.append(self._same_as_before(batch([rows[number] for number in run]), len(batches)))
                elements.append(batches[-1])
            else:
                elements += self._one_by_one([members[number] for number in run], other)
        self._last = batches
        return elements

    def _one_by_one(self, members: list[Mobject], other: Callable[[Mobject], Element | None]) -> Iterator[Element]:
        for member in members:
            element = self._shapes.read(member) if isinstance(member, VMobject) else other(member)
            if element is not None:
                yield element

    def _simple(self, members: list[Mobject]) -> list[int]:
        """The numbers of those mobjects that can be read together with others."""
        plain, fixed = self._plain, self._camera.fixed_in_frame_mobjects or self._camera.fixed_orientation_mobjects
        numbers = []
        for number, member in enumerate(members):
            kind = type(member)
            if kind not in plain:
                plain[kind] = self._shades_as_manim_does and _is_plain(kind)
            if not plain[kind]:
                continue
            # Read where it is kept: asking the mobject for each of these takes three times as long.
            own = member.__dict__
            colours = 2 if own["shade_in_3d"] else 1
            if (
                not len(own["points"]) % 4
                and 0 < len(own.get("fill_rgbas", ())) <= colours
                and 0 < len(own.get("stroke_rgbas", ())) <= colours
                and not own["background_stroke_width"] > 0
                and own["n_points_per_cubic_curve"] == 4
                and own["tolerance_for_point_equality"] == _SAME
                and not (fixed and self._is_fixed(member))
            ):
                numbers.append(number)
        return numbers

    def _is_fixed(self, mobject: Mobject) -> bool:
        camera = self._camera
        return mobject in camera.fixed_in_frame_mobjects or mobject in camera.fixed_orientation_mobjects

    def _in_order(self, members: list[Mobject], gathered: list[int], faces: _Faces | None) -> list[int]:
        """Sort by depth what is shaded; all else lies above it, as it came."""
        rotation = self._camera.get_rotation_matrix()
        keys = np.full(len(members), np.inf)
        rows: dict[Mobject, int] = {}
        if faces is not None:
            rows = {members[number]: row for row, number in enumerate(gathered)}
            lowest, highest = _boxes(faces)
            # One product for each, as Manim has it: the last bit decides between faces at the same depth.
            depths = np.matmul(((lowest + highest) / 2)[:, None, :], rotation.T)[:, 0, 2]
            keys[gathered] = np.where(faces.shaded, depths, np.inf)
        for number, member in enumerate(members):
            own = member.__dict__
            grouped = "z_index_group" in own
            if (member in rows and not own["submobjects"] and not grouped) or not getattr(member, "shade_in_3d", False):
                continue
            family = [] if grouped else [each for each in member.get_family() if len(each.points)]
            if family and rows.keys() >= set(family):
                chosen = [rows[each] for each in family]
                center = (lowest[chosen].min(axis=0) + highest[chosen].max(axis=0)) / 2
            else:
                center = member.get_z_index_reference_point()
            keys[number] = np.dot(center, rotation.T)[2]
        order: list[int] = np.argsort(keys, kind="stable").tolist()
        return order

    def _batches(self, faces: _Faces, projected: Array) -> Callable[[list[int]], ShadedShapes]:
        """Prepare to take shapes out of those gathered: what is the same for all batches is done once."""
        first, last = faces.starts, faces.starts + (faces.counts - 1) // 6 * 3
        lines = np.stack([projected[first], projected[last]], axis=1)
        fills, strokes = faces.fills, faces.strokes
        if self._camera.should_apply_shading:
            light = self._lit(faces, first, last)
            fills, strokes = fills + light, strokes + light
        widths = faces.widths * self._camera.cairo_line_width_multiple

        def batch(rows: list[int]) -> ShadedShapes:
            chosen = np.array(rows)
            counts = faces.counts[chosen]
            starts = np.cumsum(counts) - counts
            points = projected[np.repeat(faces.starts[chosen] - starts, counts) + np.arange(counts.sum())]
            subpaths, first_subpaths = _subpaths(points, starts)
            return ShadedShapes(
                points=points,
                subpaths=subpaths,
                first_subpaths=first_subpaths,
                fills=fills[chosen],
                strokes=strokes[chosen],
                lines=lines[chosen],
                widths=widths[chosen],
                joins=faces.joins[chosen],
                caps=faces.caps[chosen],
            )

        return batch

    def _lit(self, faces: _Faces, first: Whole, last: Whole) -> Array:
        """How much lighter red, green and blue are at both ends of each shape: kept while no shape moves."""
        source = np.array(self._camera.light_source.points[0])
        known = (faces.points, faces.counts, faces.shaded, source)
        if not self._known or not all(map(np.array_equal, self._known, known)):
            self._known, self._light = known, np.zeros((len(first), 2, 4))
            for end, corner in enumerate((first, last)):
                self._light[:, end, :3] = np.where(faces.shaded, _light(faces, corner, source), 0)[:, None]
        return self._light

    def _same_as_before(self, batch: ShadedShapes, number: int) -> ShadedShapes:
        if number < len(self._last) and all(
            np.array_equal(getattr(batch, field.name), getattr(self._last[number], field.name))
            for field in fields(batch)
        ):
            return self._last[number]
        return batch


def _is_plain(kind: type[Mobject]) -> bool:
    """Whether shapes of a class answer the camera as all shapes do."""
    return issubclass(kind, VMobject) and all(getattr(kind, name) is getattr(VMobject, name) for name in _ASKED)


def _gather(mobjects: Sequence[Any]) -> _Faces | None:
    """Put what is read of each mobject into arrays."""
    if not mobjects:
        return None
    own = [mobject.__dict__ for mobject in mobjects]
    points = [each["points"] for each in own]
    counts = np.array([len(each) for each in points])
    return _Faces(
        points=np.concatenate(points),
        counts=counts,
        starts=np.cumsum(counts) - counts,
        fills=_both_ends([each["fill_rgbas"] for each in own]),
        strokes=_both_ends([each["stroke_rgbas"] for each in own]),
        shaded=np.array([each["shade_in_3d"] for each in own], bool),
        widths=np.maximum(0, np.array([each["stroke_width"] for each in own], float)),
        joins=np.array([_JOINS[id(each["joint_type"])] for each in own], np.int32),
        caps=np.array([_CAPS[id(each["cap_style"])] for each in own], np.int32),
    )


def _both_ends(rgbas: list[Array]) -> Array:
    """The first and the last of one or two colours each, as (n, 2, 4)."""
    counts = np.array([len(each) for each in rgbas])
    if (counts == 1).all():
        return np.repeat(np.concatenate(rgbas)[:, None], 2, axis=1)
    last = np.cumsum(counts) - 1
    ends: Array = np.concatenate(rgbas)[np.stack([last - counts + 1, last], axis=1)]
    return ends


def _boxes(faces: _Faces) -> tuple[Array, Array]:
    """The lowest and the highest coordinates of each shape's anchors."""
    curves = faces.points.reshape(-1, 4, 3)
    lowest = np.minimum.reduceat(np.minimum(curves[:, 0], curves[:, 3]), faces.starts // 4)
    highest = np.maximum.reduceat(np.maximum(curves[:, 0], curves[:, 3]), faces.starts // 4)
    return lowest, highest


def _light(faces: _Faces, corner: Whole, source: Array) -> Array:
    """How much lighter each shape is at one of its corners."""
    towards = source - faces.points[corner]
    distances = np.sqrt((towards * towards).sum(axis=1))
    towards /= np.where(distances > 0, distances, 1)[:, None]
    light = 0.5 * (_normals(faces, corner) * towards).sum(axis=1) ** 3
    return np.asarray(np.where(light < 0, light * 0.5, light), float)


def _normals(faces: _Faces, corner: Whole) -> Array:
    """The unit normal of each shape at a corner, from the anchors before and after it."""
    points, ends = faces.points, faces.starts + faces.counts
    before = np.where(corner - faces.starts > 2, corner - 3, ends - 4)
    after = np.where(corner - faces.starts < faces.counts - 3, corner + 3, faces.starts + 3)
    first, second = points[after] - points[corner], points[before] - points[corner]
    largest = np.abs(first).max(axis=1, keepdims=True), np.abs(second).max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        (x, y, z), (u, v, w) = (first / largest[0]).T, (second / largest[1]).T
        normals = np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=1)
        lengths = np.sqrt((normals * normals).sum(axis=1))
        normals /= lengths[:, None]
    normals[faces.counts <= 4] = (0, 1, 0)
    straight = np.flatnonzero(~(lengths > 1e-6) & (faces.counts > 4)).tolist()
    if straight:
        # Corners without an angle: Manim's own function knows what it does with each kind.
        shape = VMobject()
        for row in straight:
            start = int(faces.starts[row])
            shape.points = points[start : start + int(faces.counts[row])]
            normals[row] = get_3d_vmob_unit_normal(shape, int(corner[row]) - start)
    return normals


def _subpaths(points: Array, starts: Whole) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Split shapes where a curve does not begin where the last one ended."""
    curves = points.reshape(-1, 4, 2)
    split = np.ones(len(curves), bool)
    split[1:] = ~_near(curves[:-1, 3], curves[1:, 0])
    split[starts // 4] = True
    firsts = np.flatnonzero(split) * 4
    lasts = np.append(firsts[1:], len(points))
    closed = _near(points[firsts], points[lasts - 1])
    subpaths = np.stack([firsts, lasts, closed], axis=1).astype(np.int32)
    return subpaths, np.append(np.searchsorted(firsts, starts), len(firsts)).astype(np.int32)


def _near(first: Array, second: Array) -> npt.NDArray[np.bool_]:
    near: npt.NDArray[np.bool_] = np.logical_and.reduce(np.abs(first - second) <= _SAME + 1e-5 * np.abs(second), axis=1)
    return near
