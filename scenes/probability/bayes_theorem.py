"""Bayes' theorem in counts: an alarm is raised, and how often it is right depends on how rare the thing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from manim import Create, FadeIn, FadeOut, ReplacementTransform
from pydantic import Field, field_validator

from explainers.maths.screening import Crowd, Screening
from explainers.maths.screening_story import STORIES, ScreeningSayings, StoryName, screening_sayings
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Question, SceneParams
from explainers.stage.figures.attention import dimmed
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
            true_share=test.true_positive_share,
            false_share=test.false_positive_share,
            posterior=test.posterior,
            curve=tuple((share, right) for share, right in curve if right is not None),
            said=screening_sayings(params.story, test, crowd),
        )

    def construct(self) -> None:
        board = self.board = self.build_board()
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
