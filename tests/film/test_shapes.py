"""Shapes read off mobjects and painted: the list and the pixels of Manim's own camera."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import (
    BLUE,
    DOWN,
    LEFT,
    RED,
    RIGHT,
    UP,
    YELLOW,
    Axes,
    Camera,
    CapStyleType,
    Circle,
    DashedLine,
    Dot,
    Group,
    Line,
    LineJointType,
    MappingCamera,
    Mobject,
    MovingCamera,
    PMobject,
    Rectangle,
    Square,
    ThreeDCamera,
    Triangle,
    ValueTracker,
    VGroup,
    VMobject,
)
from manim.utils.family import extract_mobject_family_members
from PIL import Image as PillowImage

from explainers.film.capture import configure_manim
from explainers.film.paint import Painter
from explainers.film.reader import PictureReader
from explainers.film.shapes import family
from explainers.spec.settings import RenderSettings

SIZE = RenderSettings(width=256, height=144, fps=30)


@pytest.fixture(autouse=True)
def _small_frames(tmp_path: Path) -> None:
    configure_manim(SIZE, tmp_path)


def painted(reader: PictureReader, mobjects: list[Mobject], painter: Painter | None = None) -> np.ndarray:
    """Read mobjects, which must all be readable, and paint them."""
    elements = reader.elements(mobjects)
    assert elements is not None
    return (painter or Painter(SIZE.width, SIZE.height)).paint(reader.picture(elements))


def gradients() -> Mobject:
    square = Square(3).set_fill([RED, YELLOW, BLUE], opacity=0.7).set_stroke([BLUE, RED], width=12)
    square.set_sheen_direction(UP + RIGHT)
    return square


def background_strokes() -> Mobject:
    circle = Circle(1.5, fill_opacity=0.5).set_stroke(YELLOW, 20, background=True)
    return VGroup(circle, Line(LEFT, RIGHT).shift(DOWN))


def joints_and_caps() -> Mobject:
    shapes = VGroup()
    for position, joint in enumerate(LineJointType):
        corner = VMobject(stroke_width=25, joint_type=joint).set_points_as_corners([[-1, 0, 0], [0, 1, 0], [1, 0, 0]])
        shapes.add(corner.scale(0.5).shift((2 * position - 3) * RIGHT))
    for position, cap in enumerate(CapStyleType):
        line = Line(LEFT, RIGHT, stroke_width=25, cap_style=cap)
        shapes.add(line.scale(0.4).shift((2 * position - 3) * RIGHT + 2 * DOWN))
    return shapes


def z_order() -> Mobject:
    first = Square(2, fill_opacity=1, fill_color=RED, z_index=2)
    return VGroup(first, Circle(1.3, fill_opacity=1, fill_color=BLUE), Triangle(fill_opacity=1, z_index=1))


def many_pieces() -> Mobject:
    return Group(Axes(x_length=6, y_length=3), DashedLine(3 * LEFT, 3 * RIGHT), Dot(UP), Rectangle(), ValueTracker(3))


SCENES: list[Callable[[], Mobject]] = [gradients, background_strokes, joints_and_caps, z_order, many_pieces]


@pytest.mark.parametrize("build", SCENES)
@pytest.mark.parametrize("camera_class", [Camera, MovingCamera])
def test_painted_shapes_are_the_cameras_pixels(build: Callable[[], Mobject], camera_class: type[Camera]) -> None:
    """What the painter paints is what Manim's camera paints, to the last bit."""
    camera = camera_class()
    mobject = build()
    pixels = painted(PictureReader(camera), [mobject])
    camera.reset()
    camera.capture_mobjects([mobject])
    assert np.ptp(pixels[:, :, :3].reshape(-1, 3), axis=0).max() > 50, "the picture is not empty"
    np.testing.assert_array_equal(pixels, camera.pixel_array)


def test_a_moved_frame_is_seen_from_where_it_is() -> None:
    """A camera that has moved and zoomed paints the same with the painter as by itself."""
    camera = MovingCamera()
    mobject = many_pieces()
    reader = PictureReader(camera)
    painter = Painter(SIZE.width, SIZE.height)
    for scale in (1.0, 0.5, 0.7):
        camera.frame.scale(scale).shift(0.3 * UP + 0.2 * RIGHT)
        pixels = painted(reader, [mobject], painter)
        camera.reset()
        camera.capture_mobjects([mobject])
        np.testing.assert_array_equal(pixels, camera.pixel_array)


