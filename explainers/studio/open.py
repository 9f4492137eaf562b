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

from explainers.production.catalogue import SceneSource, find_lesson, find_scene, lessons, scenes
from explainers.production.flags import parse_flags, written
from explainers.production.media import Media, require_writable
from explainers.spec.errors import BadInput
from explainers.spec.nearest import unknown
from explainers.studio.playbill import OpenLesson, Playbill
from explainers.studio.questions import LARGEST_MESSAGE
from explainers.studio.server import make_app, new_token
from explainers.studio.stage import begin_fork_server

HOST = "127.0.0.1"


def open_studio(
    named: str, flags: Sequence[str], media: Media, *, port: int, browser: bool, say: Callable[[str], None]
) -> None:
    """Serve the studio until Ctrl-C.

    Raises
    ------
    BadInput
        If the scene or lesson is not known, or the port is taken.
    """
    playbill = make_playbill(named, flags)
    require_writable(media.cache)
    with listening_socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise BadInput(f"port: {port} is taken ({error.strerror}). Leave --port out, or take another.") from None
        server, address = _server(playbill, listening, media)
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


def serve_beside(media: Media) -> Studio:
    """Serve from a thread of this process, to pages that may stand in a notebook's frames, until the process ends."""
    listening = listening_socket()
    listening.bind((HOST, 0))
    playbill = make_playbill("", ())
    scenes = dict(playbill.scenes)
    server, address = _server(replace(playbill, scenes=scenes), listening, media, framed=True)
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    return Studio(address, scenes)


def listening_socket() -> socket.socket:
    """Make a socket whose calls send each message at once.

    asyncio sees to that only where the protocol is named; else the second of two messages waits for the browser to say
    that it has the first: 40 ms, which a hand that drags a point feels.
    """
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)


def _server(
    playbill: Playbill, listening: socket.socket, media: Media, *, framed: bool = False
) -> tuple[uvicorn.Server, str]:
    port, token = listening.getsockname()[1], new_token()
    # Manim is loaded while the browser opens.
    threading.Thread(target=begin_fork_server, daemon=True).start()
    app = make_app(playbill, token, port, Media(media.root.resolve()), framed=framed)
    config = uvicorn.Config(
        app, log_level="error", ws_max_size=LARGEST_MESSAGE, lifespan="on", timeout_graceful_shutdown=1
    )
    return uvicorn.Server(config), f"http://{HOST}:{port}/{token}/"


def make_playbill(named: str, flags: Sequence[str]) -> Playbill:
    """The catalogue's scenes, and what is named: a scene, which comes first, or a lesson, whose scenes do.

    Raises
    ------
    BadInput
        If there is no such scene or lesson, or the lesson cannot be read.
    """
    shown: dict[str, SceneSource] = {source.name: source for source in scenes()}
    if not named and flags:
        raise BadInput("Parameters are flags of one scene: name it.")
    # Scenes go first where a lesson is called alike: more of them are opened by name.
    if named.endswith((".yaml", ".yml")) or (named not in shown and named in _lesson_names()):
        if flags:
            raise BadInput("Parameters are flags of one scene; a lesson has its own.")
        lesson = OpenLesson(find_lesson(named).resolve())
        return Playbill(scenes=shown, first=lesson.first, folder=Path.cwd(), params={}, lesson=lesson)
    first = _named(named, shown) if named else next(iter(shown.values()))
    shown[first.name] = first
    return Playbill(scenes=shown, first=first.name, folder=Path.cwd(), params=parse_flags(flags))


def _named(name: str, known: Mapping[str, SceneSource]) -> SceneSource:
    try:
        return find_scene(name, Path.cwd())
    except BadInput:
        if ".py" in name:
            raise
        raise BadInput(unknown("Scene or lesson", name, [*known, *_lesson_names()])) from None


def _lesson_names() -> list[str]:
    return [path.stem for path in lessons()]
