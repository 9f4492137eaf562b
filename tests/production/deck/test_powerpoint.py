"""The PowerPoint deck, opened again by python-pptx: films, posters, notes, order, and what plays when."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import av
import numpy as np
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.presentation import Presentation as Show
from pptx.shapes.picture import Movie
from pptx.slide import Slide

from explainers.production.deck.palette import PALETTES
from explainers.production.deck.powerpoint import write_powerpoint
from explainers.production.deck.slides import Deck, deck_of
from explainers.production.progress import SilentProgress
from explainers.spec.manifest import Practice
from explainers.stage.theme import THEMES
from tests.production.deck.conftest import HOSTILE, MadeDecks

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FILMS, QUESTIONS = (0, 1, 2, 3, 5, 6), (4, 7)
"""The toy lesson: the title card, three beats and a question, two beats and a question."""


@pytest.fixture(scope="module")
def show(made_decks: MadeDecks) -> Show:
    return Presentation(str(made_decks.folder / "deck.pptx"))


def film_of(slide: Slide) -> Movie:
    """The one film of a slide."""
    (film,) = (shape for shape in slide.shapes if isinstance(shape, Movie))
    return film


def titles(show: Show) -> list[str]:
    """What the outline says."""
    return [slide.shapes.title.text_frame.text for slide in show.slides if slide.shapes.title is not None]


def test_a_slide_for_each_beat_and_question(show: Show) -> None:
    """Slides come in the lesson's order, questions behind their scene, and every one has a title."""
    assert titles(show) == [
        " ".join(HOSTILE.split()),
        "Tosses: Count",
        "Tosses: The mean",
        "Tosses: Pause",
        "How many heads?",
        "Again: The mean",
        "Again: Pause",
        "How many heads?",
    ]


def test_films_are_the_lesson_s_clips_each_stored_once(show: Show, made_decks: MadeDecks) -> None:
    """Each film is its beat's clip, byte for byte, and the file holds every clip one time."""
    clips = [(made_decks.folder / beat.clip).read_bytes() for beat in made_decks.manifest.beats]
    with zipfile.ZipFile(made_decks.folder / "deck.pptx") as package:
        assert package.testzip() is None
        stored = [package.read(name) for name in package.namelist() if name.endswith(".mp4")]
    assert sorted(stored) == sorted(set(clips))
    for slide, clip in zip([show.slides[number] for number in FILMS], clips, strict=True):
        film = film_of(slide)
        relations = film.element.xpath(".//*[local-name()='media']/@r:embed | .//a:videoFile/@r:link")
        assert [slide.part.related_part(relation).blob == clip for relation in relations] == [True, True]


def test_films_fill_the_slide_and_titles_stand_above_it(show: Show) -> None:
    """A slide is 16:9, its film covers it, and its title is there for the outline, out of sight."""
    assert show.slide_width is not None
    assert show.slide_height is not None
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9)
    for number in FILMS:
        slide = show.slides[number]
        film, title = film_of(slide), slide.shapes.title
        assert (film.left, film.top, film.width, film.height) == (0, 0, show.slide_width, show.slide_height)
        assert title is not None
        assert title.top + title.height <= 0


def test_posters_show_something(show: Show, made_decks: MadeDecks) -> None:
    """What stands there before a film starts is what it starts with; its end, where it starts on an empty stage."""
    for number, beat in zip(FILMS, made_decks.manifest.beats, strict=True):
        frame = film_of(show.slides[number]).poster_frame
        assert frame is not None
        poster = np.asarray(Image.open(io.BytesIO(frame.blob)).convert("RGB"), np.int16)
        with av.open(str(made_decks.folder / beat.clip)) as clip:
            frames = [picture.to_ndarray(format="rgb24").astype(np.int16) for picture in clip.decode(video=0)]
        assert any(np.array_equal(poster, end) for end in (frames[0], frames[-1]))
        assert np.ptp(poster) > 100, beat.id


def test_films_start_on_entry(show: Show, made_decks: MadeDecks) -> None:
    """The first thing of a slide's sequence plays its film, when the slide begins, for as long as the film is."""
    for number, beat in zip(FILMS, made_decks.manifest.beats, strict=True):
        slide = show.slides[number]
        (timing,) = slide.element.findall(f"{P}timing")
        shape = str(film_of(slide).shape_id)
        (begin,) = timing.findall(f".//{P}cond[@evt='onBegin']")
        assert begin.find(f"{P}tn").get("val") == "2"
        (effect,) = timing.findall(f".//{P}cTn[@presetClass='mediacall']")
        assert effect.get("nodeType") == "afterEffect"
        (play,) = effect.iter(f"{P}cmd")
        assert play.get("cmd") == "playFrom(0.0)"
        assert int(play.find(f".//{P}cTn").get("dur")) == round(1000 * (beat.end - beat.start))
        (film,) = timing.iter(f"{P}video")
        assert {target.get("spid") for target in timing.iter(f"{P}spTgt")} == {shape}
        assert film.find(f"{P}cMediaNode") is not None
        # Nothing takes a click on the film for itself.
        assert not timing.findall(f".//{P}cTn[@nodeType='interactiveSeq']")


