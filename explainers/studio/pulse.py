"""A run's signs of life, and how long a picture is waited for: not if the run hangs, but as long as it works."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from explainers.studio.wire import message

BEAT = 0.5
"""Seconds between two signs of life."""

IDLE = 10.0
"""Seconds for which a run may neither send nor compute: a scene that waits for something that never comes."""

COMPUTING = 60.0
"""Seconds for which a run may compute without sending: a large grid may be solved, a loop may have no end."""

LITTLE = 0.01
"""Share of the time below which nothing is computed."""


@contextmanager
def beating(run: int, send: Callable[[bytes], None], *, alone: bool) -> Iterator[None]:
    """Send signs of life while a run is at work.

    Parameters
    ----------
    alone
        Whether this process is for this run alone, and ends when nobody listens any more, even if the scene hangs.
    """
    ended = threading.Event()
    began = time.monotonic()

    def beat() -> None:
        while not ended.wait(BEAT):
            lasts = round(time.monotonic() - began, 1)
            try:
                send(message({"kind": "going", "run": run, "lasts": lasts, "computed": time.process_time()}))
            except OSError:
                if alone:
                    os._exit(0)
                return

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        # What comes after the last word would be taken for the beginning of the next.
        thread.join()


class Patience:
    """How long a run is waited for."""

    def __init__(self) -> None:
        self._picture = time.monotonic()
        self._idle: float | None = None
        self._heard = self._picture
        self._computed = 0.0

    def hear(self, header: dict[str, Any]) -> None:
        """Take note of a message."""
        now = time.monotonic()
        if header["kind"] != "going":
            self._picture, self._idle = now, None
        elif header["computed"] - self._computed > LITTLE * (now - self._heard):
            self._idle = None
        elif self._idle is None:
            self._idle = now
        if header["kind"] == "going":
            self._heard, self._computed = now, header["computed"]

    @property
    def left(self) -> float:
        """Seconds until the run is taken to hang."""
        ends = self._picture + COMPUTING
        if self._idle is not None:
            ends = min(ends, self._idle + IDLE)
        return max(0.0, ends - time.monotonic())

    @property
    def verdict(self) -> str:
        """Why a run that was waited for too long was stopped."""
        if self._idle is not None and time.monotonic() - self._idle >= IDLE:
            return f"The scene was stopped: for {IDLE:g} s it neither drew nor computed. What does it wait for?"
        return f"The scene was stopped: no picture came for {COMPUTING:g} s. Is there a loop without an end?"
