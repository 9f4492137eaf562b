"""Words and formulas: shown as they are, the same on every machine, by any number of processes at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Typst, config, tempconfig

from explainers.spec.errors import MathframesError
from explainers.stage.typesetting import MATH_FONT, PLAIN_FONT, TEXT_FONT, Formula, Paragraph, Text

ROOT = Path(__file__).parents[2]
WHITE = "#FFFFFF"

AS_THEY_ARE = [
    "plain words",
    "# $ * _ \\ < > @ = - + / ~ [ ] \" '",
    *"#$*_\\<>@=-+/~[]\"'`^&%!?.,;:|(){}",
    "- a", "+ a", "-a", "1. a", "12. a", "1.", "0.5", "= a", "== a", "/ a: b", "// comment", "/* a */ b", "a // b",
    "https://example.org/a_b?c=d&e#f", "me@example.org", "*bold*", "_em_", "`raw`", "```raw```", "$x^2$", "#panic()",
    "#set text(red)", "<label>", "@ref", "a~b", "a -- b", "a --- b", "a-?b", "it's \"so\"", "'80s", "\\u{41}", "\\",
    "a \\ b", "[a](b)", "]", "[", "x_i^2", "a...b", "50 % off", "{numbers.x}", "C:\\data", "½ ± × → ∞ λ ∇ ≤",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Typeset into a folder of the test's own."""
    with tempconfig({"tex_dir": str(tmp_path_factory.mktemp("typesetting"))}):
        yield


def points(mobject: Typst) -> list[np.ndarray]:
    """Every outline of what was set."""
    return [part.points for part in mobject.family_members_with_points()]


def literally(words: str) -> Typst:
    """The words as a string of Typst's own, in which nothing is markup: what they should look like."""
    fonts = ", ".join(f'"{font}"' for font in (TEXT_FONT, MATH_FONT, PLAIN_FONT))
    preamble = f'#set text(font: ({fonts}), lang: "en", fallback: false)'
    return Typst(f"#{json.dumps(words, ensure_ascii=False)}", font_size=28, color=WHITE, typst_preamble=preamble)


def assert_the_same(found: Typst, expected: Typst) -> None:
    """Compare outlines to a thousandth of a unit: a tenth of a pixel at 1080p."""
    assert len(points(found)) == len(points(expected))
    for one, other in zip(points(found), points(expected), strict=True):
        assert one == pytest.approx(other, abs=1e-3)


@pytest.mark.parametrize("words", AS_THEY_ARE)
def test_words_are_shown_as_they_are(words: str) -> None:
    """Nothing in plain words is taken for markup, wherever it stands: the oracle is a string of Typst's own."""
    assert_the_same(Text(words, color=WHITE), literally(words))


@settings(max_examples=20)
@given(st.text(alphabet="ab1. #$*_\\<>@=-+/~[]\"'`:()", min_size=1, max_size=12).map(str.split).map(" ".join))
def test_any_mixture_of_signs_is_shown_as_it_is(words: str) -> None:
    """The same for any mixture of the signs that mean something to Typst."""
    assert_the_same(Text(words, color=WHITE), literally(words))


@pytest.mark.parametrize("words", ["", " ", "\n"])
def test_no_words_are_nothing(words: str) -> None:
    """No words give a mobject without any outline, of no size, that can be placed like any other."""
    text = Text(words, color=WHITE)
    assert points(text) == []
    assert (text.width, text.height) == (0, 0)
    text.move_to((1, 2, 0))


def test_very_long_words_stay_on_one_line() -> None:
    """Text is never broken: forty words make one long line, as high as one word."""
    one, many = Text("slope", color=WHITE), Text("slope " * 40, color=WHITE)
    assert many.height == pytest.approx(one.height)
    assert many.width > 39 * one.width


def test_a_paragraph_is_broken_into_lines() -> None:
    """A paragraph is as wide as it is told, and as high as its lines."""
    narrow, wide = (Paragraph("slope " * 12, color=WHITE, width_in_ems=ems) for ems in (10, 40))
    assert narrow.width < wide.width
    assert narrow.height > 2 * wide.height


def test_size_and_weight() -> None:
    """Twice the font size is twice as large; a bold weight is wider."""
    small, large = (Text("slope", font_size=size, color=WHITE) for size in (20, 40))
    assert large.width == pytest.approx(2 * small.width, rel=1e-3)
    assert Text("slope", font_size=20, color=WHITE, weight="bold").width > small.width


