"""Gradient descent: the ball on the surface, the path on the map and the loss curve are one walk, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    Animation,
    BackgroundRectangle,
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
)
from pydantic import Field, model_validator

from explainers.maths.descent import Descent, descend, stability_limit
from explainers.maths.descent_story import (
    OtherRate,
    angle_between,
    end_words,
    gradient_words,
    outcome_words,
    rate_words,
    step_words,
    walk_words,
)
from explainers.maths.height_scale import choose_height_scale
from explainers.maths.losses import Loss, find_loss
from explainers.maths.optimisers import Newton, Optimiser, find_optimiser
from explainers.maths.verdicts import Verdict, inside, judge
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Formula, LossText, Paragraph, Question, SceneParams, Text, Vector2
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.contour_map import ContourMap, fit_window
from explainers.stage.figures.descent_path import DescentPath
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.loss_curve import LossCurve
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.figures.significant_number import SignificantNumber, significant
from explainers.stage.figures.surface_path import SurfacePath
from explainers.stage.figures.surface_plot import SurfacePlot
from explainers.stage.figures.surface_view import FROM_ABOVE, View
from explainers.stage.theme import Theme
from explainers.stage.zones import Zone, keep_inside

Array = npt.NDArray[np.float64]
Pair = tuple[float, float]
OptimiserName = Literal["gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "newton"]

DEFAULT_CONDITION = 10.0
LEVELS = 13
EM = 96.0
"""Font size at which an em is one unit of the frame."""
PAUSE = 1.2
"""Seconds to think after a question."""


class GradientDescentParams(SceneParams):
    """What a lesson, a flag or a slider may change."""

    loss: LossText = Field("quadratic-bowl", description="A known loss, or a function of x and y that you type")
    condition_number: float = Field(
        DEFAULT_CONDITION,
        ge=1,
        le=1000,
        description="How many times steeper the quadratic bowl is along y than along x",
    )
    start: Vector2 | None = Field(None, description="Where the ball starts; the loss's own place if left out")
    learning_rate: float | None = Field(
        None, gt=0, le=10, description="Length of a step; one that suits loss and optimiser if left out",
        json_schema_extra={"scale": "log", "smallest": 1e-4},
    )  # fmt: skip
    steps: int = Field(40, ge=1, le=200, description="How many steps")
    optimiser: OptimiserName = Field("gradient-descent", description="The rule for the next point")

    @model_validator(mode="after")
    def _condition_number_has_its_bowl(self) -> GradientDescentParams:
        if self.condition_number != DEFAULT_CONDITION and find_loss(self.loss).name != "quadratic-bowl":
            raise ValueError(
                f"condition_number: only quadratic-bowl takes one; leave it out for {find_loss(self.loss).name}"
            )
        return self


@dataclass(frozen=True)
class GradientDescentNumbers:
    """Everything that is seen or said.

    Points and vectors are pairs in x and y. ``angle_to_minimum`` lies between downhill and the way to the nearest known
    minimum, in degrees; ``stability_limit`` is 2/L at that minimum, L the largest curvature.
    """

    title: str
    formula: str
    rule: str
    window: tuple[float, float, float, float]
    learning_rate: float
    start: Pair
    start_value: float
    gradient: Pair
    slope: float
    slopes: Array
    """The gradient's length at the start and after each step."""
    nearest_minimum: Pair | None
    angle_to_minimum: float | None
    stability_limit: float | None
    descent: Descent
    steps_taken: int
    first_step_count: int
    verdict: Verdict
    first_step: Pair | None
    first_point: Pair | None
    first_value: float | None
    last_point: Pair
    last_value: float
    slower: OtherRate
    faster: OtherRate
    gradient_words: str
    step_words: str
    walk_words: str
    outcome_words: str
    rate_words: str


