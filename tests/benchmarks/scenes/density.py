"""A belief that sharpens, drawn twice: as Manim's users write it, and with the project's figure."""

from __future__ import annotations

import numpy as np
from manim import (
    BLUE,
    DOWN,
    UP,
    Axes,
    MathTypst,
    Scene,
    UpdateFromAlphaFunc,
    ValueTracker,
    always_redraw,
    smooth,
)
from scipy import stats

from explainers.stage.figures.density_curve import DensityCurve

RUN_TIME = 10
FIRST, LAST = (2.0, 3.0), (14.0, 7.0)
"""The two parameters of the beta distribution, at the beginning and at the end."""


class _OnAxes(Scene):
    def setup(self) -> None:
        self.axes = Axes(x_range=(0, 1, 0.1), y_range=(0, 5, 1), x_length=11, y_length=5.5, tips=False)
        label = MathTypst("theta", font_size=48).next_to(self.axes, DOWN)
        title = MathTypst("p(theta | x)", font_size=56).to_edge(UP)
        self.add(self.axes, label, title)


class AlwaysRedraw(_OnAxes, Scene):
    """The idiom: two trackers, and a plot that is made anew in every frame."""

    def construct(self) -> None:
        a, b = ValueTracker(FIRST[0]), ValueTracker(FIRST[1])
        curve = always_redraw(
            lambda: self.axes.plot(stats.beta(a.get_value(), b.get_value()).pdf, color=BLUE, stroke_width=4)
        )
        self.add(curve)
        self.play(a.animate.set_value(LAST[0]), b.animate.set_value(LAST[1]), run_time=RUN_TIME)


class ProjectFigure(_OnAxes, Scene):
    """The same curve as one polyline, given its points once a frame, all at once."""

    def construct(self) -> None:
        x = np.linspace(0, 1, 401)
        across = np.array([self.axes.c2p(place, 0)[0] for place in x])
        origin, unit = self.axes.c2p(0, 0)[1], self.axes.c2p(0, 1)[1] - self.axes.c2p(0, 0)[1]
        curve = DensityCurve(color=BLUE.to_hex(), stroke_width=4)

        def draw(figure: DensityCurve, alpha: float) -> None:
            a, b = (1 - alpha) * np.array(FIRST) + alpha * np.array(LAST)
            figure.set_path(across, origin + unit * stats.beta.pdf(x, a, b))

        draw(curve, 0)
        self.add(curve)
        self.play(UpdateFromAlphaFunc(curve, draw, rate_func=smooth), run_time=RUN_TIME)
