"""What worker processes do: outline and film scenes, paint segments, and tell the process that asked for it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from explainers.production.jobs import SceneJob, SceneOutline
from explainers.production.media import painted_in
from explainers.spec.manifest import RenderedScene
from explainers.spec.rendition import Rendition
from explainers.spec.settings import RenderSettings

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue


class FramesDone(NamedTuple):
    """So many more frames of a job are finished."""

    job: str
    frames: int


class SegmentLaid(NamedTuple):
    """A segment of a job lies in a file, to be painted."""

    job: str
    settings: RenderSettings
    key: str
    path: Path
    frames: int


Message = FramesDone | SegmentLaid


@dataclass(frozen=True)
class FilmedScene:
    """A scene that has run, in each of its renditions, and the keys of the segments that were laid down for it."""

    scenes: tuple[RenderedScene, ...]
    requested: frozenset[str]


_messages: SimpleQueue[Message] | None = None
"""The worker's end of the queue: set once, when the process begins."""


def begin_worker(messages: SimpleQueue[Message]) -> None:
    global _messages
    _messages = messages
    # What is imported is no garbage: looking for some took an eighth of the time that Manim's import takes.
    gc.disable()
    # Ctrl-C reaches every process of the terminal; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Do not go on working for a parent that was killed: it could not end us any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def load_scenes() -> None:
    """Import all that scenes need, and with it Manim."""
    from explainers.film.manim_import import import_manim

    import_manim()
    import_module("explainers.production.worker")


def outline_scene(job: SceneJob, cache: Path) -> SceneOutline:
    load_scenes()
    from explainers.production.worker import outline

    return outline(job, cache)


def film_scene(job: SceneJob, renditions: tuple[Rendition, ...], folder: Path, cache: Path, room: int) -> FilmedScene:
    load_scenes()
    from explainers.film.workshops import Spool, Workbench
    from explainers.production.worker import film_renditions

    # What is imported stays: looking through it again and again for what is no longer used took a sixth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()
    kept = painted_in(cache)
    requested: set[str] = set()
    with _telling(job.id) as progress:

        def workshop_for(settings: RenderSettings) -> Spool | Workbench:
            if room:
                return Spool(folder, kept, room, lambda *laid: _put(SegmentLaid(job.id, settings, *laid)), requested)
            return Workbench(folder, kept, settings, progress)

        scenes = film_renditions(job, renditions, workshop_for, cache, progress)
        return FilmedScene(scenes, frozenset(requested))


def paint_segment(job: str, spooled: Path, cache: Path, key: str, settings: RenderSettings) -> None:
    from explainers.film.workshops import paint_spooled

    with _telling(job) as progress:
        paint_spooled(spooled, painted_in(cache), key, settings, progress)


def _put(message: Message) -> None:
    assert _messages is not None
    _messages.put(message)


@contextmanager
def _telling(job: str, every: float = 0.2) -> Iterator[Callable[[int], None]]:
    """Pass progress on a few times a second, not once a frame, and what is left at the end."""
    frames, told = 0, time.monotonic()

    def progress(more: int) -> None:
        nonlocal frames, told
        frames += more
        if time.monotonic() - told >= every:
            _put(FramesDone(job, frames))
            frames, told = 0, time.monotonic()

    yield progress
    _put(FramesDone(job, frames))
