"""The index of a sweep: what was made of which row, and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from explainers.spec.settings import ThemeName


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SweptRow(_Entry):
    """One row with its file, and a still of its last picture.

    `params` are those that were given or drawn. `questions` stand without answers. `seconds` is 0 for a still. `key`
    stands for everything the file was made from.
    """

    name: str
    label: str
    params: dict[str, Any]
    file: str = Field(pattern=r"^[^/\\]+$")
    still: str = Field(pattern=r"^(stills/)?[^/\\]+$")
    seconds: float
    words: str
    alt: str
    questions: tuple[str, ...]
    key: str


class FailedRow(_Entry):
    """A row that could not be made, and why."""

    name: str
    message: str


class SweepIndex(_Entry):
    """`index.json`: every row in the order of the table. `files` has the size of each file in bytes."""

    scene: str
    title: str
    table: str
    format: str
    theme: ThemeName
    width: int
    height: int
    exercises: bool
    key: str
    rows: tuple[SweptRow, ...]
    failed: tuple[FailedRow, ...]
    files: Mapping[str, int]
