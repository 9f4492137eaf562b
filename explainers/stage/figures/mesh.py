"""A surface as a mesh: points projected to the plane, faces with colours, painted from back to front."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import Mobject

Array = npt.NDArray[np.float64]


class Mesh(Mobject):
    """A grid of four-cornered faces.

    Its points are the projected grid points, row by row, with the depth (towards the viewer) as third coordinate, so
    that Manim moves and scales it as it does any other mobject.

    Parameters
    ----------
    visible
        Which faces are painted, of shape (rows - 1, columns - 1); all of them if left out.
    """

    def __init__(self, rows: int, columns: int, visible: npt.NDArray[np.bool_] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.rows = rows
        self.columns = columns
        self.visible = np.ones((rows - 1) * (columns - 1), bool) if visible is None else visible.reshape(-1)
        self.opacity = 1.0
        self.points = np.zeros((rows * columns, 3))
        self.face_colours: Array = np.ones(((rows - 1) * (columns - 1), 3))

    def set_grid(self, projected: Array, face_colours: Array) -> Self:
        """Take new points, of shape (rows, columns, 3), and a colour (red, green, blue) for each face."""
        self.points = projected.reshape(-1, 3).copy()
        self.face_colours = face_colours.reshape(-1, 3)
        return self

    def faces(self) -> tuple[Array, Array]:
        """Each visible face's corners, (n, 4, 2), and colour, (n, 3), the farthest face first."""
        index = np.arange(self.rows * self.columns).reshape(self.rows, self.columns)
        faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], axis=-1).reshape(-1, 4)
        corners = self.points[faces[self.visible]]
        order = np.argsort(corners[:, :, 2].sum(axis=1), kind="stable")
        return corners[order, :, :2], self.face_colours[self.visible][order]

    def set_opacity(self, opacity: float) -> Self:
        """Fade the surface as a whole."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        return self.set_opacity(self.opacity * (1 - darkness))

    def interpolate_color(self, mobject1: Mesh, mobject2: Mesh, alpha: float) -> Self:
        self.opacity = (1 - alpha) * mobject1.opacity + alpha * mobject2.opacity
        self.face_colours = (1 - alpha) * mobject1.face_colours + alpha * mobject2.face_colours
        return self
