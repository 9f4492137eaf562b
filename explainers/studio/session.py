"""One page: what it asks for, what it is sent, and the scene that runs for it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from explainers.production.catalogue import SceneSource
from explainers.production.fingerprint import Sources
from explainers.spec.errors import BadInput
from explainers.spec.settings import ThemeName
from explainers.spec.shape import Shape
from explainers.studio.asked import Request
from explainers.studio.stage import Stage
from explainers.studio.wire import message

LARGEST = 200_000
"""Bytes of a message from the page."""

SILENCE = 20.0
"""Seconds without a word from a run after which it is taken to hang."""


GLANCE = 0.25
"""Seconds between two looks at the files."""


@dataclass(frozen=True)
class Playbill:
    """The scenes that may be shown: those of the catalogue, and those named at the start.

    Parameters
    ----------
    folder
        Where data files are looked for.
    """

    scenes: Mapping[str, SceneSource]
    first: str
    folder: Path
    params: Mapping[str, Any]


class Show(BaseModel):
    """A page asks to see a scene: its film, its picture at one moment, or that picture as a file."""

    model_config = ConfigDict(extra="forbid")

    do: Literal["film", "moment", "still"]
    scene: str
    params: dict[str, Any] = Field(default_factory=dict)
    theme: ThemeName = "dark"
    shape: Shape = "16:9"
    fps: int = Field(30, ge=5, le=60)
    width: int = Field(1280, ge=160, le=3840)
    seconds: float = Field(0.0, ge=0, le=3600)
    format: Literal["png", "svg", "pdf"] = "png"


class Switchboard:
    """Takes the calls of all runs, and passes what they send to whoever asked for it. Use as a context manager."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._numbers = itertools.count(1)
        self._listeners: dict[int, asyncio.Queue[bytes | None]] = {}

    async def __aenter__(self) -> Switchboard:
        self._server = await asyncio.start_unix_server(self._take, self.address)
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.close()

    def expect(self) -> tuple[int, asyncio.Queue[bytes | None]]:
        """A number for a new run, and the messages that it will send; None when it has ended."""
        number = next(self._numbers)
        # A run that is faster than the page waits here, not in our memory.
        self._listeners[number] = asyncio.Queue(maxsize=8)
        return number, self._listeners[number]

    def forget(self, number: int) -> None:
        """Nobody listens to a run any more."""
        self._listeners.pop(number, None)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener = None
        try:
            number = _header(await _read(reader))["run"]
            listener = self._listeners.get(number)
            while listener is not None and number in self._listeners:
                await listener.put(await _read(reader))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            if listener is not None:
                await listener.put(None)


async def _read(reader: asyncio.StreamReader) -> bytes:
    (length,) = struct.unpack("<I", await reader.readexactly(4))
    return await reader.readexactly(length)


def _header(content: bytes) -> dict[str, Any]:
    (length,) = struct.unpack_from("<I", content)
    header: dict[str, Any] = json.loads(content[4 : 4 + length])
    return header


