"""Eigenvectors are the arrows that a matrix leaves on their own line; multiplying again and again finds one."""

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
    linear,
    smooth,
)
from pydantic import Field, field_validator

from explainers.maths.eigenvector_story import EigenvectorSayings, angle_between_lines, eigenvector_sayings
from explainers.maths.eigenvectors import (
    parts_of_image,
    plan_sweep,
    power_iteration,
    range_across,
    spectrum,
    unit_vector,
)
from explainers.maths.linear_maps import classify
from explainers.maths.visible import check_entries
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Matrix2x2, Question, SceneParams, Zone
from explainers.stage.figures.attention import dimmed, lit
from explainers.stage.figures.eigen_panels import equation_panel, growth_panel, parts_panel
from explainers.stage.figures.eigen_sweep import AngleMark, EigenSweep, fan_of_lines, kept_lines
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_marks import PlaneShape
from explainers.stage.figures.power_walk import PowerWalk

Pair = tuple[float, float]


class EigenvectorsParams(SceneParams):
    """The matrix, how far its eigenvectors are searched for, and how long it is multiplied."""

    matrix: Matrix2x2 = Field(((3, 1), (0, 2)), description="The matrix, by rows; entries from -5 to 5")
    sweep: float = Field(180, ge=180, le=360, description="How far the unit vector v sweeps, in degrees")
    start: float = Field(120, ge=0, le=360, description="Where the multiplied arrow w begins, in degrees")
    iterations: int = Field(10, ge=2, le=20, description="How often w is multiplied")

    @field_validator("matrix")
    @classmethod
    def _visible_matrix(cls, matrix: tuple[Pair, Pair]) -> tuple[Pair, Pair]:
        check_entries((*matrix[0], *matrix[1]))
        return matrix


@dataclass(frozen=True)
class EigenvectorsNumbers:
    """Everything that is seen or said. Points are pairs; the eigenvalue of the greatest size comes first."""

    matrix: tuple[Pair, Pair]
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
        """The tips of A v and w stand where the mathematics says."""
        return self.board.invariants()

    def construct(self) -> None:
        self.board = board = Board(self)
        with self.beat("question") as beat:
            board.show_question(beat)
        with self.beat("sweep") as beat:
            board.sweep_to_the_first(beat)
        with self.beat("found") as beat:
            board.light_the_first(beat)
        with self.beat("other") as beat:
            board.sweep_on(beat)
        with self.beat("equation") as beat:
            board.solve_equation(beat)
        with self.beat("multiply") as beat:
            board.multiply_once(beat)
        with self.beat("settle") as beat:
            board.multiply_again(beat)
        with self.beat("answer") as beat:
            board.point_out_level(beat)


