"""What a page is answered, whatever it asks; who is not answered at all."""

from __future__ import annotations

import http.client
import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import resvg_py
from PIL import Image
from websockets.exceptions import ConnectionClosed, InvalidStatus

from explainers.studio.questions import LARGEST_MESSAGE
from tests.studio.conftest import TOYS
from tests.studio.serving import Line, Served

FAULT = 1 + next(number for number, line in enumerate(TOYS.read_text().splitlines()) if "out of chalk" in line)


def dots(header: dict, payload: bytes) -> dict[int, np.ndarray]:
    """The middle of each shape of a message, by its number; what is painted is passed over."""
    found, offset = {}, 0
    for element in header["elements"]:
        if element["kind"] == "shape":
            points = np.frombuffer(payload, "<f4", 2 * element["points"], offset).reshape(-1, 2)
            offset += 8 * element["points"]
            found[element["id"]] = (points.max(axis=0) + points.min(axis=0)) / 2
    return found


def test_a_film_has_its_beats_and_every_frame(line: Line) -> None:
    """Pictures come in order without a gap; the last shows the dot where the parameter says."""
    line.ask("film", "moves", params={"far": 3})
    said = line.until("done", "error")
    kinds = [header["kind"] for header, _ in said]
    assert kinds[0] == "started"
    assert kinds[1] == "scene"
    assert kinds[-2:] == ["end", "done"]
    assert [header["name"] for header, _ in said if header["kind"] == "beat"] == ["here", "there"]
    places: dict[int, np.ndarray] = {}
    frames, shown = 0, list[int]()
    for header, payload in said:
        if header["kind"] == "pictures":
            assert header["first"] == frames
            places |= dots(header, payload)
            for repeat, same, rest, *_ in header["frames"]:
                frames += repeat
                shown = shown[:same] + rest
    assert frames == said[-2][0]["frames"]
    assert places[shown[-1]] == pytest.approx([3, 0], abs=1e-5)


@pytest.mark.parametrize(("seconds", "place"), [(0.0, 0.0), (1000.0, -4.0)])
def test_a_moment_is_one_picture(line: Line, seconds: float, place: float) -> None:
    """At the beginning, and beyond the end."""
    line.ask("moment", "moves", params={"far": "-4"}, seconds=seconds)
    ((header, payload),) = [each for each in line.until("done", "error") if each[0]["kind"] == "pictures"]
    ((_, _, numbers, *_),) = header["frames"]
    assert dots(header, payload)[numbers[-1]] == pytest.approx([place, 0], abs=1e-5)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_still_is_a_file(line: Line, kind: str, tmp_path: Path) -> None:
    """At full size, with the dot where the moment has it; one red dot of radius 0.5 on 8 units of height."""
    line.ask("still", "moves", params={"far": 3}, seconds=99, format=kind, width=640)
    ((header, payload),) = [each for each in line.until("done", "error") if each[0]["kind"] == "file"]
    assert header["name"] == f"toy_scenes-Moves.{kind}".replace("_", "-")
    content = payload[: header["bytes"]]
    if kind == "pdf":
        shown = np.array(pypdfium2.PdfDocument(content)[0].render(scale=640 / 960).to_pil().convert("RGB"))
    else:
        png = content if kind == "png" else bytes(resvg_py.svg_to_bytes(svg_string=content.decode()))
        shown = np.array(Image.open(io.BytesIO(png)).convert("RGB"))
    assert shown.shape == (360, 640, 3)
    down, across = np.nonzero((shown[..., 0] > 200) & (shown[..., 1] < 60))
    assert (across.mean() - 319.5) / 45 == pytest.approx(3, abs=0.03)
    assert len(down) / 45**2 == pytest.approx(np.pi / 4, rel=0.05)


def test_a_newer_value_ends_the_run_of_the_older(line: Line) -> None:
    """Of ten films that are asked for at once, the last is shown whole."""
    for far in range(-5, 5):
        line.ask("film", "moves", params={"far": far})
    started = None
    while True:
        header, _ = line.next()
        if header["kind"] == "started":
            started = header["run"]
        elif header["kind"] == "done" and header["run"] == started:
            break
        assert header["kind"] != "error"
    line.ask("moment", "moves")
    assert line.until("done", "error")[-1][0]["kind"] == "done"


@pytest.mark.parametrize(
    ("scene", "params", "said"),
    [
        ("moves", {"far": 12}, "far: 12 is more than 5, the largest allowed"),
        ("moves", {"fra": 1}, "Parameter 'fra' is not known. Did you mean 'far'?"),
        ("wrong", {}, f"toy_scenes.py:{FAULT}: ValueError: out of chalk"),
    ],
)
def test_what_goes_wrong_is_one_line_and_the_next_run_is_well(line: Line, scene: str, params: dict, said: str) -> None:
    """The same words as on the command line; the page goes on."""
    line.ask("film", scene, params=params)
    assert line.until("error")[-1][0]["said"] == said
    line.ask("moment", "moves", params={"far": 1})
    assert line.until("done", "error")[-1][0]["kind"] == "done"


@pytest.mark.parametrize(
    "text",
    ["", "garbage", "[]", "{}", '{"do": "film"}', '{"do": "rm", "scene": "moves"}', '{"do": "film", "scene": "x"}',
     '{"do": "film", "scene": "../render.py:main"}', '{"do": "film", "scene": "moves", "width": 1e9}'],
)  # fmt: skip
def test_what_is_not_understood_is_refused(line: Line, text: str) -> None:
    """Only scenes of the playbill run, and only what a page would ask for is done."""
    line.connection.send(text)
    assert line.next()[0]["kind"] == "refused"
    line.ask("moment", "moves")
    assert line.until("done", "error")[-1][0]["kind"] == "done"


def test_oversized_and_binary_messages_end_that_page_alone(toys: Served, line: Line) -> None:
    """Another page does not notice."""
    for content in ("x" * (LARGEST_MESSAGE + 1), b"bytes"):
        with toys.call() as other:
            other.connection.send(content)
            with pytest.raises(ConnectionClosed):
                other.next()
    line.ask("moment", "moves")
    assert line.until("done", "error")[-1][0]["kind"] == "done"


def test_two_pages_see_their_own_values(toys: Served, line: Line) -> None:
    """Two pages at once are answered apart."""
    with toys.call() as other:
        for page, far in ((line, 1), (other, 2)):
            page.ask("moment", "moves", params={"far": far}, seconds=99)
        for page, far in ((line, 1), (other, 2)):
            ((header, payload),) = [each for each in page.until("done") if each[0]["kind"] == "pictures"]
            assert dots(header, payload)[header["frames"][0][2][-1]] == pytest.approx([far, 0], abs=1e-5)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/token/", {}, 200),
        ("/token/studio.js", {}, 200),
        ("/", {}, 404),
        ("/wrong/", {}, 404),
        ("/token/../server.py", {}, 404),
        ("/token/..%2fserver.py", {}, 404),
        ("/token/", {"Host": "evil.example"}, 403),
        ("/token/", {"Origin": "http://evil.example"}, 403),
    ],
)
def test_who_is_shown_the_page(toys: Served, path: str, headers: dict[str, str], status: int) -> None:
    """Whoever knows the token, and comes by this machine's name from no foreign page."""
    connection = http.client.HTTPConnection("127.0.0.1", toys.port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    assert answer.status == status
    if status == 200:
        assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_sockets_of_foreign_pages_are_refused(toys: Served, headers: dict[str, str]) -> None:
    """Another page that is open in the browser cannot reach in."""
    with pytest.raises(InvalidStatus), toys.call(additional_headers=headers):
        pass
