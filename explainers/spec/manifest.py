"""The record of what was rendered: every other output can be made again from it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from explainers.spec.settings import RenderSettings
from explainers.spec.voice import VoiceChoice


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cue(_Record):
    """A caption: seconds from the start of its beat, and at most two lines of text."""

    start: float
    end: float
    text: str


class SoundCue(_Record):
    """A sound file that begins so many seconds after its beat, louder by `gain` decibels."""

    file: str
    start: float
    gain: float | None


class RenderedBeat(_Record):
    """One beat of a rendered scene: its length in frames, and the keys of its clips and of its last picture."""

    name: str
    title: str
    words: str
    alt: str
    frames: int
    cues: tuple[Cue, ...]
    clips: tuple[str, ...]
    still: str
    sounds: tuple[SoundCue, ...] = ()


class Practice(_Record):
    """A question to the viewer and its answer.

    `value` is the answer with all its digits where it is one number; None where it is words, or several numbers.
    """

    text: str
    answer: str
    value: float | None = None


class RenderedScene(_Record):
    """A scene as it came out of a worker: what was shown, with which numbers, for how long.

    `shown` names the beats that were filmed because they alone were asked for; it is empty if all were.
    """

    scene: str
    title: str
    params: dict[str, Any]
    numbers: dict[str, Any]
    practice: tuple[Practice, ...]
    beats: tuple[RenderedBeat, ...]
    shown: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        return sum(beat.frames for beat in self.beats)


class BeatEntry(_Record):
    """A beat's place in the whole film, in seconds from its start."""

    id: str
    name: str
    title: str
    words: str
    alt: str
    start: float
    end: float
    first_frame: int
    frames: int
    clip: str
    cues: tuple[Cue, ...]


class SceneEntry(_Record):
    """A scene's place in the film. `reference` is what the command line takes for it, in the lesson's folder."""

    id: str
    scene: str
    reference: str = ""
    title: str
    params: dict[str, Any]
    numbers: dict[str, Any]
    practice: tuple[Practice, ...]
    start: float
    end: float
    beats: tuple[BeatEntry, ...]


class Manifest(_Record):
    """`lesson.json`: what the film shows, when, with which settings and versions."""

    lesson: str
    title: str
    summary: str
    key: str
    duration: float
    frames: int
    settings: RenderSettings
    voice: VoiceChoice | None = None
    """Who was asked to speak; None if nobody but the lesson's file said."""
    versions: dict[str, str]
    scenes: tuple[SceneEntry, ...]
    files: dict[str, int]
    """Every file of the lesson with its size in bytes: how a later run knows that nothing was lost."""

    @property
    def beats(self) -> tuple[BeatEntry, ...]:
        return tuple(beat for scene in self.scenes for beat in scene.beats)
