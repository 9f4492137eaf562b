"""What is unknown and what it is called, once a conjugate family, its prior and the data are chosen."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from explainers.maths.conjugate import ConjugateFamily, Observations, find_family
from explainers.maths.errors import MathsError
from explainers.spec.nearest import unknown
from explainers.spec.observed import Kind, ObservedData

Array = npt.NDArray[np.float64]

DEFAULT_PRIORS: dict[str, tuple[float, ...]] = {
    "beta-binomial": (2, 2),
    "gamma-poisson": (2, 1),
    "normal": (10, 1, 0.8),
    "normal-inverse-gamma": (4, 1, 2, 1),
}
"""Without one for the Dirichlet: a concentration of 1 for each category."""

PLURALS: dict[Kind, str] = {
    "toss": "tosses",
    "trial": "trials",
    "count": "counts",
    "category": "observations",
    "measurement": "measurements",
}
SINGULARS = {
    "tosses": "toss",
    "heads": "head",
    "tails": "tail",
    "trials": "trial",
    "successes": "success",
    "failures": "failure",
    "counts": "count",
    "events": "event",
}
"""Of words that are ours; a column's name is left as it is."""

LARGEST_PRIOR = 1e6
LONGEST_NOUN = 12
"""Characters of a column's name that is used as a word."""

MOST_CATEGORIES = 12


def prior_for(family_name: str, given: tuple[float, ...] | None, data: ObservedData) -> ConjugateFamily:
    """Return the prior; its values and the data's categories must go together."""
    categories = len(data.categories)
    if categories > MOST_CATEGORIES:
        raise ValueError(f"data: {categories} categories are more than {MOST_CATEGORIES}, the most that are told apart")
    values = given if given is not None else DEFAULT_PRIORS.get(family_name, (1.0,) * max(categories, 2))
    for value in values:
        if abs(value) > LARGEST_PRIOR or 0 < abs(value) < 1e-6:
            raise ValueError(f"prior: {value:g} is too large or too small to be drawn. Use another unit")
    if len(values) > MOST_CATEGORIES:
        raise ValueError(f"prior: {len(values)} values are more than {MOST_CATEGORIES}, the most that there may be")
    if family_name == "dirichlet-multinomial" and len(values) < categories:
        named = ", ".join(shortened(name, 12) for name in data.categories)
        raise ValueError(f"prior: has {len(values)} values for {categories} categories ({named}). Give one for each")
    try:
        return find_family(family_name, values)
    except MathsError as error:
        message = str(error)
        raise ValueError(message if message.startswith("prior") else f"prior: {message}") from None


def component_index(name: str, prior: ConjugateFamily, data: ObservedData) -> int:
    """Return which unknown is shown: the first if none is named."""
    names = list(prior.components)
    if data.kind == "category":
        names = category_names(data, len(names))
    if not name:
        return 0
    if name not in names:
        raise ValueError(f"component: {unknown('Component', name, names)}")
    return names.index(name)


def category_names(data: ObservedData, count: int) -> list[str]:
    """Return a name for each of the prior's categories, those that were never seen included."""
    known = list(data.categories)
    indices = all(name.isdecimal() for name in known)
    return known + [str(k) if indices else f"unseen {k - len(known) + 1}" for k in range(len(known), count)]


def check_reference(reference: float | None, support: tuple[float, float]) -> None:
    """Refuse a value that the unknown cannot have."""
    low, high = support
    if reference is not None and not low <= reference <= high:
        lies = f"from {low:g} to {high:g}" if math.isfinite(high) else f"{low:g} or more"
        raise ValueError(f"reference: {reference:g} is not possible, the unknown is {lies}")


def symbol_of(family: str, component: int, data: ObservedData) -> str:
    """Return the unknown as Typst mathematics."""
    match family:
        case "beta-binomial":
            return "theta"
        case "gamma-poisson":
            return "lambda"
        case "dirichlet-multinomial":
            names = category_names(data, component + 1)
            return f'theta_"{typst_string(shortened(names[component], 6))}"'
    return "sigma^2" if component == 1 else "mu"


def spoken_symbol(family: str, component: int, data: ObservedData) -> str:
    """Return the unknown as it is said."""
    match family:
        case "beta-binomial":
            return "theta"
        case "gamma-poisson":
            return "lambda"
        case "dirichlet-multinomial":
            return f"theta of {category_names(data, component + 1)[component]}"
    return "sigma squared" if component == 1 else "mu"


