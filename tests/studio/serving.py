"""A studio that runs in the background, and what is said to it without a browser."""

from __future__ import annotations

import json
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import uvicorn
from websockets.sync.client import ClientConnection, connect

from explainers.production.media import Media
from explainers.studio.open import listening_socket
from explainers.studio.playbill import Playbill
from explainers.studio.questions import LARGEST_MESSAGE
from explainers.studio.server import make_app
from explainers.studio.stage import begin_fork_server

PATIENCE = 60.0
"""Seconds after which a test gives up waiting; machines are slow at times."""


@dataclass(frozen=True)
class Served:
    """Where a studio is."""

    port: int
    token: str

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    @contextmanager
    def call(self, **options: Any) -> Iterator[Line]:
        """Open a socket as a page does, and take the greeting."""
        with connect(f"ws://127.0.0.1:{self.port}/{self.token}/socket", max_size=None, **options) as connection:
            line = Line(connection)
            line.hello = line.next()[0]
            assert line.hello["kind"] == "hello"
            yield line


class Line:
    """A socket to the studio."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.hello: dict[str, Any] = {}

    def ask(self, do: str, scene: str, **more: Any) -> None:
        self.say(**{"do": do, "scene": scene, "width": 320, "fps": 10, **more})

    def say(self, **message: Any) -> None:
        """Send a message as it is."""
        self.connection.send(json.dumps(message))

    def next(self) -> tuple[dict[str, Any], bytes]:
        """The next message: its header and its payload."""
        content = self.connection.recv(timeout=PATIENCE)
        assert isinstance(content, bytes)
        (length,) = struct.unpack_from("<I", content)
        return json.loads(content[4 : 4 + length]), content[4 + length :]

    def until(self, *kinds: str) -> list[tuple[dict[str, Any], bytes]]:
        """Messages up to the first of these kinds."""
        taken = [self.next()]
        while taken[-1][0]["kind"] not in kinds:
            taken.append(self.next())
        return taken


def stages() -> list[psutil.Process]:
    """The processes that have a scene loaded: copies of the fork server, which is this process's own."""
    return [stage for server in psutil.Process().children() for stage in server.children()]


@contextmanager
def serving(playbill: Playbill, media: Path) -> Iterator[Served]:
    """Serve a studio on a free port while a test lasts."""
    begin_fork_server()
    with listening_socket() as listening:
        listening.bind(("127.0.0.1", 0))
        served = Served(listening.getsockname()[1], "token")
        app = make_app(playbill, served.token, served.port, Media(media))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws_max_size=LARGEST_MESSAGE))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield served
        finally:
            server.should_exit = True
            thread.join()
