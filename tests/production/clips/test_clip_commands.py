"""`clips LESSON` and `scene SCENE --beat NAME` as a user types them: what they write, and what they refuse."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from explainers.production import filming, pool
from explainers.production.clips import filming as clip_filming
from tests.test_command_line import ROOT, SMALL, complaint, run
from tests.toy_lesson import NoWorkers, WorkersHere, contents, write_lesson

PLAIN = """\
from manim import *

class Turning(Scene):
    def construct(self):
        square = Square(3, fill_opacity=0.5)
        for turn in range(2):
            self.next_section(f"Turn {turn}")
            self.play(Rotate(square, PI / 3 + turn), run_time=0.5)
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shell's folder, with the toy lesson in it; the workers' work is done in this process."""
    folder = tmp_path / "my lesson"
    write_lesson(folder)
    monkeypatch.chdir(folder)
    for module in (filming, clip_filming, pool):
        monkeypatch.setattr(module, "WorkerPool", WorkersHere)
    WorkersHere.filmed.clear()
    return folder


def length(path: Path) -> float:
    """Seconds of a film."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        return float((stream.duration or 0) * (stream.time_base or 0))


# --- what works -----------------------------------------------------------------------------------------------------


def test_films_and_posters_of_every_beat(here: Path) -> None:
    """Without a word: MP4 and PNG, in the lesson's own shape; a line says where."""
    result = run("clips", "coins.yaml", *SMALL)
    assert result.exit_code == 0, result.output
    assert result.stdout == "media/lessons/coins/clips/16x9: 12 clips of 3 scenes\n"
    endings = {path.suffix for path in Path("media/lessons/coins/clips/16x9").iterdir()}
    assert endings == {".mp4", ".png", ".json"}


def test_several_shapes_into_a_folder_of_ones_own(here: Path) -> None:
    """Each has a folder in it; a shape that is asked for twice is made once."""
    result = run("clips", "coins.yaml", "--fps", "5", "--to", "png", "-o", "slides", "--aspect", "4:3", "--aspect", "1:1", "--aspect", "4:3")  # fmt: skip # noqa: E501
    assert result.stdout.splitlines() == ["slides/4x3: 6 clips of 3 scenes", "slides/1x1: 6 clips of 3 scenes"]
    for shape, size in (("4x3", (320, 240)), ("1x1", (240, 240))):
        with Image.open(f"slides/{shape}/02-toy-mean.png") as image:
            assert image.size == size
    assert not Path("media/lessons").exists()


def test_without_a_background(here: Path) -> None:
    """With -t nothing has one; what cannot go without is not made of itself."""
    assert run("clips", "coins.yaml", *SMALL, "-t").exit_code == 0
    folder = Path("media/lessons/coins/clips/16x9")
    assert {path.suffix for path in folder.iterdir()} == {".webm", ".png", ".json"}
    with Image.open(folder / "02-toy-mean.png") as image:
        assert np.array(image)[0, 0, 3] == 0
    assert all(clip["transparent"] for clip in json.loads((folder / "clips.json").read_text())["clips"])


def test_a_beat_alone(here: Path) -> None:
    """It is the beat that the whole scene has: with as many frames, and from the same clips in the cache."""
    run("scene", "toy.py", "-o", "whole.mp4", *SMALL)
    WorkersHere.filmed.clear()
    assert run("scene", "toy.py", "--beat", "mean", *SMALL).stdout == "media/scenes/toy/toy-mean.mp4\n"
    assert WorkersHere.filmed == [], "the scene was rendered, so nothing runs"
    with av.open("whole.mp4") as film:
        mean = film.chapters()[1]
        lasts = float((mean["end"] - mean["start"]) * (mean["time_base"] or 0))
    assert length(Path("media/scenes/toy/toy-mean.mp4")) == pytest.approx(lasts)


