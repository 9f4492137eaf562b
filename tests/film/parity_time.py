"""Short scenes of all ways in which time passes: animations, updaters, waits, sections."""

from __future__ import annotations

import numpy as np
from manim import (
    BLUE,
    DOWN,
    GREEN,
    LEFT,
    RED,
    RIGHT,
    TAU,
    UP,
    YELLOW,
    AnimationGroup,
    ApplyMatrix,
    ApplyPointwiseFunction,
    ArrowVectorField,
    Axes,
    BarChart,
    ChangeSpeed,
    Circle,
    Create,
    DecimalNumber,
    Dot,
    FadeIn,
    FadeOut,
    FadeToColor,
    Flash,
    Homotopy,
    Indicate,
    LaggedStart,
    LaggedStartMap,
    Line,
    MathTypst,
    NumberPlane,
    ReplacementTransform,
    Restore,
    Rotating,
    RoundedRectangle,
    Scene,
    ShowPassingFlash,
    SpiralIn,
    Square,
    Star,
    StreamLines,
    Succession,
    Table,
    Text,
    TracedPath,
    Transform,
    TransformMatchingShapes,
    Triangle,
    Typst,
    Uncreate,
    ValueTracker,
    VGroup,
    Wait,
    Write,
    always_redraw,
    linear,
    smooth,
)


class Updaters(Scene):
    """What moves by itself, what is drawn anew, what leaves a trace, and a condition that ends a wait."""

    def construct(self) -> None:
        tracker = ValueTracker(0)
        dot = Dot(3 * LEFT).add_updater(lambda dot, dt: dot.shift(5 * dt * RIGHT))
        line = always_redraw(lambda: Line(2 * DOWN, tracker.get_value() * RIGHT))
        self.add(line, dot, TracedPath(dot.get_center, dissipating_time=0.4), TracedPath(dot.get_top, stroke_color=RED))
        self.play(tracker.animate.set_value(2), run_time=0.3)
        self.wait_until(lambda: dot.get_x() > 0, max_time=2)
        dot.clear_updaters()
        self.wait(0.2)
        self.add_updater(lambda dt: tracker.increment_value(dt))
        self.wait(0.2)


class WaitsAndSections(Scene):
    """Frozen and living waits, within and between sections."""

    def construct(self) -> None:
        self.add(Square())
        self.wait(0.33)
        self.next_section("second")
        self.play(Wait(0.2), FadeIn(Dot()), run_time=0.3)
        self.wait(0.25, frozen_frame=False)
        self.next_section("third")
        self.pause(0.2)


class AnimationsTogether(Scene):
    """Groups of animations with different lengths, delays and speeds."""

    def construct(self) -> None:
        dots = VGroup(*(Dot(x * RIGHT) for x in range(-3, 4)))
        square, circle = Square(), Circle()
        self.play(LaggedStart(*(FadeIn(dot) for dot in dots), lag_ratio=0.3), run_time=0.5)
        self.play(AnimationGroup(Create(square, run_time=0.2), FadeIn(circle, run_time=0.4)))
        self.play(Succession(square.animate(run_time=0.2).shift(UP), FadeOut(circle, run_time=0.15)))
        self.play(LaggedStartMap(FadeOut, dots, lag_ratio=0.2), run_time=0.4)
        slower = ChangeSpeed(square.animate.shift(3 * RIGHT), speedinfo={0.3: 1, 0.5: 0.4}, rate_func=linear)
        self.play(slower, run_time=0.4)


class Words(Scene):
    """Text and formulas written, changed and matched."""

    def construct(self) -> None:
        word, other = Text("slope", font_size=90), Text("slopes", font_size=90, t2c={"s": RED})
        self.play(Write(word), run_time=0.4)
        self.play(TransformMatchingShapes(word, other), run_time=0.4)
        formula = MathTypst("integral_0^1 x^2 dif x", font_size=90).shift(2 * DOWN)
        self.play(FadeIn(Typst("*half*", font_size=70).shift(2 * UP), shift=UP), Write(formula), run_time=0.4)
        self.play(Uncreate(formula), run_time=0.3)


class ComingAndGoing(Scene):
    """Ways to draw, to point at and to take away."""

    def construct(self) -> None:
        square = Square(2, fill_opacity=0.5)
        self.play(Create(square), run_time=0.3)
        self.play(ShowPassingFlash(Circle(3, color=YELLOW), time_width=0.5), Indicate(square), run_time=0.4)
        self.play(Flash(UP, color=RED), FadeToColor(square, GREEN), run_time=0.3)
        self.play(SpiralIn(VGroup(Triangle(), Star()).arrange()), run_time=0.4)
        self.play(Uncreate(square), run_time=0.3)


class Deformations(Scene):
    """Linear and bent maps of a grid."""

    def construct(self) -> None:
        grid = NumberPlane(x_range=[-4, 4], y_range=[-3, 3])
        grid.prepare_for_nonlinear_transform(10)
        self.play(ApplyMatrix([[1, 0.5], [0, 1]], grid), run_time=0.3)
        self.play(ApplyPointwiseFunction(lambda p: p + 0.3 * np.sin(p[[1, 0, 2]]), grid), run_time=0.3)
        self.play(Homotopy(lambda x, y, z, t: (x + t * y / 3, y, z), grid), run_time=0.3)


class Becoming(Scene):
    """One thing becomes another, and goes back."""

    def construct(self) -> None:
        square, circle = Square(color=RED, fill_opacity=0.5), Circle(2, color=BLUE)
        self.add(square)
        square.save_state()
        self.play(Transform(square, circle), run_time=0.3)
        self.play(Restore(square), run_time=0.3)
        self.play(ReplacementTransform(square, Star(color=[RED, YELLOW])), run_time=0.3)
        self.play(Rotating(self.mobjects[0], angle=TAU / 4, run_time=0.3, rate_func=smooth))


class Numbers(Scene):
    """A number that runs, written without LaTeX."""

    def construct(self) -> None:
        number = DecimalNumber(0, mob_class=Text, font_size=80)
        tracker = ValueTracker(0)
        number.add_updater(lambda it: it.set_value(tracker.get_value()))
        self.add(number)
        self.play(tracker.animate.set_value(12.5), run_time=0.5)


class Fields(Scene):
    """Arrows of a field, and lines that stream along it from random places."""

    def construct(self) -> None:
        def turn(point: np.ndarray) -> np.ndarray:
            return 0.5 * np.array([-point[1], point[0], 0])

        arrows = ArrowVectorField(turn, x_range=[-4, 4, 2], y_range=[-3, 3, 2])
        lines = StreamLines(
            turn, x_range=[-3, 3, 1], y_range=[-2, 2, 1], stroke_width=3, virtual_time=1, max_anchors_per_line=10
        )
        self.add(lines)
        lines.start_animation(warm_up=False, flow_speed=2)
        self.play(FadeIn(arrows), run_time=0.3)


class Charts(Scene):
    """Axes with a curve, bars that change, and a table."""

    def construct(self) -> None:
        bars = BarChart([1, 3, 2], y_range=[0, 4, 1], x_length=4, y_length=3, y_axis_config={"include_numbers": False})
        axes = Axes(x_range=[0, 3], y_range=[0, 4], x_length=4, y_length=3).shift(3.5 * LEFT)
        table = Table([["a", "b"], ["1", "2"]]).scale(0.4).to_corner(DOWN + RIGHT)
        self.add(bars.shift(2 * RIGHT), axes, axes.plot(lambda x: x**2 / 2), RoundedRectangle(width=3, height=1))
        self.play(bars.animate.change_bar_values([3, 1, 4]), FadeIn(table), run_time=0.4)
