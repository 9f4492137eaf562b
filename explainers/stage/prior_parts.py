"""What a conjugate prior is made of, and what the data add to each part: the posterior is their sum."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.maths.conjugate import (
    BetaBinomial,
    ConjugateFamily,
    DirichletMultinomial,
    GammaPoisson,
    NormalInverseGamma,
    NormalKnownDeviation,
)
from explainers.spec.observed import ObservedData
from explainers.stage.bayes_model import category_names, shortened, trial_words

LONGEST_NAME = 11


@dataclass(frozen=True)
class PriorPart:
    """A number of the prior that the data add to.

    Attributes
    ----------
    name
        What it counts or measures.
    prior, data, posterior
        The number before, what is added, and the number after.
    item
        Which of the prior's values it is; None if it is worked out from them.
    """

    name: str
    prior: float
    data: float
    posterior: float
    item: int | None


def prior_parts(
    prior: ConjugateFamily, posterior: ConjugateFamily, component: int, data: ObservedData
) -> tuple[PriorPart, ...]:
    """Return the parts in which learning is addition; of a Dirichlet the shown category and all others together."""

    def part(name: str, before: float, after: float, item: int | None) -> PriorPart:
        return PriorPart(name, before, after - before, after, item)

    match prior, posterior:
        case BetaBinomial(), BetaBinomial():
            _, successes, failures = trial_words(data)
            return part(successes, prior.a, posterior.a, 0), part(failures, prior.b, posterior.b, 1)
        case GammaPoisson(), GammaPoisson():
            return part("events", prior.shape, posterior.shape, 0), part("exposure", prior.rate, posterior.rate, 1)
        case DirichletMultinomial(), DirichletMultinomial():
            before, after = prior.concentrations, posterior.concentrations
            name = shortened(category_names(data, len(before))[component], LONGEST_NAME)
            others = sum(before) - before[component], sum(after) - after[component]
            return part(name, before[component], after[component], component), part("others", *others, None)
        case NormalKnownDeviation(), NormalKnownDeviation():
            return (part("precision", prior.deviation**-2, posterior.deviation**-2, None),)
        case NormalInverseGamma(), NormalInverseGamma():
            return (
                part("strength", prior.strength, posterior.strength, 1),
                part("shape", prior.shape, posterior.shape, 2),
                part("scale", prior.scale, posterior.scale, 3),
            )
    raise TypeError(f"{type(prior).__name__} has no parts")
