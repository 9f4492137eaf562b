"""The key of a rendered scene: a hash of everything that decides how it looks, found without importing any of it."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from explainers.production.catalogue import PROJECT
from explainers.production.jobs import SceneJob

LIBRARIES = ("manim", "typst", "av", "numpy", "scipy", "sympy")
_WORKER = PROJECT / "explainers" / "production" / "worker.py"
_DATA = PROJECT / "explainers" / "data"


def versions() -> dict[str, str]:
    """The versions that decide how a film looks."""
    return {library: version(library) for library in LIBRARIES} | {"python": platform.python_version()}


def scene_key(job: SceneJob) -> str:
    """Hash the scene's source and every module it imports, its parameters, data, words, settings, and the versions."""
    modules = imported_modules(job.source.file) | imported_modules(_WORKER)
    return digest(
        {
            "class": job.source.class_name,
            "modules": sorted(_file_hash(module) for module in modules),
            "params": job.params,
            "data": sorted(_file_hash(file) for file in _data_files(job)),
            "title": job.title,
            "words": job.words,
            "settings": job.settings.model_dump(),
            "versions": versions(),
        }
    )


def digest(content: Mapping[str, Any] | Sequence[Any]) -> str:
    """Hash anything that JSON can hold."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:24]


def imported_modules(file: Path) -> frozenset[Path]:
    """The file, and every file of the project or beside it that it imports, directly or not."""
    found: set[Path] = set()
    waiting = [file.resolve()]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(_imports(current))
    return frozenset(found)


@cache
def _imports(file: Path) -> tuple[Path, ...]:
    """The files that a file imports by itself. A package's `__init__` runs too, so it counts."""
    return tuple(
        path.resolve()
        for name in _imported_names(ast.parse(file.read_bytes()), file)
        for root in (PROJECT, file.parent)
        for path in _files_of(name, root)
    )


def _imported_names(module: ast.Module, file: Path) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = file.parent
                for _ in range(node.level - 1):
                    package = package.parent
                inside = package.relative_to(PROJECT).parts if package.is_relative_to(PROJECT) else ()
                base = ".".join([*inside, *([base] if base else [])])
            yield base
            yield from (f"{base}.{alias.name}" if base else alias.name for alias in node.names)


def _files_of(name: str, root: Path) -> Iterator[Path]:
    """The files that importing a dotted name runs: the packages on the way, and the module."""
    folder = root
    for part in name.split("."):
        if not part:
            return
        if (folder / f"{part}.py").is_file():
            yield folder / f"{part}.py"
        folder = folder / part
        if (folder / "__init__.py").is_file():
            yield folder / "__init__.py"


def _data_files(job: SceneJob) -> Iterator[Path]:
    """Data that ship with the project, and every value of a parameter that names a file."""
    yield from _DATA.glob("*.csv")
    for value in job.params.values():
        if isinstance(value, str) and value and len(value) < 1000 and "\0" not in value:
            path = (job.folder / value).expanduser()
            if path.is_file():
                yield path


@cache
def _hash_of(path: Path, size: int, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _file_hash(path: Path) -> str:
    state = path.stat()
    return f"{path.name}:{_hash_of(path, state.st_size, state.st_mtime_ns)}"
