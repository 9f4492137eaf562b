"""Short scenes of all that is drawn on the plane: shapes, images, clouds of points, and what lies behind."""

from __future__ import annotations

import numpy as np
from manim import (
    BLUE,
    BLUE_E,
    DOWN,
    GREEN,
    LEFT,
    ORANGE,
    PI,
    PURPLE,
    RED,
    RIGHT,
    UP,
    WHITE,
    YELLOW,
    Camera,
    CapStyleType,
    Circle,
    Create,
    DashedLine,
    DashedVMobject,
    Dot,
    FadeIn,
    FadeOut,
    Group,
    ImageMobject,
    Line,
    LineJointType,
    Mobject2D,
    PGroup,
    PointCloudDot,
    Rectangle,
    Rotate,
    Scene,
    Square,
    Star,
    Swap,
    Triangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)


def picture(width: int, height: int, alpha: int = 255) -> np.ndarray:
    """A colourful picture that looks different from every side."""
    rows, columns = np.mgrid[0:height, 0:width]
    channels = [255 * columns // width, 255 * rows // height, (columns * rows * 7) % 256]
    return np.stack([*channels, np.full_like(rows, alpha)], axis=2).astype(np.uint8)


class FillsAndStrokes(Scene):
    """Filled, stroked, and see-through shapes over each other while one moves."""

    def construct(self) -> None:
        square = Square(3, fill_opacity=0.5, fill_color=BLUE, stroke_width=10, stroke_opacity=0.6)
        self.add(square, Circle(1.5, fill_opacity=0.3, color=YELLOW), Star(color=RED, fill_opacity=1).shift(2 * LEFT))
        self.play(square.animate.shift(RIGHT).rotate(0.4), run_time=0.4)


class BackgroundStrokes(Scene):
    """Strokes below the fill, of one colour and of several."""

    def construct(self) -> None:
        circle = Circle(1.5, fill_opacity=0.5).set_stroke(YELLOW, 25, background=True)
        star = Star(fill_opacity=1, color=BLUE).scale(1.5).shift(3 * LEFT)
        star.set_stroke([RED, GREEN], 12, background=True)
        self.add(star)
        self.play(circle.animate.shift(2 * RIGHT).set_stroke(GREEN, 8, background=True), run_time=0.3)


class Gradients(Scene):
    """Colours along a line, in fills and strokes, from several sides."""

    def construct(self) -> None:
        square = Square(3).set_fill([RED, YELLOW, BLUE], opacity=0.7).set_stroke([BLUE, RED], width=12)
        square.set_sheen_direction(UP + RIGHT)
        bar = Rectangle(width=5, height=0.5).set_color_by_gradient(GREEN, PURPLE).shift(3 * DOWN)
        self.add(bar)
        self.play(Rotate(square, 1), run_time=0.3)
        turn = UpdateFromAlphaFunc(square, lambda it, alpha: it.set_sheen_direction([1 - alpha, alpha, 0]))
        self.play(turn, run_time=0.3)


class Sheen(Scene):
    """Shapes with a sheen."""

    def construct(self) -> None:
        circle = Circle(2, fill_opacity=1, color=BLUE_E).set_sheen(0.6, UP + LEFT)
        self.play(circle.animate.shift(RIGHT), run_time=0.3)


class JointsAndCaps(Scene):
    """Every joint and every cap, thick enough to be told apart."""

    def construct(self) -> None:
        shapes = VGroup()
        for position, joint in enumerate(LineJointType):
            corner = VMobject(stroke_width=25, joint_type=joint)
            corner.set_points_as_corners([[-1, 0, 0], [0, 1, 0], [1, 0, 0]])
            shapes.add(corner.scale(0.5).shift((2 * position - 3) * RIGHT))
        for position, cap in enumerate(CapStyleType):
            line = Line(LEFT, RIGHT, stroke_width=25, cap_style=cap)
            shapes.add(line.scale(0.4).shift((2 * position - 3) * RIGHT + 2 * DOWN))
        self.play(Rotate(shapes, 0.3), run_time=0.3)


class Dashes(Scene):
    """Dashed lines and outlines, drawn and moved."""

    def construct(self) -> None:
        circle = DashedVMobject(Circle(2), num_dashes=20)
        self.play(Create(DashedLine(4 * LEFT, 4 * RIGHT)), Rotate(circle, 0.5), run_time=0.3)


class TransparentFills(Scene):
    """Fills that fade to nothing, and shapes that are not seen at all."""

    def construct(self) -> None:
        square = Square(3, fill_opacity=1, stroke_width=0, color=RED)
        self.add(Circle(2, stroke_opacity=0), square)
        self.play(square.animate.set_opacity(0), run_time=0.4)
        self.play(square.animate.set_fill(BLUE, 0.2), run_time=0.2)


class ZIndices(Scene):
    """What lies above what is said by numbers, and they change."""

    def construct(self) -> None:
        first = Square(2, fill_opacity=1, color=RED, z_index=2)
        second = Circle(1.3, fill_opacity=1, color=BLUE)
        self.add(first, second, Triangle(fill_opacity=1, z_index=1, color=GREEN))
        self.play(first.animate.shift(0.5 * RIGHT), run_time=0.2)
        first.set_z_index(-1)
        self.play(second.animate.shift(0.5 * UP), run_time=0.2)

        def rise(mobject: VMobject, alpha: float) -> None:
            mobject.set_z_index(3 if alpha > 0.4 else -1)

        self.play(UpdateFromAlphaFunc(first, rise), second.animate.shift(DOWN), run_time=0.4)


class Foreground(Scene):
    """What is in the foreground stays there, whatever comes."""

    def construct(self) -> None:
        label = Square(1, fill_opacity=1, color=YELLOW)
        self.add_foreground_mobjects(label)
        self.play(FadeIn(Circle(1, fill_opacity=1, color=RED)), run_time=0.3)
        self.bring_to_back(label)
        self.play(Create(Line(3 * LEFT, 3 * RIGHT, stroke_width=20)), run_time=0.3)
        self.remove_foreground_mobjects(label)
        self.wait(0.2)


class ChangesBetween(Scene):
    """Things added, removed and reordered between animations."""

    def construct(self) -> None:
        one, two = Square(2, fill_opacity=1, color=RED), Circle(1, fill_opacity=1, color=BLUE)
        self.add(one, two)
        self.wait(0.2)
        self.bring_to_back(two)
        self.play(one.animate.shift(LEFT), run_time=0.2)
        self.remove(one)
        self.add(Triangle())
        self.play(two.animate.scale(2), run_time=0.2)
        self.clear()
        self.wait(0.1)
        self.add(one)
        self.play(Swap(one, two), run_time=0.3)


class Images(Scene):
    """Images of several sizes, alphas and ways of sampling, moved, turned, stretched and faded."""

    def construct(self) -> None:
        large = ImageMobject(picture(300, 200)).scale(3)
        small = ImageMobject(picture(4, 3)).set_resampling_algorithm(0).scale_to_fit_height(2).shift(4 * LEFT)
        pale = ImageMobject(picture(40, 30, alpha=120)).scale_to_fit_height(3).shift(3 * RIGHT)
        self.add(large, small, Circle(fill_opacity=0.5), pale)
        self.play(large.animate.rotate(0.5).shift(UP), run_time=0.3)
        self.play(small.animate.stretch(2, 0), FadeOut(pale), run_time=0.3)
        self.play(large.animate.shift(9 * RIGHT), run_time=0.3)
        self.play(Rotate(small, PI / 2, axis=UP), run_time=0.3)


class ChangingImage(Scene):
    """An image whose own pixels change in place."""

    def construct(self) -> None:
        image = ImageMobject(picture(16, 9)).scale_to_fit_height(5)
        image.set_resampling_algorithm(2)

        def darken(mobject: ImageMobject) -> None:
            mobject.pixel_array[:3, :, :3] //= 2

        self.add(image)
        self.wait(0.1)
        image.add_updater(darken)
        self.play(FadeIn(Dot()), run_time=0.3)


class Clouds(Scene):
    """Clouds of points of several thicknesses, which replace what they lie on."""

    def construct(self) -> None:
        cloud = PointCloudDot(radius=2, density=5, color=RED)
        thick = PointCloudDot(radius=1, density=4, stroke_width=5, color=BLUE).shift(3 * RIGHT)
        grid = Mobject2D(stroke_width=3)
        places = [[x, y, 0] for x in np.arange(-6, -3, 0.5) for y in np.arange(-2, 2, 0.4)]
        grid.add_points(places, color=GREEN, alpha=0.5)
        self.add(Square(3, fill_opacity=0.5), PGroup(cloud, thick), grid)
        self.play(cloud.animate.shift(LEFT).scale(0.7), run_time=0.3)
        self.play(Rotate(grid, 0.5), thick.animate.shift(4 * RIGHT), run_time=0.3)


class CloudsAndShapesByTurns(Scene):
    """Shapes, images and clouds one above the other, in turns."""

    def construct(self) -> None:
        cloud = PointCloudDot(radius=1.5, density=6, color=YELLOW)
        self.add(Square(4, fill_opacity=1, color=BLUE), cloud, Circle(1, fill_opacity=0.6, color=RED))
        self.add(ImageMobject(picture(20, 20, alpha=200)).scale_to_fit_height(1), Dot(color=WHITE))
        self.play(Group(*self.mobjects).animate.shift(RIGHT), run_time=0.3)


class PaintedGround(Scene):
    """A background colour that the scene sets itself."""

    def construct(self) -> None:
        self.camera.background_color = ORANGE
        self.play(FadeIn(Square(fill_opacity=0.5)), run_time=0.3)
        self.camera.background_color = PURPLE
        self.wait(0.2)


class CameraWithPicture(Camera):
    """A camera with a picture behind everything."""

    def init_background(self) -> None:
        self.background = picture(self.pixel_width, self.pixel_height)


class PictureBehind(Scene):
    """A picture lies below the scene."""

    def __init__(self, camera_class: type[Camera] = CameraWithPicture, **options: object) -> None:
        super().__init__(camera_class=camera_class, **options)

    def construct(self) -> None:
        self.play(FadeIn(Square(3, fill_opacity=0.5)), run_time=0.3)


class ColouredByPicture(Scene):
    """A shape with the colours of a picture: only the camera itself can paint it."""

    def construct(self) -> None:
        from PIL import Image

        circle = Circle(3, fill_opacity=1)
        circle.color_using_background_image(Image.fromarray(picture(64, 36)))
        self.play(circle.animate.shift(RIGHT), run_time=0.2)


class Nothing(Scene):
    """A scene without any animation."""

    def construct(self) -> None:
        self.add(Square(fill_opacity=1), Circle())
