"""A surface as a mesh, and what lies on it: mobjects that are painted with a depth buffer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import ManimColor, Mobject

from explainers.film import picture

Array = npt.NDArray[np.float64]
Rgba = tuple[float, float, float, float]

STROKE_UNIT = 0.01
"""Manim's strokes are measured in hundredths of the scene's units."""


class MeshPart(Mobject):
    """What is painted with a depth buffer, as an element of a picture."""

    opacity = 1.0

    def picture_element(self) -> picture.Mesh | picture.MeshLine | picture.MeshBall:
        """Return what is painted: the same object as long as nothing has changed."""
        raise NotImplementedError

    def set_opacity(self, opacity: float) -> Self:
        """Fade it as a whole."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        return self.set_opacity(self.opacity * (1 - darkness))


class Mesh(MeshPart):
    """A grid of four-cornered faces.

    Its points are the projected grid points, row by row, with the depth (towards the viewer) as third coordinate, so
    that Manim moves and scales it as it does any other mobject.
    """

    def __init__(self, skin: picture.Skin, **options: Any) -> None:
        super().__init__(**options)
        self.skin = skin
        self.points = np.zeros((skin.values.size, 3))
        self._element: Any = None
        self._state = b""

    def set_grid(self, projected: Array) -> Self:
        """Take new points, (rows * columns, 3)."""
        self.points = projected
        return self

    def picture_element(self) -> picture.Mesh:
        # Manim changes points in place: only looking at them tells.
        state, last = self.points.tobytes(), self._element
        if last is None or state != self._state:
            grid = self.points.astype(np.float32).reshape(*self.skin.values.shape, 3)
            self._state, self._element = state, picture.Mesh(grid, self.skin, self.opacity)
        elif last.skin is not self.skin or last.opacity != self.opacity:
            self._element = replace(last, skin=self.skin, opacity=self.opacity)
        element: picture.Mesh = self._element
        return element

    def interpolate_color(self, mobject1: Mesh, mobject2: Mesh, alpha: float) -> Self:
        self.opacity = (1 - alpha) * mobject1.opacity + alpha * mobject2.opacity
        first, second = mobject1.skin, mobject2.skin
        mixed = first if first is second else replace(first, colours=_mixed(first.colours, second.colours, alpha))
        self.skin = mixed
        return self


class OnMesh(MeshPart):
    """What lies on a mesh, and is fainter where the mesh hides it. Its points are like those of the mesh.

    Parameters
    ----------
    hidden
        The share of the opacity where the mesh is before it.
    """

    def __init__(self, mesh: Mesh, color: Any, *, opacity: float = 1.0, hidden: float = 0.0) -> None:
        super().__init__()
        self.mesh = mesh
        self.rgb = ManimColor(color).to_rgb()
        self.opacity = opacity
        self.hidden = hidden
        self._element: Any = None
        self._state: Any = None

    def picture_element(self) -> picture.MeshLine | picture.MeshBall:
        mesh = self.mesh.picture_element()
        state = (self.points.tobytes(), *self._looks())
        if self._element is None or self._element.mesh is not mesh or self._state != state:
            self._state, self._element = state, self._read(mesh)
        return self._element

    def interpolate_color(self, mobject1: OnMesh, mobject2: OnMesh, alpha: float) -> Self:
        self.opacity = (1 - alpha) * mobject1.opacity + alpha * mobject2.opacity
        self.rgb = _mixed(mobject1.rgb, mobject2.rgb, alpha)
        return self

    def _looks(self) -> tuple[Any, ...]:
        """All that decides how it looks but its points."""
        return (tuple(self.rgb), self.opacity)

    def _read(self, mesh: picture.Mesh) -> Any:
        raise NotImplementedError

    def _rgba(self, rgb: Sequence[float], opacity: float) -> Rgba:
        red, green, blue = (float(value) for value in rgb)
        return (red, green, blue, float(opacity * self.opacity))


class MeshLine(OnMesh):
    """Straight pieces on a mesh; a piece without length is a dot. The width is measured as Manim measures strokes."""

    def __init__(self, mesh: Mesh, color: Any, *, width: float, opacity: float = 1.0, hidden: float = 0.0) -> None:
        super().__init__(mesh, color, opacity=opacity, hidden=hidden)
        self.width_of_stroke = width

    def set_pieces(self, starts: Array, ends: Array) -> Self:
        """Take new pieces, from and to points of shape (n, 3)."""
        self.points = np.stack([starts, ends], axis=1).reshape(-1, 3)
        return self

    def _read(self, mesh: picture.Mesh) -> picture.MeshLine:
        pieces = self.points.reshape(-1, 2, 3).astype(np.float32)
        width = self.width_of_stroke * STROKE_UNIT
        return picture.MeshLine(mesh, pieces, width, self._rgba(self.rgb, 1), self.hidden)


class MeshBall(OnMesh):
    """A ball at a mesh with a rim around it; its one point is its middle. With `hollow` only the rim is drawn."""

    def __init__(
        self, mesh: Mesh, color: Any, rim_color: Any, *, radius: float, rim_width: float, hidden: float = 0.0
    ) -> None:
        super().__init__(mesh, color, hidden=hidden)
        self.radius = radius
        self.rim_width = rim_width
        self.rim_rgb = ManimColor(rim_color).to_rgb()
        self.hollow = False

    def place(self, center: Array) -> Self:
        """Move it to a point of shape (3,); where that is not a number there is no ball."""
        self.points = center[None] if np.isfinite(center).all() else np.zeros((0, 3))
        return self

    def set_rim(self, color: Any, width: float, *, hollow: bool = False) -> Self:
        """Draw the rim otherwise."""
        self.rim_rgb, self.rim_width, self.hollow = ManimColor(color).to_rgb(), width, hollow
        return self

    def _looks(self) -> tuple[Any, ...]:
        return (*super()._looks(), tuple(self.rim_rgb), self.rim_width, self.radius, self.hollow)

    def _read(self, mesh: picture.Mesh) -> picture.MeshBall:
        x, y, z = self.points[0].tolist()
        fill, rim = self._rgba(self.rgb, not self.hollow), self._rgba(self.rim_rgb, 1)
        return picture.MeshBall(mesh, (x, y, z), self.radius, fill, rim, self.rim_width * STROKE_UNIT, self.hidden)


def _mixed(first: npt.NDArray[Any], second: npt.NDArray[Any], alpha: float) -> npt.NDArray[Any]:
    return (1 - alpha) * first + alpha * second
