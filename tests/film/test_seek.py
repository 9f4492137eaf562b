"""The picture of one moment is the one that the film has there."""

import copy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    LEFT,
    PI,
    RED,
    RIGHT,
    UP,
    AnimationGroup,
    Circle,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    Rotate,
    Scene,
    Square,
    Text,
    Transform,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    Write,
    tempconfig,
    there_and_back,
)

from explainers.film.capture import configure_manim, film
from explainers.film.paint import Painter
from explainers.film.seek import picture_at
from explainers.spec.settings import RenderSettings
from scenes.calculus.step_size import StepSize
from tests.film.filming import Recorder

FPS = 6
SETTINGS = RenderSettings(width=128, height=72, fps=FPS)


@pytest.fixture(autouse=True)
def _manims_settings(tmp_path: Path) -> Iterator[None]:
    """Film small and seldom; leave Manim's global settings as they were."""
    with tempconfig({}):
        configure_manim(SETTINGS, tmp_path)
        yield


class Moving(Scene):
    """Animations of odd lengths, followers, a change between animations, and waits."""

    def construct(self) -> None:
        square, value = Square(color=BLUE, fill_opacity=0.5), ValueTracker(0.0)
        dot = Dot(color=RED).add_updater(lambda dot: dot.move_to(value.get_value() * RIGHT + DOWN))
        self.add(square, dot)
        self.play(Create(Circle(1.5)), value.animate.set_value(2.0), run_time=0.9)
        self.wait(0.5)
        self.play(AnimationGroup(Rotate(square, PI / 3), FadeIn(Text("ball"), shift=UP), lag_ratio=0.4), run_time=1.3)
        square.shift(LEFT)
        self.play(Transform(square, Circle()), FadeOut(dot), run_time=0.7)
        self.play(Write(Text("end").shift(UP)))
        self.wait()


class KeepsTime(Scene):
    """Something that falls: how fast depends on every step before."""

    def construct(self) -> None:
        ball = Dot(3 * UP)
        ball.speed = 0.0

        def fall(ball: Mobject, dt: float) -> None:
            ball.speed += 2 * dt
            ball.shift(ball.speed * dt * DOWN)

        self.add(ball.add_updater(fall))
        self.wait(1.5)
        self.play(FadeIn(Square()), run_time=1)


class Entangled(Scene):
    """Two animations of one thing, ways back, things that fade while another moves them, and moves along arcs."""

    def construct(self) -> None:
        square, circle, dots = Square(fill_opacity=0.5), Circle().shift(2 * LEFT), VGroup(*(Dot() for _ in range(5)))
        self.add(square, circle)
        self.play(square.animate.shift(RIGHT), FadeIn(dots.arrange(UP), lag_ratio=0.3), run_time=0.8)
        self.play(FadeOut(circle), circle.animate.shift(UP), run_time=0.7)
        self.play(square.animate(rate_func=there_and_back).scale(2), FadeOut(dots[0]), run_time=0.7)
        self.play(UpdateFromAlphaFunc(square, lambda it, share: it.set_y(share)), FadeOut(dots[1]), run_time=0.9)
        self.play(Transform(square, Circle(color=RED), path_arc=PI / 2), ReplacementTransform(dots, Square()))
        self.play(LaggedStart(FadeIn(Dot(3 * LEFT), scale=2), FadeOut(square, shift=UP), lag_ratio=0.5))
        self.play(FadeIn(square, run_time=0.4), FadeIn(circle, run_time=1.2))
        self.wait(0.5)


class Waits(Scene):
    """Waits for something that comes earlier than it had to."""

    def construct(self) -> None:
        dot = Dot().add_updater(lambda dot: dot.set_x(self.time))
        self.add(dot)
        self.wait_until(lambda: dot.get_x() > 1, max_time=4)
        self.play(FadeOut(dot), FadeIn(Square()))


@pytest.mark.parametrize("scene", [Moving, KeepsTime, Entangled, Waits, StepSize])
def test_it_is_the_frame_of_the_film(scene: type[Scene]) -> None:
    """At moments from the first to beyond the last, all shapes have the points and colours that the film shows."""
    filmed = Recorder(every_frame=True)
    film(scene, {}, filmed)
    pictures = [picture for picture, repeat in filmed.pictures for _ in range(repeat)]
    painter = Painter(SETTINGS.width, SETTINGS.height)
    for frame in sorted(
        {0, 1, *range(5, len(pictures), max(1, len(pictures) // 12)), len(pictures) - 2, len(pictures) - 1}
    ):
        sought = painter.paint(picture_at(scene, {}, (frame + 0.5) / FPS))
        np.testing.assert_allclose(sought.astype(int), pictures[frame].astype(int), atol=1)


def test_beyond_its_end_a_scene_shows_its_last_picture() -> None:
    """A playhead that stands after the end, because the scene has become shorter, shows the end."""
    filmed, painter = Recorder(every_frame=True), Painter(SETTINGS.width, SETTINGS.height)
    film(Moving, {}, filmed)
    np.testing.assert_array_equal(painter.paint(picture_at(Moving, {}, 1e6)), filmed.pictures[-1][0])


def test_copies_share_colours_and_may_change_their_own() -> None:
    """A colour is a value; to colour a copy anew leaves the other as it was."""
    assert copy.deepcopy(RED) is RED
    square = Square(color=RED)
    other = square.copy().set_color(BLUE)
    assert (square.get_color(), other.get_color()) == (RED, BLUE)
