"""The loss landscape of real data: each line is a point, its loss the height, and gradient descent walks there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import FadeIn, FadeOut, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from pydantic import Field

from explainers.maths.errors import MathsError
from explainers.maths.height_scale import choose_height_scale
from explainers.maths.landscape import Landscape, landscape
from explainers.maths.landscape_story import (
    descent_words,
    loss_words,
    map_words,
    minimum_words,
    outcome_words,
    question_words,
    scaling_words,
)
from explainers.maths.regression import Weights
from explainers.spec.data import read_table
from explainers.spec.params import DataFile
from explainers.stage import Beat, ExplainerScene, Question, SceneParams, Text
from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.descent_path import DescentPath
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.figures.regression_plot import RegressionPlot
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

SHIPPED = {
    "linear": ("stopping_distances.csv", "speed (mph)", "distance (ft)"),
    "logistic": ("o_rings.csv", "temperature (F)", "damage"),
}
"""The data that come with the project, with feature and target."""

MOST_ROWS = 2000
LARGEST = 1e5
LEVELS = tuple((np.arange(13) + 0.5) / 13)
GRID = 201


class LossLandscapeParams(SceneParams):
    """What a lesson, a flag or a slider may change."""

    model: Literal["linear", "logistic"] = Field("linear", description="A line, or a logistic curve for two classes")
    data: DataFile | None = Field(None, description="A CSV file; data that come with the project if left out")
    feature: str | None = Field(None, description="The column that predicts; the first one if left out")
    target: str | None = Field(None, description="The column that is predicted, 0 or 1 for a logistic curve")
    standardise: bool = Field(False, description="Measure the feature from its mean in standard deviations")
    learning_rate: float | None = Field(
        None, gt=0, le=100, description="Length of a step; one that suits the data if left out",
        json_schema_extra={"scale": "log", "smallest": 1e-6},
    )  # fmt: skip
    steps: int = Field(60, ge=1, le=500, description="How many steps gradient descent takes")


@dataclass(frozen=True, eq=False)
class LossLandscapeNumbers:
    """Everything that is seen or said. Weights are pairs, slope and intercept."""

    feature: str
    target: str
    rows: int
    x: Array
    y: Array
    view: Landscape
    other: Landscape
    start_value: float
    question_words: str
    loss_words: str
    map_words: str
    minimum_words: str
    descent_words: str
    outcome_words: str
    scaling_words: str


class LossLandscape(ExplainerScene[LossLandscapeParams]):
    title = "The loss landscape of real data"
    beats = {
        "question": Beat(
            "{numbers.question_words}",
            alt="{numbers.rows} points: {numbers.target} over {numbers.feature}.",
            title="Which line is best?",
        ),
        "loss": Beat(
            "{numbers.loss_words}",
            alt="A line with both weights zero, level; the loss is {numbers.start_value:.4g}.",
            title="The loss of one line",
        ),
        "map": Beat(
            "{numbers.map_words}",
            alt="A ball wanders over a map of slopes and intercepts, and the curve through the data follows it.",
            title="Every line is a point",
        ),
        "minimum": Beat(
            "{numbers.minimum_words}",
            alt="The ball goes to the lowest point of the map, or far along the valley, and the curve with it.",
            title="The lowest point",
        ),
        "descent": Beat(
            "{numbers.descent_words}",
            alt="From weights zero a path runs over the map, {numbers.view.descent.steps_taken} steps long; the curve "
            "moves with it. It ends at loss {numbers.view.last_value:.4g}.",
            title="Walking there",
        ),
        "outcome": Beat(
            "{numbers.outcome_words}",
            alt="The whole path stands on the map; it ends at {numbers.view.last[0]:.4g}, {numbers.view.last[1]:.4g}.",
            title="Where it ends",
        ),
        "scaling": Beat(
            "{numbers.scaling_words}",
            alt="Another map, of the same data with the feature measured otherwise; its path ends at loss "
            "{numbers.other.last_value:.4g}.",
            title="The same data, another landscape",
        ),
    }
    practice = [
        Question("What is the loss with both weights zero?", lambda n: f"{n.start_value:.6g}"),
        Question(
            "Which slope and intercept have the smallest loss?",
            lambda n: f"({n.view.minimum[0]:.6g}, {n.view.minimum[1]:.6g})" if n.view.minimum else "None have",
        ),
        Question("Below which learning rate is gradient descent stable?", lambda n: f"{n.view.limit:.6g}"),
    ]

    @staticmethod
    def solve(params: LossLandscapeParams) -> LossLandscapeNumbers:
        feature, target, x, y = columns(params)
        try:
            view = landscape(
                params.model, x, y,
                standardise=params.standardise, steps=params.steps, learning_rate=params.learning_rate,
            )  # fmt: skip
        except MathsError as error:
            raise ValueError(f"data: {error}") from None
        other = landscape(params.model, x, y, standardise=not params.standardise, steps=params.steps)
        start_value = float(view.descent.values[0])
        return LossLandscapeNumbers(
            feature=feature,
            target=target,
            rows=len(x),
            x=x,
            y=y,
            view=view,
            other=other,
            start_value=start_value,
            question_words=question_words(params.model, len(x), int(y.sum()), feature, target),
            loss_words=loss_words(params.model, start_value),
            map_words=map_words(params.model),
            minimum_words=minimum_words(params.model, view, feature),
            descent_words=descent_words(view),
            outcome_words=outcome_words(view),
            scaling_words=scaling_words(view, other, feature),
        )

    def construct(self) -> None:
        board = Board(self, self.numbers.view)
        with self.beat("question") as beat:
            self.play(FadeIn(board.plot.axes))
            self.play(FadeIn(board.plot.dots), run_time=beat.until(0.4))
        with self.beat("loss") as beat:
            board.place(board.start)
            self.play(FadeIn(board.plot.curve), run_time=beat.share(0.2))
            self.wait(beat.until(0.35))
            if self.params.model == "linear":
                # The loss of a logistic curve is no distance: nothing is drawn that could be taken for one.
                board.plot.show_misses(board.raw(board.start))
            self.play(FadeIn(board.plot.misses), FadeIn(board.panel))
        with self.beat("map") as beat:
            self.play(FadeIn(board.map), FadeIn(board.ball), run_time=beat.share(0.2))
            self.play(board.wander(), run_time=beat.until(0.95, least=6))
        with self.beat("minimum") as beat:
            self.play(board.go(board.lowest), run_time=beat.share(0.4, least=2))
            self.play(FadeIn(board.mark))
        with self.beat("descent") as beat:
            self.play(board.go(board.start), run_time=beat.share(0.25, least=1.2))
            board.begin_walk()
            self.play(board.walk(), run_time=max(beat.until(1), 6))
        with self.beat("outcome"):
            self.play(board.plot.misses.animate.set_stroke(opacity=0.25), run_time=0.6)
        with self.beat("scaling") as beat:
            second = Board(self, self.numbers.other, like=board)
            self.play(FadeOut(board.map, board.mark, board.path), run_time=0.6)
            self.play(FadeIn(second.map, second.mark), second.go(second.start), run_time=1.2)
            second.begin_walk()
            self.play(second.walk(), run_time=max(beat.until(0.9), 5))


def columns(params: LossLandscapeParams) -> tuple[str, str, Array, Array]:
    """Return names and values of feature and target."""
    file, feature, target = SHIPPED[params.model]
    path = params.data or LossLandscapeParams.model_validate({"data": file}).data
    assert path is not None
    table = read_table(path)
    if params.data is not None:
        others = [name for name in table.columns if name != params.target]
        feature = params.feature or others[0]
        remaining = [name for name in table.columns if name != feature]
        if not remaining:
            raise ValueError(f"data: {path.name} has one column; a feature and a target are needed")
        target = params.target or remaining[0]
    feature, target = params.feature or feature, params.target or target
    if feature == target:
        raise ValueError(f"target: '{target}' is the feature, too; choose another column")
    x, y = table.numbers(feature, kind="number"), table.numbers(target, kind="number")
    if len(x) > MOST_ROWS:
        raise ValueError(
            f"data: {path.name} has {len(x)} rows; at most {MOST_ROWS} can be drawn. Give a sample of them"
        )
    for name, values in ((feature, x), (target, y)):
        if np.abs(values).max() > LARGEST:
            raise ValueError(f"data: '{name}' has values above {LARGEST:g}; give them in a larger unit")
    return feature, target, x, y


def pair(values: Array) -> Weights:
    """Return two weights as a tuple."""
    return float(values[0]), float(values[1])


class Board:
    """Data and curve left, the map of the weights in the middle, the numbers right: one state, drawn three times."""

    def __init__(self, scene: LossLandscape, view: Landscape, like: Board | None = None) -> None:
        self.theme, self.numbers, self.view = scene.theme, scene.numbers, view
        left, middle, right = scene.frame.stage.columns(5.4, 5.0, 2.6, gap=0.35)
        self.start: Weights = (0.0, 0.0)
        self.weights = self.start
        self.map, self.mark = self._map(middle), VGroup()
        self.path = DescentPath(view.descent.points, self.map[0], self.theme)
        self.lowest = view.minimum or self._far_down()
        self.mark = self._mark()
        if like is None:
            names = (scene.numbers.feature, scene.numbers.target)
            self.plot = RegressionPlot(left, self.theme, scene.numbers.x, scene.numbers.y, self._predict, names=names)
            self.ball = VMobject(
                fill_color=self.theme.ball, fill_opacity=1, stroke_color=self.theme.background, stroke_width=2
            )
            self.panel = self._panel(right)
        else:
            self.plot, self.ball, self.panel = like.plot, like.ball, like.panel
            self.weights = view.scaling.scaled(like.raw(like.weights))
            self._connect()

    def raw(self, weights: Weights) -> Weights:
        """Return weights of the feature as it was measured."""
        return self.view.scaling.unscaled(weights)

    # --- motion ---------------------------------------------------------------------------------------------------

    def place(self, weights: Weights) -> None:
        """Show this state: the ball on the map, the curve through the data, the numbers."""
        self.weights = weights
        self.plot.show(self.raw(self.weights))
        inside = self._inside(self.weights)
        self.ball.points = discs_to_points(self.map[0].to_screen([self.weights]), 0.11) if inside else np.zeros((0, 3))

    def go(self, target: Weights) -> UpdateFromAlphaFunc:
        """Return the straight way from here to other weights."""
        first = np.array(self.weights)
        return self._along(lambda share: (1 - share) * first + share * np.array(target))

    def wander(self) -> UpdateFromAlphaFunc:
        """Return a loop over the map, from here and back."""
        first = np.array(self.weights)
        low_w, high_w, low_b, high_b = self.map[0].window
        reach = 0.32 * np.array([high_w - low_w, high_b - low_b])
        center = np.array([low_w + high_w, low_b + high_b]) / 2

        def at(share: float) -> Array:
            turn = 2 * np.pi * share
            loop = center + reach * np.array([np.sin(turn), -np.cos(turn)])
            # The loop is left and joined where the ball stood.
            away = np.sin(np.pi * share) if share < 1 else 0.0
            return (1 - away) * first + away * loop

        return self._along(at)

    def begin_walk(self) -> None:
        """Put the path in the ball's place."""
        self.ball.points = np.zeros((0, 3))
        self.path.show(0)

    def walk(self) -> UpdateFromAlphaFunc:
        """Return gradient descent from the first step to the last, slower in the beginning, where steps are long."""
        steps = self.view.descent.steps_taken

        def step(path: DescentPath, share: float) -> None:
            path.show(steps * share**1.7)
            self.weights = pair(path.point(path.progress))
            self.plot.show(self.raw(self.weights))

        return UpdateFromAlphaFunc(self.path, step, rate_func=linear)

    def _along(self, way: Callable[[float], Array]) -> UpdateFromAlphaFunc:
        return UpdateFromAlphaFunc(self.ball, lambda _, share: self.place(pair(way(share))), rate_func=smooth)

    # --- parts ----------------------------------------------------------------------------------------------------

    def _predict(self, x: Array, weights: Weights) -> Array:
        """Return what weights of the feature as it was measured predict."""
        return self.view.loss.predict(x, weights)

    def _map(self, zone: Zone) -> VGroup:
        """Return the contour map, with what the feature is measured in below it."""
        window = self.view.window
        x, y = np.linspace(window[0], window[1], GRID), np.linspace(window[2], window[3], GRID)
        values = self.view.loss.value(*np.meshgrid(x, y))
        heights = choose_height_scale(values).height(values)
        measured = "feature as measured" if self.view.scaling.unit == 1 else "feature standardised"
        note = Text(measured, font_size=self.theme.sizes.small, color=self.theme.muted)
        above = replace(zone, bottom=zone.bottom + 0.35)
        contours = ContourMap(above, self.theme, x, y, heights, levels=LEVELS, stretched=True, names=("w", "b"))
        note.move_to([contours.area.center[0], zone.bottom, 0], aligned_edge=np.array([0, -1, 0]))
        return VGroup(contours, note)

    def _mark(self) -> VGroup:
        """Return a cross at the minimum."""
        if self.view.minimum is None:
            return VGroup()
        center = self.map[0].to_screen([self.view.minimum])[0]
        arms = 0.11 * np.array([[1, 1, 0], [1, -1, 0]])
        cross = VMobject(stroke_color=self.theme.minimum, stroke_width=5)
        cross.points = pieces_to_points(center - arms, center + arms)
        return VGroup(cross.set_stroke(self.theme.background, width=9, background=True))

    def _far_down(self) -> Weights:
        """Return the lowest point that the map shows."""
        window = self.view.window
        x, y = np.meshgrid(np.linspace(*window[:2], 41)[1:-1], np.linspace(*window[2:], 41)[1:-1])
        row = int(np.argmin(self.view.loss.value(x, y)))
        return float(x.ravel()[row]), float(y.ravel()[row])

    def _panel(self, zone: Zone) -> NumbersPanel:
        panel = NumbersPanel(zone, self.theme)
        colors = {"w": self.theme.path, "b": self.theme.path, "L": self.theme.text}
        for name, color in colors.items():
            number = SignificantNumber(1.0, font_size=self.theme.sizes.body, color=color, signed=name != "L")
            panel.add_row(name, name, self._reading(name), color=color, number=number)
        return panel

    def _connect(self) -> None:
        """Let the numbers be those of this board from now on."""
        for name in ("w", "b", "L"):
            number = self.panel.number(name)
            number.clear_updaters()
            number.follow(self._reading(name))

    def _reading(self, name: str) -> Callable[[], float]:
        readings: dict[str, Callable[[], float]] = {
            "w": lambda: self.weights[0],
            "b": lambda: self.weights[1],
            "L": lambda: float(self.view.loss.value(*self.weights)),
        }
        return readings[name]

    def _inside(self, weights: Weights) -> bool:
        low_w, high_w, low_b, high_b = self.map[0].window
        return low_w <= weights[0] <= high_w and low_b <= weights[1] <= high_b
