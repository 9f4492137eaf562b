"""The list of clips that stands beside them: what a page or a deck needs to show one."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from explainers.spec.settings import ThemeName


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clip(_Entry):
    """One file: a beat as a film or as a still.

    `seconds` is 0 for a still. `key` stands for everything the file was made from; `content` for what it shows,
    whatever its size and colours.
    """

    file: str = Field(pattern=r"^[^/\\]+$")
    format: str
    scene: str
    beat: str
    title: str
    words: str
    alt: str
    seconds: float
    loop: bool
    transparent: bool
    theme: ThemeName
    width: int
    height: int
    bytes: int
    key: str
    content: str


class ClipList(_Entry):
    """`clips.json`: every clip of its folder, in the order of the lesson."""

    lesson: str
    title: str
    shape: str
    clips: tuple[Clip, ...]
