"""The check's measures: contrast and colours against published values, flashes, numbers in texts, boxes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.check.boxes import Box, of_element, opacity
from explainers.film.check.colours import colour_difference, confusable, contrast, luminance, rgb
from explainers.film.check.digits import KnownNumbers, numbers_in_text, unknown_numbers
from explainers.film.check.flashes import FlashWatch
from explainers.film.check.markup import written
from explainers.film.check.sight import Finding, Label, Sight, merged
from explainers.film.picture import Outline, Paint, Picture, Shape, Window

WINDOW = Window(0, 0, 16, 9)


def square(left: float, bottom: float, size: float, grey: float = 1.0, alpha: float = 1.0) -> Shape:
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=float) * size + (left, bottom)
    following = np.roll(corners, -1, axis=0)
    shares = np.linspace(0, 1, 4)[:, None]
    points = np.concatenate([start + shares * (end - start) for start, end in zip(corners, following, strict=True)])
    return Shape(Outline(points, ((0, 16, True),)), None, Paint(np.array([[grey, grey, grey, alpha]])), None)


def row_of(texts: list[str], places: list[float]) -> Sight:
    """Texts in a row, each a glyph."""
    glyphs = tuple(square(place, 0.0, 0.2) for place in places)
    labels = tuple(Label(text, (k,)) for k, text in enumerate(texts))
    return Sight("only", 1.0, True, Picture(WINDOW, (0, 0, 0, 255), glyphs), labels)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#767676", "#FFFFFF", 4.54), ("#949494", "#FFFFFF", 3.03)],
)
def test_contrast_is_wcag_s(one: str, other: str, ratio: float) -> None:
    """The greys that WCAG's own examples name as just enough have the contrast that they are known for."""
    assert float(contrast(luminance(rgb(one)), luminance(rgb(other)))) == pytest.approx(ratio, abs=0.01)


def test_colours_have_the_distances_that_lab_gives() -> None:
    """Black and white are 100 apart in L*a*b* (CIE 1976); pure red stands at (53.24, 80.09, 67.20)."""
    assert colour_difference((0, 0, 0), (1, 1, 1)) == pytest.approx(100, abs=0.1)
    assert colour_difference((1, 0, 0), (0, 0, 0)) == pytest.approx(np.linalg.norm([53.24, 80.09, 67.20]), abs=0.2)


def test_the_colour_blind_see_greys_as_they_are() -> None:
    """Machado's matrices keep white, and take red and green of one lightness for each other."""
    for blindness in ("protanopia", "deuteranopia"):
        assert colour_difference((0.5,) * 3, (0.5,) * 3, blindness) == 0
        assert colour_difference((0.5,) * 3, (1,) * 3, blindness) == pytest.approx(
            colour_difference((0.5,) * 3, (1,) * 3), abs=0.5
        )
    pairs = {(one, other) for one, other, _, _ in confusable({"a": "#A35C00", "b": "#7A6A00", "c": "#0072B2"})}
    assert pairs == {("a", "b")}


def flicker(changes: list[float], bright: float = 1.0, size: float = 8.0) -> list[Finding]:
    """A plate that is on and off, changing at these times."""
    watch, found = FlashWatch(), []
    for k, time in enumerate(changes):
        plate = square(-4, -4, size, bright if k % 2 else 0.0)
        found += list(watch.see("only", time, Picture(WINDOW, (0, 0, 0, 255), (plate,))))
    return found


def test_more_than_three_flashes_a_second_are_found() -> None:
    """Four flashes in a second are eight changes; three are allowed, however long they go on."""
    assert len(flicker([k / 10 for k in range(12)])) == 1
    assert flicker([k / 6 for k in range(40)]) == []


def test_small_or_faint_flicker_is_no_flash() -> None:
    """What covers less than a quarter of the field of view, or changes by less than a tenth, may flicker."""
    assert flicker([k / 10 for k in range(12)], size=1.5) == []
    assert flicker([k / 10 for k in range(12)], bright=0.3) == []


@given(st.floats(-1e5, 1e5), st.integers(0, 4))
def test_a_number_of_the_scene_is_known_however_it_is_rounded(value: float, decimals: int) -> None:
    """Rounded to any digits, and as per cent, a number is still that number."""
    known = KnownNumbers({"deep": [(value,)]})
    for shown in (f"{value:.{decimals}f}", f"{100 * value:.{decimals}f}"):
        for number, half, _ in numbers_in_text(shown.lstrip("-")):
            assert known.hold(number, half)


def test_another_number_is_not_known() -> None:
    """A digit that is off by one is found; exponents, constants in formulas and powers of ten are read as such."""
    sight = row_of(["2.51", "x^2 + 3", "1.5×10^-3", "12.4"], [0, 3, 5, 7])
    found = list(unknown_numbers(sight, KnownNumbers(2.5, [0.0015], {"share": 0.124})))
    assert [finding.what for finding in found] == ["2.51 in '2.51' is not among the scene's numbers"]


def test_the_numbers_of_an_axis_need_not_be_the_scene_s() -> None:
    """Three numbers whose places tell their values are an axis, also of logarithms; three others are not.

    A chart of little height has two powers of ten: one that stands alone is a tick.
    """
    known = KnownNumbers()
    assert not list(unknown_numbers(row_of(["20", "40", "60"], [0, 2, 4]), known))
    assert not list(unknown_numbers(row_of(["10", "10^(2)", "10^(3)"], [0, 2, 4]), known))
    assert len(list(unknown_numbers(row_of(["20", "43", "60"], [0, 2, 4]), known))) == 3
    assert not list(unknown_numbers(row_of(["10^(-1)", "10^(3)"], [0, 2]), known))
    assert len(list(unknown_numbers(row_of(["3 dot 10^(2)", "10 x"], [0, 2]), known))) == 1


def test_markup_is_read_without_its_settings() -> None:
    """Sizes and colours in Typst markup are no numbers on the screen."""
    assert written('#set text(weight: "regular")\n2\\.50 m \\- x') == "2.50 m - x"
    assert written("$ x^2 $") == "x^2"
    assert written("#text(size: 12pt, fill: rgb(1, 2, 3))[seven]") == "[seven]"


def test_a_box_holds_the_curve_and_not_its_handles() -> None:
    """The box of a square is the square; something faint is known to be."""
    box = of_element(square(1, 2, 3))
    assert box == Box(1, 2, 4, 5)
    assert opacity(square(0, 0, 1, alpha=0.25)) == 0.25


def test_what_is_found_again_is_one_finding() -> None:
    """The same thing in two themes and two beats is said once, with where else it is."""
    found = merged(
        [
            Finding("small text", "a", "first", 1.0, themes=("dark",)),
            Finding("small text", "a", "second", 5.0, themes=("dark",)),
            Finding("small text", "a", "first", 1.0, themes=("light",)),
            Finding("invariant", "x: 1 is not 2", "first", 0.5, about="x"),
            Finding("invariant", "x: 1.5 is not 2", "first", 0.7, about="x"),
        ]
    )
    assert [(each.rule, each.beat, each.themes, each.also_in) for each in found] == [
        ("invariant", "first", (), ()),
        ("small text", "first", ("dark", "light"), ("second",)),
    ]
