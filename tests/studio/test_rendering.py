"""A film rendered from the page: the command's own, told as it gets on, ended when it is no longer wanted."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

import render
from explainers.production.catalogue import find_scene
from explainers.studio.playbill import Playbill
from tests.studio.conftest import TOYS
from tests.studio.serving import PATIENCE, Line, Served, serving

NAME = "toy-scenes-Moves"


@pytest.fixture
def studio(tmp_path: Path):
    named = {name.lower(): find_scene(f"{TOYS}:{name}", Path.cwd()) for name in ("Moves", "Wrong", "Hangs")}
    with serving(Playbill(scenes=named, first="moves", folder=tmp_path, params={}), tmp_path / "media") as served:
        yield served


def asked(line: Line, scene: str = "moves", **more: object) -> None:
    line.say(do="render", scene=scene, **{"quality": "l", **more})


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def files(folder: Path) -> set[str]:
    """All that lies in a folder but for what is only kept for the next time."""
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if "cache" not in file.parts}


def test_the_film_is_that_of_the_command(studio: Served, tmp_path: Path) -> None:
    """Byte for byte; frames are counted up to the last, and the page is told where the file lies."""
    with studio.call() as line:
        asked(line, params={"far": "3"}, theme="light", shape="4:3")
        said = [header for header, _ in line.until("rendered", "unrendered")]
    film = tmp_path / "media" / "scenes" / NAME / f"{NAME}.mp4"
    assert (said[-1]["kind"], said[-1]["file"]) == ("rendered", str(film))
    assert said[-1]["bytes"] == film.stat().st_size
    told = [header for header in said if header["kind"] == "rendering"]
    assert told[-1]["done"] == told[-1]["frames"] > 0
    other = tmp_path / "other.mp4"
    flags = ["--far", "3", "--theme", "light", "--aspect", "4:3", "-q", "l"]
    done = CliRunner().invoke(
        render.main, ["scene", f"{TOYS}:Moves", *flags, "-o", str(other), "--media", str(tmp_path / "elsewhere")]
    )
    assert done.exit_code == 0
    assert digest(film) == digest(other)


def test_a_rendering_that_is_cancelled_leaves_what_there_was(studio: Served, tmp_path: Path) -> None:
    """No half file, no process; the next one is well."""
    folder = tmp_path / "media" / "scenes" / "toy-scenes-Hangs"
    folder.mkdir(parents=True)
    (folder / "toy-scenes-Hangs.mp4").write_text("yesterday's")
    before = set(psutil.Process().children(recursive=True))
    with studio.call() as line:
        asked(line, "hangs")
        line.until("rendering")
        asked(line)
        assert "being rendered" in line.until("refused")[-1][0]["said"]
        line.say(do="cancel")
        assert line.until("rendered", "unrendered")[-1][0] == {"kind": "unrendered", "said": ""}
        assert files(folder.parent) == {"toy-scenes-Hangs", "toy-scenes-Hangs/toy-scenes-Hangs.mp4"}
        assert (folder / "toy-scenes-Hangs.mp4").read_text() == "yesterday's"
        assert not list((tmp_path / "media" / "cache").glob("*.partial"))
        asked(line, format="gif")
        assert line.until("rendered", "unrendered")[-1][0]["kind"] == "rendered"
    assert gone(before)


def test_a_page_that_is_closed_ends_its_rendering(studio: Served) -> None:
    """Nobody would be told."""
    before = set(psutil.Process().children(recursive=True))
    with studio.call() as line:
        asked(line, "hangs")
        line.until("rendering")
    assert gone(before)


def gone(before: set[psutil.Process]) -> bool:
    """Whether all rendering processes that there were not before end."""
    deadline = time.monotonic() + PATIENCE
    while [one for one in psutil.Process().children(recursive=True) if one not in before and renders(one)]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return True


def renders(process: psutil.Process) -> bool:
    """Whether a process is neither one that others are copied from, nor a stage."""
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False


@pytest.mark.parametrize(
    ("scene", "more", "said"),
    [
        ("moves", {"params": {"far": 9}}, "far: 9 is more than 5, the largest allowed"),
        ("wrong", {}, "ValueError: out of chalk"),
    ],
)
def test_what_cannot_be_rendered_is_said(studio: Served, scene: str, more: dict[str, object], said: str) -> None:
    """As on the command line."""
    with studio.call() as line:
        asked(line, scene, **more)
        outcome = line.until("rendered", "unrendered")[-1][0]
    assert outcome["kind"] == "unrendered"
    assert said in outcome["said"]
