"""A matrix moves the plane, and its columns say where the basis vectors land."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from manim import Create, DashedVMobject, FadeIn, FadeOut, Indicate, VGroup, smooth
from pydantic import Field

from explainers.maths.linear_maps import MatrixPath, apply, classify, shoelace_area
from explainers.maths.pairs import Pair, Rows, pair
from explainers.maths.shapes import unit_square
from explainers.maths.shown import shown_point
from explainers.maths.transformation_story import TransformationSayings, transformation_sayings
from explainers.maths.visible import FARTHEST
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Handle, Question, SceneParams
from explainers.stage.figures.arrow import Grow
from explainers.stage.figures.attention import DIMMED, dimmed, lit
from explainers.stage.figures.matrix_explorer import MatrixExplorer
from explainers.stage.figures.transformation_board import TransformationBoard
from explainers.stage.plane_params import PlaneMatrix, PlaneVector


class MatrixTransformationParams(SceneParams):
    """The matrix, the vector that it is asked about, and how the motion is shown."""

    matrix: PlaneMatrix = Field(((3, 1), (0, 2)), description="The matrix, by rows; entries from -5 to 5")
    vector: PlaneVector = Field((1, 2), description="The vector x whose image is asked for; each from -5 to 5")
    path: Literal["polar", "linear"] = Field(
        "polar", description="How the identity becomes the matrix: turning and stretching, or every point straight on"
    )
    shape: Literal["unit-square", "letter-f", "circle", "none"] = Field(
        "unit-square", description="What lies on the plane and shows what becomes of areas"
    )


@dataclass(frozen=True)
class MatrixTransformationNumbers:
    """Everything that is seen or said. Points are pairs; the columns are the images of the basis vectors."""

    matrix: Rows
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
    said: TransformationSayings


def solve_transformation(params: MatrixTransformationParams) -> MatrixTransformationNumbers:
    """Work out what the matrix does to the basis, the shape and the vector."""
    A, x = np.array(params.matrix), params.vector
    linear_map, path = classify(A), MatrixPath(A, params.path)
    # Rounding may leave 1e-17 of the determinant of a singular matrix.
    determinant = linear_map.determinant if linear_map.rank == 2 else 0.0
    area = {"unit-square": 1.0, "letter-f": 0.84, "circle": np.pi, "none": 1.0}[params.shape]
    crossings = tuple(time for time in path.crossing_times() if time < 1 - 1e-6)
    return MatrixTransformationNumbers(
        matrix=params.matrix,
        first_column=pair(A[:, 0]),
        second_column=pair(A[:, 1]),
        vector=x,
        first_part=pair(x[0] * A[:, 0]),
        second_part=pair(x[1] * A[:, 1]),
        image=pair(apply(A, x)),
        determinant=determinant,
        rank=linear_map.rank,
        kind=linear_map.kind,
        orientation=linear_map.orientation,
        rotation_angle=float(np.degrees(linear_map.rotation_angle)),
        crossing_times=crossings,
        lowest_determinant=path.lowest_determinant(),
        area_before=area,
        area_after=abs(determinant) * area,
        practice_image=pair(apply(A, (3, 2))),
        said=transformation_sayings(linear_map, x, path, crossings, params.shape, area),
    )


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
        Question("Where does this matrix take the vector (3, 2)?", lambda n: shown_point(n.practice_image)),
        Question("By what factor does it multiply areas?", lambda n: abs(n.determinant)),
        Question("Where does it take e two, the step up?", lambda n: shown_point(n.second_column)),
    ]

    @staticmethod
    def solve(params: MatrixTransformationParams) -> MatrixTransformationNumbers:
        return solve_transformation(params)

    def invariants(self) -> Iterator[Invariant]:
        """The drawn shape's area is |det A(t)| times what it was, and the basis arrows end on the columns of A(t)."""
        board, seen = self.board, set(self.get_mobject_family_members())
        A, view = board.path.at(board.time.get_value()), board.plane.view
        if board.shape is not None and board.shape in seen and self.params.shape != "circle":
            area = abs(shoelace_area(board.shape.points[:, :2])) / view.unit**2
            expected = board.numbers.area_before * abs(float(np.linalg.det(A)))
            yield Invariant("the shape's area is |det A(t)| times its first", area, expected, 1e-6 * max(1, expected))
        for column, arrow in enumerate(board.basis):
            if arrow in seen and arrow.is_whole and np.linalg.norm(A[:, column]) * view.unit > 1e-3:
                miss = float(np.linalg.norm(arrow.get_tip_point() - view.scene(A[:, column])))
                yield Invariant(f"the arrow of column {column + 1} ends on that column of A(t)", miss, 0.0)

    def explore(self) -> list[Handle]:
        """The plane under the matrix, x and its image."""
        explorer, theme = MatrixExplorer(lambda: self.params.matrix, self.frame, self.theme), self.theme
        explorer.column_row("bold(x) =", lambda: self.params.vector, theme.muted)
        explorer.column_row("A bold(x) =", lambda: self.numbers.image, theme.vector, widest=-50)
        explorer.facts.add_row("det", "det A", lambda: self.numbers.determinant, signed=True)
        x = explorer.arrow(lambda: self.params.vector, "bold(x)", theme.muted, stroke_width=4, head=0.24)
        image = explorer.arrow(lambda: self.numbers.image, "A bold(x)", theme.vector)
        self.add(*explorer.everything(explorer.image_of(unit_square), x, image))
        # Below the columns: where x ends on one of them, that is the one to be moved away.
        return [Handle("vector", explorer.place, "the vector x", limits=(-FARTHEST, FARTHEST)), *explorer.handles()]

    def construct(self) -> None:
        self.board = self.build_board()
        with self.beat("question") as beat:
            self.ask(beat)
        with self.beat("basis") as beat:
            self.show_basis(beat)
        with self.beat("motion") as beat:
            self.move_with_stops(beat)
        with self.beat("columns") as beat:
            self.point_out_columns(beat)
        with self.beat("area") as beat:
            self.point_out_area(beat)
        with self.beat("steps") as beat:
            self.rewind()
            self.build_steps(beat)
        with self.beat("image") as beat:
            self.ride(beat)
            self.write_sum(beat)
        with self.beat("answer") as beat:
            self.contrast_rows(beat)
            self.light_everything(beat)

    def build_board(self) -> TransformationBoard:
        """Build all that will stand on the stage."""
        params = self.params
        path = MatrixPath(np.array(params.matrix), params.path)
        shape = None if params.shape == "none" else params.shape
        return TransformationBoard(self.numbers, path, shape, self.frame, self.theme)

    # the moves of each beat

    def ask(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.plane, board.givens), run_time=beat.share(0.2))
        self.wait(beat.until(0.35))
        self.play(Grow(board.vector), run_time=beat.share(0.15))
        self.play(FadeIn(board.vector_name), run_time=0.6)
        self.wait(beat.until(0.75))
        self.play(Indicate(board.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def show_basis(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.vector, board.vector_name), run_time=0.7)
        self.wait(beat.until(0.3))
        for arrow, name in zip(board.basis, board.basis_names, strict=True):
            self.play(Grow(arrow), FadeIn(name), run_time=beat.share(0.14))
        if board.shape is not None:
            self.add(board.shape, board.basis, board.basis_names)
            self.play(FadeIn(board.shape), run_time=0.7)
        self.wait(beat.until(0.8))
        self.play(Indicate(board.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def move_with_stops(self, beat: BeatClock) -> None:
        """Go from the identity to the matrix, and halt where the plane is flat on the way."""
        board = self.board
        self.play(FadeIn(board.state), run_time=0.7)
        total, now = beat.share(0.62, least=4.0), 0.0
        for stop in (*self.numbers.crossing_times, 1.0):
            self.move_to(stop, max(0.8, total * (stop - now)))
            if stop < 1:
                self.play(FadeIn(board.flat_note), run_time=0.6)
                self.wait(0.8)
                self.play(FadeOut(board.flat_note), run_time=0.6)
            now = stop

    def point_out_columns(self, beat: BeatClock) -> None:
        """Write where each basis vector has landed, and box the column that says the same."""
        board, colors = self.board, (self.theme.first_basis, self.theme.second_basis)
        self.boxes = VGroup(*(board.box(board.matrix.column(j), color) for j, color in enumerate(colors)))
        self.play(*dimmed(board.state), run_time=0.6)
        for j, heard in enumerate((0.1, 0.45)):
            self.wait(beat.until(heard))
            self.play(FadeOut(board.basis_names[j]), FadeIn(board.landed_names[j]), run_time=0.7)
            self.play(Create(self.boxes[j]), run_time=beat.share(0.12))
        self.wait(beat.until(0.8))
        self.play(Indicate(self.boxes, color=None, scale_factor=1.08), run_time=1.2)

    def point_out_area(self, beat: BeatClock) -> None:
        board = self.board
        color = self.theme.warning if self.numbers.determinant <= 0 else self.theme.good
        self.determinant_box = board.box(board.state.row("det"), color)
        self.play(FadeOut(self.boxes, board.landed_names), *lit(board.state), run_time=0.7)
        if board.shape is not None:
            self.play(Indicate(board.shape, color=None, scale_factor=1.06), run_time=1.2)
        self.wait(beat.until(0.4))
        self.play(Create(self.determinant_box), run_time=beat.share(0.12))

    def rewind(self) -> None:
        """Back to the identity."""
        self.play(FadeOut(self.board.state, self.determinant_box), run_time=0.7)
        self.move_to(0, 1.6)

    def build_steps(self, beat: BeatClock) -> None:
        """Lay the steps tip to tail, then draw x to where they end."""
        board = self.board
        background = [board.basis] if board.shape is None else [board.basis, board.shape]
        self.play(FadeIn(board.sum.box, board.sum_lines[0]), *dimmed(*background), run_time=0.7)
        for step, name in zip(board.steps, board.step_names, strict=True):
            self.play(Grow(step), FadeIn(name), run_time=beat.share(0.2))
        self.add(board.vector, board.steps, board.step_names)
        self.play(Grow(board.vector), FadeIn(board.vector_name), run_time=1.0)

    def ride(self, beat: BeatClock) -> None:
        """Let the steps go with the plane; before that, make room for the image of x."""
        board = self.board
        self.result = [board.vector, board.steps, board.step_names, board.image_name, board.sum]
        if self.numbers.rank < 2 or board.longest() < 1:
            # Where the steps will lie on each other there is no room to count them.
            self.play(FadeOut(board.step_names), run_time=0.6)
            self.result.remove(board.step_names)
        crowded = [name for name in (board.step_names, board.vector_name) if name in self.mobjects]
        if board.far != board.near:
            self.play(board.zoom.animate.set_value(1), *dimmed(*crowded), run_time=1.2, rate_func=smooth)
        self.move_to(1, beat.share(0.4, least=3.0))
        brighter = lit(*crowded[:-1]) if board.far != board.near else []
        self.play(FadeOut(board.vector_name), FadeIn(board.image_name), *brighter, run_time=0.6)

    def write_sum(self, beat: BeatClock) -> None:
        board = self.board
        board.column_names.fade(1 - DIMMED)
        self.play(FadeIn(board.sum_lines[1], board.column_names), run_time=0.6)
        for line, heard in zip(board.sum_lines[2:], (0.6, 0.85), strict=True):
            self.wait(beat.until(heard))
            self.play(FadeIn(line), run_time=0.8)

    def contrast_rows(self, beat: BeatClock) -> None:
        """Show that the first row is not where the first basis vector lands: it is read, but nothing lies there."""
        board, row = self.board, self.numbers.matrix[0]
        row_box = board.box(board.matrix.row(0), self.theme.warning)
        self.play(*dimmed(*self.result), run_time=0.7)
        self.play(Create(row_box), run_time=0.8)
        shown = [row_box]
        if row != self.numbers.first_column:
            ghost, name = board.row_ghost()
            if any(row):
                ghost.shaft.become(DashedVMobject(ghost.shaft, num_dashes=12))
            shown += [ghost, name]
            self.play(FadeIn(ghost, name), run_time=0.8)
        self.wait(beat.until(0.4))
        self.play(FadeOut(*shown), run_time=0.7)

    def light_everything(self, beat: BeatClock) -> None:
        """Light the columns, and then what is built from them."""
        board = self.board
        self.play(FadeIn(self.boxes), *lit(board.basis, board.column_names), run_time=1.0)
        self.wait(beat.until(0.75))
        self.play(*lit(*self.result), run_time=1.0)

    def move_to(self, time: float, run_time: float) -> None:
        """Let the plane go on, or back, to a moment of its path."""
        self.play(self.board.time.animate.set_value(time), run_time=run_time, rate_func=smooth)
