"""The story of the step size in words: true for whatever parabola and rates there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explainers.maths.spoken import counted, spoken
from explainers.maths.step_sizes import RateWalk

CREEPING = 0.5
"""Share of the distance that a step keeps, from which on a walk is called slow."""


@dataclass(frozen=True)
class StepSizeSayings:
    """What each beat says."""

    question: str
    rule: str
    small: str
    large: str
    limit: str
    answer: str
    trap: str


def step_size_sayings(curvature: float, start: float, walks: Sequence[RateWalk]) -> StepSizeSayings:
    """Tell what the walks do, in the order of their rates."""
    small, large = split(walks)
    return StepSizeSayings(
        question=_question(start, walks),
        rule=(
            f"A step is the learning rate times the slope. Here the slope is {spoken(curvature)} times the distance to "
            f"the minimum; {spoken(curvature)} is the curvature, L. So a step multiplies the distance by 1 minus the "
            "rate times L."
        ),
        small=_told_in_turn(small) or _none_small(walks),
        large=_told_in_turn(large) or _none_large(walks),
        limit="Where is the limit? Up to which learning rate does the distance still shrink?",
        answer=_answer(curvature),
        trap=_trap(curvature, walks),
    )


def split(walks: Sequence[RateWalk]) -> tuple[tuple[RateWalk, ...], tuple[RateWalk, ...]]:
    """Return the walks that never pass the minimum, and those that do."""
    return tuple(walk for walk in walks if walk.factor >= 0), tuple(walk for walk in walks if walk.factor < 0)


def outcome(walk: RateWalk) -> str:
    """Return what a step does to the distance, for a table."""
    return f"× {walk.kept:.3g} a step" if walk.factor else "there in one step"


def _question(start: float, walks: Sequence[RateWalk]) -> str:
    rates = [spoken(walk.rate) for walk in walks]
    if len(rates) == 1:
        which = f"The learning rate is {rates[0]}. Is that too small, or too large?"
    else:
        which = f"Here are {counted(len(rates), 'learning rate')}: {', '.join(rates[:-1])} and {rates[-1]}. "
        which += "Is a larger one faster?"
    return f"A loss with one weight: a parabola. A model starts at {spoken(start)}. {which}"


def _none_small(walks: Sequence[RateWalk]) -> str:
    if len(walks) == 1:
        return "This rate is larger than 1 over L. So a step goes past the minimum. How far?"
    return "None of these rates is at most 1 over L. Each of them is larger, and goes past the minimum. How far?"


def _none_large(walks: Sequence[RateWalk]) -> str:
    which = "This rate is not" if len(walks) == 1 else "None of these rates is"
    return f"{which} larger than 1 over L. So no step goes past the minimum."


def _kept(walk: RateWalk) -> str:
    """What a step keeps of the distance; what is not 1 is not called 1."""
    if 0.9995 <= walk.kept < 1:
        return "almost all"
    if 1 < walk.kept < 1.005:
        return "a little more than 1"
    return "almost nothing" if walk.kept < 5e-4 else spoken(walk.kept)


def _told_in_turn(walks: Sequence[RateWalk]) -> str:
    """Tell what each does; what does the same as the one before is told in short."""
    told = []
    for before, walk in zip((None, *walks), walks, strict=False):
        creeps = walk.kept > CREEPING
        if before is None or walk.kind != before.kind or creeps != (before.kept > CREEPING):
            told.append(_told(walk))
        elif walk.kind == "slow":
            pace = "creeps" if creeps else "is quick"
            told.append(f"With rate {spoken(walk.rate)}, it keeps {_kept(walk)}: it {pace}, too.")
        elif walk.kind == "across":
            told.append(f"With rate {spoken(walk.rate)}, it keeps {_kept(walk)}, and comes closer, too.")
        else:
            told.append(_told(walk))
    return " ".join(told)


def _told(walk: RateWalk) -> str:
    rate, kept = f"With rate {spoken(walk.rate)}", _kept(walk)
    steps = counted(len(walk.places) - 1, "step")
    match walk.kind:
        case "at once":
            return f"{rate}, 1 over L, one step lands on the minimum."
        case "slow":
            pace = "the walk creeps" if walk.kept > CREEPING else "the walk is quick"
            return f"{rate}, a step keeps {kept} of the distance: {pace}, and stays on its side."
        case "across":
            return f"{rate}, each step lands on the other side. It keeps {kept} of the distance, so it comes closer."
        case "for ever":
            return f"{rate}, exactly 2 over L, it jumps to and fro for ever, and comes no closer."
        case "diverges":
            gone = (
                f"It leaves the picture at step {walk.left_at}."
                if walk.left_at
                else f"In {steps}, it has not left the picture yet, but it will."
            )
            return f"{rate}, each step multiplies the distance by {kept}: it diverges. {gone}"


def _answer(curvature: float) -> str:
    return (
        f"At 2 over L, here {spoken(2 / curvature)}. There, a step only changes the side. Below, the walk converges. "
        f"Above, it diverges. Halfway, at 1 over L, {spoken(1 / curvature)}, one step is enough."
    )


def _trap(curvature: float, walks: Sequence[RateWalk]) -> str:
    pair = equal_pace(walks)
    if pair is not None:
        first, second = (spoken(walk.rate) for walk in pair)
        return (
            f"So larger is not always faster: {second} keeps as much of the distance as {first} does. Both are as far "
            "from 1 over L. And the steeper the curve bends, the smaller the rate must be."
        )
    fastest = min(walks, key=lambda walk: walk.kept)
    if len(walks) == 1:
        better = "No rate is faster than" if fastest.kind == "at once" else "The fastest would be"
        return (
            f"So larger is not always faster. {better} 1 over L, {spoken(1 / curvature)}. "
            "And the steeper the curve bends, the smaller the rate must be."
        )
    if fastest is walks[-1] and fastest.factor > 0:
        return (
            f"Up to 1 over L, larger is faster, and {spoken(fastest.rate)} is the fastest of these. "
            "But beyond, it is not. And the steeper the curve bends, the smaller the rate must be."
        )
    if fastest.kept >= 1:
        return (
            "So larger is not always faster: none of these rates converges. "
            "The steeper the curve bends, the smaller the rate must be."
        )
    return (
        f"So larger is not always faster. Of these rates, {spoken(fastest.rate)} is the fastest: it is the nearest to "
        "1 over L. And the steeper the curve bends, the smaller the rate must be."
    )


def equal_pace(walks: Sequence[RateWalk]) -> tuple[RateWalk, RateWalk] | None:
    """Return two walks of the same pace that converge, one on its side and one from side to side, if there are any."""
    for first in walks:
        for second in walks:
            if first.kind == "slow" and second.kind == "across" and abs(first.kept - second.kept) < 1e-6:
                return first, second
    return None
