"""Scenes filmed for their clips: one run of a scene makes all that is wanted of it, and what was painted is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from explainers.production.clips.plan import WantedClips, recorded
from explainers.production.filming import undamaged
from explainers.production.jobs import SceneJob
from explainers.production.media import Media, disk_errors_named, partial_folder, record_scene, require_writable
from explainers.production.pool import WorkerPool
from explainers.production.progress import Progress
from explainers.production.stock import trim
from explainers.spec.manifest import RenderedScene


@dataclass(frozen=True)
class Take:
    """A scene, and what is wanted of it in one run."""

    job: SceneJob
    wanted: tuple[WantedClips, ...]


Filmed = Mapping[WantedClips, RenderedScene]
"""What came of a scene, for each format that was wanted."""


def film_takes(takes: Sequence[Take], media: Media, progress: Progress, workers: int) -> Iterator[tuple[int, Filmed]]:
    """Film what is not in the cache yet; yields each take's number when it is done, those in the cache first."""
    found = [_found(take, media) for take in takes]
    missing: list[tuple[int, Take]] = []
    for number, (take, filmed) in enumerate(zip(takes, found, strict=True)):
        if left := tuple(wanted for wanted in take.wanted if wanted not in filmed):
            missing.append((number, replace(take, wanted=left)))
        else:
            yield number, filmed
    if missing:
        require_writable(media.cache)
        for number, take, scenes in _film(missing, media, progress, workers):
            with disk_errors_named(str(media.cache)):
                for wanted, scene in zip(take.wanted, scenes, strict=True):
                    record_scene(media, wanted.records[0], scene)
            yield number, found[number] | dict(zip(take.wanted, scenes, strict=True))
        trim(media)


def _found(take: Take, media: Media) -> dict[WantedClips, RenderedScene]:
    looked_up = {wanted: recorded(media, take.job, wanted) for wanted in take.wanted}
    return {wanted: scene for wanted, scene in looked_up.items() if scene is not None and undamaged(media, scene)}


def _film(
    missing: Sequence[tuple[int, Take]], media: Media, progress: Progress, workers: int
) -> Iterator[tuple[int, Take, tuple[RenderedScene, ...]]]:
    """Run every scene once; the longest first: what is left for the end is short."""
    # Scenes of several shapes have the same names.
    numbered = {
        f"{take.job.id} {number}": (number, replace(take, job=replace(take.job, id=f"{take.job.id} {number}")))
        for number, take in missing
    }
    with WorkerPool(workers, len(missing), media.cache) as pool, partial_folder(media.cache) as partial:
        # Everything is checked and solved before the first frame: a mistake in the last scene shows at once.
        asked = pool.outlines([take.job for _, take in numbered.values()])
        pool.prepare(missing[0][1].wanted[0].rendition.settings)
        frames = {}
        for (name, (_, take)), outline in zip(numbered.items(), asked, strict=True):
            films = sum(wanted.rendition.moves for wanted in take.wanted)
            frames[name] = int(outline.seconds(take.job) * take.job.settings.fps) * films
        progress.begin(list(numbered), sum(frames.values()))
        order = sorted(numbered, key=lambda name: -frames[name])
        wanted = [
            (take.job, tuple(each.rendition for each in take.wanted)) for _, take in (numbered[name] for name in order)
        ]
        for job, scenes in pool.film_renditions(wanted, partial, progress):
            progress.finish(job.id)
            yield *numbered[job.id], scenes
