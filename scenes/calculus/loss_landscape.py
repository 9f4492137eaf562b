"""The loss landscape of real data: each line is a point, its loss the height, and gradient descent walks there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from manim import FadeIn, FadeOut
from pydantic import Field

from explainers.maths.errors import MathsError
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
from explainers.spec.data import read_table
from explainers.spec.invariant import Invariant
from explainers.spec.params import DataFile
from explainers.stage import Beat, ExplainerScene, Question, SceneParams
from explainers.stage.figures.landscape_board import LandscapeBoard

Array = npt.NDArray[np.float64]

SHIPPED = {
    "linear": ("stopping_distances.csv", "speed (mph)", "distance (ft)"),
    "logistic": ("o_rings.csv", "temperature (F)", "damage"),
}
"""The data that come with the project, with feature and target."""

MOST_ROWS = 2000
LARGEST = 1e5


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
        Question("What is the loss with both weights zero?", lambda n: float(n.start_value)),
        Question(
            "Which slope and intercept have the smallest loss?",
            lambda n: f"({n.view.minimum[0]:.6g}, {n.view.minimum[1]:.6g})" if n.view.minimum else "None have",
        ),
        Question("Below which learning rate is gradient descent stable?", lambda n: float(n.view.limit)),
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

    def invariants(self) -> Iterator[Invariant]:
        """The loss that is printed is that of the line where the ball stands, and the drawn curve is that line."""
        board, shown = self.board, set(self.get_mobject_family_members())
        ball = board.path.ball if board.path.ball in shown else board.ball
        outside = board.path.ball in shown and board.path.ball_is_outside
        if ball not in shown or outside or not len(ball.points):
            return
        drawn = board.map[0].to_plane(ball.get_center())
        value, printed = float(board.view.loss.value(*drawn)), board.panel.number("L").value
        start = self.numbers.start_value
        yield Invariant("the printed loss is that of the ball's place", printed, value, 1e-3 * max(start, value))
        curve = board.plot.curve.points
        if len(curve):
            x, height = board.plot.to_data(curve[0])
            expected = float(board.view.loss.predict(board.view.scaling.apply(np.array([x])), drawn)[0])
            low, high = board.plot.window[2:]
            yield Invariant("the drawn curve is that of the ball's weights", height, expected, 0.02 * (high - low))

    def new_board(self, view: Landscape, like: LandscapeBoard | None = None) -> LandscapeBoard:
        """Draw data and map, or another map of the same data."""
        return LandscapeBoard(self.numbers, view, self.frame, self.theme, like)

    def construct(self) -> None:
        board = self.board = self.new_board(self.numbers.view)
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
            self.play(*board.wander(), run_time=beat.until(0.95, least=6))
        with self.beat("minimum") as beat:
            self.play(*board.go(board.lowest), run_time=beat.share(0.4, least=2))
            self.play(FadeIn(board.mark))
        with self.beat("descent") as beat:
            self.play(*board.go(board.start), run_time=beat.share(0.25, least=1.2))
            board.begin_walk()
            self.play(*board.walk(), run_time=max(beat.until(1), 6))
        with self.beat("outcome"):
            self.play(board.plot.misses.animate.set_stroke(opacity=0.25), run_time=0.6)
        with self.beat("scaling") as beat:
            second = self.board = self.new_board(self.numbers.other, like=board)
            self.play(FadeOut(board.map, board.mark, board.path), run_time=0.6)
            self.play(FadeIn(second.map, second.mark), *second.go(second.start), run_time=1.2)
            second.begin_walk()
            self.play(*second.walk(), run_time=max(beat.until(0.9), 5))


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
