"""Worker processes: scenes run in some, their segments are painted in others, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from explainers.film.encodings import modules_for
from explainers.production.jobs import SceneJob, SceneOutline
from explainers.production.media import painted_in
from explainers.production.progress import Progress
from explainers.spec.errors import MathframesError
from explainers.spec.manifest import RenderedScene
from explainers.spec.settings import RenderSettings

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import Queue

ENDED = (
    "A rendering process was ended from outside, perhaps for want of memory. Run again: what is done is kept. "
    "Smaller pictures (-q m) or --workers 1 need less memory."
)

FORKS = sys.platform == "linux"
"""Whether a process can be copied with what it has loaded: elsewhere the system's libraries do not allow for it."""

LISTENING = 0.03
"""Seconds after which messages are looked at, if nothing else happens."""


class FramesDone(NamedTuple):
    """So many more frames of a job are finished."""

    job: str
    frames: int


class SegmentLaid(NamedTuple):
    """A segment of a job lies in a file, to be painted."""

    job: str
    key: str
    path: Path
    frames: int


Message = FramesDone | SegmentLaid


@dataclass(frozen=True)
class FilmedScene:
    """A scene that has run, and the keys of the segments that were laid down for it."""

    scene: RenderedScene
    requested: frozenset[str]


class WorkerPool:
    """Processes that run scenes, with Manim loaded, and processes that paint. Use as a context manager.

    Parameters
    ----------
    workers
        How many processes may paint side by side. One alone runs scenes and paints them, too.
    """

    def __init__(self, workers: int, jobs: int, cache: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._cache = cache.resolve()
        self._room = 2 * workers + 2 if workers > 1 else 0
        self._messages: Queue[Message] = context.Queue()
        self._scenes = ProcessPoolExecutor(min(workers, jobs), context, _begin, (self._messages,))
        self._painters = ProcessPoolExecutor(workers, _painters_context(), _begin, (self._messages,))

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for executor in (self._scenes, self._painters):
            # Whatever the workers are doing is no longer wanted: waiting for it would keep Ctrl-C waiting. Idle ones
            # would take their time to put away all that they have loaded.
            # Python 3.14 calls this kill_workers; those that only begin have to be ended, too.
            for process in list((executor._processes or {}).values()):
                process.kill()
            executor.shutdown(wait=True, cancel_futures=True)
        self._messages.close()
        self._messages.cancel_join_thread()

    def prepare(self, settings: RenderSettings) -> None:
        """Load what painters need, while Manim is still loading elsewhere."""
        if self._room and FORKS:
            with _sigint_blocked():
                _begin_fork_server(modules_for(settings))

    def outlines(self, jobs: Sequence[SceneJob]) -> Iterator[SceneOutline]:
        """Settle and solve every job, from now on, in the order given. The first that cannot be is the one reported."""
        futures = [self._submit(self._scenes, _outline, job) for job in jobs]
        return map(_result, futures)

    def film(
        self, jobs: Sequence[SceneJob], folder: Path, progress: Progress, *, stills: str = ""
    ) -> Iterator[tuple[SceneJob, RenderedScene]]:
        """Film every job; yields what is done, with all its clips in the cache, as it gets done.

        Parameters
        ----------
        folder
            For segments on their way, on the disk of the cache.
        stills
            The ending of the stills' files, if stills are all that is wanted.
        """
        settings = {job.id: job.settings for job in jobs}
        running: dict[Future[FilmedScene], SceneJob] = {
            self._submit(self._scenes, _film, job, folder, self._cache, self._room, stills): job for job in jobs
        }
        painting: dict[Future[None], tuple[str, str]] = {}
        painted: set[tuple[str, str]] = set()
        waiting: list[tuple[SceneJob, FilmedScene]] = []
        while running or waiting:
            for laid in self._hear(progress):
                future = self._submit(
                    self._painters, _paint, laid.job, laid.path, self._cache, laid.key, settings[laid.job]
                )
                painting[future] = (laid.job, laid.key)
            futures: list[Future[Any]] = [*running, *painting]
            done, _ = wait(futures, timeout=LISTENING, return_when=FIRST_COMPLETED)
            for future in done:
                result = _result(future)
                if future in painting:
                    painted.add(painting.pop(future))
                else:
                    waiting.append((running.pop(future), result))
            for job, filmed in list(waiting):
                if all((job.id, key) in painted for key in filmed.requested):
                    waiting.remove((job, filmed))
                    yield job, filmed.scene

    def _hear(self, progress: Progress) -> Iterator[SegmentLaid]:
        with suppress(queue.Empty):
            while True:
                message = self._messages.get_nowait()
                if isinstance(message, FramesDone):
                    progress.advance(message.job, message.frames)
                else:
                    progress.expect(message.job, message.frames)
                    yield message

    def _submit(self, executor: ProcessPoolExecutor, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Give work to a process, which begins here if none is free."""
        try:
            with _sigint_blocked():
                return executor.submit(work, *arguments)
        except BrokenProcessPool:
            raise MathframesError(ENDED) from None


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Keep Ctrl-C back, and so for good in processes that begin meanwhile: there it would end in a traceback."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _painters_context() -> BaseContext:
    """How painters begin: copied from a process that has loaded what they need, where the system copies safely."""
    return multiprocessing.get_context("forkserver" if FORKS else "spawn")


def _begin_fork_server(modules: Sequence[str]) -> None:
    """Start the process that painters are copied from, with these modules loaded."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))
    path = os.environ.get("PYTHONPATH")
    # Before Python 3.13 the fork server is told this process's path, and does not use it.
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        if path is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = path


def _result(future: Future[Any]) -> Any:
    try:
        return future.result()
    except BrokenProcessPool:
        raise MathframesError(ENDED) from None


# --- in the worker processes ----------------------------------------------------------------------------------------

_messages: Queue[Message] | None = None
"""The worker's end of the queue: set once, when the process begins."""


def _begin(messages: Queue[Message]) -> None:
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


def _outline(job: SceneJob) -> SceneOutline:
    from explainers.production.worker import outline

    return outline(job)


def _film(job: SceneJob, folder: Path, cache: Path, room: int, stills: str) -> FilmedScene:
    from explainers.film.workshops import Spool, Workbench
    from explainers.production.worker import film_scene

    # What is imported stays: looking through it again and again for what is no longer used took a sixth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()
    kept = painted_in(cache)
    with _telling(job.id) as progress:
        workshop: Spool | Workbench
        if room:
            workshop = Spool(folder, kept, room, lambda *laid: _put(SegmentLaid(job.id, *laid)))
        else:
            workshop = Workbench(folder, kept, job.settings, progress)
        scene = film_scene(job, workshop, cache, progress, stills=stills)
        return FilmedScene(scene, workshop.requested)


def _paint(job: str, spooled: Path, cache: Path, key: str, settings: RenderSettings) -> None:
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
