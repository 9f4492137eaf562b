"""What a matrix sends to zero it destroys; what is left is its rank, and decides how many solutions there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from manim import Create, FadeIn, FadeOut, Indicate, Mobject, ValueTracker, smooth
from pydantic import Field

from explainers.maths.linear_maps import MatrixPath, apply
from explainers.maths.null_space import (
    inputs_with_one_image,
    point_off_the_column_space,
    spaces,
)
from explainers.maths.null_space_story import NullSpaceSayings, null_direction_shown, null_space_sayings
from explainers.maths.pairs import Pair, Rows
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Question, SceneParams
from explainers.stage.figures.arrow import Grow
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.null_space_board import NullSpaceBoard
from explainers.stage.plane_params import PlaneMatrix, PlaneVector


class RankAndNullSpaceParams(SceneParams):
    """The matrix, an input whose image is looked at, and what counts as zero."""

    matrix: PlaneMatrix = Field(((1, 2), (2, 4)), description="The matrix, by rows; entries from -5 to 5")
    vector: PlaneVector = Field((-1, 1), description="An input x; its image is the b whose inputs are asked for")
    tolerance: float = Field(
        1e-10,
        ge=1e-10,
        le=0.9,
        description="Singular values up to this part of the largest count as zero: rtol of numpy.linalg.matrix_rank",
    )


@dataclass(frozen=True)
class RankAndNullSpaceNumbers:
    """Everything that is seen or said. Points are pairs."""

    given: Rows
    """The matrix of the parameters."""
    matrix: Rows
    """The matrix that is shown: where the tolerance cuts a singular value, the nearest one without it."""
    singular_values: Pair
    ratio: float
    """The smaller singular value as a part of the larger."""
    rank: int
    nullity: int
    null_direction: Pair | None
    column_direction: Pair | None
    inverse: Rows | None
    vector: Pair
    image: Pair
    """b = A x."""
    inputs: tuple[Pair, ...]
    """x, and others that land on b."""
    outside: Pair | None
    """c, on which nothing lands."""
    null_direction_shown: str
    said: NullSpaceSayings


def solve_rank_and_null_space(params: RankAndNullSpaceParams) -> RankAndNullSpaceNumbers:
    """Find null space, column space, and what lands on b."""
    found, x = spaces(params.matrix, params.tolerance), params.vector
    first, second = (float(value) + 0.0 for value in apply(found.matrix, x))
    # Rounding may leave 1e-17 of an image that is 0.
    image = (first, second) if np.hypot(first, second) > 1e-9 else (0.0, 0.0)
    outside = point_off_the_column_space(found, x)
    return RankAndNullSpaceNumbers(
        given=found.given,
        matrix=found.matrix,
        singular_values=found.singular_values,
        ratio=found.ratio,
        rank=found.rank,
        nullity=found.nullity,
        null_direction=found.null_direction,
        column_direction=found.column_direction,
        inverse=found.inverse,
        vector=x,
        image=image,
        inputs=inputs_with_one_image(found, x),
        outside=outside,
        null_direction_shown=null_direction_shown(found),
        said=null_space_sayings(found, x, image, outside),
    )


class RankAndNullSpace(ExplainerScene[RankAndNullSpaceParams]):
    """A matrix destroys its null space and keeps its column space: rank + nullity = 2."""

    title = "What a matrix destroys"
    beats = {
        "question": Beat(
            "{numbers.said.question}",
            title="Can the next layer tell?",
            alt="A grid, and the matrix beside it. An arrow b grows from the origin.",
        ),
        "null-space": Beat("{numbers.said.null_space}", title="What becomes zero", alt="{numbers.said.alt_null_space}"),
        "collapse": Beat("{numbers.said.collapse}", title="The matrix acts", alt="{numbers.said.alt_collapse}"),
        "rank": Beat(
            "{numbers.said.rank}",
            title="Rank plus nullity",
            alt="Beside the plane: rank {numbers.rank}, nullity {numbers.nullity}, together 2.",
        ),
        "solutions": Beat("{numbers.said.solutions}", title="Who lands on b?", alt="{numbers.said.alt_solutions}"),
        "targets": Beat(
            "{numbers.said.targets}", title="Is there always a solution?", alt="{numbers.said.alt_targets}"
        ),
        "answer": Beat("{numbers.said.answer}", title="Backwards", alt="{numbers.said.alt_answer}"),
    }
    practice = [
        Question("What is the rank of this matrix?", lambda n: n.rank),
        Question("Which direction does it send to zero?", lambda n: n.null_direction_shown),
        Question("How many solutions has A x = b, for the b of this scene?", lambda n: solutions_shown(n)),
    ]

    @staticmethod
    def solve(params: RankAndNullSpaceParams) -> RankAndNullSpaceNumbers:
        return solve_rank_and_null_space(params)

    def construct(self) -> None:
        self.moment = ValueTracker(0)
        self.path = MatrixPath(np.array(self.numbers.matrix))
        self.board = NullSpaceBoard(self.numbers, self.path, self.moment, self.frame, self.theme)
        with self.beat("question") as beat:
            self.ask(beat)
        with self.beat("null-space") as beat:
            self.light_null_space(beat)
        with self.beat("collapse") as beat:
            self.collapse(beat)
        with self.beat("rank") as beat:
            self.count_dimensions(beat)
        with self.beat("solutions") as beat:
            self.land_on_b(beat)
        with self.beat("targets") as beat:
            self.miss_c(beat)
        with self.beat("answer") as beat:
            self.run_backwards(beat)

    def invariants(self) -> Iterable[Invariant]:
        """The inputs ride with A(t), and the grid is that A(t)'s."""
        A, plane, family = self.path.at(self.moment.get_value()), self.board.plane, self.get_mobject_family_members()
        yield Invariant("the grid is that of A(t)", float(np.abs(plane.matrix - A).max()), 0.0)
        for arrow, point in zip(self.board.inputs, self.numbers.inputs, strict=True):
            tip = np.array(plane.point(A @ point))
            if arrow in family and arrow.is_whole and np.linalg.norm(tip - self.board.origin) > 1e-6:
                error = np.linalg.norm(arrow.get_tip_point() - tip) / plane.view.unit
                yield Invariant("the tip of x is A(t) x", float(error), 0.0)

    # the moves of each beat

    def ask(self, beat: BeatClock) -> None:
        board = self.board
        if self.numbers.matrix == self.numbers.given:
            self.play(FadeIn(board.plane, board.givens), run_time=1.0)
        else:
            self.play(FadeIn(board.plane, board.givens.box, board.asked_for), run_time=1.0)
            self.wait(beat.until(0.3))
            self.play(FadeOut(board.asked_for), run_time=0.5)
            self.play(FadeIn(board.matrix), run_time=0.7)
        self.wait(beat.until(0.5))
        self.grow(board.b, board.b_name, run_time=1.2)
        self.wait(beat.until(0.8))
        self.play(Indicate(board.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def light_null_space(self, beat: BeatClock) -> None:
        board = self.board
        self.play(*dimmed(board.b, board.b_name), run_time=0.6)
        self.wait(beat.until(0.5))
        if self.numbers.rank == 1:
            self.play(Create(board.null_line), run_time=1.4)
        self.play(FadeIn(board.null_dots, board.null_name), run_time=0.8)
        self.wait(beat.until(0.8))
        self.play(FadeIn(board.facts.box, board.null_equation), run_time=0.8)

    def collapse(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.null_name), run_time=0.6)
        self.wait(beat.until(0.2))
        self.move_to(1.0, beat.share(0.5, least=3.0))
        if self.numbers.rank == 1:
            self.play(Create(board.column_line), run_time=1.0)
            # What lies on the line must not be hidden by it.
            self.add(board.null_dots, board.b, board.b_name)
        self.play(FadeIn(board.column_name), run_time=0.7)

    def count_dimensions(self, beat: BeatClock) -> None:
        board = self.board
        for line, mark, heard in zip(
            board.dimension_lines, (board.column_mark, board.null_dots), (0.2, 0.5), strict=False
        ):
            self.wait(beat.until(heard))
            self.play(FadeIn(line), run_time=0.7)
            self.play(Indicate(mark, color=None, scale_factor=1.1), run_time=1.0)
        self.wait(beat.until(0.8))
        self.play(FadeIn(board.dimension_lines[2:]), run_time=0.7)

    def land_on_b(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.facts, board.dimension_lines, board.null_equation, board.column_name), run_time=0.6)
        self.move_to(0.0, 1.6)
        self.play(*dimmed(board.null_set, board.column_line), *lit(board.b, board.b_name), run_time=0.6)
        self.grow(board.inputs[0], board.input_name, run_time=0.9)
        if self.numbers.rank == 1:
            self.play(Create(board.solution_line), run_time=1.0)
        if len(board.inputs) > 1:
            self.play(*(Grow(arrow) for arrow in board.inputs[1:]), run_time=0.9)
        self.play(FadeOut(board.input_name), run_time=0.4)
        self.move_to(1.0, beat.share(0.25, least=2.4))
        self.play(FadeIn(board.answers.box, board.answer_lines[:2]), run_time=0.7)

    def miss_c(self, beat: BeatClock) -> None:
        board = self.board
        self.wait(beat.until(0.3))
        if self.numbers.outside is None:
            self.play(Indicate(board.plane.grid, color=None, scale_factor=1.04), run_time=1.4)
        else:
            self.grow(board.c, board.c_name, run_time=1.0)
        self.wait(beat.until(0.65))
        self.play(FadeIn(board.answer_lines[2]), run_time=0.7)

    def run_backwards(self, beat: BeatClock) -> None:
        board = self.board
        if self.numbers.outside is not None:
            self.play(FadeOut(board.c, board.c_name), run_time=0.6)
        self.wait(beat.until(0.15))
        self.move_to(0.0, beat.share(0.35, least=3.0))
        self.play(FadeIn(board.input_names), run_time=0.7)
        self.wait(beat.until(0.75))
        self.play(FadeIn(board.answer_lines[3]), run_time=0.8)

    def grow(self, arrow: Mobject, name: Mobject, run_time: float) -> None:
        """Draw an arrow from the origin, then its name."""
        self.play(Grow(arrow), run_time=run_time)
        self.play(FadeIn(name), run_time=0.5)

    def move_to(self, time: float, run_time: float) -> None:
        """Let the plane go on, or back, to a moment of the path."""
        self.play(self.moment.animate.set_value(time), run_time=run_time, rate_func=smooth)


def solutions_shown(numbers: RankAndNullSpaceNumbers) -> str:
    """How many inputs land on b."""
    return ("every x of the plane", "infinitely many: a line", "one")[numbers.rank]
