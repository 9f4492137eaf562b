"""Conjugate families: prior and posterior are of one kind, so learning from data is arithmetic on their parameters."""

from collections.abc import Mapping, Sequence

from explainers.maths.conjugate_base import ConjugateFamily, Observations
from explainers.maths.conjugate_counts import BetaBinomial, DirichletMultinomial, GammaPoisson
from explainers.maths.conjugate_normal import NormalInverseGamma, NormalKnownDeviation
from explainers.maths.credible import (
    Interval,
    Summary,
    density_grid,
    normalised_likelihood,
    summarise,
)
from explainers.maths.errors import MathsError, cure_for_name, excerpt

__all__ = [
    "FAMILIES",
    "BetaBinomial",
    "ConjugateFamily",
    "DirichletMultinomial",
    "GammaPoisson",
    "Interval",
    "NormalInverseGamma",
    "NormalKnownDeviation",
    "Observations",
    "Summary",
    "density_grid",
    "find_family",
    "normalised_likelihood",
    "sequential",
    "summarise",
]

FAMILIES: Mapping[str, type[ConjugateFamily]] = {
    family.name: family
    for family in (BetaBinomial, GammaPoisson, NormalKnownDeviation, DirichletMultinomial, NormalInverseGamma)
}


def find_family(name: str, prior: Sequence[float]) -> ConjugateFamily:
    """Return the conjugate family of that name with these prior values.

    Raises
    ------
    MathsError
        If the name is not known (naming the nearest), or the prior values are too many, too few or out of range.
    """
    if name not in FAMILIES:
        raise MathsError(f"Family {excerpt(name)} is not known. {cure_for_name(name, FAMILIES)}")
    return FAMILIES[name].from_prior(prior)


def sequential(family: ConjugateFamily, observations: Observations) -> tuple[ConjugateFamily, ...]:
    """Return the prior and the posterior after each observation, n + 1 of them.

    Raises
    ------
    MathsError
        If an observation is impossible under the model, named by its place in the whole data.
    """
    family.check(observations)
    beliefs = [family]
    for row in range(len(observations)):
        beliefs.append(beliefs[-1].observe(observations[row : row + 1]))
    return tuple(beliefs)
