"""Words and formulas that are written, moved and turned into one another, without LaTeX: plain Manim."""

from __future__ import annotations

from manim import (
    BLUE,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    YELLOW,
    AddTextLetterByLetter,
    FadeIn,
    FadeOut,
    Indicate,
    MathTypst,
    ReplacementTransform,
    Scene,
    Text,
    VGroup,
    Write,
)

LINES = (
    "A model is a function with many knobs.",
    "Learning turns the knobs, a little at a time,",
    "in the direction in which the loss falls fastest.",
    "How far? As far as the learning rate says.",
)
FORMULAS = (
    "w arrow.l w - eta nabla f(w)",
    "nabla f(w) = 1/n sum_(i=1)^n nabla ell(w; x_i, y_i)",
    "P(theta | x) = (P(x | theta) P(theta)) / (integral P(x | t) P(t) dif t)",
    "A = U Sigma V^top, quad A v_k = sigma_k u_k",
)


class WrittenText(Scene):
    """About 25 seconds, with short stops to read."""

    def construct(self) -> None:
        title = Text("Gradient descent", font_size=56, weight="BOLD").to_edge(UP)
        self.play(Write(title))
        lines = VGroup(*(Text(line, font_size=34) for line in LINES))
        lines.arrange(DOWN, aligned_edge=LEFT, buff=0.5).to_edge(LEFT, buff=1)
        for line in lines:
            self.play(Write(line), run_time=1.5)
        self.wait(0.5)
        self.play(lines.animate.scale(0.6).to_corner(DOWN + LEFT), run_time=1.5)
        formula = MathTypst(FORMULAS[0], font_size=72)
        self.play(FadeIn(formula, shift=UP))
        for markup in FORMULAS[1:]:
            following = MathTypst(markup, font_size=60)
            self.play(ReplacementTransform(formula, following), run_time=2)
            self.play(Indicate(following))
            formula = following
        self.play(formula.animate.set_color(YELLOW).shift(0.5 * UP), lines.animate.set_color(BLUE), run_time=1.5)
        closing = Text("Small steps, taken often.", font_size=40).to_edge(DOWN).to_edge(RIGHT)
        self.play(AddTextLetterByLetter(closing))
        self.wait(0.5)
        self.play(FadeOut(VGroup(title, lines, formula, closing)))
