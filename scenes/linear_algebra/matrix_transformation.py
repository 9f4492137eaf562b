"""A matrix moves the plane, and its columns say where the basis vectors land."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    DashedVMobject,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Indicate,
    Mobject,
    SurroundingRectangle,
    ValueTracker,
    VGroup,
    smooth,
)
from pydantic import Field, field_validator

from explainers.maths.linear_maps import LinearMap, MatrixPath, apply, classify, shoelace_area
from explainers.maths.visible import check_coordinates, check_entries
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Formula, Matrix2x2, Question, SceneParams, Text, Vector2
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_marks import PlaneShape, ShapeName, TipLabel, outline
from explainers.stage.figures.signed_gauge import SignedGauge
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]
Pair = tuple[float, float]


class MatrixTransformationParams(SceneParams):
    """The matrix, the vector that it is asked about, and how the motion is shown."""

    matrix: Matrix2x2 = Field(((3, 1), (0, 2)), description="The matrix, by rows; entries from -5 to 5")
    vector: Vector2 = Field((1, 2), description="The vector x whose image is asked for; each from -5 to 5")
    path: Literal["polar", "linear"] = Field(
        "polar", description="How the identity becomes the matrix: turning and stretching, or every point straight on"
    )
    shape: Literal["unit-square", "letter-f", "circle", "none"] = Field(
        "unit-square", description="What lies on the plane and shows what becomes of areas"
    )

    @field_validator("matrix")
    @classmethod
    def _visible_matrix(cls, matrix: tuple[Pair, Pair]) -> tuple[Pair, Pair]:
        check_entries((*matrix[0], *matrix[1]))
        return matrix

    @field_validator("vector")
    @classmethod
    def _visible_vector(cls, vector: Pair) -> Pair:
        check_coordinates(vector)
        return vector


@dataclass(frozen=True)
class MatrixTransformationNumbers:
    """Everything that is seen or said. Points are pairs; the columns are the images of the basis vectors."""

    matrix: tuple[Pair, Pair]
    first_column: Pair
    second_column: Pair
    vector: Pair
    first_part: Pair
    """x1 a1, where the first of the steps ends."""
    second_part: Pair
    """x2 a2."""
    image: Pair
    """A x = x1 a1 + x2 a2."""
    determinant: float
    rank: int
    kind: str
    orientation: str
    rotation_angle: float
    """In degrees, counter-clockwise: how far the polar path turns."""
    crossing_times: tuple[float, ...]
    """When the plane lies flat before the end, as shares of the way."""
    lowest_determinant: float
    """The smallest value that the determinant has on the way."""
    area_before: float
    area_after: float
    practice_image: Pair
    """Where (3, 2) goes."""
    said: Sayings


@dataclass(frozen=True)
class Sayings:
    """The numbers as they are spoken, and the sentences that depend on the case."""

    vector: str
    first_column: str
    second_column: str
    image: str
    motion: str
    area: str
    steps: str
    ride: str
    rows: str
    alt_way: str
    alt_area: str
    determinant: str


def solve_transformation(params: MatrixTransformationParams) -> MatrixTransformationNumbers:
    """Work out what the matrix does to the basis, the shape and the vector."""
    A = np.array(params.matrix)
    x = np.array(params.vector)
    linear_map = classify(A)
    # Rounding may leave 1e-17 of the determinant of a singular matrix.
    determinant = linear_map.determinant if linear_map.rank == 2 else 0.0
    area = {"unit-square": 1.0, "letter-f": 0.84, "circle": np.pi, "none": 1.0}[params.shape]
    crossings = tuple(time for time in MatrixPath(A, params.path).crossing_times() if time < 1 - 1e-6)
    return MatrixTransformationNumbers(
        matrix=params.matrix,
        first_column=_pair(A[:, 0]),
        second_column=_pair(A[:, 1]),
        vector=params.vector,
        first_part=_pair(x[0] * A[:, 0]),
        second_part=_pair(x[1] * A[:, 1]),
        image=_pair(apply(A, x)),
        determinant=determinant,
        rank=linear_map.rank,
        kind=linear_map.kind,
        orientation=linear_map.orientation,
        rotation_angle=float(np.degrees(linear_map.rotation_angle)),
        crossing_times=crossings,
        lowest_determinant=lowest_determinant(MatrixPath(A, params.path)),
        area_before=area,
        area_after=abs(determinant) * area,
        practice_image=_pair(apply(A, (3, 2))),
        said=_sayings(params, linear_map, determinant, area, crossings),
    )


def lowest_determinant(path: MatrixPath) -> float:
    """Return the least of det A(t) for t in [0, 1]: a quadratic in t, as A(t) is linear in t but for a rotation."""
    at_start, halfway, at_end = (path.determinant_at(t) for t in (0.0, 0.5, 1.0))
    curvature = 2 * (at_start - 2 * halfway + at_end)
    slope = at_end - at_start - curvature
    turning_point = min(1.0, max(0.0, -slope / (2 * curvature))) if curvature > 0 else 1.0
    return min(at_start, at_end, at_start + slope * turning_point + curvature * turning_point**2)


def _pair(point: npt.ArrayLike) -> Pair:
    x, y = np.asarray(point, dtype=float) + 0.0
    return float(x), float(y)


class MatrixTransformation(ExplainerScene[MatrixTransformationParams]):
    """The columns of a matrix are the images of the basis vectors; every other vector follows."""

    title = "What a matrix does to the plane"
    beats = {
        "question": Beat(
            "A matrix moves every point of the plane. Take the arrow x, with its tip at {numbers.said.vector}. "
            "Where will this matrix send it?",
            title="Where does the arrow land?",
            alt="A grid with the matrix beside it. The arrow x grows from the origin to {numbers.said.vector}.",
        ),
        "basis": Beat(
            "Leave x for now. Watch two arrows only: e one, a step to the right, and e two, a step up. "
            "Can you read from the matrix where they will land?",
            title="Two arrows to watch",
            alt="x fades. The basis vectors appear: e one from the origin to (1, 0), e two to (0, 1).",
        ),
        "motion": Beat(
            "Now the matrix acts. {numbers.said.motion}",
            title="The matrix acts",
            alt="The grid moves{numbers.said.alt_way}. e one goes from (1, 0) to {numbers.said.first_column}, e two "
            "from (0, 1) to {numbers.said.second_column}; the determinant goes from 1 to {numbers.said.determinant}.",
        ),
        "columns": Beat(
            "e one landed on {numbers.said.first_column}: that is the first column. "
            "e two landed on {numbers.said.second_column}: the second column. "
            "The columns are the images of the basis vectors.",
            title="Columns are landing places",
            alt="The tips are labelled {numbers.said.first_column} and {numbers.said.second_column}; the columns of "
            "the matrix light up, one after the other.",
        ),
        "area": Beat(
            "{numbers.said.area}",
            title="The determinant",
            alt="{numbers.said.alt_area} The determinant reads {numbers.said.determinant}.",
        ),
        "steps": Beat(
            "Back to the start, and to x. {numbers.said.steps}",
            title="x as steps along the basis",
            alt="The grid goes back. x is built tip to tail from {params.vector[0]:g} times e one and "
            "{params.vector[1]:g} times e two.",
        ),
        "image": Beat(
            "Let the matrix act again: the steps ride along. {numbers.said.ride}",
            title="The same steps, along the columns",
            alt="The steps ride with the grid and become multiples of the columns. The tip of x goes from "
            "{numbers.said.vector} to {numbers.said.image}.",
        ),
        "answer": Beat(
            "{numbers.said.rows} Where the two basis vectors go, the columns tell; and every other vector is built "
            "from those two.",
            title="Read the columns",
            alt="The rows of the matrix are pointed at, then its columns. x has landed on {numbers.said.image}.",
        ),
    }
    practice = [
        Question("Where does this matrix take the vector (3, 2)?", lambda n: _shown_point(n.practice_image)),
        Question("By what factor does it multiply areas?", lambda n: abs(n.determinant)),
        Question("Where does it take e two, the step up?", lambda n: _shown_point(n.second_column)),
    ]

    @staticmethod
    def solve(params: MatrixTransformationParams) -> MatrixTransformationNumbers:
        return solve_transformation(params)

    def invariants(self) -> Iterator[Invariant]:
        """The drawn shape's area is |det A(t)| times what it was, and the basis arrows end on the columns of A(t)."""
        board, shown = self.board, set(self.get_mobject_family_members())
        A, view = board.path.at(board.time.get_value()), board.plane.view
        if board.shape is not None and board.shape in shown and self.params.shape != "circle":
            area = abs(shoelace_area(board.shape.points[:, :2])) / view.unit**2
            expected = board.numbers.area_before * abs(float(np.linalg.det(A)))
            yield Invariant("the shape's area is |det A(t)| times its first", area, expected, 1e-6 * max(1, expected))
        for column, arrow in enumerate(board.basis):
            if arrow in shown and np.linalg.norm(A[:, column]) * view.unit > 1e-3:
                miss = float(np.linalg.norm(arrow.get_tip_point() - view.scene(A[:, column])))
                yield Invariant(f"the arrow of column {column + 1} ends on that column of A(t)", miss, 0.0)

    def construct(self) -> None:
        self.board = board = Board(self)
        with self.beat("question") as beat:
            board.show_question(beat)
        with self.beat("basis") as beat:
            board.show_basis(beat)
        with self.beat("motion") as beat:
            board.move_with_stops(beat)
        with self.beat("columns") as beat:
            board.point_out_columns(beat)
        with self.beat("area") as beat:
            board.point_out_area(beat)
        with self.beat("steps") as beat:
            board.rewind(beat)
            board.build_steps(beat)
        with self.beat("image") as beat:
            board.ride(beat)
            board.write_sum(beat)
        with self.beat("answer") as beat:
            board.contrast_rows(beat)
            board.light_everything(beat)


