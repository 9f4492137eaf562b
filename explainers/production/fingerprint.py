"""The key of a rendered scene: a hash of everything that decides how it looks, found without importing any of it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from explainers.production.catalogue import PROJECT
from explainers.production.file_digest import file_digest
from explainers.production.jobs import SceneJob
from explainers.production.sources import SourceIndex
from explainers.production.voices import voice_state

LIBRARIES = ("manim", "typst", "av", "numpy", "scipy", "sympy")
_WORKER = PROJECT / "explainers" / "production" / "worker.py"
_LIBRARY = PROJECT / "explainers"
_DATA = _LIBRARY / "data"


def versions() -> dict[str, str]:
    """The versions that decide how a film looks."""
    return {library: _version(library) for library in LIBRARIES} | {"python": platform.python_version()}


_version = cache(version)


def scene_key(job: SceneJob, sources: Sources) -> str:
    """Hash the scene's source and every module it imports, its parameters, data, words, settings, and the versions."""
    modules = sources.imported_by(job.source.file) | sources.imported_by(_WORKER)
    data = set(_data_files(job, modules, sources))
    return digest(
        {
            "class": job.source.class_name,
            "modules": sorted(f"{module.name}:{sources.digest(module)}" for module in modules),
            "params": job.params,
            "data": sorted(f"{file.name}:{file_digest(file)}" for file in data),
            "title": job.title,
            "words": job.words,
            "voice": voice_state(job.voice),
            "pronunciation": job.pronunciation,
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

    Parameters
    ----------
    kept
        The file that remembers from run to run what was found.
    """

    def __init__(self, kept: Path | None = None) -> None:
        self._index = SourceIndex(kept)
        self._names: dict[Path, frozenset[str]] = {}
        self._files: dict[tuple[Path, str], Path | None] = {}
        self._imported_by: dict[Path, frozenset[Path]] = {}

    def digest(self, file: Path) -> str:
        """A hash of what stands in a source file."""
        return self._index.look(file).digest

    def file_names(self, file: Path) -> tuple[str, ...]:
        """The texts in a source file that may be names of files."""
        return self._index.look(file).file_names

    def keep(self) -> None:
        """Remember what was found, for the next run."""
        self._index.keep()

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
        for name, level in self._index.look(file).imports:
            for folder in file.parents[level - 1 : level] if level else anywhere:
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


def _data_files(job: SceneJob, modules: Iterable[Path], sources: Sources) -> Iterator[Path]:
    """Data that ship with the project, and whatever file a parameter or the scene's source names."""
    yield from _DATA.glob("*.csv")
    folders = {job.folder, job.source.file.parent} | ({job.dropped} if job.dropped is not None else set())
    for value in job.params.values():
        if isinstance(value, str):
            yield from _named_file(value, folders)
    for module in modules:
        if not module.is_relative_to(_LIBRARY):
            for name in sources.file_names(module):
                yield from _named_file(name, folders | {module.parent})


def _named_file(name: str, folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        path = folder / os.path.expanduser(name)
        if name and "\0" not in name and os.path.isfile(path):
            yield path
