"""What becomes of the frames: clips, or one still for each section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from explainers.film.encode import ClipEncoder
from explainers.film.picture import Pixels
from explainers.spec.settings import RenderSettings

Progress = Callable[[int], None]
"""Told how many frames were done since it was last told."""


@dataclass(frozen=True)
class Section:
    """A section as it was filmed: its length in frames, its clip if there is one, and its last picture."""

    name: str
    frames: int
    clip: Path | None
    still: Path


class _Sections:
    """Keeps count of sections: what clips and stills have in common."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder = folder
        self.sections: list[Section] = []
        self._progress = progress
        self._name: str | None = None
        self._frames = 0
        self._last: Pixels | None = None

    def begin_section(self, name: str) -> None:
        self._finish()
        self._name = name
        self._begin(self._stem(name))

    def advance(self, frames: int) -> None:
        self._frames += frames
        self._progress(frames)

    def close(self) -> tuple[Section, ...]:
        """Finish the last section and tell what was filmed."""
        self._finish()
        return tuple(self.sections)

    def _begin(self, stem: str) -> None:
        """A section begins: what is to be written has this name, without its ending."""

    def _end(self) -> Path | None:
        """The section is over; return its clip."""
        return None

    def _stem(self, name: str) -> str:
        return f"{len(self.sections) + 1:02}-{name}"

    def _finish(self) -> None:
        if self._frames and self._last is not None:
            name = self._name or "scene"
            still = self.folder / f"{self._stem(name)}.png"
            Image.fromarray(self._last).convert("RGB").save(still)
            self.sections.append(Section(name, self._frames, self._end(), still))
        self._frames = 0
        self._last = None


class ClipSink(_Sections):
    """Encodes every frame: a clip for each section."""

    every_frame = True

    def __init__(self, folder: Path, settings: RenderSettings, progress: Progress) -> None:
        super().__init__(folder, progress)
        self._settings = settings
        self._encoder: ClipEncoder | None = None
        self._clip = folder / "01-scene.mp4"

    def write(self, pixels: Pixels, repeat: int) -> None:
        self._last = pixels
        if repeat:
            if self._encoder is None:
                self._encoder = ClipEncoder(self._clip, self._settings)
            self._encoder.write(pixels, repeat)

    def _begin(self, stem: str) -> None:
        self._clip = self.folder / f"{stem}.mp4"

    def _end(self) -> Path | None:
        if self._encoder is None:
            return None
        self._encoder.close()
        self._encoder = None
        return self._clip


class StillSink(_Sections):
    """Keeps the last picture of each section, and paints no other."""

    every_frame = False

    def write(self, pixels: Pixels, repeat: int) -> None:
        self._last = pixels
