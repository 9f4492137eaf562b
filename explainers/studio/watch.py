"""Which of the files that a page depends on were saved."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from explainers.production.catalogue import SceneSource
from explainers.production.fingerprint import Sources
from explainers.spec.errors import BadInput

GLANCE = 0.25
"""Seconds between two looks at the files."""


class Watch:
    """Remembers when files were written.

    Parameters
    ----------
    since
        When they began to be read, in nanoseconds since 1970: a file that was written later counts as saved.
    """

    def __init__(self, files: Iterable[Path], since: int) -> None:
        self._seen = {file: min(written_at(file), since) for file in files}

    def over(self, files: Iterable[Path], since: int) -> Watch:
        """Return a watch over other files; of those that were watched, what is known stays."""
        watch = Watch(files, since)
        watch._seen |= {file: time for file, time in self._seen.items() if file in watch._seen}
        return watch

    def changed(self) -> list[Path]:
        """The files that were written since the last look."""
        changed = []
        for file, time in self._seen.items():
            if (now := written_at(file)) != time:
                self._seen[file] = now
                changed.append(file)
        return changed


NOTHING = Watch((), 0)
"""A watch over no file."""


def files_of(source: SceneSource) -> set[Path]:
    """The scene's file and all that it imports of the project, or beside it."""
    files = {source.file}
    # A file that is no Python just now imports nothing; saved again, it is looked through again.
    with contextlib.suppress(BadInput):
        files |= set(Sources().imported_by(source.file))
    return files


def written_at(file: Path) -> int:
    """When a file was last written, in nanoseconds; 0 if it is not there."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
