"""A deck for PowerPoint, Keynote and LibreOffice Impress: a film a slide, which starts by itself."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as PowerPointSlide
from pptx.util import Emu, Pt

from explainers.production.deck.palette import PALETTES
from explainers.production.deck.pictures import as_jpeg, as_png, last_picture, poster_picture
from explainers.production.deck.powerpoint_master import empty_show, question_places
from explainers.production.deck.powerpoint_timing import NAMESPACE, appears_on_click, plays_on_entry
from explainers.production.deck.slides import ClipSlide, Deck, QuestionSlide
from explainers.production.progress import Progress

TITLE_ONLY = 5
"""The number of a layout of the master."""

CAPTION_STRIP = 1 / 8
"""The share of a picture, at its bottom, that is kept free for captions: there the question begins."""

QUESTION_SIZE = Pt(28)
LONG, SMALLER = 120, 0.7
"""Characters from which on a text is set smaller, and by how much."""

THUMBNAIL = 512
"""Pixels across the picture that folders show."""

LONGEST_PROPERTY = 255
"""Characters that a property of a file may have."""

WRITTEN = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When every deck says it was made: the same lesson makes the same deck."""


def write_powerpoint(deck: Deck, target: Path, progress: Progress) -> None:
    """Write the deck as a PPTX file, with each clip in it once."""
    progress.write(target.name, len(deck.slides))
    show = empty_show(deck.settings.width / deck.settings.height, PALETTES[deck.settings.theme])
    properties = show.core_properties
    properties.title, properties.author, properties.last_modified_by = deck.title[:LONGEST_PROPERTY], "", ""
    properties.created = properties.modified = WRITTEN
    for slide in deck.slides:
        if isinstance(slide, ClipSlide):
            _add_clip(show, slide)
        else:
            _add_question(show, slide)
        progress.wrote()
    _set_thumbnail(show, deck)
    show.save(str(target))


def _set_thumbnail(show: Presentation, deck: Deck) -> None:
    """Let folders show the deck by its first slide."""
    clips = [slide.clip for slide in deck.slides if isinstance(slide, ClipSlide)]
    thumbnail = show.part.package.part_related_by(RELATIONSHIP_TYPE.THUMBNAIL)
    thumbnail._blob = as_jpeg(last_picture(clips[0]), THUMBNAIL)


def _add_clip(show: Presentation, clip: ClipSlide) -> None:
    """The film fills the slide. Its title stands above, out of sight: for the outline and for screen readers."""
    width, height = _size(show)
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    title = slide.shapes.title
    assert title is not None
    title.text_frame.text = clip.heading
    title.left, title.top, title.width, title.height = Emu(0), Emu(-height // 8), width, Emu(height // 8)
    film = slide.shapes.add_movie(
        str(clip.clip),
        Emu(0),
        Emu(0),
        width,
        height,
        # Shown before the film starts. Its end would give the answer away, but an empty slide says nothing.
        poster_frame_image=io.BytesIO(as_png(poster_picture(clip.clip))),
        mime_type="video/mp4",
    )
    film.name = clip.heading
    film.element.nvPicPr.cNvPr.set("descr", clip.alt)
    _animate(slide, plays_on_entry(film.shape_id, clip.seconds))
    _add_notes(slide, clip.notes)


def _add_question(show: Presentation, question: QuestionSlide) -> None:
    """The question stands below what it is about; the answer appears under it on a click."""
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    places = question_places(*_size(show))
    picture = slide.shapes.add_picture(io.BytesIO(as_png(last_picture(question.given))), *places.picture)
    picture.name = "What the question is about"
    picture.element.nvPicPr.cNvPr.set("descr", question.alt)
    picture.crop_bottom, picture.height = CAPTION_STRIP, Emu(round((1 - CAPTION_STRIP) * picture.height))
    title = slide.shapes.title
    assert title is not None
    title.left, title.top, title.width, title.height = places.question
    _set(title, question.question, MSO_THEME_COLOR.TEXT_1)
    answer = slide.shapes.add_textbox(*places.answer)
    answer.name = "Answer"
    _set(answer, question.answer, MSO_THEME_COLOR.ACCENT_2)
    _animate(slide, appears_on_click(answer.shape_id))
    _add_notes(slide, question.notes)


def _set(shape: Shape, text: str, colour: MSO_THEME_COLOR) -> None:
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.text = text
    font = frame.paragraphs[0].font
    font.size = Pt(QUESTION_SIZE.pt * (SMALLER if len(text) > LONG else 1))
    font.bold = True
    font.color.theme_color = colour


def _add_notes(slide: PowerPointSlide, text: str) -> None:
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = text


def _animate(slide: PowerPointSlide, timing: object) -> None:
    """Give the slide its timing, in place of any other."""
    for earlier in slide.element.findall(f"{{{NAMESPACE}}}timing"):
        slide.element.remove(earlier)
    slide.element.append(timing)


def _size(show: Presentation) -> tuple[Emu, Emu]:
    assert show.slide_width is not None
    assert show.slide_height is not None
    return Emu(show.slide_width), Emu(show.slide_height)
