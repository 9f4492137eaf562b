"""What is said about a posterior on a grid, true of every prior, likelihood and grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from explainers.maths.flat_prior import FlatPrior, ScaleName
from explainers.maths.grid_posterior import Grid
from explainers.maths.named_prior import NamedPrior
from explainers.maths.spoken import spoken


@dataclass(frozen=True)
class GridCase:
    """What a grid's unknown and data are called.

    Attributes
    ----------
    unknown
        The symbol as it is said.
    quantity
        What it is, in words.
    amount, data
        How many data there are, and what they are.
    """

    unknown: str
    quantity: str
    amount: str
    data: str


@dataclass(frozen=True)
class ExactPosterior:
    """The closed form that a grid is compared with.

    Attributes
    ----------
    name
        As it is written: Beta(9, 5).
    mean
        Its mean.
    gap
        Largest distance between its density and the finest grid's heights, as a share of the highest height.
    """

    name: str
    mean: float
    gap: float


@dataclass(frozen=True)
class GridWords:
    """The sentences that depend on the case, and pieces for the alt texts."""

    question: str
    prior: str
    likelihood: str
    multiply: str
    divide: str
    refine: str
    check: str
    trap: str
    check_alt: str
    trap_alt: str
    practice_flat: str


SCALE_WORDS: dict[ScaleName, str] = {
    "log-odds": "the log-odds",
    "logarithm": "the logarithm",
    "cube": "the cube",
}


def tell_grid(
    case: GridCase, prior: NamedPrior, grids: Sequence[Grid], cell: int, exact: ExactPosterior | None, flat: FlatPrior
) -> GridWords:
    """Write the sentences.

    Parameters
    ----------
    grids
        From the coarsest to the finest.
    cell
        Of the coarsest grid: the one whose product is read out.
    """
    coarse, finest = grids[0], grids[-1]
    at = spoken(float(coarse.x[cell]))
    return GridWords(
        question=f"{case.data[0].upper()}{case.data[1:]}. What do they say about {case.quantity}? Suppose you know no "
        "formula for the posterior. Could products and one sum be enough?",
        prior=f"Cut the range of {case.unknown} into {coarse.points} cells. Give each one the height of the prior in "
        f"its middle. {prior_words(prior)}",
        likelihood=f"Then ask each cell how well its {case.unknown} explains the data. That is the likelihood, here "
        f"scaled so that its best value is one.{missed(coarse)}",
        multiply=f"Multiply the two, cell by cell. At {at}, prior {said(float(coarse.prior[cell]))} times "
        f"likelihood {said(float(coarse.likelihood[cell]))} makes {said(float(coarse.product[cell]))}.",
        divide=divide_words(coarse.total),
        refine=refine_words(grids),
        check=check_words(exact, grids),
        trap=trap_words(case, flat),
        check_alt=check_alt(exact, finest),
        trap_alt=f"Four equal parts of the new axis hold {percentages(flat)} percent.",
        practice_flat=f"Flat in {case.unknown}: mean {flat.mean:.6g}. Flat in {SCALE_WORDS[flat.scale.name]}: mean "
        f"{flat.other_mean:.6g}",
    )


def said(value: float) -> str:
    """Return a mean as it is read: with the digits that the panel shows, where that is short."""
    size = abs(value)
    if not 0.01 <= size < 99_950:
        return spoken(value)
    digits = max(0, min(3, 3 - math.floor(math.log10(size))))
    return f"{'minus ' if value < 0 else ''}{size:.{digits}f}"


def missed(coarse: Grid) -> str:
    """Return that a narrow likelihood falls between the middles of coarse cells, if it does."""
    return " It is so narrow that it falls between the middles." if coarse.likelihood.max() < 0.05 else ""


def prior_words(prior: NamedPrior) -> str:
    """Return what the prior is, as it is said."""
    values = [spoken(value) for value in prior.values]
    match prior.name:
        case "uniform":
            return f"Here it is flat, from {values[0]} to {values[1]}."
        case "triangular":
            return f"Here it is a triangle from {values[0]} to {values[2]}, with its peak at {values[1]}."
        case "normal":
            cut = "" if prior.support[0] == float("-inf") else ", cut off where the unknown cannot be"
            return f"Here it is a normal with mean {values[0]} and deviation {values[1]}{cut}."
        case "gamma":
            return f"Here it is a gamma with shape {values[0]} and rate {values[1]}."
    return f"Here it is a beta with parameters {values[0]} and {values[1]}."


def divide_words(total: float) -> str:
    """Return why and by what the products are divided."""
    if round(total, 3) == 1:
        return "The areas of the products add up to nearly one already. Divide by their sum: the posterior."
    small = "so little that they can hardly be seen" if total < 0.04 else "not one"
    return (
        f"But their areas add up to {spoken(total)}, {small}. So divide every product by that sum. "
        "Now the areas add up to one: this is the posterior."
    )


def refine_words(grids: Sequence[Grid]) -> str:
    """Return what finer cells change."""
    first, last = grids[0], grids[-1]
    if len(grids) == 1:
        return f"There are {first.points} cells, and the posterior's mean is {said(last.mean)}. Finer ones come nearer."
    moved = abs(first.mean - last.mean)
    if moved < 0.01 * last.deviation or said(first.mean) == said(last.mean):
        mean = f"The mean hardly moves: {said(last.mean)}."
    else:
        mean = f"The mean goes from {said(first.mean)} to {said(last.mean)}."
    finer = f"Make the cells finer, again and again, up to {last.points}"
    return f"The steps are coarse. {finer}. The stairs become a curve. {mean}"


def check_words(exact: ExactPosterior | None, grids: Sequence[Grid]) -> str:
    """Return how far the finest grid is from the closed form, or that there is none."""
    if exact is None:
        return (
            "Is it right? No formula is there to compare with. "
            f"But the areas add up to one, {no_change(grids)}. Any prior can be multiplied like this."
        )
    if exact.gap > 0.01:
        return (
            f"Is it right? Here there is a formula, dashed: {said_name(exact.name)}, with mean {said(exact.mean)}. "
            f"The grid says {said(grids[-1].mean)}: where a density shoots up at an end, cells are never narrow enough."
        )
    return (
        f"Is it right? Here there is a formula, dashed: {said_name(exact.name)}, with mean {said(exact.mean)}. "
        f"The grid is off by {share_in_words(exact.gap)} of the height. It never needed the formula."
    )


def no_change(grids: Sequence[Grid]) -> str:
    """Return what the last refinement did to the mean."""
    if len(grids) == 1:
        return f"and the mean is {said(grids[0].mean)}"
    moved = abs(grids[-1].mean - grids[-2].mean)
    return f"and the last refinement moved the mean by {share_in_words(moved / grids[-1].deviation)} of the deviation"


def share_in_words(share: float) -> str:
    """Return a small share as a percentage that is true of it."""
    percent = 100 * share
    for limit in (0.001, 0.01, 0.1):
        if percent < limit:
            return f"less than {limit} percent"
    return f"about {spoken(percent)} percent"


def said_name(name: str) -> str:
    """Return a distribution's name as it is read aloud: Beta(9, 5) as Beta of 9 and 5."""
    kind, _, values = name.rstrip(")").partition("(")
    return f"{kind} of {values.replace(', ', ' and ').replace('-', 'minus ')}"


