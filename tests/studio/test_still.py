"""What is on screen is what the command line makes, to the pixel."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

import render
from tests.studio.conftest import TOYS
from tests.studio.serving import Line

SIZE = ("--resolution", "640x360", "--fps", "10")


def still(line: Line, kind: str, seconds: float) -> bytes:
    """The studio's."""
    line.ask("still", "moves", params={"far": 3}, seconds=seconds, format=kind, width=640, theme="light")
    ((header, payload),) = [each for each in line.until("done", "error") if each[0]["kind"] == "file"]
    return payload[: header["bytes"]]


def made(file: Path, *more: str) -> bytes:
    """The command's."""
    arguments = ["scene", f"{TOYS}:Moves", "--far", "3", "--theme", "light", *SIZE, "-o", str(file), *more]
    done = CliRunner().invoke(render.main, [*arguments, "--media", str(file.parent)])
    assert (done.exit_code, done.output.strip()) == (0, str(file))
    return file.read_bytes()


def pixels(png: bytes) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(png)).convert("RGB"))


def red(shown: np.ndarray) -> float:
    """Where the dot is, in units from the middle."""
    _, across = np.nonzero((shown[..., 0] > 200) & (shown[..., 1] < 60))
    return float(across.mean() - 319.5) / 45


def test_a_moment_is_that_of_the_command(line: Line, tmp_path: Path) -> None:
    """In the middle of the motion, where the dot is between its places; as PNG and as SVG."""
    seen = set()
    for seconds in (0.0, 1.8, 2.0, 2.1):
        ours = pixels(made(tmp_path / "still.png", "--at", str(seconds)))
        assert (ours == pixels(still(line, "png", seconds))).all()
        seen.add(round(red(ours), 2))
    assert len(seen) > 2
    assert made(tmp_path / "still.svg", "--at", "2.0") == still(line, "svg", 2.0)


def test_the_end_is_the_last_picture_of_the_film(line: Line, tmp_path: Path) -> None:
    """What the command paints with the whole scene run, and what the studio finds by leaving frames out."""
    ours = pixels(made(tmp_path / "last.png"))
    assert red(ours) == pytest.approx(3, abs=0.02)
    assert (ours == pixels(still(line, "png", 1000))).all()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--at", "1", "--beat", "here"), "at: is counted from the scene's beginning. Leave out --beat, or --at."),
        (("--at", "-1"), "Invalid value for '--at'"),
        (("--at", "1", "-o", "x.mp4"), "x.mp4: a moment cannot be written as '.mp4'. Known are .png, .svg, .pdf."),
        (("--at", "1", "--far", "9"), "far: 9 is more than 5, the largest allowed"),
    ],
)
def test_what_cannot_be_a_moment_is_said(more: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """In one line."""
    done = CliRunner().invoke(render.main, ["scene", f"{TOYS}:Moves", *more, "--media", str(tmp_path)])
    assert done.exit_code != 0
    assert said in done.output
