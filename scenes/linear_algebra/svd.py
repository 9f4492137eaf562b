"""Every matrix is a turn, a stretch along the axes, and a turn: the singular value decomposition."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from manim import (
    Create,
    FadeIn,
    FadeOut,
    Indicate,
    smooth,
)
from pydantic import Field

from explainers.maths.eigenvectors import spectrum
from explainers.maths.pairs import Pair, Rows, rows
from explainers.maths.shapes import circle_points
from explainers.maths.singular_value_story import SingularValueSayings, singular_value_sayings
from explainers.maths.singular_values import singular_values
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Handle, Question, SceneParams
from explainers.stage.figures.arrow import Grow
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.matrix_explorer import MatrixExplorer
from explainers.stage.figures.singular_board import SingularBoard
from explainers.stage.plane_params import PlaneMatrix


class SVDParams(SceneParams):
    """The matrix that is taken apart."""

    matrix: PlaneMatrix = Field(((1, 1), (0, 1)), description="The matrix, by rows; entries from -5 to 5")


@dataclass(frozen=True)
class SVDNumbers:
    """Everything that is seen or said: A = U Sigma V^T, matrices by rows."""

    matrix: Rows
    left: Rows
    """U."""
    singular_values: Pair
    area_factor: float
    """By what the unit circle's area grows: their product."""
    right_transposed: Rows
    """V^T; its rows are v one and v two."""
    image: str
    """What becomes of the unit circle."""
    first_turn: float
    """In degrees, counter-clockwise."""
    last_turn: float
    flips: bool
    """Whether U turns the plane over."""
    eigenvalues_real: Pair
    eigenvalues_imaginary: Pair
    eigenvalue_sizes: Pair
    kept: float
    """The share of the squared entries that rank 1 keeps."""
    rank_one: Rows
    said: SingularValueSayings


def solve_svd(params: SVDParams) -> SVDNumbers:
    """Take the matrix apart, and compare with its eigenvalues."""
    parts, values = singular_values(params.matrix), spectrum(params.matrix).eigenvalues
    return SVDNumbers(
        matrix=params.matrix,
        left=rows(parts.U),
        singular_values=(float(parts.sigma[0]), float(parts.sigma[1])),
        area_factor=float(parts.sigma[0] * parts.sigma[1]),
        right_transposed=rows(parts.V.T),
        image=parts.image,
        first_turn=math.degrees(parts.first_turn),
        last_turn=math.degrees(parts.last_turn),
        flips=parts.flips,
        eigenvalues_real=(values[0].real, values[1].real),
        eigenvalues_imaginary=(values[0].imag, values[1].imag),
        eigenvalue_sizes=(abs(values[0]), abs(values[1])),
        kept=parts.kept,
        rank_one=rows(parts.rank_one),
        said=singular_value_sayings(params.matrix, parts),
    )


