"""Short scenes of cameras that move, over the plane and in space."""

from __future__ import annotations

import numpy as np
from manim import (
    BLUE,
    DEGREES,
    DOWN,
    GREEN,
    IN,
    LEFT,
    ORIGIN,
    OUT,
    RED,
    RIGHT,
    UP,
    YELLOW,
    Arrow3D,
    Circle,
    Cube,
    Dot,
    Dot3D,
    FadeOut,
    ImageMobject,
    Line,
    Line3D,
    MovingCameraScene,
    NumberPlane,
    PointCloudDot,
    Polygon,
    Prism,
    Rotate,
    Scene,
    Sphere,
    Square,
    Surface,
    Text,
    ThreeDAxes,
    ThreeDScene,
    Torus,
    Triangle,
    VGroup,
    VMobject,
    ZoomedScene,
)

from tests.film.parity_drawing import picture


class ZoomAndPan(MovingCameraScene):
    """The camera moves, zooms, and follows."""

    def construct(self) -> None:
        dot = Dot(2 * RIGHT)
        self.add(NumberPlane(), Square(), dot)
        self.play(self.camera.frame.animate.scale(0.5).move_to(dot), run_time=0.4)
        self.camera.frame.add_updater(lambda frame: frame.move_to(dot))
        self.play(dot.animate.shift(2 * UP + LEFT), run_time=0.3)
        self.wait(0.2)


class AutoZoom(MovingCameraScene):
    """The camera finds what it is told to show."""

    def construct(self) -> None:
        shapes = [Square().shift(3 * LEFT), Circle(0.5).shift(2 * UP)]
        self.add(*shapes, Triangle().shift(4 * RIGHT))
        self.play(self.camera.auto_zoom(shapes, margin=1), run_time=0.4)
        self.play(self.camera.frame.animate.set(width=20), run_time=0.3)


class ImageUnderMovingCamera(MovingCameraScene):
    """Images and clouds seen by a camera that moves."""

    def construct(self) -> None:
        self.add(ImageMobject(picture(32, 32)).scale_to_fit_height(4))
        self.add(PointCloudDot(radius=1, density=5).shift(3 * LEFT))
        self.play(self.camera.frame.animate.scale(0.4).shift(LEFT + 0.5 * UP), run_time=0.4)


class Magnified(ZoomedScene):
    """A part of the picture is shown larger in a corner, from the popping up of the display on."""

    def __init__(self, **options: object) -> None:
        super().__init__(zoom_factor=0.3, zoomed_display_height=3, zoomed_display_width=4, **options)

    def construct(self) -> None:
        dot = Dot(color=RED).shift(LEFT)
        self.add(NumberPlane(), ImageMobject(picture(8, 8)).scale_to_fit_height(0.5), dot)
        self.wait(0.1)
        self.zoomed_camera.frame.move_to(dot)
        self.activate_zooming()
        self.play(dot.animate.shift(0.3 * UP), run_time=0.3)
        self.play(self.get_zoomed_display_pop_out_animation(), run_time=0.3)
        self.play(self.zoomed_camera.frame.animate.shift(RIGHT), self.camera.frame.animate.scale(1.2), run_time=0.3)
        self.wait(0.2)


class TurningSurface(ThreeDScene):
    """A surface, its axes and lines turn."""

    def construct(self) -> None:
        axes = ThreeDAxes(x_length=6, y_length=6, z_length=4)
        surface = Surface(
            lambda u, v: axes.c2p(u, v, np.sin(u) * np.cos(v)), u_range=[-3, 3], v_range=[-3, 3], resolution=(8, 8)
        )
        self.set_camera_orientation(phi=70 * DEGREES, theta=30 * DEGREES)
        self.add(axes, surface)
        self.begin_ambient_camera_rotation(rate=2)
        self.wait(0.3)
        self.stop_ambient_camera_rotation()
        self.play(FadeOut(surface), run_time=0.3)


