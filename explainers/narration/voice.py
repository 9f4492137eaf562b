"""A voice turns words into speech: how long it lasts, and which caption stands when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from explainers.spec.manifest import Cue, SoundCue


@dataclass(frozen=True)
class Speech:
    """Words as they are heard. `duration` in seconds; `sound` is None where nothing is heard."""

    duration: float
    cues: tuple[Cue, ...]
    sound: Path | None = None

    @property
    def sounds(self) -> tuple[SoundCue, ...]:
        """The sound as a beat has it: from its start on, as loud as it is."""
        return () if self.sound is None else (SoundCue(file=str(self.sound), start=0.0, gain=None),)


class Voice(Protocol):
    """Anything that can say a beat's words."""

    def speak(self, words: str, beat: str = "") -> Speech:
        """Say `words`, or work out how long saying them would take. `beat` is where they stand in the scene."""
        ...


class Speaker(Protocol):
    """A program that reads aloud."""

    def say(self, texts: Sequence[str], folder: Path) -> Sequence[Path]:
        """Read each text into a sound file of its own in `folder`.

        Raises
        ------
        BadInput
            If the program or its voice is not there, with the command that mends it.
        """
        ...
