"""Shapes read off mobjects, as Manim's camera sees them. With `capture.py`, all that knows Manim's internals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from manim import Camera, Mobject, ThreeDCamera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP

from explainers.film.picture import Array, Outline, Paint, Shape, Stroke


@dataclass(frozen=True, slots=True)
class _Reading:
    """A shape, and the state of its mobject that it was read from."""

    state: tuple[Any, ...]
    shape: Shape


class ShapeReader:
    """Reads frames of one camera. A mobject that looks as it did in its last frame gives the same `Shape` object."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._projects = isinstance(camera, ThreeDCamera)
        # Weak: animations make copies of what they move, and those go when the animation is over.
        self._readings: WeakKeyDictionary[Mobject, _Reading] = WeakKeyDictionary()

    def read(self, mobject: VMobject) -> Shape:
        """Read one mobject, without its submobjects."""
        camera = self._camera
        points = camera.transform_points_pre_display(mobject, mobject.points) if self._projects else mobject.points
        fill = camera.get_fill_rgbas(mobject)
        above = camera.get_stroke_rgbas(mobject)
        below = camera.get_stroke_rgbas(mobject, background=True)
        widths = (mobject.get_stroke_width(), mobject.get_stroke_width(True))
        ends = _gradient_line(camera, mobject) if max(len(fill), len(above), len(below)) > 1 else None
        state = (
            points.tobytes(),
            fill.tobytes(),
            above.tobytes(),
            below.tobytes(),
            widths,
            mobject.joint_type,
            mobject.cap_style,
            None if ends is None else ends.tobytes(),
        )
        last = self._readings.get(mobject)
        if last is not None and last.state == state:
            return last.shape
        shape = Shape(
            outline=last.shape.outline if last and last.state[0] == state[0] else _outline(camera, mobject),
            below=_stroke(camera, mobject, below, widths[1], ends),
            fill=_paint(fill, ends),
            above=_stroke(camera, mobject, above, widths[0], ends),
        )
        self._readings[mobject] = _Reading(state, shape)
        return shape


def family(mobjects: Iterable[Mobject], *, by_z_index: bool) -> list[Mobject]:
    """The mobjects and all their submobjects that have points, each once, in painting order.

    The same list as Manim's `extract_mobject_family_members`, in which of several occurrences the last counts. Manim
    lists the family of every member of the list anew; here a mobject met before is passed over with all below it, as
    they were met then.
    """
    met: set[Mobject] = set()
    backwards: list[Mobject] = []

    def meet(mobject: Mobject) -> None:
        met.add(mobject)
        for submobject in reversed(mobject.submobjects):
            if submobject in met:
                continue
            if submobject.submobjects:
                meet(submobject)
                continue
            # Most have nothing below them: no call for each of these.
            met.add(submobject)
            if len(submobject.points):
                backwards.append(submobject)
        if len(mobject.points):
            backwards.append(mobject)

    for mobject in reversed(list(mobjects)):
        if mobject not in met:
            meet(mobject)
    backwards.reverse()
    if by_z_index:
        backwards.sort(key=attrgetter("z_index"))
    return backwards


def _outline(camera: Camera, mobject: VMobject) -> Outline:
    points = camera.transform_points_pre_display(mobject, mobject.points)
    flat = np.array(points[:, :2])
    subpaths = tuple(
        (
            first,
            first + (last - first) // 4 * 4,
            bool(mobject.consider_points_equals_2d(points[first], points[last - 1])),
        )
        for first, last in mobject.get_subpath_split_indices_from_points(points, n_dims=2).tolist()
        if last - first >= 4
    )
    return Outline(flat, subpaths)


def _gradient_line(camera: Camera, mobject: VMobject) -> Array:
    ends = np.array(mobject.get_gradient_start_and_end_points())
    line: Array = camera.transform_points_pre_display(mobject, ends)[:, :2]
    return line


def _paint(rgbas: Array, ends: Array | None) -> Paint | None:
    if not rgbas[:, 3].any():
        return None
    return Paint(np.array(rgbas, dtype=float), ends if len(rgbas) > 1 else None)


def _stroke(camera: Camera, mobject: VMobject, rgbas: Array, width: float, ends: Array | None) -> Stroke | None:
    paint = _paint(rgbas, ends)
    if width == 0 or paint is None:
        return None
    return Stroke(
        paint=paint,
        width=float(width) * camera.cairo_line_width_multiple,
        join=int(LINE_JOIN_MAP[mobject.joint_type]),
        cap=int(CAP_STYLE_MAP[mobject.cap_style]),
    )
