"""A scene that is loaded, in a process of its own: what the server knows of it."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from explainers.production.catalogue import SceneSource
from explainers.studio.asked import Request

FORKS = sys.platform == "linux"
"""Whether a process can be copied with what it has loaded; elsewhere every run begins with nothing loaded."""


class Stage:
    """A scene that is loaded, and at most one run of each sort of it: film, moment, and each format of a still.

    What is explored has a process that stays, with the figure built.

    Parameters
    ----------
    address
        Of the socket that runs send to.
    """

    def __init__(self, source: SceneSource, address: str, cache: Path) -> None:
        from explainers.studio.stage_process import stand_ready

        context: Any = multiprocessing.get_context("forkserver" if FORKS else "spawn")
        self._ours, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=stand_ready, args=(theirs, source, address, cache))
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
    """Load Manim and the rooms, in a process that stages are copied from."""
    if FORKS:
        from multiprocessing import forkserver

        multiprocessing.get_context("forkserver").set_forkserver_preload(["explainers.studio.preload"])
        forkserver.ensure_running()
