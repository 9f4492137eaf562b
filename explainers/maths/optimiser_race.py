"""Several optimisers from one start on one loss: who comes how near, and after how many steps."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.descent import Descent, descend
from explainers.maths.descent_story import end_words
from explainers.maths.errors import MathsError
from explainers.maths.losses import Loss
from explainers.maths.optimisers import Newton, find_optimiser
from explainers.maths.spoken import counted, spoken
from explainers.maths.verdicts import Verdict, judge

Array = npt.NDArray[np.float64]

MOST = 4
NAMES = {
    "gradient-descent": "gradient descent",
    "momentum": "momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "newton": "Newton",
}


@dataclass(frozen=True)
class Run:
    """What one optimiser did.

    Parameters
    ----------
    name, learning_rate
        As entered.
    label
        What a viewer reads: the name, with the rate where a rule enters more than once.
    gaps
        The loss above its lowest known minimum at the start and after each step; the loss itself where none is known.
    floor
        The lowest known minimum; None where none is known.
    finished
        The first step after which the gap stays within the tolerance; None if it does not, or nothing is known.
    """

    name: str
    label: str
    learning_rate: float
    descent: Descent
    gaps: Array
    floor: float | None
    finished: int | None
    verdict: Verdict
    ending: str

    @property
    def first_point(self) -> tuple[float, float] | None:
        """Where it is after its first step, None if there is none."""
        points = self.descent.points
        return (float(points[1, 0]), float(points[1, 1])) if len(points) > 1 else None


def parse_entrants(text: str) -> tuple[tuple[str, float], ...]:
    """Read ``gradient-descent 0.1; adam 0.2``: one to four rules, each with its rate, after a semicolon each.

    Raises
    ------
    MathsError
        Naming what cannot be read, and how to write it.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not 1 <= len(parts) <= MOST:
        raise MathsError(
            f"optimisers: {len(parts)} are given; name one to {MOST}, such as 'gradient-descent 0.1; adam 0.2'"
        )
    entrants = []
    for part in parts:
        match = re.fullmatch(r"(.*\S)\s+(\S+)", part)
        try:
            rate = float(match[2]) if match else math.nan
        except ValueError:
            rate = math.nan
        if match is None or math.isnan(rate):
            raise MathsError(f"optimisers: '{part[:40]}' needs a name and a rate, such as 'adam 0.2'")
        if not 0 < rate <= 10:
            raise MathsError(f"optimisers: the rate of '{part[:40]}' must be more than 0 and at most 10")
        entrants.append((find_optimiser(match[1], rate).name, rate))
    if len(set(entrants)) < len(entrants):
        raise MathsError("optimisers: the same rule with the same rate is named twice; change one of them")
    return tuple(entrants)


def race(
    loss: Loss, start: tuple[float, float], entrants: Sequence[tuple[str, float]], steps: int, tolerance: float
) -> tuple[Run, ...]:
    """Let all run; `tolerance` is the share of the first gap at which one has finished."""
    optimisers = [Newton(rate) if name == "newton" else find_optimiser(name, rate) for name, rate in entrants]
    descents = [descend(loss, start, optimiser, steps) for optimiser in optimisers]
    floor = lowest_known(loss)
    lowest = min(float(descent.values.min()) for descent in descents)
    if floor is not None and lowest < floor - 1e-9 * (1 + abs(floor)):
        floor = None
    names = [name for name, _ in entrants]
    runs = []
    for optimiser, descent in zip(optimisers, descents, strict=True):
        gaps = descent.values if floor is None else np.maximum(descent.values - floor, 0.0)
        finished = None
        if floor is not None and gaps[0] > 0 and not descent.diverged:
            far = np.flatnonzero(gaps > tolerance * gaps[0])
            finished = int(far[-1]) + 1 if far[-1] < len(gaps) - 1 else None
        verdict = judge(descent, loss, optimiser)
        label = NAMES[optimiser.name]
        if names.count(optimiser.name) > 1:
            label += f" with {optimiser.learning_rate:g}"
        ending = end_words(descent, verdict)
        runs.append(
            Run(optimiser.name, label, optimiser.learning_rate, descent, gaps, floor, finished, verdict, ending)
        )
    return tuple(runs)


def lowest_known(loss: Loss) -> float | None:
    """Return the loss at the lowest known minimum."""
    return min((float(loss.value(*point)) for point in loss.minima), default=None)


def winners(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return who finished first, together if after the same number of steps; nobody if none finished."""
    counts = [run.finished for run in runs if run.finished is not None]
    return tuple(run for run in runs if counts and run.finished == min(counts))


def result(run: Run) -> str:
    """Return what became of one, in as few words as a table takes."""
    if run.finished is not None:
        return counted(run.finished, "step")
    if run.verdict.outcome in ("diverged", "ran-away"):
        return "diverges" if run.verdict.outcome == "diverged" else "runs away"
    if run.floor:
        return f"{run.gaps[-1]:.3g} above"
    return f"loss {run.descent.values[-1]:.3g}".replace("-", "\N{MINUS SIGN}")


def finish_words(runs: Sequence[Run]) -> str:
    """Say who finished and when, or how each ended."""
    told = [
        f"{run.label} takes {counted(run.finished, 'step')}"
        if run.finished is not None
        else f"{run.label}: {_ending(run)}"
        for run in runs
    ]
    return ". ".join(words[0].upper() + words[1:] for words in told) + "."


def _ending(run: Run) -> str:
    """Return how one ended: above a minimum that is not zero, where one is known, as the chart shows it."""
    if run.floor and run.verdict.outcome not in ("diverged", "ran-away"):
        return f"it ends {spoken(run.gaps[-1])} above the minimum"
    return run.ending


def left_words(runs: Sequence[Run]) -> str:
    """Say who left the map."""
    gone = [run.label for run in runs if run.verdict.left_window_at is not None]
    if not gone:
        return ""
    names = " and ".join([", ".join(gone[:-1]), gone[-1]] if len(gone) > 1 else gone)
    return f" {names[0].upper()}{names[1:]} left the map on the way: there the path is cut."


def verdict_words(runs: Sequence[Run]) -> str:
    """Say who won, and that it need not be so elsewhere."""
    first = winners(runs)
    if not first and runs[0].floor is None:
        return "There is no finish here, so nobody wins. Rules can only be compared by where they end, and how soon."
    if not first and runs[0].gaps[0] == 0:
        return "Nobody can win: they start at the minimum. From another start there is a race."
    if not first:
        return "Nobody finished within these steps. Other rates may change that: a race is only as fair as its rates."
    names = " and ".join(run.label for run in first)
    won = f"{names[0].upper()}{names[1:]} {'win' if len(first) > 1 else 'wins'} here"
    adam = next((run for run in runs if run.name == "adam"), None)
    if adam is not None and adam not in first:
        moral = "Adam is not always best: far away, its steps are about as long as its rate, however steep the slope"
    elif adam is not None and len(runs) > 1:
        moral = "Adam is ahead on this loss, and not on every one"
    else:
        moral = "With other rates it may be another"
    return f"{won}. {moral}. Another loss, another start, other rates: another winner."
