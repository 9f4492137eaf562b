"""Colours that can be read: contrasts by the formula of WCAG 2.1, in both themes."""

import dataclasses
import itertools

import pytest

from explainers.stage.theme import THEMES, Theme

TEXT = ("text", "muted")
LINES = (
    "axis", "first_basis", "second_basis", "vector", "shape", "eigenvector", "prior", "likelihood", "posterior",
    "path", "ball", "minimum", "gradient", "curve", "good", "warning",
)  # fmt: skip
QUIET = ("grid", "faint_grid")
"""Decoration that no meaning hangs on: WCAG 1.4.11 leaves it out."""

APART = (
    ("first_basis", "second_basis"),
    ("prior", "posterior"),
    ("prior", "likelihood"),
    ("likelihood", "posterior"),
    ("path", "minimum"),
    ("vector", "eigenvector"),
)
"""What stands in one picture and must not be mistaken for each other."""

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def linear(channel: int) -> float:
    """sRGB to light (IEC 61966-2-1)."""
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def rgb(colour: str) -> tuple[int, int, int]:
    """The three channels of ``#rrggbb``."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    red, green, blue = map(linear, rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.1): 1 for the same, 21 for black and white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula() -> None:
    """Against values that WCAG and its tools print: black and white 21, #777777 on white 4.48."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


@themes
def test_every_colour_is_looked_at(theme: Theme) -> None:
    """Each colour of a theme is text, a line, quiet, a ground or a surface: a new one has to be placed here."""
    colours = {field.name for field in dataclasses.fields(theme)} - {"name", "sizes", "surface", "background", "panel"}
    assert colours == {*TEXT, *LINES, *QUIET}


@themes
@pytest.mark.parametrize("ground", ["background", "panel"])
@pytest.mark.parametrize("name", [*TEXT, *LINES])
def test_text_and_lines_can_be_read(theme: Theme, name: str, ground: str) -> None:
    """4.5:1 for text (1.4.3) and 3:1 for lines that carry meaning (1.4.11), on both grounds."""
    assert contrast(getattr(theme, name), getattr(theme, ground)) >= (4.5 if name in TEXT else 3)


@themes
@pytest.mark.parametrize("ground", ["background", "panel"])
@pytest.mark.parametrize("name", [name for name in LINES if name != "axis"])
def test_labels_in_the_colour_of_their_line_can_be_read(theme: Theme, name: str, ground: str) -> None:
    """4.5:1 on both grounds, where a vector's or a curve's name or number is written in its own colour."""
    assert contrast(getattr(theme, name), getattr(theme, ground)) >= 4.5


@themes
def test_quiet_lines_stay_quiet(theme: Theme) -> None:
    """A grid is seen, and never as strong as what it measures."""
    assert 1.1 < contrast(theme.faint_grid, theme.background) < contrast(theme.grid, theme.background)
    assert contrast(theme.grid, theme.background) < min(
        contrast(getattr(theme, name), theme.background) for name in LINES
    )


@themes
def test_a_surface_rises_in_lightness(theme: Theme) -> None:
    """From the lowest value to the highest, each step is lighter: a print without colours shows the same hill."""
    steps = [luminance(colour) for colour in theme.surface]
    assert all(low < high for low, high in itertools.pairwise(steps))


def machado(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> tuple[float, ...]:
    """A colour as it looks without one kind of cone, in linear light."""
    light = [linear(channel) for channel in rgb(colour)]
    return tuple(sum(share * channel for share, channel in zip(row, light, strict=True)) for row in matrix)


DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
"""G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A Physiologically-based Model for Simulation of Color Vision
Deficiency, IEEE TVCG 15(6), 2009: severity 1.0, on linear RGB."""


@themes
@pytest.mark.parametrize(("one", "other"), APART)
@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
def test_pairs_are_told_apart_without_red_or_green(
    theme: Theme, one: str, other: str, matrix: tuple[tuple[float, float, float], ...]
) -> None:
    """What stands side by side stays two colours for one man in twelve."""
    first, second = (machado(getattr(theme, name), matrix) for name in (one, other))
    assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 > 0.05


@themes
def test_nothing_is_smaller_than_a_lecture_hall_can_read(theme: Theme) -> None:
    """28 pixels at 1080p are the least: 20 points, as Manim counts them, of an 8 unit high frame."""
    assert min(dataclasses.astuple(theme.sizes)) >= 20
