"""A deck for `manim-slides present`: the file that it opens, beside the lesson's own clips, and a clip a question.

Source: `PresentationConfig` of Manim Slides 5. Paths are counted from the folder above the file's own, so that clips
are not copied. A reversed clip is asked for with each, for going back: here it is the clip itself.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from pydantic import BaseModel, ConfigDict

from explainers.film.encode import ClipEncoder
from explainers.film.encodings import encoding_of
from explainers.film.join import join
from explainers.production.deck.palette import PALETTES
from explainers.production.deck.pdf import question_pictures
from explainers.production.deck.pictures import as_png, last_picture
from explainers.production.deck.slides import ClipSlide, Deck, QuestionSlide
from explainers.production.progress import Progress

FOLDER = "slides"
SECONDS = 1
"""Length of a question's clip: its picture stays."""


class PresentedSlide(BaseModel):
    """One slide as Manim Slides reads it."""

    model_config = ConfigDict(frozen=True)

    loop: bool = False
    auto_next: bool = False
    playback_rate: float = 1.0
    reversed_playback_rate: float = 1.0
    notes: str = ""
    dedent_notes: bool = False
    file: str
    rev_file: str


class Presentation(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True)

    slides: tuple[PresentedSlide, ...]
    resolution: tuple[int, int]
    background_color: str


def write_presentation(deck: Deck, lesson: Path, target: Path, progress: Progress) -> tuple[Path, ...]:
    """Write the file and the clips of the questions into the folder `target`; returns their names, the file's last.

    Parameters
    ----------
    lesson
        The lesson's folder, from which the presentation's paths are counted.
    """
    cards = _write_cards(deck, target, progress)
    presentation = Presentation(
        slides=tuple(_slides(deck, lesson, cards)),
        resolution=(deck.settings.width, deck.settings.height),
        background_color=PALETTES[deck.settings.theme].paper,
    )
    file = target / f"{deck.name}.json"
    file.write_text(presentation.model_dump_json(indent=2), encoding="utf-8")
    return (*(Path(card.name) for card in cards), Path(file.name))


def _slides(deck: Deck, lesson: Path, cards: list[Path]) -> Iterator[PresentedSlide]:
    rest = iter(cards)
    for slide in deck.slides:
        if isinstance(slide, ClipSlide):
            yield _presented(slide.clip.relative_to(lesson), slide.notes)
        else:
            yield _presented(Path(FOLDER) / next(rest).name, slide.notes)
            yield _presented(Path(FOLDER) / next(rest).name, slide.notes)


def _presented(file: Path, notes: str) -> PresentedSlide:
    return PresentedSlide(notes=notes, file=file.as_posix(), rev_file=file.as_posix())


def _write_cards(deck: Deck, target: Path, progress: Progress) -> list[Path]:
    """A clip for each question, and one with its answer."""
    asked = dict.fromkeys(slide.given for slide in deck.slides if isinstance(slide, QuestionSlide))
    with tempfile.TemporaryDirectory() as name:
        stills = {clip: Path(name) / f"{number}.png" for number, clip in enumerate(asked)}
        for clip, still in stills.items():
            still.write_bytes(as_png(last_picture(clip)))
        pictures = question_pictures(deck, stills)
        cards = [
            target / f"question-{number // 2 + 1:02}{'-answer' if number % 2 else ''}.mp4"
            for number in range(len(pictures))
        ]
        progress.write(f"{deck.name}.json", len(cards))
        for card, picture in zip(cards, pictures, strict=True):
            _write_clip(picture, card, Path(name) / card.name, deck)
            progress.wrote()
    return cards


def _write_clip(picture: Image.Image, target: Path, piece: Path, deck: Deck) -> None:
    settings = deck.settings
    with ClipEncoder(piece, settings) as encoder:
        encoder.write(np.asarray(picture), SECONDS * settings.fps)
    assert encoding_of(settings).joins
    join([piece], target, fps=settings.fps, title=deck.title, chapters=(), captions=())
