"""Opens the studio: a free port, a secret address, and the server until Ctrl-C."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlencode

import uvicorn

from explainers.production.catalogue import SceneSource, find_scene, scenes
from explainers.production.flags import parse_flags, written
from explainers.production.media import Media, require_writable
from explainers.spec.errors import BadInput
from explainers.studio.server import make_app, new_token
from explainers.studio.session import LARGEST, Playbill
from explainers.studio.stage import begin_fork_server

HOST = "127.0.0.1"


def open_studio(
    scene: str, flags: Sequence[str], media: Media, *, port: int, browser: bool, say: Callable[[str], None]
) -> None:
    """Serve the studio until Ctrl-C.

    Raises
    ------
    BadInput
        If the scene is not known, or the port is taken.
    """
    playbill = make_playbill(scene, flags)
    require_writable(media.cache)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise BadInput(f"port: {port} is taken ({error.strerror}). Leave --port out, or take another.") from None
        server, address = _server(playbill, listening, media.cache)
        say(f"{address}\nCtrl-C ends the studio.")
        if browser:
            webbrowser.open(address)
        server.run(sockets=[listening])


@dataclass(frozen=True)
class Studio:
    """A studio that runs beside something else, and shows what it is told to."""

    address: str
    scenes: dict[str, SceneSource]

    def show(self, source: SceneSource, params: Mapping[str, object]) -> str:
        """The address of a page with nothing but a scene and its sliders."""
        self.scenes[source.name] = source
        flags = {name: written(value) for name, value in params.items()}
        return f"{self.address}?embedded#{quote(source.name)}?{urlencode(flags)}"


def serve_beside(cache: Path) -> Studio:
    """Serve from a thread of this process, to pages that may stand in a notebook's frames, until the process ends."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind((HOST, 0))
    playbill = make_playbill("", ())
    scenes = dict(playbill.scenes)
    server, address = _server(replace(playbill, scenes=scenes), listening, cache, framed=True)
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    return Studio(address, scenes)


def _server(
    playbill: Playbill, listening: socket.socket, cache: Path, *, framed: bool = False
) -> tuple[uvicorn.Server, str]:
    port, token = listening.getsockname()[1], new_token()
    # Manim is loaded while the browser opens.
    threading.Thread(target=begin_fork_server, daemon=True).start()
    app = make_app(playbill, token, port, cache.resolve(), framed=framed)
    config = uvicorn.Config(app, log_level="error", ws_max_size=LARGEST, lifespan="on", timeout_graceful_shutdown=1)
    return uvicorn.Server(config), f"http://{HOST}:{port}/{token}/"


def make_playbill(scene: str, flags: Sequence[str]) -> Playbill:
    """The catalogue's scenes, and the one that is named, which comes first."""
    shown: dict[str, SceneSource] = {source.name: source for source in scenes()}
    if not scene and flags:
        raise BadInput("Parameters are flags of one scene: name it.")
    first = find_scene(scene, Path.cwd()) if scene else next(iter(shown.values()))
    shown[first.name] = first
    return Playbill(scenes=shown, first=first.name, folder=Path.cwd(), params=parse_flags(flags))
