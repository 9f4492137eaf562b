"""Every matrix is a turn, a stretch along the axes, and a turn: the singular value decomposition."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from manim import (
    Create,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Indicate,
    ValueTracker,
    VGroup,
    smooth,
)
from pydantic import Field, field_validator

from explainers.maths.eigenvectors import plan_sweep, spectrum
from explainers.maths.matrix_paths import MatrixPath
from explainers.maths.shapes import circle_points
from explainers.maths.singular_value_story import SingularValueSayings, singular_value_sayings
from explainers.maths.singular_values import singular_values
from explainers.maths.visible import check_entries
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Matrix2x2, Question, SceneParams, Zone
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.eigen_sweep import kept_lines
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_arrows import plane_arrow
from explainers.stage.figures.plane_marks import PlaneShape
from explainers.stage.figures.right_angle import RightAngle
from explainers.stage.figures.singular_panels import (
    axis_names,
    factor_panel,
    image_outline,
    kept_panel,
    trap_panel,
)

Pair = tuple[float, float]


class SVDParams(SceneParams):
    """The matrix that is taken apart."""

    matrix: Matrix2x2 = Field(((1, 1), (0, 1)), description="The matrix, by rows; entries from -5 to 5")

    @field_validator("matrix")
    @classmethod
    def _visible_matrix(cls, matrix: tuple[Pair, Pair]) -> tuple[Pair, Pair]:
        check_entries((*matrix[0], *matrix[1]))
        return matrix


@dataclass(frozen=True)
class SVDNumbers:
    """Everything that is seen or said: A = U Sigma V^T, matrices by rows."""

    matrix: tuple[Pair, Pair]
    left: tuple[Pair, Pair]
    """U."""
    singular_values: Pair
    right_transposed: tuple[Pair, Pair]
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
    rank_one: tuple[Pair, Pair]
    said: SingularValueSayings


def solve_svd(params: SVDParams) -> SVDNumbers:
    """Take the matrix apart, and compare with its eigenvalues."""
    parts, values = singular_values(params.matrix), spectrum(params.matrix).eigenvalues
    return SVDNumbers(
        matrix=params.matrix,
        left=_rows(parts.U),
        singular_values=(float(parts.sigma[0]), float(parts.sigma[1])),
        right_transposed=_rows(parts.V.T),
        image=parts.image,
        first_turn=math.degrees(parts.first_turn),
        last_turn=math.degrees(parts.last_turn),
        flips=parts.flips,
        eigenvalues_real=(values[0].real, values[1].real),
        eigenvalues_imaginary=(values[0].imag, values[1].imag),
        eigenvalue_sizes=(abs(values[0]), abs(values[1])),
        kept=parts.kept,
        rank_one=_rows(parts.rank_one),
        said=singular_value_sayings(params.matrix, parts),
    )


def _rows(matrix: np.ndarray) -> tuple[Pair, Pair]:
    (a, b), (c, d) = matrix + 0.0
    return (float(a), float(b)), (float(c), float(d))


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
        """The tips of both arrows stand where the moves have taken them."""
        return self.board.invariants()

    def construct(self) -> None:
        self.board = board = Board(self)
        with self.beat("question") as beat:
            board.show_image(beat)
        with self.beat("directions") as beat:
            board.show_directions(beat)
        for move, name in enumerate(("turn", "stretch", "place")):
            with self.beat(name) as beat:
                board.make_move(move, beat)
        with self.beat("trap") as beat:
            board.compare(beat)
        with self.beat("keep") as beat:
            board.drop_the_second(beat)


class Board:
    """All that stands on the stage, and the moves that it can make."""

    def __init__(self, scene: SVD) -> None:
        self.scene, self.theme, self.numbers = scene, scene.theme, scene.numbers
        theme, n = scene.theme, scene.numbers
        left, right = scene.frame.with_panel(min(4.7, 0.36 * scene.frame.width))
        self.parts = singular_values(n.matrix)
        self.path = MatrixPath(np.array(n.matrix))
        self.at_once, self.moves, self.zoom = ValueTracker(0), ValueTracker(0), ValueTracker(0)
        picture = MovingPlane.picture_of(left)
        self.far, self.near = self.view(picture), View.of(circle_points(72), picture)
        self.plane = MovingPlane(left, theme, self.far).follow(
            lambda: self.state(), lambda: self.far.towards(self.near, self.zoom.get_value())
        )
        self.circle = PlaneShape("circle", self.plane, color=theme.shape)
        self.unit_circle = image_outline(self.plane, np.eye(2), theme.muted)
        self.target = image_outline(self.plane, np.array(n.matrix), theme.shape)
        self.colors = (theme.first_basis, theme.second_basis)
        tips = [(float(x), float(y)) for x, y in self.parts.V.T]
        self.arrows = VGroup(
            *(plane_arrow(self.plane, tip, color) for tip, color in zip(tips, self.colors, strict=True))
        )
        if self.parts.sigma[1] < self.parts.sigma[0]:
            self.arrows[1].set_z_index(1)
        plane = self.plane
        self.right_angle = RightAngle(
            lambda: plane.point((0, 0)), lambda: plane.image(tips[0]), lambda: plane.image(tips[1]), color=theme.text
        )
        self.names = axis_names(self.plane, self.parts, theme)
        self.matrix = MatrixFigure(n.matrix, theme)
        self.givens = NumbersPanel(right, theme)
        self.givens.add_figure(matrix_equation("A =", self.matrix, theme))
        below = Zone(right.left, right.right, right.bottom, self.givens.get_bottom()[1] - 0.2)
        self.factors = factor_panel(self.parts, below, theme)
        found = spectrum(n.matrix)
        self.trap = trap_panel(self.parts, found, below, theme)
        self.eigenlines = VGroup(*kept_lines(self.plane, found, plan_sweep(found, math.pi), theme))
        self.kept = kept_panel(self.parts, self.share_now, below, theme)

    def state(self) -> np.ndarray:
        """The matrix that is shown now."""
        at_once = self.at_once.get_value()
        return self.path.at(at_once) if at_once else self.parts.at(self.moves.get_value())

    def share_now(self) -> float:
        """How much of the squared entries of A is in the matrix that is shown now, while sigma2 goes to 0."""
        total = float(np.sum(self.parts.sigma**2))
        second = self.parts.sigma[1] * (1 - np.clip(self.moves.get_value() - 3, 0, 1))
        return float(self.parts.sigma[0] ** 2 + second**2) / total if total else 1.0

    def view(self, zone: Zone) -> View:
        """A view in which every state of the circle has room."""
        circle = circle_points(72)
        states = [self.parts.at(moves) for moves in np.linspace(0, 3, 31)]
        states += [self.path.at(t) for t in np.linspace(0, 1, 11)]
        return View.of(np.vstack([circle @ state.T for state in states]), zone)

    def invariants(self) -> Iterable[Invariant]:
        """What must hold of the arrows now, in units of the plane."""
        state, unit = self.state(), self.plane.view.unit
        for j, name in enumerate(("v one", "v two")):
            expected = state @ self.parts.V[:, j]
            if self.arrows[j] in self.scene.get_mobject_family_members() and np.linalg.norm(expected) * unit > 1e-6:
                error = np.linalg.norm(self.arrows[j].get_tip_point() - self.plane.point(expected)) / unit
                yield Invariant(f"the tip of {name} is where the moves take it", float(error), 0.0)

    @property
    def is_crowded(self) -> bool:
        """Whether the image is so large that the circle is small beside it, and is shown from nearer by."""
        return self.far.unit < 0.6 * self.near.unit

    # moving

    def show_image(self, beat: BeatClock) -> None:
        play = self.scene.play
        play(FadeIn(self.plane, self.givens), run_time=1.0)
        self.scene.wait(beat.until(0.4))
        self.scene.add(self.unit_circle)
        play(FadeIn(self.circle), run_time=0.8)
        self.scene.wait(beat.until(0.6))
        play(self.at_once.animate.set_value(1), run_time=2.5, rate_func=smooth)

    def show_directions(self, beat: BeatClock) -> None:
        play, origin = self.scene.play, self.plane.point((0, 0))
        play(FadeIn(self.target), run_time=0.6)
        play(self.at_once.animate.set_value(0), run_time=1.6, rate_func=smooth)
        if self.is_crowded:
            play(FadeOut(self.target), run_time=0.5)
            play(self.zoom.animate.set_value(1), run_time=1.2, rate_func=smooth)
            origin = self.plane.point((0, 0))
        for arrow, name in zip(self.arrows, self.names.before, strict=True):
            play(GrowFromPoint(arrow, origin), FadeIn(name), run_time=1.0)
        self.scene.wait(beat.until(0.75))
        play(Create(self.right_angle), run_time=0.8)

    def make_move(self, move: int, beat: BeatClock) -> None:
        """Show the factor, let it act, and change the names where they tell more afterwards."""
        play = self.scene.play
        factor = self.factors.rows[move]
        if move == 0:
            play(FadeIn(self.factors.box), run_time=0.5)
        else:
            play(*dimmed(self.factors.rows[move - 1]), run_time=0.5)
        play(FadeIn(factor), run_time=0.8)
        self.scene.wait(beat.until(0.25))
        if move == 1 and self.is_crowded:
            play(self.zoom.animate.set_value(0), run_time=1.2, rate_func=smooth)
            play(FadeIn(self.target), run_time=0.5)
            self.scene.add(self.arrows, self.right_angle, self.names.before)
        if move == 2:
            play(FadeOut(self.names.stretched), run_time=0.5)
        play(self.moves.animate.set_value(move + 1), run_time=beat.share(0.45, least=2.5), rate_func=smooth)
        if move == 1:
            play(FadeOut(self.names.before), FadeIn(self.names.stretched), run_time=0.8)
        if move == 2:
            play(FadeIn(self.names.after), run_time=0.8)
            play(*lit(self.factors.rows[0], self.factors.rows[1]), run_time=0.8)

    def compare(self, beat: BeatClock) -> None:
        play, rows = self.scene.play, self.trap.rows
        play(FadeOut(self.factors), run_time=0.8)
        play(FadeIn(self.trap.box, rows[0]), run_time=0.8)
        self.scene.wait(beat.until(0.35))
        play(FadeIn(rows[1], self.eigenlines), run_time=0.8)
        self.scene.add(self.arrows, self.names.after)
        self.scene.wait(beat.until(0.75))
        play(Indicate(rows[0], color=None, scale_factor=1.08), run_time=1.2)

    def drop_the_second(self, beat: BeatClock) -> None:
        play = self.scene.play
        play(FadeOut(self.trap, self.eigenlines), run_time=0.8)
        if self.numbers.image == "point":
            return
        ratio = self.kept.rows[-1]
        self.kept.rows.remove(ratio)
        play(FadeIn(self.kept), run_time=0.8)
        self.scene.wait(beat.until(0.2))
        play(FadeOut(self.names.after[1], self.right_angle), run_time=0.6)
        play(self.moves.animate.set_value(4), run_time=beat.share(0.25, least=2.0), rate_func=smooth)
        self.scene.wait(beat.until(0.5))
        play(FadeIn(ratio), run_time=0.8)
