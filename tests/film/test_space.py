"""What a camera in space sees, read for all shapes at once: Manim's own answers, shape by shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import (
    BLUE,
    OUT,
    RED,
    RIGHT,
    UP,
    Circle,
    Line,
    Mobject,
    Sphere,
    Square,
    Surface,
    ThreeDAxes,
    ThreeDCamera,
    VGroup,
    VMobject,
)

from explainers.film.capture import configure_manim
from explainers.film.picture import ShadedShapes, Shape
from explainers.film.reader import PictureReader
from explainers.spec.settings import RenderSettings

SIZE = RenderSettings(width=128, height=72, fps=30)
Elements = tuple[Any, ...]


@pytest.fixture(autouse=True, scope="module")
def _small_frames(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(SIZE, tmp_path_factory.mktemp("space"))


def tilted_camera(**options: Any) -> ThreeDCamera:
    return ThreeDCamera(phi=1.1, theta=0.4, gamma=0.2, zoom=0.9, **options)


def read(camera: ThreeDCamera, *mobjects: Mobject) -> Elements:
    elements = PictureReader(camera).elements(mobjects)
    assert elements is not None
    return elements


@st.composite
def shapes(draw: st.DrawFn) -> VMobject:
    """A shape of a few corners, some of them on the same spot or in one line, with or without shading."""
    corner = st.tuples(*(st.integers(-3, 3) for _ in range(3)))
    corners = [list(map(float, each)) for each in draw(st.lists(corner, min_size=2, max_size=6))]
    if draw(st.booleans()):
        corners.append(corners[0])
    shape = VMobject(stroke_width=draw(st.sampled_from([0, 2, 7]))).set_points_as_corners(corners)
    if draw(st.booleans()):
        shape.append_points(VMobject().set_points_as_corners([[1, 1, 1], [2, 1, 0], [1, 3, 0]]).points)
    shape.set_shade_in_3d(draw(st.booleans()))
    colours = draw(st.lists(st.sampled_from([RED, BLUE]), min_size=1, max_size=3))
    return shape.set_fill(colours, opacity=draw(st.sampled_from([0, 0.5, 1]))).set_stroke(colours)


@given(st.lists(shapes(), min_size=1, max_size=6), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_shapes_are_read_as_manim_reads_each(members: list[VMobject], shading: bool, nested: bool) -> None:
    """Order, points, subpaths, colours and lines are those that Manim's camera finds, one shape at a time."""
    camera = tilted_camera(should_apply_shading=shading, exponential_projection=nested)
    if nested and len(members) > 1:
        members[0].add(members.pop())
    found = [one for element in read(camera, *members) for one in taken_apart(element)]
    expected = camera.get_mobjects_to_display(members)
    assert len(found) == len(expected)
    for (points, subpaths, fill, stroke, line, width), mobject in zip(found, expected, strict=True):
        projected = camera.transform_points_pre_display(mobject, mobject.points)[:, :2]
        assert points == pytest.approx(projected, abs=1e-9)
        splits = mobject.get_subpath_split_indices_from_points(projected, n_dims=2).tolist()
        closed = [mobject.consider_points_equals_2d(projected[a], projected[b - 1]) for a, b in splits]
        assert [tuple(each) for each in subpaths] == [(*ends, end) for ends, end in zip(splits, closed, strict=True)]
        for colours, theirs in ((fill, camera.get_fill_rgbas(mobject)), (stroke, camera.get_stroke_rgbas(mobject))):
            if colours is not None:
                assert colours == pytest.approx(np.broadcast_to(theirs, colours.shape), abs=1e-9)
        if line is not None:
            ends = np.array(mobject.get_gradient_start_and_end_points())
            assert line == pytest.approx(camera.transform_points_pre_display(mobject, ends)[:, :2], abs=1e-9)
        if stroke is not None:
            assert width == pytest.approx(mobject.get_stroke_width() * 0.01)


