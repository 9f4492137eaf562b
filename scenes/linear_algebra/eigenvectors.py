"""Eigenvectors are the arrows that a matrix leaves on their own line; multiplying again and again finds one."""

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
    linear,
    smooth,
)
from pydantic import Field

from explainers.maths.eigenvector_story import EigenvectorSayings, angle_between_lines, eigenvector_sayings
from explainers.maths.eigenvectors import (
    parts_of_image,
    plan_sweep,
    power_iteration,
    range_across,
    spectrum,
)
from explainers.maths.linear_maps import classify
from explainers.maths.pairs import Pair, Rows
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Handle, Question, SceneParams
from explainers.stage.figures.arrow import Grow
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.eigen_board import EigenBoard
from explainers.stage.figures.matrix_explorer import MatrixExplorer
from explainers.stage.plane_params import PlaneMatrix


class EigenvectorsParams(SceneParams):
    """The matrix, how far its eigenvectors are searched for, and how long it is multiplied."""

    matrix: PlaneMatrix = Field(((3, 1), (0, 2)), description="The matrix, by rows; entries from -5 to 5")
    sweep: float = Field(180, ge=180, le=360, description="How far the unit vector v sweeps, in degrees")
    start: float = Field(120, ge=0, le=360, description="Where the multiplied arrow w begins, in degrees")
    iterations: int = Field(10, ge=2, le=20, description="How often w is multiplied")


@dataclass(frozen=True)
class EigenvectorsNumbers:
    """Everything that is seen or said. Points are pairs; the eigenvalue of the greatest size comes first."""

    matrix: Rows
    trace: float
    determinant: float
    kind: str
    eigenvalues_real: Pair
    eigenvalues_imaginary: Pair
    eigenvectors: tuple[Pair, ...]
    """Of length 1, one for each line that is kept; none for "no line", (1, 0) stands for "every line"."""
    angle_between: float
    """Of the two lines, in degrees; 0 if there are not two."""
    start_image: Pair
    """A v where the sweep begins, along v and across it."""
    least_across: float
    greatest_across: float
    end_image: Pair
    """A v where the sweep ends, along v and across it."""
    sweep_end: float
    """In degrees."""
    outcome: str
    growths: tuple[float, ...]
    """The length of A w at each step."""
    arrows: tuple[Pair, ...]
    """w after each step, the first included."""
    angle_left: float
    """Between the last w and the line on which it ends, in degrees."""
    largest_size: float
    """Of an eigenvalue."""
    long_run: float
    """The factor to which the growth of a step tends, on average; 0 if w vanishes."""
    steps: int
    said: EigenvectorSayings


def solve_eigenvectors(params: EigenvectorsParams) -> EigenvectorsNumbers:
    """Find the lines that the matrix keeps, and walk w to where it is driven."""
    A = np.array(params.matrix)
    facts, found = classify(A), spectrum(A)
    sweep = plan_sweep(found, math.radians(params.sweep))
    powers = power_iteration(A, math.radians(params.start), params.iterations)
    low, high = range_across(A)
    ending = abs(powers.line.eigenvalue) if powers.line else found.radius
    return EigenvectorsNumbers(
        matrix=params.matrix,
        trace=facts.trace,
        # Rounding may leave 1e-17 of the determinant of a singular matrix.
        determinant=facts.determinant if facts.rank == 2 else 0.0,
        kind=found.kind,
        eigenvalues_real=(found.eigenvalues[0].real, found.eigenvalues[1].real),
        eigenvalues_imaginary=(found.eigenvalues[0].imag, found.eigenvalues[1].imag),
        eigenvectors=tuple(line.direction for line in found.lines),
        angle_between=angle_between_lines(found),
        start_image=parts_of_image(A, sweep.start),
        least_across=low,
        greatest_across=high,
        end_image=parts_of_image(A, sweep.end),
        sweep_end=math.degrees(sweep.end),
        outcome=powers.outcome,
        growths=tuple(float(growth) for growth in powers.growths),
        arrows=tuple((float(x), float(y)) for x, y in powers.arrows),
        angle_left=math.degrees(powers.angle_left),
        largest_size=found.radius,
        long_run=0.0 if powers.outcome == "vanishes" else ending,
        steps=params.iterations,
        said=eigenvector_sayings(A, found, sweep, powers),
    )


