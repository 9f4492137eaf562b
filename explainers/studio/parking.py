"""The stage of a page that was closed waits a while for the next: a page loaded anew shows its scene at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from explainers.production.catalogue import SceneSource
from explainers.studio.stage import Stage
from explainers.studio.watch import Watch

PARKED = 300.0
"""Seconds for which a stage waits."""


@dataclass(frozen=True)
class Ready:
    """A stage with its scene, and the files that made it what it is."""

    stage: Stage
    source: SceneSource
    watch: Watch


class Parking:
    """Room for one stage that no page is using."""

    def __init__(self) -> None:
        self._ready: Ready | None = None
        self._leaving: asyncio.TimerHandle | None = None

    async def leave(self, ready: Ready) -> None:
        """Let a stage wait; the one that waited is ended."""
        await self.clear()
        self._ready = ready
        loop = asyncio.get_running_loop()
        self._leaving = loop.call_later(PARKED, lambda: loop.create_task(self.clear()))

    async def take(self, source: SceneSource) -> Ready | None:
        """The stage that waits, if it is this scene's, and nothing was saved since that it depends on."""
        ready = self._ready
        if ready is None or ready.source != source:
            return None
        self._forget()
        if not ready.stage.alive or ready.watch.changed():
            await asyncio.to_thread(ready.stage.close)
            return None
        return ready

    async def clear(self) -> None:
        """End the stage that waits."""
        ready = self._ready
        self._forget()
        if ready is not None:
            await asyncio.to_thread(ready.stage.close)

    def _forget(self) -> None:
        self._ready = None
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
