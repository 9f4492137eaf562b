"""All that stands on the stage while a matrix moves the plane: basis, vector, their names, and the panels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, Mobject, SurroundingRectangle, ValueTracker, VGroup

from explainers.maths.linear_maps import MatrixPath, apply
from explainers.maths.pairs import Pair
from explainers.maths.shown import relation, shown, shown_point
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.legible import on_plate, over_lines
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_arrows import plane_arrow, tip_name
from explainers.stage.figures.plane_marks import PlaneShape, ShapeName, TipLabel, outline
from explainers.stage.figures.signed_gauge import SignedGauge
from explainers.stage.plane_zones import PlaneZones, plane_zones
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone


class TransformationBoard:
    """The plane with what it carries, and the panels: what is given, the state now, and x as a sum.

    Parameters
    ----------
    numbers
        The scene's numbers: `matrix`, its columns, `vector`, `image`, `determinant`, `rank`, `area_before`, ...
    path
        How the identity becomes the matrix.
    """

    def __init__(self, numbers: Any, path: MatrixPath, shape: ShapeName | None, frame: Frame, theme: Theme) -> None:
        self.theme, self.numbers, self.path = theme, numbers, path
        zones = plane_zones(frame, stacked=5.8, band=2.6)
        self.time, self.zoom = ValueTracker(0), ValueTracker(0)
        self.near, self.far = views(numbers, path, shape, MovingPlane.picture_of(zones.plane))
        self.plane = MovingPlane(zones.plane, theme, self.near).follow(
            lambda: path.at(self.time.get_value()), lambda: self.near.towards(self.far, self.zoom.get_value())
        )
        self.shape = PlaneShape(shape, self.plane, color=theme.shape) if shape else None
        self._build_basis()
        self._build_vector()
        self._build_steps()
        self._build_givens(zones)
        self.state = NumbersPanel(zones.workings(self.givens), theme, flows=zones.narrow)
        self._build_state()
        self.sum = NumbersPanel(zones.workings(self.givens), theme, flows=zones.narrow)
        self._build_sum()

    def _build_basis(self) -> None:
        """The basis vectors with their names: before, when they have landed with their places, and in short."""
        theme, n = self.theme, self.numbers
        # The names stand on the outer sides of the angle between the images.
        outer = 1 if n.determinant >= 0 else -1
        ends = (((1.0, 0.0), theme.first_basis, -75.0 * outer), ((0.0, 1.0), theme.second_basis, 75.0 * outer))
        self.basis = VGroup(*(plane_arrow(self.plane, end, color) for end, color, _ in ends))
        if n.rank == 1 and math.hypot(*n.first_column) < math.hypot(*n.second_column):
            self.basis[0].set_z_index(1)  # both lie on one line: the shorter one must not be hidden
        self.basis_names = VGroup(
            *(
                tip_name(self.plane, f"bold(e)_{j}", end, color, theme, turn=turn, rest=end)
                for j, (end, color, turn) in enumerate(ends, 1)
            )
        )

        def landed_names(*texts: str) -> VGroup:
            columns = (n.first_column, n.second_column)
            return VGroup(
                *(
                    self._landed_name(text, column, color, turn=turn, free=end if n.rank == 0 else self._off_the_line)
                    for text, column, (end, color, turn) in zip(texts, columns, ends, strict=True)
                )
            )

        self.landed_names = landed_names(
            f"bold(a)_1 = {shown_point(n.first_column)}", f"bold(a)_2 = {shown_point(n.second_column)}"
        )
        self.column_names = landed_names("bold(a)_1", "bold(a)_2")

    def _build_vector(self) -> None:
        """x, and its names before and after."""
        n, theme, (x1, x2) = self.numbers, self.theme, self.numbers.vector
        # Under the steps, and wide: where the plane is flat the steps lie on it, and both must be seen.
        flat = n.determinant == 0 or x1 * x2 == 0
        self.vector = plane_arrow(
            self.plane, n.vector, theme.vector, stroke_width=13 if flat else 6, head=0.42 if flat else 0.3
        )
        self.vector_name = tip_name(self.plane, "bold(x)", n.vector, theme.vector, theme, rest=n.vector)
        across = self._off_the_line
        free = (1.0, 1.0) if n.rank == 0 else (-across[0], -across[1])
        self.image_name = self._landed_name("A bold(x)", n.image, theme.vector, turn=0, free=free)

    def _build_steps(self) -> None:
        """The steps along the basis that lead to x, each with its count."""
        theme, (x1, x2) = self.theme, self.numbers.vector
        ways = (((0.0, 0.0), (x1, 0.0), theme.first_basis), ((x1, 0.0), (x1, x2), theme.second_basis))
        self.steps = VGroup(
            *(plane_arrow(self.plane, tip, color, tail, stroke_width=5, head=0.26) for tail, tip, color in ways)
        )
        self.step_names = VGroup(
            *(self._step_name(count, *way) for count, way in zip((x1, x2), ways, strict=True)),
        )

    @property
    def _off_the_line(self) -> Pair:
        """A direction across the line onto which a matrix of rank one presses the plane."""
        x, y = max(self.numbers.first_column, self.numbers.second_column, key=lambda column: math.hypot(*column))
        return (-y, x)

    def _landed_name(self, mathematics: str, place: Pair, color: str, *, turn: float, free: Pair) -> Any:
        """A name beside the place where an arrow has landed; on the `free` side of the origin if it landed there."""
        at_origin = not any(place)
        return tip_name(
            self.plane,
            mathematics,
            place,
            color,
            self.theme,
            moves=False,
            plate="=" in mathematics,
            turn=0 if at_origin and self.numbers.rank else turn,
            others=(level_turn(place, turn), 1.4 * turn, -turn, -1.4 * turn, 0.5 * turn, -0.5 * turn, 0),
            rest=free,
        )

    def _step_name(self, count: float, tail: Pair, tip: Pair, color: str) -> Any:
        """How often a basis vector is taken, beside the middle of the step; nothing for no step."""
        if count == 0:
            return VGroup()
        x1, x2 = self.numbers.vector
        always = self.numbers.determinant == 0 or x1 * x2 == 0

        def outer_side() -> float:
            """Away from the arrow to which the steps lead; it changes gently where the plane turns over."""
            if always:
                return 90.0
            area = x1 * x2 * self.plane.determinant * self.plane.view.unit**2
            return -90.0 * float(np.tanh(4 * area))

        share = 0.5
        if not any(tail) and count > 0:
            # Not beside the tip of the basis vector, where its name stands.
            share = max((0.5, 0.7, 0.3), key=lambda candidate: abs(candidate * count - 1))
        middle = (1 - share) * np.array(tail) + share * np.array(tip)
        label = on_plate(Formula(f"{shown(count)} times", font_size=self.theme.sizes.label, color=color), self.theme)
        place = TipLabel(
            lambda: self.plane.image(middle),
            lambda: self.plane.image(tail),
            turn=outer_side,
            zone=self.plane.picture,
            gap=0.22 if always else 0.1,
            beside_line=True,
            rest=(tip[0] - tail[0], tip[1] - tail[1]),
        )
        return place.hold(label)

    def _build_givens(self, zones: PlaneZones) -> None:
        """The matrix and the vector of the question."""
        theme, n = self.theme, self.numbers
        self.matrix = MatrixFigure(n.matrix, theme, column_colors=(theme.first_basis, theme.second_basis))
        self.givens = NumbersPanel(zones.givens, theme)
        vector = matrix_equation("bold(x) =", self._column(n.vector, theme.vector), theme)
        self.givens.add_figure(zones.side_by_side(matrix_equation("A =", self.matrix, theme), vector, gap=0.35))

    def _column(self, vector: Pair, color: str) -> MatrixFigure:
        """A pair of numbers as a column."""
        return MatrixFigure(np.array(vector)[:, np.newaxis], self.theme, column_colors=(color,))

    def _build_state(self) -> None:
        """What is true at this moment of the motion: every number is the state's own."""
        theme, n, panel = self.theme, self.numbers, self.state
        moments = np.linspace(0, 1, 61)
        determinants = [self.path.determinant_at(t) for t in moments]
        decimals = 4 if 0 < abs(n.determinant) < 0.005 else 2
        panel.add_row("t", "t", self.time.get_value)
        live = MatrixFigure(
            n.matrix,
            theme,
            decimals=2,
            column_colors=(theme.first_basis, theme.second_basis),
            signed=min(self.path.at(t).min() for t in moments) < 0,
        )
        panel.add_figure(matrix_equation("A(t) =", live, theme))
        live.follow(lambda: self.plane.matrix)
        signed = min(determinants) < 0
        panel.add_row("det", "det A(t)", lambda: self.plane.determinant, decimals=decimals, signed=signed)
        gauge = SignedGauge(
            min(determinants),
            max(determinants),
            theme,
            width=panel.row_width - 0.4,
            positive=theme.good,
            negative=theme.warning,
        )
        panel.add_figure(gauge)
        gauge.follow(lambda: self.plane.determinant)
        if self.shape is not None:
            area = lambda: n.area_before * abs(self.plane.determinant)  # noqa: E731
            panel.add_row("area", '"area"', area, color=theme.shape, decimals=decimals)
        self.flat_note = Text("det = 0: the plane lies flat", font_size=theme.sizes.label, color=theme.warning)
        self.flat_note.next_to(panel.box, DOWN, buff=0.18, aligned_edge=LEFT)

    def _build_sum(self) -> None:
        """x as steps along the basis, its image as the same steps along the columns."""
        theme, n = self.theme, self.numbers
        sign = relation(*np.array(n.matrix).flat, *n.vector, *n.image)
        self.sum_lines = VGroup(
            self._formula(f"bold(x) = {_combination(n.vector, 'bold(e)')}"),
            self._formula(f"A bold(x) = {_combination(n.vector, 'bold(a)')}"),
            self._sum_of_columns(*n.vector),
            matrix_equation(sign, self._column(n.image, theme.vector), theme),
        )
        for line in self.sum_lines:
            self.sum.add_figure(line)

    def _formula(self, mathematics: str) -> Formula:
        return Formula(mathematics, font_size=self.theme.sizes.body, color=self.theme.text)

    def _sum_of_columns(self, x1: float, x2: float) -> VGroup:
        """= x1 (first column) + x2 (second column)."""
        n, theme = self.numbers, self.theme
        return VGroup(
            self._formula("="),
            self._formula(shown(x1)),
            self._column(n.first_column, theme.first_basis),
            self._formula("-" if x2 < 0 else "+"),
            self._formula(shown(abs(x2))),
            self._column(n.second_column, theme.second_basis),
        ).arrange(RIGHT, buff=0.14)

    def box(self, mobject: Mobject, color: str) -> SurroundingRectangle:
        """A frame around what is spoken about."""
        return SurroundingRectangle(mobject, color=color, buff=0.07, corner_radius=0.06, stroke_width=3)

    def row_ghost(self) -> tuple[LiveArrow, Any]:
        """The first row as if it were a place, and its name."""
        theme, row = self.theme, self.numbers.matrix[0]
        ghost = LiveArrow(self.plane.point(row), self.plane.point((0, 0)), color=theme.muted)
        name = over_lines(Text("row 1", font_size=theme.sizes.label, color=theme.muted), theme)
        TipLabel(lambda: self.plane.point(row), lambda: self.plane.point((0, 0)), turn=0, zone=self.plane.picture)(name)
        return ghost, name

    def longest(self) -> float:
        """How long the longest of the steps and of x will be, in the scene's units, once they have ridden along."""
        n = self.numbers
        return self.far.unit * max(math.hypot(*part) for part in (n.first_part, n.second_part, n.image))


