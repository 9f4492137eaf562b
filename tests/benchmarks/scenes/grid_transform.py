"""A grid under linear and curved maps, with its basis vectors: plain Manim, as its users write it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import (
    BLUE,
    GREEN,
    ORIGIN,
    RED,
    RIGHT,
    UP,
    YELLOW,
    Animation,
    ApplyMatrix,
    ApplyPointwiseFunction,
    Create,
    FadeIn,
    NumberPlane,
    Scene,
    Square,
    Transform,
    Vector,
    VGroup,
    linear,
)


def waves(point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Bend the plane along two sines."""
    x, y, z = point
    return np.array([x + 0.4 * np.sin(1.3 * y), y + 0.4 * np.sin(1.3 * x), z])


class GridTransform(Scene):
    """About 26 seconds, nearly all of them moving."""

    MATRICES: tuple[list[list[float]], ...] = (
        [[2, 1], [0.5, 1.5]],
        [[0, -1], [1, 0]],
        [[1, -0.6], [0, 1]],
        [[0.6, 0.2], [-0.4, 0.7]],
    )
    RUN_TIME = 4.0

    def construct(self) -> None:
        plane = NumberPlane(x_range=(-12, 12), y_range=(-8, 8), faded_line_ratio=1)
        still = plane.copy().set_stroke(opacity=0.25)
        square = Square(1, color=YELLOW, stroke_width=2, fill_opacity=0.4).move_to(ORIGIN, aligned_edge=-RIGHT - UP)
        first, second = Vector(RIGHT, color=GREEN), Vector(UP, color=RED)
        self.add(still)
        self.play(Create(plane, run_time=2, lag_ratio=0.05))
        self.play(FadeIn(square, first, second))
        total = np.eye(2)
        for matrix in self.MATRICES:
            total = np.array(matrix) @ total
            self.play(
                ApplyMatrix(matrix, VGroup(plane, square)),
                self.arrow(first, total[:, 0], GREEN),
                self.arrow(second, total[:, 1], RED),
                run_time=self.RUN_TIME,
            )
        plane.prepare_for_nonlinear_transform()
        self.play(ApplyPointwiseFunction(waves, plane), run_time=self.RUN_TIME)
        self.play(plane.animate(rate_func=linear).set_color(BLUE).rotate(np.pi / 6), run_time=0.7 * self.RUN_TIME)

    def arrow(self, vector: Vector, to: npt.NDArray[np.float64], color: object) -> Animation:
        """Move a vector's tip, with the head keeping its shape."""
        return Transform(vector, Vector([*to, 0], color=color))


class GridTransformShort(GridTransform):
    """The same picture for a few seconds: for sizes at which a whole film would take too long."""

    MATRICES = ([[2, 1], [0.5, 1.5]],)
    RUN_TIME = 0.5