def taken_apart(element: Any) -> list[tuple[Any, ...]]:
    """Points, subpaths, fill, stroke, gradient line and width of each shape; None for what is not there."""
    if isinstance(element, Shape):
        fill = None if element.fill is None else element.fill.rgbas
        stroke = None if element.above is None else element.above.paint.rgbas
        width = 0 if element.above is None else element.above.width
        line = None if element.fill is None else element.fill.ends
        return [(element.outline.points, element.outline.subpaths, fill, stroke, line, width)]
    assert isinstance(element, ShadedShapes)
    parts = []
    for number, (first, end) in enumerate(zip(element.first_subpaths, element.first_subpaths[1:], strict=False)):
        subpaths = element.subpaths[first:end]
        start = subpaths[0, 0]
        parts.append(
            (
                element.points[start : subpaths[-1, 1]],
                [(int(a - start), int(b - start), bool(closed)) for a, b, closed in subpaths],
                element.fills[number],
                element.strokes[number] if element.widths[number] else None,
                # A line counts where there are two colours on it.
                None if (element.fills[number, 0] == element.fills[number, 1]).all() else element.lines[number],
                element.widths[number],
            )
        )
    return parts


def test_a_surface_and_its_axes_are_one_element() -> None:
    """Hundreds of faces, ticks and tips become one batch: nothing is left to be read one by one."""
    surface = Surface(lambda u, v: np.array([u, v, u * v]), resolution=(6, 6))
    (batch,) = read(tilted_camera(), ThreeDAxes(), surface)
    assert isinstance(batch, ShadedShapes)
    assert len(batch.widths) == len(VGroup(ThreeDAxes(), surface).family_members_with_points())


def test_what_did_not_change_is_the_same_object() -> None:
    """While nothing moves the same batch comes back; any change of a shape, the light or the camera gives another."""
    camera = tilted_camera()
    reader = PictureReader(camera)
    ball = Sphere(resolution=(4, 4))
    face = ball[5]

    def batch() -> object:
        (only,) = reader.elements([ball]) or ()
        return only

    assert batch() is batch()
    changes: list[Callable[[], object]] = [
        lambda: face.points.__setitem__((0, 0), 1.5),
        lambda: face.fill_rgbas.__setitem__((0, 1), 0.3),
        lambda: face.set_stroke(width=3),
        lambda: face.set_fill([RED, BLUE]),
        lambda: camera.light_source.move_to(3 * RIGHT),
        lambda: setattr(camera, "should_apply_shading", False),
        lambda: camera.set_theta(0.5),
        lambda: camera.set_zoom(1.5),
        lambda: camera.frame_center.__setitem__(0, 0.5),
        lambda: face.set_shade_in_3d(False),
    ]
    for number, change in enumerate(changes):
        before = [reader.elements([ball])]
        change()
        assert [reader.elements([ball])] != before, number
        if number < len(changes) - 1:
            assert batch() is batch()


def test_what_cannot_be_read_together_is_read_alone() -> None:
    """Background strokes, more than two colours, own ways to answer: alone, at their place in the order."""

    class Own(Circle):
        def get_fill_rgbas(self) -> np.ndarray:
            return np.array([[0.1, 0.2, 0.3, 1.0]])

    lined = Square().set_stroke(RED, 5, background=True).shift(OUT)
    members = [Square().shift(-OUT), lined, Own(fill_opacity=1).shift(2 * OUT), Line(UP, 3 * OUT).shift(4 * OUT)]
    for member in members:
        member.set_shade_in_3d()
    kinds = [type(element) for element in read(ThreeDCamera(), *members)]
    assert kinds == [ShadedShapes, Shape, Shape, ShadedShapes]


def test_shapes_that_touch_stay_apart() -> None:
    """A shape that begins where the last one ended is another shape, with a subpath of its own."""
    lines = [Line([x, 0, 0], [x + 1, 0, 0]).set_shade_in_3d() for x in range(4)]
    (batch,) = read(ThreeDCamera(), *lines)
    assert batch.first_subpaths.tolist() == [0, 1, 2, 3, 4]
    assert batch.subpaths.tolist() == [[4 * number, 4 * number + 4, 0] for number in range(4)]


def test_points_beyond_the_eye_are_no_error() -> None:
    """A shape that passes through the camera's own place is read, with points that are numbers or none."""
    camera = ThreeDCamera(focal_distance=1)
    elements = read(camera, Square().set_shade_in_3d().shift(OUT), Line(UP, 5 * OUT + RIGHT).set_shade_in_3d())
    assert sum(len(taken_apart(element)) for element in elements) == 2