def default_quantity(family: str, component: int, data: ObservedData) -> str:
    """Return what the unknown is, in words."""
    match family:
        case "beta-binomial":
            _, successes, _ = trial_words(data)
            return {"heads": "the chance of heads", "successes": "the chance of success"}.get(
                successes, f"the share of {successes}"
            )
        case "gamma-poisson":
            return "the rate of events"
        case "dirichlet-multinomial":
            return f"the chance of {shortened(category_names(data, component + 1)[component], 20)}"
        case "normal-inverse-gamma":
            return "the variance" if component == 1 else "the mean"
    return "the true value"


def typst_string(words: str) -> str:
    """Return words as they may stand between the quotes of Typst's mathematics."""
    return words.replace("\\", "\\\\").replace('"', '\\"')


def shortened(text: str, width: int) -> str:
    """Cut a long name."""
    return text if len(text) <= width else text[: width - 1] + "…"


def counted_and_rest(data: ObservedData, component: int, observations: Observations | None = None) -> Array:
    """Return what counts for the unknown after each observation, and what is the rest, from none on; shape (n + 1, 2).

    Parameters
    ----------
    observations
        The data in another order or in other batches; as they were given if left out.
    """
    seen = data.observations if observations is None else observations
    values, sizes = seen.values, seen.sizes
    if data.kind in ("toss", "trial"):
        counted, rest = values, sizes - values
    elif data.kind == "category":
        counted = np.where(values == component, sizes, 0.0)
        rest = sizes - counted
    else:
        counted, rest = np.ones_like(values), np.zeros_like(values)
    return np.concatenate([np.zeros((1, 2)), np.cumsum(np.column_stack([counted, rest]), axis=0)])


def all_counted(data: ObservedData) -> tuple[float, float]:
    """Return how many of all data count for the first unknown, and how many are the rest."""
    counted, rest = counted_and_rest(data, 0)[-1]
    return float(counted), float(rest)


def trial_words(data: ObservedData) -> tuple[str, str, str]:
    """Return what trials, successes and failures are called: as the file's columns are, if it has both."""
    if data.kind == "toss":
        return "tosses", "heads", "tails"
    trials, successes = (name.replace("_", " ").strip() for name in (data.source.sizes_column, data.source.column))
    if trials and len(trials) <= LONGEST_NOUN and len(successes) <= LONGEST_NOUN:
        return trials, successes, "others"
    return "trials", "successes", "failures"


def numbered(count: float, plural: str) -> str:
    """Return a count with its noun: 1 head, 7 heads."""
    return f"{count:.0f} {SINGULARS.get(plural, plural) if round(count) == 1 else plural}"


def items_of(data: ObservedData) -> str:
    """Return what arrives one after the other."""
    if data.kind in ("toss", "trial", "category") and np.any(data.observations.sizes != 1):
        return "batches"
    return PLURALS[data.kind]


def amount_in_words(data: ObservedData) -> str:
    """Return how many data there are: ten tosses of a coin, 980 trials, 8 counts."""
    count, kind = len(data.observations), data.kind
    if kind in ("toss", "trial", "category"):
        count = round(float(data.observations.sizes.sum()))
    plural = trial_words(data)[0] if kind == "trial" else PLURALS[kind]
    noun = plural if count != 1 else "observation" if kind == "category" else kind
    return f"{count} {noun}{' of a coin' if kind == 'toss' else ''}"


def data_in_words(data: ObservedData) -> str:
    """Return the data in a few words."""
    parts = counted_and_rest(data, 0)[-1]
    match data.kind:
        case "toss" | "trial":
            trials, successes, _ = trial_words(data)
            return f"{numbered(parts[0], successes)} in {numbered(float(parts.sum()), trials)}"
        case "category":
            values, sizes = data.observations.values, data.observations.sizes
            totals = [float(sizes[values == k].sum()) for k in range(len(data.categories))]
            return ", ".join(f"{total:.0f} of {name}" for name, total in zip(data.categories, totals, strict=True))
        case "count":
            observations = data.observations
            exposure = float(observations.sizes.sum())
            events, counts = numbered(observations.values.sum(), "events"), numbered(len(observations), "counts")
            return f"{events} in {counts}, exposure {exposure:.6g}"
    values = data.observations.values
    if len(values) == 1:
        return f"1 measurement, {values[0]:.6g}"
    return f"{len(values)} measurements, mean {np.mean(values):.6g}, deviation {np.std(values):.4g}"
