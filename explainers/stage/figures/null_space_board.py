"""All that stands on the stage while a matrix collapses the plane: null space, column space, and what lands on b."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import LEFT, ValueTracker, VGroup

from explainers.maths.linear_maps import MatrixPath, apply
from explainers.maths.null_space import null_step
from explainers.maths.pairs import Pair
from explainers.maths.shown import relation, shown_point
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_arrows import plane_arrow, tip_name
from explainers.stage.figures.plane_lines import LineThroughOrigin
from explainers.stage.figures.plane_marks import overlap
from explainers.stage.figures.plane_sets import PlaneDots, PlanePiece, inside, seen_piece
from explainers.stage.plane_zones import plane_zones
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]

DOT = 0.09
LARGEST_SHOWN = 100.0
"""An inverse with larger entries has no room in the panel."""
SIDES = (20, -20, 60, -60, 110, -110)
"""On which sides of a tip its name is put, if there is no room beyond it: degrees from the arrow's direction."""


class NullSpaceBoard:
    """The plane with its sets and arrows, and the panels beside it.

    Parameters
    ----------
    numbers
        The scene's numbers: `matrix`, `rank`, `null_direction`, `column_direction`, `inputs`, `image`, `outside`, ...
    time
        How far the matrix has acted, from 0 to 1.
    """

    def __init__(self, numbers: Any, path: MatrixPath, time: ValueTracker, frame: Frame, theme: Theme) -> None:
        self.numbers, self.theme = numbers, theme
        zones = plane_zones(frame, stacked=5.3, band=2.05)
        view = view_of(numbers, path, MovingPlane.picture_of(zones.plane))
        self.plane = MovingPlane(zones.plane, theme, view).follow(lambda: path.at(time.get_value()))
        self.origin = self.plane.point((0, 0))
        self.b_name = self._name_of_b()
        self._build_null_space()
        self._build_column_space()
        self._build_arrows()
        self._build_givens(zones.givens)
        self.facts = NumbersPanel(zones.workings(self.givens), theme, flows=zones.narrow)
        self._build_facts()
        self.answers = NumbersPanel(zones.workings(self.givens), theme, flows=zones.narrow)
        self._build_answers()

    def _build_null_space(self) -> None:
        n, plane, color = self.numbers, self.plane, self.theme.eigenvector
        self.null_line: Any = VGroup()
        places: list[Pair] = [(0.0, 0.0)]
        if n.null_direction is not None:
            ends = seen_piece(plane, (0, 0), n.null_direction)
            self.null_line = PlanePiece(*ends, plane, color=color, stroke_width=6)
            places = [(0.72 * float(x), 0.72 * float(y)) for x, y in ends]
            places.sort(key=lambda end: -abs(end[0]) - 0.01 * end[1])
        self.null_dots = PlaneDots(null_points(plane, n), plane, color=color, radius=DOT)
        self.null_set = VGroup(self.null_line, self.null_dots)
        options: dict[str, Any] = {"turn": 90, "others": (-90,), "beside_line": True}
        if n.rank == 0:
            spacing = dot_spacing(plane)
            places = [(-1.5 * spacing, 0.5 * spacing)]
            options = {"tail": places[0], "rest": (0, 1)}
        elif n.rank == 2:
            options = {"rest": away_from(n.image)}
        for place in places:
            self.null_name = tip_name(plane, '"null space"', place, color, self.theme, plate=True, **options)
            if not overlap(self.null_name, self.b_name):
                break

    def _build_column_space(self) -> None:
        n, plane, color = self.numbers, self.plane, self.theme.shape
        self.column_line: Any = VGroup()
        place: Pair = (0.0, 0.0)
        if n.column_direction is not None:
            along = np.array(n.column_direction)
            self.column_line = LineThroughOrigin(plane, lambda: along, color=color, stroke_width=7)
            ends = seen_piece(plane, (0, 0), along)
            away = -np.array(n.image)
            place = tuple(0.62 * max(ends, key=lambda end: float(end @ away) + 1e-6 * float(end[0])))
        elif n.rank == 2:
            place = tuple(0.5 * seen_piece(plane, (0, 0), (1, -1))[1])
        self.column_mark = self.column_line if n.rank == 1 else self.plane.grid
        options: dict[str, Any] = {"turn": -90, "others": (90,), "beside_line": True}
        if n.rank == 0:
            options = {"rest": (1.0, -0.35)}
        self.column_name = tip_name(
            plane, '"column space"', place, color, self.theme, moves=False, plate=True, **options
        )

    def _build_arrows(self) -> None:
        """The target b, the inputs that land on it, the line on which they lie, and c, on which nothing lands."""
        n, plane, theme = self.numbers, self.plane, self.theme
        # Under the inputs and wide, so that it is seen beside those that have landed on it.
        self.b = plane_arrow(plane, n.image, theme.good, moves=False, stroke_width=13, head=0.42)
        self.inputs = VGroup(*(plane_arrow(plane, point, theme.vector) for point in n.inputs))
        self.input_name = self._input_name("bold(x)", n.inputs[0])
        first = self.input_name if n.rank == 2 else self._input_name('bold(x) thin "?"', n.inputs[0])
        self.input_names = VGroup(first, *(self._input_name('bold(x) thin "?"', point) for point in n.inputs[1:]))
        self.solution_line: Any = VGroup()
        if n.null_direction is not None:
            ends = seen_piece(plane, n.inputs[0], n.null_direction)
            self.solution_line = PlanePiece(*ends, plane, color=theme.vector, stroke_width=3)
        self.c: Any = VGroup()
        self.c_name: Any = VGroup()
        if n.outside is not None:
            self.c = plane_arrow(plane, n.outside, theme.warning, moves=False)
            name = f"bold(c) = {shown_point(n.outside)}"
            self.c_name = tip_name(plane, name, n.outside, theme.warning, theme, moves=False, plate=True, others=SIDES)

    def _name_of_b(self) -> Any:
        """Beside the column space, on the side on which c is not; at the origin, between the two spaces."""
        n, text = self.numbers, f"bold(b) = {shown_point(self.numbers.image)}"
        options: dict[str, Any] = {"others": SIDES}
        if n.rank == 1 and any(n.image):
            (b1, b2), (c1, c2) = n.image, n.outside
            side = -90.0 if b1 * c2 - b2 * c1 > 0 else 90.0
            options = {"turn": side, "others": (-side,), "beside_line": True}
        elif n.rank == 1:
            options = {"rest": between(n.null_direction, n.column_direction)}
        elif not any(n.image):
            options = {"rest": (-1.0, 0.35)}
        return tip_name(self.plane, text, n.image, self.theme.good, self.theme, moves=False, plate=True, **options)

    def _input_name(self, text: str, point: Pair) -> Any:
        """Beside the line of all inputs with the same image, on its outer side."""
        n, theme = self.numbers, self.theme
        if n.null_direction is None:
            return tip_name(self.plane, text, point, theme.vector, theme, others=SIDES)
        (x, y), (u, v) = point, n.null_direction
        side = 90.0 if u * y - v * x > 1e-9 else -90.0
        return tip_name(
            self.plane,
            text,
            point,
            theme.vector,
            theme,
            tail=(x - u, y - v),
            turn=side,
            others=(-side,),
            beside_line=True,
        )

    def _build_givens(self, zone: Zone) -> None:
        """The matrix that is looked at; `asked_for` is the given one, where the tolerance has cut it."""
        n, theme = self.numbers, self.theme
        self.givens = NumbersPanel(zone, theme)
        self.matrix = self._matrix_equation("A", n.matrix)
        self.givens.add_figure(self.matrix)
        self.asked_for = self._matrix_equation("A", n.given).move_to(self.matrix, aligned_edge=LEFT)

    def _matrix_equation(self, name: str, rows: Any) -> VGroup:
        entries = np.array(rows)
        sign = relation(*entries.flat)
        return matrix_equation(f"{name} {sign}", MatrixFigure(entries, self.theme), self.theme)

    def _build_facts(self) -> None:
        """What A v = 0 holds for, and the dimensions."""
        n, theme = self.numbers, self.theme
        self.null_equation = self.facts.add_figure(self._null_equation())
        lines = [
            self._formula(f'"rank" = {n.rank}', theme.shape),
            self._formula(f'"nullity" = {n.nullity}', theme.eigenvector),
            self._formula(f"{n.rank} + {n.nullity} = 2", theme.text),
        ]
        self.dimension_lines = VGroup(*lines)
        for line in lines:
            self.facts.add_figure(line)

    def _null_equation(self) -> Any:
        n, theme = self.numbers, self.theme
        if n.null_direction is None:
            end = "arrow.r.double bold(v) = bold(0)" if n.rank else '"for every" bold(v)'
            return self._formula(f"A bold(v) = bold(0) {end}", theme.eigenvector)
        left, right = self._column(n.null_direction, theme.eigenvector), self._column((0.0, 0.0), theme.text)
        sign = relation(*n.null_direction, *np.array(n.matrix).flat)
        parts = VGroup(self._formula("A", theme.text), left, self._formula(sign, theme.text), right)
        return parts.arrange(buff=0.16)

    def _build_answers(self) -> None:
        """How many solutions there are for b and for c, and whether there is an inverse."""
        n, theme = self.numbers, self.theme
        many = ("every", "a line of", "one")[n.rank]
        other = 'A bold(x) = bold(c)": no" bold(x)' if n.rank < 2 else '"any target: one" bold(x)'
        self.answer_lines = VGroup(
            self._formula(f'A bold(x) = bold(b)": {many}" bold(x)', theme.good),
            self._all_solutions(),
            self._formula(other, theme.warning if n.rank < 2 else theme.text),
            self._inverse(),
        )
        for line in self.answer_lines:
            self.answers.add_figure(line)

    def _all_solutions(self) -> Any:
        """x, and any multiple of the null space's direction added to it."""
        n, theme = self.numbers, self.theme
        sign = relation(*n.vector, *(n.null_direction or ()))
        figure = self._column(n.vector, theme.vector)
        if n.rank == 0:
            return self._formula('bold(x)": the whole plane"', theme.vector)
        if n.null_direction is None:
            return matrix_equation(f"bold(x) {sign}", figure, theme)
        start = matrix_equation(f"bold(x) {sign}", figure, theme)
        parts = VGroup(start, self._formula("+ s", theme.text), self._column(n.null_direction, theme.eigenvector))
        return parts.arrange(buff=0.16)

    def _column(self, vector: Pair, color: str) -> MatrixFigure:
        return MatrixFigure(np.array(vector)[:, np.newaxis], self.theme, column_colors=(color,))

    def _inverse(self) -> Any:
        n, theme = self.numbers, self.theme
        if n.inverse is None:
            return self._formula('A^(-1)": none"', theme.text)
        if np.abs(n.inverse).max() >= LARGEST_SHOWN:
            return self._formula("A^(-1) bold(b) = bold(x)", theme.text)
        return self._matrix_equation("A^(-1)", n.inverse)

    def _formula(self, mathematics: str, color: str) -> Formula:
        return Formula(mathematics, font_size=self.theme.sizes.body, color=color)


