"""A unit vector that sweeps round, its image, and the lines on which the two agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from manim import ValueTracker, VGroup, VMobject

from explainers.maths.eigenvectors import EigenLine, Spectrum, Sweep, parts_of_image, unit_vector
from explainers.maths.shown import relation, shown
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.legible import on_plate, over_lines
from explainers.stage.figures.plane import MovingPlane
from explainers.stage.figures.plane_lines import DashedSegment, LineThroughOrigin, line_ends
from explainers.stage.figures.plane_marks import TipLabel
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula

Array = npt.NDArray[np.float64]


class EigenSweep:
    """All that moves with v: its line, its image, the part of the image across it, and the image's trail.

    Not a mobject itself: what Manim fades it copies, with all that it holds, and this holds the plane.

    `angle` is where v points; the line from the tip of A v to the line of v is the part across.
    """

    def __init__(self, plane: MovingPlane, matrix: npt.ArrayLike, sweep: Sweep, theme: Theme) -> None:
        self.plane, self.theme = plane, theme
        self.matrix = np.asarray(matrix, dtype=float)
        self.sweep = sweep
        self.angle = ValueTracker(sweep.start)
        self.trail = VMobject(stroke_color=theme.shape, stroke_width=2.5, stroke_opacity=0.7)
        self.trail.add_updater(lambda trail: self._draw_trail(trail), call_updater=True)
        self.span = LineThroughOrigin(plane, lambda: self.unit(), color=theme.muted, stroke_width=2, dashed=True)
        self.across = DashedSegment(lambda: self._foot(), lambda: self._image_tip(), color=theme.warning)
        self.image = LiveArrow((0, 0, 0), color=theme.shape, stroke_width=8, head=0.36).follow(
            lambda: self._image_tip(), lambda: self._origin()
        )
        self.vector = LiveArrow((0, 0, 0), color=theme.vector, stroke_width=5, head=0.26).follow(
            lambda: plane.point(self.unit()), lambda: self._origin()
        )
        self.names = VGroup(
            self._name("bold(v)", lambda: plane.point(self.unit()), theme.vector, lambda: self._clear_side()),
            self._name("A bold(v)", lambda: self._image_tip(), theme.shape, lambda: -0.7 * self._clear_side()),
        )
        self.group = VGroup(self.trail, self.span, self.across, self.image, self.vector, self.names)

    def unit(self) -> Array:
        """v, at this moment."""
        return unit_vector(self.angle.get_value())

    def parts(self) -> tuple[float, float]:
        """A v along v and across it, at this moment."""
        return parts_of_image(self.matrix, self.angle.get_value())

    def _origin(self) -> Array:
        return self.plane.point((0, 0))

    def _image_tip(self) -> Array:
        return self.plane.point(self.matrix @ self.unit())

    def _foot(self) -> Array:
        return self.plane.point(self.parts()[0] * self.unit())

    def _draw_trail(self, trail: VMobject) -> None:
        """The images of all v since the sweep began."""
        now = self.angle.get_value()
        count = 2 + round(abs(now - self.sweep.start) / 0.04)
        places = self.plane.point(unit_vector(np.linspace(self.sweep.start, now, count)) @ self.matrix.T)
        trail.points = pieces_to_points(places[:-1], places[1:])

    def _clear_side(self) -> float:
        """The name of v stands on the side of its line on which A v is not; it crosses over gently."""
        size = float(np.abs(self.matrix).max()) or 1.0
        return -100.0 * math.tanh(12 * (self.parts()[1] / size + 0.12))

    def _name(self, mathematics: str, tip: Callable[[], Array], color: str, turn: Callable[[], float]) -> Formula:
        label = over_lines(Formula(mathematics, font_size=self.theme.sizes.body, color=color), self.theme)
        place = TipLabel(tip, lambda: self._origin(), turn=turn, zone=self.plane.picture, rest=self.unit())
        return place.hold(label)


class KeptLine(VGroup):
    """A line that the matrix keeps, with its eigenvalue near the end that is `away` from the arrows."""

    def __init__(self, plane: MovingPlane, line: EigenLine, name: str, away: npt.ArrayLike, theme: Theme) -> None:
        super().__init__()
        self.line = LineThroughOrigin(plane, lambda: line.direction, color=theme.eigenvector)
        written = f"{name} {relation(line.eigenvalue)} {shown(line.eigenvalue)}"
        self.label = on_plate(Formula(written, font_size=theme.sizes.body, color=theme.eigenvector), theme)
        self.label.add_updater(lambda label: beside_the_end(label, plane, away), call_updater=True)
        self.add(self.line, self.label)


def beside_the_end(label: VMobject, plane: MovingPlane, direction: npt.ArrayLike) -> None:
    """Put a label beside a line through the origin, as near to its end as there is room for it."""
    origin, end = plane.point((0, 0)), line_ends(plane, direction)[1]
    along = (end - origin) / max(float(np.linalg.norm(end - origin)), 1e-9)
    half = np.array([label.width, label.height, 0.0]) / 2
    across = np.array([-along[1], along[0], 0.0])
    offset = (float(half @ np.abs(across)) + 0.12) * across
    low = np.array([plane.picture.left, plane.picture.bottom, 0.0]) + half
    high = np.array([plane.picture.right, plane.picture.top, 0.0]) - half
    places = (origin + share * (end - origin) + side * offset for share in np.arange(1, 0.3, -0.02) for side in (1, -1))
    fitting = (place for place in places if np.all((place >= low - 1e-9) & (place <= high + 1e-9)))
    label.move_to(next(fitting, origin + 0.7 * (end - origin) + offset))


def kept_lines(plane: MovingPlane, found: Spectrum, sweep: Sweep, theme: Theme) -> list[KeptLine]:
    """One figure for each line of a spectrum that keeps one or two; the numbers stand where A v does not come."""
    names = ("lambda_1", "lambda_2") if len(sweep.meetings) == 2 else ("lambda",)
    figures = []
    for index, meeting in enumerate(sweep.meetings):
        line = found.lines[index]
        away = unit_vector(meeting) * (-1 if line.eigenvalue >= 0 else 1)
        figures.append(KeptLine(plane, line, names[index], away, theme))
    return figures


def fan_of_lines(plane: MovingPlane, theme: Theme, count: int = 12) -> VGroup:
    """Lines in all directions, for a matrix that keeps every one."""

    def line(direction: Array) -> LineThroughOrigin:
        return LineThroughOrigin(
            plane, lambda: direction, color=theme.eigenvector, stroke_width=2.5, stroke_opacity=0.5
        )

    return VGroup(*(line(direction) for direction in unit_vector(np.pi * np.arange(count) / count)))


class AngleMark(VGroup):
    """An arc between two lines through the origin, on the side of the smaller angle, with its degrees."""

    def __init__(self, plane: MovingPlane, lines: Sequence[EigenLine], degrees: float, theme: Theme) -> None:
        super().__init__()
        first = lines[0].angle
        gap = (lines[1].angle - first + math.pi / 2) % math.pi - math.pi / 2
        radius = 0.9
        arc = plane.point((0, 0)) + radius * np.append(
            unit_vector(np.linspace(first, first + gap, 40)), np.zeros((40, 1)), 1
        )
        self.arc = VMobject(stroke_color=theme.text, stroke_width=3)
        self.arc.points = pieces_to_points(arc[:-1], arc[1:])
        about = "approx " if relation(degrees) == "approx" else ""
        self.label = over_lines(
            Formula(f"{about}{shown(degrees)} degree", font_size=theme.sizes.body, color=theme.text), theme
        )
        beside = TipLabel(lambda: arc[20], lambda: plane.point((0, 0)), turn=0, zone=plane.picture, gap=0.16)
        beside(self.label)
        self.add(self.arc, self.label)
