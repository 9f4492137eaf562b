"""What is timed: command lines that make films, stock Manim's and ours."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from explainers.spec.settings import QUALITIES

PROJECT = Path(__file__).parents[2]
SCENES = Path(__file__).parent / "scenes"


class Program(Protocol):
    """One command that makes one or more films in a folder that nothing was rendered into yet."""

    @property
    def name(self) -> str:
        """What it is called in the report."""

    @property
    def encoding(self) -> str | None:
        """Which of our encodings it uses; None if it is not ours, and so has no targets for floor and memory."""

    def command(self, folder: Path, quality: str) -> list[str]:
        """The command line; everything it writes is below `folder`."""

    def films(self, folder: Path) -> list[Path]:
        """What it made."""


@dataclass(frozen=True)
class StockManim:
    """``manim render`` as it is installed, with its own defaults; its cache is off, as each picture is new to it.

    Parameters
    ----------
    file, scenes
        A file, in the folder of benchmark scenes, and the classes in it, all rendered by one command.
    lossless
        Keep every pixel as it was painted: for comparing with, not for timing.
    """

    file: str
    scenes: tuple[str, ...]
    name: str = "manim"
    lossless: bool = False
    encoding = None

    def command(self, folder: Path, quality: str) -> list[str]:
        encoding = ["--video-codec", "libx264rgb", "--pixel-format", "rgb24"]
        encoding += ["--encoder-option", "qp=0", "--encoder-option", "preset=ultrafast"]
        return [
            *(str(Path(sys.executable).with_name("manim")), "render", f"-q{quality}", "--disable_caching"),
            *("--progress_bar", "none", "--verbosity", "WARNING", "--media_dir", str(folder)),
            *(encoding if self.lossless else ()),
            *(str(SCENES / self.file), *self.scenes),
        ]

    def films(self, folder: Path) -> list[Path]:
        found = {path.stem: path for path in folder.glob("videos/*/*/*.mp4")}
        return [found[scene] for scene in self.scenes]


@dataclass(frozen=True)
class OurScene:
    """``render.py scene``.

    Parameters
    ----------
    encoding, workers
        As the flags of the command; its own choice if left out.
    """

    name: str
    file: str
    scene: str
    encoding: str = "fast"
    workers: int | None = None

    def command(self, folder: Path, quality: str) -> list[str]:
        return [
            *(sys.executable, str(PROJECT / "render.py"), "scene", f"{SCENES / self.file}:{self.scene}"),
            *("-q", quality, "--encoding", self.encoding, "--media", str(folder), "--quiet"),
            *(("--workers", str(self.workers)) if self.workers else ()),
            *("-o", str(folder / "film.mp4")),
        ]

    def films(self, folder: Path) -> list[Path]:
        return [folder / "film.mp4"]


@dataclass(frozen=True)
class OurLesson:
    """``render.py lesson``: the film with all that is made beside it."""

    lesson: str
    name: str = "fast"
    encoding: str = "fast"

    def command(self, folder: Path, quality: str) -> list[str]:
        return [
            *(sys.executable, str(PROJECT / "render.py"), "lesson", self.lesson),
            *("-q", quality, "--encoding", self.encoding, "--media", str(folder), "--quiet"),
        ]

    def films(self, folder: Path) -> list[Path]:
        return [folder / "lessons" / self.lesson / "lesson.mp4"]


def frames_a_second(quality: str) -> int:
    """The frame rate behind a quality letter."""
    return QUALITIES[quality][2]
