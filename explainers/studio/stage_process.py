"""The process that has a scene loaded, and is copied for each run: a run begins at once, and can be ended at any time.

Four generations: a fork server with Manim and the rooms loaded; a stage, copied from it, with the scene; its
understudy, which has played the scene once, so that what Typst sets is there, and takes over from it; and their
copies, one for each run. An edit ends the stage with all its copies.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import multiprocessing
import os
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from explainers.production.catalogue import SceneSource
from explainers.studio.asked import Request
from explainers.studio.stage import FORKS

Send = Callable[[bytes], None]

QUIET = 0.3
"""Seconds without a question after which an understudy begins to learn."""

LEARNING = 30
"""Seconds after which an understudy is ended that has not learnt its part."""

END_WITH_PARENT = 1
"""Linux's number of that wish: PR_SET_PDEATHSIG."""

AT_THE_END = 1e6
"""Seconds: a moment after the last of any scene."""


def stand_ready(asking: Connection, source: SceneSource, address: str, cache: Path) -> None:
    """Load a scene, and perform what is asked until nobody asks any more."""
    # Ctrl-C reaches every process of the terminal; the server decides what becomes of the stage.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if "explainers.studio.preload" in sys.modules:
        sys.modules["explainers.studio.preload"].drop_what_was_edited()
    _load(source)
    _Cast(asking, address, cache).serve(teaches=FORKS)


class _Cast:
    """The runs of a scene, copies of this process."""

    def __init__(self, asking: Connection, address: str, cache: Path) -> None:
        self._asking = asking
        self._address = address
        self._cache = cache
        self._runs: dict[str, int] = {}
        self._explorer = _Explorer(address, cache)
        self._understudy: _Understudy | None = None

    def serve(self, *, teaches: bool = False) -> None:
        """Answer until the other end of the line is closed."""
        asked: Request | None = None
        try:
            while True:
                if teaches and asked is not None and self._understudy is None and not self._asking.poll(QUIET):
                    self._understudy = _Understudy(asked, self._address, self._cache)
                asked = self._asking.recv()
                self._end(asked)
                if self._understudy is not None and self._understudy.takes(asked):
                    self._explorer.close()
                else:
                    self._begin(asked)
        except EOFError:
            self._explorer.close()
            for run in self._runs.values():
                end(run)
            if self._understudy is not None:
                self._understudy.close()

    def _end(self, asked: Request) -> None:
        """End the run that a new one takes the place of."""
        run = self._runs.pop(asked.still or asked.sort, None)
        if run is not None:
            end(run)

    def _begin(self, asked: Request) -> None:
        if asked.sort == "explore":
            self._explorer.ask(asked)
        elif FORKS:
            self._runs[asked.still or asked.sort] = fork(lambda: self._run(asked))
        else:
            perform(asked, self._address, self._cache)

    def _run(self, asked: Request) -> None:
        if asked.sort == "film":
            # The picture under the playhead comes first.
            os.nice(5)
        perform(asked, self._address, self._cache)


class _Understudy:
    """A copy of the stage that learns the scene by playing it once, and then takes over."""

    def __init__(self, asked: Request, address: str, cache: Path) -> None:
        self._line, theirs = multiprocessing.Pipe()
        self._ready = self._gone = False

        def learn() -> None:
            self._line.close()
            signal.alarm(LEARNING)
            from explainers.studio.stage_run import perform as play

            play(replace(asked, sort="moment", moment=AT_THE_END), lambda content: None, cache)
            signal.alarm(0)
            gc.collect()
            gc.freeze()
            theirs.send("ready")
            _Cast(theirs, address, cache).serve()

        self._process = fork(learn)
        theirs.close()

    def takes(self, asked: Request) -> bool:
        """Pass a question on, if the part is learnt."""
        try:
            if not self._ready and not self._gone and self._line.poll():
                self._ready = self._line.recv() == "ready"
            if self._ready and not self._gone:
                self._line.send(asked)
        except (OSError, EOFError):
            # It failed where the scene fails: the stage itself will show how.
            self._gone = True
        return self._ready and not self._gone

    def close(self) -> None:
        """End it, with its runs."""
        self._line.close()
        if self._ready:
            # It ends by itself, once it has ended its runs.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._process, 0)
        else:
            end(self._process)


class _Explorer:
    """The copy of the stage in which the figure stands that is explored."""

    def __init__(self, address: str, cache: Path) -> None:
        self._address = address
        self._cache = cache
        self._run = 0
        self._asking: Connection | None = None
        self._here: Any = None

    def ask(self, asked: Request) -> None:
        """Ask for the figure as it is with other values; if its process has ended, in a new one."""
        if not FORKS:
            self._here = self._here or _exploring(self._cache)
            answer(asked, self._address, self._here.perform)
            return
        if self._asking is None:
            self._begin()
        assert self._asking is not None
        try:
            self._asking.send(asked)
        except OSError:
            self.close()
            self._begin()
            self._asking.send(asked)

    def close(self) -> None:
        """End the process."""
        if self._asking is not None:
            self._asking.close()
            self._asking = None
            end(self._run)

    def _begin(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        self._asking = ours

        def explore() -> None:
            ours.close()
            exploring = _exploring(self._cache)
            with contextlib.suppress(EOFError):
                while True:
                    answer(theirs.recv(), self._address, exploring.perform)

        self._run = fork(explore)
        theirs.close()


def _exploring(cache: Path) -> Any:
    from explainers.studio.explore_run import Exploring

    return Exploring(cache)


def _load(source: SceneSource) -> None:
    """Import what runs need. What is wrong with the scene is told by the run that needs it."""
    importlib.import_module("explainers.studio.stage_run")
    from explainers.production.jobs import SceneJob
    from explainers.production.worker import scene_class
    from explainers.spec.settings import RenderSettings

    with contextlib.suppress(BaseException):
        scene_class(SceneJob(source.name, source, {}, source.file.parent, RenderSettings()))
    # Copies look through nothing that was there before them, and so leave its memory shared.
    gc.freeze()


def fork(act: Callable[[], None]) -> int:
    """Copy this process; the copy does one thing, and ends."""
    parent = os.getpid()
    process = os.fork()
    if process == 0:
        try:
            _end_with(parent)
            act()
        finally:
            # Nothing of the stage is put away here: it is the stage's own.
            os._exit(0)
    return process


def _end_with(parent: int) -> None:
    """Have the system kill this process when its parent ends: a run that hangs would not notice."""
    ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def end(process: int) -> None:
    """Kill a copy, and take note that it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process, 0)


def perform(asked: Request, address: str, cache: Path) -> None:
    """Do one run."""
    from explainers.studio.stage_run import perform

    answer(asked, address, lambda asked, send: perform(asked, send, cache))


def answer(asked: Request, address: str, act: Callable[[Request, Send], None]) -> None:
    """Do what is asked, on a line of its own to the server; what goes wrong is told there."""
    from explainers.spec.errors import MathframesError
    from explainers.studio.pulse import beating
    from explainers.studio.wire import message

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(address)
        sending = threading.Lock()

        def send(content: bytes) -> None:
            with sending:
                line.sendall(struct.pack("<I", len(content)) + content)

        send(message({"kind": "hello", "run": asked.run}))
        try:
            with beating(asked.run, send, alone=FORKS and asked.sort != "explore"):
                act(asked, send)
            send(message({"kind": "done", "run": asked.run}))
        except MathframesError as error:
            notes = "".join(getattr(error, "__notes__", []))
            send(message({"kind": "error", "run": asked.run, "said": str(error), "trace": notes}))
        except BrokenPipeError:
            pass
