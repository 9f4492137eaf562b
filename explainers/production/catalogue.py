"""Which scenes and lessons there are: read from file names and syntax trees; no scene is imported to list it."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from explainers.production.python_file import parsed
from explainers.spec.errors import BadInput
from explainers.spec.nearest import nearest, unknown

PROJECT = Path(__file__).parent.parent.parent
SCENES = PROJECT / "scenes"
LESSONS = PROJECT / "explainers" / "lessons"
TITLE_CARD = PROJECT / "explainers" / "stage" / "title_card.py"


@dataclass(frozen=True)
class SceneSource:
    """Where a scene stands. `name` is its file's name with hyphens, `summary` the first line of its docstring."""

    name: str
    topic: str
    file: Path
    class_name: str
    title: str
    summary: str


def scenes() -> tuple[SceneSource, ...]:
    """Every scene of the catalogue, by topic and name. A file that cannot be read hides itself, not the others."""
    found: list[SceneSource] = []
    for file in _scene_files():
        with suppress(BadInput):
            found += _sources(file)[-1:]
    return tuple(found)


def find_scene(reference: str, folder: Path) -> SceneSource:
    """Find a scene by its catalogue name, or as ``FILE.py:ClassName`` starting at `folder`.

    Raises
    ------
    BadInput
        If there is none; it names the nearest.
    """
    file, _, class_name = reference.partition(":")
    if not file.endswith(".py"):
        return _by_name(reference)
    path = Path(os.path.realpath(folder / os.path.expanduser(file)))
    if not path.is_file():
        raise BadInput(f"There is no file '{file}'.{_similar(path, '*.py')}")
    sources = _sources(path)
    if len(sources) == 1 and class_name in ("", sources[0].class_name):
        return sources[0]
    for source in (*sources, *_sources(path, every_class=True)):
        if source.class_name == class_name:
            # Each scene of a file is rendered to a place of its own.
            return replace(source, name=f"{source.name}-{class_name}")
    if not sources:
        raise BadInput(f"{file} holds no scene: no class in it is built on a class that is named ...Scene.")
    names = [source.class_name for source in sources]
    if not class_name:
        raise BadInput(f"{file} holds more than one scene. Write {file}:CLASS with one of {', '.join(names)}.")
    raise BadInput(unknown(f"{file}: class", class_name, names))


def reference_of(source: SceneSource, folder: Path) -> str:
    """A scene as `find_scene` finds it again: by its name, or by its file and class, counted from `folder`."""
    if source.file.is_relative_to(SCENES.resolve()) or not source.file.is_relative_to(folder):
        return source.name
    return f"{source.file.relative_to(folder).as_posix()}:{source.class_name}"


def lessons() -> tuple[Path, ...]:
    """Every lesson that ships with the project."""
    return tuple(sorted(LESSONS.glob("*.yaml")))


def find_lesson(reference: str) -> Path:
    """Find a lesson by name, or by the path of its file."""
    path = Path(os.path.expanduser(reference))
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
        if not os.path.isfile(path):
            raise BadInput(f"There is no lesson file '{reference}'.{_similar(path, '*.y*ml')}")
        return path
    known = {lesson.stem: lesson for lesson in lessons()}
    if reference not in known:
        raise BadInput(unknown("Lesson", reference, known))
    return known[reference]


def _by_name(name: str) -> SceneSource:
    wanted = name.replace("_", "-").lower()
    for file in _scene_files():
        if catalogue_name(file) == wanted and (sources := _sources(file)):
            return sources[-1]
    raise BadInput(unknown("Scene", name, [source.name for source in scenes()]))


def _scene_files() -> list[Path]:
    return [file for file in sorted(SCENES.glob("*/*.py")) if not file.name.startswith("_")]


def catalogue_name(file: Path) -> str:
    """A scene is called as its file, with hyphens."""
    return file.stem.replace("_", "-")


def _similar(path: Path, pattern: str) -> str:
    known = sorted(entry.name for entry in path.parent.glob(pattern)) if path.parent.is_dir() else []
    near = nearest(path.name, known)
    return f" Did you mean '{near}'?" if near is not None else ""


def _sources(file: Path, *, every_class: bool = False) -> tuple[SceneSource, ...]:
    """The scenes of one file, in order; with `every_class`, whatever may turn out to be one."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file.name}: cannot be read as Python: {error}.") from None
    module = parsed(file, content)
    summary = (ast.get_docstring(module) or "").partition("\n")[0]
    return tuple(
        SceneSource(
            name=catalogue_name(file),
            topic=file.parent.name,
            file=file.resolve(),
            class_name=definition.name,
            title=_title(definition),
            summary=summary,
        )
        for definition in (_classes(module) if every_class else _scene_classes(module))
    )


def _classes(module: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in module.body if isinstance(node, ast.ClassDef))


def _scene_classes(module: ast.Module) -> Iterator[ast.ClassDef]:
    """Find the classes built on something that is named a scene, or on another such class of the file."""
    found: set[str] = set()
    for node in _classes(module):
        bases = {_base_name(base) for base in node.bases}
        if any(base.endswith("Scene") for base in bases) or bases & found:
            found.add(node.name)
            yield node


def _base_name(base: ast.expr) -> str:
    """Name a base class without its package and type arguments."""
    if isinstance(base, ast.Subscript):
        base = base.value
    if isinstance(base, ast.Attribute):
        return base.attr
    return base.id if isinstance(base, ast.Name) else ""


def _title(definition: ast.ClassDef) -> str:
    for node in definition.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "title" for target in targets):
                return str(node.value.value)
    return definition.name
