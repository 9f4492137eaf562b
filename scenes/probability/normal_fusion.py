"""Two noisy measurements become one, which is surer than both; then the belief moves, and a third one arrives.

The one idea: precisions add, and their shares are the weights. A Kalman filter in one dimension follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from manim import Mobject, linear
from pydantic import Field

from explainers.maths.belief_curves import Window
from explainers.maths.fusion_numbers import FusionNumbers, equals, fusion_numbers, three_digits
from explainers.maths.fusion_story import FusionWords, tell_fusion
from explainers.maths.normal_fusion import NormalBelief
from explainers.maths.normal_window import NormalHeights, choose_heights, joined, window_over
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, BeatClock, ExplainerScene, Handle, Question, SceneParams, Text
from explainers.stage.figures.density_curve import Dash
from explainers.stage.figures.fusion_explorer import FusionExplorer
from explainers.stage.figures.fusion_panel import FusionPanel, bar, fusion_zones, weighted_sum
from explainers.stage.figures.live_change import Fade, LiveChange
from explainers.stage.figures.normal_plot import NormalPlot

PAUSE = 1.2
"""Seconds to think after the question."""

DIM = 0.3
"""Opacity of what is not spoken about."""

PRECISION = '"precision" = 1 \\/ "deviation"^2'


class NormalFusionParams(SceneParams):
    """Three measurements with their deviations, and a step between the second and the third."""

    first_mean: float = Field(10, ge=-1000, le=1000, description="Where the first sensor says the robot is")
    first_deviation: float = Field(0.2, ge=0.01, le=100, description="Standard deviation of the first sensor")
    second_mean: float = Field(11, ge=-1000, le=1000, description="Where the second sensor says the robot is")
    second_deviation: float = Field(0.1, ge=0.01, le=100, description="Standard deviation of the second sensor")
    motion: float = Field(1, ge=-1000, le=1000, description="How far the robot then drives; back if negative")
    motion_deviation: float = Field(0.2, ge=0, le=100, description="Standard deviation of the step; 0 is an exact one")
    third_mean: float = Field(12.2, ge=-2000, le=2000, description="Where the robot is measured after the step")
    third_deviation: float = Field(0.2, ge=0.01, le=100, description="Standard deviation of the third measurement")


@dataclass(frozen=True)
class NormalFusionNumbers:
    """What the scene shows and says.

    Attributes
    ----------
    heights
        How high curves are drawn.
    windows
        What is shown of the axis while two measurements are fused, while one of them slides, while the robot moves,
        and when it measures again.
    """

    story: FusionNumbers
    heights: NormalHeights
    windows: tuple[Window, ...]
    words: FusionWords


class NormalFusion(ExplainerScene[NormalFusionParams]):
    """Multiply two densities; compare with the average; move; multiply again."""

    title = "Two noisy measurements make a better one"
    beats = {
        "question": Beat(
            "{numbers.words.question}",
            title="Two sensors",
            alt="Two bell curves rise over one axis: dashed, {numbers.words.first}; dotted, {numbers.words.second}.",
        ),
        "product": Beat(
            "{numbers.words.product}",
            title="Multiply",
            alt="An upright line sweeps from left to right with a dot on each curve. Behind it a solid curve is drawn, "
            "their scaled product: {numbers.words.fused}.",
        ),
        "precisions": Beat(
            "{numbers.words.precisions}",
            title="Precisions add",
            alt="Bars for two precisions, and for their sum end to end. Below, the fused mean as a weighted sum.",
        ),
        "average": Beat(
            "{numbers.words.average}",
            title="Averaging is not optimal",
            alt="A thin curve rises, the plain average: {numbers.words.average_belief}. Bars compare its deviation "
            "with the surer sensor's and the fused one.",
        ),
        "conflict": Beat("{numbers.words.conflict}", title="A contradiction", alt="{numbers.words.conflict_alt}"),
        "predict": Beat("{numbers.words.predict}", title="Predict", alt="{numbers.words.predict_alt}"),
        "update": Beat(
            "{numbers.words.update}",
            title="Update",
            alt="A dotted curve rises, the third measurement, {numbers.words.third}. An upright line sweeps over it "
            "and the prediction and leaves their product: {numbers.words.updated}.",
        ),
        "gain": Beat(
            "{numbers.words.gain}",
            title="The gain",
            alt="Bars for the precisions of prediction and measurement. A thick line on the axis goes from the "
            "predicted mean towards the measurement, to the new mean.",
        ),
    }
    practice = [
        Question(
            "One sensor says {numbers.words.first}, another {numbers.words.second}. What are the fused mean and "
            "deviation?",
            lambda n: f"{n.story.fused.mean:.6g} and {n.story.fused.deviation:.3g}",
        ),
        Question("What is the deviation of the plain average?", lambda n: n.story.average.deviation),
        Question(
            "The belief is {numbers.words.predicted}, the measurement {numbers.words.third}. What is the gain?",
            lambda n: n.story.gain,
        ),
    ]

    @staticmethod
    def solve(params: NormalFusionParams) -> NormalFusionNumbers:
        """Fuse, predict, update."""
        return solve_fusion(params)

    def invariants(self) -> Iterator[Invariant]:
        """A curve that is drawn whole has the area and the mean of its belief."""
        plot = self.plot
        for name in ("fused", "updated"):
            read = plot.drawn_values(name) if name in plot.beliefs else None
            if read is None:
                continue
            x, heights = read
            belief, area = plot.beliefs[name], float(np.trapezoid(heights, x))
            yield Invariant(f"the area under the {name} curve", area / plot.heights.factor(belief), 1, 2e-3)
            mean = float(np.trapezoid(x * heights, x)) / area
            yield Invariant(f"the mean of the {name} curve", mean, belief.mean, 0.02 * belief.deviation)

    def explore(self) -> list[Handle]:
        """Both fusions at once: two measurements, and the prediction with a third."""
        explorer = FusionExplorer(lambda: self.numbers.story, self.frame, self.theme)
        self.add(explorer)
        return explorer.handles()

    def construct(self) -> None:
        self.build()
        n, plot = self.numbers.story, self.plot
        with self.beat("question") as beat:
            self.bring_in(plot)
            self.wait(beat.until(0.3, 0.1))
            self.raise_curve("first", n.first)
            self.wait(beat.until(0.6, 0.1))
            self.raise_curve("second", n.second)
            self.wait(beat.until(1.0) + PAUSE)
        with self.beat("product") as beat:
            self.multiply(("first", "second"), "fused", n.fused, beat.until(0.6, 3.0))
        with self.beat("precisions") as beat:
            self.show_precisions(beat)
        with self.beat("average") as beat:
            self.show_average(beat)
        with self.beat("conflict") as beat:
            self.slide_second(beat)
        with self.beat("predict") as beat:
            self.predict(beat)
        with self.beat("update") as beat:
            panel = self.panel
            self.take_out(panel.stack, panel.heading, plot.curves["fused"], panel.later.rows["fused"])
            plot.drop("fused")
            self.look_on(3)
            self.raise_curve("third", n.third)
            self.multiply(("predicted", "third"), "updated", n.updated, beat.until(0.75, 2.5))
        with self.beat("gain") as beat:
            self.show_gain(beat)

    def build(self) -> None:
        """Make the figures; none is shown yet."""
        n, theme, told = self.numbers, self.theme, self.numbers.story
        curves_zone, legend_zone, bars_zone = fusion_zones(self.frame)
        words = "position" if n.heights.true_to_scale else "position (heights not to scale)"
        title = Text(words, font_size=theme.sizes.small, color=theme.text)
        self.plot = NormalPlot(curves_zone, theme, n.windows, n.heights, title)
        looks: tuple[tuple[str, str, Dash], ...] = (
            ("first", theme.prior, "dashed"), ("second", theme.likelihood, "dotted"),
            ("average", theme.text, "solid"), ("predicted", theme.prior, "dashed"),
            ("third", theme.likelihood, "dotted"), ("fused", theme.posterior, "solid"),
            ("updated", theme.posterior, "solid"),
        )  # fmt: skip
        for name, color, dash in looks:
            self.plot.add_curve(name, color=color, dash=dash, stroke_width=3 if name == "average" else 5)
        self.panel = FusionPanel(legend_zone, bars_zone, theme, told, self.plot.curves)

    def bring_in(self, *parts: Mobject) -> None:
        """Fade things in."""
        self.play(Fade(*parts), run_time=0.7)

    def take_out(self, *parts: Mobject) -> None:
        """Fade things out."""
        self.play(Fade(*parts, out=True), run_time=0.5)

    def look_on(self, part: int) -> None:
        """Move the view to the axis of this part of the story, if it is another than that of the part before."""
        before, after = self.numbers.windows[part - 1 : part + 1]
        if after != before:
            self.play(self.live(lambda a: self.plot.look(before, after, a)), run_time=1.2)

    def live(self, change: Callable[[float], object]) -> LiveChange:
        """Change the plot, from 0 to 1."""
        return LiveChange(self.plot, change)

    def dim(self, *names: str, to: float = DIM) -> None:
        """Dim curves, or light them again, with their rows left as they are."""
        curves = [self.plot.curves[name] for name in names]
        starts = [curve.get_stroke_opacity() for curve in curves]

        def change(share: float) -> None:
            for curve, start in zip(curves, starts, strict=True):
                curve.set_stroke(opacity=start + share * (to - start))

        self.play(self.live(change), run_time=0.5)

    def raise_curve(self, name: str, belief: NormalBelief) -> None:
        """Let a curve rise from the axis, then say what it is."""
        self.play(self.live(lambda a: self.plot.show(name, belief, lift=a)), run_time=1.2)
        self.bring_in(self.panel.rows[name])

    def multiply(self, factors: tuple[str, str], product: str, belief: NormalBelief, run_time: float) -> None:
        """Sweep the probe over two curves and leave their product behind."""
        plot = self.plot
        plot.sweep(0, factors, product, belief)
        self.bring_in(plot.probe, plot.dots)
        sweep = self.live(lambda a: plot.sweep(a, factors, product, belief))
        self.play(sweep, run_time=run_time, rate_func=linear)
        self.take_out(plot.probe, plot.dots)
        self.bring_in(self.panel.rows[product])

    def show_stack(self, beat: BeatClock, fractions: tuple[float, ...]) -> None:
        """Bring in the bars one after the other, each at its share of the words."""
        panel = self.panel
        self.bring_in(panel.heading)
        for row, fraction in zip(panel.stack, fractions, strict=True):
            self.wait(beat.until(fraction, 0.1))
            self.bring_in(row)

    def show_precisions(self, beat: BeatClock) -> None:
        """Add the precisions, and weight the means with their shares."""
        n, theme = self.numbers.story, self.theme
        self.panel.add_up(PRECISION, n.precisions, ("first", "second"), (theme.prior, theme.likelihood))
        self.show_stack(beat, (0.35, 0.45, 0.55))
        self.wait(beat.until(0.7, 0.1))
        self.bring_in(self.panel.conclude(weighted_sum(n)))

    def show_average(self, beat: BeatClock) -> None:
        """Raise the plain average, and compare deviations."""
        n, theme = self.numbers.story, self.theme
        self.take_out(self.panel.stack, self.panel.heading, self.panel.formula)
        self.dim("first", "second")
        self.raise_curve("average", n.average)
        surer = min(("first", n.first), ("second", n.second), key=lambda each: each[1].deviation)
        color = theme.prior if surer[0] == "first" else theme.likelihood
        rows = [
            bar("average", n.average.deviation, ((n.average.deviation, theme.text),), theme.text),
            bar(f"{surer[0]} alone", surer[1].deviation, ((surer[1].deviation, color),), color),
            bar("fused", n.fused.deviation, ((n.fused.deviation, theme.posterior),), theme.posterior),
        ]
        self.panel.compare('"deviation"', rows)
        self.show_stack(beat, (0.3, 0.5, 0.7))

    def slide_second(self, beat: BeatClock) -> None:
        """Slide the second measurement, and see that the fused curve keeps its width."""
        n, plot, panel = self.numbers.story, self.plot, self.panel
        self.take_out(panel.stack, panel.heading, plot.curves["average"], panel.rows["average"])
        plot.drop("average")
        self.dim("first", "second", to=1)
        self.look_on(1)
        still, moved = panel.first.rows, panel.moved.rows
        color, width = self.theme.posterior, n.fused.deviation
        names = ("as measured", "if they agree" if n.contradict else "if far apart")
        rows = [bar(name, width, ((width, color),), color) for name in names]
        panel.compare('"fused deviation"', rows)
        self.bring_in(panel.heading, panel.stack[0])
        self.wait(beat.until(0.55, 0.1))

        def slide(share: float) -> None:
            mean = n.second.mean + share * (n.elsewhere.mean - n.second.mean)
            second = NormalBelief(mean, n.second.deviation)
            plot.show("second", second)
            plot.show("fused", n.first.fuse(second))

        self.take_out(still["second"][2], still["fused"][2])
        self.play(self.live(slide), run_time=2.0)
        self.bring_in(moved["second"][2], moved["fused"][2])
        self.bring_in(panel.stack[1])
        self.wait(beat.until(1.0, 0.5))
        self.take_out(moved["second"][2], moved["fused"][2])
        self.play(self.live(lambda a: slide(1 - a)), run_time=1.0)
        self.bring_in(still["second"][2].set_opacity(1), still["fused"][2].set_opacity(1))

    def predict(self, beat: BeatClock) -> None:
        """Leave the measurements, move the view, then move the belief, then widen it."""
        n, plot, panel, theme = self.numbers.story, self.plot, self.panel, self.theme
        gone = [plot.curves[name] for name in ("first", "second")]
        rows = [panel.rows[name] for name in ("first", "second", "fused")]
        self.take_out(*gone, *rows, panel.stack, panel.heading)
        plot.drop("first", "second")
        self.look_on(2)
        self.bring_in(panel.later.rows["fused"])
        self.dim("fused")
        self.play(self.live(lambda a: plot.show("predicted", n.fused.predict(a * n.motion, 0.0))), run_time=1.2)
        self.play(
            self.live(lambda a: plot.show("predicted", n.fused.predict(n.motion, a * n.motion_deviation))), run_time=1.0
        )
        self.bring_in(self.panel.rows["predicted"])
        panel.add_up('"variance" = "deviation"^2', n.variances, ("before", "step"), (theme.posterior, theme.text))
        self.show_stack(beat, (0.75, 0.8, 0.85))

    def show_gain(self, beat: BeatClock) -> None:
        """Compare precisions, and draw the way that the mean went."""
        n, plot, theme = self.numbers.story, self.plot, self.theme
        self.panel.add_up(PRECISION, n.later_precisions, ("predicted", "third"), (theme.prior, theme.likelihood))
        self.show_stack(beat, (0.1, 0.15, 0.2))
        share = f'"gain" = "third" slash "together" {equals(n.gain)} {three_digits(n.gain)}'
        self.bring_in(self.panel.conclude(share))
        self.dim("predicted", "third", "updated")
        plot.go(n.predicted.mean, n.third.mean, 0)
        self.bring_in(plot.start, plot.end)
        self.add(plot.way)
        self.bring_in(plot.here)
        self.play(
            LiveChange(plot, lambda a: plot.go(n.predicted.mean, n.third.mean, a * n.gain)),
            run_time=beat.share(0.25, 1.5),
        )


def solve_fusion(params: NormalFusionParams) -> NormalFusionNumbers:
    """Compute the story, and choose what the plot shows of it."""
    n = fusion_numbers(
        NormalBelief(params.first_mean, params.first_deviation),
        NormalBelief(params.second_mean, params.second_deviation),
        params.motion,
        params.motion_deviation,
        NormalBelief(params.third_mean, params.third_deviation),
    )
    together, apart = (n.first, n.second, n.fused, n.average), (n.first, n.second, n.elsewhere, n.elsewhere_fused)
    step, again = (n.fused, n.predicted), (n.predicted, n.third, n.updated)
    heights = choose_heights((*together, *apart, *step, *again))
    windows = joined([window_over(beliefs, heights) for beliefs in (together, apart, step, again)])
    return NormalFusionNumbers(n, heights, windows, tell_fusion(n))