class SVD(ExplainerScene[SVDParams]):
    """Turn, stretch, turn: where the circle goes, and what is left when the smaller stretch is dropped."""

    title = "Turn, stretch, turn"
    beats = {
        "question": Beat(
            "The weights of a layer are a matrix. What in it matters most? Look at the unit circle. "
            "This matrix makes it {numbers.said.image}",
            title="What becomes of the circle?",
            alt="The unit circle goes where the matrix takes it, and becomes: {numbers.image}.",
        ),
        "directions": Beat(
            "Back to the circle. {numbers.said.directions}",
            title="Two special arrows",
            alt="The circle comes back. {numbers.said.alt_directions}",
        ),
        "turn": Beat("{numbers.said.turn}", title="First move: turn", alt="{numbers.said.alt_turn}"),
        "stretch": Beat("{numbers.said.stretch}", title="Second move: stretch", alt="{numbers.said.alt_stretch}"),
        "place": Beat("{numbers.said.place}", title="Third move: turn again", alt="{numbers.said.alt_place}"),
        "trap": Beat("{numbers.said.trap}", title="Not eigenvalues", alt="{numbers.said.alt_trap}"),
        "keep": Beat("{numbers.said.keep}", title="Keep the greatest", alt="{numbers.said.alt_keep}"),
    }
    practice = [
        Question("How long is the longest half-axis of the circle's image?", lambda n: n.singular_values[0]),
        Question("By what factor does this matrix multiply areas?", lambda n: math.prod(n.singular_values)),
        Question("What share of the squared entries does rank one keep?", lambda n: n.kept),
    ]

    @staticmethod
    def solve(params: SVDParams) -> SVDNumbers:
        return solve_svd(params)

    def invariants(self) -> Iterable[Invariant]:
        """The tips of both arrows stand where the moves have taken them, in units of the plane."""
        board, state, family = self.board, self.board.state(), self.get_mobject_family_members()
        unit = board.plane.view.unit
        for j, name in enumerate(("v one", "v two")):
            arrow, expected = board.arrows[j], state @ board.parts.V[:, j]
            if arrow in family and arrow.is_whole and np.linalg.norm(expected) * unit > 1e-6:
                error = np.linalg.norm(arrow.get_tip_point() - board.plane.point(expected)) / unit
                yield Invariant(f"the tip of {name} is where the moves take it", float(error), 0.0)

    def explore(self) -> list[Handle]:
        """The unit circle, what becomes of it, and the arrows that become its half-axes."""
        theme = self.theme
        explorer = MatrixExplorer(lambda: self.params.matrix, self.frame, theme, quiet_basis=True)
        colors = (theme.vector, theme.eigenvector)
        for j, color in enumerate(colors):
            explorer.facts.add_row(
                f"sigma {j}", f"sigma_{j + 1}", partial(lambda j: self.numbers.singular_values[j], j), color=color
            )
        explorer.facts.add_row("area", "sigma_1 thin sigma_2", lambda: self.numbers.area_factor)
        arrows = [
            explorer.arrow(partial(source, j), f"{name}_{j + 1}", color, stroke_width=width, head=head)
            for j, color in enumerate(colors)
            for source, name, width, head in (
                (self.axis_before, "bold(v)", 4, 0.22),
                (self.half_axis, f"sigma_{j + 1} bold(u)", 6, 0.3),
            )
        ]
        circle = partial(circle_points, 120)
        self.add(*explorer.everything(explorer.image_of(circle), explorer.outline_of(circle, theme.muted), *arrows))
        return explorer.handles()

    def axis_before(self, j: int) -> Pair:
        """The arrow v_j, which the matrix takes to a half-axis."""
        return self.numbers.right_transposed[j]

    def half_axis(self, j: int) -> Pair:
        """sigma_j u_j."""
        size, (first, second) = self.numbers.singular_values[j], self.numbers.left
        return (size * first[j], size * second[j])

    def construct(self) -> None:
        matrix = self.params.matrix
        self.board = SingularBoard(matrix, singular_values(matrix), spectrum(matrix), self.frame, self.theme)
        with self.beat("question") as beat:
            self.show_image(beat)
        with self.beat("directions") as beat:
            self.show_directions(beat)
        for move, name in enumerate(("turn", "stretch", "place")):
            with self.beat(name) as beat:
                self.make_move(move, beat)
        with self.beat("trap") as beat:
            self.compare(beat)
        with self.beat("keep") as beat:
            self.drop_the_second(beat)

    # the moves of each beat

    def show_image(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.plane, board.givens), run_time=1.0)
        self.wait(beat.until(0.4))
        self.play(FadeIn(board.unit_circle, board.circle), run_time=0.8)
        self.wait(beat.until(0.6))
        self.play(board.at_once.animate.set_value(1), run_time=2.5, rate_func=smooth)

    def show_directions(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.target), run_time=0.6)
        self.play(board.at_once.animate.set_value(0), run_time=1.6, rate_func=smooth)
        if board.is_crowded:
            self.play(FadeOut(board.target), run_time=0.5)
            self.play(board.zoom.animate.set_value(1), run_time=1.2, rate_func=smooth)
        for arrow, name in zip(board.arrows, board.names.before, strict=True):
            self.play(Grow(arrow), FadeIn(name), run_time=1.0)
        self.wait(beat.until(0.75))
        self.play(Create(board.right_angle), run_time=0.8)

    def make_move(self, move: int, beat: BeatClock) -> None:
        """Show the factor, let it act, and change the names where they tell more afterwards."""
        board = self.board
        factor = board.factors.rows[move]
        if move == 0:
            self.play(FadeIn(board.factors.box), run_time=0.5)
        else:
            self.play(*dimmed(board.factors.rows[move - 1]), run_time=0.5)
        self.play(FadeIn(factor), run_time=0.8)
        self.wait(beat.until(0.25))
        if move == 1 and board.is_crowded:
            self.play(board.zoom.animate.set_value(0), run_time=1.2, rate_func=smooth)
            self.play(FadeIn(board.target), run_time=0.5)
            self.add(board.arrows, board.right_angle, board.names.before)
        if move == 2:
            self.play(FadeOut(board.names.stretched), run_time=0.5)
        self.play(board.moves.animate.set_value(move + 1), run_time=beat.share(0.45, least=2.5), rate_func=smooth)
        if move == 1:
            self.play(FadeOut(board.names.before), FadeIn(board.names.stretched), run_time=0.8)
        if move == 2:
            self.play(FadeIn(board.names.after), run_time=0.8)
            self.play(*lit(board.factors.rows[0], board.factors.rows[1]), run_time=0.8)

    def compare(self, beat: BeatClock) -> None:
        board, rows = self.board, self.board.trap.rows
        self.play(FadeOut(board.factors), run_time=0.8)
        self.play(FadeIn(board.trap.box, rows[0]), run_time=0.8)
        self.wait(beat.until(0.35))
        self.play(FadeIn(rows[1], board.eigenlines), run_time=0.8)
        self.add(board.arrows, board.names.after)
        self.wait(beat.until(0.75))
        self.play(Indicate(rows[0], color=None, scale_factor=1.08), run_time=1.2)

    def drop_the_second(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.trap, board.eigenlines), run_time=0.8)
        if self.numbers.image == "point":
            return
        ratio = board.kept.rows[-1]
        board.kept.rows.remove(ratio)
        self.play(FadeIn(board.kept), run_time=0.8)
        self.wait(beat.until(0.2))
        self.play(FadeOut(board.names.after[1], board.right_angle), run_time=0.6)
        self.play(board.moves.animate.set_value(4), run_time=beat.share(0.25, least=2.0), rate_func=smooth)
        self.wait(beat.until(0.5))
        self.play(FadeIn(ratio), run_time=0.8)
