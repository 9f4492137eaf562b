"""A patch that lies on a moving plane, and the small squares that fill it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import VMobject

from explainers.stage.figures.plane import MovingPlane

Array = npt.NDArray[np.float64]


class PlanePatch(VMobject):
    """A filled outline that goes where the plane's matrix takes it.

    Parameters
    ----------
    curves
        Closed cubic Bézier curves, four points each, shape (4 n, 2): a linear map of its points is a map of the whole.
    """

    def __init__(self, curves: Array, plane: MovingPlane, *, color: str, fill_opacity: float = 0.3) -> None:
        super().__init__(stroke_color=color, stroke_width=3, fill_color=color, fill_opacity=fill_opacity)

        def update(shape: PlanePatch) -> None:
            shape.points = plane.image(curves)

        self.add_updater(update, call_updater=True)


class PlaneSquares(VMobject):
    """Many small squares, corners of shape (k, 4, 2), in one mobject; the matrix makes parallelograms of them."""

    def __init__(self, corners: Array, plane: MovingPlane, *, color: str) -> None:
        super().__init__(stroke_color=color, stroke_width=1.5, fill_color=color, fill_opacity=0.35)
        following = np.roll(corners, -1, axis=1)
        shares = np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, np.newaxis]
        curves = corners[:, :, np.newaxis] + shares * (following - corners)[:, :, np.newaxis]
        flat = curves.reshape(-1, 2)

        def update(squares: PlaneSquares) -> None:
            squares.points = plane.image(flat)

        self.add_updater(update, call_updater=True)