class Session:
    """A page that is open."""

    def __init__(self, socket: WebSocket, switchboard: Switchboard, playbill: Playbill, cache: Path) -> None:
        self._socket = socket
        self._switchboard = switchboard
        self._playbill = playbill
        self._cache = cache
        self._stage: Stage | None = None
        self._source: SceneSource | None = None
        self._runs: dict[str, asyncio.Task[None]] = {}
        self._sending = asyncio.Lock()

    async def serve(self) -> None:
        """Answer the page until it is closed."""
        await self._send(message(self._greeting()))
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                await self._answer(await self._socket.receive_text())
        except (WebSocketDisconnect, KeyError):
            # A KeyError: the page sent bytes where text belongs.
            pass
        finally:
            watching.cancel()
            self._end_runs()
            await self._leave_stage()

    def _greeting(self) -> dict[str, Any]:
        scenes = [
            {"name": name, "topic": source.topic, "title": source.title, "summary": source.summary}
            for name, source in self._playbill.scenes.items()
        ]
        return {"kind": "hello", "scenes": scenes, "first": self._playbill.first, "params": dict(self._playbill.params)}

    async def _answer(self, text: str) -> None:
        try:
            if len(text) > LARGEST:
                raise ValueError("the message is too large")
            wanted = Show.model_validate_json(text)
            source = self._playbill.scenes[wanted.scene]
        except (ValidationError, ValueError) as error:
            said = str(error).splitlines()[0]
            await self._send(message({"kind": "refused", "said": f"That is not understood: {said}."}))
            return
        except KeyError:
            await self._send(message({"kind": "refused", "said": "There is no such scene here."}))
            return
        await self._begin(wanted, source)

    async def _begin(self, wanted: Show, source: SceneSource) -> None:
        if self._stage is None or self._source != source or not self._stage.alive:
            self._end_runs()
            await self._leave_stage()
            self._stage = await asyncio.to_thread(Stage, source, self._switchboard.address, self._cache)
            self._source = source
        if wanted.do in self._runs:
            self._runs.pop(wanted.do).cancel()
        number, queue = self._switchboard.expect()
        await self._send(message({"kind": "started", "run": number, "do": wanted.do}))
        asked = Request(
            run=number,
            source=source,
            folder=self._playbill.folder,
            params=wanted.params,
            theme=wanted.theme,
            shape=wanted.shape,
            fps=wanted.fps,
            width=wanted.width,
            moment=None if wanted.do == "film" else wanted.seconds,
            still=wanted.format if wanted.do == "still" else "",
        )
        self._stage.ask(asked)
        self._runs[wanted.do] = asyncio.create_task(self._pass_on(number, queue))

    async def _pass_on(self, number: int, queue: asyncio.Queue[bytes | None]) -> None:
        """Send the page what a run sends, until its end; say so if it ends without a word."""
        finished = False
        try:
            while True:
                content = await asyncio.wait_for(queue.get(), SILENCE)
                if content is None:
                    break
                finished = _header(content)["kind"] in {"done", "error"} or finished
                await self._send(content)
            if not finished:
                await self._fail(number, "The scene's process ended. Change a value, or save the file: it runs again.")
        except TimeoutError:
            await self._leave_stage()
            await self._fail(
                number, f"The scene was stopped: no picture came for {SILENCE:g} s. Is there a loop without an end?"
            )
        finally:
            self._switchboard.forget(number)

    async def _fail(self, number: int, said: str) -> None:
        await self._send(message({"kind": "error", "run": number, "said": said, "trace": ""}))

    async def _watch(self) -> None:
        """Tell the page when the scene's file, or one that it imports, is saved."""
        seen: dict[Path, int] = {}
        watched: SceneSource | None = None
        while True:
            await asyncio.sleep(GLANCE)
            source = self._source
            if source is None:
                continue
            if source != watched:
                watched, seen = source, await asyncio.to_thread(_times, source)
                continue
            changed = [file.name for file, time in seen.items() if _time(file) != time]
            if changed:
                seen = await asyncio.to_thread(_times, source)
                self._end_runs()
                await self._leave_stage()
                await self._send(message({"kind": "changed", "files": changed}))

    def _end_runs(self) -> None:
        for task in self._runs.values():
            task.cancel()
        self._runs.clear()

    async def _leave_stage(self) -> None:
        if self._stage is not None:
            stage, self._stage = self._stage, None
            await asyncio.to_thread(stage.close)

    async def _send(self, content: bytes) -> None:
        # A page that is gone is found out by what is received, not by what is sent.
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            async with self._sending:
                await self._socket.send_bytes(content)


def _times(source: SceneSource) -> dict[Path, int]:
    """When the scene's file and all that it imports of the project, or beside it, were last written."""
    files = {source.file}
    # A file that is no Python just now imports nothing; saved again, it is looked through again.
    with contextlib.suppress(BadInput):
        files |= set(Sources().imported_by(source.file))
    return {file: _time(file) for file in files}


def _time(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
