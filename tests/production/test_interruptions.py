"""Processes that are killed at any moment: what was painted is kept, and the next run makes the same film."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

PROJECT = Path(__file__).parents[2]
SCENE = """\
from manim import *

class Turning(Scene):
    def construct(self):
        square = Square(3, fill_opacity=0.5)
        self.add(NumberPlane())
        for turn in range(6):
            self.next_section(f"turn {turn}")
            self.play(Rotate(square, PI / 3 + turn), run_time=2)
"""


def start(folder: Path) -> subprocess.Popen[str]:
    """Render the scene, as from a shell in the folder."""
    command = [sys.executable, str(PROJECT / "render.py"), "scene", "turning.py", "-r", "256x144", "--fps", "30"]
    return subprocess.Popen(
        [*command, "--workers", "2", "-o", "film.mp4"],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def clips(folder: Path) -> int:
    """How many clips are painted and kept."""
    return len(list(folder.glob("media/cache/clips/*/*.mp4")))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The film, rendered without trouble."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "turning.py").write_text(SCENE)
    process = start(folder)
    _, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert not list(folder.rglob("*.partial"))
    return (folder / "film.mp4").read_bytes()


@pytest.mark.parametrize(("victim", "seed"), [("a child", 1), ("a child", 2), ("the parent", 3)])
def test_killed_and_run_again(undisturbed: bytes, tmp_path: Path, victim: str, seed: int) -> None:
    """After a kill there is no half film and no process; the next run paints the rest, and the film is the same."""
    (tmp_path / "turning.py").write_text(SCENE)
    chance = random.Random(seed)
    process = start(tmp_path)
    parent = psutil.Process(process.pid)
    wanted = chance.randint(0, 4)
    while clips(tmp_path) < wanted or len(parent.children(recursive=True)) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    children = parent.children(recursive=True)
    # Not multiprocessing's own tracker of resources, which renders nothing and is started again when missed.
    working = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    os.kill(process.pid if victim == "the parent" else chance.choice(working).pid, signal.SIGKILL)
    _, err = process.communicate()
    if victim == "a child":
        assert process.returncode == 1
        assert err.startswith("Error: A rendering process was ended from outside")
        assert not list(tmp_path.rglob("*.partial"))
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
    assert not (tmp_path / "film.mp4").exists()

    kept = clips(tmp_path)
    times = {path: path.stat().st_ino for path in tmp_path.glob("media/cache/clips/*/*.mp4")}
    process = start(tmp_path)
    _, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed
    assert clips(tmp_path) >= max(kept, 6)
    assert all(path.stat().st_ino == inode for path, inode in times.items()), "what was kept was not painted again"