def test_parts_of_a_formula_can_be_addressed() -> None:
    """Double braces name a part."""
    formula = Formula("{{ x : left }} = y", color=WHITE)
    assert 0 < formula.select("left").width < formula.width


@pytest.mark.parametrize("mathematics", ["frac(1", "x^", "unknownname", "x_"])
def test_a_formula_that_typst_cannot_set(mathematics: str) -> None:
    """The one line shows the formula and what Typst says of it."""
    with pytest.raises(MathframesError) as caught:
        Formula(mathematics, color=WHITE)
    message = str(caught.value)
    assert message.startswith(f"Typst cannot set '$ {mathematics} $': ")
    assert "\n" not in message


def test_a_long_paragraph_that_typst_cannot_set() -> None:
    """Of long markup the end is shown, on one line."""
    with pytest.raises(MathframesError) as caught:
        Paragraph("words\n" * 500 + "#nothing()", color=WHITE)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_fonts_are_those_of_the_wheel() -> None:
    """The three families come with Typst: no font of the machine decides how a formula looks."""
    families = {str(font.family if hasattr(font, "family") else font) for font in typst.Fonts(False).families()}
    assert {TEXT_FONT, MATH_FONT, PLAIN_FONT} <= families


def test_what_was_set_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same formula is compiled once; a second time it is read from the cache."""
    Formula("e^(i pi)", color=WHITE)
    monkeypatch.setattr(typst, "compile", None)
    Formula("e^(i pi)", color=WHITE)
    Formula("e^(i pi)", color="#FF0000")


def test_a_file_appears_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process could read is never half a file: it is written beside its place, and moved there whole."""
    moved: list[str] = []

    def watched(source: str, target: Path) -> None:
        assert not target.exists()
        assert Path(source).read_text().rstrip().endswith("</svg>")
        moved.append(source)
        os.rename(source, target)

    monkeypatch.setattr("explainers.stage.typesetting.os.replace", watched)
    with tempconfig({"tex_dir": str(tmp_path)}):
        Formula("x + y + z", color=WHITE)
    assert len(moved) == 1
    assert [file.suffix for file in tmp_path.iterdir()] == [".svg"]


PROGRAM = """
import sys, time
from pathlib import Path
from xml.etree import ElementTree
from manim import config
from explainers.stage.typesetting import Formula
config.tex_dir = sys.argv[1]
Path(sys.argv[2]).touch()
while not Path(sys.argv[3]).exists():
    time.sleep(0.001)
for number in range(20):
    assert Formula(f"sum_(i=1)^{number} x_i", color="#FFFFFF").family_members_with_points()
"""


def test_two_processes_set_the_same_formulas(tmp_path: Path) -> None:
    """Two processes that set the same formulas at the same time both get them, and leave nothing half-written."""
    folder, ready = tmp_path / "typesetting", [tmp_path / "first", tmp_path / "second"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, folder, own, other], env=environment, cwd=tmp_path)
        for own, other in (ready, reversed(ready))
    ]
    assert [process.wait() for process in processes] == [0, 0]
    assert len(list(folder.glob("*.svg"))) == 20
    assert list(folder.glob("*.partial")) == []


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the file cannot be moved into its place, the half-written one is gone and the error comes out."""

    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("explainers.stage.typesetting.os.replace", full)
    with tempconfig({"tex_dir": str(tmp_path)}), pytest.raises(OSError, match="No space"):
        Formula("x + y + z", color=WHITE)
    assert list(tmp_path.iterdir()) == []
    assert config.get_dir("tex_dir") != tmp_path


@pytest.mark.parametrize("width", [320, 1920])
@pytest.mark.parametrize("font_size", [20, 48])
def test_a_fraction_bar_is_as_thick_as_typst_means_it(width: int, font_size: int) -> None:
    """At any size of picture and letter, the first time and again, and after it is scaled: as in the SVG."""
    with tempconfig({"pixel_width": width}):
        for formula in (Formula("a/b", font_size=font_size, color=WHITE) for _ in range(2)):
            for factor in (1, 0.5):
                formula.scale(factor)
                (bar,) = [part for part in formula.family_members_with_points() if part.get_stroke_width()]
                line = ElementTree.parse(formula.get_file_path()).find(".//*[@stroke-width]")
                assert line is not None
                length = float(re.findall(r"[0-9.]+", line.attrib["d"])[-1])
                assert bar.get_stroke_width() / 100 / bar.width == pytest.approx(
                    float(line.attrib["stroke-width"]) / length, rel=0.02
                )
