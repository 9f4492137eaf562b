"""What a notebook shows: a player with sliders, or a film with its captions."""

from __future__ import annotations

import functools
import re
import threading
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from explainers.notebook import Clip, clip, show
from explainers.spec.errors import BadInput
from tests.browser import opened
from tests.studio.serving import PATIENCE

TOYS = Path(__file__).parent / "toy_scenes.py"


def test_a_scene_plays_in_a_frame_with_the_values_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page stands in a frame of another page of this machine; its form shows what the notebook said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebook.html").write_text(show(f"{TOYS}:Moves", far=-3)._repr_html_())
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as jupyter, sync_playwright() as playwright:
        threading.Thread(target=jupyter.serve_forever, daemon=True).start()
        page = opened(playwright).new_page()
        page.goto(f"http://localhost:{jupyter.server_port}/notebook.html")
        frame = page.frame_locator("iframe")
        expect(frame.get_by_label("far", exact=True)).to_have_value("-3", timeout=1000 * PATIENCE)
        frame.locator("#canvas[data-run]").wait_for()
        jupyter.shutdown()


def test_values_are_written_as_flags() -> None:
    """A matrix of lists is a matrix of the command line."""
    address = unescape(show("matrix-transformation", matrix=[[2, 1], [1, 3]])._repr_html_())
    assert "#matrix-transformation?matrix=2+1%3B+1+3" in address


def test_an_unknown_scene_is_named_with_the_nearest() -> None:
    """In one line, as on the command line."""
    with pytest.raises(BadInput, match="Did you mean 'gradient-descent'"):
        show("gradient-decent")


def test_a_film_comes_with_its_captions(tmp_path: Path) -> None:
    """They are put into the notebook itself; without a film, the cure is said."""
    (tmp_path / "a.mp4").write_bytes(b"film")
    (tmp_path / "a.vtt").write_text("WEBVTT")
    shown = clip(tmp_path / "a.mp4")._repr_html_()
    assert re.search(r'<video [^>]*src="data:video/mp4;base64,ZmlsbQ=="', shown)
    assert 'src="data:text/vtt;base64,V0VCVlRU"' in shown
    assert "<track" not in Clip(tmp_path / "a.mp4", None)._repr_html_()
    with pytest.raises(BadInput, match="Render it first"):
        clip(tmp_path / "b.mp4")
