"""The story of a detector's alarm in words: counts first, true of any rates, also where no alarm is ever raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explainers.maths.screening import Crowd, Screening
from explainers.maths.spoken import spoken

StoryName = Literal["fraud", "disease", "spam"]


@dataclass(frozen=True)
class Story:
    """How things are called: all that is looked at, what is looked for, the rest, and what the detector says.

    `state` is what is looked for as it is said of some of the things: frauds, ill, spam.
    """

    things: str
    found: str
    state: str
    others: str
    alarm: str
    alarms: str
    detector: str


STORIES: dict[StoryName, Story] = {
    "fraud": Story("payments", "frauds", "frauds", "honest payments", "an alarm", "alarms", "A fraud detector"),
    "disease": Story("people", "ill people", "ill", "healthy people", "a positive test", "positive tests", "A test"),
    "spam": Story("messages", "spam messages", "spam", "wanted messages", "a flag", "flags", "A spam filter"),
}


@dataclass(frozen=True)
class ScreeningSayings:
    """What is said in each beat."""

    question: str
    crowd: str
    alarms: str
    gather: str
    square: str
    formula: str
    answer: str


def screening_sayings(name: StoryName, test: Screening, crowd: Crowd) -> ScreeningSayings:
    """Return the words of every beat."""
    story = STORIES[name]
    honest = crowd.size - crowd.ill
    ill = _counted(crowd.ill, test.prevalence * crowd.size)
    found = _counted(crowd.true_positives, test.true_positive_share * crowd.size)
    mistaken = _counted(crowd.false_positives, test.false_positive_share * crowd.size)
    return ScreeningSayings(
        question=(
            f"{story.detector} finds {percent(test.sensitivity)} of {story.found}, and leaves "
            f"{percent(test.specificity)} of {story.others} alone. {percent(test.prevalence).capitalize()} of all "
            f"{story.things} are {story.state}. Now there is {story.alarm}. How probable is it that it is right?"
        ),
        crowd=(
            f"Do not calculate: count. Here are {crowd.size} {story.things}. {ill.capitalize()} of them are "
            f"{story.state}, the diamonds."
        ),
        alarms=(
            f"Of these {crowd.ill}, {_get(found, crowd.ill)} {story.alarm}. {_mistakes(story, test, honest, mistaken)}"
        ),
        gather=_gather_words(story, test, crowd),
        square=(
            f"The same without a crowd. A square of area one: the left strip is {story.found}, "
            f"{percent(test.prevalence)} of its width. In each strip, the coloured part gets {story.alarm}."
        ),
        formula=_formula_words(story, test),
        answer=_answer_words(story, test),
    )


def percent(share: float) -> str:
    """Return a share in words."""
    return f"{spoken(100 * share)} percent"


def _counted(count: int, exact: float) -> str:
    """Return a count, and say so where it was rounded."""
    return str(count) if abs(count - exact) < 1e-9 else f"about {count}"


def _get(count: str, of_all: int) -> str:
    """Return how many get something, with the verb."""
    if count in ("0", "1", "about 1"):
        return f"{'none' if count == '0' else count} gets"
    return f"{'all' if count == str(of_all) else count} get"


def _mistakes(story: Story, test: Screening, honest: int, mistaken: str) -> str:
    if not honest:
        return f"There are no {story.others} that could get one, too."
    if test.specificity == 1:
        return f"Of the {honest} {story.others}, none gets one."
    return (
        f"But of the {honest} {story.others}, {_get(mistaken, honest)} one, too: that is "
        f"{percent(1 - test.specificity)} of {honest}."
    )


def _gather_words(story: Story, test: Screening, crowd: Crowd) -> str:
    if test.posterior is None:
        return f"Look only at {story.alarms}: there are none. So the question has no answer; it is never asked."
    if not crowd.positives:
        return (
            f"Look only at {story.alarms}: too rare for this crowd. In the long run, {percent(test.posterior)} of them "
            "are right."
        )
    about = "" if crowd.whole else "about "
    return (
        f"Look only at {story.alarms}. There are {about}{crowd.positives}, and {crowd.true_positives} of them are "
        f"right: {about}{percent(crowd.true_positives / crowd.positives)}."
    )


def _formula_words(story: Story, test: Screening) -> str:
    rule = f"Bayes' rule divides the area of right {story.alarms} by that of all {story.alarms}"
    if test.posterior is None:
        return f"{rule}: zero by zero."
    return f"{rule}. Exactly, that is {percent(test.posterior)}."


def _answer_words(story: Story, test: Screening) -> str:
    elsewhere = test.elsewhere()
    other, share = elsewhere.posterior, "half" if elsewhere.prevalence == 0.5 else "only 1 percent"
    if test.posterior is None or other is None:
        return f"Whatever share of {story.things} are {story.state}: what never happens cannot be judged."
    return (
        f"The {story.detector.split()[-1].lower()} has not changed, and yet the answer depends on how common "
        f"{story.found} are. If {share} of all {story.things} were {story.state}, it "
        f"would be {percent(other)}. Here it is {percent(test.posterior)}: never forget the base rate."
    )
