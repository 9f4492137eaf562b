"""One page: what it asks for, what it is sent, and the scene that runs for it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from explainers.production.jobs import SceneJob
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.settings import RenderSettings
from explainers.studio.asked import Request
from explainers.studio.dropped import DroppedFiles
from explainers.studio.house import House
from explainers.studio.playbill import Playbill
from explainers.studio.questions import (
    Cancel,
    Data,
    NotUnderstood,
    OfScene,
    Question,
    Render,
    Save,
    Show,
    Stop,
    understood,
)
from explainers.studio.rendering import Rendering
from explainers.studio.runs import Runs
from explainers.studio.saving import Saved, Settled, save_into, save_new
from explainers.studio.watch import GLANCE, NOTHING, Watch
from explainers.studio.wire import message

STOPPED = "Stopped."
BUSY = "Something is being rendered for this page. Wait for it, or cancel it."

FPS, WIDTH = 30, 1280
"""Of pictures, where a page does not say."""


class Session:
    """A page that is open."""

    def __init__(self, socket: WebSocket, house: House, playbill: Playbill) -> None:
        self._socket = socket
        self._playbill = playbill
        self._media = house.media
        self._rendering: Rendering | None = None
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
            await self._cancel()
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
            case Render():
                await self._render(asked, self._job(asked.scene))
            case Cancel():
                await self._cancel()
            case Save():
                await self._save(asked, self._job(asked.scene))
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
                known=wanted.known,
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

    async def _render(self, wanted: Render, job: SceneJob) -> None:
        """Begin to render a film."""
        if self._rendering is not None and not self._rendering.ended:
            raise BadInput(BUSY)
        name = job.source.name
        settings = RenderSettings.of(quality=wanted.quality, shape=wanted.shape, theme=wanted.theme)
        params = {**job.params, **wanted.params}
        # What is wrong with a value is wrong with the page's, not with the lesson's line.
        shown = replace(job, params=params, settings=settings, dropped=self._dropped.folder, where={})
        target = self._media.scene(name) / f"{name}.{wanted.format}"
        self._rendering = Rendering(shown, self._media, target, self._send)

    async def _cancel(self) -> None:
        if self._rendering is not None and not self._rendering.ended:
            await self._rendering.cancel()

    async def _save(self, wanted: Save, job: SceneJob) -> None:
        """Write the values into a lesson, once the scene has taken them."""
        described = await self._runs.settled(self._request(job, wanted))
        settled = Settled(wanted.params, described["params"], described["schema"], self._dropped.folder)
        lesson, playbill = self._playbill.lesson, self._playbill
        if lesson is not None and lesson.position(wanted.scene) is not None:
            saved = await asyncio.to_thread(save_into, lesson, wanted.scene, job, settled)
        else:
            new = (playbill.folder, wanted.name, playbill.reference(job.source), wanted.theme)
            saved = await asyncio.to_thread(save_new, *new, job, settled)
        await self._send(message(self._told(saved)))

    def _told(self, saved: Saved) -> dict[str, Any]:
        return {"kind": "saved", "file": str(saved.file), "wrote": saved.wrote, "along": saved.along}

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
