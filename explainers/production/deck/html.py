"""A deck as one HTML file, which needs nothing but a browser: the clips are in it, and no request leaves it."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from explainers.production.deck.palette import PALETTES, Palette
from explainers.production.deck.pictures import as_webp, last_picture
from explainers.production.deck.slides import Deck, QuestionSlide, Slide
from explainers.production.progress import Progress
from explainers.spec.manifest import Cue

ASSETS = Path(__file__).parent / "assets"
PROGRAM = ("deck.js", "overview.js", "presenter.js", "controls.js")
"""One program, in the order in which its parts are written into the page."""

THUMBNAIL = 400
"""Pixels across a picture of the overview."""

AT_ONCE = 3 << 18
"""Bytes of a clip that are encoded at once: whole groups of three."""


class PageSlide(BaseModel):
    """A slide as the page's program reads it: a clip or a question, what belongs to the other is empty."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)

    section: str
    heading: str
    notes: str
    alt: str = ""
    clip: str = ""
    thumbnail: str = ""
    cues: tuple[Cue, ...] = ()
    question: str = ""
    answer: str = ""


def write_html(deck: Deck, target: Path, progress: Progress) -> None:
    """Write the deck as one page, with each clip in it once."""
    progress.write(target.name, len(deck.slides))
    clips: dict[str, Path] = {}
    slides = []
    for slide in deck.slides:
        slides.append(_page_slide(slide, clips))
        progress.wrote()
    data = json.dumps([slide.model_dump(by_alias=True) for slide in slides], ensure_ascii=False)
    fillings = {
        "title": escape(deck.title),
        "style": _colours(PALETTES[deck.settings.theme], deck) + _asset("deck.css"),
        # Nothing in it can end the element that it stands in.
        "deck": data.replace("<", "\\u003c"),
        "program": "\n".join(_asset(name) for name in PROGRAM),
    }
    before, after = _asset("deck.html").split("{{clips}}")
    with target.open("w", encoding="utf-8") as page:
        page.write(_filled(before, fillings))
        for name, clip in clips.items():
            page.write(f'<script type="text/plain" id="{name}">')
            _write_base64(clip, page)
            page.write("</script>\n")
        page.write(_filled(after, fillings))


def _page_slide(slide: Slide, clips: dict[str, Path]) -> PageSlide:
    """The slide for the page; its clip joins `clips` under a name that says what is in it."""
    if isinstance(slide, QuestionSlide):
        return PageSlide(
            section=slide.section,
            heading=slide.heading,
            notes=slide.notes,
            alt=slide.alt,
            clip=_name(slide.given, clips),
            question=slide.question,
            answer=slide.answer,
        )
    picture = base64.b64encode(as_webp(last_picture(slide.clip), THUMBNAIL)).decode("ascii")
    return PageSlide(
        section=slide.section,
        heading=slide.heading,
        notes=slide.notes,
        alt=slide.alt,
        clip=_name(slide.clip, clips),
        thumbnail=f"data:image/webp;base64,{picture}",
        cues=slide.cues,
    )


def _name(clip: Path, clips: dict[str, Path]) -> str:
    with clip.open("rb") as file:
        name = "clip-" + hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=8)).hexdigest()
    clips.setdefault(name, clip)
    return name


def _write_base64(clip: Path, page: TextIO) -> None:
    with clip.open("rb") as file:
        while part := file.read(AT_ONCE):
            page.write(base64.b64encode(part).decode("ascii"))


def _filled(text: str, fillings: dict[str, str]) -> str:
    """Put each filling where its name stands; what a filling itself holds is not looked at again."""
    first, *parts = text.split("{{")
    return first + "".join(fillings[name] + rest for name, _, rest in (part.partition("}}") for part in parts))


def _colours(palette: Palette, deck: Deck) -> str:
    return (
        f":root {{ color-scheme: {deck.settings.theme}; --paper: {palette.paper}; --panel: {palette.panel}; "
        f"--text: {palette.text}; --muted: {palette.muted}; --line: {palette.line}; --answer: {palette.answer}; "
        f"--focus: {palette.accents[0]}; --shape: {deck.settings.width} / {deck.settings.height}; }}\n"
    )


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
