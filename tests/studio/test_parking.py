"""A page that is loaded anew finds its scene still loaded."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from explainers.production.catalogue import find_scene
from explainers.studio.playbill import Playbill
from explainers.studio.watch import GLANCE
from tests.studio.conftest import TOYS
from tests.studio.serving import PATIENCE, Line, Served, serving, stages

Stages = Callable[[], list[psutil.Process]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(TOYS, tmp_path / "toys.py"))


@pytest.fixture
def studio(file: Path) -> Iterator[Served]:
    named = {name.lower(): find_scene(f"{file}:{name}", Path.cwd()) for name in ("Moves", "Reads", "Hangs")}
    with serving(Playbill(named, "moves", file.parent, {}), file.parent / "media") as served:
        yield served


@pytest.fixture
def ours() -> Stages:
    """Tells the stages of this test: a notebook's, which another test opened, may still be there."""
    others = stages()
    return lambda: [stage for stage in stages() if stage not in others]


def show(line: Line, scene: str = "moves") -> str:
    line.ask("moment", scene)
    return str(line.until("done", "error")[-1][0]["kind"])


def visit(studio: Served, *scenes: str) -> None:
    """Open a page, see scenes, and close it when the studio has looked at their files."""
    with studio.call() as line:
        for scene in scenes:
            assert show(line, scene) == "done"
        time.sleep(3 * GLANCE)


def become(wanted: int, ours: Stages) -> None:
    """Wait until there are so many stages."""
    deadline = time.monotonic() + PATIENCE
    while len(ours()) != wanted:
        assert time.monotonic() < deadline, ours()
        time.sleep(0.02)


def test_the_next_page_takes_over_the_stage(ours: Stages, studio: Served) -> None:
    """It is the same process; a page that is open beside it has one of its own."""
    visit(studio, "moves")
    (first,) = ours()
    with studio.call() as line, studio.call() as other:
        assert show(line) == "done"
        assert ours() == [first]
        assert show(other) == "done"
        assert len(ours()) == 2
        time.sleep(3 * GLANCE)
    # One waits for the next page, and no more than one.
    become(1, ours)


def test_a_stage_that_is_out_of_date_is_ended(ours: Stages, studio: Served, file: Path) -> None:
    """If the scene's file was saved since, or another scene is wanted."""
    visit(studio, "moves")
    (first,) = ours()
    file.write_text(file.read_text().replace('title = "Moves"', 'title = "Runs"'))
    with studio.call() as line:
        line.ask("moment", "moves")
        (scene,) = [header for header, _ in line.until("done", "error") if header["kind"] == "scene"]
        assert scene["title"] == "Runs"
        assert first not in ours()
        time.sleep(3 * GLANCE)
    visit(studio, "reads")
    become(1, ours)


def test_what_is_saved_at_once_is_noticed(studio: Served, file: Path) -> None:
    """Also before the studio has looked at the files of a scene that it shows for the first time, or took over."""
    for _ in range(2):
        with studio.call() as line:
            assert show(line) == "done"
            file.write_text(file.read_text() + "\n")
            assert line.until("changed")[-1][0]["files"] == ["toys.py"]
            assert show(line) == "done"
            time.sleep(3 * GLANCE)


def test_what_ran_for_the_closed_page_ends(ours: Stages, studio: Served) -> None:
    """A run that hangs is not left behind in the stage that waits."""
    with studio.call() as line:
        line.ask("film", "hangs")
        line.until("going")
        (stage,) = ours()
        hung = stage.children()
        assert hung
        time.sleep(3 * GLANCE)
    deadline = time.monotonic() + PATIENCE
    while any(run.is_running() and run.status() != psutil.STATUS_ZOMBIE and run.cpu_times() for run in hung):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_stage_that_waits_ends_with_the_server(ours: Stages, file: Path) -> None:
    """Nothing is left."""
    named = {"moves": find_scene(f"{file}:Moves", Path.cwd())}
    with serving(Playbill(named, "moves", file.parent, {}), file.parent / "media") as served:
        visit(served, "moves")
        (stage,) = ours()
    assert psutil.wait_procs([stage], PATIENCE)[1] == []
