"""Live numbers: the text that is shown, and digits that stay where they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.live_number import LiveNumber, digits_outline
from explainers.stage.typesetting import Formula


@pytest.fixture(scope="module", autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


def lefts(number: LiveNumber) -> list[float]:
    """Left ends of the characters that are shown."""
    return [float(slot.get_left()[0]) for slot in number.slots if slot.has_points()]


@given(st.floats(-9999, 9999))
def test_the_text_is_the_rounded_value(value: float) -> None:
    """Python's own rounding, and as many outlines as characters; never a negative zero."""
    number = LiveNumber(0, decimals=2, color="#FFFFFF").set_value(value)
    assert number.text() == f"{round(value, 2) + 0.0:.2f}"
    assert number.text() != "-0.00"
    assert len(lefts(number)) == len(number.text())


def test_digits_do_not_jitter() -> None:
    """Digits are equally wide: a number with other digits, or another sign, has them in the same places."""
    number = LiveNumber(1.11, decimals=2, color="#FFFFFF", signed=True)
    centers = [slot.get_center()[0] for slot in number.slots if slot.has_points()]
    # A one and an eight fill their places differently; the point is a good mark.
    point = centers[1]
    for value in (8.88, 2.47, 0.0):
        number.set_value(value)
        assert number.slots[1].get_center()[0] == pytest.approx(point)
    number.set_value(-8.88)
    assert number.slots[2].get_center()[0] == pytest.approx(point)


@pytest.mark.parametrize("align", ["left", "right"])
def test_one_end_stays(align: str) -> None:
    """When digits are added, a left-aligned number keeps its first one, a right-aligned one its point."""
    number = LiveNumber(8.8, decimals=1, color="#FFFFFF", signed=False, align=align)  # type: ignore[arg-type]
    first, point = number.slots[0].get_center()[0], number.slots[1].get_center()[0]
    number.set_value(8888.8)
    if align == "left":
        assert number.slots[0].get_center()[0] == pytest.approx(first)
    else:
        assert number.slots[4].get_center()[0] == pytest.approx(point)
        number.set_value(-8.8)
        assert number.slots[2].get_center()[0] == pytest.approx(point)


def test_a_number_may_be_moved_and_scaled() -> None:
    """What is set afterwards stands in the new place, in the new size."""
    number = LiveNumber(4.2, decimals=1, color="#FFFFFF")
    height = number.slots[0].height
    number.scale(2).shift([3, 1, 0])
    left = lefts(number)[0]
    number.set_value(4.7)
    assert number.slots[0].height == pytest.approx(2 * height)
    assert lefts(number)[0] == pytest.approx(left)


def test_it_is_as_large_as_a_formula_of_that_size() -> None:
    """A live 8 is as high as the same digit set by Typst."""
    number = LiveNumber(8, decimals=0, font_size=28, color="#FFFFFF", signed=False)
    assert number.slots[0].height == pytest.approx(Formula("8", font_size=28, color="#FFFFFF").height, rel=0.03)


def test_a_plus_is_shown_on_request() -> None:
    """With `plus`, zero and positive values have their sign."""
    assert LiveNumber(1.5, decimals=1, plus=True, color="#FFFFFF").text() == "+1.5"
    assert LiveNumber(-1.5, decimals=1, plus=True, color="#FFFFFF").text() == "-1.5"


def test_too_many_characters_are_refused() -> None:
    """A number that does not fit says so."""
    with pytest.raises(ValueError, match="does not fit 5 characters"):
        LiveNumber(0, decimals=2, color="#FFFFFF", most_characters=5).set_value(1234.5)


def test_following_shows_the_source() -> None:
    """The value of the source, after every update."""
    source = {"value": 1.0}
    number = LiveNumber(0, decimals=1, color="#FFFFFF").follow(lambda: source["value"])
    assert number.text() == "1.0"
    source["value"] = -2.5
    number.update()
    assert number.text() == "-2.5"


def test_still_digits_are_centred() -> None:
    """`digits_outline` is the same number as one outline, its middle at the origin."""
    outline = digits_outline("-12", 28)
    np.testing.assert_allclose(outline.max(axis=0) + outline.min(axis=0), 0, atol=1e-9)
    number = LiveNumber(-12, decimals=0, font_size=28, color="#FFFFFF")
    assert np.ptp(outline[:, 0]) == pytest.approx(number.slots.width, rel=1e-6)
