"""Worker processes: scenes run in some, their segments are painted in others, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from explainers.film.encodings import modules_for
from explainers.production.jobs import SceneJob, SceneOutline
from explainers.production.progress import Progress
from explainers.production.tasks import (
    FilmedScene,
    FramesDone,
    Message,
    SegmentLaid,
    begin_worker,
    film_scene,
    load_scenes,
    outline_scene,
    paint_segment,
)
from explainers.spec.errors import MathframesError
from explainers.spec.manifest import RenderedScene
from explainers.spec.rendition import Rendition
from explainers.spec.settings import RenderSettings

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import SimpleQueue

ENDED = (
    "A rendering process was ended from outside, perhaps for want of memory. Run again: what is done is kept. "
    "Smaller pictures (-q m) or --workers 1 need less memory."
)

FORKS = sys.platform == "linux"
"""Whether a process can be copied with what it has loaded: elsewhere the system's libraries do not allow for it."""

LISTENING = 0.03
"""Seconds after which messages are looked at, if nothing else happens."""


Task = TypeVar("Task")
Done = TypeVar("Done")


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
        self._messages: SimpleQueue[Message] = context.SimpleQueue()
        self._scenes = ProcessPoolExecutor(min(workers, jobs), context, begin_worker, (self._messages,))
        self._painters = ProcessPoolExecutor(workers, _painters_context(), begin_worker, (self._messages,))

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

    def load(self, settings: RenderSettings) -> None:
        """Load Manim in one process, and what painters need in another: what to do may be found out meanwhile."""
        self.prepare(settings)
        self._submit(self._scenes, load_scenes)

    def prepare(self, settings: RenderSettings) -> None:
        """Load what painters need, while Manim is still loading elsewhere."""
        if self._room and FORKS:
            with _sigint_blocked():
                _begin_fork_server(modules_for(settings))

    def outlines(self, jobs: Sequence[SceneJob]) -> Iterator[SceneOutline]:
        """Settle and solve every job, from now on, in the order given. The first that cannot be is the one reported."""
        futures = [self._submit(self._scenes, outline_scene, job, self._cache) for job in jobs]
        return map(_result, futures)

    def attempts(self, work: Callable[[Task, Path], Done], tasks: Sequence[Task]) -> Iterator[Done | MathframesError]:
        """Have each task done where scenes run, from now on, in the order given; what cannot be done is its error.

        Parameters
        ----------
        work
            A function of a module: it is given the task and the cache's folder.
        """
        futures: list[Future[Done]] = [self._submit(self._scenes, work, task, self._cache) for task in tasks]
        return map(_outcome, futures)

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
        wanted = [(job, (Rendition.usual(job.settings, stills),)) for job in jobs]
        for job, (scene,) in self.film_renditions(wanted, folder, progress):
            yield job, scene

    def film_renditions(
        self,
        wanted: Sequence[tuple[SceneJob, tuple[Rendition, ...]]],
        folder: Path,
        progress: Progress,
        failed: Callable[[SceneJob, MathframesError], None] | None = None,
    ) -> Iterator[tuple[SceneJob, tuple[RenderedScene, ...]]]:
        """Film every job in each of its renditions, which come out of one run of the scene.

        Parameters
        ----------
        failed
            Told of a job that cannot be filmed, and the others go on; without it, its error ends them all.
        """
        running: dict[Future[FilmedScene], SceneJob] = {
            self._submit(self._scenes, film_scene, job, renditions, folder, self._cache, self._room): job
            for job, renditions in wanted
        }
        painting: dict[Future[None], tuple[str, str]] = {}
        painted: set[tuple[str, str]] = set()
        waiting: list[tuple[SceneJob, FilmedScene]] = []
        while running or waiting:
            futures: list[Future[Any]] = [*running, *painting]
            done, _ = wait(futures, timeout=LISTENING, return_when=FIRST_COMPLETED)
            for laid in self._hear(progress):
                future = self._submit(
                    self._painters, paint_segment, laid.job, laid.path, self._cache, laid.key, laid.settings
                )
                painting[future] = (laid.job, laid.key)
            for future in done:
                if failed is not None and future in running and isinstance(error := _outcome(future), MathframesError):
                    failed(running.pop(future), error)
                    continue
                result = _result(future)
                if future in painting:
                    painted.add(painting.pop(future))
                else:
                    waiting.append((running.pop(future), result))
            for job, filmed in list(waiting):
                if all((job.id, key) in painted for key in filmed.requested):
                    waiting.remove((job, filmed))
                    yield job, filmed.scenes

    def _hear(self, progress: Progress) -> Iterator[SegmentLaid]:
        # Whoever is done has told all by then: a simple queue has no thread that would tell later.
        while not self._messages.empty():
            message = self._messages.get()
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


def _outcome(future: Future[Done]) -> Done | MathframesError:
    """What came of a task, or the error that is meant for people; any other is raised."""
    error = future.exception()
    return error if isinstance(error, MathframesError) else _result(future)


def _result(future: Future[Done]) -> Done:
    try:
        return future.result()
    except BrokenProcessPool:
        raise MathframesError(ENDED) from None