class Eigenvectors(ExplainerScene[EigenvectorsParams]):
    """Find the lines that a matrix keeps, then see why multiplying again and again leads to one of them."""

    title = "The arrows that a matrix does not turn"
    beats = {
        "question": Beat(
            "A recurrent network multiplies its state by one matrix, again and again. Where does that lead? "
            "First, a simpler question: which arrows stay on their own line?",
            title="Which arrows keep their line?",
            alt="A plane with the unit circle, and the matrix A beside it.",
        ),
        "sweep": Beat(
            "v has length one; A v is its image. One part of A v lies along v's own line, the dashed part across. "
            "Now v sweeps round. {numbers.said.search}",
            title="v sweeps, A v follows",
            alt="v and its image A v sweep together; the panel shows A v along v and across. {numbers.said.alt_found}",
        ),
        "found": Beat("{numbers.said.found}", title="The part across", alt="{numbers.said.alt_found}"),
        "other": Beat("{numbers.said.other}", title="Are there more?", alt="{numbers.said.alt_other}"),
        "equation": Beat(
            "{numbers.said.equation}", title="Eigenvalues by an equation", alt="{numbers.said.alt_equation}"
        ),
        "multiply": Beat(
            "Back to the network. Its state w is multiplied by A. {numbers.said.first_step}",
            title="Multiply, scale back, repeat",
            alt="w, at {params.start:g} degrees, becomes A w; the chart's first factor is {numbers.growths[0]:.3g}.",
        ),
        "settle": Beat("{numbers.said.settle}", title="Where w is driven", alt="{numbers.said.alt_settle}"),
        "answer": Beat(
            "{numbers.said.answer}",
            title="Explode or fade",
            alt="The chart's level lights up at {numbers.long_run:.3g}.",
        ),
    }
    practice = [
        Question("What do the eigenvalues of this matrix add up to?", lambda n: n.trace),
        Question("What is their product?", lambda n: n.determinant),
        Question("How long is w after one multiplication, before it is scaled back?", lambda n: n.growths[0]),
    ]

    @staticmethod
    def solve(params: EigenvectorsParams) -> EigenvectorsNumbers:
        return solve_eigenvectors(params)

    def invariants(self) -> Iterable[Invariant]:
        """The tips of A v and w stand where the mathematics says, in units of the plane."""
        board, A, family = self.board, np.array(self.numbers.matrix), self.get_mobject_family_members()
        unit = board.plane.view.unit
        drawn = {
            "the tip of A v is A v": (board.sweep.image, A @ board.sweep.unit()),
            "the tip of w is w": (board.walk.vector, board.walk.unit()),
        }
        for name, (arrow, expected) in drawn.items():
            if arrow in family and arrow.is_whole and np.linalg.norm(expected) * unit > 1e-6:
                error = np.linalg.norm(arrow.get_tip_point() - board.plane.point(expected)) / unit
                yield Invariant(name, float(error), 0.0, tolerance=1e-6)

    def explore(self) -> list[Handle]:
        """The lines that the matrix keeps, and what becomes of the arrow of length one on each."""
        theme = self.theme
        explorer = MatrixExplorer(lambda: self.params.matrix, self.frame, theme, quiet_basis=True)
        facts = explorer.facts
        for j in range(2):
            facts.add_row(f"real {j}", f"lambda_{j + 1}", partial(self.eigenvalue, j), signed=True)
        facts.add_row("imaginary", 'abs(op("Im") lambda)', lambda: abs(self.numbers.eigenvalues_imaginary[0]))
        facts.add_row("trace", "lambda_1 + lambda_2", lambda: self.numbers.trace, signed=True)
        facts.add_row("det", "lambda_1 thin lambda_2", lambda: self.numbers.determinant, signed=True)
        lines = [explorer.line(partial(self.kept_line, j), theme.eigenvector, stroke_width=4) for j in range(2)]
        images = [
            explorer.arrow(partial(self.stretched, j), f"lambda_{j + 1} bold(v)_{j + 1}", theme.vector)
            for j in range(2)
        ]
        self.add(*explorer.everything(*lines, *images))
        return explorer.handles()

    def eigenvalue(self, j: int) -> float:
        """The real part of an eigenvalue."""
        return self.numbers.eigenvalues_real[j]

    def kept_line(self, j: int) -> Pair | None:
        """The direction of a line that is kept, if there are so many."""
        kept = self.numbers.eigenvectors
        return kept[j] if j < len(kept) else None

    def stretched(self, j: int) -> Pair:
        """What becomes of the arrow of length one on that line."""
        x, y = self.kept_line(j) or (0.0, 0.0)
        return (self.eigenvalue(j) * x, self.eigenvalue(j) * y)

    def construct(self) -> None:
        params, found = self.params, spectrum(self.params.matrix)
        plan = plan_sweep(found, math.radians(params.sweep))
        powers = power_iteration(params.matrix, math.radians(params.start), params.iterations)
        self.board = EigenBoard(self.numbers, found, plan, powers, self.frame, self.theme)
        with self.beat("question") as beat:
            self.ask(beat)
        with self.beat("sweep") as beat:
            self.sweep_to_the_first(beat)
        with self.beat("found") as beat:
            self.light_the_first(beat)
        with self.beat("other") as beat:
            self.sweep_on(beat)
        with self.beat("equation") as beat:
            self.solve_equation(beat)
        with self.beat("multiply") as beat:
            self.multiply_once(beat)
        with self.beat("settle") as beat:
            self.multiply_again(beat)
        with self.beat("answer") as beat:
            self.point_out_level(beat)

    # the moves of each beat

    def ask(self, beat: BeatClock) -> None:
        board = self.board
        self.play(FadeIn(board.plane, board.givens), run_time=1.0)
        self.wait(beat.until(0.5))
        self.play(Create(board.circle), run_time=1.2)
        self.wait(beat.until(0.8))
        self.play(Indicate(board.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def sweep_to_the_first(self, beat: BeatClock) -> None:
        """Show v, then its image, then the two parts; then go to the first line, or a good way if there is none."""
        board, sweep = self.board, self.board.sweep
        self.play(Grow(sweep.vector), FadeIn(sweep.names[0]), run_time=0.9)
        self.play(Grow(sweep.image), FadeIn(sweep.names[1]), run_time=0.9)
        self.wait(beat.until(0.32))
        self.play(FadeIn(sweep.span), run_time=0.6)
        self.play(FadeIn(sweep.across, board.parts), run_time=0.8)
        self.add(sweep.trail, sweep.span, sweep.across, sweep.image, sweep.vector, sweep.names)
        self.wait(beat.until(0.66))
        meetings = board.plan.meetings
        first = meetings[0] if meetings else board.plan.start + math.pi / 2
        self.turn_to(first, beat.share(0.4, least=3.5))

    def turn_to(self, angle: float, run_time: float) -> None:
        self.play(self.board.sweep.angle.animate.set_value(angle), run_time=run_time, rate_func=smooth)

    def light_the_first(self, beat: BeatClock) -> None:
        board = self.board
        self.play(Indicate(board.parts.row("across"), color=None, scale_factor=1.12), run_time=1.2)
        if board.found.kind == "every line":
            self.play(FadeIn(board.fan), run_time=1.2)
            self.add(board.sweep.span, board.sweep.image, board.sweep.vector, board.sweep.names)
        elif board.lines:
            self.light(0, beat)

    def light(self, index: int, beat: BeatClock) -> None:
        """Draw a line that is kept under the arrows, and write its eigenvalue when it is read off."""
        board, kept = self.board, self.board.lines[index]
        self.play(Create(kept.line), run_time=0.9)
        self.add(board.sweep.image, board.sweep.vector, board.sweep.names)
        self.wait(beat.until(0.5))
        self.play(Indicate(board.parts.row("along"), color=None, scale_factor=1.12), run_time=1.2)
        self.play(FadeIn(kept.label), run_time=0.6)

    def sweep_on(self, beat: BeatClock) -> None:
        """Go on to the other line, if there is one, and to the end of the sweep."""
        plan = self.board.plan
        if len(self.board.lines) == 2:
            self.turn_to(plan.meetings[1], beat.share(0.2, least=2.0))
            self.light(1, beat)
        self.turn_to(plan.end, beat.share(0.35, least=2.5))

    def solve_equation(self, beat: BeatClock) -> None:
        board, sweep, rows = self.board, self.board.sweep, self.board.equation.rows
        self.play(FadeOut(sweep.group, board.parts), run_time=0.8)
        self.play(FadeIn(board.equation.box, rows[0]), run_time=0.8)
        self.play(FadeIn(rows[1]), run_time=0.8)
        self.wait(beat.until(0.5))
        self.play(FadeIn(rows[2]), run_time=0.8)
        if board.found.kind == "two lines":
            self.wait(beat.until(0.75))
            self.play(FadeIn(board.angle_mark), run_time=0.8)

    def multiply_once(self, beat: BeatClock) -> None:
        """One step in slow motion: w grows into A w, which is scaled back and is the next w; then come closer."""
        board, walk = self.board, self.board.walk
        gone = [board.equation, *([board.angle_mark] if board.found.kind == "two lines" else [])]
        self.play(FadeOut(*gone, *(kept.label for kept in board.lines)), run_time=0.8)
        if board.remembered():
            self.play(*dimmed(*board.remembered()), run_time=0.6)
        self.play(Grow(walk.vector), FadeIn(walk.name), run_time=0.9)
        self.add(walk.image)
        self.play(walk.grow.animate.set_value(1), run_time=1.8, rate_func=smooth)
        self.play(FadeIn(walk.image_name, board.growth.update()), run_time=0.8)
        self.wait(beat.until(0.75))
        self.play(FadeOut(walk.image_name), run_time=0.4)
        if board.powers.arrows[1].any():
            self.play(walk.shrink.animate.set_value(1), run_time=1.0, rate_func=smooth)
        self.remove(walk.image)
        self.add(walk.been)
        walk.step.set_value(1)
        self.play(board.zoom.animate.set_value(1), run_time=1.4, rate_func=smooth)

    def multiply_again(self, beat: BeatClock) -> None:
        board, steps = self.board, self.numbers.steps
        each = max(0.35, beat.share(0.85) / max(1, steps - 1))
        for step in range(2, steps + 1):
            self.play(
                board.walk.step.animate.set_value(step), run_time=each, rate_func=linear if each < 0.5 else smooth
            )
        line = board.powers.line
        if line is not None and board.lines:
            kept = board.lines[board.found.lines.index(line)]
            self.play(*lit(kept.line), FadeIn(kept.label), run_time=0.8)

    def point_out_level(self, beat: BeatClock) -> None:
        self.wait(beat.until(0.3))
        if self.numbers.outcome != "vanishes":
            self.play(Indicate(self.board.chart.level, color=None, scale_factor=1.06), run_time=1.2)
