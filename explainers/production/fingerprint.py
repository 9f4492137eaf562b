"""The key of a rendered scene: a hash of everything that decides how it looks, found without importing any of it."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import platform
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from explainers.production.catalogue import PROJECT
from explainers.production.jobs import SceneJob
from explainers.spec.errors import BadInput

LIBRARIES = ("manim", "typst", "av", "numpy", "scipy", "sympy")
_WORKER = PROJECT / "explainers" / "production" / "worker.py"
_LIBRARY = PROJECT / "explainers"
_DATA = _LIBRARY / "data"
_FILE_NAME = re.compile(r"[^\0\n]{1,200}\.[A-Za-z0-9]{1,8}")
"""What may be the name of a file, such as a parameter's default."""


def versions() -> dict[str, str]:
    """The versions that decide how a film looks."""
    return {library: version(library) for library in LIBRARIES} | {"python": platform.python_version()}


def scene_key(job: SceneJob, sources: Sources) -> str:
    """Hash the scene's source and every module it imports, its parameters, data, words, settings, and the versions."""
    modules = sources.imported_by(job.source.file) | sources.imported_by(_WORKER)
    data = set(_data_files(job, modules))
    return digest(
        {
            "class": job.source.class_name,
            "modules": sorted(_file_hash(module) for module in modules),
            "params": job.params,
            "data": sorted(_file_hash(file) for file in data),
            "title": job.title,
            "words": job.words,
            "settings": job.settings.model_dump(),
            "versions": versions(),
        }
    )


def digest(content: Mapping[str, Any] | Sequence[Any]) -> str:
    """Hash anything that JSON can hold."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:24]


class Sources:
    """Which file imports which, as they are now: every folder is listed once, every file looked through once.

    Most imports lead to libraries, and there is nothing to look for.
    """

    def __init__(self) -> None:
        self._names: dict[Path, frozenset[str]] = {}
        self._files: dict[tuple[Path, str], Path | None] = {}
        self._imported_by: dict[Path, frozenset[Path]] = {}

    def imported_by(self, file: Path) -> frozenset[Path]:
        """The file, and every file of the project or beside it that it imports, directly or not.

        Raises
        ------
        BadInput
            If one of them is not Python, with its line.
        """
        file = file.resolve()
        if file not in self._imported_by:
            found: set[Path] = set()
            waiting = [file]
            while waiting:
                current = waiting.pop()
                if current not in found:
                    found.add(current)
                    waiting += self._imports(current, beside=file.parent)
            self._imported_by[file] = frozenset(found)
        return self._imported_by[file]

    def _imports(self, file: Path, beside: Path) -> Iterator[Path]:
        """Every file that a file imports. The scene's folder is on the path, too, whoever imports."""
        anywhere = {PROJECT, file.parent, beside}
        for name, root in _source(file).imports:
            for folder in (root,) if root is not None else anywhere:
                yield from self._files_of(name, folder)

    def _files_of(self, name: str, root: Path) -> Iterator[Path]:
        """The files that importing a dotted name runs: the packages on the way, and the module."""
        folder = root
        if not name:
            yield from self._file(folder, "__init__.py")
            return
        for part in name.split("."):
            yield from self._file(folder, f"{part}.py")
            if part not in self._in(folder):
                return
            folder = folder / part
            yield from self._file(folder, "__init__.py")

    def _file(self, folder: Path, name: str) -> Iterator[Path]:
        if name in self._in(folder):
            place = (folder, name)
            if place not in self._files:
                path = folder / name
                self._files[place] = path.resolve() if path.is_file() else None
            if (found := self._files[place]) is not None:
                yield found

    def _in(self, folder: Path) -> frozenset[str]:
        if folder not in self._names:
            with suppress(OSError):
                self._names[folder] = frozenset(os.listdir(folder))
        return self._names.setdefault(folder, frozenset())


@dataclass(frozen=True)
class _Source:
    """What a file imports, as dotted names with the folder that they start at (None: anywhere), and whom it names."""

    imports: frozenset[tuple[str, Path | None]]
    file_names: frozenset[str]


def _source(file: Path) -> _Source:
    state = file.stat()
    return _read_source(file, state.st_size, state.st_mtime_ns)


@cache
def _read_source(file: Path, size: int, changed: int) -> _Source:
    try:
        module = ast.parse(file.read_bytes())
    except SyntaxError as error:
        raise BadInput(f"{file.name}:{error.lineno or 1}: is not Python: {error.msg}.") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{file.name}: cannot be read as Python: {error}.") from None
    nodes = list(ast.walk(module))
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    names = frozenset(text for text in constants if isinstance(text, str) and _FILE_NAME.fullmatch(text))
    return _Source(frozenset(_imported_names(nodes, file)), names)


def _imported_names(nodes: Iterable[ast.AST], file: Path) -> Iterator[tuple[str, Path | None]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            root = file.parents[node.level - 1] if 0 < node.level <= len(file.parents) else None
            base = node.module or ""
            if root is not None:
                yield "", root
            yield base, root
            yield from ((f"{base}.{alias.name}" if base else alias.name, root) for alias in node.names)


def _data_files(job: SceneJob, modules: Iterable[Path]) -> Iterator[Path]:
    """Data that ship with the project, and whatever file a parameter or the scene's source names."""
    yield from _DATA.glob("*.csv")
    folders = {job.folder, job.source.file.parent}
    for value in job.params.values():
        if isinstance(value, str):
            yield from _named_file(value, folders)
    for module in modules:
        if not module.is_relative_to(_LIBRARY):
            for name in _source(module).file_names:
                yield from _named_file(name, folders | {module.parent})


def _named_file(name: str, folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        path = folder / os.path.expanduser(name)
        if name and "\0" not in name and os.path.isfile(path):
            yield path


@cache
def _hash_of(path: Path, size: int, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _file_hash(path: Path) -> str:
    state = path.stat()
    return f"{path.name}:{_hash_of(path, state.st_size, state.st_mtime_ns)}"
