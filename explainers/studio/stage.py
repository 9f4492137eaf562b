"""The process that has a scene loaded, and is copied for each run: a run begins at once, and can be ended at any time.

Three generations: a fork server with the libraries loaded, which no edit makes stale; a stage, copied from it, with
the scene and what it imports of the project; and its copies, one for each run. An edit ends the stage alone.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import socket
import struct
import sys
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn

from explainers.production.catalogue import SceneSource
from explainers.studio.asked import Request

LIBRARIES = ("manim", "scipy.stats", "scipy.optimize", "scipy.spatial", "sympy", "contourpy", "PIL.Image", "tqdm")
"""What the fork server loads: nothing of the project."""

FORKS = sys.platform == "linux"
"""Whether a process can be copied with what it has loaded; elsewhere every run begins with nothing loaded."""


class Stage:
    """A scene that is loaded, and at most one run of each sort of it: film, moment, and each format of a still.

    Parameters
    ----------
    address
        Of the socket that runs send to.
    """

    def __init__(self, source: SceneSource, address: str, cache: Path) -> None:
        context: Any = multiprocessing.get_context("forkserver" if FORKS else "spawn")
        self._ours, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_stand_ready, args=(theirs, source, address, cache))
        self._process.daemon = True
        self._process.start()
        theirs.close()

    def ask(self, asked: Request) -> None:
        """Begin a run; an earlier one of its sort, film or moment, is ended."""
        with contextlib.suppress(OSError):
            self._ours.send(asked)

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def close(self) -> None:
        """End the scene and its runs."""
        self._ours.close()
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def begin_fork_server() -> None:
    """Load the libraries, in a process that stages are copied from."""
    if FORKS:
        from multiprocessing import forkserver

        multiprocessing.get_context("forkserver").set_forkserver_preload(list(LIBRARIES))
        forkserver.ensure_running()


def _stand_ready(asking: Connection, source: SceneSource, address: str, cache: Path) -> None:
    """Wait for requests, and copy this process for each."""
    # Ctrl-C reaches every process of the terminal; the server decides what becomes of the stage.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load(source)
    runs: dict[str, int] = {}
    try:
        while True:
            asked: Request = asking.recv()
            sort = "film" if asked.moment is None else asked.still or "moment"
            if sort in runs:
                _end(runs.pop(sort))
            if FORKS:
                runs[sort] = os.fork()
                if runs[sort] == 0:
                    _run(asked, address, cache)
            else:
                _perform(asked, address, cache)
    except EOFError:
        for run in runs.values():
            _end(run)


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


def _end(run: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(run, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(run, 0)


def _run(asked: Request, address: str, cache: Path) -> NoReturn:
    try:
        _perform(asked, address, cache)
    finally:
        # Nothing of the stage is put away here: it is the stage's own.
        os._exit(0)


def _perform(asked: Request, address: str, cache: Path) -> None:
    from explainers.spec.errors import MathframesError
    from explainers.studio.stage_run import perform
    from explainers.studio.wire import message

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(address)

        def send(content: bytes) -> None:
            line.sendall(struct.pack("<I", len(content)) + content)

        send(message({"kind": "hello", "run": asked.run}))
        try:
            perform(asked, send, cache)
            send(message({"kind": "done", "run": asked.run}))
        except MathframesError as error:
            notes = "".join(getattr(error, "__notes__", []))
            send(message({"kind": "error", "run": asked.run, "said": str(error), "trace": notes}))
        except BrokenPipeError:
            pass
