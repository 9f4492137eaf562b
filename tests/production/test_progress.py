"""The bar of a long run, as a terminal gets it."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr

import pytest

from explainers.production.progress import shown_progress


class Terminal(io.StringIO):
    """An error stream that is looked at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of a usual kind and width, whatever the tests run in."""
    for name, value in {"TERM": "xterm", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def told(terminal: Terminal) -> list[str]:
    """What stood in the bar, one after the other: without the bar itself, its colours and the time left."""
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue()).replace("━", "").split("\r")
    said = [re.sub(r" [-\d]+:[-\d]+:[-\d]+$", "", " ".join(line.split())) for line in lines if line.strip()]
    return [line for line, before in zip(said, ["", *said], strict=False) if line != before]


def test_each_part_of_a_run_begins_at_nought() -> None:
    """Frames are counted, then slides of a file, then the frames of other scenes: none goes on from the one before."""
    with redirect_stderr(Terminal()) as terminal, shown_progress(quiet=False) as progress:
        progress.begin(["a", "b"], 40)
        progress.advance("a", 40)
        progress.finish("a")
        progress.finish("b")
        progress.write("deck.pptx", 3)
        for _ in range(3):
            progress.wrote()
        progress.write("deck.html", 2)
        progress.begin(["c"], 7)
    assert [line for line in told(terminal) if " 0/" in line] == [
        "Reading scenes 0/? frames",
        "Rendering, 0 of 2 scenes 0/40 frames",
        "Writing deck.pptx 0/3 slides",
        "Writing deck.html 0/2 slides",
        "Rendering, 0 of 1 scenes 0/7 frames",
    ]


def test_a_file_that_gets_done_at_once_is_named() -> None:
    """Without a number of slides, the bar says what is written all the same, and nothing of what came before."""
    with redirect_stderr(Terminal()) as terminal, shown_progress(quiet=False) as progress:
        progress.write("deck.pptx", 3)
        progress.write("deck.pdf", 0)
    assert told(terminal)[-1] == "Writing deck.pdf 0/? slides"


def test_nobody_is_told_what_nobody_reads() -> None:
    """With --quiet a terminal stays empty, and so does a pipe."""
    for stream, quiet in ((Terminal(), True), (io.StringIO(), False)):
        with redirect_stderr(stream), shown_progress(quiet=quiet) as progress:
            progress.begin(["a"], 40)
            progress.write("deck.pptx", 3)
            progress.wrote()
        assert stream.getvalue() == ""