def test_what_takes_its_colours_from_a_picture_is_left_to_the_camera() -> None:
    """Shapes coloured by a picture are not read: the reader says so, for all that is shown with them."""
    square = Square()
    square.color_using_background_image(PillowImage.new("RGB", (4, 4)))
    assert PictureReader(Camera()).elements([Circle(), square]) is None
    assert PictureReader(ThreeDCamera()).elements([Circle(), square]) is None


def test_a_camera_that_draws_in_its_own_way_is_left_to_it() -> None:
    """A camera that overrides how shapes are drawn, or what is drawn, is not imitated."""

    class Own(Camera):
        def apply_fill(self, context: object, vmobject: VMobject) -> Camera:
            return self

    class OwnInSpace(ThreeDCamera):
        def get_mobjects_to_display(self, *arguments: object, **options: object) -> list[Mobject]:
            return []

    for camera_class in (Own, OwnInSpace, MappingCamera):
        assert PictureReader(camera_class()).elements([Square()]) is None


def test_what_is_no_more_than_a_mobject_is_not_drawn() -> None:
    """Value trackers and clouds without thickness are no elements."""
    cloud = PMobject(stroke_width=0).add_points([[0, 0, 0]])
    for camera in (Camera(), ThreeDCamera()):
        assert PictureReader(camera).elements([ValueTracker(3), cloud]) == ()


def test_an_unchanged_mobject_gives_the_same_shape() -> None:
    """The same object comes back while nothing changes; any change gives another."""
    reader = PictureReader(Camera())
    square = Square(fill_opacity=0.5)

    def read() -> object:
        shape, *_ = reader.elements([square]) or ()
        return shape

    first = read()
    assert read() is first
    changes: list[Callable[[], object]] = [
        lambda: square.shift(0.001 * UP),
        lambda: square.set_fill(RED),
        lambda: square.set_stroke(width=3),
        lambda: square.set_stroke(BLUE, 7, background=True),
        lambda: square.points.__setitem__((0, 0), 1.5),
        lambda: setattr(square, "joint_type", LineJointType.BEVEL),
        lambda: square.set_fill([RED, BLUE]),
        lambda: square.set_sheen_direction(RIGHT),
        lambda: square.add(Circle(3)),  # the line of a gradient runs across all that belongs to a shape
    ]
    for change in changes:
        before = read()
        change()
        assert read() is not before


def test_what_lies_below_is_kept_and_still_right() -> None:
    """Painting a sequence of frames, with things that come, go and change order, is painting each by itself."""
    camera = Camera()
    reader, painter = PictureReader(camera), Painter(SIZE.width, SIZE.height)
    one, two, three = Square(2, fill_opacity=0.5), Circle(1, fill_opacity=0.5), Triangle(fill_opacity=0.5)
    frames = [[one, two, three], [one, two, three], [one, three], [three, one], [three, one, two], [], [one]]
    for mobjects in frames:
        two.shift(0.1 * UP)
        np.testing.assert_array_equal(painted(reader, mobjects, painter), painted(reader, mobjects))


@given(st.data())
def test_the_family_is_manims(data: st.DataObject) -> None:
    """However mobjects are nested and shared, the list and its order are those of Manim's own function."""
    count = data.draw(st.integers(1, 9))
    mobjects = [VMobject(z_index=data.draw(st.integers(0, 2))) for _ in range(count)]
    for position, mobject in enumerate(mobjects):
        if data.draw(st.booleans()):
            mobject.points = np.zeros((4, 3))
        children = data.draw(st.lists(st.integers(0, count - 1), max_size=3, unique=True))
        mobject.submobjects = [mobjects[child] for child in children if child > position]
    shown = [mobjects[index] for index in data.draw(st.lists(st.integers(0, count - 1), max_size=6))]
    expected = extract_mobject_family_members(shown, use_z_index=True, only_those_with_points=True)
    assert [id(mobject) for mobject in family(shown, by_z_index=True)] == [id(mobject) for mobject in expected]
