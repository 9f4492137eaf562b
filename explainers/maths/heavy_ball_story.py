"""The story of momentum in words: true for every condition number and every beta."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainers.maths.heavy_ball import Walk, best_beta
from explainers.maths.spoken import counted, spoken

LEAST_GAIN = 1e-3
"""By how much a step must keep less for a walk to be called faster."""


@dataclass(frozen=True)
class MomentumSayings:
    """What each beat says."""

    question: str
    descent: str
    idea: str
    ball: str
    rates: str
    more: str
    circles: str
    answer: str


def momentum_sayings(condition_number: float, plain: Walk, ball: Walk, heavy: Walk) -> MomentumSayings:
    """Tell what gradient descent, the heavy ball and one with too much momentum do on the bowl."""
    return MomentumSayings(
        question=_question(condition_number),
        descent=_descent(condition_number, plain),
        idea=_idea(condition_number, ball),
        ball=_ball(condition_number, plain, ball),
        rates=_rates(condition_number, plain, ball),
        more=f"So is more momentum always better? What would a beta of {spoken(heavy.beta)} do?",
        circles=_circles(plain, ball, heavy),
        answer=_answer(condition_number, plain, ball),
    )


def arrival(walk: Walk) -> str:
    """Return when a walk comes within one percent of its first distance, as half a sentence."""
    if walk.arrived is None:
        return f"takes more than {counted(len(walk.points) - 1, 'step')}"
    return f"takes {counted(walk.arrived, 'step')}"


def written_arrival(walk: Walk) -> str:
    """Return the same as it is written in a table."""
    return f"> {len(walk.points) - 1}" if walk.arrived is None else str(walk.arrived)


def _question(kappa: float) -> str:
    if kappa == 1:
        return "A round bowl: it curves alike in all directions. Can momentum help gradient descent here?"
    return (
        f"Training often leads through a long valley. This one curves {spoken(kappa)} times as strongly across as "
        "along. What will gradient descent do here?"
    )


def _descent(kappa: float, plain: Walk) -> str:
    if kappa == 1:
        return "The gradient points straight away from the minimum. With learning rate 1, one step is enough."
    rate = f"It takes its best learning rate, {spoken(plain.learning_rate)}."
    close = f"to come within one percent of its first distance, it {arrival(plain)}."
    if plain.points[0, 1] == 0:
        pace = "creeps along it" if plain.contraction > 0.8 else "is quick here"
        return f"{rate} It begins on the valley's floor, so it need not zigzag, and {pace}: {close}"
    pace = "It zigzags, and creeps along the valley" if plain.contraction > 0.8 else "It zigzags, but it is quick here"
    return f"{rate} Still, each step lands on the other side of the valley. {pace}: {close}"


def _idea(kappa: float, ball: Walk) -> str:
    keeps = "Now let the ball remember. Each step keeps a part of the last one, beta, and adds a push downhill."
    if ball.beta == 0:
        round_bowl = "On a round bowl, the best beta is 0: nothing to remember."
        return f"{keeps} {round_bowl if kappa == 1 else 'Here, beta is 0, and that is gradient descent again.'}"
    best = np.isclose(ball.beta, best_beta(kappa), atol=1e-9)
    which = "The best beta for this bowl is" if best else "Here, beta is"
    return f"{keeps} {which} {spoken(ball.beta)}, with a learning rate of {spoken(ball.learning_rate)}."


def _ball(kappa: float, plain: Walk, ball: Walk) -> str:
    if ball.beta == 0:
        return "So the ball walks as gradient descent did, step for step."
    if kappa == 1:
        return f"But now the ball runs past the minimum. It {arrival(ball)} to come within one percent. One was enough."
    swings = np.abs(ball.points[:, 1]).max() > 1.05 * abs(ball.points[0, 1])
    across = "Across it, the ball swings wider at first, and then the swings die out." if swings else ""
    close = f"Within one percent: the ball {arrival(ball)}, gradient descent {arrival(plain)}."
    if ball.arrived is None and plain.arrived is None:
        close = f"Neither comes within one percent in {counted(len(ball.points) - 1, 'step')}."
    return f"Along the valley the pushes agree, and add up to longer and longer steps. {across} {close}".replace(
        "  ", " "
    )


def _rates(kappa: float, plain: Walk, ball: Walk) -> str:
    if plain.contraction == 0:
        if ball.beta == 0:
            return "The distance falls to 0 at once. No curve can be steeper."
        return (
            "Gradient descent falls to 0 at once. With momentum, a step keeps, in the long run, the root of beta: "
            f"{spoken(ball.contraction)} of the distance."
        )
    keeps = (
        "On a log scale, a steady rate is a straight line, drawn dotted. Gradient descent keeps "
        f"{spoken(plain.contraction)} of the distance at each step"
    )
    if ball.beta == 0:
        return f"{keeps}. The ball with a beta of 0 keeps as much."
    return f"{keeps}. The heavy ball, in the long run, keeps {spoken(ball.contraction)}."


def _circles(plain: Walk, ball: Walk, heavy: Walk) -> str:
    if heavy.contraction > plain.contraction + LEAST_GAIN:
        than = "slower than no momentum at all"
    elif heavy.contraction < plain.contraction - LEAST_GAIN:
        than = "still faster than no momentum"
        if heavy.contraction > ball.contraction + LEAST_GAIN:
            than += ", but slower than before"
    else:
        than = "no faster than no momentum at all"
    return (
        "It runs past the minimum, turns, and comes back, again and again. In the long run, a step keeps "
        f"the root of beta, {spoken(heavy.contraction)}: {than}."
    )


def _answer(kappa: float, plain: Walk, ball: Walk) -> str:
    if kappa == 1:
        return "Momentum does not always win. Where the bowl is round, gradient descent is there in one step."
    gain = plain.contraction - ball.contraction
    if gain > LEAST_GAIN:
        verdict = "Momentum wins here. But it does not always win: the"
    elif gain > -LEAST_GAIN:
        verdict = f"Here, a beta of {spoken(ball.beta)} wins nothing. The"
    else:
        verdict = "Here, momentum loses: its beta is too large. The"
    return (
        f"{verdict} best beta depends on the bowl. Here it is {spoken(best_beta(kappa))}. "
        "On a round bowl it is 0, and gradient descent is there in one step."
    )
