"""Painted things, kept under what they show: a clip or a still is made again only if it would be another.

A file is named by its key and by a checksum of its content: what is read back is known to be what was written, without
a second file beside it, and moving a file into its place is all that keeping it takes.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEPT = 3600.0
"""Seconds after its last use for which an entry is never thrown away: another run may be about to read it."""


@dataclass(frozen=True)
class Size:
    """How much is kept: files and bytes."""

    files: int
    bytes: int


class PaintCache:
    """Clips and stills in one folder. Several processes may use it at once.

    Parameters
    ----------
    folder
        Made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> Path | None:
        """Return what was kept under a key, read through and found undamaged; what is damaged is thrown away."""
        for path in self._entries(key):
            with suppress(OSError):
                if path.stem.rpartition("-")[2] == _checksum(path):
                    os.utime(path)
                    return path
                path.unlink()
        return None

    def holds(self, key: str) -> bool:
        """Whether there is something under a key; it is not read."""
        return any(self._entries(key))

    def keep(self, key: str, written: Path) -> Path:
        """Move a finished file of the same disk in. The ending of its name stays."""
        target = self._shelf(key) / f"{key}-{_checksum(written)}{written.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(written, target)
        return target

    def size(self) -> Size:
        """How much there is."""
        sizes = [bytes_ for _, bytes_, _ in self._all()]
        return Size(len(sizes), sum(sizes))

    def trim(self, limit: int, kept: float = KEPT) -> None:
        """Throw away what was not used for longest, until no more than `limit` bytes are left.

        What was used in the last `kept` seconds stays in any case.
        """
        entries = sorted(self._all())
        total = sum(size for _, size, _ in entries)
        for used, size, path in entries:
            if total <= limit or time.time() - used < kept:
                return
            with suppress(OSError):
                path.unlink()
                total -= size

    def _shelf(self, key: str) -> Path:
        return self.folder / key[:2]

    def _entries(self, key: str) -> list[Path]:
        # Not with a pattern: each key would be one of its own, and building it costs more than reading the names.
        shelf = self._shelf(key)
        with suppress(OSError):
            return [shelf / name for name in sorted(os.listdir(shelf)) if name.startswith(f"{key}-")]
        return []

    def _all(self) -> list[tuple[float, int, Path]]:
        """Every entry, with when it was last used and its size."""
        found = []
        for path in self.folder.glob("??/*-*.*"):
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        return found


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=8)).hexdigest()
