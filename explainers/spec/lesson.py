"""The lesson file: which scenes, with which numbers, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from explainers.spec.errors import BadInput
from explainers.spec.explain import explain, quoted
from explainers.spec.nearest import nearest
from explainers.spec.settings import Quality, RenderSettings, ThemeName
from explainers.spec.voice import VoiceChoice

Location = tuple[str | int, ...]
"""The way to a value in a lesson file: keys and list positions."""

LARGEST_FILE = 1_000_000  # bytes
DEEPEST = 20  # lists within lists
LARGEST_TREE = 20_000
"""Values of a file, those that an alias repeats counted each time: a few lines of aliases can stand for billions."""


class _Entry(BaseModel):
    """Part of a lesson file. A key without a value counts as left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, raw: Any) -> Any:
        return {key: value for key, value in raw.items() if value is not None} if isinstance(raw, dict) else raw


class SceneUse(_Entry):
    """One scene as a lesson uses it."""

    scene: str = Field(description="Catalogue name, or FILE.py:ClassName beside the lesson")
    id: str = Field(
        "", description="Name of this use in file names; the scene's name if left out", pattern=r"^[a-z0-9-]*$"
    )
    title: str = Field("", description="Chapter title; the scene's own if left out")
    params: dict[str, Any] = Field(default_factory=dict, description="The scene's parameters")
    words: dict[str, str] = Field(default_factory=dict, description="Own words for some beats")
    beats: tuple[str, ...] = Field((), description="The beats to show; all of them if left out")


class LessonSpec(_Entry):
    """A lesson: its title, its scenes, and how it is rendered unless a flag says otherwise."""

    title: str
    subtitle: str = ""
    summary: str = ""
    lessons: tuple[str, ...] = Field((), description="Of a course: its lessons, in place of scenes")
    scenes: tuple[SceneUse, ...] = Field((), validate_default=True, description="Its scenes, one after the other")
    quality: Quality | None = None
    resolution: str | None = None
    fps: int | None = None
    theme: ThemeName | None = None
    voice: VoiceChoice | None = Field(None, description="Who speaks: silent, recorded, espeak or piper, with options")
    pronunciation: dict[str, str] = Field(default_factory=dict, description="Words, each with how a voice says it")
    title_card: bool = True

    @model_validator(mode="before")
    @classmethod
    def _scene_by_name_alone(cls, raw: Any) -> Any:
        """A scene without changes may be written as its bare name."""
        if isinstance(raw, dict) and isinstance(raw.get("scenes"), list):
            raw = {**raw, "scenes": [{"scene": use} if isinstance(use, str) else use for use in raw["scenes"]]}
        return raw

    @field_validator("scenes")
    @classmethod
    def _scenes_or_lessons(cls, scenes: tuple[SceneUse, ...], info: ValidationInfo) -> tuple[SceneUse, ...]:
        lessons = info.data.get("lessons", ())
        if scenes and lessons:
            raise ValueError("stand beside lessons. A lesson has scenes, and a course has lessons: give one of them")
        if not scenes and not lessons:
            raise PydanticCustomError("missing", "there are none")
        return scenes

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
        if location in {("width",), ("height",)}:
            location = ("resolution",)
        raise BadInput(_where(path, lines, location) + explain(error)) from None
    except BadInput as error:
        raise BadInput(_where(path, lines, ("resolution",)) + str(error)) from None
    return LessonFile(path=path, spec=spec, lines=lines)


def _load(path: Path) -> tuple[dict[str, Any], dict[Location, int]]:
    text = _read(path)
    lines: dict[Location, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is not None:
            for number, (location, line) in enumerate(_lines(node, ())):
                if number > LARGEST_TREE:
                    raise ValueError(f"it holds more than {LARGEST_TREE} values")
                lines[location] = line
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadInput(f"{path}:{_line(error, text)}: is not YAML: {_reason(error)}.") from None
    except _Repeated as error:
        raise BadInput(f"{path}:{error.line}: key {quoted(error)} is given twice. Keep one of them.") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}:1: is not a lesson: {error}.") from None
    if not isinstance(raw, dict):
        raise BadInput(f"{path}:1: is not a lesson. A lesson has a title and a list of scenes.")
    return raw, lines


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path}: is too large for a lesson; at most {LARGEST_FILE // 1_000_000} MB are read.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}:{line}: is not UTF-8 text. Save it in UTF-8.") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}.") from None


class _Repeated(Exception):
    """A key that stands twice: YAML would quietly keep the last."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.line = line


def _lines(node: yaml.Node, location: Location) -> Iterator[tuple[Location, int]]:
    """Tell where in the file each value stands; a value with a key, where its key stands."""
    if len(location) > DEEPEST:
        raise ValueError(f"values are nested more than {DEEPEST} deep")
    if not location:
        yield location, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = str(key.value)
            if name in seen and key.tag != "tag:yaml.org,2002:merge":
                raise _Repeated(name, line)
            seen.add(name)
            yield (*location, name), line
            yield from _lines(value, (*location, name))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield (*location, position), value.start_mark.line + 1
            yield from _lines(value, (*location, position))


def _line(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position) + 1
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1


def _reason(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.reader.ReaderError):
        return f"the character {chr(error.character)!r} is not allowed"
    problem = getattr(error, "problem", None) or str(error)
    if "'\\t'" in problem:
        return "a tab stands where spaces belong. Indent with spaces"
    return " ".join(problem.split())


def _refuse_unknown_keys(path: Path, raw: Mapping[Any, Any], lines: Mapping[Location, int]) -> None:
    for key in raw:
        if key not in LessonSpec.model_fields:
            raise BadInput(_where(path, lines, (str(key),)) + _unknown_key(str(key), LessonSpec))
    scenes = raw.get("scenes")
    for position, use in enumerate(scenes if isinstance(scenes, list) else []):
        for key in use if isinstance(use, dict) else {}:
            if key not in SceneUse.model_fields:
                raise BadInput(_where(path, lines, ("scenes", position, str(key))) + _unknown_key(str(key), SceneUse))


def _unknown_key(key: str, model: type[BaseModel]) -> str:
    near = nearest(key, model.model_fields)
    cure = f"Did you mean '{near}'?" if near else f"Known: {', '.join(model.model_fields)}."
    return f"unknown key {quoted(key)}. {cure}"


def _where(path: Path, lines: Mapping[Location, int], location: Location) -> str:
    """Find the line of the value, or of the nearest thing around it."""
    while location and location not in lines:
        location = location[:-1]
    return f"{path}:{lines.get(location, 1)}: "
