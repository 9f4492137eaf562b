"""The studio's server: one page, one socket a page, on this machine alone."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from explainers.production.media import Media
from explainers.studio.house import opened_house
from explainers.studio.playbill import Playbill
from explainers.studio.session import Session

PAGE = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; "
)
ALONE = "frame-ancestors 'none'"
IN_NOTEBOOKS = "frame-ancestors http://localhost:* http://127.0.0.1:* vscode-webview: vscode-file:"
"""Who may show the page in a frame."""


def make_app(playbill: Playbill, token: str, port: int, media: Media, *, framed: bool = False) -> Starlette:
    """The server for the scenes of a playbill; whoever does not know the token is shown nothing.

    Parameters
    ----------
    framed
        Whether pages of this machine, such as a notebook, may show it in a frame.
    """
    policy = POLICY + (IN_NOTEBOOKS if framed else ALONE)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with opened_house(media) as house:
            app.state.house = house
            yield

    async def page(request: HttpRequest) -> Response:
        name = request.path_params.get("name", "index.html")
        file = PAGE / name
        if "/" in name or file.suffix not in TYPES or not file.is_file():
            return PlainTextResponse("There is no such page.", 404)
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        if file.suffix == ".html":
            return HTMLResponse(file.read_text(encoding="utf-8"), headers=headers)
        return FileResponse(file, media_type=TYPES[file.suffix], headers=headers)

    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await Session(socket, socket.app.state.house, playbill).serve()

    return Starlette(
        routes=[
            Route(f"/{token}/", page),
            WebSocketRoute(f"/{token}/socket", talk),
            Route(f"/{token}/{{name}}", page),
        ],
        middleware=[Middleware(OwnMachineOnly, port=port)],
        lifespan=lifespan,
    )


class OwnMachineOnly:
    """Refuses what does not come from a page of this server: other hosts' names for it, and other pages' sockets."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            headers = dict(scope["headers"])
            foreign = headers.get(b"host") not in self._hosts
            # A page's socket always says which page opened it; other programs need not.
            strange = b"origin" in headers and headers[b"origin"] not in self._origins
            if foreign or strange:
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    await PlainTextResponse("Refused: not this machine's own page.", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def new_token() -> str:
    """Something that nobody guesses."""
    return secrets.token_urlsafe(16)
