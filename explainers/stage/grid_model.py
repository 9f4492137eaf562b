"""Named priors and likelihoods with their defaults, and what unknown and data are called once they are chosen."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from explainers.maths.conjugate import BetaBinomial, ConjugateFamily, GammaPoisson, NormalKnownDeviation
from explainers.maths.errors import MathsError
from explainers.maths.flat_prior import FlatPrior, ScaleName, flat_prior
from explainers.maths.grid_posterior import (
    Grid,
    LikelihoodName,
    NamedLikelihood,
    check_meeting,
    closed_form,
    grid_of,
    grid_range,
    refinements,
)
from explainers.maths.grid_story import ExactPosterior, GridCase, GridWords, tell_grid
from explainers.maths.named_prior import NamedPrior, PriorName
from explainers.spec.observed import EXAMPLES, ObservedData
from explainers.stage.bayes_model import all_counted, amount_in_words, data_in_words, default_quantity

FAMILIES: dict[LikelihoodName, str] = {
    "binomial": "beta-binomial",
    "poisson": "gamma-poisson",
    "exponential": "normal",
    "normal": "normal",
}
"""The family whose data are written in the same way."""

SYMBOLS: dict[LikelihoodName, tuple[str, str]] = {
    "binomial": ("theta", "theta"),
    "poisson": ("lambda", "lambda"),
    "exponential": ("lambda", "lambda"),
    "normal": ("mu", "mu"),
}
"""The unknown as Typst mathematics, and as it is said."""

DEFAULT_DATA: dict[LikelihoodName, str] = {
    **{name: EXAMPLES[family] for name, family in FAMILIES.items()},
    "exponential": "0.4 1.3 0.2 0.9 2.1 0.6",
}

DEFAULT_PRIORS: dict[LikelihoodName, dict[PriorName, tuple[float, ...]]] = {
    "binomial": {"beta": (2, 2), "uniform": (0, 1), "triangular": (0, 0.5, 1), "normal": (0.5, 0.2)},
    "poisson": {"gamma": (2, 1), "uniform": (0, 10), "triangular": (0, 2, 10), "normal": (3, 1.5)},
    "exponential": {"gamma": (2, 2), "uniform": (0, 5), "triangular": (0, 1, 5), "normal": (1, 0.5)},
    "normal": {"normal": (10, 1), "uniform": (8, 14), "triangular": (8, 10, 14), "gamma": (20, 2)},
}
"""Values where none are given; the first prior is the one with a closed form, and the default."""

OTHER_SCALES: dict[ScaleName, tuple[str, str]] = {
    "log-odds": ("log-odds", "ln (theta\\/(1 - theta))"),
    "logarithm": ("logarithm", "log_10 lambda"),
    "cube": ("cube", "mu^3"),
}
"""Name and Typst mathematics of the scale on which a flat prior is no longer flat."""

_POSSIBLE: dict[LikelihoodName, ConjugateFamily] = {
    "binomial": BetaBinomial(1, 1),
    "poisson": GammaPoisson(1, 1),
    "normal": NormalKnownDeviation(0, 1, 1),
    "exponential": NormalKnownDeviation(0, 1, 1),
}
"""A family that knows which observations are possible."""


def chosen_prior(name: PriorName | None, values: tuple[float, ...] | None, likelihood: NamedLikelihood) -> NamedPrior:
    """Return the prior; where nothing is said, the one with a closed form."""
    defaults = DEFAULT_PRIORS[likelihood.name]
    chosen: PriorName = next(iter(defaults)) if name is None else name
    if values is None and chosen not in defaults:
        # It does not fit, and says why.
        values = (2.0, 1.0)
    return NamedPrior(chosen, defaults[chosen] if values is None else values, likelihood.support)


def check_possible(data: ObservedData, name: LikelihoodName) -> None:
    """Refuse observations that the likelihood gives probability zero.

    Raises
    ------
    ValueError, BadInput
        Naming the observation by its place in the text, or by row and column of the file.
    """
    data.check(_POSSIBLE[name])
    if name == "exponential":
        for place, value in enumerate(data.observations.values, start=1):
            if value <= 0:
                raise data.source.refuse(MathsError(f"observation {place}: waiting time {value:g} must be positive"))


def compared(prior: NamedPrior, likelihood: NamedLikelihood, grid: Grid) -> ExactPosterior | None:
    """Compare a grid with the closed form, if there is one: at the middles of all cells."""
    exact = closed_form(prior, likelihood)
    if exact is None:
        return None
    with np.errstate(all="ignore"):
        heights = exact.pdf(grid.x)
    gap = float(np.max(np.abs(heights - grid.posterior)) / np.max(heights))
    return ExactPosterior(_written(exact), float(exact.mean()), gap)


def _written(exact: object) -> str:
    values = [*exact.args, *exact.kwds.values()]  # type: ignore[attr-defined]
    kind = {"beta": "Beta", "gamma": "Gamma", "norm": "Normal"}[exact.dist.name]  # type: ignore[attr-defined]
    if kind == "Gamma":
        values[-1] = 1 / values[-1]
    return f"{kind}({', '.join(f'{value:.4g}' for value in values)})"


def case_of(name: LikelihoodName, data: ObservedData, quantity: str) -> GridCase:
    """Return what unknown and data are called."""
    family = FAMILIES["poisson" if name == "exponential" else name]
    return GridCase(
        unknown=SYMBOLS[name][1],
        quantity=quantity or default_quantity(family, 0, data),
        amount=_of_waiting_times(amount_in_words(data), name),
        data=_of_waiting_times(data_in_words(data), name),
    )


def data_caption(name: LikelihoodName, caption: str) -> str:
    """Return what the data are called above them."""
    return "waiting times" if name == "exponential" else caption


def _of_waiting_times(words: str, name: LikelihoodName) -> str:
    """Call measurements waiting times where they are, and a minus by its name."""
    words = words.replace(" -", " minus ")
    return words.replace("measurement", "waiting time") if name == "exponential" else words


@dataclass(frozen=True)
class GridSums:
    """What one grid comes to."""

    cells: int
    mean: float
    deviation: float
    total: float


@dataclass(frozen=True)
class GridPosteriorNumbers:
    """What the scene shows and says.

    Attributes
    ----------
    counts
        How many of the data count for the unknown, and how many are the rest.
    grids
        From the coarsest to the finest. Thousands of heights: drawn, and not printed; what is said of them follows.
    coarsest
        The first of the grids.
    sums
        How many cells each grid has, its posterior's mean and deviation, and what its products are divided by.
    cell
        Of the coarsest grid: where the product is highest.
    exact
        The closed form, None where there is none.
    flat
        The flat prior on two scales.
    """

    symbol: str
    case: GridCase
    prior: NamedPrior
    data: ObservedData
    counts: tuple[float, float]
    likelihood: NamedLikelihood
    grids: tuple[Grid, ...] = field(repr=False)
    coarsest: Grid
    sums: tuple[GridSums, ...]
    cell: int
    exact: ExactPosterior | None
    flat: FlatPrior
    words: GridWords

    @property
    def cell_numbers(self) -> tuple[float, float, float, float]:
        """The cell that is read out: its place, prior, likelihood and product."""
        grid, k = self.grids[0], self.cell
        return float(grid.x[k]), float(grid.prior[k]), float(grid.likelihood[k]), float(grid.product[k])


def grid_numbers(
    prior: NamedPrior, likelihood: NamedLikelihood, data: ObservedData, quantity: str, counts: tuple[int, int]
) -> GridPosteriorNumbers:
    """Multiply prior and likelihood on every grid, from the first of the two counts of cells to the second.

    Raises
    ------
    ValueError
        One line, where prior and data hardly meet, or cells are too wide for them.
    """
    ends = grid_range(prior, likelihood)
    grids = tuple(grid_of(prior.distribution, likelihood, ends, count) for count in refinements(*counts))
    check_meeting(grids, prior, likelihood)
    exact, flat = compared(prior, likelihood, grids[-1]), flat_prior(likelihood, ends)
    case, cell = case_of(likelihood.name, data, quantity), int(np.argmax(grids[0].product))
    words = tell_grid(case, prior, grids, cell, exact, flat)
    symbol = SYMBOLS[likelihood.name][0]
    sums = tuple(GridSums(grid.points, grid.mean, grid.deviation, grid.total) for grid in grids)
    seen = all_counted(data)
    return GridPosteriorNumbers(
        symbol, case, prior, data, seen, likelihood, grids, grids[0], sums, cell, exact, flat, words
    )