# --- words ---------------------------------------------------------------------------------------------------------


def _sayings(
    params: MatrixTransformationParams,
    linear_map: LinearMap,
    determinant: float,
    area: float,
    crossings: tuple[float, ...],
) -> Sayings:
    A, (x1, x2) = linear_map.matrix, params.vector
    return Sayings(
        vector=_said_point((x1, x2)),
        first_column=_said_point(_pair(A[:, 0])),
        second_column=_said_point(_pair(A[:, 1])),
        image=_said_point(_pair(apply(A, (x1, x2)))),
        motion=f"{_kind_words(linear_map)} {_way_words(params, linear_map, crossings)}",
        area=_area_words(params.shape, area, determinant),
        steps=f"It is {_step_count(x1)} along e one, then {_step_count(x2)} along e two.",
        ride=f"{_said(x1).capitalize()} times the first column, {'' if x2 < 0 else 'plus '}{_said(x2)} times the "
        f"second. x lands on {_said_point(_pair(apply(A, (x1, x2))))}.",
        rows=_row_words(A),
        determinant=_said(determinant),
        alt_way=" and passes through a moment in which it lies flat" if crossings else "",
        alt_area=f"The area goes from {_said(area)} to {_said(area * abs(determinant))}."
        if params.shape != "none"
        else "",
    )


