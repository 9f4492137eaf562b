"""What a worker is asked to do, and what it answers: all that crosses the border between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explainers.production.catalogue import SceneSource
from explainers.spec.settings import RenderSettings
from explainers.spec.voice import Silent, VoiceChoice


@dataclass(frozen=True)
class SceneJob:
    """One scene with its raw parameters, as a lesson or the command line gives them.

    Parameters
    ----------
    folder, confined
        Where data files are looked for, and whether they must stay there.
    shown
        The beats that a lesson shows of the scene; all if empty. The scene runs whole, as later beats build on earlier.
    where
        What stands before a parameter's name in a message, such as ``lessons/bayes.yaml:14: ``.
    voice
        Who speaks. Its paths are whole; the folder of a recorded voice is that of the scene's own recordings.
    pronunciation
        Words, each with how the voice says it.
    dropped
        Folder of data files that go before all others of the same name.
    """

    id: str
    source: SceneSource
    params: Mapping[str, Any]
    folder: Path
    settings: RenderSettings
    confined: bool = False
    title: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    voice: VoiceChoice = field(default_factory=Silent)
    pronunciation: Mapping[str, str] = field(default_factory=dict)
    dropped: Path | None = None

    def shows(self, beat: str) -> bool:
        """Whether a beat is to be seen."""
        return not self.shown or beat in self.shown


@dataclass(frozen=True)
class BeatOutline:
    """A beat before it is rendered: its words, and the seconds they take."""

    name: str
    title: str
    words: str
    alt: str
    seconds: float


@dataclass(frozen=True)
class ParameterOutline:
    """A parameter as `show` lists it."""

    name: str
    flag: str
    kind: str
    default: str
    allowed: str
    description: str


@dataclass(frozen=True)
class SceneOutline:
    """A scene with its parameters settled, before it is rendered."""

    name: str
    title: str
    summary: str
    parameters: tuple[ParameterOutline, ...]
    beats: tuple[BeatOutline, ...]
    practice: tuple[tuple[str, str], ...]
    params: dict[str, Any]
    numbers: dict[str, Any]

    def seconds(self, job: SceneJob) -> float:
        """How long the words of the beats that a job shows last: the film is at least as long."""
        return sum(beat.seconds for beat in self.beats if job.shows(beat.name))
