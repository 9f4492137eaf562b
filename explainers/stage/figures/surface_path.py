"""The path of a descent on a surface that turns, with a ball that rests on it."""

from __future__ import annotations

import numpy as np

from explainers.stage.figures.descent_path import BALL, DOT, EDGE, EDGE_OPACITY, LINE, RIM, RING, Array, DescentPath
from explainers.stage.figures.mesh import STROKE_UNIT, MeshBall, MeshLine
from explainers.stage.figures.surface_plot import SurfacePlot

FAINT = 0.35
"""How much is seen of what lies behind the surface."""


class SurfacePath(DescentPath):
    """A path that follows the view of its surface; what lies behind the surface is drawn faintly."""

    ground: SurfacePlot
    _lifted: tuple[Array, Array, Array] | None = None

    def _make_parts(self) -> None:
        mesh, theme = self.ground.mesh, self.theme
        self.edge = MeshLine(mesh, theme.background, width=EDGE, opacity=EDGE_OPACITY)
        self.line = MeshLine(mesh, theme.path, width=LINE, hidden=FAINT)
        self.dots = MeshLine(mesh, theme.path, width=2 * DOT / STROKE_UNIT)
        self.ball = MeshBall(mesh, theme.ball, theme.background, radius=BALL, rim_width=RIM, hidden=FAINT)
        self.add(self.edge, self.line, self.dots, self.ball)

    def _seen_from(self) -> object:
        return self.ground.view, self.ground.zone

    def _places(self, points: Array) -> Array:
        return self.ground.to_depth(points)

    def _places_of_pieces(self) -> tuple[Array, Array, Array]:
        if self._lifted is None:
            dots = self.points_of_plane[self._landings]
            starts, ends, dots = (self.ground.lift(points) for points in (self._plane_starts, self._plane_ends, dots))
            self._lifted = (starts, ends, dots)
        starts, ends, dots = (self.ground.project(points) for points in self._lifted)
        return starts, ends, dots

    def _draw(self, starts: Array, ends: Array, landed: Array) -> None:
        self.edge.set_pieces(starts, ends)
        self.line.set_pieces(starts, ends)
        # The ball covers the dot that it stands on, but for a rest that would look like a fault.
        away = np.linalg.norm(landed - self._contact, axis=1)
        shown = landed[~(away < BALL + DOT)]
        self.dots.set_pieces(shown, shown)

    def _place_ball(self, place: Array, outside: bool) -> None:
        """Let the ball rest on the surface: it touches it at its point."""
        contact, normal = self._places(place[None])[0], self.ground.normals(place[None])[0]
        self._contact = contact
        self.ball.place(contact + BALL * np.nan_to_num(normal))
        if outside:
            self.ball.set_rim(self.theme.warning, RING, hollow=True)
        else:
            self.ball.set_rim(self.theme.background, RIM)
