"""A voice turns words into speech: how long it lasts, and which caption stands when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from explainers.spec.manifest import Cue


@dataclass(frozen=True)
class Speech:
    """Words as they are heard. `duration` in seconds; `sound` is None where nothing is heard."""

    duration: float
    cues: tuple[Cue, ...]
    sound: Path | None = None


class Voice(Protocol):
    """Anything that can say a beat's words."""

    def speak(self, words: str) -> Speech:
        """Say `words`, or work out how long saying them would take."""
        ...
