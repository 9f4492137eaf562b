"""What a run will do and why, decided before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from explainers.production.catalogue import TITLE_CARD, SceneSource, find_scene
from explainers.production.fingerprint import Sources, digest, scene_key, versions
from explainers.production.jobs import SceneJob
from explainers.production.media import Media, is_whole, read_manifest, recorded_scene
from explainers.spec.errors import BadInput
from explainers.spec.lesson import LessonFile
from explainers.spec.manifest import Manifest, RenderedScene
from explainers.spec.settings import RenderSettings

CARD = "title"
"""What the title card is called in file names."""


@dataclass(frozen=True)
class PlannedScene:
    """One scene of a plan: rendered before (`reused`), or to be rendered."""

    job: SceneJob
    key: str
    reused: RenderedScene | None


@dataclass(frozen=True)
class LessonPlan:
    """A lesson as it will be made. `finished` is the earlier result if nothing has changed since."""

    lesson: LessonFile
    settings: RenderSettings
    scenes: tuple[PlannedScene, ...]
    key: str
    finished: Manifest | None

    @property
    def to_render(self) -> tuple[PlannedScene, ...]:
        return tuple(scene for scene in self.scenes if scene.reused is None)


def plan_lesson(lesson: LessonFile, settings: RenderSettings, media: Media) -> LessonPlan:
    """Decide what is rendered and what is reused.

    Raises
    ------
    BadInput
        If a scene of the lesson is not known, or the film is to be transparent.
    """
    if settings.transparent:
        raise BadInput("A lesson is an MP4, which has no transparency. Render its scenes by themselves: scene NAME -t.")
    sources = Sources(media.sources)
    scenes = tuple(_planned(job, media, sources) for job in lesson_jobs(lesson, settings))
    key = digest(
        {
            "lesson": lesson.spec.model_dump(),
            "scenes": [scene.key for scene in scenes],
            "assembly": sorted(_own_modules(sources)),
            "versions": versions(),
        }
    )
    sources.keep()
    folder = media.lesson(lesson.name)
    manifest = read_manifest(folder / "lesson.json")
    unchanged = manifest is not None and manifest.key == key and is_whole(folder, manifest)
    return LessonPlan(lesson, settings, scenes, key, manifest if unchanged else None)


def plan_scene(job: SceneJob, media: Media) -> PlannedScene:
    """Decide whether a scene has to be rendered."""
    sources = Sources(media.sources)
    planned = _planned(job, media, sources)
    sources.keep()
    return planned


def _planned(job: SceneJob, media: Media, sources: Sources) -> PlannedScene:
    key = scene_key(job, sources)
    return PlannedScene(job, key, recorded_scene(media, key))


def lesson_jobs(lesson: LessonFile, settings: RenderSettings) -> tuple[SceneJob, ...]:
    """The lesson's scenes as jobs, a title card first."""
    uses = lesson.spec.scenes
    folder = lesson.path.parent.resolve()
    jobs = []
    for position, (use, identifier) in enumerate(zip(uses, _identifiers(lesson), strict=True)):
        try:
            source = _confined(find_scene(use.scene, folder), use.scene, folder)
        except BadInput as error:
            raise BadInput(lesson.where("scenes", position, "scene") + str(error)) from None
        names = {name.replace("-", "_"): name for name in use.params}
        jobs.append(
            SceneJob(
                id=identifier,
                source=source,
                params=use.params,
                folder=folder,
                confined=True,
                settings=settings,
                title=use.title,
                words=use.words,
                shown=use.beats,
                where={field: lesson.where("scenes", position, "params", name) for field, name in names.items()}
                | {"": lesson.where("scenes", position)},
            )
        )
    if lesson.spec.title_card:
        jobs.insert(0, _title_card(lesson, settings, [job.title or job.source.title for job in jobs]))
    return tuple(jobs)


def _identifiers(lesson: LessonFile) -> tuple[str, ...]:
    """A name for each use of a scene: its own, or the scene's, numbered where a scene is used more than once."""
    wanted = [use.id or Path(use.scene.partition(":")[0]).stem.replace("_", "-") for use in lesson.spec.scenes]
    given = [use.id for use in lesson.spec.scenes]
    for position, name in enumerate(given):
        if name and (name in given[:position] or name == CARD):
            raise BadInput(f"{lesson.where('scenes', position, 'id')}id '{name}' is used already. Take another.")
    taken = {CARD, *given}
    identifiers = []
    for name, own in zip(wanted, given, strict=True):
        numbered = (f"{name}-{number}" for number in count(2))
        identifier = own or next(free for free in chain([name], numbered) if free not in taken)
        taken.add(identifier)
        identifiers.append(identifier)
    return tuple(identifiers)


def _confined(source: SceneSource, reference: str, folder: Path) -> SceneSource:
    if reference.partition(":")[0].endswith(".py") and not source.file.is_relative_to(folder):
        raise BadInput(f"'{reference}' leaves the lesson's folder. Put the file beside the lesson.")
    return source


def _title_card(lesson: LessonFile, settings: RenderSettings, chapters: list[str]) -> SceneJob:
    params: Mapping[str, Any] = {
        "heading": lesson.spec.title,
        "subtitle": lesson.spec.subtitle,
        "chapters": list(dict.fromkeys(chapters)),
    }
    return SceneJob(
        id=CARD,
        source=find_scene(f"{TITLE_CARD}:TitleCard", lesson.path.parent),
        params=params,
        folder=lesson.path.parent.resolve(),
        settings=settings,
        title=lesson.spec.title,
        where={"": f"{lesson.path}:1: "},
    )


def _own_modules(sources: Sources) -> list[str]:
    """The source of the assembly: if it changes, a lesson is assembled anew, with its clips as they are."""
    here = Path(__file__).parent / "assembly.py"
    return [digest([module.read_text(encoding="utf-8")]) for module in sorted(sources.imported_by(here))]