def _kind_words(linear_map: LinearMap) -> str:
    A = linear_map.matrix
    match linear_map.kind:
        case "identity":
            return "Nothing moves: this is the identity."
        case "rotation":
            degrees = np.degrees(linear_map.rotation_angle)
            way = "counter-clockwise" if degrees > 0 else "clockwise"
            return f"It is a rotation, by {_said(abs(degrees))} degrees{'' if abs(degrees) > 179.999 else ' ' + way}."
        case "reflection":
            return "It is a reflection, in a line through the origin."
        case "scaling":
            return (
                f"It multiplies all that is sideways by {_said(A[0, 0])}, and all that is upward by {_said(A[1, 1])}."
            )
        case "shear":
            return "It is a shear: one line stays, everything else slides along it."
        case "projection":
            return "It is a projection: the whole plane falls onto one line."
        case "singular":
            return f"The whole plane falls onto {'one line' if linear_map.rank else 'a single point'}."
    return "Straight lines stay straight, and parallel lines stay parallel."


def _way_words(params: MatrixTransformationParams, linear_map: LinearMap, crossings: tuple[float, ...]) -> str:
    if linear_map.kind == "identity":
        return "Every arrow stays where it is."
    if not crossings and params.path == "linear" and linear_map.orientation == "kept":
        lowest = lowest_determinant(MatrixPath(linear_map.matrix, params.path))
        if lowest < 0.95 * min(1.0, linear_map.determinant):
            return (
                f"On these straight ways the determinant sinks to {_said(lowest)} in between; "
                "the matrix itself does not ask for that."
            )
    if not crossings:
        return "Only the landing belongs to the matrix; the way there is our choice."
    flat_moments = [MatrixPath(linear_map.matrix, params.path).at(time) for time in crossings]
    if any(np.abs(state).max() < 1e-6 for state in flat_moments):
        return "On this straight way everything meets in one point; the matrix itself does not ask for that."
    if linear_map.orientation == "flipped":
        return "On the way the plane lies flat for a moment: from plus to minus, the determinant must pass zero."
    often = "Twice on" if len(crossings) > 1 else "On"
    return f"{often} this straight way the plane lies flat; the matrix itself does not ask for that."


