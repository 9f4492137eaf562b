"""A contact sheet: one picture a beat with its words, the whole scene at a glance.

Typst sets it, as it sets the scenes: its fonts know the minus, the Greek and the operators that the words contain.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst
from PIL import Image

from explainers.spec.errors import MathframesError
from explainers.spec.settings import ThemeName

COLOURS: dict[ThemeName, dict[str, str]] = {
    "dark": {"paper": "#0E1218", "text": "#F3F4F6", "muted": "#A3ADBA", "line": "#3A4656"},
    "light": {"paper": "#FBFAF6", "text": "#15191F", "muted": "#525C69", "line": "#BEC4CC"},
}
"""The themes' own. The line around a picture shows where it ends on paper of the same colour."""

PICTURE_WIDTHS = {1: 960, 2: 800, 3: 600, 4: 480}
"""Pixels, by the number of columns: sheets are about equally wide."""

_LONG_RUN = re.compile(r"\S{8,19}?[/_-](?=\S)|\S{20}(?=\S)")

_LAYOUT = """
#let sheet = json(bytes(sys.inputs.sheet))
#let colour(name) = rgb(sheet.colours.at(name))
#let picture-width = sheet.picture_width * 1pt
#set page(width: auto, height: auto, margin: 48pt, fill: colour("paper"))
#set text(font: "Libertinus Serif", size: 22pt, lang: "en", fill: colour("text"))
#set par(leading: 0.5em, spacing: 0.6em)

#let cell(number, entry) = block(width: picture-width, {
  block(stroke: 2pt + colour("line"), below: 14pt, image(entry.picture, width: picture-width))
  grid(columns: (1.4em, 1fr), column-gutter: 0pt, row-gutter: 0.55em,
    text(fill: colour("muted"), weight: "bold", number-type: "lining", str(number)),
    text(weight: "bold", entry.heading),
    [], entry.words)
})

#block(width: sheet.columns * picture-width + (sheet.columns - 1) * 36pt, below: 32pt,
  text(size: 38pt, weight: "bold", sheet.title))
#grid(columns: sheet.columns, column-gutter: 36pt, row-gutter: 40pt,
  ..sheet.entries.enumerate(start: 1).map(((number, entry)) => cell(number, entry)))
"""
"""Words arrive as data, so nothing in them is read as Typst. One point is one pixel."""


@dataclass(frozen=True)
class SheetEntry:
    """One picture of a sheet, what it is called and what is said to it."""

    still: Path
    heading: str
    words: str


def contact_sheet(entries: Sequence[SheetEntry], target: Path, *, title: str, theme: ThemeName) -> None:
    """Write a PNG with the pictures in order, numbered from 1, in up to four columns.

    Raises
    ------
    MathframesError
        If there is no picture to show.
    """
    if not entries:
        raise MathframesError(f"There is no picture to put on the sheet '{title}'.")
    columns = _columns(len(entries))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = {
            "title": _breakable(title),
            "columns": columns,
            "picture_width": PICTURE_WIDTHS[columns],
            "colours": COLOURS[theme],
            "entries": [
                {
                    "picture": _scaled(entry.still, folder / f"{number}.png", PICTURE_WIDTHS[columns]).name,
                    "heading": _breakable(entry.heading),
                    "words": _breakable(" ".join(entry.words.split())),
                }
                for number, entry in enumerate(entries)
            ],
        }
        layout = folder / "sheet.typ"
        layout.write_text(_LAYOUT, encoding="utf-8")
        typst.Compiler(
            layout,
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"sheet": json.dumps(sheet)},
        ).compile(output=target, format="png", ppi=72)


def _columns(count: int) -> int:
    """Choose few columns for few pictures, so that they are large."""
    if count <= 4:
        return min(count, 2)
    return 3 if count <= 9 else 4


def _scaled(still: Path, target: Path, width: int) -> Path:
    """Bring a still to the width that it has on the sheet."""
    with Image.open(still) as picture:
        height = max(1, round(picture.height * width / picture.width))
        picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS).save(target, compress_level=1)
    return target


def _breakable(text: str) -> str:
    """Let a long run of characters, such as a file's name, break over lines instead of leaving its column."""
    return _LONG_RUN.sub("\\g<0>\N{ZERO WIDTH SPACE}", text)