class Board:
    """All that stands on the stage, and the moves that it can make."""

    def __init__(self, scene: Eigenvectors) -> None:
        self.scene, self.theme, self.numbers = scene, scene.theme, scene.numbers
        params, theme = scene.params, scene.theme
        left, right = scene.frame.with_panel(min(4.7, 0.36 * scene.frame.width))
        A = np.array(params.matrix)
        self.found = spectrum(A)
        self.sweep_plan = plan_sweep(self.found, math.radians(params.sweep))
        circle = unit_vector(np.linspace(0, 2 * math.pi, 181))
        picture = MovingPlane.picture_of(left)
        self.far = View.of(np.vstack([circle, circle @ A.T]), picture)
        self.near = View.of(circle, picture, largest_unit=2.1)
        self.zoom = ValueTracker(0)
        self.plane = MovingPlane(left, theme, self.far).follow(
            lambda: np.eye(2), lambda: self.far.towards(self.near, self.zoom.get_value())
        )
        self.plane.remove(self.plane.grid)  # nothing but v moves here
        self.circle = PlaneShape("circle", self.plane, color=theme.muted).set_fill(opacity=0).set_stroke(width=2)
        self.sweep = EigenSweep(self.plane, A, self.sweep_plan, theme)
        self.lines = kept_lines(self.plane, self.found, self.sweep_plan, theme)
        self.fan = fan_of_lines(self.plane, theme)
        self.powers = power_iteration(A, math.radians(params.start), params.iterations)
        self.walk = PowerWalk(self.plane, A, self.powers, theme)
        self.matrix = MatrixFigure(A, theme)
        self.givens = NumbersPanel(right, theme)
        self.givens.add_figure(matrix_equation("A =", self.matrix, theme))
        below = Zone(right.left, right.right, right.bottom, self.givens.get_bottom()[1] - 0.2)
        self.parts = parts_panel(self.sweep, below, theme)
        self.equation = equation_panel(self.found, self.numbers.trace, self.numbers.determinant, below, theme)
        level = None if self.numbers.outcome == "vanishes" else self.numbers.long_run
        self.growth, self.chart = growth_panel(self.walk, level, below, theme)

    def invariants(self) -> Iterable[Invariant]:
        """What must hold of the arrows now, in units of the plane."""
        A, unit = np.array(self.numbers.matrix), self.plane.view.unit
        drawn = {
            "the tip of A v is A v": (self.sweep.image, A @ self.sweep.unit()),
            "the tip of w is w": (self.walk.vector, self.walk.unit()),
        }
        for name, (arrow, expected) in drawn.items():
            if arrow in self.scene.get_mobject_family_members() and np.linalg.norm(expected) * unit > 1e-6:
                error = np.linalg.norm(arrow.get_tip_point() - self.plane.point(expected)) / unit
                yield Invariant(name, float(error), 0.0, tolerance=1e-6)

    # moving

    def show_question(self, beat: BeatClock) -> None:
        play = self.scene.play
        play(FadeIn(self.plane, self.givens), run_time=1.0)
        self.scene.wait(beat.until(0.5))
        play(Create(self.circle), run_time=1.2)
        self.scene.wait(beat.until(0.8))
        play(Indicate(self.matrix, color=None, scale_factor=1.12), run_time=1.2)

    def sweep_to_the_first(self, beat: BeatClock) -> None:
        """Show v, then its image, then the two parts; then go to the first line, or a good way if there is none."""
        play, origin, sweep = self.scene.play, self.plane.point((0, 0)), self.sweep
        play(GrowFromPoint(sweep.vector, origin), FadeIn(sweep.names[0]), run_time=0.9)
        play(GrowFromPoint(sweep.image, origin), FadeIn(sweep.names[1]), run_time=0.9)
        self.scene.wait(beat.until(0.32))
        play(FadeIn(sweep.span), run_time=0.6)
        play(FadeIn(sweep.across, self.parts), run_time=0.8)
        self.scene.add(sweep.trail, sweep.span, sweep.across, sweep.image, sweep.vector, sweep.names)
        self.scene.wait(beat.until(0.66))
        first = self.sweep_plan.meetings[0] if self.sweep_plan.meetings else self.sweep_plan.start + math.pi / 2
        self.turn_to(first, beat.share(0.4, least=3.5))

    def turn_to(self, angle: float, run_time: float) -> None:
        self.scene.play(self.sweep.angle.animate.set_value(angle), run_time=run_time, rate_func=smooth)

    def light_the_first(self, beat: BeatClock) -> None:
        play = self.scene.play
        play(Indicate(self.parts.row("across"), color=None, scale_factor=1.12), run_time=1.2)
        if self.found.kind == "every line":
            play(FadeIn(self.fan), run_time=1.2)
            self.scene.add(self.sweep.span, self.sweep.image, self.sweep.vector, self.sweep.names)
        elif self.lines:
            self.light(0, beat)

    def light(self, index: int, beat: BeatClock) -> None:
        """Draw a line that is kept under the arrows, and write its eigenvalue when it is read off."""
        kept = self.lines[index]
        self.scene.play(Create(kept.line), run_time=0.9)
        self.scene.add(self.sweep.image, self.sweep.vector, self.sweep.names)
        self.scene.wait(beat.until(0.5))
        self.scene.play(Indicate(self.parts.row("along"), color=None, scale_factor=1.12), run_time=1.2)
        self.scene.play(FadeIn(kept.label), run_time=0.6)

    def sweep_on(self, beat: BeatClock) -> None:
        """Go on to the other line, if there is one, and to the end of the sweep."""
        if len(self.lines) == 2:
            self.turn_to(self.sweep_plan.meetings[1], beat.share(0.2, least=2.0))
            self.light(1, beat)
        self.turn_to(self.sweep_plan.end, beat.share(0.35, least=2.5))

    def solve_equation(self, beat: BeatClock) -> None:
        play, sweep, rows = self.scene.play, self.sweep, self.equation.rows
        play(FadeOut(sweep.group, self.parts), run_time=0.8)
        play(FadeIn(self.equation.box, rows[0]), run_time=0.8)
        play(FadeIn(rows[1]), run_time=0.8)
        self.scene.wait(beat.until(0.5))
        play(FadeIn(rows[2]), run_time=0.8)
        if self.found.kind == "two lines":
            self.angle_mark = AngleMark(self.plane, self.found.lines, self.numbers.angle_between, self.theme)
            self.scene.wait(beat.until(0.75))
            play(FadeIn(self.angle_mark), run_time=0.8)

    def multiply_once(self, beat: BeatClock) -> None:
        """One step in slow motion: w grows into A w, which is scaled back and is the next w; then come closer."""
        play, walk, origin = self.scene.play, self.walk, self.plane.point((0, 0))
        gone = [self.equation, *([self.angle_mark] if self.found.kind == "two lines" else [])]
        play(FadeOut(*gone, *(kept.label for kept in self.lines)), run_time=0.8)
        if self.remembered():
            play(*dimmed(*self.remembered()), run_time=0.6)
        play(GrowFromPoint(walk.vector, origin), FadeIn(walk.name), run_time=0.9)
        self.scene.add(walk.image)
        play(walk.grow.animate.set_value(1), run_time=1.8, rate_func=smooth)
        play(FadeIn(walk.image_name, self.growth.update()), run_time=0.8)
        self.scene.wait(beat.until(0.75))
        play(FadeOut(walk.image_name), run_time=0.4)
        if self.powers.arrows[1].any():
            play(walk.shrink.animate.set_value(1), run_time=1.0, rate_func=smooth)
        self.scene.remove(walk.image)
        self.scene.add(walk.been)
        walk.step.set_value(1)
        play(self.zoom.animate.set_value(1), run_time=1.4, rate_func=smooth)

    def remembered(self) -> list[VGroup]:
        """The lines that were found, as they stand in the background."""
        return [self.fan] if self.found.kind == "every line" else [kept.line for kept in self.lines]

    def multiply_again(self, beat: BeatClock) -> None:
        steps = self.numbers.steps
        each = max(0.35, beat.share(0.85) / max(1, steps - 1))
        for step in range(2, steps + 1):
            self.scene.play(
                self.walk.step.animate.set_value(step), run_time=each, rate_func=linear if each < 0.5 else smooth
            )
        line = self.powers.line
        if line is not None and self.lines:
            kept = self.lines[self.found.lines.index(line)]
            self.scene.play(*lit(kept.line), FadeIn(kept.label), run_time=0.8)

    def point_out_level(self, beat: BeatClock) -> None:
        self.scene.wait(beat.until(0.3))
        if self.numbers.outcome != "vanishes":
            self.scene.play(Indicate(self.chart.level, color=None, scale_factor=1.06), run_time=1.2)
