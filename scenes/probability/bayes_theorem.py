"""Bayes' theorem in counts: an alarm is raised, and how often it is right depends on how rare the thing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from manim import Create, FadeIn, FadeOut
from pydantic import Field, field_validator

from explainers.maths.screening import Crowd, Screening
from explainers.maths.screening_story import STORIES, ScreeningSayings, StoryName, screening_sayings
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Question, SceneParams
from explainers.stage.figures.attention import DIMMED, dimmed, lit
from explainers.stage.figures.screening_board import ScreeningBoard

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
    true_share: float
    false_share: float
    false_alarm_rate: float
    """Share of the others that get an alarm."""
    others: float
    """Share of all that are not what is looked for."""
    posterior: float | None
    elsewhere: float | None
    """Share of right alarms where what is looked for is as common as the film compares with."""
    curve: tuple[tuple[float, float], ...]
    """Prevalence and the share of right alarms."""
    said: ScreeningSayings


class BayesTheorem(ExplainerScene[BayesTheoremParams]):
    title = "How often is an alarm right?"
    beats = {
        "question": Beat(
            "{numbers.said.question}",
            title="An alarm",
            alt="The three rates of the detector, and a question mark for the share of its alarms that are right.",
        ),
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
            "{numbers.true_share:.4g} and {numbers.false_share:.4g}, with width times height beside each.",
        ),
        "formula": Beat(
            "{numbers.said.formula}",
            title="Bayes' rule",
            alt="One area divided by the sum of both, as a formula with numbers.",
        ),
        "answer": Beat(
            "{numbers.said.answer}",
            title="The base rate",
            alt="The share of right alarms as a curve over the prevalence, with a point at {params.prevalence:g} "
            "and, to compare, a ring elsewhere.",
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
            true_share=test.true_positive_share,
            false_share=test.false_positive_share,
            false_alarm_rate=1 - test.specificity,
            others=1 - test.prevalence,
            posterior=test.posterior,
            elsewhere=test.elsewhere().posterior,
            curve=tuple((share, right) for share, right in curve if right is not None),
            said=screening_sayings(params.story, test, crowd),
        )

    def construct(self) -> None:
        board = self.board = self.build_board()
        with self.beat("question") as beat:
            for row, until in zip(board.question, (0.3, 0.55, 0.75, 0.9), strict=True):
                self.play(FadeIn(row), run_time=0.6)
                self.wait(beat.until(until))
            self.wait(max(beat.words_last - beat.elapsed, 0) + PAUSE)
        self.count(board)
        self.measure(board)
        with self.beat("answer") as beat:
            self.play(FadeOut(board.square, board.areas, board.strips, board.products), run_time=0.6)
            self.play(FadeIn(board.chart.axes), run_time=0.8)
            self.play(Create(board.chart.curve), run_time=beat.until(0.45, least=1.5))
            self.play(FadeIn(board.chart.there), run_time=0.8)
            self.wait(beat.until(0.75))
            self.play(FadeIn(board.chart.here), run_time=0.8)

    def count(self, board: ScreeningBoard) -> None:
        """Tell the beats of the crowd; the rate that is spoken about is lit."""
        crowd = board.crowd
        prevalence, sensitivity, specificity = board.rates
        with self.beat("crowd") as beat:
            self.play(FadeOut(board.question), run_time=0.5)
            self.play(FadeIn(prevalence, *(rate.fade(1 - DIMMED) for rate in (sensitivity, specificity))), run_time=0.5)
            self.play(FadeIn(crowd, board.panel), run_time=beat.share(0.3))
            self.play(FadeIn(board.counts[0]), run_time=0.6)
        with self.beat("alarms") as beat:
            self.play(*dimmed(prevalence), *lit(sensitivity), run_time=0.4)
            others = (crowd.kind(name).animate.set_fill(opacity=0.25) for name in ("true_negatives", "false_positives"))
            self.play(*others, run_time=0.8)
            self.play(FadeIn(board.counts[1]), crowd.kind("false_negatives").animate.set_fill(opacity=0.35))
            self.wait(beat.until(0.45))
            self.play(*dimmed(sensitivity), *lit(specificity), run_time=0.4)
            mistaken = crowd.kind("false_positives").animate.set_fill(self.theme.curve, opacity=1)
            self.play(mistaken, FadeIn(board.counts[2]))
        with self.beat("gather") as beat:
            self.play(
                FadeOut(crowd.kind("true_negatives"), crowd.kind("false_negatives")), *dimmed(specificity), run_time=0.6
            )
            self.play(crowd.gather(), run_time=beat.share(0.4, least=1.5))
            self.play(FadeIn(board.counts[3]))

    def measure(self, board: ScreeningBoard) -> None:
        """Tell the beats of the square and of the rule."""
        crowd = board.crowd
        with self.beat("square") as beat:
            self.play(FadeOut(crowd.kind("true_positives"), crowd.kind("false_positives")), run_time=0.6)
            self.play(FadeIn(board.square), run_time=0.8)
            self.play(FadeIn(board.strips), run_time=0.8)
            self.wait(beat.until(0.65))
            for area, product in zip(board.areas, board.products, strict=True):
                self.play(FadeIn(area, product), run_time=0.8)
        with self.beat("formula") as beat:
            self.play(FadeIn(board.formula), run_time=beat.share(0.3))

    def build_board(self) -> ScreeningBoard:
        """Make the figures; none is shown yet."""
        n, params = self.numbers, self.params
        test = Screening(params.prevalence, params.sensitivity, params.specificity)
        rng = np.random.default_rng(params.seed)
        return ScreeningBoard(self.frame, self.theme, test, n.crowd, n.curve, STORIES[params.story], rng)

    def invariants(self) -> Iterator[Invariant]:
        """The coloured areas are the shares that the numbers say."""
        side = self.board.side
        for area, share in zip(self.board.areas, (self.numbers.true_share, self.numbers.false_share), strict=True):
            drawn = area.width * area.height / side**2 if share else 0.0
            yield Invariant("a coloured area is the share that it stands for", drawn, share, 1e-6)
