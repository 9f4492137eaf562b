"""What runs in a worker process: the only part of production that imports scenes, and with them Manim."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from manim import Scene
from pydantic_core import PydanticUndefined
from tqdm import tqdm  # type: ignore[import-untyped]

from explainers.film.capture import configure_manim, film
from explainers.film.segments import Progress, Section, SegmentSink, Workshop
from explainers.narration.silent import SilentVoice
from explainers.production.catalogue import PROJECT
from explainers.production.jobs import BeatOutline, ParameterOutline, SceneJob, SceneOutline
from explainers.production.media import FULL, disk_error
from explainers.production.records import as_json
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.manifest import Practice, RenderedBeat, RenderedScene, SoundCue
from explainers.spec.nearest import unknown
from explainers.spec.params import DataFolder, SceneParams, validate_params
from explainers.stage.explainer_scene import BREATH, ExplainerScene
from explainers.stage.rehearsal import Rehearsal, rehearse

SceneClass = type[ExplainerScene[Any]]


def outline(job: SceneJob) -> SceneOutline:
    """Settle a scene's parameters, solve it and write its script; draw nothing."""
    with reported(job):
        scene = scene_class(job)
        if not issubclass(scene, ExplainerScene):
            return _plain_outline(job)
        rehearsal = rehearsed(job, scene)
        return SceneOutline(
            name=job.source.name,
            title=rehearsal.title,
            summary=job.source.summary,
            parameters=tuple(_parameters(scene.params_class())),
            beats=tuple(
                BeatOutline(
                    name=spoken.beat.name,
                    title=spoken.beat.title,
                    words=spoken.beat.words,
                    alt=spoken.beat.alt,
                    seconds=spoken.speech.duration + BREATH,
                )
                for spoken in rehearsal.beats
            ),
            practice=tuple((question.text, question.answer) for question in rehearsal.practice),
            params=as_json(rehearsal.params),
            numbers=_numbers(rehearsal),
        )


def film_scene(
    job: SceneJob, workshop: Workshop, cache: Path, progress: Progress, *, stills: str = ""
) -> RenderedScene:
    """Film a scene: clips and a still for each beat, painted by the workshop.

    Parameters
    ----------
    stills
        The ending of the stills' files, if stills are all that is wanted.
    """
    # Manim's progress bars, which nobody sees here, share a lock with all processes that the system keeps if this
    # process is killed: a lock of this process alone leaves nothing behind.
    tqdm.set_lock(threading.RLock())
    with reported(job):
        # A file may look at the configuration while it is imported: then it sees what Manim would show it.
        configure_manim(job.settings, cache, manims_frame=True)
        scene = scene_class(job)
        explains = issubclass(scene, ExplainerScene)
        sink = SegmentSink(
            workshop,
            job.settings,
            progress,
            still=stills or ".png",
            every_frame=not stills,
            shown=frozenset(job.shown if explains else ()),
        )
        if not issubclass(scene, ExplainerScene):
            return _filmed_plainly(job, scene, sink)
        configure_manim(job.settings, cache)
        rehearsal = rehearsed(job, scene)
        film(scene, {"rehearsal": rehearsal, "theme": job.settings.theme}, sink)
        sections = {section.name: section for section in sink.close()}
        return RenderedScene(
            scene=job.source.name,
            title=rehearsal.title,
            params=as_json(rehearsal.params),
            numbers=_numbers(rehearsal),
            practice=tuple(Practice(text=each.text, answer=each.answer) for each in rehearsal.practice),
            shown=job.shown,
            beats=tuple(
                RenderedBeat(
                    name=spoken.beat.name,
                    title=spoken.beat.title,
                    words=spoken.beat.words,
                    alt=spoken.beat.alt,
                    frames=sections[spoken.beat.name].frames,
                    cues=spoken.speech.cues,
                    clips=sections[spoken.beat.name].clips,
                    still=sections[spoken.beat.name].still,
                    sounds=_sounds(sections[spoken.beat.name]),
                )
                for spoken in rehearsal.beats
                if job.shows(spoken.beat.name)
            ),
        )


def _plain_outline(job: SceneJob) -> SceneOutline:
    """All that is known of a scene that is Manim's own, before it has run."""
    for what, given in (("parameter", job.params), ("beat", job.words)):
        if given:
            raise BadInput(
                f"{job.where.get('', '')}{job.source.class_name} is a plain Manim scene: it has no {what} "
                f"'{next(iter(given))}'."
            )
    return SceneOutline(
        name=job.source.name,
        title=job.source.title,
        summary=job.source.summary,
        parameters=(),
        beats=(),
        practice=(),
        params={},
        numbers={},
    )


def _filmed_plainly(job: SceneJob, scene: type[Scene], sink: SegmentSink) -> RenderedScene:
    """Film a scene that knows nothing of beats: its sections take their place."""
    film(scene, {}, sink)
    sections = sink.close()
    title = job.title or job.source.title
    return RenderedScene(
        scene=job.source.name,
        title=title,
        params={},
        numbers={},
        practice=(),
        beats=tuple(
            RenderedBeat(
                name=name,
                title=section.name if len(sections) > 1 else title,
                words="",
                alt="",
                frames=section.frames,
                cues=section.captions,
                clips=section.clips,
                still=section.still,
                sounds=_sounds(section),
            )
            for name, section in zip(_file_names(sections), sections, strict=True)
        ),
    )