def view_of(numbers: Any, path: MatrixPath, zone: Zone) -> View:
    """The view in which every arrow has room all the way, and the origin some plane around it."""
    inputs = np.array(numbers.inputs)
    states = [apply(path.at(t), inputs) for t in np.linspace(0, 1, 61)]
    outside = numbers.outside or numbers.image
    return View.of(np.vstack([*states, [numbers.image, outside], [(1.5, 1.5), (-1.5, -1.5)]]), zone, margin=0.75)


def null_points(plane: MovingPlane, numbers: Any) -> Array:
    """The points of the null space that are drawn as dots: those that the picture shows before anything moves."""
    picture, unit = plane.picture, plane.view.unit
    reach = int(np.ceil((picture.width + picture.height) / unit))
    ticks = np.arange(-reach, reach + 1)
    if numbers.rank == 2:
        return np.zeros((1, 2))
    if numbers.null_direction is not None:
        step = null_step(numbers.null_direction)
        points = ticks[:, np.newaxis] * step * max(1, round(0.8 / (unit * float(np.linalg.norm(step)))))
    else:
        points = dot_spacing(plane) * np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2).astype(float)
    return points[inside(plane.point(points), picture, DOT)]


def dot_spacing(plane: MovingPlane) -> int:
    """How far apart the dots of a null space stand that is the whole plane."""
    return max(1, round(0.9 / plane.view.unit))


def away_from(point: Pair) -> Pair:
    """A direction from the origin, almost level, to the side on which a point is not."""
    x, y = point
    level = -1.0 if x >= 0 else 1.0
    return level, 0.35 if y <= 0 else -0.35


def between(first: Pair, second: Pair) -> Pair:
    """A direction between two, away from both; across them, where they are one line."""
    a, b = (np.array(direction) / np.linalg.norm(direction) for direction in (first, second))
    middle = a + b if float(a @ b) < 0 else a - b
    if abs(a[0] * b[1] - a[1] * b[0]) < 0.2:
        middle = np.array([-a[1], a[0]])
    return float(middle[0]), float(middle[1])
