"""A film in segments: cut where it should be, named by what it shows, painted once."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explainers.film.cache import PaintCache
from explainers.film.picture import Outline, Paint, Picture, Shape, Stroke, Window
from explainers.film.segments import SECONDS, Section, Segment, SegmentSink
from explainers.film.workshops import Spool, Workbench, paint_spooled
from explainers.spec.settings import RenderSettings

FPS = 5
SETTINGS = RenderSettings(width=64, height=64, fps=FPS)
WINDOW = Window(0, 0, 8, 8)


def picture(x: float = 0.0, width: float = 0.1) -> Picture:
    """A line at a place."""
    points = np.array([[x, 0], [x, 1], [x, 2], [x, 3]], dtype=float)
    stroke = Stroke(Paint(np.ones((1, 4))), width, 0, 0)
    return Picture(WINDOW, (0, 0, 0, 255), (Shape(Outline(points, ((0, 4, False),)), None, None, stroke),))


class Recorder:
    """A workshop that paints nothing and remembers what it was asked for."""

    def __init__(self, known: set[str] | None = None) -> None:
        self.known = known or set()
        self.asked: dict[str, Segment] = {}

    def has(self, key: str) -> bool:
        return key in self.known or key in self.asked

    def paint(self, key: str, segment: Segment) -> None:
        assert key not in self.asked
        self.asked[key] = segment

    @property
    def clips(self) -> list[Segment]:
        """What was asked for and is no still."""
        return [segment for segment in self.asked.values() if not segment.still]


def filmed(
    pictures: list[tuple[Picture, int]], workshop: Recorder, settings: RenderSettings = SETTINGS, name: str = "one"
) -> tuple[tuple[Section, ...], list[int]]:
    """Film one section; returns the sections and what was told of progress."""
    told: list[int] = []
    sink = SegmentSink(workshop, settings, told.append)
    sink.begin_section(name)
    for shown, repeat in pictures:
        sink.write(shown, repeat)
        sink.advance(repeat)
    return sink.close(), told


def test_long_motion_is_cut(tmp_path: Path) -> None:
    """No segment holds more pictures than two seconds of motion; together they hold every frame, in order."""
    shown = [(picture(number), 1) for number in range(2 * SECONDS * FPS + 3)]
    workshop = Recorder()
    ((section,), told) = filmed(shown, workshop)
    assert [len(segment.pictures) for segment in workshop.clips] == [SECONDS * FPS, SECONDS * FPS, 3]
    assert [each for segment in workshop.clips for each in segment.pictures] == shown
    assert section == Section("one", len(shown), section.clips, section.still)
    assert len(set(section.clips)) == 3
    assert told == []


def test_what_is_held_is_one_picture() -> None:
    """A long wait is one picture that stands for many frames, whether it came as one or as many equal ones."""
    held = picture()
    again = Picture(held.window, held.ground, tuple(held.elements))
    workshop = Recorder()
    filmed([(held, 1000), (again, 1), (held, 7)], workshop)
    assert [segment.pictures for segment in workshop.clips] == [((held, 1008),)]


def test_the_end_of_a_section_is_its_still() -> None:
    """A picture that stands for no frame is what the still shows, and is in no clip."""
    workshop = Recorder()
    first, last = picture(0), picture(1)
    ((section,), _) = filmed([(first, 3), (last, 0)], workshop)
    assert workshop.asked[section.still].pictures == ((last, 0),)
    assert [segment.frames for segment in workshop.clips] == [3]


def test_a_section_without_frames_is_none() -> None:
    """Manim drops sections in which nothing happens; so is it here."""
    assert filmed([(picture(), 0)], Recorder()) == ((), [])


CHANGES = {
    "a picture": ([(picture(0.001), 1), (picture(1), 2)], SETTINGS),
    "a width": ([(picture(0, 0.2), 1), (picture(1), 2)], SETTINGS),
    "a length": ([(picture(0), 1), (picture(1), 3)], SETTINGS),
    "the split of lengths": ([(picture(0), 2), (picture(1), 1)], SETTINGS),
    "the order": ([(picture(1), 2), (picture(0), 1)], SETTINGS),
    "the ground": ([(replace(picture(0), ground=(0, 0, 1, 255)), 1), (picture(1), 2)], SETTINGS),
    "the window": ([(replace(picture(0), window=Window(0, 0, 8, 9)), 1), (picture(1), 2)], SETTINGS),
    "the size": ([(picture(0), 1), (picture(1), 2)], SETTINGS.model_copy(update={"width": 66})),
    "the rate": ([(picture(0), 1), (picture(1), 2)], SETTINGS.model_copy(update={"fps": 6})),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_clip_is_named_by_all_that_it_shows(change: str) -> None:
    """Any change of a picture, its length, size or rate is another clip."""
    workshop = Recorder()
    ((before,), _) = filmed([(picture(0), 1), (picture(1), 2)], workshop)
    pictures, settings = CHANGES[change]
    ((after,), _) = filmed(pictures, workshop, settings)
    assert before.clips != after.clips


def test_equal_pictures_are_painted_once() -> None:
    """The same pictures in another section, theme and run have the same keys: nothing is asked for, frames are told."""
    first = Recorder()
    ((before,), _) = filmed([(picture(0), 1), (picture(1), 2)], first)
    second = Recorder(set(first.asked))
    light = SETTINGS.model_copy(update={"theme": "light"})
    ((after,), told) = filmed([(picture(0), 1), (picture(1), 2)], second, light, name="two")
    assert (after.clips, after.still) == (before.clips, before.still)
    assert second.asked == {}
    assert sum(told) == 3


def test_painted_by_others_is_painted_here(tmp_path: Path) -> None:
    """A segment that went through a file comes out as the very bytes that painting it at once gives."""
    segment = Segment(((picture(0), 1), (picture(1), 4)))
    told: list[int] = []
    here, there = PaintCache(tmp_path / "here"), PaintCache(tmp_path / "there")
    Workbench(tmp_path, here, SETTINGS, told.append).paint("abc", segment)
    laid: list[tuple[str, Path, int]] = []
    spool = Spool(tmp_path, there, 10, lambda *what: laid.append(what))
    assert not spool.has("abc")
    spool.paint("abc", segment)
    assert spool.has("abc")
    ((key, path, frames),) = laid
    assert frames == 5
    paint_spooled(path, there, key, SETTINGS, told.append)
    assert not path.exists()
    one, other = here.find("abc"), there.find("abc")
    assert one is not None
    assert other is not None
    assert one.read_bytes() == other.read_bytes()
    assert sum(told) == 10
    assert {entry.name for entry in tmp_path.iterdir()} == {"here", "there"}


def test_what_stands_still_is_sent_once() -> None:
    """A segment of many pictures with a large element in common is hardly larger than one of them."""
    (still,) = picture().elements
    assert isinstance(still, Shape)
    large = replace(still, outline=Outline(np.random.default_rng(0).random((4000, 2)), ((0, 4000, False),)))
    alone, many = (
        Segment(tuple((Picture(WINDOW, (0, 0, 0, 255), (large, *picture(x).elements)), 1) for x in range(count)))
        for count in (1, 50)
    )
    assert len(pickle.dumps(many, protocol=5)) < 1.5 * len(pickle.dumps(alone, protocol=5))


def test_what_is_not_shown_is_not_looked_at() -> None:
    """Of a section that nobody will see only the last picture is painted; frames are counted all the same."""
    workshop = Recorder()
    sink = SegmentSink(workshop, SETTINGS, lambda frames: None, shown=frozenset({"seen"}))
    for name in ("unseen", "seen"):
        sink.begin_section(name)
        assert sink.every_frame == (name == "seen")
        for place in (1.0, 2.0):
            sink.write(picture(place), 1)
            sink.advance(1)
    unseen, seen = sink.close()
    assert (unseen.frames, unseen.clips) == (2, ())
    assert (seen.frames, len(seen.clips)) == (2, 1)