def _area_words(shape: str, area: float, determinant: float) -> str:
    names = {"unit-square": "The square's", "letter-f": "The letter's", "circle": "The circle's"}
    change = ""
    if shape in names:
        word = "still" if abs(determinant) == 1 else "now"
        change = f"{names[shape]} area was {_said(area)}, and {word} is {_said(area * abs(determinant))}. "
    if determinant == 0:
        return change + "The determinant is 0: every area is pressed flat, and nothing can undo that."
    if determinant > 0:
        return (
            change + f"The determinant, {_said(determinant)}, is the factor of every area. "
            "It is positive: the plane was not turned over."
        )
    return (
        change + f"The determinant is {_said(determinant)}. Its size is the factor of every area. "
        "Its minus does not mean smaller: it means turned over."
    )


def _row_words(A: Array) -> str:
    if A[0, 1] == A[1, 0]:
        return "This matrix is symmetric, so its rows look just like its columns. In general they do not."
    return f"Beware of the rows: {_said_point(_pair(A[0]))} is not where e one lands."


def _step_count(number: float) -> str:
    if number == 0:
        return "no step"
    return f"{_said(number)} step{'' if abs(number) == 1 else 's'}"


def _said(number: float) -> str:
    """A number as it is spoken: two decimals, more where there would be nothing left of it, and no sign characters."""
    rounded = np.format_float_positional(abs(number), precision=2, trim="-")
    if float(rounded) == 0 and number != 0:
        rounded = np.format_float_positional(abs(number), precision=1, fractional=False, trim="-")
    return f"{'minus ' if number < 0 and float(rounded) else ''}{rounded}"


def _said_point(point: Pair) -> str:
    return f"({_said(point[0])}, {_said(point[1])})"


def _shown(number: float) -> str:
    return _said(number).replace("minus ", "-")


def _shown_point(point: Pair) -> str:
    return f"({_shown(point[0])}, {_shown(point[1])})"


# --- pictures ------------------------------------------------------------------------------------------------------

DIMMED = 0.3
"""What is left of the opacity of things that are not spoken about."""


def dimmed(*mobjects: Mobject) -> list[Any]:
    """Animations that dim things."""
    return [mobject.animate.fade(1 - DIMMED) for mobject in mobjects]


def lit(*mobjects: Mobject) -> list[Any]:
    """Animations that undo `dimmed`."""
    return [mobject.animate.fade(1 - 1 / DIMMED) for mobject in mobjects]


def views(
    numbers: MatrixTransformationNumbers, path: MatrixPath, shape: ShapeName | None, zone: Zone
) -> tuple[View, View]:
    """The view for basis and shape, and the one in which the image of x has room, too: often the same."""
    states = [path.at(t) for t in np.linspace(0, 1, 61)]
    ends = np.vstack([np.eye(2), outline(shape) if shape else np.eye(2)])
    near = np.vstack([*(apply(state, ends) for state in states), numbers.vector])
    x1, x2 = numbers.vector
    steps = np.array([[x1, 0.0], [x1, x2]])
    far = np.vstack([near, *(apply(state, steps) for state in states), numbers.matrix[0]])
    first, second = View.of(near, zone), View.of(far, zone)
    return (second, second) if second.unit > 0.6 * first.unit else (first, second)


