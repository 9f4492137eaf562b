"""A loss as a surface that turns: with Manim's own surface, and with the project's figure, which is finer."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import DEGREES, Scene, Surface, ThreeDScene, UpdateFromAlphaFunc, linear

from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import find_loss
from explainers.stage.camera import StageCamera
from explainers.stage.figures.surface_plot import SurfacePlot
from explainers.stage.figures.surface_view import View
from explainers.stage.theme import THEMES
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

LOSS = find_loss("himmelblau")
X_LO, X_HI, Y_LO, Y_HI = LOSS.window
TURN = 60
"""Degrees."""


def grid(points: int) -> tuple[Array, Array, Array]:
    """Places along x and y, and the loss over them."""
    x, y = np.linspace(X_LO, X_HI, points), np.linspace(Y_LO, Y_HI, points)
    return x, y, LOSS.value(*np.meshgrid(x, y))


SCALE = choose_height_scale(grid(97)[2])


class StockSurface(ThreeDScene):
    """Half a second of a 48 x 48 surface: stock Manim takes several seconds for each frame."""

    RUN_TIME = 0.5

    def construct(self) -> None:
        def place(x: float, y: float) -> Array:
            return np.array([x, y, 3 * SCALE.height(LOSS.value(x, y))])

        self.set_camera_orientation(phi=55 * DEGREES, theta=-70 * DEGREES)
        self.add(Surface(place, u_range=(X_LO, X_HI), v_range=(Y_LO, Y_HI), resolution=(48, 48)).scale(0.6))
        self.begin_ambient_camera_rotation(rate=TURN * DEGREES / 3)
        self.wait(self.RUN_TIME)


class ProjectSurface(Scene):
    """Three seconds of the project's loss surface, 96 x 96, with contour lines."""

    def __init__(self, camera_class: Any = StageCamera, **options: Any) -> None:
        super().__init__(camera_class=camera_class, **options)

    def construct(self) -> None:
        x, y, values = grid(97)
        levels = tuple((np.arange(13) + 0.5) / 13)
        first, last = View(-70, 40), View(-70 + TURN, 40)
        surface = SurfacePlot(
            Zone(-6, 6, -3.5, 3.5), THEMES["dark"], x, y, SCALE.height(values), levels=levels, view=first
        )
        self.add(surface)
        self.play(
            UpdateFromAlphaFunc(surface, lambda plot, alpha: plot.set_view(first.towards(last, alpha))),
            rate_func=linear,
            run_time=3,
        )
