"""Manim's own surface under a turning camera: plain Manim."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import DEGREES, Surface, ThreeDAxes, ThreeDScene


def saddle(x: float, y: float) -> npt.NDArray[np.float64]:
    """A wave over a bowl."""
    return np.array([x, y, 0.12 * (x**2 + y**2) + 0.5 * np.sin(1.5 * x) * np.cos(1.5 * y)])


class TurningSurface(ThreeDScene):
    """Two and a half seconds of turning: stock Manim takes most of a second for each frame."""

    RESOLUTION = (24, 24)
    RUN_TIME = 2.5

    def construct(self) -> None:
        self.set_camera_orientation(phi=65 * DEGREES, theta=-60 * DEGREES)
        surface = Surface(saddle, u_range=(-2.5, 2.5), v_range=(-2.5, 2.5), resolution=self.RESOLUTION)
        self.add(ThreeDAxes(), surface)
        self.begin_ambient_camera_rotation(rate=0.4)
        self.wait(self.RUN_TIME)