class GradientDescent(ExplainerScene[GradientDescentParams]):
    title = "Gradient descent"
    beats = {
        "question": Beat(
            "A ball stands on this surface, in fog. It feels only the slope under it. "
            "Which way should it go, and how far?",
            alt="A surface rises and turns into view, with a ball on it at {numbers.start[0]:g}, {numbers.start[1]:g}.",
            title="Which way is down?",
        ),
        "map": Beat(
            "From straight above, the surface becomes a map. Each line joins points of equal loss.",
            alt="The surface turns until it is seen from above; its contour lines move over and become a map. "
            "The loss at the start is {numbers.start_value:.4g}.",
            title="The surface as a map",
        ),
        "gradient": Beat(
            "{numbers.gradient_words}",
            alt="On the map an arrow points downhill from the start, against the gradient "
            "({numbers.gradient[0]:.4g}, {numbers.gradient[1]:.4g}).",
            title="The gradient",
        ),
        "step": Beat(
            "{numbers.step_words}",
            alt="The ball takes its first step, on surface and map; the loss curve falls or rises with it. "
            "It ends at step {numbers.first_step_count}.",
            title="One step",
        ),
        "walk": Beat(
            "{numbers.walk_words}",
            alt="Ball, path and loss curve move together from step {numbers.first_step_count} to step "
            "{numbers.steps_taken}; the loss ends at {numbers.last_value:.4g}.",
            title="Step after step",
        ),
        "outcome": Beat(
            "{numbers.outcome_words}",
            alt="The whole path stands on the map. It ends at {numbers.last_point[0]:.4g}, "
            "{numbers.last_point[1]:.4g}, where the loss is {numbers.last_value:.4g}.",
            title="Where it ends",
        ),
        "rates": Beat(
            "Is a larger learning rate faster? What would half of it do, and what twice as much?",
            alt="The loss curve stands alone; the question is about learning rates "
            "{numbers.slower.learning_rate:.3g} and {numbers.faster.learning_rate:.3g}.",
            title="Is larger faster?",
        ),
        "answer": Beat(
            "{numbers.rate_words}",
            alt="Two more loss curves are drawn: with half the learning rate, then with twice as much.",
            title="The learning rate decides",
        ),
    }
    practice = [
        Question("What is the gradient at the start?", lambda n: f"({n.gradient[0]:.6g}, {n.gradient[1]:.6g})"),
        Question(
            "Where is the ball after the first step?",
            lambda n: (
                f"({n.first_point[0]:.6g}, {n.first_point[1]:.6g})" if n.first_point else "There is no first step"
            ),
        ),
        Question(
            "Below which learning rate is plain gradient descent stable at the nearest known minimum?",
            lambda n: f"{n.stability_limit:.6g}" if n.stability_limit else "No minimum is known",
        ),
    ]

    @staticmethod
    def solve(params: GradientDescentParams) -> GradientDescentNumbers:
        loss, start = loss_and_start(params)
        optimiser = chosen_optimiser(params, loss)
        descent = descend(loss, start, optimiser, params.steps)
        verdict = judge(descent, loss, optimiser)
        minimum = min(loss.minima, key=lambda point: np.hypot(*np.subtract(point, start)), default=None)
        limit = stability_limit(loss, minimum) if minimum else None
        moved = descent.steps_taken > 0
        slower, faster = (other_rate(params, loss, start, optimiser, factor) for factor in (0.5, 2.0))
        return GradientDescentNumbers(
            title=loss.title,
            formula=loss.expression.typst(),
            rule=optimiser.update_rule(),
            window=loss.window,
            learning_rate=optimiser.learning_rate,
            start=start,
            start_value=float(descent.values[0]),
            gradient=pair(descent.gradients[0]),
            slope=float(np.linalg.norm(descent.gradients[0])),
            slopes=np.linalg.norm(descent.gradients, axis=1),
            nearest_minimum=minimum,
            angle_to_minimum=angle_between(-descent.gradients[0], np.subtract(minimum, start)) if minimum else None,
            stability_limit=limit,
            descent=descent,
            steps_taken=descent.steps_taken,
            first_step_count=min(1, descent.steps_taken),
            verdict=verdict,
            first_step=pair(descent.points[1] - descent.points[0]) if moved else None,
            first_point=pair(descent.points[1]) if moved else None,
            first_value=float(descent.values[1]) if moved else None,
            last_point=pair(descent.points[-1]),
            last_value=float(descent.values[-1]),
            slower=slower,
            faster=faster,
            gradient_words=gradient_words(descent, verdict, minimum, len(loss.minima)),
            step_words=step_words(descent, optimiser, verdict),
            walk_words=walk_words(descent, verdict),
            outcome_words=outcome_words(descent, verdict),
            rate_words=rate_words(slower, faster, verdict, limit, loss, optimiser),
        )

    def invariants(self) -> Iterator[Invariant]:
        """On the map the ball is where the descent is, and what the panel prints is the loss there."""
        pictures, points = self.pictures, self.numbers.descent.points
        shown = set(self.get_mobject_family_members())
        progress = pictures.progress.get_value()
        if pictures.map_path.ball in shown and not pictures.map_path.ball_is_outside:
            step = min(int(progress), len(points) - 1)
            place = points[step] + (progress - step) * (points[min(step + 1, len(points) - 1)] - points[step])
            miss = float(np.linalg.norm(pictures.map_path.ball.get_center() - pictures.map.to_screen([place])[0]))
            yield Invariant("the ball is on the descent's path", miss, 0.0, 1e-4)
        loss = pictures.panel.number("loss")
        if loss in shown:
            value = float(self.numbers.descent.values[int(progress + 1e-6)])
            yield Invariant("the panel prints the loss of the step", loss.value, value, 1e-9 * max(1.0, abs(value)))

    def construct(self) -> None:
        pictures = self.pictures = Pictures(self)
        numbers, surface = self.numbers, pictures.surface
        with self.beat("question") as beat:
            self.add(pictures.formula, pictures.height_note, surface)
            self.play(turn(surface, pictures.raised), run_time=beat.share(0.55, least=2))
            self.play(FadeIn(pictures.surface_path))
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("map") as beat:
            self.play(turn(surface, FROM_ABOVE), run_time=beat.until(0.4, least=1.6))
            self.play(*pictures.lines_move_to_map(), run_time=1.4)
            self.play(FadeIn(pictures.map, pictures.markers), FadeOut(pictures.flying), FadeIn(pictures.map_path))
            self.play(turn(surface, pictures.raised), run_time=beat.until(1, least=1.6))
        with self.beat("gradient") as beat:
            self.play(dim(surface), run_time=0.6)
            self.play(FadeIn(pictures.arrow, pictures.arrow_label), run_time=beat.share(0.2))
            if len(pictures.to_minimum):
                self.wait(beat.until(0.6))
                self.play(FadeIn(pictures.to_minimum))
        with self.beat("step") as beat:
            self.play(dim(surface, 1), FadeOut(pictures.to_minimum), FadeIn(pictures.rule), run_time=0.8)
            self.play(FadeIn(pictures.chart), FadeIn(pictures.panel))
            self.play(FadeIn(pictures.step_sum), run_time=beat.until(0.3))
            pictures.bring_movers_to_front()
            self.play(FadeOut(pictures.arrow, pictures.arrow_label), run_time=0.6)
            self.play(
                pictures.progress.animate.set_value(numbers.first_step_count), run_time=beat.until(0.8, least=1.5)
            )
        with self.beat("walk") as beat:
            self.play(FadeOut(pictures.step_sum), run_time=0.6)
            self.play(pictures.walk(), run_time=max(beat.until(1), 6 if numbers.steps_taken > 1 else 0.6))
        with self.beat("outcome") as beat:
            self.play(dim(surface), run_time=0.6)
            self.play(FadeIn(pictures.end_mark, scale=2), run_time=beat.share(0.2))
        with self.beat("rates") as beat:
            self.play(FadeIn(pictures.legend[0]), run_time=beat.share(0.3))
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("answer") as beat:
            for curve, key, until in zip(pictures.other_curves, pictures.legend[1:], (0.3, 0.6), strict=True):
                self.play(FadeIn(key), Create(curve), run_time=beat.until(until, least=1.2))


