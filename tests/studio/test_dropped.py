"""Data files that are dropped on the page: found by the scene, kept nowhere else, and gone with the page."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from explainers.studio.dropped import MOST, DroppedFiles
from explainers.studio.questions import LARGEST, LARGEST_DATA
from tests.studio.serving import PATIENCE, Line, Served

ROWS = "a,b\n1,2\n3,4\n"


def words(line: Line, **params: str) -> str:
    """What the scene says of its file, or what is wrong with it."""
    line.ask("moment", "reads", params=params)
    said = [header for header, _ in line.until("done", "error")]
    if said[-1]["kind"] == "error":
        return str(said[-1]["said"])
    (scene,) = [header for header in said if header["kind"] == "scene"]
    return str(scene["beats"][0]["words"])


def drop(line: Line, name: str, text: str) -> dict[str, object]:
    line.say(do="data", name=name, text=text)
    return line.next()[0]


def folders() -> set[str]:
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("mathframes-data-")}


def test_a_dropped_file_is_read_by_its_plain_name(toys: Served) -> None:
    """It goes before one that ships with the project, in this page alone; with the page, it is gone."""
    before = folders()
    with toys.call() as line, toys.call() as other:
        assert words(line) == "There are 23 rows."
        assert "there is no file 'mine.csv'" in words(line, data_file="mine.csv")
        assert drop(line, "mine.csv", ROWS) == {"kind": "data", "name": "mine.csv", "bytes": len(ROWS)}
        assert words(line, data_file="mine.csv") == "There are 2 rows."
        drop(line, "o_rings.csv", ROWS)
        assert words(line) == "There are 2 rows."
        assert words(other) == "There are 23 rows."
        assert len(folders() - before) == 1
    deadline = time.monotonic() + PATIENCE
    while folders() - before:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_large_file_is_taken_and_a_larger_one_refused(line: Line) -> None:
    """Up to a megabyte, in a message that may be longer than all others."""
    row = "1,2\n"
    large = "a,b\n" + row * (LARGEST_DATA // len(row) - 1)
    assert len(large) > LARGEST
    assert drop(line, "large.csv", large)["kind"] == "data"
    assert words(line, data_file="large.csv") == f"There are {LARGEST_DATA // len(row) - 1} rows."
    refused = drop(line, "larger.csv", large + row)
    assert refused["kind"] == "refused"
    assert refused["about"] == "data"
    assert "larger than 1 MB" in str(refused["said"])


@pytest.mark.parametrize(
    "name", ["", ".csv", "../a.csv", "/tmp/a.csv", "a/b.csv", "a\\b.csv", "a.py", "a.csv.sh", "..", "a\0.csv",
             "\ud800.csv", "x" * 200 + ".csv", "C:a.csv", "~.csv", "a\n.csv"],
)  # fmt: skip
def test_only_plain_names_are_kept(line: Line, name: str) -> None:
    """Nothing is written that could be found elsewhere or run."""
    refused = drop(line, name, ROWS)
    assert refused["kind"] == "refused"
    assert "\n" not in str(refused["said"])


def test_names_in_other_letters_are_plain(line: Line) -> None:
    """Umlauts, spaces and capitals."""
    for name in ("Münzwürfe 2 (neu).csv", "HEADS.CSV", "数据.txt"):
        assert drop(line, name, ROWS)["kind"] == "data"
        assert words(line, data_file=name) == "There are 2 rows."


def test_files_are_not_piled_up() -> None:
    """So many, and no more; the same name again counts once."""
    files = DroppedFiles()
    try:
        for number in range(MOST):
            files.keep(f"{number}.csv", ROWS)
        files.keep("0.csv", "a\n")
        with pytest.raises(Exception, match="20 files are kept already"):
            files.keep("more.csv", ROWS)
        folder = files.folder
        assert folder is not None
        assert sorted(folder.iterdir()) == sorted(folder / f"{number}.csv" for number in range(MOST))
    finally:
        files.close()
    assert not Path(folder).exists()
