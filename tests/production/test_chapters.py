"""Chapters: none too short, none over a scene's start, titles where a viewer looks for them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.join import Mark
from explainers.production.chapters import chapter_marks, youtube
from explainers.spec.manifest import BeatEntry, Manifest, SceneEntry
from explainers.spec.settings import RenderSettings

FPS = 30


def film(scenes: dict[str, list[float]]) -> Manifest:
    """Make a manifest from the seconds that each scene's beats last; beat 2 of scene A is titled 'A.2'."""
    clock, entries = 0, []
    for title, lengths in scenes.items():
        beats = []
        for number, seconds in enumerate(lengths, start=1):
            beats.append(beat(f"{title}.{number}", clock, round(seconds * FPS)))
            clock += round(seconds * FPS)
        first, last = beats[0].start, beats[-1].end
        entries.append(
            SceneEntry(
                id=title, scene=title, title=title, params={}, numbers={}, practice=(), start=first, end=last,
                beats=tuple(beats),
            )
        )  # fmt: skip
    return Manifest(
        lesson="film", title="The film", summary="", key="", duration=clock / FPS, frames=clock, versions={},
        settings=RenderSettings(width=64, height=64, fps=FPS, theme="dark"), scenes=tuple(entries), files={},
    )  # fmt: skip


def beat(title: str, first_frame: int, frames: int) -> BeatEntry:
    """Make a beat without words."""
    return BeatEntry(
        id=title, name=title, title=title, words="", alt="", start=first_frame / FPS, end=(first_frame + frames) / FPS,
        first_frame=first_frame, frames=frames, clip="", cues=(),
    )  # fmt: skip


def starts(scenes: dict[str, list[float]]) -> list[tuple[float, str]]:
    """Divide a film and tell each chapter's start and title."""
    return [(mark.start, mark.text) for mark in chapter_marks(film(scenes))]


def test_one_chapter_a_beat():
    """Beats of ten seconds and more are a chapter each, the first under the scene's title."""
    assert starts({"A": [12, 10, 15], "B": [10, 20]}) == [(0, "A"), (12, "A.2"), (22, "A.3"), (37, "B"), (47, "B.2")]


def test_a_short_beat_joins_what_follows():
    """A beat under ten seconds shares the chapter of the beats after it, which keeps its start and title."""
    assert starts({"A": [4, 8, 12, 3, 20]}) == [(0, "A"), (12, "A.3"), (24, "A.4")]


def test_a_short_last_beat_joins_the_one_before():
    """At the end of a scene a short beat belongs to the chapter before it, never to the next scene."""
    assert starts({"A": [12, 12, 5], "B": [12, 9.9]}) == [(0, "A"), (12, "A.2"), (29, "B")]


def test_a_title_card_belongs_to_the_scene_it_leads_to():
    """The card and the scene behind it are one chapter, which starts with the card and is named after the scene."""
    assert starts({"Card": [4], "A": [3, 12, 12]}) == [(0, "A"), (19, "A.3")]
    assert starts({"A": [12], "Card": [4], "B": [12]}) == [(0, "A"), (12, "B")]
    assert starts({"Card": [4], "Second card": [8], "B": [12]}) == [(0, "Second card"), (12, "B")]


def test_a_closing_card_belongs_to_the_last_chapter():
    """At the end of the film a scene that is too short is no chapter."""
    marks = chapter_marks(film({"A": [12], "Thanks": [4]}))
    assert marks == (Mark(0, 16, "A"),)


@pytest.mark.parametrize(("scenes", "title"), [({"A": [2, 3]}, "A"), ({"A": [2], "B": [3]}, "The film")])
def test_a_film_too_short_for_chapters_is_one(scenes, title):
    """A film under ten seconds is one chapter with its only scene's title, or with its own."""
    assert [mark.text for mark in chapter_marks(film(scenes))] == [title]


LENGTHS = st.lists(st.floats(0.1, 25), min_size=1, max_size=6)


@given(st.lists(LENGTHS, min_size=1, max_size=5))
def test_chapters_fill_the_film(lengths):
    """Chapters follow each other from the first frame to the last, ten seconds each at least, in YouTube's list too."""
    manifest = film({f"S{number}": beats for number, beats in enumerate(lengths)})
    marks = chapter_marks(manifest)
    assert marks[0].start == 0
    assert marks[-1].end == manifest.duration
    assert [mark.start for mark in marks[1:]] == [mark.end for mark in marks[:-1]]
    if manifest.duration >= 10:
        assert all(round((mark.end - mark.start) * FPS) >= 10 * FPS for mark in marks)
    listed = [int(minutes) * 60 + int(seconds) for minutes, seconds in _times(youtube(marks))]
    assert all(after - before >= 10 for before, after in pairwise(listed))


@given(st.lists(LENGTHS, min_size=2, max_size=5))
def test_a_scene_keeps_its_title(lengths):
    """A scene of ten seconds and more always begins a chapter of its title, at its start or at the card's before it."""
    manifest = film({f"S{number}": beats for number, beats in enumerate(lengths)})
    began = {mark.text: mark.start for mark in chapter_marks(manifest)}
    before = None
    for scene in manifest.scenes:
        frames = sum(beat.frames for beat in scene.beats)
        if frames >= 10 * FPS:
            assert scene.title in began
            if before is None or before >= 10 * FPS:
                assert began[scene.title] == scene.start
        before = frames


def _times(listed: str) -> list[list[str]]:
    return [line.split(" ")[0].split(":") for line in listed.splitlines()]


def test_youtube_form():
    """YouTube's list has a line a chapter, hours only where there are any, seconds cut and not rounded."""
    marks = [Mark(0, 59.9, "One"), Mark(59.9, 754, "Two\nlines"), Mark(754, 3723, "Three"), Mark(3723, 4000, "Four")]
    assert youtube(marks) == "0:00 One\n0:59 Two lines\n12:34 Three\n1:02:03 Four\n"