# --- the mathematics ------------------------------------------------------------------------------------------------


def loss_and_start(params: GradientDescentParams) -> tuple[Loss, Pair]:
    """Return the loss and a start that lies on its map and where it is finite."""
    loss = find_loss(params.loss, params.condition_number)
    start = params.start or loss.start
    x_lo, x_hi, y_lo, y_hi = loss.window
    if not inside([start], loss.window)[0]:
        raise ValueError(
            f"start: ({start[0]:g}, {start[1]:g}) lies outside of the map of {loss.name}; "
            f"choose x from {x_lo:g} to {x_hi:g} and y from {y_lo:g} to {y_hi:g}"
        )
    if not loss.is_finite_at(start):
        raise ValueError(
            f"start: {loss.name} or its gradient is not finite at ({start[0]:g}, {start[1]:g}); choose another start"
        )
    return loss, start


def chosen_optimiser(params: GradientDescentParams, loss: Loss) -> Optimiser:
    """Return the optimiser with the rate asked for, or one that shows something on the loss's map."""
    rate = params.learning_rate
    if rate is None:
        x_lo, x_hi, y_lo, y_hi = loss.window
        diagonal = float(np.hypot(x_hi - x_lo, y_hi - y_lo))
        # Momentum adds up ten steps, so each is shorter; the adaptive rules' steps are about as long as the rate.
        rates = {"gradient-descent": loss.learning_rate, "newton": 1.0, "adagrad": diagonal / 20}
        rates |= dict.fromkeys(("momentum", "nesterov"), loss.learning_rate / 4)
        rates |= {"rmsprop": diagonal / 100, "adam": diagonal / 50}
        rate = float(f"{rates[params.optimiser]:.2g}") if params.optimiser != "gradient-descent" else loss.learning_rate
    return with_rate(params.optimiser, rate)


