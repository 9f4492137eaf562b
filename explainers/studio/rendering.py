"""A film that is rendered for a page: by the functions of the command line, in a process that can be ended.

The process ends by itself, and leaves nothing half done, when it is told to and when the server is no longer there.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType
from typing import Any

from explainers.production.filming import render_scene
from explainers.production.jobs import SceneJob
from explainers.production.media import Media
from explainers.production.progress import SilentProgress
from explainers.spec.errors import MathframesError
from explainers.studio.wire import message

ENDING = 15.0
"""Seconds that a process has to put things away once it is told to end."""

CANCELLED = "cancelled"
BROKEN = "The rendering process ended. Render again: what is done is kept."

Tell = Callable[[bytes], Awaitable[None]]


class Rendering:
    """A scene on its way to a file.

    Parameters
    ----------
    tell
        Takes what the page is to be sent: how far it is, and what became of it.
    """

    def __init__(self, job: SceneJob, media: Media, target: Path, tell: Tell) -> None:
        self._tell = tell
        self._target = target
        self._line, theirs = multiprocessing.Pipe()
        # Its workers are its own children: a daemon may have none.
        self._process: SpawnProcess = multiprocessing.get_context("spawn").Process(
            target=_render, args=(theirs, job, media, target)
        )
        self._theirs = theirs
        self._cancelled = False
        self._task = asyncio.create_task(self._follow())

    @property
    def ended(self) -> bool:
        """Whether the page was told what became of it."""
        return self._task.done()

    async def cancel(self) -> None:
        """End it; the file that there was before stays as it was."""
        self._cancelled = True
        with contextlib.suppress(OSError):
            self._line.send(CANCELLED)
        await asyncio.wait([self._task], timeout=ENDING)
        if not self._task.done():
            self._process.kill()
        await self._task

    async def _follow(self) -> None:
        await asyncio.to_thread(self._process.start)
        self._theirs.close()
        last: dict[str, Any] = {}
        with contextlib.suppress(EOFError, OSError):
            while True:
                last = await asyncio.to_thread(self._line.recv)
                if last["kind"] == "rendering":
                    await self._tell(message(last))
        await asyncio.to_thread(self._process.join)
        self._line.close()
        await self._tell(message(self._outcome(last)))

    def _outcome(self, last: dict[str, Any]) -> dict[str, Any]:
        if last.get("kind") == "rendered":
            return last | {"file": str(self._target), "bytes": self._target.stat().st_size}
        said = "" if self._cancelled else last.get("said", BROKEN)
        return {"kind": "unrendered", "said": said}


def _render(line: Connection, job: SceneJob, media: Media, target: Path) -> None:
    """What the process does."""
    # The picture in the page comes first.
    os.nice(5)
    # Ctrl-C reaches every process of the terminal; the server decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _interrupt)
    threading.Thread(target=_end_when_told, args=(line,), daemon=True).start()
    try:
        render_scene(job, media, _Told(line, job.id), target, os.cpu_count() or 1)
        said = {"kind": "rendered"}
    except MathframesError as error:
        said = {"kind": "unrendered", "said": str(error)}
    except KeyboardInterrupt:
        return
    with contextlib.suppress(OSError):
        line.send(said)


def _interrupt(number: int, frame: FrameType | None) -> None:
    # Once is enough: what is being put away is not to be disturbed.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _end_when_told(line: Connection) -> None:
    """Interrupt what this process does when a word comes, or when nobody is there any more to send one."""
    with contextlib.suppress(EOFError, OSError):
        line.recv()
    os.kill(os.getpid(), signal.SIGTERM)


class _Told(SilentProgress):
    """Tells the server how far a film is."""

    def __init__(self, line: Connection, job: str) -> None:
        self._line = line
        self._job = job
        self._foreseen = self._seen = self._done = 0

    def begin(self, jobs: Sequence[str], frames: int) -> None:
        self._foreseen = frames
        self._tell()

    def expect(self, job: str, frames: int) -> None:
        self._seen += frames

    def advance(self, job: str, frames: int) -> None:
        self._done += frames
        self._tell()

    def _tell(self) -> None:
        frames = max(self._foreseen, self._seen, self._done)
        with contextlib.suppress(OSError):
            self._line.send({"kind": "rendering", "done": self._done, "frames": frames})
