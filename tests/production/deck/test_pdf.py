"""The PDF deck, read again by another reader: pages, words, bookmarks, shapes that stay shapes."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from explainers.production.deck.palette import PALETTES
from explainers.production.deck.pdf import WIDTH, WORDS, question_pictures, write_pdf
from explainers.production.deck.pictures import as_png, last_picture
from explainers.production.deck.slides import ClipSlide, Deck, QuestionSlide, deck_of
from tests.production.deck.conftest import HOSTILE, MadeDecks

PAGES = 10
"""Six beats, and two questions, each with a second page for its answer."""
QUESTION = 4


@pytest.fixture(scope="module")
def document(made_decks: MadeDecks) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(made_decks.folder / "deck.pdf")
    yield document
    document.close()


def words(document: pypdfium2.PdfDocument, page: int) -> str:
    """What can be found on a page, on one line."""
    return " ".join(document[page].get_textpage().get_text_range().split())


def test_a_page_for_each_beat_and_two_for_a_question(document: pypdfium2.PdfDocument) -> None:
    """Pages are as wide as a slide, and have room for words below the picture."""
    assert len(document) == PAGES
    for page in range(PAGES):
        assert document[page].get_size() == pytest.approx((WIDTH, WIDTH * 9 / 16 + WORDS), abs=0.01)


def test_the_words_are_text(document: pypdfium2.PdfDocument, made_decks: MadeDecks) -> None:
    """Each beat's words stand on its page, complete, and can be found."""
    pages = [page for page in range(PAGES) if page not in (QUESTION, QUESTION + 1, PAGES - 2, PAGES - 1)]
    for page, beat in zip(pages, made_decks.manifest.beats, strict=True):
        assert " ".join(beat.words.split()) in words(document, page)
        assert f"{page + 1} / {PAGES}" in words(document, page)


def test_the_answer_is_on_the_page_after(document: pypdfium2.PdfDocument) -> None:
    """A question's first page does not have the answer, not even hidden; its second one has both, in the same place."""
    question, answered = words(document, QUESTION), words(document, QUESTION + 1)
    assert "How many heads?" in question
    assert "12" not in question
    assert "How many heads? 12" in answered
    places = [document[page].get_textpage().search("How many heads?").get_next() for page in (QUESTION, QUESTION + 1)]
    boxes = [
        document[page].get_textpage().get_charbox(place[0])
        for page, place in zip((QUESTION, QUESTION + 1), places, strict=True)
    ]
    assert boxes[0] == pytest.approx(boxes[1], abs=0.5)


def test_bookmarks_lead_to_beats(document: pypdfium2.PdfDocument) -> None:
    """The outline names every slide once, in order, with its page."""
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    assert marks == [
        (" ".join(HOSTILE.split()), 0),
        ("Tosses: Count", 1),
        ("Tosses: The mean", 2),
        ("Tosses: Pause", 3),
        ("Tosses: a question", 4),
        ("Again: The mean", 6),
        ("Again: Pause", 7),
        ("Again: a question", 8),
    ]
    assert document.get_metadata_value("Title") == " ".join(HOSTILE.split())


def test_the_pictures_are_the_films_last_ones_sharp_at_any_size(
    document: pypdfium2.PdfDocument, made_decks: MadeDecks
) -> None:
    """A page shows its beat's end, in shapes: at film size it looks like the film, at any other it stays sharp."""
    settings = made_decks.manifest.settings
    page = document[3]
    pixels = np.asarray(page.render(scale=settings.width / WIDTH).to_pil().convert("RGB"), np.int16)
    shown = pixels[: settings.height, : settings.width]
    clip = made_decks.folder / made_decks.manifest.beats[3].clip
    film = np.asarray(last_picture(clip).convert("RGB"), np.int16)
    assert np.abs(shown - film).mean() < 3
    kinds = {item.type for item in page.get_objects(max_depth=4)}
    assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_screen_readers_are_told_what_pictures_show(made_decks: MadeDecks) -> None:
    """The file is tagged, names its language, and its pictures have their alt texts."""
    raw = (made_decks.folder / "deck.pdf").read_bytes()
    assert re.search(rb"/MarkInfo", raw)
    assert re.search(rb"/Lang\s*\(en\)", raw)
    document = pypdfium2.PdfDocument(raw)
    # The structure is there as long as its page is.
    page = document[2]
    tree = pypdfium2.raw.FPDF_StructTree_GetForPage(page.raw)
    assert "A square moves." in list(alt_texts(tree))
    pypdfium2.raw.FPDF_StructTree_Close(tree)