class Board:
    """All that stands on the stage, and the moves that it can make."""

    def __init__(self, scene: MatrixTransformation) -> None:
        self.scene, self.theme, self.numbers = scene, scene.theme, scene.numbers
        numbers, theme = scene.numbers, scene.theme
        left, right = scene.frame.with_panel(min(4.7, 0.36 * scene.frame.width))
        self.path = MatrixPath(np.array(numbers.matrix), scene.params.path)
        self.time, self.zoom = ValueTracker(0), ValueTracker(0)
        shape = scene.params.shape if scene.params.shape != "none" else None
        self.near, self.far = views(numbers, self.path, shape, MovingPlane.picture_of(left))
        self.plane = MovingPlane(left, theme, self.near).follow(
            lambda: self.path.at(self.time.get_value()), lambda: self.near.towards(self.far, self.zoom.get_value())
        )
        self.shape = PlaneShape(shape, self.plane, color=theme.shape) if shape else None
        self.build_basis()
        self.build_vector()
        self.build_givens(right)
        below = Zone(right.left, right.right, right.bottom, self.givens.get_bottom()[1] - 0.2)
        self.build_state(below)
        self.build_sum(below)

    # building

    def build_basis(self) -> None:
        """The basis vectors with their names: before, when they have landed with their places, and in short."""
        theme, n = self.theme, self.numbers
        # The names stand on the outer sides of the angle between the images.
        outer = 1 if n.determinant >= 0 else -1
        ends = (((1, 0), theme.first_basis, -75 * outer), ((0, 1), theme.second_basis, 75 * outer))
        self.basis = VGroup(*(self.arrow(end, color) for end, color, _ in ends))
        if n.rank == 1 and math.hypot(*n.first_column) < math.hypot(*n.second_column):
            self.basis[0].set_z_index(1)  # both lie on one line: the shorter one must not be hidden

        self.basis_names = VGroup(
            *(self.tip_label(f"bold(e)_{j}", end, color, turn=turn) for j, (end, color, turn) in enumerate(ends, 1))
        )

        def landed_names(*texts: str) -> VGroup:
            columns = (n.first_column, n.second_column)
            return VGroup(
                *(
                    self.landed_label(text, column, color, turn=turn, free=end if n.rank == 0 else self.off_the_line)
                    for text, column, (end, color, turn) in zip(texts, columns, ends, strict=True)
                )
            )

        self.landed_names = landed_names(
            f"bold(a)_1 = {_shown_point(n.first_column)}", f"bold(a)_2 = {_shown_point(n.second_column)}"
        )
        self.column_names = landed_names("bold(a)_1", "bold(a)_2")

    def build_vector(self) -> None:
        """x, and the steps along the basis that lead to it."""
        theme, (x1, x2) = self.theme, self.numbers.vector
        # Under the steps, and wide: where the plane is flat the steps lie on it, and both must be seen.
        flat = self.numbers.determinant == 0 or x1 * x2 == 0
        self.vector = self.arrow((x1, x2), theme.vector, stroke_width=13 if flat else 6, head=0.42 if flat else 0.3)
        self.vector_name = self.tip_label("bold(x)", (x1, x2), theme.vector, turn=0)
        across = self.off_the_line
        free = (1.0, 1.0) if self.numbers.rank == 0 else (-across[0], -across[1])
        self.image_name = self.landed_label("A bold(x)", self.numbers.image, theme.vector, turn=0, free=free)
        self.steps = VGroup(
            self.arrow((x1, 0), theme.first_basis, stroke_width=5, head=0.26),
            self.arrow((x1, x2), theme.second_basis, (x1, 0), stroke_width=5, head=0.26),
        )
        self.step_names = VGroup(
            self.step_name(x1, (0, 0), (x1, 0), theme.first_basis),
            self.step_name(x2, (x1, 0), (x1, x2), theme.second_basis),
        )

    def arrow(self, tip: Pair, color: str, tail: Pair = (0, 0), **options: float) -> LiveArrow:
        """An arrow whose ends go where the plane takes them."""
        return LiveArrow((0, 0, 0), color=color, **options).follow(
            lambda: self.plane.image(tip), lambda: self.plane.image(tail)
        )

    @property
    def off_the_line(self) -> Pair:
        """A direction across the line onto which a matrix of rank one presses the plane."""
        x, y = max(self.numbers.first_column, self.numbers.second_column, key=lambda column: math.hypot(*column))
        return (-y, x)

    def landed_label(self, mathematics: str, place: Pair, color: str, *, turn: float, free: Pair) -> Formula:
        """A name beside the place where an arrow has landed; on the `free` side of the origin if it landed there."""
        label = self.over_lines(Formula(mathematics, font_size=self.theme.sizes.body, color=color))
        at_origin = not any(place)
        beside = TipLabel(
            lambda: self.plane.point(place),
            lambda: self.plane.point((0, 0)),
            turn=0 if at_origin and self.numbers.rank else turn,
            others=(1.4 * turn, -turn, -1.4 * turn, 0.5 * turn, -0.5 * turn, 0),
            zone=self.plane.picture,
            rest=np.array(free) / math.hypot(*free),
        )
        return beside.hold(label)

    def tip_label(self, mathematics: str, tip: Pair, color: str, *, turn: float) -> Formula:
        """A name that stays beside the tip of an arrow from the origin."""
        label = self.over_lines(Formula(mathematics, font_size=self.theme.sizes.body, color=color))
        place = TipLabel(
            lambda: self.plane.image(tip),
            lambda: self.plane.point((0, 0)),
            turn=turn,
            zone=self.plane.picture,
            rest=tip,
        )
        return place.hold(label)

    def over_lines(self, label: Formula | Text) -> Formula | Text:
        """Give letters a rim in the background's colour, so that grid lines do not run through them."""
        return label.set_stroke(self.theme.background, width=8, background=True)

    def step_name(self, count: float, tail: Pair, tip: Pair, color: str) -> VGroup | Formula:
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
        label = self.over_lines(Formula(f"{_shown(count)} times", font_size=self.theme.sizes.label, color=color))
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

    def build_givens(self, zone: Zone) -> None:
        """The matrix and the vector of the question."""
        theme, n = self.theme, self.numbers
        self.matrix = MatrixFigure(n.matrix, theme, column_colors=(theme.first_basis, theme.second_basis))
        pair = VGroup(
            self.equation("A =", self.matrix), self.equation("bold(x) =", self.column(n.vector, theme.vector))
        ).arrange(RIGHT, buff=0.35)
        self.givens = NumbersPanel(zone, theme)
        self.givens.add_figure(pair)

    def equation(self, left_side: str, figure: MatrixFigure) -> VGroup:
        """A figure behind an equals sign that is level with its middle."""
        label = Formula(left_side, font_size=self.theme.sizes.body, color=self.theme.text).next_to(
            figure, LEFT, buff=0.14
        )
        label.shift((figure.get_center()[1] - label[-1].get_center()[1]) * UP)
        return VGroup(label, figure)

    def column(self, vector: Pair, color: str) -> MatrixFigure:
        """A pair of numbers as a column."""
        return MatrixFigure(np.array(vector)[:, np.newaxis], self.theme, column_colors=(color,))

    def build_state(self, zone: Zone) -> None:
        """What is true at this moment of the motion: every number is the state's own."""
        theme, n = self.theme, self.numbers
        moments = np.linspace(0, 1, 61)
        determinants = [self.path.determinant_at(t) for t in moments]
        tiny = 0 < abs(n.determinant) < 0.005
        panel = NumbersPanel(zone, theme)
        panel.add_row("t", "t", self.time.get_value)
        live = MatrixFigure(
            n.matrix,
            theme,
            decimals=2,
            column_colors=(theme.first_basis, theme.second_basis),
            signed=min(self.path.at(t).min() for t in moments) < 0,
        )
        panel.add_figure(self.equation("A(t) =", live))
        live.follow(lambda: self.plane.matrix)
        signed = min(determinants) < 0
        panel.add_row("det", "det A(t)", lambda: self.plane.determinant, decimals=4 if tiny else 2, signed=signed)
        gauge = SignedGauge(
            min(determinants),
            max(determinants),
            theme,
            width=zone.width - 0.9,
            positive=theme.good,
            negative=theme.warning,
        )
        panel.add_figure(gauge)
        gauge.follow(lambda: self.plane.determinant)
        if self.shape is not None:
            panel.add_row(
                "area",
                '"area"',
                lambda: n.area_before * abs(self.plane.determinant),
                color=theme.shape,
                decimals=4 if tiny else 2,
            )
        self.state = panel
        self.flat_note = Text("det = 0: the plane lies flat", font_size=theme.sizes.label, color=theme.warning)
        self.flat_note.next_to(panel.box, DOWN, buff=0.18, aligned_edge=LEFT)

    def build_sum(self, zone: Zone) -> None:
        """x as steps along the basis, its image as the same steps along the columns."""
        theme, n = self.theme, self.numbers
        x1, x2 = n.vector
        self.sum = NumbersPanel(zone, theme)
        self.sum_lines = VGroup(
            self.formula(f"bold(x) = {_combination(x1, x2, 'bold(e)')}"),
            self.formula(f"A bold(x) = {_combination(x1, x2, 'bold(a)')}"),
            self.sum_of_columns(x1, x2),
            self.equation("=" if _is_shown_exactly(n) else "approx", self.column(n.image, theme.vector)),
        )
        for line in self.sum_lines:
            self.sum.add_figure(line)

    def formula(self, mathematics: str) -> Formula:
        return Formula(mathematics, font_size=self.theme.sizes.body, color=self.theme.text)

    def sum_of_columns(self, x1: float, x2: float) -> VGroup:
        """= x1 (first column) + x2 (second column)."""
        n, theme = self.numbers, self.theme
        second_sign = "-" if x2 < 0 else "+"
        return VGroup(
            self.formula("="),
            self.formula(_shown(x1)),
            self.column(n.first_column, theme.first_basis),
            self.formula(second_sign),
            self.formula(_shown(abs(x2))),
            self.column(n.second_column, theme.second_basis),
        ).arrange(RIGHT, buff=0.14)

    # moving

    def show_question(self, beat: BeatClock) -> None:
        play = self.scene.play
        play(FadeIn(self.plane, self.givens), run_time=beat.share(0.2))
        self.scene.wait(beat.until(0.35))
        play(GrowFromPoint(self.vector, self.plane.point((0, 0))), run_time=beat.share(0.15))
        play(FadeIn(self.vector_name), run_time=0.6)
        self.scene.wait(beat.until(0.75))
        play(Indicate(self.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def show_basis(self, beat: BeatClock) -> None:
        play, origin = self.scene.play, self.plane.point((0, 0))
        play(FadeOut(self.vector, self.vector_name), run_time=0.7)
        self.scene.wait(beat.until(0.3))
        for arrow, name in zip(self.basis, self.basis_names, strict=True):
            play(GrowFromPoint(arrow, origin), FadeIn(name), run_time=beat.share(0.14))
        if self.shape is not None:
            self.scene.add(self.shape, self.basis, self.basis_names)
            play(FadeIn(self.shape), run_time=0.7)
        self.scene.wait(beat.until(0.8))
        play(Indicate(self.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def move_with_stops(self, beat: BeatClock) -> None:
        """Go from the identity to the matrix, and halt where the plane is flat on the way."""
        play = self.scene.play
        play(FadeIn(self.state), run_time=0.7)
        total, now = beat.share(0.62, least=4.0), 0.0
        for stop in (*self.numbers.crossing_times, 1.0):
            play(self.time.animate.set_value(stop), run_time=max(0.8, total * (stop - now)), rate_func=smooth)
            if stop < 1:
                play(FadeIn(self.flat_note), run_time=0.6)
                self.scene.wait(0.8)
                play(FadeOut(self.flat_note), run_time=0.6)
            now = stop

    def point_out_columns(self, beat: BeatClock) -> None:
        """Write where each basis vector has landed, and box the column that says the same."""
        play = self.scene.play
        colors = (self.theme.first_basis, self.theme.second_basis)
        self.boxes = VGroup(*(self.box(self.matrix.column(j), color) for j, color in enumerate(colors)))
        play(*dimmed(self.state), run_time=0.6)
        for j, heard in enumerate((0.1, 0.45)):
            self.scene.wait(beat.until(heard))
            play(FadeOut(self.basis_names[j]), FadeIn(self.landed_names[j]), run_time=0.7)
            play(Create(self.boxes[j]), run_time=beat.share(0.12))
        self.scene.wait(beat.until(0.8))
        play(Indicate(self.boxes, color=None, scale_factor=1.08), run_time=1.2)

    def box(self, mobject: Mobject, color: str) -> SurroundingRectangle:
        """A frame around what is spoken about."""
        return SurroundingRectangle(mobject, color=color, buff=0.07, corner_radius=0.06, stroke_width=3)

    def point_out_area(self, beat: BeatClock) -> None:
        play, n = self.scene.play, self.numbers
        color = self.theme.warning if n.determinant <= 0 else self.theme.good
        self.determinant_box = self.box(self.state.row("det"), color)
        play(FadeOut(self.boxes, self.landed_names), *lit(self.state), run_time=0.7)
        if self.shape is not None:
            play(Indicate(self.shape, color=None, scale_factor=1.06), run_time=1.2)
        self.scene.wait(beat.until(0.4))
        play(Create(self.determinant_box), run_time=beat.share(0.12))

    def rewind(self, beat: BeatClock) -> None:
        """Back to the identity."""
        play = self.scene.play
        play(FadeOut(self.state, self.determinant_box), run_time=0.7)
        play(self.time.animate.set_value(0), run_time=1.6, rate_func=smooth)

    def build_steps(self, beat: BeatClock) -> None:
        """Lay the steps tip to tail, then draw x to where they end."""
        play, x1 = self.scene.play, self.numbers.vector[0]
        background = [self.basis] if self.shape is None else [self.basis, self.shape]
        play(FadeIn(self.sum.box, self.sum_lines[0]), *dimmed(*background), run_time=0.7)
        for step, name, tail in zip(self.steps, self.step_names, ((0, 0), (x1, 0)), strict=True):
            play(GrowFromPoint(step, self.plane.point(tail)), FadeIn(name), run_time=beat.share(0.2))
        self.scene.add(self.vector, self.steps, self.step_names)
        play(GrowFromPoint(self.vector, self.plane.point((0, 0))), FadeIn(self.vector_name), run_time=1.0)

    def ride(self, beat: BeatClock) -> None:
        """Let the steps go with the plane; before that, make room for the image of x."""
        play, n = self.scene.play, self.numbers
        longest = self.far.unit * max(math.hypot(*part) for part in (n.first_part, n.second_part, n.image))
        self.result = [self.vector, self.steps, self.step_names, self.image_name, self.sum]
        if n.rank < 2 or longest < 1:
            # Where the steps will lie on each other there is no room to count them.
            play(FadeOut(self.step_names), run_time=0.6)
            self.result.remove(self.step_names)
        crowded = [name for name in (self.step_names, self.vector_name) if name in self.scene.mobjects]
        if self.far != self.near:
            play(self.zoom.animate.set_value(1), *dimmed(*crowded), run_time=1.2, rate_func=smooth)
        play(self.time.animate.set_value(1), run_time=beat.share(0.4, least=3.0), rate_func=smooth)
        brighter = lit(*crowded[:-1]) if self.far != self.near else []
        play(FadeOut(self.vector_name), FadeIn(self.image_name), *brighter, run_time=0.6)

    def write_sum(self, beat: BeatClock) -> None:
        self.column_names.fade(1 - DIMMED)
        self.scene.play(FadeIn(self.sum_lines[1], self.column_names), run_time=0.6)
        for line, heard in zip(self.sum_lines[2:], (0.6, 0.85), strict=True):
            self.scene.wait(beat.until(heard))
            self.scene.play(FadeIn(line), run_time=0.8)

    def contrast_rows(self, beat: BeatClock) -> None:
        """Show that the first row is not where the first basis vector lands: it is read, but nothing lies there."""
        play, theme, row = self.scene.play, self.theme, self.numbers.matrix[0]
        row_box = self.box(self.matrix.row(0), theme.warning)
        play(*dimmed(*self.result), run_time=0.7)
        play(Create(row_box), run_time=0.8)
        shown = [row_box]
        if self.numbers.matrix[0] != self.numbers.first_column:
            ghost = LiveArrow(self.plane.point(row), self.plane.point((0, 0)), color=theme.muted)
            if any(row):
                ghost.shaft.become(DashedVMobject(ghost.shaft, num_dashes=12))
            name = self.over_lines(Text("row 1", font_size=theme.sizes.label, color=theme.muted))
            TipLabel(lambda: self.plane.point(row), lambda: self.plane.point((0, 0)), turn=0, zone=self.plane.picture)(
                name
            )
            shown += [ghost, name]
            play(FadeIn(ghost, name), run_time=0.8)
        self.scene.wait(beat.until(0.4))
        play(FadeOut(*shown), run_time=0.7)

    def light_everything(self, beat: BeatClock) -> None:
        """Light the columns, and then what is built from them."""
        play = self.scene.play
        play(FadeIn(self.boxes), *lit(self.basis, self.column_names), run_time=1.0)
        self.scene.wait(beat.until(0.75))
        play(*lit(*self.result), run_time=1.0)


def _is_shown_exactly(numbers: MatrixTransformationNumbers) -> bool:
    """Whether two decimals show the sum as it is, so that it may stand behind an equals sign."""
    shown = np.array([*numbers.matrix, numbers.vector, numbers.image])
    return bool(np.abs(shown - shown.round(2)).max() < 1e-9)


def _combination(x1: float, x2: float, letter: str) -> str:
    """x1 times the first plus x2 times the second vector, as Typst mathematics."""
    return f"{_shown(x1)} thin {letter}_1 {'-' if x2 < 0 else '+'} {_shown(abs(x2))} thin {letter}_2"
