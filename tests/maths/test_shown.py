"""Numbers on the screen: few decimals, never a minus zero, and an equals sign only where it is true."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.maths.shown import relation, said_point, shown, shown_point, simple_multiple


@pytest.mark.parametrize(
    ("number", "text"), [(2, "2"), (-1.618, "-1.62"), (0.0012, "0.001"), (-0.0, "0"), (0, "0"), (1.10, "1.1")]
)
def test_a_number_is_shown_shortly(number: float, text: str) -> None:
    """Two decimals at most; something is left of a small number; zero has no sign."""
    assert shown(number) == text


def test_points_are_written_and_said() -> None:
    """The same digits; the minus is a word when it is said."""
    assert shown_point((1, -0.5)) == "(1, -0.5)"
    assert said_point((1, -0.5)) == "(1, minus 0.5)"


def test_equals_only_where_it_is_true() -> None:
    """A third is about 0.33; 0.25 is 0.25; more decimals show more."""
    assert (relation(0.25, 2), relation(1 / 3), relation(0.125), relation(0.125, decimals=4)) == (
        "=",
        "approx",
        "approx",
        "=",
    )


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_a_direction_gets_back_its_whole_numbers(x: int, y: int) -> None:
    """A unit vector along small whole numbers is named by them, divided by what they have in common."""
    if not (x or y):
        return
    length, common = math.hypot(x, y), math.gcd(x, y)
    assert simple_multiple((x / length, y / length)) == (x / common, y / common)
