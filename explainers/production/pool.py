"""Worker processes: scenes are filmed side by side, progress comes back, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import gc
import multiprocessing
import queue
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from explainers.production.jobs import SceneJob, SceneOutline
from explainers.spec.errors import MathframesError
from explainers.spec.manifest import RenderedScene

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

Tell = Callable[[str, int], None]
"""Told a job's id and how many frames it did since it was last told."""


ENDED = (
    "A rendering process was ended from outside, perhaps for want of memory. Run again: what is done is kept. "
    "Smaller pictures (-q m) or --workers 1 need less memory."
)


class WorkerPool:
    """A few processes that keep Manim loaded. Use as a context manager."""

    def __init__(self, workers: int, cache: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._cache = cache.resolve()
        self._messages: Queue[tuple[str, int]] = context.Queue()
        self._executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin, initargs=(self._messages,)
        )

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            # Whatever the workers are doing is no longer wanted: waiting for it would keep Ctrl-C waiting.
            # Python 3.14 calls this kill_workers; those that only begin have to be ended, too.
            for process in list((self._executor._processes or {}).values()):
                process.kill()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._messages.close()
        self._messages.cancel_join_thread()

    def outlines(self, jobs: Sequence[SceneJob]) -> list[SceneOutline]:
        """Settle and solve every job, in the order given. The first that cannot be is the one reported."""
        futures = [self._submit(_outline, job) for job in jobs]
        return [self._result(future) for future in futures]

    def film(
        self, jobs: Sequence[tuple[SceneJob, Path]], tell: Tell, *, stills_only: bool = False
    ) -> Iterator[tuple[SceneJob, RenderedScene]]:
        """Film each job into its folder; yields what is done as it gets done."""
        futures: dict[Future[RenderedScene], SceneJob] = {
            self._submit(_film, job, folder, self._cache, stills_only): job for job, folder in jobs
        }
        pending = set(futures)
        while pending:
            done, pending = wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)
            self._hear(tell)
            for future in done:
                yield futures[future], self._result(future)

    def _hear(self, tell: Tell) -> None:
        with suppress(queue.Empty):
            while True:
                tell(*self._messages.get_nowait())

    def _submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Give work to a process, which begins here if none is free.

        Ctrl-C is kept back meanwhile, and so for good in the new process: there it would end in a traceback.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._executor.submit(work, *arguments)
        except BrokenProcessPool:
            raise MathframesError(ENDED) from None
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def _result(self, future: Future[Any]) -> Any:
        try:
            return future.result()
        except BrokenProcessPool:
            raise MathframesError(ENDED) from None


_messages: Queue[tuple[str, int]] | None = None
"""The worker's end of the queue: set once, when the process begins."""


def _begin(messages: Queue[tuple[str, int]]) -> None:
    global _messages
    _messages = messages
    # Ctrl-C reaches every process of the terminal; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outline(job: SceneJob) -> SceneOutline:
    from explainers.production.worker import outline

    return outline(job)


def _film(job: SceneJob, folder: Path, cache: Path, stills_only: bool) -> RenderedScene:
    from explainers.production.worker import Throttled, film_scene

    # What is imported stays: looking through it again and again for what is no longer used took a sixth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    messages = _messages
    assert messages is not None
    progress = Throttled(lambda frames: messages.put((job.id, frames)))
    return film_scene(job, folder, cache, progress, stills_only=stills_only)