def level_turn(direction: Pair, turn: float) -> float:
    """Return the turn from a direction to the left or the right, whichever is nearer to where another turn leads.

    In degrees: a long name beside a tip covers nothing if it is level with the tip.
    """
    angle = math.degrees(math.atan2(direction[1], direction[0]))
    level = 0.0 if math.cos(math.radians(angle + turn)) >= 0 else 180.0
    return (level - angle + 180) % 360 - 180


def views(numbers: Any, path: MatrixPath, shape: ShapeName | None, zone: Zone) -> tuple[View, View]:
    """The view for basis and shape, and the one in which the image of x has room, too: often the same."""
    states = [path.at(t) for t in np.linspace(0, 1, 61)]
    ends = np.vstack([np.eye(2), outline(shape) if shape else np.eye(2)])
    near = np.vstack([*(apply(state, ends) for state in states), numbers.vector])
    x1, x2 = numbers.vector
    steps = np.array([[x1, 0.0], [x1, x2]])
    far = np.vstack([near, *(apply(state, steps) for state in states), numbers.matrix[0]])
    first, second = View.of(near, zone), View.of(far, zone)
    return (second, second) if second.unit > 0.6 * first.unit else (first, second)


def _combination(vector: Pair, letter: str) -> str:
    """x1 times the first plus x2 times the second vector, as Typst mathematics."""
    x1, x2 = vector
    return f"{shown(x1)} thin {letter}_1 {'-' if x2 < 0 else '+'} {shown(abs(x2))} thin {letter}_2"
