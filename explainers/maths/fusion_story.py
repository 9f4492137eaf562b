"""What is said about two fused measurements and the filter that follows from them, true of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.maths.fusion_numbers import FusionNumbers, Share, place, place_of, three_digits
from explainers.maths.normal_fusion import NormalBelief


@dataclass(frozen=True)
class FusionWords:
    """The sentences of the beats, and pieces of the alt texts and answers."""

    question: str
    product: str
    precisions: str
    average: str
    conflict: str
    predict: str
    update: str
    gain: str
    first: str
    second: str
    third: str
    fused: str
    average_belief: str
    predicted: str
    updated: str
    conflict_alt: str
    predict_alt: str


def tell_fusion(n: FusionNumbers) -> FusionWords:
    """Write the sentences."""
    return FusionWords(
        question=f"A robot asks two sensors where it is. One says {said_belief(n.first)}; the other, "
        f"{said_belief(n.second)}. What should it believe?",
        product="Multiply the two curves, place by place, and scale the area to one. Again a bell: "
        f"{said_belief(n.fused)}. {_compared(n)}",
        precisions="Why there? Precision is one over the squared deviation. "
        f"{three_digits(n.precisions.first)} and {three_digits(n.precisions.second)} add up to "
        f"{_sum(n.precisions)}. Their shares, {said_share(n.weights[0])} and "
        f"{said_share(n.weights[1])}, weight the means.",
        average=f"Why not just average? That gives {said_belief(n.average)}. {_averaged(n)}",
        conflict=_conflict(n),
        predict=_predict(n),
        update=f"A third measurement: {said_belief(n.third)}. Multiply again, and scale. The robot now believes "
        f"{said_belief(n.updated)}.",
        gain=f"{_gain(n)} Predict, update, repeat: that is a Kalman filter.",
        first=said_belief(n.first),
        second=said_belief(n.second),
        third=said_belief(n.third),
        fused=said_belief(n.fused),
        average_belief=said_belief(n.average),
        predicted=said_belief(n.predicted),
        updated=said_belief(n.updated),
        conflict_alt=_conflict_alt(n),
        predict_alt=_predict_alt(n),
    )


def said(text: str) -> str:
    """Return a written number as it is read aloud."""
    return text.replace("-", "minus ")


def said_belief(belief: NormalBelief) -> str:
    """Return a belief as it is read aloud: 10.8, give or take 0.0894."""
    return f"{said(place_of(belief))}, give or take {three_digits(belief.deviation)}"


def said_share(share: float) -> str:
    """Return a share as it is read aloud, never a false zero or one."""
    if share < 5e-4:
        return "almost zero"
    return "almost one" if three_digits(share) == "1" else three_digits(share)


def said_percent(share: float) -> str:
    """Return a share as it is read aloud, in percent."""
    if share < 5e-4:
        return "almost nothing"
    return "almost all" if three_digits(100 * share) == "100" else f"{three_digits(100 * share)} percent"


def _sum(parts: Share) -> str:
    """A sum, and that it is one where the smaller part is lost in the digits."""
    total, larger = three_digits(parts.total), three_digits(max(parts.first, parts.second))
    return f"hardly more than {total}" if total == larger else total


def _compared(n: FusionNumbers) -> str:
    """How the fused curve stands to the two."""
    first, second = n.first.deviation, n.second.deviation
    if three_digits(min(first, second)) == three_digits(n.fused.deviation):
        return "Hardly narrower than the surer one: the other tells little."
    width = "Narrower than both"
    if n.first.mean == n.second.mean:
        return f"{width}, and in the same place."
    return f"{width}, and halfway between them." if first == second else f"{width}, and nearer the surer one."


def _averaged(n: FusionNumbers) -> str:
    """The trap: where the plain average loses, and where it is the same."""
    average, fused = three_digits(n.average.deviation), three_digits(n.fused.deviation)
    best = min(n.first.deviation, n.second.deviation)
    if n.first.deviation == n.second.deviation:
        return "Here that is the same: both sensors are equally sure. Only then."
    if average == fused:
        return "Here that is almost as good: both sensors are almost equally sure."
    if three_digits(best) == average:
        return f"Fused, it is {fused}. The average is no better than the surer sensor alone."
    if n.average.deviation > best:
        return f"Fused, it is {fused}. The average is even worse than the surer sensor alone!"
    return f"Fused, it is {fused}. The average listens too much to the worse sensor."


def _conflict(n: FusionNumbers) -> str:
    """That the rule does not notice a contradiction."""
    times, width = three_digits(n.surprise), three_digits(n.fused.deviation)
    end = f"the width is still {width}. It trusts what the sensors claim."
    if n.contradict:
        return (
            f"But the two are {times} deviations of their difference apart: they contradict each other. Does the rule "
            f"notice? Let them agree: {end}"
        )
    if not n.apart:
        near = "Here the two agree"
    else:
        near = f"Here the two are only {times} deviations of their difference apart"
    return f"{near}. What if they contradict each other? Slide one far away. Does the rule notice? No: {end}"


def _predict(n: FusionNumbers) -> str:
    step = f"drives {three_digits(abs(n.motion))} {'forward' if n.motion > 0 else 'back'}" if n.motion else "stands"
    follows = "moves along" if n.motion else "stays"
    now = said_belief(n.predicted)
    if not n.motion_deviation:
        exactly = "Now the robot stands perfectly still" if not n.motion else f"Now the robot {step}, exactly"
        return f"{exactly}. The belief {follows}, as wide as before: {now}."
    if not n.motion:
        step = "stands, but drifts"
    start = f"Now the robot {step}, give or take {three_digits(n.motion_deviation)}. The belief {follows}"
    if three_digits(n.fused.deviation) == three_digits(n.predicted.deviation):
        return f"{start}. Variances add, but here it hardly widens: {now}."
    return f"{start}, and as variances add, it widens: {now}."


def _gain(n: FusionNumbers) -> str:
    share = said_percent(n.gain)
    if n.innovation == 0:
        return (
            f"The measurement brought {share} of the precision: the Kalman gain. That share of the way the mean would "
            "move, but both agree on the place."
        )
    return (
        f"The measurement brought {share} of the precision, so the mean moved {share} of the way towards it: the "
        "Kalman gain."
    )


def _conflict_alt(n: FusionNumbers) -> str:
    where = said(place(n.elsewhere.mean, n.elsewhere.deviation))
    fused = said(place_of(n.elsewhere_fused))
    return (
        f"The second curve slides to {where}; the fused curve follows to {fused}, and its width stays "
        f"{three_digits(n.fused.deviation)}. Then both slide back."
    )


def _predict_alt(n: FusionNumbers) -> str:
    moves = f"moves by {said(three_digits(n.motion))}" if n.motion else "stays where it is"
    wider = "widens" if n.motion_deviation else "keeps its width"
    return f"A dashed copy of the fused curve {moves} and {wider}: the prediction, {said_belief(n.predicted)}."
