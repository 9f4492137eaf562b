"""Live numbers of any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.stage.figures.significant_number import SignificantNumber, significant


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (36.8182, "36.82"),
        (-0.81818, "-0.818"),
        (0.0453, "0.0453"),
        (10, "10.00"),
        (99999.4, "99999"),
        (0.00327, "3.27×10^-3"),
        (5.5e11, "5.50×10^11"),
        (-1e-300, "-1.00×10^-300"),
    ],
)
def test_what_is_shown(value: float, text: str) -> None:
    """Decimals where they are short, powers of ten elsewhere."""
    assert SignificantNumber(value, color="#FFFFFF").text() == text


@given(st.floats(-1e300, 1e300))
def test_what_is_shown_is_the_value(value: float) -> None:
    """The number read back differs by less than half of a percent, and fits its slots."""
    body, exponent = significant(value)
    shown = float(body.removesuffix("×10")) * 10.0 ** int(exponent or 0)
    assert shown == pytest.approx(value, rel=6e-3, abs=1e-305)
    assert len(body + exponent) <= 12


def test_it_keeps_its_left_end() -> None:
    """A number that grows does so to the right; an exponent is smaller and stands higher than the digits."""
    number = SignificantNumber(1.5, color="#FFFFFF")
    left = number.slots[0].get_left()[0]
    number.set_value(1.5e-7)
    assert number.slots[0].get_left()[0] == pytest.approx(left, abs=1e-6)
    exponent = number.slots[len("1.50×10") + 1]
    assert exponent.height < 0.8 * number.slots[0].height
    assert exponent.get_bottom()[1] > number.slots[0].get_bottom()[1]


def test_an_exponent_counts_as_wide_as_it_is() -> None:
    """What ends right-aligned stays there, and the advance is that of what is shown."""
    number = SignificantNumber(1.5e-7, color="#FFFFFF")
    shown = [slot for slot in number.slots if slot.has_points()]
    ends = float(shown[0].get_left()[0]), float(shown[-1].get_right()[0])
    assert number.advance == pytest.approx(ends[1] - ends[0], abs=0.05)
    number.align, right = "right", number.anchor.points[0][0]
    number.set_value(-2.5e12)
    assert float([slot for slot in number.slots if slot.has_points()][-1].get_right()[0]) == pytest.approx(
        right, abs=0.05
    )