def with_rate(name: OptimiserName, rate: float) -> Optimiser:
    """Return an optimiser; Newton's method, too, takes a rate here: a share of its full step."""
    return Newton(rate) if name == "newton" else find_optimiser(name, rate)


def other_rate(
    params: GradientDescentParams, loss: Loss, start: Pair, optimiser: Optimiser, factor: float
) -> OtherRate:
    """Walk again with another learning rate."""
    other = with_rate(params.optimiser, factor * optimiser.learning_rate)
    descent = descend(loss, start, other, params.steps)
    verdict = judge(descent, loss, other)
    return OtherRate(other.learning_rate, descent.values, end_words(descent, verdict))


def pair(values: Array) -> Pair:
    """Return two numbers as a tuple."""
    return float(values[0]), float(values[1])


# --- the pictures ---------------------------------------------------------------------------------------------------


def grid(loss: Loss, cells: int) -> tuple[Array, Array, Array]:
    """Return x, y and the loss over its window, on about ``cells * cells`` square cells."""
    x_lo, x_hi, y_lo, y_hi = loss.window
    aspect = float(np.clip((x_hi - x_lo) / (y_hi - y_lo), 0.3, 3.5)) ** 0.5
    x, y = np.linspace(x_lo, x_hi, round(cells * aspect) + 1), np.linspace(y_lo, y_hi, round(cells / aspect) + 1)
    return x, y, loss.value(*np.meshgrid(x, y))


@dataclass(frozen=True)
class Layout:
    """Where things stand: surface and formulas left, the map above the chart right, the panel beside one of them."""

    left: Zone
    map: Zone
    chart: Zone
    panel: Zone


