"""One matrix after the other is their product; the right factor acts first, and the order matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import Create, FadeIn, FadeOut, Indicate, smooth
from pydantic import Field

from explainers.maths.composition_story import (
    CompositionSayings,
    commute,
    composition_sayings,
    rows_shown,
    telling_column,
)
from explainers.maths.linear_maps import determinant
from explainers.maths.pairs import Rows, rows
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Question, SceneParams
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.composition_board import CompositionBoard
from explainers.stage.figures.ordered_plane import OrderedPlane
from explainers.stage.plane_params import PlaneMatrix


class CompositionParams(SceneParams):
    """The two matrices, and what lies on the plane that they move."""

    first: PlaneMatrix = Field(((0, -1), (1, 0)), description="A, which acts first, by rows; entries from -5 to 5")
    second: PlaneMatrix = Field(((1, 1), (0, 1)), description="B, which acts second, by rows; entries from -5 to 5")
    shape: Literal["letter-f", "unit-square", "circle"] = Field("letter-f", description="What lies on the plane")


@dataclass(frozen=True)
class CompositionNumbers:
    """Everything that is seen or said. Matrices by rows."""

    first: Rows
    """A."""
    second: Rows
    """B."""
    product: Rows
    """B A: first A, then B."""
    swapped: Rows
    """A B: first B, then A."""
    commutes: bool
    differing_column: int
    """The column in which the two products differ more, counted from 1; 0 if they are the same."""
    largest_difference: float
    """Of an entry of one product from that of the other."""
    determinant: float
    """Of both products: det A times det B."""
    said: CompositionSayings


def solve_composition(params: CompositionParams) -> CompositionNumbers:
    """Multiply the two matrices in both orders."""
    A, B = np.array(params.first), np.array(params.second)
    BA, AB = _product(B, A), _product(A, B)
    same = commute(BA, AB)
    return CompositionNumbers(
        first=params.first,
        second=params.second,
        product=rows(BA),
        swapped=rows(AB),
        commutes=same,
        differing_column=0 if same else 1 + telling_column(BA, AB),
        largest_difference=float(np.abs(BA - AB).max()),
        determinant=determinant(A) * determinant(B) + 0.0,
        said=composition_sayings(A, B),
    )


def _product(second: npt.NDArray[np.float64], first: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    product = second @ first
    # Rounding may leave 1e-17 of an entry that is 0.
    return np.where(np.abs(product) < 1e-12, 0.0, product)


class Composition(ExplainerScene[CompositionParams]):
    """The product B A does what A does and then what B does; A B is the other order."""

    title = "One matrix after the other"
    beats = {
        "question": Beat(
            "A network has two layers: first the matrix A, then the matrix B. With nothing in between, one single "
            "matrix does the same. Which one is it? And does the order matter?",
            title="Two layers, one matrix?",
            alt="On the left a grid with the two basis vectors and a shape. On the right the matrices A and B.",
        ),
        "first": Beat(
            "An input x goes into A first; what comes out goes into B. So we write B A x: the factor on the right "
            "acts first. {numbers.said.first}",
            title="The right factor acts first",
            alt="{numbers.said.alt_first}",
        ),
        "second": Beat(
            "Then B acts, on what A has left. {numbers.said.second} Both moves in a row: that is the product B A.",
            title="Then the left one",
            alt="{numbers.said.alt_second}",
        ),
        "columns": Beat(
            "Which matrix is it? Follow e one. {numbers.said.columns}",
            title="Its columns",
            alt="{numbers.said.alt_columns}",
        ),
        "swapped": Beat("{numbers.said.swapped}", title="The other order", alt="{numbers.said.alt_swapped}"),
        "compare": Beat("{numbers.said.compare}", title="Side by side", alt="{numbers.said.alt_compare}"),
        "answer": Beat(
            "{numbers.said.answer}",
            title="Read from right to left",
            alt="Both planes and both products are lit: B A on the left, A B on the right.",
        ),
    }
    practice = [
        Question("Which one matrix does first A, then B?", lambda n: rows_shown(n.product)),
        Question("And which one does first B, then A?", lambda n: rows_shown(n.swapped)),
        Question("What is the determinant of both?", lambda n: n.determinant),
    ]

    @staticmethod
    def solve(params: CompositionParams) -> CompositionNumbers:
        return solve_composition(params)

    def construct(self) -> None:
        self.board = CompositionBoard(self.numbers, self.params.shape, self.frame, self.theme)
        with self.beat("question") as beat:
            self.ask(beat)
        with self.beat("first") as beat:
            self.act_first(beat)
        with self.beat("second") as beat:
            self.act_second(beat)
        with self.beat("columns") as beat:
            self.find_columns(beat)
        with self.beat("swapped") as beat:
            self.swap(beat)
        with self.beat("compare") as beat:
            self.compare(beat)
        with self.beat("answer") as beat:
            self.light_both(beat)

    def invariants(self) -> list[Invariant]:
        """Where e one and e two are drawn, against the product."""
        found = []
        sides = (("B A", self.board.left, self.numbers.product), ("A B", self.board.right, self.numbers.swapped))
        for name, side, expected in sides:
            if side.moment.get_value() == 2:
                drawn = (side.plane.image(np.eye(2)) - side.plane.point((0, 0)))[:, :2].T / side.plane.view.unit
                gap = float(np.abs(drawn - np.array(expected)).max())
                found.append(Invariant(f"the basis vectors are drawn where {name} takes them", gap, 0.0))
        return found

    # the moves of each beat

    def ask(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.left.plane), run_time=0.8)
        self.play(FadeIn(board.left.shape, board.left.basis, board.left.names), run_time=0.8)
        self.play(FadeIn(board.givens.box, board.given_first), run_time=0.8)
        self.wait(beat.until(0.32))
        self.play(FadeIn(board.given_second), run_time=0.8)
        self.wait(beat.until(0.6))
        self.play(FadeIn(board.left.question), run_time=0.8)

    def act_first(self, beat: BeatClock) -> None:
        board = self.board
        self.play(*dimmed(board.given_second, board.left.question), run_time=0.6)
        self.play(FadeIn(board.chain_panel.box, board.chain[0]), run_time=0.7)
        self.wait(beat.until(0.08))
        self.play(FadeIn(board.chain[1]), run_time=0.7)
        self.wait(beat.until(0.22))
        self.play(FadeIn(board.chain[2]), run_time=0.7)
        self.wait(beat.until(0.6))
        self.play(FadeIn(board.left.steps[0]), run_time=0.5)
        self.make_room(board.left, 1)
        self.move(board.left, 1, beat.share(0.3, least=2.6))

    def act_second(self, beat: BeatClock) -> None:
        board = self.board
        self.play(*dimmed(board.given_first), *lit(board.given_second), run_time=0.6)
        self.play(FadeIn(board.left.steps[1]), run_time=0.5)
        self.make_room(board.left, 2)
        self.move(board.left, 2, beat.share(0.4, least=2.6))
        self.wait(beat.until(0.75))
        self.play(*lit(board.given_first, board.left.question), run_time=0.6)

    def find_columns(self, beat: BeatClock) -> None:
        board, left = self.board, self.board.left
        self.play(FadeOut(left.names), *dimmed(left.shape, board.chain), run_time=0.6)
        self.play(FadeOut(left.question), FadeIn(board.workings.box, left.label, left.product.brackets), run_time=0.6)
        board.build_trails()
        for j, (taken, landed) in enumerate(((0.15, 0.4), (0.72, 0.82))):
            self.wait(beat.until(taken))
            self.play(FadeIn(board.ghosts[j], board.column_lines[j][0]), run_time=0.8)
            self.wait(beat.until(landed))
            if len(board.trails[j].points):
                self.play(Create(board.trails[j]), run_time=1.2)
            self.play(FadeIn(board.column_lines[j][1], left.product.column(j)), run_time=0.8)
        self.wait(beat.until(0.9))
        self.play(Indicate(left.product.cells, color=None, scale_factor=1.1), run_time=1.2)

    def swap(self, beat: BeatClock) -> None:
        board, left, right = self.board, self.board.left, self.board.right
        self.play(
            FadeOut(board.givens.box, board.given_first, board.given_second, board.chain_panel.box, board.chain),
            FadeOut(board.workings.box, board.column_lines, board.ghosts, board.trails),
            run_time=0.7,
        )
        self.play(*lit(left.shape), FadeIn(right.plane, right.shape, right.basis, right.names), run_time=0.8)
        self.play(*dimmed(*left.everything()), run_time=0.5)
        self.wait(beat.until(0.2))
        self.play(FadeIn(right.steps[0]), run_time=0.5)
        self.make_room(right, 1)
        self.move(right, 1, beat.share(0.22, least=2.4))
        self.play(FadeIn(right.steps[1]), run_time=0.5)
        self.make_room(right, 2)
        self.move(right, 2, beat.share(0.22, least=2.4))
        self.play(FadeOut(right.names), FadeIn(right.label, right.product), run_time=0.7)

    def compare(self, beat: BeatClock) -> None:
        board, left, right = self.board, self.board.left, self.board.right
        self.play(*lit(*left.everything()), run_time=0.7)
        self.play(FadeIn(board.relation), run_time=0.6)
        j = self.numbers.differing_column - 1
        if j < 0:
            self.wait(beat.until(0.35))
            for side in (left, right):
                self.play(Indicate(side.shape, color=None, scale_factor=1.06), run_time=1.0)
            return
        self.play(*dimmed(*(side.part(1 - j) for side in (left, right))), run_time=0.5)
        for side, heard in ((left, 0.2), (right, 0.45)):
            self.wait(beat.until(heard))
            self.play(Create(side.box(j)), FadeIn(side.landings[j]), run_time=0.9)

    def light_both(self, beat: BeatClock) -> None:
        board, left, right = self.board, self.board.left, self.board.right
        j = self.numbers.differing_column - 1
        if j >= 0:
            marks = [mark for side in (left, right) for mark in (side.boxes[j], side.landings[j])]
            self.play(FadeOut(*marks), *lit(*(side.part(1 - j) for side in (left, right))), run_time=0.7)
        for side, heard in ((left, 0.2), (right, 0.35)):
            self.wait(beat.until(heard))
            self.play(Indicate(side.equation, color=None, scale_factor=1.08), run_time=1.2)
        self.wait(beat.until(0.75))
        self.play(Indicate(board.relation, color=None, scale_factor=1.2), run_time=1.0)

    def move(self, side: OrderedPlane, moment: float, run_time: float) -> None:
        """Let a plane go on to a moment of its path."""
        self.play(side.moment.animate.set_value(moment), run_time=run_time, rate_func=smooth)

    def make_room(self, side: OrderedPlane, place: int) -> None:
        """Step back before a matrix that takes things far away: the first or the second."""
        if self.board.views[place - 1] != self.board.views[place]:
            self.play(side.zoom.animate.set_value(place), run_time=1.0, rate_func=smooth)
        side.zoom.set_value(place)
