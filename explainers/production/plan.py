"""What a run will do and why, decided before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from explainers.production.fingerprint import Sources, digest, scene_key, versions
from explainers.production.jobs import SceneJob
from explainers.production.lesson_jobs import lesson_jobs, parts_of
from explainers.production.media import Media, is_whole, read_manifest, recorded_scene
from explainers.spec.errors import BadInput
from explainers.spec.lesson import LessonFile
from explainers.spec.manifest import Manifest, RenderedScene
from explainers.spec.settings import RenderSettings
from explainers.spec.voice import VoiceChoice


@dataclass(frozen=True)
class PlannedScene:
    """One scene of a plan: rendered before (`reused`), or to be rendered."""

    job: SceneJob
    key: str
    reused: RenderedScene | None


@dataclass(frozen=True)
class LessonPlan:
    """A lesson as it will be made. `finished` is the earlier result if nothing has changed since.

    `voice` is who was asked to speak, beside what the lesson's file says.

    `sources` is what was found in source files: whoever makes the cache's folder lets them be kept there.
    """

    lesson: LessonFile
    settings: RenderSettings
    scenes: tuple[PlannedScene, ...]
    key: str
    finished: Manifest | None
    voice: VoiceChoice | None = None
    sources: Sources = field(default_factory=Sources, compare=False)

    @property
    def to_render(self) -> tuple[PlannedScene, ...]:
        return tuple(scene for scene in self.scenes if scene.reused is None)


def plan_lesson(
    lesson: LessonFile, settings: RenderSettings, media: Media, voice: VoiceChoice | None = None
) -> LessonPlan:
    """Decide what is rendered and what is reused.

    Parameters
    ----------
    voice
        Who speaks; who the lesson says if left out.

    Raises
    ------
    BadInput
        If a scene of the lesson is not known, or the film is to be transparent.
    """
    if settings.transparent:
        raise BadInput("A lesson is an MP4, which has no transparency. Render its scenes by themselves: scene NAME -t.")
    sources = Sources(media.sources)
    scenes = tuple(_planned(job, media, sources) for job in lesson_jobs(lesson, settings, voice))
    key = digest(
        {
            "lesson": [file.spec.model_dump() for file in (lesson, *parts_of(lesson))],
            "scenes": [scene.key for scene in scenes],
            "assembly": sorted(_own_modules(sources)),
            "versions": versions(),
        }
    )
    sources.keep()
    folder = media.lesson(lesson.name)
    manifest = read_manifest(folder / "lesson.json")
    unchanged = manifest is not None and manifest.key == key and is_whole(folder, manifest)
    return LessonPlan(lesson, settings, scenes, key, manifest if unchanged else None, voice, sources)


def voice_before(lesson: LessonFile, media: Media) -> VoiceChoice | None:
    """Who was asked to speak when the lesson was rendered last: what is made from it says the same."""
    manifest = read_manifest(media.lesson(lesson.name) / "lesson.json")
    return manifest.voice if manifest is not None else None


def plan_scene(job: SceneJob, media: Media) -> PlannedScene:
    """Decide whether a scene has to be rendered."""
    sources = Sources(media.sources)
    planned = _planned(job, media, sources)
    sources.keep()
    return planned


def _planned(job: SceneJob, media: Media, sources: Sources) -> PlannedScene:
    key = scene_key(job, sources)
    return PlannedScene(job, key, recorded_scene(media, key, job.shown))


def _own_modules(sources: Sources) -> list[str]:
    """The source of the assembly: if it changes, a lesson is assembled anew, with its clips as they are."""
    here = Path(__file__).parent
    files = [*sources.imported_by(here / "assembly.py"), *(here / "page" / "assets").iterdir()]
    return sorted({digest([file.read_text(encoding="utf-8")]) for file in files})
