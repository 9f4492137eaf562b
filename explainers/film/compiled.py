"""Loops compiled to machine code, and where that is kept. Importing this loads the compiler, which takes a while."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

HERE = Path(__file__).parent
NUMBA: Any = numba
"""Its own types know half of what it takes."""


def compiled(*signature: str) -> Callable[[Function], Function]:
    """Compile a function when it is defined. Without a signature it becomes a part of those that call it."""
    inside = not signature
    options: dict[str, Any] = {
        "nogil": True,
        "error_model": "numpy",
        "forceinline": inside,
        "cache": not inside and bool(NUMBA.config.CACHE_DIR),
    }
    return cast(Callable[[Function], Function], NUMBA.njit(*signature, **options))


def first_writable(folders: Iterable[Path]) -> Path | None:
    """Return the first folder that can be made and written into: a checkout may be read-only, and a home, too."""
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


def digest(sources: Iterable[bytes]) -> str:
    """Return a name for what is compiled from some sources."""
    whole = hashlib.blake2b(digest_size=8)
    for source in sources:
        whole.update(hashlib.blake2b(source).digest())
    return whole.hexdigest()


def _keep_code() -> None:
    """Keep code in a folder of its own for each state of the sources that compile something.

    Numba sees whether the file of a function has changed, but not those of the functions in it.
    """
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    sources = (path.read_bytes() for path in sorted(HERE.glob("*.py")))
    name = f"compiled-{digest(source for source in sources if b'compiled(' in source)}"
    folder = first_writable(
        place / name
        for place in (HERE / "__pycache__", Path.home() / ".cache" / "mathframes", Path(tempfile.gettempdir()))
    )
    NUMBA.config.CACHE_DIR = str(folder or "")


_keep_code()