def test_numbers_in_a_timing_are_used_once(show: Show) -> None:
    """PowerPoint repairs, and so changes, a slide in which two steps have the same number."""
    for slide in show.slides:
        numbers = [node.get("id") for node in slide.element.iter(f"{P}cTn")]
        assert len(numbers) == len(set(numbers))
        assert slide.element.index(slide.element.find(f"{P}timing")) > slide.element.index(
            slide.element.find(f"{P}clrMapOvr")
        )


def test_answers_appear_on_a_click(show: Show, made_decks: MadeDecks) -> None:
    """A question slide shows the question, and what it is about; the answer is hidden until a click."""
    for number in QUESTIONS:
        slide = show.slides[number]
        (answer,) = (shape for shape in slide.shapes if shape.name == "Answer")
        assert answer.text_frame.text == "12"
        (timing,) = slide.element.findall(f"{P}timing")
        (effect,) = timing.findall(f".//{P}cTn[@presetClass='entr']")
        assert effect.get("nodeType") == "clickEffect"
        assert {target.get("spid") for target in timing.iter(f"{P}spTgt")} == {str(answer.shape_id)}
        assert not timing.findall(f".//{P}cond[@evt='onBegin']")
        assert [shape.name for shape in slide.shapes if not shape.is_placeholder] == [
            "What the question is about",
            "Answer",
        ]


def test_words_are_notes_and_alt_texts_tell_the_films(show: Show, made_decks: MadeDecks) -> None:
    """A beat's words are its speaker notes; its alt text, or its words, are said of its film."""
    for number, beat in zip(FILMS, made_decks.manifest.beats, strict=True):
        slide = show.slides[number]
        assert slide.notes_slide.notes_text_frame.text == " ".join(beat.words.split())
        (described,) = film_of(slide).element.xpath("p:nvPicPr/p:cNvPr/@descr")
        assert described == (beat.alt or beat.words or beat.title)
    assert "12" in show.slides[QUESTIONS[0]].notes_slide.notes_text_frame.text


def test_colours_are_the_films_own() -> None:
    """The colours of both themes are those that the scenes are painted in."""
    for name, palette in PALETTES.items():
        theme = THEMES[name]
        assert (palette.paper, palette.panel, palette.text) == (theme.background, theme.panel, theme.text)
        assert (palette.muted, palette.line, palette.answer) == (theme.muted, theme.grid, theme.good)
        assert palette.accents[1] == palette.answer


def test_slides_of_the_lecturer_s_own_get_the_colours(show: Show, made_decks: MadeDecks) -> None:
    """The theme of the deck has the colours: background, text, accents."""
    theme = etree.fromstring(
        next(
            relation.target_part.blob
            for relation in show.slide_master.part.rels.values()
            if relation.reltype.endswith("/theme")
        )
    )
    (paper,) = theme.xpath("//*[local-name()='lt1']/*/@val")
    (text,) = theme.xpath("//*[local-name()='dk1']/*/@val")
    palette = PALETTES[made_decks.manifest.settings.theme]
    assert (f"#{paper}", f"#{text}") == (palette.paper, palette.text)


def test_the_same_lesson_makes_the_same_file(made_decks: MadeDecks, tmp_path: Path) -> None:
    """A deck that is made again has the same parts with the same content."""
    write_powerpoint(deck_of(made_decks.manifest, made_decks.folder), tmp_path / "again.pptx", SilentProgress())
    parts = []
    for path in (made_decks.folder / "deck.pptx", tmp_path / "again.pptx"):
        with zipfile.ZipFile(path) as package:
            parts.append({name: package.read(name) for name in package.namelist()})
    assert parts[0] == parts[1]


def deck_with(made_decks: MadeDecks, words: str) -> Deck:
    """The deck of the lesson, with these words in a beat, a title and a question."""
    manifest = made_decks.manifest
    scene = manifest.scenes[1]
    beat = scene.beats[0].model_copy(update={"words": words, "alt": words, "title": words})
    changed = scene.model_copy(
        update={"beats": (beat, *scene.beats[1:]), "practice": (Practice(text=words, answer=words),), "title": words}
    )
    return deck_of(manifest.model_copy(update={"scenes": (changed,), "title": words}), made_decks.folder)


@pytest.mark.parametrize("words", ["a\x07b\x00c", "<p:bad/> & ]]>", "\ud800 half", "w_(t+1) ≤ ½ ∇f 🎲", "x" * 3000])
def test_any_words_can_stand_in_a_deck(made_decks: MadeDecks, tmp_path: Path, words: str) -> None:
    """Control characters, markup, half characters, mathematics: the deck opens and says what can be said."""
    write_powerpoint(deck_with(made_decks, words), tmp_path / "deck.pptx", SilentProgress())
    show = Presentation(str(tmp_path / "deck.pptx"))
    said = "".join(letter for letter in words if letter not in "\x00\x07\ud800").strip()
    assert show.slides[0].notes_slide.notes_text_frame.text == said
    assert len(show.slides) == 4


def test_folders_show_the_first_slide(made_decks: MadeDecks) -> None:
    """The file's own picture is the lesson's poster, smaller."""
    with zipfile.ZipFile(made_decks.folder / "deck.pptx") as package:
        thumbnail = Image.open(io.BytesIO(package.read("docProps/thumbnail.jpeg")))
    poster = Image.open(made_decks.folder / "poster.png").convert("RGB").resize(thumbnail.size)
    assert np.abs(np.asarray(thumbnail, np.int16) - np.asarray(poster, np.int16)).mean() < 3
