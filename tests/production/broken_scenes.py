"""Scenes that break one rule each, and one that breaks none: what `render.py check` is tested with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, Line, Mobject, Rectangle, Scene, Square, VGroup, linear
from manim import Text as PangoText

from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Formula, SceneParams, Text
from explainers.stage.figures.live_number import LiveNumber


@dataclass(frozen=True)
class Numbers:
    """A speed and a path."""

    speed: float = 2.5
    path: tuple[float, ...] = (0.125, 7.75)


class Toy(ExplainerScene[SceneParams]):
    """Shows what `shown` gives, and nothing else."""

    title = "A toy"
    beats = {"only": Beat("These few words say what is seen here.", alt="Something appears.")}

    @staticmethod
    def solve(params: Any) -> Numbers:
        return Numbers()

    def shown(self) -> Iterable[Mobject]:
        """What stands on the stage."""
        return ()

    def construct(self) -> None:
        with self.beat("only"):
            self.play(FadeIn(VGroup(*self.shown())))

    def text(self, words: str, *, font_size: float = 28, color: str = "") -> Text:
        """Text as scenes set it."""
        return Text(words, font_size=font_size, color=color or self.theme.text)


class Clean(Toy):
    def shown(self) -> Iterable[Mobject]:
        theme = self.theme
        speed = LiveNumber(2.5, decimals=1, color=theme.vector, font_size=28)
        line = Line(LEFT, RIGHT, color=theme.path)
        yield from (speed, line.shift(DOWN), self.text("faster").next_to(line, DOWN))
        yield Formula("x^2 + 7.75", font_size=30, color=theme.text).shift(2 * UP)
        yield self.text("watermark over it", color=theme.muted).set_opacity(0.1)
        axis = [Formula(f"{10 * k}", font_size=24, color=theme.muted).move_to([k - 4, -2.4, 0]) for k in range(4)]
        yield from axis
        # What is dimmed is not to be read now.
        yield self.text("dimmed").shift(3 * LEFT).set_opacity(0.3)

    def invariants(self) -> Iterable[Invariant]:
        return (Invariant("one is one", 1.0, 1.0),)


class OffTheFrame(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield self.text("half of it is gone").move_to(7 * RIGHT)


class InTheCaptions(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield Square(0.5, color=self.theme.path).move_to(3.6 * DOWN)


class TextOverText(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield self.text("one of two")
        yield self.text("the other").shift(0.3 * RIGHT)


class PassingText(Toy):
    """Two labels meet on the way; at the end they are apart."""

    def construct(self) -> None:
        still, moving = self.text("here it stands"), self.text("there it goes").shift(4 * LEFT)
        with self.beat("only"):
            self.add(still, moving)
            self.play(moving.animate(rate_func=linear, run_time=4).shift(8 * RIGHT))


class CrossedBehind(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield Line(2 * LEFT, 2 * RIGHT, color=self.theme.text, stroke_width=3)
        yield self.text("crossed out")


class CoveredText(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield self.text("hardly seen")
        yield Rectangle(width=0.5, height=2, stroke_width=0, fill_opacity=1, fill_color=self.theme.panel)


class SmallText(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield self.text("who reads this", font_size=16)


class WeakText(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield self.text("grey on grey", color=self.theme.grid)


class WeakLine(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield Rectangle(width=6, height=3, stroke_width=0, fill_opacity=1, fill_color="#7FA39A")
        yield Line(2 * LEFT, 2 * RIGHT + UP, color=self.theme.first_basis)


class AlikeColours(Toy):
    """Told apart by the eyes of most: the eye of a deuteranope sees one grey."""

    def shown(self) -> Iterable[Mobject]:
        yield Line(2 * LEFT, 2 * RIGHT, color=self.theme.prior)
        yield Line(2 * LEFT + UP, 2 * RIGHT + UP, color=self.theme.eigenvector)


class Flashing(Toy):
    def construct(self) -> None:
        plate = Rectangle(width=8, height=4, stroke_width=0, fill_opacity=1, fill_color="#FFFFFF")
        with self.beat("only"):
            for _ in range(7):
                self.add(plate)
                self.wait(1.1 / 12)
                self.remove(plate)
                self.wait(1.1 / 12)


class UnknownNumber(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield LiveNumber(3.14, decimals=2, color=self.theme.text, font_size=28)


class BrokenInvariant(Toy):
    def shown(self) -> Iterable[Mobject]:
        yield self.text("two and two")

    def invariants(self) -> Iterable[Invariant]:
        return (Invariant("two and two are four", 5.0, 4.0),)


class PlainManim(Scene):
    """Knows nothing of beats, numbers or themes."""

    def construct(self) -> None:
        self.add(PangoText("first"), PangoText("second"))
        self.wait()
        self.play(FadeOut(self.mobjects[0]))


class FinePlainManim(Scene):
    def construct(self) -> None:
        self.add(PangoText("only", font="DejaVu Sans"))
        self.wait()
