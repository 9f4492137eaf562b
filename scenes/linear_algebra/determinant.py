"""The determinant is the factor by which a matrix multiplies every area; its sign says whether it turns the plane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import Create, FadeIn, FadeOut, Indicate, smooth
from pydantic import Field

from explainers.maths.determinant_story import DeterminantSayings, determinant_sayings
from explainers.maths.linear_maps import MatrixPath, classify, shoelace_area
from explainers.maths.pairs import Rows
from explainers.maths.patches import patch
from explainers.maths.shapes import unit_square
from explainers.maths.visible import FARTHEST
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Handle, Question, SceneParams
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.determinant_board import DeterminantBoard
from explainers.stage.figures.matrix_explorer import MatrixExplorer
from explainers.stage.plane_params import PlaneMatrix, PlaneVector


class DeterminantParams(SceneParams):
    """The matrix, and the patch whose area is asked about."""

    matrix: PlaneMatrix = Field(((0, 2), (1, 1)), description="The matrix, by rows; entries from -5 to 5")
    patch: Literal["blob", "circle", "letter-f"] = Field("blob", description="A patch that is no square")
    place: PlaneVector = Field((1.5, -1), description="Where the middle of the patch lies; each from -5 to 5")


@dataclass(frozen=True)
class DeterminantNumbers:
    """Everything that is seen or said."""

    matrix: Rows
    determinant: float
    """a d - b c; exactly 0 for a singular matrix."""
    area_factor: float
    """Its size."""
    orientation: str
    crossing_times: tuple[float, ...]
    """When the plane lies flat before the end, as shares of the way."""
    square_area: float
    """Of the image of the unit square, by the shoelace formula: signed."""
    patch_area: float
    patch_area_after: float
    twice: float
    """The determinant of A A."""
    said: DeterminantSayings


def solve_determinant(params: DeterminantParams) -> DeterminantNumbers:
    """Work out what the matrix does to areas."""
    A = np.array(params.matrix)
    linear_map = classify(A)
    # Rounding may leave 1e-17 of the determinant of a singular matrix.
    value = linear_map.determinant + 0.0 if linear_map.rank == 2 else 0.0
    area = patch(params.patch, params.place).area
    return DeterminantNumbers(
        matrix=params.matrix,
        determinant=value,
        area_factor=abs(value),
        orientation=linear_map.orientation,
        crossing_times=tuple(time for time in MatrixPath(A).crossing_times() if time < 1 - 1e-6),
        square_area=shoelace_area(np.array([(0, 0), A[:, 0], A[:, 0] + A[:, 1], A[:, 1]])),
        patch_area=area,
        patch_area_after=abs(value) * area,
        twice=value**2,
        said=determinant_sayings(linear_map, value, params.patch, area),
    )


class Determinant(ExplainerScene[DeterminantParams]):
    """Every area is multiplied by |det A|; a negative sign means turned over, zero means collapsed."""

    title = "The determinant: how areas change"
    beats = {
        "question": Beat(
            "A generative model moves clouds of points. Where a patch gets larger, the points in it get sparser: so "
            "the model must know by how much areas grow. By how much does this matrix make them grow?",
            title="How do areas change?",
            alt="A grid with the unit square and the two basis vectors; beside it the matrix.",
        ),
        "motion": Beat("{numbers.said.motion}", title="One square", alt="{numbers.said.alt_motion}"),
        "formula": Beat("{numbers.said.formula}", title="a d minus b c", alt="{numbers.said.alt_formula}"),
        "sign": Beat("{numbers.said.sign}", title="The sign", alt="{numbers.said.alt_sign}"),
        "patch": Beat(
            "{numbers.said.patch}",
            title="Any other shape?",
            alt="The grid goes back. A patch appears, and small squares fill it.",
        ),
        "everywhere": Beat("{numbers.said.everywhere}", title="One factor", alt="{numbers.said.alt_everywhere}"),
        "answer": Beat(
            "{numbers.said.answer}",
            title="Size and sign",
            alt="The square, the patch and the determinant, {numbers.determinant:.2f}, light up in turn.",
        ),
    }
    practice = [
        Question("By what factor does this matrix multiply areas?", lambda n: n.area_factor),
        Question(
            "Does it turn the plane over?",
            lambda n: {"kept": "no", "flipped": "yes", "collapsed": "no: it collapses it"}[n.orientation],
        ),
        Question("And by what factor if it acts twice?", lambda n: n.twice),
    ]

    @staticmethod
    def solve(params: DeterminantParams) -> DeterminantNumbers:
        return solve_determinant(params)

    def explore(self) -> list[Handle]:
        """The unit square and the patch under the matrix, and the factor that both areas share."""
        explorer, theme = MatrixExplorer(lambda: self.params.matrix, self.frame, self.theme), self.theme
        color = theme.eigenvector
        facts = explorer.facts
        facts.add_row("det", "det A", lambda: self.numbers.determinant, signed=True)
        facts.add_row("square", '"square"', lambda: self.numbers.area_factor, color=theme.shape)
        facts.add_row("before", '"patch before"', lambda: self.numbers.patch_area, color=color)
        facts.add_row("after", '"patch after"', lambda: self.numbers.patch_area_after, color=color)
        before = explorer.outline_of(self.patch_corners, theme.muted)
        after = explorer.image_of(self.patch_corners, color)
        self.add(*explorer.everything(explorer.image_of(unit_square), before, after))
        return [
            *explorer.handles(),
            Handle("place", explorer.place, "the middle of the patch", limits=(-FARTHEST, FARTHEST)),
        ]

    def patch_corners(self) -> npt.NDArray[np.float64]:
        """Points on the patch's outline, before the matrix acts."""
        return patch(self.params.patch, self.params.place).corners

    def construct(self) -> None:
        shape = patch(self.params.patch, self.params.place)
        self.board = DeterminantBoard(self.numbers, shape, self.frame, self.theme)
        with self.beat("question") as beat:
            self.ask(beat)
        with self.beat("motion") as beat:
            self.move_with_stops(beat)
        with self.beat("formula") as beat:
            self.work_out(beat)
        with self.beat("sign") as beat:
            self.point_out_turn(beat)
        with self.beat("patch") as beat:
            self.fill_patch(beat)
        with self.beat("everywhere") as beat:
            self.move_again(beat)
        with self.beat("answer") as beat:
            self.light_everything(beat)

    def invariants(self) -> Iterable[Invariant]:
        """The area that is drawn, against the number beside it."""
        board = self.board
        unit = board.plane.view.unit
        drawn = shoelace_area(board.square.points[::4, :2]) / unit**2
        yield Invariant(
            "the square's signed area is det A(t)", drawn, board.path.determinant_at(board.time.get_value())
        )

    # the moves of each beat

    def ask(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.plane), run_time=0.8)
        self.play(FadeIn(board.square), run_time=0.8)
        self.play(FadeIn(board.basis, board.names), run_time=0.8)
        self.wait(beat.until(0.7))
        self.play(FadeIn(board.givens), run_time=0.8)
        self.play(Indicate(board.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def move_with_stops(self, beat: BeatClock) -> None:
        """Go from the identity to the matrix, and halt where the plane is flat on the way."""
        board = self.board
        self.play(FadeIn(board.state), run_time=0.7)
        self.wait(beat.until(0.3))
        total, now = beat.share(0.5, least=4.0), 0.0
        for stop in (*self.numbers.crossing_times, 1.0):
            self.move_to(stop, max(1.0, total * (stop - now)))
            if stop < 1:
                self.play(FadeIn(board.flat_note), run_time=0.6)
                self.wait(0.8)
                self.play(FadeOut(board.flat_note), run_time=0.6)
            now = stop

    def work_out(self, beat: BeatClock) -> None:
        board = self.board
        self.play(*dimmed(board.basis, board.names), run_time=0.6)
        self.play(Indicate(board.square, color=None, scale_factor=1.05), run_time=1.0)
        self.play(FadeIn(board.workings.box, board.lines[0]), run_time=0.7)
        diagonals = (((0, 0), (1, 1)), ((0, 1), (1, 0)))
        for diagonal, line, heard in zip(diagonals, board.lines[1:3], (0.38, 0.58), strict=True):
            self.wait(beat.until(heard, least=0.3))
            self.play(Indicate(board.entries(*diagonal), color=None, scale_factor=1.3), run_time=1.0)
            self.play(FadeIn(line), run_time=0.5)
        self.wait(beat.until(0.8, least=0.3))
        self.play(FadeIn(board.lines[3]), run_time=0.6)

    def point_out_turn(self, beat: BeatClock) -> None:
        """Show the turn from e one to e two as it was, and then as it became."""
        board = self.board
        self.play(*dimmed(board.lines, board.square), *lit(board.basis, board.names), run_time=0.6)
        self.move_to(0, 1.4)
        self.play(FadeIn(board.turn), run_time=0.6)
        self.wait(beat.until(0.5))
        self.move_to(1, beat.share(0.25, least=2.4))
        if self.numbers.determinant:
            self.play(Indicate(board.turn, color=None, scale_factor=1.15), run_time=1.0)

    def fill_patch(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeOut(board.turn, board.workings.box, board.lines), run_time=0.6)
        self.move_to(0, 1.4)
        self.look_on(1)
        self.play(Create(board.outline), *dimmed(board.basis, board.names), run_time=1.0)
        self.wait(beat.until(0.55))
        self.play(FadeIn(board.squares), run_time=1.2)
        self.add(board.basis, board.names)

    def move_again(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.areas), run_time=0.6)
        self.look_on(2)
        self.move_to(1, beat.share(0.5, least=3.4))
        self.wait(beat.until(0.75))
        self.play(Indicate(board.areas.row("now"), color=None, scale_factor=1.1), run_time=1.0)

    def light_everything(self, beat: BeatClock) -> None:
        board = self.board
        self.play(*lit(board.square, board.basis, board.names), run_time=0.7)
        self.wait(beat.until(0.45))
        self.play(Indicate(board.state.row("det"), color=None, scale_factor=1.1), run_time=1.2)
        self.wait(beat.until(0.7))
        self.play(Indicate(board.gauge, color=None, scale_factor=1.05), run_time=1.2)

    def look_on(self, part: int) -> None:
        """Move to the view of a part of the story, if it is another than that of the part before."""
        board = self.board
        if board.views[part] != board.views[part - 1]:
            board.zoom.set_value(part - 1)
            self.play(board.zoom.animate.set_value(part), run_time=1.0, rate_func=smooth)

    def move_to(self, time: float, run_time: float) -> None:
        """Let the plane go on, or back, to a moment of its path."""
        self.play(self.board.time.animate.set_value(time), run_time=run_time, rate_func=smooth)
