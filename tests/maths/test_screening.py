"""Bayes' theorem for one test, against printed values and exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.maths.errors import MathsError
from explainers.maths.screening import CROWD_SIZES, Screening

SHARES = st.integers(0, 1000)


def test_the_printed_value() -> None:
    """The curriculum prints 0.0917 for 1 %, 90 % and 91 %."""
    assert Screening(0.01, 0.9, 0.91).posterior == pytest.approx(0.0917, abs=5e-5)


@pytest.mark.parametrize("rates", [(0, 0.9, 1), (1, 0, 0.5), (0.3, 0, 1)])
def test_without_positives_there_is_no_answer(rates: tuple[float, float, float]) -> None:
    """Where nobody tests positive, the posterior is undefined and no dot is positive."""
    assert Screening(*rates).posterior is None
    assert Screening(*rates).crowd().positives == 0


@given(SHARES, SHARES, SHARES)
def test_crowd_and_fractions_agree(prevalence: int, sensitivity: int, specificity: int) -> None:
    """The posterior is the fraction's; counts are never negative, fill the crowd, and are exact where called whole."""
    p, a, b = (Fraction(share, 1000) for share in (prevalence, sensitivity, specificity))
    screening = Screening(float(p), float(a), float(b))
    positive = p * a + (1 - p) * (1 - b)
    crowd = screening.crowd()
    assert crowd.size in CROWD_SIZES
    counts = (crowd.true_positives, crowd.false_negatives, crowd.false_positives, crowd.true_negatives)
    assert min(counts) >= 0
    if positive:
        assert screening.posterior == pytest.approx(float(p * a / positive), rel=1e-9)
        if crowd.whole:
            assert Fraction(crowd.true_positives, crowd.positives) == p * a / positive


def test_rounding_is_admitted() -> None:
    """The default's 89.1 false alarms in a thousand are not whole; half and half in a hundred is."""
    assert not Screening(0.01, 0.9, 0.91).crowd().whole
    assert Screening(0.5, 0.5, 0.5).crowd().whole


def test_a_share_above_one_is_refused() -> None:
    """A rate of 90 instead of 0.9 is named, with the cure."""
    with pytest.raises(MathsError, match=r"sensitivity 90 .* from 0 to 1"):
        Screening(0.01, 90, 0.91)
