"""Where segments are painted: in the process that runs the scene, or by others, with files in a folder between them."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path

from explainers.film.cache import PaintCache
from explainers.film.segments import Progress, Segment, write_segment
from explainers.spec.settings import RenderSettings

ENDING = ".pictures"
Announce = Callable[[str, Path, int], None]

PATIENCE = 0.01
"""Seconds between two looks at whether there is room again."""


class Workbench:
    """Paints each segment at once, in this process.

    Parameters
    ----------
    folder
        For what is not whole yet, on the disk of the cache.
    """

    def __init__(self, folder: Path, kept: PaintCache, settings: RenderSettings, progress: Progress) -> None:
        self._folder = folder
        self._kept = kept
        self._settings = settings
        self._progress = progress

    def has(self, key: str) -> bool:
        return self._kept.find(key) is not None

    def paint(self, key: str, segment: Segment) -> None:
        stem = self._folder / f"{key}-{os.getpid()}"
        self._kept.keep(key, write_segment(segment, stem, self._settings, self._progress))


class Spool:
    """Lays segments down as files for other processes, and waits while too many of them lie there.

    Parameters
    ----------
    folder
        Shared by all scenes of a run: painters remove from it what they have painted.
    room
        The most files that may lie there: scenes run ahead of painters, and memory and disk have an end.
    announce
        Told the key of each segment, its file and its frames.
    requested
        The keys of what was laid down: shared by the workshops of one scene, which may be asked for the same still.
    """

    def __init__(
        self, folder: Path, kept: PaintCache, room: int, announce: Announce, requested: set[str] | None = None
    ) -> None:
        self._requested = set() if requested is None else requested
        self._folder = folder
        self._kept = kept
        self._room = room
        self._announce = announce

    def has(self, key: str) -> bool:
        return key in self._requested or self._kept.find(key) is not None

    def paint(self, key: str, segment: Segment) -> None:
        while len(list(self._folder.glob(f"*{ENDING}"))) >= self._room:
            time.sleep(PATIENCE)
        self._requested.add(key)
        # Two scenes may ask for the same segment: each lays down its own file.
        path = self._folder / f"{key}-{os.getpid()}{ENDING}"
        beside = path.with_suffix(".partial")
        beside.write_bytes(pickle.dumps(segment, protocol=5))
        beside.rename(path)
        self._announce(key, path, segment.frames)


def paint_spooled(path: Path, kept: PaintCache, key: str, settings: RenderSettings, progress: Progress) -> None:
    """Paint a segment that lies in a file, keep the result, and remove the file."""
    segment: Segment = pickle.loads(path.read_bytes())
    kept.keep(key, write_segment(segment, path.with_suffix(""), settings, progress))
    path.unlink()
