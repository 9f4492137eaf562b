"""What `manim-slides present` opens, against the rules of its own reader, written down here by hand."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import av

from explainers.production.deck.palette import PALETTES
from tests.production.deck.conftest import MadeDecks

KNOWN = {"loop", "auto_next", "playback_rate", "reversed_playback_rate", "notes", "dedent_notes", "file", "rev_file"}


def test_the_file_is_what_manim_slides_reads(made_decks: MadeDecks) -> None:
    """A list of slides, each with two files that are there, counted from the folder above the file's own."""
    path = made_decks.folder / "slides" / "coins.json"
    presentation = json.loads(path.read_text(encoding="utf-8"))
    assert set(presentation) == {"slides", "resolution", "background_color"}
    settings = made_decks.manifest.settings
    assert presentation["resolution"] == [settings.width, settings.height]
    assert presentation["background_color"] == PALETTES[settings.theme].paper
    assert re.fullmatch("#[0-9A-F]{6}", presentation["background_color"])
    for slide in presentation["slides"]:
        assert set(slide) == KNOWN
        for name in ("file", "rev_file"):
            assert (path.parent.parent / slide[name]).is_file()
        assert slide["loop"] is slide["auto_next"] is slide["dedent_notes"] is False
        assert slide["playback_rate"] == slide["reversed_playback_rate"] == 1.0


def test_slides_are_beats_questions_and_answers(made_decks: MadeDecks) -> None:
    """Beats are the lesson's clips where they lie; a question and its answer are two slides behind their scene."""
    presentation = json.loads((made_decks.folder / "slides" / "coins.json").read_text(encoding="utf-8"))
    beats = made_decks.manifest.beats
    assert [slide["file"] for slide in presentation["slides"]] == [
        *(beat.clip for beat in beats[:4]),
        "slides/question-01.mp4",
        "slides/question-01-answer.mp4",
        *(beat.clip for beat in beats[4:]),
        "slides/question-02.mp4",
        "slides/question-02-answer.mp4",
    ]
    assert presentation["slides"][1]["notes"] == beats[1].words


def test_question_clips_play(made_decks: MadeDecks) -> None:
    """A question's clip is of the film's size and rate, and lasts a moment: its picture stays."""
    settings = made_decks.manifest.settings
    for path in sorted((made_decks.folder / "slides").glob("*.mp4")):
        with av.open(str(path)) as clip:
            stream = clip.streams.video[0]
            assert (stream.width, stream.height) == (settings.width, settings.height)
            assert (stream.duration or 0) * Fraction(stream.time_base or 0) == 1
