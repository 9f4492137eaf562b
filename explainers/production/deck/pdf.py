"""A deck as PDF: each beat's last picture, sharp at any size, with its words below; questions, and behind them answers.

Typst sets it, with its own fonts: the words stay text that can be found and copied, the titles become bookmarks, and
what the pictures show is told to screen readers.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typst
from PIL import Image
from pydantic import BaseModel, ConfigDict

from explainers.production.deck.palette import PALETTES, Palette
from explainers.production.deck.slides import ClipSlide, Deck, QuestionSlide, Slide

WIDTH = 960
"""Points across a page, which are those of a wide slide."""

WORDS = 180
"""Points below a picture for its words: with a wide picture, the page is one of 4:3."""

WRITTEN = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
"""When every deck says it was made: the same lesson makes the same file."""

_LAYOUT = """
#let deck = json(bytes(sys.inputs.deck))
#let colour(name) = rgb(deck.palette.at(name))
#let page-width = deck.width * 1pt
#let picture-height = deck.picture_height * 1pt
#let page-height = picture-height + deck.words_height * 1pt
#set document(title: deck.title, date: none)
#set page(width: page-width, height: page-height, margin: (x: 48pt, top: 48pt, bottom: 36pt), fill: colour("paper"),
  footer-descent: 8pt,
  footer: if deck.words_height > 0 { context align(right, text(size: 12pt, fill: colour("muted"), number-type: "lining",
    [#deck.title #h(0.6em) #counter(page).display() / #counter(page).final().first()])) })
#set text(font: "Libertinus Serif", size: 22pt, lang: "en", fill: colour("text"), number-type: "lining")
#set par(leading: 0.55em, spacing: 0.7em)
#let subheading(words) = block(above: 0pt, below: 18pt, text(size: 15pt, fill: colour("muted"), words))
#show heading: it => subheading(it.body)

// The largest size at which something fits into a height.
#let fitting(height, sizes, set-at) = layout(place => {
  let fits = sizes.filter(size => measure(block(width: place.width, set-at(size * 1pt))).height <= height)
  set-at(fits.at(0, default: sizes.last()) * 1pt)
})

#let clip-page(slide) = {
  place(top + left, dx: -48pt, dy: -48pt, image(slide.picture, width: page-width, alt: slide.alt))
  v(picture-height - 48pt + 14pt)
  heading(slide.heading)
  // What does not fit at the smallest size goes on to another page.
  fitting(deck.words_height * 1pt - 90pt, (22, 20, 18, 16, 14), size => text(size: size, slide.notes))
}

// Below the picture if there is room, else over the strip of it that is kept free for captions, as on the slides.
#let question-page(slide, answered) = {
  let below = deck.words_height > 0
  if below {
    place(top + left, dx: -48pt, dy: -48pt, image(slide.picture, width: page-width, alt: slide.alt))
    v(picture-height - 48pt + 14pt)
  } else {
    let above = 0.02 * picture-height - 48pt
    place(top + center, dy: above, image(slide.picture, width: 0.74 * page-width, alt: slide.alt))
    v(0.72 * picture-height - 48pt)
  }
  if below and not answered { heading(slide.heading) } else if below { subheading(slide.heading) }
  let indent = if below { 0pt } else { 0.13 * page-width - 48pt }
  let room = if below { deck.words_height * 1pt - 90pt } else { 0.28 * picture-height - 42pt }
  // The answer keeps its place before it is shown: nothing moves from one page to the other.
  pad(left: indent, block(height: room, width: 100%, clip: true, fitting(room, (28, 24, 20, 16, 12), size => {
    block(below: 0.6 * size, strong(text(size: size, slide.question)))
    let answer = block(stroke: (left: 4pt + colour("answer")), inset: (left: 14pt, y: 3pt),
      strong(text(size: size, fill: colour("answer"), slide.answer)))
    if answered { answer } else { hide(answer) }
  })))
}

#for (number, slide) in deck.slides.enumerate() {
  if number > 0 { pagebreak() }
  if slide.question == "" { clip-page(slide) } else {
    question-page(slide, false)
    pagebreak()
    question-page(slide, true)
  }
}
"""
"""Words arrive as data, so nothing in them is read as Typst."""


class PdfSlide(BaseModel):
    """A slide as the layout reads it: a beat, or a question if there is one."""

    model_config = ConfigDict(frozen=True)

    heading: str
    notes: str
    picture: str
    alt: str
    question: str = ""
    answer: str = ""


class PdfDeck(BaseModel):
    """All that the layout is filled with; lengths are in points."""

    model_config = ConfigDict(frozen=True)

    title: str
    width: float
    picture_height: float
    words_height: float
    palette: Palette
    slides: tuple[PdfSlide, ...]


def write_pdf(deck: Deck, stills: Mapping[Path, Path], target: Path) -> None:
    """Write the deck as PDF.

    Parameters
    ----------
    stills
        The last picture of each clip as a PDF of its own.
    """
    with _set(deck, stills, WORDS) as compiler:
        compiler.compile(output=target, format="pdf", timestamp=WRITTEN)


def question_pictures(deck: Deck, stills: Mapping[Path, Path]) -> list[Image.Image]:
    """Paint each question of the deck twice, as large as the film: without its answer, and with it."""
    size = (deck.settings.width, deck.settings.height)
    questions = replace(deck, slides=tuple(slide for slide in deck.slides if isinstance(slide, QuestionSlide)))
    if not questions.slides:
        return []
    with _set(questions, stills, 0) as compiler:
        pages = compiler.compile(format="png", ppi=72 * size[0] / _width(deck))
    assert pages is not None
    pictures = [Image.open(io.BytesIO(page)) for page in (pages if isinstance(pages, list) else [pages])]
    # A page may come out a pixel larger.
    return [picture.convert("RGBA").resize(size) for picture in pictures]


@contextmanager
def _set(deck: Deck, stills: Mapping[Path, Path], words_height: float) -> Iterator[typst.Compiler]:
    """All pages of the deck, ready to be written."""
    width = _width(deck)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = {clip: f"{number}{still.suffix}" for number, (clip, still) in enumerate(stills.items())}
        for clip, still in stills.items():
            shutil.copyfile(still, folder / names[clip])
        content = PdfDeck(
            title=deck.title,
            width=width,
            picture_height=width * deck.settings.height / deck.settings.width,
            words_height=words_height,
            palette=PALETTES[deck.settings.theme],
            slides=tuple(_pdf_slide(slide, names) for slide in deck.slides),
        )
        layout = folder / "deck.typ"
        layout.write_text(_LAYOUT, encoding="utf-8")
        yield typst.Compiler(
            layout,
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"deck": json.dumps(content.model_dump(mode="json"))},
        )


def _width(deck: Deck) -> float:
    return WIDTH * min(1.0, deck.settings.width / deck.settings.height)


def _pdf_slide(slide: Slide, names: Mapping[Path, str]) -> PdfSlide:
    if isinstance(slide, ClipSlide):
        return PdfSlide(heading=slide.heading, notes=slide.notes, picture=names[slide.clip], alt=slide.alt)
    return PdfSlide(
        heading=slide.heading,
        notes="",
        picture=names[slide.given],
        alt=slide.alt,
        question=slide.question,
        answer=slide.answer,
    )
