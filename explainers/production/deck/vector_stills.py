"""The last picture of each beat of a lesson, drawn without the film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explainers.production.assembly import place_scenes
from explainers.production.filming import found_painted, shown_of
from explainers.production.media import Media, partial_folder, require_writable
from explainers.production.plan import LessonPlan
from explainers.production.pool import WorkerPool
from explainers.production.progress import Progress
from explainers.spec.manifest import RenderedScene, SceneEntry


@dataclass(frozen=True)
class LessonStills:
    """The scenes of a lesson, and a still of each beat in order."""

    scenes: tuple[SceneEntry, ...]
    stills: tuple[Path, ...]


def lesson_stills(plan: LessonPlan, media: Media, progress: Progress, workers: int, ending: str) -> LessonStills:
    """Run the lesson's scenes for their stills, as files of this ending."""
    require_writable(media.cache)
    jobs = [planned.job for planned in plan.scenes]
    filmed: dict[str, RenderedScene] = {}
    with WorkerPool(workers, len(jobs), media.cache) as pool, partial_folder(media.cache) as partial:
        progress.begin([job.id for job in jobs], 0)
        for job, scene in pool.film(jobs, partial, progress, stills=ending):
            filmed[job.id] = shown_of(job, scene)
            progress.finish(job.id)
    scenes = place_scenes([(job, filmed[job.id]) for job in jobs], plan.settings)
    stills = found_painted(media, [beat.still for job in jobs for beat in filmed[job.id].beats])
    return LessonStills(scenes, tuple(stills))
