"""What is remembered of source files: never more than is true of them now."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from explainers.production import sources
from explainers.production.sources import Source, SourceIndex
from explainers.spec.errors import BadInput

TEXT = 'import numpy.linalg\nfrom . import near\nfrom ..far import thing\nTABLE = "heads.csv"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source file whose times can be trusted at once."""
    monkeypatch.setattr(sources, "SETTLED", -(10**9))
    path = tmp_path / "scene.py"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def kept(tmp_path: Path, file: Path) -> Path:
    """What one run leaves for the next."""
    path = tmp_path / "sources.json"
    index = SourceIndex(path)
    index.look(file)
    index.keep()
    return path


def unread(file: Path) -> Source:
    raise AssertionError(f"{file} was read again")


def test_what_a_file_imports_and_names(file: Path) -> None:
    """Imports come with their dots, and texts that may be names of files come, too."""
    source = SourceIndex().look(file)
    assert set(source.imports) == {("numpy.linalg", 0), ("", 1), ("near", 1), ("", 2), ("far", 2), ("far.thing", 2)}
    assert source.file_names == ("heads.csv",)


def test_the_next_run_reads_nothing_again(file: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was not written to is not read again, and comes back as it was."""
    seen = SourceIndex().look(file)
    monkeypatch.setattr(sources, "read_source", unread)
    assert SourceIndex(kept).look(file) == seen


def test_a_change_that_hides_is_seen(file: Path, kept: Path) -> None:
    """The same length and the same date of change do not hide that a file was written again."""
    state = file.stat()
    file.write_text(TEXT.replace("numpy", "scipy"), encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert ("scipy.linalg", 0) in SourceIndex(kept).look(file).imports


def test_a_file_just_written_is_not_remembered(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the grain of a disk's clock another change would not be seen."""
    monkeypatch.undo()
    path = tmp_path / "fresh.json"
    index = SourceIndex(path)
    index.look(file)
    index.keep()
    assert json.loads(path.read_bytes())["files"] == {}


@pytest.mark.parametrize("content", ["", "[]", '{"made": 1}', '{"files": {}}', "{", "\0"])
def test_an_index_that_cannot_be_used(file: Path, kept: Path, content: str) -> None:
    """Damage, or another version's index, costs time and nothing else."""
    seen = SourceIndex().look(file)
    kept.write_text(content, encoding="utf-8")
    assert SourceIndex(kept).look(file) == seen


@pytest.mark.parametrize(
    "entry", [{}, {"state": [1]}, {"state": [1, 2, 3], "imports": 5, "digest": "", "file_names": []}]
)
def test_a_damaged_entry(file: Path, kept: Path, entry: dict[str, object]) -> None:
    """An entry that is not one is left out."""
    noted = json.loads(kept.read_bytes())
    noted["files"] = {str(file): entry}
    kept.write_text(json.dumps(noted), encoding="utf-8")
    assert SourceIndex(kept).look(file) == SourceIndex().look(file)


def test_what_is_not_python_is_never_remembered(file: Path, kept: Path) -> None:
    """A broken file is named each time."""
    file.write_text("x ==\n", encoding="utf-8")
    for _ in range(2):
        index = SourceIndex(kept)
        with pytest.raises(BadInput, match=r"scene\.py:1: is not Python"):
            index.look(file)
        index.keep()
