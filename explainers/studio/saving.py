"""Writes what the page has set into a lesson: the one that is open, or a new one where the studio was started."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainers.production.jobs import SceneJob
from explainers.production.media import disk_errors_named
from explainers.spec.errors import BadInput
from explainers.spec.explain import quoted
from explainers.spec.lesson_edit import new_lesson, with_params, written_value
from explainers.spec.params import DataFolder
from explainers.spec.settings import ThemeName
from explainers.studio.playbill import OpenLesson

_NAME = re.compile(r"\w[\w .-]{0,80}\.ya?ml", re.IGNORECASE)

NOTHING_NEW = "Nothing is changed: the lesson says already what is on screen."


@dataclass(frozen=True)
class Saved:
    """What was written: the file, its values, and the data files that went along."""

    file: Path
    wrote: tuple[str, ...]
    along: tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """The values that a page has set, as it sent them and as the scene reads them.

    Parameters
    ----------
    dropped
        Folder of the data files that were dropped on the page.
    """

    given: Mapping[str, Any]
    read: Mapping[str, Any]
    schema: Mapping[str, Any]
    dropped: Path | None

    def values(self) -> dict[str, Any]:
        """What a lesson is to say: the paths of data files stay as they were given."""
        return {name: value if self.is_file(name) else self.read[name] for name, value in self.given.items()}

    def is_file(self, name: str) -> bool:
        """Whether a parameter is a data file."""
        field = self.schema[name]
        return any(option.get("format") == "path" for option in field.get("anyOf", [field]))

    def files(self) -> dict[str, str]:
        """The data files among the values."""
        return {name: str(value) for name, value in self.given.items() if self.is_file(name)}


def save_into(lesson: OpenLesson, name: str, job: SceneJob, settled: Settled) -> Saved:
    """Set the parameters of one scene of a lesson's file; all else in it stays.

    Raises
    ------
    BadInput
        If nothing is changed, the file cannot be written so, or data would be written over.
    """
    position = lesson.position(name)
    assert position is not None
    along = _going_along(settled, lesson.path.parent, job)
    values = {key: value for key, value in settled.values().items() if not _same(job.params.get(key), value)}
    if not values:
        raise BadInput(NOTHING_NEW)
    path = lesson.path
    with disk_errors_named(path.name):
        text = path.read_bytes().decode("utf-8")
        written = with_params(text, position, values)
        _copy(along, path.parent)
        _replace(path, written)
    return Saved(path, _said(values), tuple(along))


def save_new(folder: Path, file_name: str, reference: str, theme: ThemeName, job: SceneJob, settled: Settled) -> Saved:
    """Write a lesson of one scene into a new file.

    Raises
    ------
    BadInput
        If the name is not plain, there is such a file, or the scene or its data lie elsewhere.
    """
    if not _NAME.fullmatch(file_name):
        raise BadInput(
            f"{quoted(file_name)}: is not the plain name of a lesson's file. Call it something like week.yaml."
        )
    if os.path.isabs(reference):
        raise BadInput(
            f"{job.source.file.name}: lies outside {folder}, and so of the lesson. Start the studio beside it."
        )
    path = folder / file_name
    if path.exists():
        raise BadInput(f"{file_name}: is there already. Choose another name.")
    along = _going_along(settled, folder, job)
    values = settled.values()
    text = new_lesson(job.title or job.source.title, reference, values, "" if theme == "dark" else theme)
    with disk_errors_named(file_name):
        _copy(along, folder)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise BadInput(f"{file_name}: is there already. Choose another name.") from None
    return Saved(path, _said(values), tuple(along))


def _same(before: Any, value: Any) -> bool:
    return before is not None and written_value(before) == written_value(value)


def _said(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name}: {written_value(value)}" for name, value in values.items())


def _going_along(settled: Settled, folder: Path, job: SceneJob) -> dict[str, bytes]:
    """The data files that were dropped and have to lie beside the lesson; those that it could not read are refused."""
    along: dict[str, bytes] = {}
    for parameter, name in settled.files().items():
        dropped = settled.dropped / name if settled.dropped is not None else None
        if dropped is not None and os.path.basename(name) == name and dropped.is_file():
            content, there = dropped.read_bytes(), folder / name
            if not there.exists():
                along[name] = content
            elif there.read_bytes() != content:
                raise BadInput(f"{parameter}: another {name} lies beside the lesson. Give yours another name.")
            continue
        try:
            DataFolder(folder, confined=True, beside=job.source.file.parent).resolve(name)
        except ValueError as error:
            raise BadInput(f"{parameter}: {error}") from None
    return along


def _copy(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        with (folder / name).open("xb") as file:
            file.write(content)


def _replace(path: Path, text: str) -> None:
    """Write the file anew in one step, with the rights that it has: nobody ever sees half of it."""
    # A lesson may be a link to where it really lies.
    real = Path(os.path.realpath(path))
    number, beside = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(text.encode("utf-8"))
        os.chmod(beside, real.stat().st_mode & 0o777)
        os.replace(beside, real)
    except BaseException:
        os.unlink(beside)
        raise
