"""One page: what it asks for, what it is sent, and the scene that runs for it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from explainers.production.jobs import SceneJob
from explainers.spec.errors import BadInput, MathframesError
from explainers.studio.asked import Request
from explainers.studio.dropped import DroppedFiles
from explainers.studio.house import House
from explainers.studio.playbill import Playbill
from explainers.studio.questions import Data, NotUnderstood, OfScene, Question, Show, Stop, understood
from explainers.studio.runs import Runs
from explainers.studio.watch import GLANCE, NOTHING, Watch
from explainers.studio.wire import message

STOPPED = "Stopped."

FPS, WIDTH = 30, 1280
"""Of pictures, where a page does not say."""


class Session:
    """A page that is open."""

    def __init__(self, socket: WebSocket, house: House, playbill: Playbill) -> None:
        self._socket = socket
        self._playbill = playbill
        self._runs = Runs(house.switchboard, house.parking, house.media.cache, self._send)
        self._sending = asyncio.Lock()
        self._dropped = DroppedFiles()

    async def serve(self) -> None:
        """Answer the page until it is closed."""
        await self._send(message(self._greeting()))
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                await self._take(await self._socket.receive_text())
        except (WebSocketDisconnect, KeyError):
            # A KeyError: the page sent bytes where text belongs.
            pass
        finally:
            watching.cancel()
            await self._runs.park()
            self._dropped.close()

    def _greeting(self) -> dict[str, Any]:
        playbill = self._playbill
        return {"kind": "hello", **playbill.told(), "first": playbill.first, "params": dict(playbill.params)}

    async def _take(self, text: str) -> None:
        """Answer a message, or say in one line why not."""
        about = ""
        try:
            asked = understood(text)
            about = asked.do
            await self._answer(asked)
        except NotUnderstood as error:
            await self._refuse(error.about, error)
        except MathframesError as error:
            await self._refuse(about, error)

    async def _refuse(self, about: str, error: MathframesError) -> None:
        await self._send(message({"kind": "refused", "about": about, "said": str(error)}))

    async def _answer(self, asked: Question) -> None:
        match asked:
            case Show():
                await self._show(asked, self._job(asked.scene))
            case Data():
                await self._keep(asked)
            case Stop():
                await self._runs.end_all(STOPPED)

    def _job(self, name: str) -> SceneJob:
        try:
            return self._playbill.job(name)
        except KeyError:
            raise BadInput("There is no such scene here.") from None

    async def _show(self, wanted: Show, job: SceneJob) -> None:
        """Begin a run."""
        asked = self._request(job, wanted)
        await self._runs.begin(
            replace(
                asked,
                sort=wanted.do,
                fps=wanted.fps,
                width=wanted.width,
                moment=wanted.seconds,
                whole=wanted.whole,
                still=wanted.format if wanted.do == "still" else "",
            )
        )

    def _request(self, job: SceneJob, wanted: OfScene) -> Request:
        """What the page asks of the scene, over what the lesson says."""
        return Request(
            run=0,
            sort="settle",
            source=job.source,
            folder=job.folder,
            params={**job.params, **wanted.params},
            theme=wanted.theme,
            shape=wanted.shape,
            fps=FPS,
            width=WIDTH,
            words=job.words,
            title=job.title,
            confined=job.confined,
            shown=job.shown,
            dropped=self._dropped.folder,
        )

    async def _keep(self, asked: Data) -> None:
        """Keep a data file; what is asked for next finds it."""
        size = await asyncio.to_thread(self._dropped.keep, asked.name, asked.text)
        await self._send(message({"kind": "data", "name": asked.name, "bytes": size}))

    async def _watch(self) -> None:
        """Tell the page when the scene's file, one that it imports, or the lesson is saved."""
        lesson = self._playbill.lesson
        page = Watch([lesson.path], lesson.read_at) if lesson is not None else NOTHING
        while True:
            await asyncio.sleep(GLANCE)
            if lesson is not None and page.changed():
                await asyncio.to_thread(lesson.read_again)
                await self._send(message({"kind": "playbill", **self._playbill.told(), "said": lesson.said}))
                if not lesson.said:
                    await self._send(message({"kind": "changed", "files": [lesson.path.name]}))
            if changed := await self._runs.saved():
                await self._send(message({"kind": "changed", "files": [file.name for file in changed]}))

    async def _send(self, content: bytes) -> None:
        # A page that is gone is found out by what is received, not by what is sent.
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            async with self._sending:
                await self._socket.send_bytes(content)