class Solids(ThreeDScene):
    """Cubes, balls, rings and arrows in space, with hidden parts, while the camera moves."""

    def construct(self) -> None:
        cube = Cube(1.5, fill_opacity=0.7).shift(2 * LEFT)
        ball = Sphere(radius=1, resolution=(8, 6)).set_color(RED).shift(RIGHT)
        ring = Torus(major_radius=2, minor_radius=0.3, resolution=(8, 5)).set_opacity(0.8)
        self.add(cube, ball, ring, Dot3D([0, 0, 2], resolution=(4, 4)), Prism([1, 2, 0.5]).shift(2 * UP))
        self.add(Arrow3D(ORIGIN, 2 * OUT + RIGHT, resolution=6), Line3D(2 * IN, 3 * RIGHT, resolution=6))
        self.move_camera(phi=60 * DEGREES, theta=-60 * DEGREES, run_time=0.3)
        self.play(Rotate(cube, 1, axis=UP), ball.animate.shift(OUT), run_time=0.3)


class CameraOfManyKinds(ThreeDScene):
    """Roll, zoom, focal distance and the point looked at."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=50 * DEGREES, theta=20 * DEGREES, gamma=0.1, zoom=0.8)
        self.add(Cube(2), ThreeDAxes(x_length=5, y_length=5, z_length=5), Square(4))
        self.move_camera(gamma=0.6, zoom=1.4, focal_distance=8, run_time=0.3)
        self.move_camera(frame_center=[1, 0.5, 0.5], run_time=0.3)
        self.wait(0.1)


class LookingAside(ThreeDScene):
    """A camera that looks at a point of its own from the start on, with an image and a cloud before it."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=0.5, theta=-1.2, frame_center=[1, 0.5, 0])
        self.add(Square(3), Sphere(resolution=(4, 4)))
        self.add(ImageMobject(picture(20, 20)).scale_to_fit_height(2), PointCloudDot(radius=1, density=4).shift(RIGHT))
        self.move_camera(theta=-0.8, run_time=0.3)


class FixedThings(ThreeDScene):
    """Things fixed to the frame, and things that face the camera wherever it is."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=60 * DEGREES, theta=40 * DEGREES)
        title = Text("Above", font_size=60).to_corner(UP + LEFT)
        label = Text("here", font_size=60).shift(2 * RIGHT)
        solid = Cube(1).shift(2 * DOWN)
        self.add(ThreeDAxes(x_length=5, y_length=5, z_length=3))
        self.add_fixed_in_frame_mobjects(title)
        self.add_fixed_orientation_mobjects(label, solid)
        self.begin_ambient_camera_rotation(rate=2)
        self.play(label.animate.shift(UP), run_time=0.4)
        self.remove_fixed_in_frame_mobjects(title)
        self.remove_fixed_orientation_mobjects(label)
        self.wait(0.2)


class WithoutShading(ThreeDScene):
    """Shading off, and a projection of the other kind."""

    def construct(self) -> None:
        self.camera.should_apply_shading = False
        self.camera.exponential_projection = True
        self.set_camera_orientation(phi=60 * DEGREES)
        self.add(Sphere(radius=2, resolution=(6, 6)), Cube(1).set_fill([RED, BLUE]).shift(3 * LEFT))
        self.begin_ambient_camera_rotation(rate=1)
        self.wait(0.3)


class ShadedInManyWays(ThreeDScene):
    """Shaded shapes with several colours, background strokes, depth by group, and degenerate corners."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=50 * DEGREES, theta=10 * DEGREES)
        many = Square(2).set_fill([RED, YELLOW, BLUE], 1).set_stroke([GREEN, RED], 6).set_shade_in_3d()
        lined = Circle(1, fill_opacity=0.5).set_stroke(YELLOW, 12, background=True).set_shade_in_3d().shift(2 * RIGHT)
        pair = VGroup(Square(), Circle(fill_opacity=1)).set_shade_in_3d(z_index_as_group=True).shift(2 * LEFT + OUT)
        folded = VMobject(fill_opacity=1).set_points_as_corners([ORIGIN, UP, ORIGIN, UP, ORIGIN]).set_shade_in_3d()
        line = Line(ORIGIN, 3 * OUT).set_shade_in_3d()
        self.add(many, lined, pair, folded, line, Polygon(2 * UP, 3 * UP + OUT, RIGHT, color=[RED, BLUE]))
        self.begin_ambient_camera_rotation(rate=2)
        self.play(pair.animate.shift(DOWN), run_time=0.3)
        self.camera.light_source.move_to(5 * RIGHT)
        self.wait(0.2)


class SolidsOnThePlane(Scene):
    """Things of space in a scene without a camera for them."""

    def construct(self) -> None:
        self.play(Rotate(Cube(2), 0.5, axis=UP), Rotate(Sphere(resolution=(4, 4)).shift(3 * LEFT), 1), run_time=0.3)