@pytest.mark.parametrize("ending", ["mp4", "webm", "gif", "svg"])
def test_a_beat_in_every_format(here: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """Each is written where it is wanted, and the second time it comes from the cache."""
    assert run("scene", "toy.py", "--beat", "pause", *SMALL, "-o", f"it.{ending}").stdout == f"it.{ending}\n"
    size = Path(f"it.{ending}").stat().st_size
    assert size > 100
    monkeypatch.setattr(clip_filming, "WorkerPool", NoWorkers)
    assert run("scene", "toy.py", "--beat", "pause", *SMALL, "-o", f"it.{ending}").exit_code == 0
    assert Path(f"it.{ending}").stat().st_size == size


def test_a_beat_as_a_loop(here: Path) -> None:
    """It is longer than the beat by its way back, and has a name of its own."""
    assert run("scene", "toy.py", "--beat", "pause", "--loop", *SMALL).stdout == "media/scenes/toy/toy-pause-loop.mp4\n"
    run("scene", "toy.py", "--beat", "pause", *SMALL)
    plain, loop = (length(Path(f"media/scenes/toy/toy-pause{suffix}.mp4")) for suffix in ("", "-loop"))
    assert loop == pytest.approx(plain + 1.0 + 0.6 + 0.4)


def test_a_section_of_a_plain_scene(here: Path) -> None:
    """Its sections take the place of beats, and their names are those of files."""
    Path("turning.py").write_text(PLAIN)
    assert run("scene", "turning.py", "--beat", "turn-1", *SMALL, "-o", "it.gif").exit_code == 0
    with Image.open("it.gif") as image:
        assert getattr(image, "n_frames", 1) == 5
    assert complaint("scene", "turning.py", "--beat", "turn-2", *SMALL).startswith(
        "Beat 'turn-2' is not known. Did you"
    )


# --- what does not --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["clips", "coin.yaml"], "There is no lesson file 'coin.yaml'. Did you mean 'coins.yaml'?"),
        (["clips", "coins.yaml", "--to", "pgn"], "Format 'pgn' is not known. Did you mean 'png'?"),
        (
            ["clips", "coins.yaml", "--to", "mp4", "-t"],
            "to: MP4 has no transparency. Take --to webm, or --to mov for Keynote and editors.",
        ),
        (
            ["clips", "coins.yaml", "--to", "png", "--loop"],
            "loop: a still is no loop. Add --to mp4, webm, mov or gif, or leave out --loop.",
        ),
        (
            ["clips", "coins.yaml", "--aspect", "1:1", "-r", "128x72"],
            "resolution and aspect: a size has a shape. Give one of them.",
        ),
        (["scene", "toy.py", "--beat", "maen"], "Beat 'maen' is not known. Did you mean 'mean'?"),
        (["scene", "toy.py", "--loop"], "loop: it is one beat that returns to its start. Name it with --beat."),
        (
            ["scene", "toy.py", "--beat", "mean", "--loop", "-o", "a.png"],
            "a.png: a still is no loop. Write a .mp4, .webm, .mov or .gif file, or leave out --loop.",
        ),
        (
            ["scene", "toy.py", "--beat", "mean", "-o", "a.txt"],
            "a.txt: a beat cannot be written as '.txt'. Known are .mp4, .webm, .mov, .gif, .png, .svg, .pdf.",
        ),
        (
            ["scene", "toy.py", "--beat", "mean", "-t", "-o", "a.mp4"],
            "a.mp4: MP4 has no transparency. Write a .mov, .webm, .gif, .png, .svg or .pdf file.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(here: Path, arguments: list[str], said: str) -> None:
    """The thing and the cure; nothing is rendered, and nothing is left behind."""
    assert complaint(*arguments) == said
    assert WorkersHere.filmed == []
    assert sorted(path.name for path in here.iterdir() if path.is_file()) == [
        "coins.yaml", "heads.csv", "neighbour.py", "toy.py",
    ]  # fmt: skip


def test_a_beat_that_is_not_there_leaves_what_is_there(here: Path) -> None:
    """A clip of that name stays as it was."""
    Path("mine.mp4").write_bytes(b"mine")
    complaint("scene", "toy.py", "--beat", "nothing", "-o", "mine.mp4", *SMALL)
    assert Path("mine.mp4").read_bytes() == b"mine"


# --- in processes ---------------------------------------------------------------------------------------------------


def test_side_by_side_and_stopped_by_the_user(tmp_path: Path) -> None:
    """Two formats without a background, which have the same poster, made by painters side by side.

    Ctrl-C ends it in one line; what was painted is kept, and the next run is as good as one that was not disturbed.
    """
    write_lesson(tmp_path)
    command = [sys.executable, str(ROOT / "render.py"), "clips", "coins.yaml", "-r", "128x72", "--fps", "10"]
    command += ["--to", "webm", "--to", "gif", "--to", "png", "-t", "--workers", "2"]
    process = subprocess.Popen(
        command, cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    while process.poll() is None and not list(tmp_path.glob("media/cache/clips/*/*.webm")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err == "Stopped. What was finished is kept; run the same command again to go on.\n"
    assert not list(tmp_path.rglob("*.partial"))
    kept = set(contents(tmp_path / "media/cache/clips"))
    assert kept
    done = subprocess.run(command, cwd=tmp_path, text=True, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == ("media/lessons/coins/clips/16x9: 18 clips of 3 scenes\n", "")
    assert kept < set(contents(tmp_path / "media/cache/clips"))
