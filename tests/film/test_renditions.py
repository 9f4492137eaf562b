"""Several renditions of one run: each is what filming it alone would have made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from explainers.film.picture import Backdrop, Picture
from explainers.film.renditions import RenditionSink, without_ground
from explainers.film.segments import Section, Segment
from explainers.spec.rendition import Rendition
from explainers.spec.settings import RenderSettings
from tests.film.test_fade import GROUND, picture

SETTINGS = RenderSettings(width=128, height=72, fps=10)
BARE = SETTINGS.model_copy(update={"encoding": "webm", "transparent": True})
GIF = SETTINGS.model_copy(update={"encoding": "gif"})


@dataclass
class Asked:
    """Workshops that paint nothing, and remember what they were asked for."""

    segments: dict[str, tuple[RenderSettings, Segment]] = field(default_factory=dict)

    def workshop(self, settings: RenderSettings) -> _Shop:
        return _Shop(self, settings)


@dataclass
class _Shop:
    asked: Asked
    settings: RenderSettings

    def has(self, key: str) -> bool:
        return key in self.asked.segments

    def paint(self, key: str, segment: Segment) -> None:
        self.asked.segments[key] = (self.settings, segment)


def run(renditions: list[Rendition], shown: frozenset[str] = frozenset()) -> tuple[list[tuple[Section, ...]], Asked]:
    """Film two sections, each with a move and a hold."""
    asked = Asked()
    sink = RenditionSink(renditions, asked.workshop, lambda frames: None, shown)
    for number, name in enumerate(("one", "two")):
        sink.begin_section(name)
        for step in range(4):
            if sink.every_frame:
                sink.write(picture(number + step), 1)
            sink.advance(1)
        sink.write(picture(number + 4), 0)
        sink.add_sound(Path("bell.wav"), number * 0.4, None)
    return list(sink.close()), asked


ALL = [
    Rendition.usual(SETTINGS),
    Rendition(BARE),
    Rendition(GIF, apart=True),
    Rendition(SETTINGS, loops=True),
    Rendition.usual(SETTINGS, stills=".svg"),
]


def test_each_is_as_if_it_were_alone() -> None:
    """Together they have the clips, stills, sounds and lengths that each of them has by itself."""
    together, _ = run(ALL)
    assert together == [run([rendition])[0][0] for rendition in ALL]


def test_what_they_are_made_of() -> None:
    """A GIF is one piece for each section, stills have no clips, and a loop has what the film has and the way back."""
    film, bare, gif, loop, stills = run(ALL)[0]
    assert [section.frames for section in film] == [4, 4]
    assert [len(section.clips) for section in gif] == [1, 1]
    assert [section.clips for section in stills] == [(), ()]
    for plain, looped in zip(film, loop, strict=True):
        assert looped.clips[:-1] == plain.clips
        assert (plain.back, looped.back) == (0, 10 + 6 + 4), "the picture at the end was not held"
    assert {section.still for section in film} == {section.still for section in gif} == {s.still for s in loop}
    assert {section.still for section in film}.isdisjoint(section.still for section in bare)


def test_the_background_is_dropped_where_it_is_not_wanted() -> None:
    """A rendition without a background sees the same shapes over nothing, the others see them as they are."""
    _, asked = run(ALL)
    grounds = {
        (settings.transparent, shown.ground)
        for settings, segment in asked.segments.values()
        for shown, _ in segment.pictures
    }
    assert grounds == {(False, GROUND), (True, (*GROUND[:3], 0))}


def test_beats_that_are_not_shown_are_not_filmed() -> None:
    """Of the others only the last picture is kept."""
    sections, _ = run(ALL, frozenset({"two"}))
    for rendition, (one, two) in zip(ALL, sections, strict=True):
        assert one.clips == ()
        assert bool(two.clips) is rendition.moves


@pytest.mark.parametrize("settings", [[SETTINGS], [SETTINGS, BARE]])
def test_the_scene_needs_its_background_for_any_that_shows_it(settings: list[RenderSettings]) -> None:
    """Only where nobody wants it the camera leaves it out."""
    asked = Asked()
    assert RenditionSink([Rendition(each) for each in settings], asked.workshop, lambda frames: None).grounded
    assert not RenditionSink([Rendition(BARE)], asked.workshop, lambda frames: None).grounded


def test_a_background_that_is_a_picture_stays() -> None:
    """It is what the scene shows, not what it stands on."""
    pixels = np.zeros((2, 2, 4), np.uint8)
    shown = Picture(picture(0).window, Backdrop(pixels), ())
    assert without_ground(shown) is shown