def alt_texts(tree: Any) -> Iterator[str]:
    """Every alt text of a page's structure."""
    waiting = [
        pypdfium2.raw.FPDF_StructTree_GetChildAtIndex(tree, number)
        for number in range(pypdfium2.raw.FPDF_StructTree_CountChildren(tree))
    ]
    while waiting:
        element = waiting.pop()
        size = pypdfium2.raw.FPDF_StructElement_GetAltText(element, None, 0)
        if size:
            buffer = ctypes.create_string_buffer(size)
            pypdfium2.raw.FPDF_StructElement_GetAltText(element, buffer, size)
            yield buffer.raw.decode("utf-16-le").rstrip("\0")
        children = (
            pypdfium2.raw.FPDF_StructElement_GetChildAtIndex(element, number)
            for number in range(pypdfium2.raw.FPDF_StructElement_CountChildren(element))
        )
        waiting += [child for child in children if child]


@pytest.fixture(scope="module")
def stills(made_decks: MadeDecks, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """A still of each clip, as pixels."""
    folder = tmp_path_factory.mktemp("stills")
    found = {}
    for beat in made_decks.manifest.beats:
        clip = made_decks.folder / beat.clip
        found[clip] = folder / f"{clip.stem}.png"
        found[clip].write_bytes(as_png(last_picture(clip)))
    return found


@pytest.mark.parametrize("letters", [20, 400, 4000])
def test_no_word_is_lost_however_many(
    made_decks: MadeDecks, stills: dict[Path, Path], tmp_path: Path, letters: int
) -> None:
    """Many words are set smaller, and go on to another page rather than off it."""
    said = [f"word{number}" for number in range(letters // 8 + 1)]
    slide = deck_of(made_decks.manifest, made_decks.folder).slides[1]
    assert isinstance(slide, ClipSlide)
    deck = Deck("x", "x", made_decks.manifest.settings, (replace(slide, notes=" ".join(said)),))
    write_pdf(deck, stills, tmp_path / "deck.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "deck.pdf")
    text = " ".join(words(document, page) for page in range(len(document)))
    assert set(re.findall(r"word\d+", text)) == set(said)
    assert (len(document) > 1) == (letters == 4000)


@pytest.mark.parametrize("text", ["Short?", "Long? " * 60, "#panic() \\ $ x $ *a* </b> \x07"])
def test_question_pictures_are_as_large_as_the_film(made_decks: MadeDecks, stills: dict[Path, Path], text: str) -> None:
    """Each question is two pictures of the film's size, which differ by the answer alone, whatever the words are."""
    (question,) = [
        slide for slide in deck_of(made_decks.manifest, made_decks.folder).slides if isinstance(slide, QuestionSlide)
    ][:1]
    settings = made_decks.manifest.settings
    deck = Deck("x", "x", settings, (replace(question, question=text),))
    asked, answered = question_pictures(deck, stills)
    assert asked.size == answered.size == (settings.width, settings.height)
    different = np.abs(pixels_of(asked) - pixels_of(answered)).max(axis=2) > 20
    rows = np.flatnonzero(different.any(axis=1))
    assert rows.size
    assert rows[0] > 0.72 * settings.height
    paper = tuple(bytes.fromhex(PALETTES[settings.theme].paper.removeprefix("#")))
    assert tuple(pixels_of(asked)[settings.height - 3, 2]) == paper


def pixels_of(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB"), np.int16)
