"""What runs for one page: the stage of its scene, and the runs of it, whose messages are passed on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from explainers.production.catalogue import SceneSource
from explainers.spec.errors import BadInput, MathframesError
from explainers.studio.asked import Request
from explainers.studio.parking import Parking, Ready
from explainers.studio.pulse import Patience
from explainers.studio.stage import Stage
from explainers.studio.switchboard import Switchboard, header_of
from explainers.studio.watch import NOTHING, files_of
from explainers.studio.wire import message

ENDED = "The scene's process ended. Change a value, or save the file: it runs again."

Pass = Callable[[bytes], Awaitable[None]]


class Runs:
    """The runs of a page: at most one of each sort.

    Parameters
    ----------
    send
        Takes what the page is to be sent.
    """

    def __init__(self, switchboard: Switchboard, parking: Parking, cache: Path, send: Pass) -> None:
        self.source: SceneSource | None = None
        self._switchboard = switchboard
        self._parking = parking
        self._cache = cache
        self._send = send
        self._stage: Stage | None = None
        self._watch = NOTHING
        self._unread_since: int | None = None
        self._running: dict[str, tuple[int, asyncio.Task[None]]] = {}

    async def begin(self, asked: Request) -> None:
        """Begin a run; an earlier one of its sort is ended."""
        stage = await self._ready(asked.source)
        if asked.sort in self._running:
            self._running.pop(asked.sort)[1].cancel()
        number, queue = self._switchboard.expect()
        await self._send(message({"kind": "started", "run": number, "do": asked.sort}))
        stage.ask(replace(asked, run=number))
        self._running[asked.sort] = number, asyncio.create_task(self._pass_on(number, queue))

    async def settled(self, asked: Request) -> dict[str, Any]:
        """The description of a scene with its parameters settled; the page is not told.

        Raises
        ------
        MathframesError
            If there is something wrong with them.
        """
        stage = await self._ready(asked.source)
        number, queue = self._switchboard.expect()
        stage.ask(replace(asked, run=number, sort="settle"))
        described: dict[str, Any] = {}
        patience = Patience()
        try:
            while (content := await asyncio.wait_for(queue.get(), patience.left)) is not None:
                header = header_of(content)
                patience.hear(header)
                if header["kind"] == "error":
                    raise BadInput(header["said"])
                if header["kind"] == "scene":
                    described = header
        except TimeoutError:
            await self.leave()
            raise MathframesError(patience.verdict) from None
        finally:
            self._switchboard.forget(number)
        if not described:
            raise MathframesError(ENDED)
        return described

    async def end_all(self, said: str) -> None:
        """End all that runs, and say why; what is asked for next begins in a new process."""
        running = [number for number, task in self._running.values() if not task.done()]
        await self.leave()
        for number in running:
            await self._fail(number, said)

    async def leave(self) -> None:
        """End the stage, and its runs with it."""
        stage = self._taken_down()
        if stage is not None:
            await asyncio.to_thread(stage.close)

    async def park(self) -> None:
        """Leave the stage to the next page; end it if it is not known yet which files made it what it is."""
        if self.source is None or self._unread_since is not None:
            await self.leave()
        elif (stage := self._taken_down()) is not None:
            await self._parking.leave(Ready(stage, self.source, self._watch))

    async def saved(self) -> list[Path]:
        """The files that were saved since the scene was loaded, or since they were last told.

        What depends on them has ended, and what is asked for next is loaded anew.
        """
        if self.source is None:
            return []
        if self._unread_since is not None:
            source = self.source
            watch = self._watch.over(await asyncio.to_thread(files_of, source), self._unread_since)
            if self.source != source:
                return []
            self._watch, self._unread_since = watch, None
        changed = self._watch.changed()
        if changed:
            # What they import now is looked through at the next look: the page need not wait for it.
            self._unread_since = time.time_ns()
            await self.leave()
        return changed

    def _taken_down(self) -> Stage | None:
        for _, task in self._running.values():
            # The one that found out that its run hangs has yet to say so.
            if task is not asyncio.current_task():
                task.cancel()
        self._running.clear()
        stage, self._stage = self._stage, None
        return stage

    async def _ready(self, source: SceneSource) -> Stage:
        """The stage of a scene, loaded if it is another's, or if it has ended."""
        if self._stage is None or self.source != source or not self._stage.alive:
            await self.leave()
            parked = await self._parking.take(source)
            if parked is not None:
                self._stage, self._watch, self._unread_since = parked.stage, parked.watch, None
            else:
                if self.source != source:
                    self._watch, self._unread_since = NOTHING, time.time_ns()
                self._stage = await asyncio.to_thread(Stage, source, self._switchboard.address, self._cache)
            self.source = source
        return self._stage

    async def _pass_on(self, number: int, queue: asyncio.Queue[bytes | None]) -> None:
        """Send the page what a run sends, until its end; say so if it ends without a word."""
        finished = False
        patience = Patience()
        try:
            while (content := await asyncio.wait_for(queue.get(), patience.left)) is not None:
                # Python 3.11 forgets that this task was cancelled if a message came at the same moment.
                if not self._is_running(number):
                    return
                header = header_of(content)
                patience.hear(header)
                finished = header["kind"] in {"done", "error"} or finished
                await self._send(content)
            if not finished and self._is_running(number):
                await self._fail(number, ENDED)
        except TimeoutError:
            await self.end_all(patience.verdict)
        finally:
            self._switchboard.forget(number)

    def _is_running(self, number: int) -> bool:
        return any(number == running for running, _ in self._running.values())

    async def _fail(self, number: int, said: str) -> None:
        await self._send(message({"kind": "error", "run": number, "said": said, "trace": ""}))
