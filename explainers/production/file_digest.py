"""What a file holds, as a short text: read once a run, however often it is asked for."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


def file_digest(path: Path) -> str:
    """Hash what stands in a file. A file that has kept its size and its time is not read again."""
    state = path.stat()
    return _read(path, state.st_size, state.st_mtime_ns)


@cache
def _read(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
