"""The path of a descent and the ball on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
from manim import Group, LineJointType, VMobject

from explainers.stage.figures.polylines import Rectangle, clip_pieces, discs_to_points, pieces_to_points
from explainers.stage.theme import Theme

Array = npt.NDArray[np.float64]

LINE, EDGE, EDGE_OPACITY = 4.0, 7.0, 0.8
"""Widths of the line and of what sets it off from the ground."""
RIM, RING = 2.0, 4.0
"""Widths of the ball's rim, and of the ring that stands where the ball left the window."""
THIN, FAINT = 2.0, 0.4
"""Width and opacity of the part of a path that has been left behind."""
WAKE = 15
"""Steps that stand out of a walk that comes back over itself."""
BALL, DOT = 0.11, 0.042
"""Radii."""
_MOST_PIECES = 1500


class Ground(Protocol):
    """What a path can lie on."""

    window: Rectangle
    view: Any

    def to_screen(self, points: npt.ArrayLike) -> Array:
        """Return points of the scene for points of the plane."""
        ...


class DescentPath(Group):
    """A path on a map that grows step by step, with a dot where each step ended and a ball at its head.

    Cut at the window's edge: while the ball is outside, an empty ring stands where it left.

    Parameters
    ----------
    points
        The start and the point after each step, shape (n + 1, 2).
    wake
        How many of the last steps stand out, where a walk comes back over itself; the earlier ones stay as a thin
        line. All of them if left out.
    """

    def __init__(self, points: Array, ground: Ground, theme: Theme, *, wake: float | None = None) -> None:
        super().__init__()
        self.wake = wake
        self.points_of_plane = np.asarray(points, dtype=float)
        self.ground = ground
        self.theme = theme
        self.progress = 0.0
        self._make_parts()
        self._cut_into_pieces()
        self.show(0.0)

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(self.points_of_plane) - 1

    def show(self, progress: float) -> Self:
        """Draw the path up to `progress`, in steps; between two whole numbers the ball is on its way."""
        self.progress = float(np.clip(progress, 0, self.steps))
        if self._seen_from() != self._view:
            self._project()
        whole = int(np.searchsorted(self._until, self.progress + 1e-9, side="right"))
        starts, ends = self._starts[:whole], self._ends[:whole]
        if whole < len(self._until) and self._since[whole] < self.progress:
            # The piece that the ball is on.
            share = (self.progress - self._since[whole]) / (self._until[whole] - self._since[whole])
            head = (1 - share) * self._starts[whole] + share * self._ends[whole]
            starts = np.vstack([starts, self._starts[whole : whole + 1]])
            ends = np.vstack([ends, head[None]])
        outside = self.ball_is_outside
        self._place_ball(self._last_inside() if outside else self.point(self.progress), outside)
        self._draw(starts, ends, self._dots[self._dot_steps <= self.progress + 1e-9])
        return self

    def follow(self, progress: Callable[[], float]) -> Self:
        """Draw the path up to what `progress` gives, in every frame."""
        self.add_updater(lambda path: path.show(progress()), call_updater=True)
        return self

    def point(self, progress: float) -> Array:
        """Return where in the plane the ball is."""
        k = min(int(progress), max(self.steps - 1, 0))
        if not self.steps:
            return self.points_of_plane[0]
        share = progress - k
        return (1 - share) * self.points_of_plane[k] + share * self.points_of_plane[k + 1]

    def samples(self) -> Array:
        """Return points of the plane along the whole path, the start first, shape (n, 2)."""
        return np.vstack([self.points_of_plane[:1], self._plane_ends])

    def lengths(self) -> Array:
        """Return how long each step is inside the window, in the plane's units."""
        pieces = np.linalg.norm(self._plane_ends - self._plane_starts, axis=1)
        steps = np.floor((self._since + self._until) / 2).astype(int)
        return np.bincount(steps, weights=pieces, minlength=self.steps)[: self.steps].astype(np.float64)

    @property
    def ball_is_outside(self) -> bool:
        """Whether the ball is beyond the window's edge."""
        x, y = self.point(self.progress)
        low_x, high_x, low_y, high_y = self.ground.window
        slack = 1e-9 * (high_x - low_x + high_y - low_y)
        return not (low_x - slack <= x <= high_x + slack and low_y - slack <= y <= high_y + slack)

    # --- what another ground draws otherwise ----------------------------------------------------------------------

    def _make_parts(self) -> None:
        theme = self.theme
        self.line = VMobject(stroke_width=LINE, stroke_color=theme.path, joint_type=LineJointType.ROUND)
        self.line.set_stroke(theme.background, width=EDGE, opacity=EDGE_OPACITY, background=True)
        self.faint = VMobject(stroke_width=THIN, stroke_color=theme.path, stroke_opacity=FAINT)
        self.dots = VMobject(stroke_width=0, fill_color=theme.path, fill_opacity=1)
        self.ball = VMobject(fill_color=theme.ball, stroke_width=RIM, stroke_color=theme.background)
        self.add(*([] if self.wake is None else [self.faint]), self.line, self.dots, self.ball)

    def _places(self, points: Array) -> Array:
        """Points of the scene for points of the plane."""
        return self.ground.to_screen(points)

    def _places_of_pieces(self) -> tuple[Array, Array, Array]:
        """Where the pieces begin and end, and where steps end, as the ground is seen now."""
        dots = self.points_of_plane[self._landings]
        return self._places(self._plane_starts), self._places(self._plane_ends), self._places(dots)

    def _draw(self, starts: Array, ends: Array, landed: Array) -> None:
        fresh = self._left_behind()
        self.faint.points = pieces_to_points(starts[:fresh], ends[:fresh])
        self.line.points = pieces_to_points(starts[fresh:], ends[fresh:])
        if self.wake is not None:
            landed = landed[self._dot_steps[: len(landed)] > self.progress - self.wake]
        self.dots.points = discs_to_points(landed, DOT)

    def _left_behind(self) -> int:
        """Return how many pieces are no longer among the last steps."""
        if self.wake is None:
            return 0
        return int(np.searchsorted(self._until, self.progress - self.wake, side="right"))

    def _place_ball(self, place: Array, outside: bool) -> None:
        """Put the ball at a point of the plane, or the ring that stands for it."""
        center = self._places(place[None])
        self.ball.points = discs_to_points(center, BALL) if np.isfinite(center).all() else np.zeros((0, 3))
        if outside:
            self.ball.set_fill(opacity=0).set_stroke(self.theme.warning, width=RING)
        else:
            self.ball.set_fill(opacity=1).set_stroke(self.theme.background, width=RIM)

    # --- the pieces -----------------------------------------------------------------------------------------------

    def _last_inside(self) -> Array:
        before = np.flatnonzero(self._until <= self.progress + 1e-9)
        return self._plane_ends[before[-1]] if before.size else self.points_of_plane[0]

    def _cut_into_pieces(self) -> None:
        """Cut every step into short straight pieces inside the window; `since` and `until` say when each is walked."""
        starts, ends = self.points_of_plane[:-1], self.points_of_plane[1:]
        enter, leave = clip_pieces(starts, ends, self.ground.window)
        window = self.ground.window
        diagonal = np.hypot(window[1] - window[0], window[3] - window[2])
        lengths = np.linalg.norm(ends - starts, axis=1) * np.clip(leave - enter, 0, None)
        finest = max(diagonal / 110, lengths.sum() / _MOST_PIECES)
        counts = np.where(leave > enter, np.maximum(1, np.ceil(lengths / finest)), 0).astype(int)
        step = np.repeat(np.arange(len(starts)), counts)
        number = np.arange(len(step)) - np.repeat(np.cumsum(counts) - counts, counts)
        first = enter[step] + (leave - enter)[step] * number / counts[step]
        last = enter[step] + (leave - enter)[step] * (number + 1) / counts[step]
        along = (ends - starts)[step]
        piece_starts, piece_ends = starts[step] + first[:, None] * along, starts[step] + last[:, None] * along
        # Where there is no ground the path has no place.
        known = self._known(piece_starts) & self._known(piece_ends)
        self._since, self._until = (step + first)[known], (step + last)[known]
        self._plane_starts, self._plane_ends = piece_starts[known], piece_ends[known]
        low, high = np.array(window[::2]), np.array(window[1::2])
        inside = ((self.points_of_plane >= low) & (self.points_of_plane <= high)).all(axis=1)
        self._landings = np.flatnonzero(inside & self._known(self.points_of_plane))
        self._project()

    def _seen_from(self) -> object:
        """Return what the places on the screen hang on, but for the ground itself."""
        return self.ground.view

    def _known(self, points: Array) -> npt.NDArray[np.bool_]:
        return np.asarray(np.isfinite(self._places(points)).all(axis=1))

    def _project(self) -> None:
        self._view = self._seen_from()
        self._starts, self._ends, dots = self._places_of_pieces()
        apart = _apart(dots[:, :2])
        self._dots, self._dot_steps = dots[apart], self._landings[apart]


def _apart(places: Array, least: float = 0.085) -> npt.NDArray[np.bool_]:
    """Return which points to mark so that marks can be told apart: each a little off the last one marked."""
    marked = np.zeros(len(places), dtype=bool)
    last = np.full(places.shape[1], np.inf)
    for index, place in enumerate(places):
        if not np.linalg.norm(place - last) < least:
            marked[index], last = True, place
    return marked
