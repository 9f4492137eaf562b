"""Films in a browser: it knows their length, and shows the right picture wherever it is told to go."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, sync_playwright

from explainers.film.encode import ClipEncoder
from explainers.film.encodings import encoding_of
from explainers.film.join import Mark, join
from explainers.spec.settings import EncodingName, RenderSettings
from tests.browser import opened

FPS = 30
SIZE = 64
HOLDS = ((1, 1, 1, 1, 45), (1,), (100, 1, 1, 1, 1, 1), (1, 1, 70))
SHOWN = [number for number, hold in enumerate(hold for clip in HOLDS for hold in clip) for _ in range(hold)]
"""The number of the picture that each frame shows."""

READ = """
async (seconds) => {
    const film = document.querySelector("video");
    const arrived = new Promise(done => film.addEventListener("seeked", done, {once: true}));
    // The picture may be shown a moment after the seek has ended; none is shown where it is the same one again.
    const shown = new Promise(done => film.requestVideoFrameCallback(done));
    film.currentTime = seconds;
    await arrived;
    await Promise.race([shown, new Promise(done => setTimeout(done, 300))]);
    const canvas = new OffscreenCanvas(film.videoWidth, film.videoHeight);
    const context = canvas.getContext("2d");
    context.drawImage(film, 0, 0);
    const stripe = canvas.width / 8;
    let number = 0;
    for (let bit = 0; bit < 8; bit++) {
        const [red] = context.getImageData((bit + 0.5) * stripe, canvas.height / 2, 1, 1).data;
        number = 2 * number + (red > 128);
    }
    return number;
}
"""

LOAD = """
(address) => new Promise((done, fail) => {
    const film = document.querySelector("video");
    film.addEventListener("loadeddata", () => done(film.duration), {once: true});
    film.addEventListener("error", () => fail(new Error(film.error.message)), {once: true});
    film.src = address;
})
"""


class RangeHandler(SimpleHTTPRequestHandler):
    """Serves parts of files: without, a browser cannot go to a place it has not loaded."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes()
        first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        self.wfile.write(content[first : last + 1])

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[Page]:
    """A page with a player, on a server of the folder."""
    (folder / "index.html").write_text("<!doctype html><title>Player</title><video muted></video>", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(RangeHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as playwright:
            page = opened(playwright).new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            yield page
            page.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def numbered(number: int) -> np.ndarray:
    """Paint a number as eight stripes, white for a bit that is set."""
    picture = np.full((SIZE, SIZE, 4), 255, np.uint8)
    picture[..., :3] = np.repeat(np.unpackbits(np.array([number], np.uint8)) * 255, SIZE // 8)[None, :, None]
    return picture


def film(folder: Path, settings: RenderSettings) -> str:
    """Join a film with moving and held pictures; returns its name."""
    name = f"{settings.encoding}-{'constant' if settings.constant_frame_rate else 'held'}"
    clips, number = [], 0
    for part, holds in enumerate(HOLDS):
        clips.append(folder / f"{name}-{part}")
        with ClipEncoder(clips[-1], settings) as encoder:
            for hold in holds:
                encoder.write(numbered(number), hold)
                number += 1
    target = folder / (name + encoding_of(settings).ending)
    join(clips, target, fps=FPS, title=name, chapters=[Mark(0, 1, "a")], captions=[Mark(0.5, 1, "words")])
    return target.name


@pytest.mark.parametrize(
    ("encoding", "constant"), [("fast", False), ("fast", True), ("small", False), ("small", True), ("webm", False)]
)
def test_length_and_seeking(page: Page, folder: Path, encoding: EncodingName, constant: bool) -> None:
    """A film is as long as its frames, and at each time shows the picture of that time, also in the midst of a hold."""
    settings = RenderSettings(width=SIZE, height=SIZE, fps=FPS, encoding=encoding, constant_frame_rate=constant)
    name = film(folder, settings)
    length = page.evaluate(LOAD, name)
    # Browsers count in microseconds, WebM in milliseconds.
    assert length == pytest.approx(len(SHOWN) / FPS, abs=1e-3 if encoding == "webm" else 1e-5)
    for frame in (0, 140, 3, 20, len(SHOWN) - 1, 49, 50, 151, 4, 154, 100, 220, 48, 157):
        assert (frame, page.evaluate(READ, (frame + 0.5) / FPS)) == (frame, SHOWN[frame])
