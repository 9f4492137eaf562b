"""What source files import, found without importing any, and kept from run to run: most are as they were."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import platform
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from explainers.production.media import move_into_place, partial_folder
from explainers.production.python_file import parsed

SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell whether it was written again: some disks count whole seconds."""

_FILE_NAME = re.compile(r"[^\0\n]{1,200}\.[A-Za-z0-9]{1,8}")
"""What may be the name of a file, such as a parameter's default."""


@dataclass(frozen=True)
class Source:
    """One Python file.

    Parameters
    ----------
    digest
        Of what stands in it.
    imports
        Dotted names, each with the number of dots before it: none if it is looked for on the path.
    file_names
        The texts in it that may be names of files.
    """

    digest: str
    imports: tuple[tuple[str, int], ...]
    file_names: tuple[str, ...]


State = tuple[int, int, int]
"""Size, and times of the last change of a file's content and of its entry: the second one cannot be set back."""


class SourceIndex:
    """Every source file that was looked through, by its path and state.

    Parameters
    ----------
    kept
        The file that remembers them until the next run; if None, nothing is remembered.
    """

    def __init__(self, kept: Path | None = None) -> None:
        self._kept = kept
        self._known = dict(_remembered(kept)) if kept is not None else {}
        self._changed = False

    def look(self, file: Path) -> Source:
        """Return what stands in a file.

        Raises
        ------
        BadInput
            If it is not Python, with its line.
        """
        state = _state(file)
        known = self._known.get(str(file))
        if known is None or known[0] != state:
            known = self._known[str(file)] = (state, read_source(file))
            self._changed = True
        return known[1]

    def keep(self) -> None:
        """Remember what is known. Where that cannot be written, the next run looks again."""
        if self._kept is None or not self._changed or not self._kept.parent.is_dir():
            return
        youngest = time.time_ns() - SETTLED
        files = {
            path: {"state": state, **asdict(source)}
            for path, (state, source) in self._known.items()
            if max(state[1:]) < youngest and os.path.isfile(path)
        }
        with suppress(OSError), partial_folder(self._kept.parent) as partial:
            written = partial / self._kept.name
            written.write_text(json.dumps({"made": _made_by(), "files": files}), encoding="utf-8")
            move_into_place(written, self._kept)


def read_source(file: Path) -> Source:
    """Look through a file.

    Raises
    ------
    BadInput
        If it is not Python, with its line.
    """
    content = file.read_bytes()
    module = parsed(file, content)
    nodes = list(ast.walk(module))
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    names = {text for text in constants if isinstance(text, str) and _FILE_NAME.fullmatch(text)}
    return Source(_digest(content), tuple(dict.fromkeys(_imported_names(nodes))), tuple(sorted(names)))


def _imported_names(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                yield "", node.level
            yield base, node.level
            yield from ((f"{base}.{alias.name}" if base else alias.name, node.level) for alias in node.names)


def _remembered(kept: Path) -> Iterator[tuple[str, tuple[State, Source]]]:
    """What an earlier run wrote down, if this very code did, and if it can be read."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        noted = json.loads(kept.read_bytes())
        if noted["made"] != _made_by():
            return
        for path, entry in noted["files"].items():
            size, content_changed, entry_changed = entry["state"]
            imports = tuple((str(name), int(level)) for name, level in entry["imports"])
            source = Source(str(entry["digest"]), imports, tuple(map(str, entry["file_names"])))
            yield path, ((size, content_changed, entry_changed), source)


def _made_by() -> str:
    """What decides what is found in a file: this module, and the language."""
    return f"{platform.python_version()} {_digest(Path(__file__).read_bytes())}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _state(file: Path) -> State:
    state = file.stat()
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns
