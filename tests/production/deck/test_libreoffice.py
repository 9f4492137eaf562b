"""The PowerPoint deck in a program that is not PowerPoint: LibreOffice opens it, and prints what it sees."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from lxml import etree
from PIL import Image, ImageColor

from explainers.production.deck.palette import PALETTES
from tests.production.deck.conftest import MadeDecks

PATIENCE = 300.0
"""Seconds after which a test gives up waiting; machines are slow at times."""

MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
NOTES_TOO = 'pdf:impress_pdf_Export:{"ExportNotesPages":{"type":"boolean","value":"true"}}'

FILMS, QUESTIONS = (0, 1, 2, 3, 5, 6), (4, 7)
"""The toy lesson: the title card, three beats and a question, two beats and a question."""
SLIDES = len(FILMS) + len(QUESTIONS)

XLINK = "{http://www.w3.org/1999/xlink}"
ANIM = "{urn:oasis:names:tc:opendocument:xmlns:animation:1.0}"

Pixels = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Opened:
    """What LibreOffice makes of a deck: its slides and behind them its notes as PDF, and its own file of them."""

    pdf: pypdfium2.PdfDocument
    content: etree._Element

    def picture(self, slide: int) -> Image.Image:
        return self.pdf[slide].render(scale=1).to_pil().convert("RGB")

    def words(self, page: int) -> str:
        """What can be read on a page, on one line."""
        page_ = self.pdf[page]
        return " ".join(page_.get_textpage().get_text_bounded(0, 0, *page_.get_size()).split())


def converted(deck: Path, form: str, folder: Path) -> Path:
    """Have LibreOffice write the deck as something else."""
    program = shutil.which("soffice") or (MAC if os.path.exists(MAC) else None)
    assert program, "There is no LibreOffice. Install it: apt-get install libreoffice-impress"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [program, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(deck)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    written = folder / f"{deck.stem}.{form.partition(':')[0]}"
    assert written.is_file(), done.stdout + done.stderr
    return written


@pytest.fixture(scope="module")
def opened(made_decks: MadeDecks, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("impress")
    pdf = pypdfium2.PdfDocument(converted(made_decks.folder / "deck.pptx", NOTES_TOO, folder))
    with zipfile.ZipFile(converted(made_decks.folder / "deck.pptx", "odp", folder)) as package:
        content = etree.fromstring(package.read("content.xml"))
    return Opened(pdf, content)


def ends_of(clip: Path, size: tuple[int, int]) -> list[Pixels]:
    """The first and the last picture of a clip, as large as a slide is printed."""
    with av.open(str(clip)) as container:
        frames = [frame.to_image() for frame in container.decode(video=0)]
    return [np.asarray(frame.resize(size), np.int16) for frame in (frames[0], frames[-1])]


def test_every_slide_has_a_page_and_another_for_its_notes(opened: Opened) -> None:
    """Nothing is lost, and a slide is as wide as PowerPoint's."""
    assert len(opened.pdf) == 2 * SLIDES
    width, height = opened.pdf[0].get_size()
    assert width / height == pytest.approx(16 / 9, abs=0.01)


def test_films_are_printed_as_their_posters(opened: Opened, made_decks: MadeDecks) -> None:
    """Over the whole slide: what the clip starts or ends with, changed only by being made smaller."""
    for number, beat in zip(FILMS, made_decks.manifest.beats, strict=True):
        printed = opened.picture(number)
        ends = ends_of(made_decks.folder / beat.clip, printed.size)
        assert min(np.abs(np.asarray(printed, np.int16) - end).mean() for end in ends) < 3, beat.id


def test_questions_are_printed_with_their_answers(opened: Opened, made_decks: MadeDecks) -> None:
    """On paper nothing is left to reveal, and the ground is the theme's."""
    paper = ImageColor.getrgb(PALETTES[made_decks.manifest.settings.theme].paper)
    for number in QUESTIONS:
        assert opened.words(number) == "How many heads? 12"
        assert opened.picture(number).getpixel((2, 2)) == paper


def test_notes_have_the_words_that_are_spoken(opened: Opened, made_decks: MadeDecks) -> None:
    """All of them, behind the slide's title."""
    for number, beat in zip(FILMS, made_decks.manifest.beats, strict=True):
        spoken = " ".join(beat.words.split())
        assert opened.words(SLIDES + number).endswith(f"{spoken} {number + 1}".strip())


def test_films_are_films(opened: Opened) -> None:
    """One on each slide of a beat, none on a question, and all start by themselves."""
    pages = list(opened.content.iter("{*}page"))
    assert len(pages) == SLIDES
    for number, page in enumerate(pages):
        films = [each.get(f"{XLINK}href") for each in page.iter("{*}plugin")]
        plays = [each.get(f"{ANIM}command") for each in page.iter(f"{ANIM}command")]
        assert (len(films), plays) == ((1, ["play"]) if number in FILMS else (0, []))
        assert all(film.endswith(".mp4") for film in films)
