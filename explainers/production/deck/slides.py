"""A lesson as slides: what every form of a deck is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from explainers.spec.manifest import BeatEntry, Cue, Manifest, SceneEntry
from explainers.spec.settings import RenderSettings

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and no reader would see: a lesson file may contain it by an escape."""


def headed(section: str, title: str) -> str:
    """A title under that of its section, which needs no colon if it is a question.

    Examples
    --------
    >>> headed("Ten tosses", "The prior"), headed("Is it fair?", "The prior")
    ('Ten tosses: The prior', 'Is it fair? The prior')
    """
    return f"{section}{'' if section.endswith(('?', '!')) else ':'} {title}"


@dataclass(frozen=True)
class ClipSlide:
    """A beat: its clip plays when the slide is entered, and its last picture stays.

    Parameters
    ----------
    section, title
        Names of the scene and of the beat.
    notes
        What is said to it.
    alt
        What a viewer who cannot see it should know.
    cues
        Captions, in seconds from the clip's start.
    """

    id: str
    section: str
    title: str
    notes: str
    alt: str
    clip: Path
    seconds: float
    cues: tuple[Cue, ...]

    @property
    def heading(self) -> str:
        """What the slide is called where scene and beat are not written apart."""
        return self.title if self.title == self.section else headed(self.section, self.title)


@dataclass(frozen=True)
class QuestionSlide:
    """A practice question, which the room answers before the answer is shown.

    Parameters
    ----------
    given
        The clip that ends on what is asked about: that of the scene's first beat, which does not show answers yet.
    alt
        What that picture shows.
    """

    section: str
    question: str
    answer: str
    given: Path
    alt: str

    @property
    def heading(self) -> str:
        return headed(self.section, "a question")

    @property
    def notes(self) -> str:
        return f"Let the room predict first. Then, the answer: {self.answer}"


Slide = ClipSlide | QuestionSlide


@dataclass(frozen=True)
class Deck:
    """All slides of a lesson in order."""

    name: str
    title: str
    settings: RenderSettings
    slides: tuple[Slide, ...]


def deck_of(manifest: Manifest, folder: Path) -> Deck:
    """Read the slides off a lesson's record; its clips lie in `folder`."""
    return deck_from(manifest.lesson, manifest.title, manifest.settings, manifest.scenes, folder)


def deck_from(name: str, title: str, settings: RenderSettings, scenes: Sequence[SceneEntry], folder: Path) -> Deck:
    """The slides of scenes that are placed one behind the other."""
    slides = tuple(slide for scene in scenes if scene.beats for slide in _scene_slides(scene, folder))
    return Deck(name, plain(title), settings, slides)


def plain(text: str) -> str:
    """Text on one line, without what cannot be shown."""
    return " ".join(_NOT_TEXT.sub("", text).split())


def _scene_slides(scene: SceneEntry, folder: Path) -> Iterator[Slide]:
    for beat in scene.beats:
        yield _clip_slide(scene, beat, folder)
    first = _clip_slide(scene, scene.beats[0], folder)
    for question in scene.practice:
        yield QuestionSlide(first.section, plain(question.text), plain(question.answer), first.clip, first.alt)


def _clip_slide(scene: SceneEntry, beat: BeatEntry, folder: Path) -> ClipSlide:
    words, alt = plain(beat.words), plain(beat.alt)
    return ClipSlide(
        id=beat.id,
        section=plain(scene.title),
        title=plain(beat.title),
        notes=words,
        alt=alt or words or plain(beat.title),
        clip=folder / beat.clip,
        seconds=beat.end - beat.start,
        cues=tuple(cue.model_copy(update={"text": _NOT_TEXT.sub("", cue.text)}) for cue in beat.cues),
    )