def trap_words(case: GridCase, flat: FlatPrior) -> str:
    """Return what a flat prior says on the other scale, and what that does to the answer."""
    scale, most, least = SCALE_WORDS[flat.scale.name], max(flat.quarters), min(flat.quarters)
    start = f"Does a flat prior know nothing? Move the same bars to the scale of {scale}."
    if most - least < 0.02:
        return f"{start} They stay nearly flat: over so short a range, the scales hardly differ. Elsewhere they would."
    held = f"One quarter of that axis holds {whole(most)} percent, another {whole(least)}."
    means = abs(flat.mean - flat.other_mean)
    told, other = said(flat.mean), said(flat.other_mean)
    if told == other or means < 1e-3 * abs(flat.mean):
        return f"{start} {held} Flat here is not flat there. These data are strong enough to hide it: mean {told}."
    return f"{start} {held} Flat in {case.unknown} gives the mean {told}; flat in {scale}, {other}."


def percentages(flat: FlatPrior) -> str:
    """Return the four percentages, listed."""
    parts = [whole(quarter) for quarter in flat.quarters]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def whole(share: float) -> str:
    """Return a share as a percentage: whole, or "less than 1"."""
    return f"{100 * share:.0f}" if share >= 0.005 else "less than 1"


def check_alt(exact: ExactPosterior | None, finest: Grid) -> str:
    """Return what is drawn for the comparison."""
    if exact is None:
        return f"The posterior stands alone, lit, with its mean {finest.mean:.4g}: there is no formula to draw."
    return f"A dashed curve, {exact.name}, is drawn over the posterior and lies on it; its mean is {exact.mean:.4g}."
