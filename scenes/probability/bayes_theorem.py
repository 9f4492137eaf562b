"""Bayes' theorem in counts: an alarm is raised, and how often it is right depends on how rare the thing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    Rectangle,
    ReplacementTransform,
    VGroup,
    VMobject,
)
from pydantic import Field, field_validator

from explainers.maths.screening import Crowd, Screening
from explainers.maths.screening_story import STORIES, ScreeningSayings, StoryName, screening_sayings
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Formula, Question, SceneParams, Text
from explainers.stage.figures.attention import dimmed
from explainers.stage.figures.crowd import CrowdFigure
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.figures.ticks import nice_ticks, number_markup
from explainers.stage.zones import Zone

RAREST = 0.005
"""A crowd of a thousand shows nothing rarer."""
PAUSE = 1.2
"""Seconds to think after a question."""


class BayesTheoremParams(SceneParams):
    """What a lesson, a flag or a slider may change."""

    prevalence: float = Field(0.01, ge=0, le=1, description="Share of all that are what is looked for")
    sensitivity: float = Field(0.9, ge=0, le=1, description="Share of those that get an alarm")
    specificity: float = Field(0.91, ge=0, le=1, description="Share of the others that get none")
    story: StoryName = Field("fraud", description="What is looked for")

    @field_validator("prevalence")
    @classmethod
    def _can_be_counted(cls, prevalence: float) -> float:
        if 0 < prevalence < RAREST:
            raise ValueError(f"{prevalence:g} is too rare for a crowd of a thousand; give 0, or {RAREST:g} at least")
        return prevalence


@dataclass(frozen=True)
class BayesTheoremNumbers:
    """Everything that is seen or said. Shares are of all, as areas of a square of area one."""

    crowd: Crowd
    alarms: int
    percentages: tuple[float, float, float]
    true_share: float
    false_share: float
    posterior: float | None
    curve: tuple[tuple[float, float], ...]
    """Prevalence and the share of right alarms."""
    said: ScreeningSayings


class BayesTheorem(ExplainerScene[BayesTheoremParams]):
    title = "How often is an alarm right?"
    beats = {
        "question": Beat("{numbers.said.question}", title="An alarm", alt="The three rates of the detector."),
        "crowd": Beat(
            "{numbers.said.crowd}",
            title="Count in a crowd",
            alt="A crowd of {numbers.crowd.size} dots; {numbers.crowd.ill} of them are diamonds.",
        ),
        "alarms": Beat(
            "{numbers.said.alarms}",
            title="Who gets an alarm?",
            alt="{numbers.crowd.true_positives} diamonds and {numbers.crowd.false_positives} dots light up.",
        ),
        "gather": Beat(
            "{numbers.said.gather}",
            title="Only the alarms",
            alt="The {numbers.alarms} that are lit come together; the others go.",
        ),
        "square": Beat(
            "{numbers.said.square}",
            title="The same as areas",
            alt="A square with a strip of width {params.prevalence:g}. Two areas are coloured: "
            "{numbers.true_share:.4g} and {numbers.false_share:.4g}.",
        ),
        "formula": Beat(
            "{numbers.said.formula}",
            title="Bayes' rule",
            alt="One area divided by the sum of both, as a formula with numbers.",
        ),
        "answer": Beat(
            "{numbers.said.answer}",
            title="The base rate",
            alt="The share of right alarms as a curve over the prevalence, with a point at {params.prevalence:g}.",
        ),
    }
    practice = [
        Question("How many of the crowd get an alarm?", lambda n: n.alarms),
        Question(
            "Which share of the alarms is right?",
            lambda n: "There are none" if n.posterior is None else f"{n.posterior:.4g}",
        ),
    ]

    @staticmethod
    def solve(params: BayesTheoremParams) -> BayesTheoremNumbers:
        test = Screening(params.prevalence, params.sensitivity, params.specificity)
        crowd = test.crowd()
        shares = (np.sin(np.linspace(0, np.pi / 2, 161)) ** 2).tolist()
        curve = [(share, Screening(share, params.sensitivity, params.specificity).posterior) for share in shares]
        return BayesTheoremNumbers(
            crowd=crowd,
            alarms=crowd.positives,
            percentages=(100 * params.prevalence, 100 * params.sensitivity, 100 * params.specificity),
            true_share=test.true_positive_share,
            false_share=test.false_positive_share,
            posterior=test.posterior,
            curve=tuple((share, right) for share, right in curve if right is not None),
            said=screening_sayings(params.story, test, crowd),
        )

    def construct(self) -> None:
        board = self.board = Board(self)
        crowd = board.crowd
        with self.beat("question") as beat:
            for row, until in zip(board.large_rates, (0.3, 0.55, 0.75), strict=True):
                self.play(FadeIn(row), run_time=0.6)
                self.wait(beat.until(until))
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        with self.beat("crowd") as beat:
            self.play(ReplacementTransform(board.large_rates, board.rates), run_time=0.8)
            self.play(*dimmed(board.rates), run_time=0.5)
            self.play(FadeIn(crowd, board.panel), run_time=beat.share(0.3))
            self.play(FadeIn(board.counts[0]), run_time=0.6)
        with self.beat("alarms") as beat:
            self.play(crowd.kind("true_negatives").animate.set_fill(opacity=0.25), run_time=0.8)
            self.play(FadeIn(board.counts[1]), crowd.kind("false_negatives").animate.set_fill(opacity=0.35))
            self.wait(beat.until(0.5))
            self.play(crowd.kind("false_positives").animate.set_fill(self.theme.curve), FadeIn(board.counts[2]))
        with self.beat("gather") as beat:
            self.play(FadeOut(crowd.kind("true_negatives"), crowd.kind("false_negatives")), run_time=0.6)
            self.play(crowd.gather(), run_time=beat.share(0.4, least=1.5))
            self.play(FadeIn(board.counts[3]))
        with self.beat("square") as beat:
            self.play(FadeOut(crowd.kind("true_positives"), crowd.kind("false_positives")), run_time=0.6)
            self.play(FadeIn(board.square))
            self.play(FadeIn(board.strips), run_time=beat.until(0.5))
            self.play(FadeIn(board.areas))
        with self.beat("formula") as beat:
            self.play(FadeIn(board.formula), run_time=beat.share(0.3))
        with self.beat("answer") as beat:
            self.play(FadeOut(board.square, board.areas, board.strips), run_time=0.6)
            self.play(FadeIn(board.axes))
            self.play(Create(board.curve), run_time=beat.share(0.35, least=1.5))
            self.play(FadeIn(board.point))

    def invariants(self) -> Iterator[Invariant]:
        """The coloured areas are the shares that the numbers say."""
        side = self.board.side
        for area, share in zip(self.board.areas, (self.numbers.true_share, self.numbers.false_share), strict=True):
            drawn = area.width * area.height / side**2 if share else 0.0
            yield Invariant("a coloured area is the share that it stands for", drawn, share, 1e-6)


class Board:
    """Rates, crowd, square and curve on the left; counts and formula on the right."""

    def __init__(self, scene: BayesTheorem) -> None:
        self.theme, self.numbers, self.params = scene.theme, scene.numbers, scene.params
        self.story = STORIES[scene.params.story]
        left, right = scene.frame.with_panel(4.6)
        header, body = left.rows(0.5, 5.2, gap=0.2)
        self.rates, self.large_rates = self._rates(header, body)
        self.crowd = CrowdFigure(body, self.theme, self.numbers.crowd, np.random.default_rng(scene.params.seed))
        panel, below = right.rows(2.9, 2.6, gap=0.3)
        self.panel, self.counts = self._counts(panel)
        self.formula = self._formula(below)
        self.side = min(body.height - 0.6, body.width)
        self.square, self.areas, self.strips = self._square(body)
        self.axes, self.curve, self.point = self._chart(body)

    def _rates(self, zone: Zone, body: Zone) -> tuple[VGroup, VGroup]:
        """Return the detector's rates in one line, and large, one below the other."""
        theme, (prevalence, sensitivity, specificity) = self.theme, self.numbers.percentages
        texts = (
            (f"{self.story.found}: {prevalence:.4g} %", theme.text),
            (f"found: {sensitivity:.4g} %", theme.warning),
            (f"left alone: {specificity:.4g} %", theme.curve),
        )
        rows = VGroup(*(Text(text, font_size=theme.sizes.label, color=color) for text, color in texts))
        rows.arrange(RIGHT, buff=0.7)
        rows.scale(min(1, zone.width / rows.width)).move_to([zone.left, zone.center[1], 0], aligned_edge=LEFT)
        large = rows.copy().scale(1.8).arrange(DOWN, aligned_edge=LEFT, buff=0.55)
        return rows, large.move_to([body.left + 0.6, body.center[1], 0], aligned_edge=LEFT)

    def _counts(self, zone: Zone) -> tuple[NumbersPanel, tuple[Mobject, ...]]:
        """Return the panel, empty, and its rows."""
        theme, crowd, story = self.theme, self.numbers.crowd, self.story
        panel = NumbersPanel(zone, theme)
        counts = (
            ("ill", story.found, crowd.ill, theme.text),
            ("true", f"with {story.alarm}", crowd.true_positives, theme.warning),
            ("false", f"false {story.alarms}", crowd.false_positives, theme.curve),
            ("all", f"all {story.alarms}", crowd.positives, theme.text),
        )
        rows = []
        for key, name, count, color in counts:
            number = LiveNumber(count, decimals=0, font_size=theme.sizes.body, color=color, signed=False)
            panel.add_row(key, f'upright("{name}")', float(count), color=color, number=number)
            rows.append(panel.row(key))
        panel.rows.remove(*rows)
        return panel, tuple(rows)

    def _formula(self, zone: Zone) -> VGroup:
        """Return Bayes' rule with the two areas."""
        theme, n = self.theme, self.numbers
        right, wrong = f"{n.true_share:.4g}", f"{n.false_share:.4g}"
        answer = "" if n.posterior is None else f"= {n.posterior:.4g}"
        name = Text(f"share of {self.story.alarms} that are right", font_size=theme.sizes.small, color=theme.muted)
        markup = f"{{{{ {right} : top }}}} / ({{{{ {right} : first }}}} + {{{{ {wrong} : second }}}}) {answer}"
        fraction = Formula(markup, font_size=theme.sizes.large, color=theme.text)
        for part, color in (("top", theme.warning), ("first", theme.warning), ("second", theme.curve)):
            fraction.select(part).set_color(color)
        group = VGroup(name, fraction).arrange(DOWN, aligned_edge=LEFT, buff=0.3)
        group.scale(min(1, zone.width / group.width))
        return group.move_to(zone.top_left, aligned_edge=UP + LEFT)

    def _square(self, zone: Zone) -> tuple[Rectangle, VGroup, VGroup]:
        """Return the square, its coloured areas, and its two strips with their names."""
        theme, params, side = self.theme, self.params, self.side
        left, bottom = zone.center[0] - side / 2, zone.bottom + 0.5
        strip = params.prevalence * side
        square = Rectangle(width=side, height=side, stroke_color=theme.axis, stroke_width=2)
        square.move_to([left, bottom, 0], aligned_edge=DOWN + LEFT)
        sizes = (
            (left, strip, params.sensitivity * side, theme.warning),
            (left + strip, side - strip, (1 - params.specificity) * side, theme.curve),
        )
        areas = VGroup()
        for start, width, height, color in sizes:
            area = VMobject(stroke_width=0, fill_color=color, fill_opacity=0.85)
            if width > 0 and height > 0:
                area.points = Rectangle(width=width, height=height).points
                area.move_to([start, bottom, 0], aligned_edge=DOWN + LEFT)
            areas.add(area)
        edge = VMobject(stroke_color=theme.axis, stroke_width=2)
        foot = np.array([[left + strip, bottom, 0.0]])
        edge.points = pieces_to_points(foot, foot + side * UP)
        name = Text(self.story.found, font_size=theme.sizes.small, color=theme.warning)
        others = Text(self.story.others, font_size=theme.sizes.small, color=theme.curve)
        name.next_to([left + strip / 2, bottom, 0], DOWN, buff=0.12)
        others.next_to([left + (side + strip) / 2, bottom, 0], DOWN, buff=0.12)
        overlap = name.get_right()[0] + 0.3 - others.get_left()[0]
        if overlap > 0:
            name.shift(overlap / 2 * LEFT)
            others.shift(overlap / 2 * RIGHT)
        return square, areas, VGroup(edge, name, others)

    def _chart(self, zone: Zone) -> tuple[VGroup, VMobject, VMobject]:
        """Return axes, the curve of right alarms over the prevalence, and the point of this detector."""
        theme, small = self.theme, self.theme.sizes.small
        area = Zone(zone.left + 0.9, zone.right - 0.3, zone.bottom + 0.9, zone.top - 0.5)

        def place(share: float, right: float) -> npt.NDArray[np.float64]:
            return np.array([area.left + share * area.width, area.bottom + right * area.height, 0.0])

        frame = VMobject(stroke_color=theme.axis, stroke_width=2)
        frame.set_points_as_corners(np.array([place(0, 1), place(0, 0), place(1, 0)]))
        labels = VGroup()
        for tick in nice_ticks(0, 1, 5):
            for at, way in ((place(tick, 0), DOWN), (place(0, tick), LEFT)):
                labels.add(Formula(number_markup(tick), font_size=small, color=theme.muted).next_to(at, way, buff=0.14))
        across = Text(f"share of {self.story.things} that are {self.story.found}", font_size=small, color=theme.muted)
        across.next_to([area.center[0], area.bottom - 0.42, 0], DOWN, buff=0.05)
        up = Text(f"share of {self.story.alarms} that are right", font_size=small, color=theme.muted)
        up.move_to([zone.left, zone.top, 0], aligned_edge=UP + LEFT)
        curve = VMobject(stroke_color=theme.posterior, stroke_width=5)
        if len(self.numbers.curve) > 1:
            curve.set_points_as_corners(np.array([place(*pair) for pair in self.numbers.curve]))
        point = VMobject(fill_color=theme.ball, fill_opacity=1, stroke_color=theme.background, stroke_width=2)
        if self.numbers.posterior is not None:
            point.points = discs_to_points(place(self.params.prevalence, self.numbers.posterior)[None], 0.12)
        return VGroup(frame, labels, across, up), curve, point
