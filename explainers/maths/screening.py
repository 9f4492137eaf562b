"""What a positive test means: Bayes' theorem for one yes-or-no test, exactly and as counts in a crowd.

Source: Gigerenzer and Hoffrage, "How to improve Bayesian reasoning without instruction" (1995): natural frequencies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from explainers.maths.errors import MathsError

CROWD_SIZES = (100, 200, 400, 500, 1000)


@dataclass(frozen=True)
class Crowd:
    """A crowd sorted twice, by what is so and by what the test says; `whole` is False where a count was rounded."""

    true_positives: int
    false_negatives: int
    false_positives: int
    true_negatives: int
    whole: bool

    @property
    def ill(self) -> int:
        """Those who have what the test looks for."""
        return self.true_positives + self.false_negatives

    @property
    def positives(self) -> int:
        """Those the test lights up for, rightly or wrongly."""
        return self.true_positives + self.false_positives

    @property
    def size(self) -> int:
        """Everybody."""
        return self.ill + self.false_positives + self.true_negatives


@dataclass(frozen=True)
class Screening:
    """A test with its rates: prevalence P(ill), sensitivity P(+ | ill), specificity P(- | well), each from 0 to 1."""

    prevalence: float
    sensitivity: float
    specificity: float

    def __post_init__(self) -> None:
        for name in ("prevalence", "sensitivity", "specificity"):
            rate = getattr(self, name)
            if not 0 <= rate <= 1:
                raise MathsError(f"{name} {rate:g} is not a share: give a number from 0 to 1")

    @property
    def true_positive_share(self) -> float:
        """P(ill and +) = prevalence * sensitivity, an area of the unit square."""
        return self.prevalence * self.sensitivity

    @property
    def false_positive_share(self) -> float:
        """P(well and +) = (1 - prevalence) * (1 - specificity), an area of the unit square."""
        return (1 - self.prevalence) * (1 - self.specificity)

    @property
    def posterior(self) -> float | None:
        """P(ill | +), or None where nobody tests positive and the question has no answer."""
        positive_share = self.true_positive_share + self.false_positive_share
        return self.true_positive_share / positive_share if positive_share > 0 else None

    def elsewhere(self) -> Screening:
        """Return the same test where half of all are ill; for a share near a half, one in a hundred tells more."""
        return replace(self, prevalence=0.01 if 0.4 < self.prevalence < 0.6 else 0.5)

    def crowd(self) -> Crowd:
        """Return the smallest crowd whose counts are all whole, or else the largest crowd with rounded counts."""
        crowds = [_crowd_of(self, size) for size in CROWD_SIZES]
        return next((crowd for crowd in crowds if crowd.whole), crowds[-1])


def _crowd_of(screening: Screening, size: int) -> Crowd:
    """Return a crowd of one size; the decimals as typed decide what is whole, not their binary neighbours."""
    prevalence, sensitivity, specificity = (
        Fraction(repr(float(rate))) for rate in (screening.prevalence, screening.sensitivity, screening.specificity)
    )
    exact_ill = prevalence * size
    ill = round(exact_ill)
    exact_true, exact_false = exact_ill * sensitivity, (size - exact_ill) * (1 - specificity)
    true_positives, false_positives = min(round(exact_true), ill), min(round(exact_false), size - ill)
    whole = all(count.denominator == 1 for count in (exact_ill, exact_true, exact_false))
    return Crowd(true_positives, ill - true_positives, false_positives, size - ill - false_positives, whole)
