"""Numbers as they are read aloud."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.maths.spoken import counted, spoken, spoken_pair


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (-0.0, "zero"),
        (1.7e-5, "almost zero"),
        (0.5, "0.5"),
        (-0.8182, "minus 0.818"),
        (0.00123, "0.00123"),
        (36.7769, "36.8"),
        (55.0, "55"),
        (2992, "2992"),
        (5.5e11, "more than 100 billion"),
        (-3e7, "less than minus 10 million"),
        (1e26, "more than a million billion"),
        (9.9999, "10"),
    ],
)
def test_what_is_said(value: float, words: str) -> None:
    """Three digits, no exponents, and bounds that hold for what is very large or small."""
    assert spoken(value) == words


@given(st.floats(-1e300, 1e300))
def test_every_number_can_be_said(value: float) -> None:
    """No exponent, no sign and no symbol is left in the words."""
    assert re.fullmatch(r"[a-z0-9. ]+", spoken(value))


def test_pairs_and_counts() -> None:
    """A pair names both numbers; one thing has no plural."""
    assert spoken_pair((10, -1.5)) == "10 and minus 1.5"
    assert (counted(1, "step"), counted(40, "step")) == ("one step", "40 steps")
