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
from tqdm import tqdm  # type: ignore[import-untyped]

from explainers.film.capture import configure_manim, film
from explainers.film.renditions import RenditionSink, WorkshopFor
from explainers.film.segments import Progress, Section
from explainers.production.catalogue import PROJECT
from explainers.production.jobs import BeatOutline, SceneJob, SceneOutline
from explainers.production.media import FULL, disk_error
from explainers.production.parameters import parameter_outlines
from explainers.production.records import as_json
from explainers.production.voices import voice_of
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.manifest import Practice, RenderedBeat, RenderedScene, SoundCue
from explainers.spec.nearest import unknown
from explainers.spec.params import DataFolder, SceneParams, validate_params
from explainers.spec.rendition import Rendition
from explainers.spec.voice import Silent
from explainers.stage.explainer_scene import BREATH, ExplainerScene
from explainers.stage.rehearsal import Rehearsal, rehearse

SceneClass = type[ExplainerScene[Any]]


def outline(job: SceneJob, cache: Path | None = None) -> SceneOutline:
    """Settle a scene's parameters, solve it and write its script; draw nothing.

    Parameters
    ----------
    cache
        Where speech is kept, which is made now; without it, words are only timed.
    """
    with reported(job):
        scene = scene_class(job)
        if not issubclass(scene, ExplainerScene):
            return _plain_outline(job)
        rehearsal = rehearsed(job, scene, cache)
        return SceneOutline(
            name=job.source.name,
            title=rehearsal.title,
            summary=job.source.summary,
            parameters=tuple(parameter_outlines(scene.params_class())),
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


def film_renditions(
    job: SceneJob, renditions: Sequence[Rendition], workshop_for: WorkshopFor, cache: Path, progress: Progress
) -> tuple[RenderedScene, ...]:
    """Run a scene once, and film it in each of the renditions: clips and a still for each beat.

    Parameters
    ----------
    renditions
        Of the job's size, frame rate and theme.
    workshop_for
        Says who paints a rendition.
    """
    # Manim's progress bars, which nobody sees here, share a lock with all processes that the system keeps if this
    # process is killed: a lock of this process alone leaves nothing behind.
    tqdm.set_lock(threading.RLock())
    with reported(job):
        # A file may look at the configuration while it is imported: then it sees what Manim would show it.
        configure_manim(job.settings, cache, manims_frame=True)
        scene = scene_class(job)
        explains = issubclass(scene, ExplainerScene)
        sink = RenditionSink(renditions, workshop_for, progress, frozenset(job.shown if explains else ()))
        settings = job.settings.model_copy(update={"transparent": not sink.grounded})
        if not issubclass(scene, ExplainerScene):
            configure_manim(settings, cache, manims_frame=True)
            film(scene, {}, sink)
            return tuple(_plain_scene(job, sections) for sections in sink.close())
        configure_manim(settings, cache)
        rehearsal = rehearsed(job, scene, cache)
        film(scene, {"rehearsal": rehearsal, "theme": settings.theme}, sink)
        return tuple(_explained_scene(job, rehearsal, sections) for sections in sink.close())


def _explained_scene(job: SceneJob, rehearsal: Rehearsal, filmed: Sequence[Section]) -> RenderedScene:
    """What came of a scene that is told in beats."""
    sections = {section.name: section for section in filmed}
    return RenderedScene(
        scene=job.source.name,
        title=rehearsal.title,
        params=as_json(rehearsal.params),
        numbers=_numbers(rehearsal),
        practice=tuple(Practice(text=each.text, answer=each.answer, value=each.value) for each in rehearsal.practice),
        shown=job.shown,
        beats=tuple(
            RenderedBeat(
                name=spoken.beat.name,
                title=spoken.beat.title,
                words=spoken.beat.words,
                alt=spoken.beat.alt,
                frames=sections[spoken.beat.name].frames + sections[spoken.beat.name].back,
                cues=spoken.speech.cues,
                clips=sections[spoken.beat.name].clips,
                still=sections[spoken.beat.name].still,
                sounds=(*spoken.speech.sounds, *_sounds(sections[spoken.beat.name])),
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
    # The voice of a lesson is for those of its scenes that have words; one that was asked for here is for this scene.
    if not job.where and not isinstance(job.voice, Silent):
        raise BadInput(
            f"voice {job.voice.name}: {job.source.class_name} is a plain Manim scene, without words to be read. "
            "Leave out --voice; sounds that the scene plays itself are heard."
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


def _plain_scene(job: SceneJob, sections: Sequence[Section]) -> RenderedScene:
    """What came of a scene that knows nothing of beats: its sections take their place."""
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
                frames=section.frames + section.back,
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


def rehearsed(job: SceneJob, scene: SceneClass, cache: Path | None = None) -> Rehearsal:
    """Settle a scene, and have its words spoken; without a cache to keep speech in, they are only timed."""
    params = settled(job, scene)
    here = job.where.get("", "")
    for beat in job.shown:
        if beat not in scene.beats:
            raise BadInput(here + unknown("Beat", beat, scene.beats))
    try:
        return rehearse(scene, params, voice_of(job, cache, scene.beats), title=job.title, words=job.words)
    except BadInput as error:
        # Such errors begin with the parameter's name, which a lesson gives on a line of its own.
        name = str(error).partition(":")[0]
        raise BadInput(job.where.get(name, here) + str(error)) from error


def settled(job: SceneJob, scene: SceneClass) -> SceneParams:
    """A scene's parameters, checked."""
    folder = DataFolder(job.folder, confined=job.confined, beside=job.source.file.parent, dropped=job.dropped)
    return validate_params(scene.params_class(), job.params, folder, where=job.where)


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
    except MathframesError as error:
        frames = _own_frames(job, error)
        telling = any(frame.name == "construct" for frame in frames)
        if telling and not str(error).startswith(f"{job.source.file.name}:"):
            # What is wrong with a value is said by its name; what is wrong with the story, by its line.
            error.args = (f"{_place(job, frames)}: {error}",)
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
    said = " ".join(str(error).split())
    failure = MathframesError(
        f"{_place(job, _own_frames(job, error))}: {type(error).__name__}{': ' if said else ''}{said}"
    )
    failure.add_note("".join(traceback.format_exception(error)))
    return failure


def _place(job: SceneJob, frames: Sequence[traceback.FrameSummary]) -> str:
    """File and line of a scene where an error comes from; the file alone, if it is elsewhere."""
    return f"{job.source.file.name}:{frames[-1].lineno}" if frames else job.source.file.name


def _own_frames(job: SceneJob, error: BaseException) -> list[traceback.FrameSummary]:
    return [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == job.source.file]


def _numbers(rehearsal: Rehearsal) -> dict[str, Any]:
    numbers = as_json(rehearsal.numbers)
    return numbers if isinstance(numbers, dict) else {"value": numbers}