def lay_out(stage: Zone, window: tuple[float, float, float, float]) -> Layout:
    """Give a wide map the whole width, with the panel beside the chart; put the panel beside a map that is not wide."""
    left, right = stage.columns(6.0, 7.0, gap=0.35)
    wide_map, below = right.rows(2.85, 2.8, gap=0.2)
    chart, panel = below.columns(4.4, 2.35, gap=0.3)
    wide = Layout(left, wide_map, chart, panel)
    above, chart = right.rows(3.45, 2.25, gap=0.15)
    map_zone, panel = above.columns(4.3, 2.4, gap=0.3)
    square = Layout(left, map_zone, chart, panel)
    return max(wide, square, key=lambda layout: fit_window(layout.map, window)[0])


class Pictures:
    """Everything that the scene draws, laid out."""

    def __init__(self, scene: GradientDescent) -> None:
        self.theme, self.numbers, self.scene = scene.theme, scene.numbers, scene
        self.loss, _ = loss_and_start(scene.params)
        loss, points, numbers, theme = self.loss, self.numbers.descent.points, self.numbers, self.theme
        zones = lay_out(scene.frame.stage, numbers.window)
        self.progress = ValueTracker(0.0)
        levels = tuple((np.arange(LEVELS) + 0.5) / LEVELS)

        self.formula = formula_line(zones.left, numbers.formula, loss.expression.text, theme)
        self.rule, self.step_sum = rule_lines(zones.left, numbers, theme)
        surface_zone = Zone(
            zones.left.left, zones.left.right, self.rule.get_top()[1] + 0.42, self.formula.get_bottom()[1] - 0.05
        )

        fine_x, fine_y, fine = grid(loss, 110)
        scale = choose_height_scale(fine)
        self.surface = SurfacePlot(surface_zone, theme, fine_x, fine_y, scale.height(fine), levels=levels)
        self.surface_path = SurfacePath(points, self.surface, theme)
        samples = self.surface_path.samples()
        # Where the walk begins and ends counts as much as all that lies between.
        ends = np.repeat(samples[[0, -1]], max(1, len(samples) // 3), axis=0)
        self.raised = self.surface.clear_view(np.vstack([samples, ends]))
        flat = replace(self.raised, azimuth=self.raised.azimuth - 30, elevation=self.raised.elevation + 12, rise=0.0)
        self.surface.label_edges_near(self.raised).set_view(flat)
        self.map = ContourMap(zones.map, theme, fine_x, fine_y, scale.height(fine), levels=levels)
        self.map_path = DescentPath(points, self.map, theme)
        self.chart = LossCurve(
            zones.chart, theme, numbers.descent.values, steps=scene.params.steps,
            beside=(numbers.slower.values, numbers.faster.values),
        )  # fmt: skip
        height = "height: log scale of the loss" if scale.logarithmic else "height: the loss"
        self.height_note = Text(height, font_size=theme.sizes.small, color=theme.muted)
        self.height_note.next_to(self.rule, UP, buff=0.14).align_to(zones.left.bottom_left, LEFT)
        self.panel = self._panel(zones.panel)
        self.markers = self._minimum_markers()
        self.arrow, self.arrow_label = self._downhill_arrow()
        self.to_minimum = self._line_to_minimum()
        self.end_mark = self._end_mark()
        self.other_curves, self.legend = self._other_rates(zones.chart)
        self.flying = VMobject()
        for follower in (self.surface_path, self.map_path, self.chart):
            follower.follow(self.progress.get_value)

    # --- motion --------------------------------------------------------------------------------------------------

    def lines_move_to_map(self) -> list[Animation]:
        """Return the animation of the contour lines, seen from above, onto the map: a scaled copy of them."""
        corners = np.array(self.map.window).reshape(2, 2).T
        here, there = self.surface.to_screen(corners), self.map.to_screen(corners)
        factor = float(np.linalg.norm(there[1] - there[0]) / np.linalg.norm(here[1] - here[0]))
        self.flying = self.surface.contours().set_stroke(self.theme.text, opacity=0.8)
        self.scene.add(self.flying)
        moved = self.flying.animate(run_time=1.4).scale(factor, about_point=here[0]).shift(there[0] - here[0])
        return [moved]

    def bring_movers_to_front(self) -> None:
        """Put what moves after what stands still in Manim's order: it paints what stands still once."""
        self.scene.add(self.chart.curve, self.chart.point, self.surface_path, self.map_path)

    def walk(self) -> Animation:
        """Return the walk from the first step to the last, slower where the path is long on the map."""
        steps = self.numbers.steps_taken
        first = self.numbers.first_step_count
        if steps <= first:
            return Wait(0.6)
        pace = walking_pace(self.map_path, first)
        places = np.arange(first, steps + 1)
        return UpdateFromAlphaFunc(
            self.progress,
            lambda tracker, alpha: tracker.set_value(float(np.interp(alpha, pace, places))),
            rate_func=linear,
        )

    # --- parts ---------------------------------------------------------------------------------------------------

    def _panel(self, zone: Zone) -> NumbersPanel:
        """Return the live values of the last point reached."""
        theme, descent = self.theme, self.numbers.descent
        wide = Zone(zone.left, zone.left + zone.width / 0.85, zone.top - zone.height / 0.85, zone.top)
        panel = NumbersPanel(wide, theme)

        def at() -> int:
            return int(np.floor(self.progress.get_value() + 1e-6))

        rows: tuple[tuple[str, str, Callable[[], float], str, bool], ...] = (
            ("step", 'upright("step")', at, theme.text, False),
            ("x", "x", lambda: float(descent.points[at()][0]), theme.path, True),
            ("y", "y", lambda: float(descent.points[at()][1]), theme.path, True),
            ("loss", "f", lambda: float(descent.values[at()]), theme.curve, True),
            ("slope", "||nabla f||", lambda: float(self.numbers.slopes[at()]), theme.gradient, False),
        )
        for name, symbol, source, color, signed in rows:
            number = (
                LiveNumber(0, decimals=0, font_size=theme.sizes.body, color=color, signed=False)
                if name == "step"
                else SignificantNumber(source(), font_size=theme.sizes.body, color=color, signed=signed)
            )
            panel.add_row(name, symbol, source, color=color, number=number)
        return panel.scale(0.85, about_point=zone.top_left)

    def _minimum_markers(self) -> VGroup:
        """Return a cross at each known minimum on the map."""
        known = [point for point in self.loss.minima if inside([point], self.map.window)[0]]
        if not known:
            return VGroup()
        centers = self.map.to_screen(known)
        arms = 0.1 * np.array([[1, 1, 0], [1, -1, 0]])
        starts, ends = np.concatenate([centers - arm for arm in arms]), np.concatenate([centers + arm for arm in arms])
        crosses = VMobject(stroke_color=self.theme.minimum, stroke_width=4)
        crosses.points = pieces_to_points(starts, ends)
        return VGroup(crosses.set_stroke(self.theme.background, width=8, background=True))

    def _downhill_arrow(self) -> tuple[LiveArrow, VGroup]:
        """Return the arrow from the start against the gradient, of a fixed length on the map, and its label."""
        theme, area = self.theme, self.map.area
        start = self.map.to_screen([self.numbers.start])[0]
        gradient = np.array([*self.numbers.gradient, 0.0])
        if not np.any(gradient):
            return LiveArrow(start, start, color=theme.gradient), VGroup()
        downhill = -gradient / np.linalg.norm(gradient)
        length = float(np.clip(room_along(start, downhill, area) - 0.05, 0.35, 0.85))
        arrow = LiveArrow(start + length * downhill, start, color=theme.gradient, stroke_width=5, head=0.24)
        arrow.set_stroke(theme.background, width=9, background=True)
        label = Formula("-nabla f", font_size=theme.sizes.small, color=theme.gradient)
        across = np.array([-downhill[1], downhill[0], 0])
        side = across if across @ (area.center - start) >= 0 else -across
        if self.numbers.nearest_minimum:
            # On the side away from the line to the minimum.
            to_minimum = self.map.to_screen([self.numbers.nearest_minimum])[0] - start
            side = -across if across @ to_minimum > 0 else across
        label.move_to(start + 0.75 * length * downhill + 0.4 * side)
        keep_inside(label, area.inset(0.08))
        return arrow, VGroup(BackgroundRectangle(label, color=theme.background, fill_opacity=0.75, buff=0.06), label)

    def _line_to_minimum(self) -> VGroup:
        """Return the dashed line from the start to the nearest known minimum, where that is not straight downhill."""
        minimum, angle = self.numbers.nearest_minimum, self.numbers.angle_to_minimum
        if minimum is None or angle is None:
            return VGroup()
        start, end = self.map.to_screen([self.numbers.start, minimum])
        count = max(2, round(float(np.linalg.norm(end - start)) / 0.1))
        shares = np.linspace(0, 1, 2 * count)[:, None]
        dots = (1 - shares) * start + shares * end
        line = VMobject(stroke_color=self.theme.minimum, stroke_width=3)
        line.points = pieces_to_points(dots[:-1:2], dots[1::2])
        return VGroup(line.set_stroke(self.theme.background, width=6, background=True))

    def _end_mark(self) -> VMobject:
        """Return a ring around where the path ends on the map, or where it leaves it."""
        path = DescentPath(self.numbers.descent.points, self.map, self.theme).show(self.numbers.steps_taken)
        reached = self.theme.good if self.numbers.verdict.outcome == "converged" else self.theme.text
        ring = VMobject(stroke_color=self.theme.warning if path.ball_is_outside else reached, stroke_width=4)
        ring.points = discs_to_points(path.ball.get_center()[None], 0.13 if path.ball_is_outside else 0.2)
        return ring.set_stroke(self.theme.background, width=8, background=True)

    def _other_rates(self, zone: Zone) -> tuple[tuple[VMobject, VMobject], tuple[VGroup, ...]]:
        """Return the curves of half and twice the learning rate, and the key to the three curves."""
        theme, chart = self.theme, self.chart
        curves = (
            chart.other_curve(self.numbers.slower.values, dash=0.16, color=theme.muted),
            chart.other_curve(self.numbers.faster.values, dash=0.06, color=theme.warning),
        )
        keys = [
            VGroup(dashed_sample(dash, color), Formula(symbol, font_size=theme.sizes.small, color=color))
            for dash, color, symbol in (
                (1, theme.curve, "eta"),
                (0.16, theme.muted, "eta\\/2"),
                (0.06, theme.warning, "2 eta"),
            )
        ]
        for key in keys:
            key.arrange(RIGHT, buff=0.1)
        legend = VGroup(*keys).arrange(RIGHT, buff=0.3)
        legend.move_to([chart.area.right, chart.heading.get_y(), 0], aligned_edge=RIGHT)
        return curves, tuple(keys)


def turn(surface: SurfacePlot, view: View) -> UpdateFromAlphaFunc:
    """Return the animation that turns the surface to a view, smoothly."""
    first = surface.view
    return UpdateFromAlphaFunc(surface, lambda plot, alpha: plot.set_view(first.towards(view, alpha)))


def dim(surface: SurfacePlot, presence: float = 0.35) -> UpdateFromAlphaFunc:
    """Return the animation that lets the surface recede, or come back."""
    first = surface.presence
    return UpdateFromAlphaFunc(surface, lambda plot, alpha: plot.set_presence((1 - alpha) * first + alpha * presence))


def dashed_sample(dash: float, color: str) -> VMobject:
    """Return a short line for a key, drawn as its curve is."""
    cuts = np.append(np.arange(0, 0.44, dash), 0.44)
    corners = np.column_stack([cuts, np.zeros((len(cuts), 2))])
    sample = VMobject(stroke_color=color, stroke_width=4)
    sample.points = pieces_to_points(corners[:-1:2], corners[1::2])
    return sample


def walking_pace(path: DescentPath, first: int) -> Array:
    """Return the share of the walk's time at which each point from `first` on is reached.

    The time of a step grows with the root of its length on the map: long steps are slower to follow, and the many short
    ones at the end still take their part.
    """
    lengths = path.lengths()[first:]
    time = np.sqrt(lengths) + 0.35 * np.sqrt(lengths).mean() + 1e-9
    return np.concatenate([[0], np.cumsum(time)]) / time.sum()


def formula_line(zone: Zone, markup: str, typed: str, theme: Theme) -> Mobject:
    """Return the loss as a formula at the top of a zone: on one line, on more in small type, or cut as it was typed."""
    line = Formula(f"f(x, y) = {markup}", font_size=theme.sizes.body, color=theme.text)
    if line.width <= zone.width * theme.sizes.body / theme.sizes.small:
        line.scale(min(1.0, zone.width / line.width))
        return line.move_to(zone.top_left, aligned_edge=UL)
    ems = zone.width / (theme.sizes.small / EM)
    # Fractions as large as the text, and lines as far apart as fractions need.
    style = '#show math.frac: math.display\n#set text(top-edge: "bounds", bottom-edge: "bounds")\n'
    block = Paragraph(f"{style}$f(x, y) = {markup}$", font_size=theme.sizes.small, color=theme.text, width_in_ems=ems)
    shown = len(typed)
    while block.height > 1.3 or block.width > zone.width:
        shown = int(min(0.95, 0.97 * zone.width / block.width) * shown)
        block = Text(f"f(x, y) = {typed[:shown]} ...", font_size=theme.sizes.small, color=theme.text)
    return block.move_to(zone.top_left, aligned_edge=UL)


def rule_lines(zone: Zone, numbers: GradientDescentNumbers, theme: Theme) -> tuple[VGroup, VGroup]:
    """Return the update rule with its rate, and the first step in numbers under it, at the bottom of a zone."""
    markup = numbers.rule.replace("<-", "&<-") if "\\" in numbers.rule else numbers.rule
    rule = Formula(markup, font_size=theme.sizes.body, color=theme.text)
    rate = Formula(f"eta = {numbers.learning_rate:.3g}", font_size=theme.sizes.body, color=theme.text)
    group = VGroup(rule, rate).arrange(RIGHT, buff=0.6)
    terms = VGroup()
    if numbers.first_point is not None:
        step = np.subtract(numbers.first_point, numbers.start)
        texts = [vector_markup(numbers.start), "+", vector_markup(step), "=", vector_markup(numbers.first_point)]
        colors = [theme.text, theme.muted, theme.gradient, theme.muted, theme.path]
        for text, color in zip(texts, colors, strict=True):
            terms.add(Formula(text, font_size=theme.sizes.label, color=color))
        terms.arrange(RIGHT, buff=0.14)
    for line in (group, terms):
        line.scale(min(1, zone.width / max(line.width, 1e-9), 1.1 / max(line.height, 1e-9)))
    VGroup(group, terms).arrange(DOWN, aligned_edge=LEFT, buff=0.2).move_to(zone.bottom_left, aligned_edge=DL)
    return group, terms


def vector_markup(vector: npt.ArrayLike) -> str:
    """Return a vector as Typst mathematics, with as many digits as tell its numbers from others."""
    shown = []
    for value in np.asarray(vector, dtype=float):
        body, exponent = significant(float(value))
        if "." in body and not exponent:
            body = body.rstrip("0").rstrip(".")
        shown.append(body.replace("×", " dot ") + (f"^({exponent})" if exponent else ""))
    return f"({', '.join(shown)})"


def room_along(start: Array, direction: Array, area: Zone) -> float:
    """Return how far one can go from `start` without leaving the area."""
    rooms = [
        ((high if along > 0 else low) - place) / along
        for place, along, low, high in (
            (start[0], direction[0], area.left, area.right),
            (start[1], direction[1], area.bottom, area.top),
        )
        if abs(along) > 1e-9
    ]
    return float(min(rooms))
