"""How the studio is reached."""

from __future__ import annotations

import asyncio
import socket

from explainers.studio.open import HOST, listening_socket


def test_messages_are_sent_at_once() -> None:
    """Nothing is held back until the other end has said that it has what came before: the system's own option."""
    held_back: list[bool] = []

    async def call() -> None:
        answered = asyncio.Event()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            called = writer.get_extra_info("socket")
            held_back.append(not called.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            answered.set()

        with listening_socket() as listening:
            listening.bind((HOST, 0))
            server = await asyncio.start_server(answer, sock=listening)
            _, writer = await asyncio.open_connection(HOST, listening.getsockname()[1])
            await answered.wait()
            writer.close()
            server.close()

    asyncio.run(call())
    assert held_back == [False]
