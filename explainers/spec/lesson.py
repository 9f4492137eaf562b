"""The lesson file: which scenes, with which numbers, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from explainers.spec.errors import BadInput
from explainers.spec.nearest import unknown
from explainers.spec.params import explain
from explainers.spec.settings import Quality, RenderSettings, ThemeName

Location = tuple[str | int, ...]
"""The way to a value in a lesson file: keys and list positions."""


class SceneUse(BaseModel):
    """One scene as a lesson uses it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scene: str = Field(description="Catalogue name, or FILE.py:ClassName beside the lesson")
    id: str = Field(
        "", description="Name of this use in file names; the scene's name if left out", pattern=r"^[a-z0-9-]*$"
    )
    title: str = Field("", description="Chapter title; the scene's own if left out")
    params: dict[str, Any] = Field(default_factory=dict, description="The scene's parameters")
    words: dict[str, str] = Field(default_factory=dict, description="Own words for some beats")
    beats: tuple[str, ...] = Field((), description="The beats to show; all of them if left out")


class LessonSpec(BaseModel):
    """A lesson: its title, its scenes, and how it is rendered unless a flag says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    subtitle: str = ""
    summary: str = ""
    scenes: tuple[SceneUse, ...] = Field(min_length=1)
    quality: Quality | None = None
    resolution: str | None = None
    fps: int | None = None
    theme: ThemeName | None = None
    title_card: bool = True

    @model_validator(mode="before")
    @classmethod
    def _scene_by_name_alone(cls, raw: Any) -> Any:
        """A scene without changes may be written as its bare name."""
        if isinstance(raw, dict) and isinstance(raw.get("scenes"), list):
            raw = {**raw, "scenes": [{"scene": use} if isinstance(use, str) else use for use in raw["scenes"]]}
        return raw

    def settings(self) -> RenderSettings:
        """How the lesson asks to be rendered."""
        return RenderSettings.of(quality=self.quality, resolution=self.resolution, fps=self.fps, theme=self.theme)


@dataclass(frozen=True)
class LessonFile:
    """A lesson as it was read: `lines` tells where in the file each value stands."""

    path: Path
    spec: LessonSpec
    lines: Mapping[Location, int]

    @property
    def name(self) -> str:
        return self.path.stem

    def where(self, *location: str | int) -> str:
        """Say where a value stands, as ``lessons/bayes.yaml:14: ``."""
        return _where(self.path, self.lines, location)


def read_lesson(path: Path) -> LessonFile:
    """Read and check a lesson file.

    Raises
    ------
    BadInput
        One line with file and line number, whatever is wrong with the file.
    """
    raw, lines = _load(path)
    _refuse_unknown_keys(path, raw, lines)
    try:
        spec = LessonSpec.model_validate(raw)
        spec.settings()
    except ValidationError as error:
        location = tuple(error.errors()[0]["loc"])
        raise BadInput(_where(path, lines, location) + explain(error)) from None
    return LessonFile(path=path, spec=spec, lines=lines)


def _load(path: Path) -> tuple[dict[str, Any], dict[Location, int]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as text: {error}") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}" if mark is not None else "1"
        raise BadInput(f"{path}:{line}: is not YAML: {getattr(error, 'problem', error)}") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}:1: is not a lesson: {error}") from None
    if not isinstance(raw, dict) or node is None:
        raise BadInput(f"{path}:1: is not a lesson. A lesson has a title and a list of scenes.")
    lines: dict[Location, int] = {}
    _collect_lines(node, (), lines)
    return raw, lines


def _collect_lines(node: yaml.Node, location: Location, lines: dict[Location, int]) -> None:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _collect_lines(value, (*location, key.value), lines)
            lines[(*location, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            _collect_lines(value, (*location, position), lines)


def _refuse_unknown_keys(path: Path, raw: Mapping[str, Any], lines: Mapping[Location, int]) -> None:
    for key in raw:
        if key not in LessonSpec.model_fields:
            raise BadInput(_where(path, lines, (key,)) + _unknown_key(str(key), LessonSpec))
    scenes = raw.get("scenes")
    for position, use in enumerate(scenes if isinstance(scenes, list) else []):
        for key in use if isinstance(use, dict) else {}:
            if key not in SceneUse.model_fields:
                raise BadInput(_where(path, lines, ("scenes", position, key)) + _unknown_key(str(key), SceneUse))


def _unknown_key(key: str, model: type[BaseModel]) -> str:
    return unknown("key", key, model.model_fields)


def _where(path: Path, lines: Mapping[Location, int], location: Location) -> str:
    """Find the line of the value, or of the nearest thing around it."""
    while location and location not in lines:
        location = location[:-1]
    return f"{path}:{lines.get(location, 1)}: "
