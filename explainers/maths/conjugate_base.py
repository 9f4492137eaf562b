"""Data, and what all conjugate families have in common."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from scipy import special

from explainers.maths.errors import MathsError

Array = npt.NDArray[np.float64]

UNIT = (0.0, 1.0)
POSITIVE = (0.0, math.inf)
REAL = (-math.inf, math.inf)


@dataclass(frozen=True, eq=False)
class Observations:
    """Data in the order in which they were seen.

    Parameters
    ----------
    values
        Shape (n,): successes, counts, category indices from 0, or measurements.
    sizes
        Shape (n,): what each value is out of (trials; exposure; how often a category was seen); 1 each if not given.

    Raises
    ------
    MathsError
        If values or sizes are not finite numbers, or there are not as many sizes as values.
    """

    values: Array
    sizes: Array

    def __init__(self, values: npt.ArrayLike, sizes: npt.ArrayLike | None = None) -> None:
        try:
            observed = np.array(values, dtype=np.float64)
            out_of = np.ones(observed.shape) if sizes is None else np.array(sizes, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise MathsError("data: values and sizes must be lists of numbers") from error
        if observed.ndim != 1 or observed.shape != out_of.shape:
            raise MathsError(f"data: {observed.size} values need as many sizes, got {out_of.size}")
        for row, (value, size) in enumerate(zip(observed, out_of, strict=True), start=1):
            if not (math.isfinite(value) and math.isfinite(size)):
                raise MathsError(f"observation {row}: {value:g} out of {size:g} must be finite")
        object.__setattr__(self, "values", observed)
        object.__setattr__(self, "sizes", out_of)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, rows: slice) -> "Observations":
        """Return some of the observations, in order."""
        return Observations(self.values[rows], self.sizes[rows])


@dataclass(frozen=True)
class ConjugateFamily(ABC):
    """A distribution over the parameters of a model that stays in its family when data arrive.

    A component is one unknown of the model, such as the mean of a normal; `components` names them.
    """

    name: ClassVar[str]
    prior_names: ClassVar[tuple[str, ...]]
    unrestricted: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            label = f"prior {field.name.replace('_', ' ')}"
            for number in value if isinstance(value, tuple) else (value,):
                if not math.isfinite(number):
                    raise MathsError(f"{label}: {number:g} must be finite")
                if number <= 0 and field.name not in self.unrestricted:
                    raise MathsError(f"{label}: {number:g} must be positive")

    @classmethod
    def from_prior(cls, prior: Sequence[float]) -> Self:
        """Return the family with these prior values, in the order of `prior_names`.

        Raises
        ------
        MathsError
            If there are too many or too few, or one is out of range.
        """
        if len(prior) != len(cls.prior_names):
            wanted = ", ".join(cls.prior_names)
            raise MathsError(f"{cls.name} takes {len(cls.prior_names)} prior values: {wanted}; got {len(prior)}")
        return cls(*(float(value) for value in prior))

    @property
    @abstractmethod
    def components(self) -> tuple[str, ...]:
        """Names of the unknowns."""

    def observe(self, observations: Observations) -> Self:
        """Return the posterior, of the same family.

        Raises
        ------
        MathsError
            If an observation is impossible under the model, naming the observation.
        """
        self.check(observations)
        return self._posterior(observations) if len(observations) else self

    def check(self, observations: Observations) -> None:
        """Raise `MathsError` for the first observation that the model cannot produce."""
        for row, (value, size) in enumerate(zip(observations.values, observations.sizes, strict=True), start=1):
            complaint = self._complaint(float(value), float(size))
            if complaint:
                raise MathsError(f"observation {row}: {complaint}")

    @abstractmethod
    def _complaint(self, value: float, size: float) -> str | None:
        """Return what is wrong with one observation, None if nothing is."""

    @abstractmethod
    def _posterior(self, observations: Observations) -> Self:
        """Return the posterior for legal observations, at least one."""

    @abstractmethod
    def marginal(self, component: int = 0) -> Any:
        """Return the distribution of one component, as a frozen scipy distribution."""

    @abstractmethod
    def support(self, component: int = 0) -> tuple[float, float]:
        """Return the ends of the component's range."""

    @abstractmethod
    def log_evidence(self, observations: Observations) -> float:
        """Return log p(data), the likelihood averaged over this prior."""

    def log_likelihood(self, component: int, x: npt.ArrayLike, observations: Observations) -> Array:
        """Return log p(data | component = x) up to a constant that does not depend on x, the other components averaged.

        log p(data | x) = log p(x | data) - log p(x) + log p(data): so it is the posterior marginal over the prior one.
        The families with one unknown override this with their model's own likelihood.

        Parameters
        ----------
        component
            Index into `components`.
        x
            Values of the component, any shape; -inf outside its support.
        observations
            The data; none at all give 0 inside the support.
        """
        positions = np.asarray(x, dtype=np.float64)
        posterior, prior = self.observe(observations).marginal(component), self.marginal(component)
        with np.errstate(all="ignore"):
            ratio = posterior.logpdf(positions) - prior.logpdf(positions)
        return self._inside(component, positions, ratio)

    def _inside(self, component: int, x: Array, log_likelihood: npt.ArrayLike) -> Array:
        low, high = self.support(component)
        inside = (x >= low) & (x <= high)
        finite_or_impossible = np.nan_to_num(log_likelihood, nan=-np.inf, posinf=-np.inf, neginf=-np.inf)
        return np.where(inside, finite_or_impossible, -np.inf)


def is_count(number: float) -> bool:
    """Return whether a number is whole and not negative."""
    return number >= 0 and number == math.floor(number)


def log_binomial(x: Array, successes: npt.ArrayLike, trials: npt.ArrayLike) -> Array:
    """Return sum k log x + sum (n - k) log(1 - x), with 0 log 0 = 0."""
    hits = np.sum(successes)
    with np.errstate(all="ignore"):
        return np.asarray(special.xlogy(hits, x) + special.xlog1py(np.sum(trials) - hits, -x), dtype=np.float64)