def _sounds(section: Section) -> tuple[SoundCue, ...]:
    return tuple(SoundCue(file=str(sound.file), start=sound.start, gain=sound.gain) for sound in section.sounds)


def _file_names(sections: Sequence[Section]) -> list[str]:
    """Name sections so that files can be called after them: plain letters, and each name once."""
    names: list[str] = []
    for section in sections:
        name = re.sub(r"[^a-z0-9]+", "-", section.name.lower()).strip("-") or "section"
        number = sum(re.fullmatch(re.escape(name) + r"(-\d+)?", other) is not None for other in names)
        names.append(f"{name}-{number + 1}" if number else name)
    return names


def rehearsed(job: SceneJob, scene: SceneClass) -> Rehearsal:
    folder = DataFolder(job.folder, confined=job.confined, beside=job.source.file.parent)
    params = validate_params(scene.params_class(), job.params, folder, where=job.where)
    here = job.where.get("", "")
    for beat in job.shown:
        if beat not in scene.beats:
            raise BadInput(here + unknown("Beat", beat, scene.beats))
    try:
        return rehearse(scene, params, SilentVoice(), title=job.title, words=job.words)
    except BadInput as error:
        # Such errors begin with the parameter's name, which a lesson gives on a line of its own.
        name = str(error).partition(":")[0]
        raise BadInput(job.where.get(name, here) + str(error)) from error


def scene_class(job: SceneJob) -> type[Scene]:
    scene = getattr(_imported(job.source.file), job.source.class_name, None)
    if not (isinstance(scene, type) and issubclass(scene, Scene)):
        raise BadInput(f"{job.source.file.name} has no scene {job.source.class_name} when it is run.")
    return scene


def _imported(file: Path) -> ModuleType:
    """Import a scene's file: as what it is in the project, or as part of a package made of the folder it stands in.

    The folder is on the path, too, as for Python's own scripts: both `import shapes` and `from .shapes import` work.
    """
    if file.is_relative_to(PROJECT) and (file.parent / "__init__.py").is_file():
        return importlib.import_module(".".join(file.relative_to(PROJECT).with_suffix("").parts))
    package = f"beside_{hashlib.sha256(str(file.parent).encode()).hexdigest()[:12]}"
    name = f"{package}.{file.stem.replace('.', '_')}"
    if name in sys.modules:
        return sys.modules[name]
    if package not in sys.modules:
        sys.modules[package] = ModuleType(package)
        sys.modules[package].__path__ = [str(file.parent)]
    if str(file.parent) not in sys.path:
        sys.path.append(str(file.parent))
    specification = importlib.util.spec_from_file_location(name, file)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    try:
        specification.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


@contextmanager
def reported(job: SceneJob) -> Iterator[None]:
    """Turn whatever goes wrong in somebody's scene into one line; the traceback travels along for ``--debug``."""
    try:
        yield
    except MathframesError:
        raise
    except MemoryError:
        raise MathframesError(
            f"{job.source.name}: not enough memory. Render smaller (-q m), or with --workers 1."
        ) from None
    except (Exception, SystemExit) as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise disk_error(error, job.id) from None
        raise _failed(job, error) from None


def _failed(job: SceneJob, error: BaseException) -> MathframesError:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == job.source.file]
    place = f"{job.source.file.name}:{frames[-1].lineno}" if frames else job.source.file.name
    said = " ".join(str(error).split())
    failure = MathframesError(f"{place}: {type(error).__name__}{': ' if said else ''}{said}")
    failure.add_note("".join(traceback.format_exception(error)))
    return failure


def _numbers(rehearsal: Rehearsal) -> dict[str, Any]:
    numbers = as_json(rehearsal.numbers)
    return numbers if isinstance(numbers, dict) else {"value": numbers}


def _parameters(schema: type[SceneParams]) -> Iterator[ParameterOutline]:
    """List a scene's parameters, its own before those every scene has."""
    properties = schema.model_json_schema()["properties"]
    own = [name for name in schema.model_fields if name not in SceneParams.model_fields]
    for name in [*own, *SceneParams.model_fields]:
        field = schema.model_fields[name]
        default = "" if field.default in (PydanticUndefined, None) else _written(field.default)
        kind, allowed = _kind(properties[name])
        yield ParameterOutline(name, "--" + name.replace("_", "-"), kind, default, allowed, field.description or "")


def _written(value: Any) -> str:
    """Write a value as the command line takes it."""
    if isinstance(value, list | tuple):
        nested = any(isinstance(item, list | tuple) for item in value)
        return ("; " if nested else " ").join(_written(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _kind(schema: dict[str, Any]) -> tuple[str, str]:
    """Say what a value is, and what is allowed, in a word or two."""
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    option = options[0] if options else schema
    if "enum" in option:
        return "choice", ", ".join(str(choice) for choice in option["enum"])
    bounds = [
        f"{sign} {_written(option[bound])}"
        for bound, sign in (
            ("minimum", "at least"),
            ("exclusiveMinimum", "more than"),
            ("maximum", "at most"),
            ("exclusiveMaximum", "less than"),
        )
        if bound in option
    ]
    kinds = {
        "number": "number",
        "integer": "whole number",
        "boolean": "yes or no",
        "array": "numbers",
        "string": "text",
    }
    return kinds.get(option.get("type", ""), option.get("format", "text")), ", ".join(bounds)
