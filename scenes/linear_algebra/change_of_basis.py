"""One arrow, two grids: a change of basis changes the coordinates, and never the arrow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from manim import FadeIn, FadeOut, Indicate, ValueTracker, smooth
from pydantic import Field, field_validator

from explainers.maths.change_of_basis import (
    ChangedBasis,
    Description,
    change_basis,
    check_basis,
    describe,
)
from explainers.maths.change_of_basis_story import BasisSayings, basis_sayings
from explainers.maths.linear_maps import apply
from explainers.maths.pairs import Pair, Rows
from explainers.maths.shown import shown_point
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Question, SceneParams
from explainers.stage.figures.arrow import Grow
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.basis_board import BasisBoard, Steps
from explainers.stage.plane_params import PlaneMatrix, PlaneVector


class ChangeOfBasisParams(SceneParams):
    """The new basis, the arrow that is read in it, and a map that is written in it."""

    basis: PlaneMatrix = Field(
        ((2, -1), (1, 1)), description="P, by rows: its columns are the new basis vectors; entries from -5 to 5"
    )
    vector: PlaneVector = Field((3, 3), description="The arrow x, in old coordinates; each from -5 to 5")
    matrix: PlaneMatrix = Field(
        ((1, -1), (-0.5, 1.5)), description="The map A, by rows, in old coordinates; entries from -5 to 5"
    )

    @field_validator("basis")
    @classmethod
    def _a_basis(cls, basis: Rows) -> Rows:
        check_basis(basis)
        return basis


@dataclass(frozen=True)
class ChangeOfBasisNumbers:
    """Everything that is seen or said."""

    matrix: Rows
    changed: ChangedBasis
    """P, P^-1, and M = P^-1 A P."""
    old: Description
    """x in the old grid."""
    new: Description
    """x in the new grid."""
    new_image: Description
    """A x in the new grid."""
    one_of_each: Pair
    """b1 + b2: the point with the new coordinates (1, 1)."""
    said: BasisSayings


def solve_change_of_basis(params: ChangeOfBasisParams) -> ChangeOfBasisNumbers:
    """Read the arrow and its image in the new grid, and write the map in it."""
    changed = change_basis(params.basis, params.matrix)
    x = describe(params.basis, params.vector)
    image = describe(params.basis, apply(params.matrix, params.vector))
    return ChangeOfBasisNumbers(
        matrix=params.matrix,
        changed=changed,
        old=describe(np.eye(2), params.vector),
        new=x,
        new_image=image,
        one_of_each=(changed.first[0] + changed.second[0], changed.first[1] + changed.second[1]),
        said=basis_sayings(changed, x, image),
    )


class ChangeOfBasis(ExplainerScene[ChangeOfBasisParams]):
    """P takes new coordinates to old ones, its inverse old to new; a map A becomes P^-1 A P."""

    title = "One arrow, two grids"
    beats = {
        "question": Beat(
            "A data point is an arrow, and its coordinates are counts of steps: {numbers.said.question}. Methods such "
            "as PCA choose other axes. What are its coordinates then?",
            title="Coordinates are counts",
            alt="The arrow x grows to {numbers.said.point}, then the steps along e one and e two that lead there.",
        ),
        "axes": Beat(
            "Take two new axes: b one is {numbers.said.first}, b two is {numbers.said.second}. {numbers.said.axes} "
            "The arrow has not moved. How many steps along each lead to its tip?",
            title="Other axes",
            alt="b one and b two grow, and a grid along them replaces the square one. x stays at {numbers.said.point}.",
        ),
        "count": Beat(
            "{numbers.said.count} In the new grid, the very same arrow has the coordinates {numbers.said.coordinates}.",
            title="Count in the new grid",
            alt="The steps along b one and b two are laid tip to tail. New coordinates: {numbers.said.coordinates}.",
        ),
        "direction": Beat(
            "Write b one and b two as the columns of P. P times the new coordinates adds up just these steps, and "
            "gives the old ones: P goes from new to old. From old to new, it takes the inverse.",
            title="Which way does P go?",
            alt="Beside the plane: an arrow P from {numbers.said.coordinates} up to {numbers.said.point}, and an arrow "
            "P inverse back down.",
        ),
        "map": Beat(
            "Now a matrix A, in the old coordinates, {numbers.said.moved}. Read that in the new grid: "
            "{numbers.said.image_count}.",
            title="A map moves the arrow",
            alt="{numbers.said.alt_moved} In the new grid it has the coordinates {numbers.said.image_coordinates}.",
        ),
        "round": Beat(
            "Which matrix does the same to new coordinates, {numbers.said.coordinates} to "
            "{numbers.said.image_coordinates}? "
            "Go round: P to the old coordinates, then A, then the inverse of P. Read from the right, that is P inverse "
            "A P.",
            title="The way round",
            alt="In a square of coordinates, the way up by P, across by A and down by P inverse lights up, then the "
            "way along the bottom.",
        ),
        "answer": Beat(
            "This is the map A, told in new coordinates. {numbers.said.answer}",
            title="The same map in the new grid",
            alt="The matrix P inverse A P is written: {numbers.changed.in_basis[0][0]:.3g}, "
            "{numbers.changed.in_basis[0][1]:.3g}; {numbers.changed.in_basis[1][0]:.3g}, "
            "{numbers.changed.in_basis[1][1]:.3g}.",
        ),
    }
    practice = [
        Question("What are the coordinates of x in the new basis?", lambda n: shown_point(n.new.coordinates)),
        Question("Which point has the new coordinates (1, 1)?", lambda n: shown_point(n.one_of_each)),
        Question("Which matrix takes old coordinates to new ones?", lambda n: rows_shown(n.changed.inverse)),
    ]

    @staticmethod
    def solve(params: ChangeOfBasisParams) -> ChangeOfBasisNumbers:
        return solve_change_of_basis(params)

    def construct(self) -> None:
        self.moment, self.zoom = ValueTracker(0), ValueTracker(0)
        self.board = BasisBoard(self.numbers, self.moment, self.zoom, self.frame, self.theme)
        with self.beat("question") as beat:
            self.count_in_the_old_grid(beat)
        with self.beat("axes") as beat:
            self.change_the_grid(beat)
        with self.beat("count") as beat:
            self.count_in_the_new_grid(beat)
        with self.beat("direction") as beat:
            self.show_which_way(beat)
        with self.beat("map") as beat:
            self.move_the_arrow(beat)
        with self.beat("round") as beat:
            self.go_round(beat)
        with self.beat("answer") as beat:
            self.write_the_result(beat)

    def invariants(self) -> Iterable[Invariant]:
        """The arrow's tip is A(t) x, and the steps in the new grid end where the arrow ends."""
        board, family = self.board, self.get_mobject_family_members()
        tips = (
            ("the tip of x is A(t) x", board.arrow, board.image_now()),
            ("the new steps end at x", board.new_steps.arrows[1], board.plane.point(self.numbers.old.point)),
            ("the new steps end at A x", board.image_steps.arrows[1], board.plane.point(self.numbers.new_image.point)),
        )
        for name, arrow, place in tips:
            if arrow in family and arrow.is_whole and len(arrow.head.points):
                error = np.linalg.norm(arrow.get_tip_point() - place) / board.plane.view.unit
                yield Invariant(name, float(error), 0.0)

    # the moves of each beat

    def count_in_the_old_grid(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.plane), run_time=0.8)
        self.play(Grow(board.arrow), run_time=1.0)
        self.play(FadeIn(board.name), run_time=0.5)
        self.wait(beat.until(0.25))
        self.lay_steps(board.old_steps, beat.share(0.1))
        self.play(FadeIn(board.square_panel.box, board.square.old), run_time=0.7)

    def change_the_grid(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.old_steps), run_time=0.6)
        for arrow, name, heard in zip(board.basis, board.basis_names, (0.1, 0.25), strict=True):
            self.wait(beat.until(heard))
            self.play(Grow(arrow), run_time=0.9)
            self.play(FadeIn(name), run_time=0.4)
        self.wait(beat.until(0.5))
        # Faded, not taken away: the plane would fall into its parts.
        self.play(board.plane.grid.animate.set_stroke(opacity=0), run_time=0.7)
        self.play(FadeIn(board.new_grid), run_time=1.0)
        self.bring_to_front(board.basis, board.arrow, board.name, board.basis_names)

    def count_in_the_new_grid(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.basis_names), *dimmed(board.basis), run_time=0.6)
        self.look_on(1)
        self.lay_steps(board.new_steps, beat.share(0.14, least=0.9))
        self.wait(beat.until(0.75))
        self.play(FadeIn(board.square.new), run_time=0.7)

    def show_which_way(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.givens.box, board.basis_equation), run_time=0.8)
        self.wait(beat.until(0.45))
        self.play(FadeIn(board.square.to_old, shift=0.3 * np.array([0, 1, 0])), run_time=1.0)
        self.wait(beat.until(0.8))
        self.play(FadeIn(board.square.to_new, shift=0.3 * np.array([0, -1, 0])), run_time=1.0)

    def move_the_arrow(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.new_steps, board.name), FadeIn(board.map_equation), run_time=0.8)
        self.look_on(2)
        self.add(board.ghost, board.arrow)
        self.play(self.moment.animate.set_value(1), run_time=beat.share(0.2, least=2.0), rate_func=smooth)
        self.play(FadeIn(board.image_name), run_time=0.5)
        self.play(FadeIn(board.square.act, board.square.old_image), run_time=0.7)
        self.wait(beat.until(0.6))
        self.look_on(3)
        self.lay_steps(board.image_steps, 0.9)
        self.play(FadeIn(board.square.new_image), run_time=0.7)

    def go_round(self, beat: BeatClock) -> None:
        square = self.board.square
        self.play(*dimmed(square.to_new), run_time=0.6)
        for leg, heard in ((square.to_old, 0.4), (square.act, 0.55)):
            self.wait(beat.until(heard))
            self.play(Indicate(leg, color=None, scale_factor=1.25), run_time=1.0)
        self.wait(beat.until(0.65))
        self.play(FadeIn(square.back), run_time=0.9)
        self.wait(beat.until(0.85))
        self.play(FadeIn(square.act_new), run_time=0.9)

    def write_the_result(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.basis_equation, board.map_equation), run_time=0.6)
        self.play(FadeIn(board.result_equation), run_time=0.8)
        self.wait(beat.until(0.4))
        self.play(*lit(board.basis), FadeIn(board.basis_names), FadeOut(board.image_steps.names), run_time=0.8)
        self.wait(beat.until(0.7))
        self.play(Indicate(board.result_equation, color=None, scale_factor=1.1), run_time=1.2)

    def look_on(self, part: int) -> None:
        """Move to the view of a part of the story, if it is another than that of the part before."""
        before, after = self.board.views[part - 1 : part + 1]
        if after != before:
            self.zoom.set_value(part - 1)
            self.play(self.zoom.animate.set_value(part), run_time=1.2, rate_func=smooth)

    def lay_steps(self, steps: Steps, run_time: float) -> None:
        """Lay the steps tip to tail, each with its count; the arrow stays in front."""
        for arrow, name in zip(steps.arrows, steps.names, strict=True):
            self.play(Grow(arrow), run_time=max(run_time, 0.8))
            self.play(FadeIn(name), run_time=0.4)
        self.add(steps)


def rows_shown(rows: Rows) -> str:
    """A matrix as an answer: its rows."""
    return f"[{', '.join(shown_point(row).replace('(', '[').replace(')', ']') for row in rows)}]"
