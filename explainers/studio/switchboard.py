"""Where runs call: each says its number first, and what it sends then goes to whoever waits for that run."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import struct
from typing import Any

WAITING = 8
"""Messages of a run that may wait: a run that is faster than the page waits itself, and does not fill our memory."""


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
        self._listeners[number] = asyncio.Queue(maxsize=WAITING)
        return number, self._listeners[number]

    def forget(self, number: int) -> None:
        """Nobody listens to a run any more."""
        listener = self._listeners.pop(number, None)
        if listener is not None:
            # Its call may be waiting for room, and would wait for ever: nobody takes anything out any more.
            with contextlib.suppress(asyncio.QueueEmpty):
                while True:
                    listener.get_nowait()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener = None
        try:
            number = header_of(await _read(reader))["run"]
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


def header_of(content: bytes) -> dict[str, Any]:
    """The header of a message, as `wire.message` writes it."""
    (length,) = struct.unpack_from("<I", content)
    header: dict[str, Any] = json.loads(content[4 : 4 + length])
    return header
