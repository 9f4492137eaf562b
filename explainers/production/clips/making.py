"""The clips of a lesson, or of one beat alone: filmed where they have to be, and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from explainers.production.clips.filming import Take, film_takes
from explainers.production.clips.formats import rendition_of
from explainers.production.clips.plan import ClipPlan, SceneClips, WantedClips, rendition_key
from explainers.production.clips.writing import write_beat, write_clip_list, write_scene_clips
from explainers.production.filming import FORMATS, STILLS, require_format, shown_of
from explainers.production.fingerprint import Sources
from explainers.production.jobs import SceneJob
from explainers.production.media import (
    Media,
    disk_errors_named,
    is_whole,
    move_into_place,
    partial_folder,
    read_manifest,
    require_writable,
)
from explainers.production.page.renewal import renew_page
from explainers.production.progress import Progress
from explainers.spec.clip_list import Clip, ClipList
from explainers.spec.errors import BadInput


def make_clips(plans: Sequence[ClipPlan], media: Media, progress: Progress, workers: int) -> tuple[ClipList, ...]:
    """Write the clips that are not there yet, scene by scene as they get done; several shapes go side by side."""
    takes: list[Take] = []
    owners: list[tuple[ClipPlan, SceneClips]] = []
    made: dict[Path, list[Clip]] = {}
    for plan in plans:
        require_writable(plan.folder)
        made[plan.folder] = [clip for scene in plan.scenes for each in scene.wanted for clip in plan.there(scene, each)]
        for scene in plan.scenes:
            if missing := plan.missing(scene):
                takes.append(Take(scene.job, missing))
                owners.append((plan, scene))
    for number, filmed in film_takes(takes, media, progress, workers):
        plan, scene = owners[number]
        for wanted, rendered in filmed.items():
            made[plan.folder] += write_scene_clips(plan, scene, wanted, rendered, media)
        write_clip_list(plan, made[plan.folder], done=False)
    lists = tuple(write_clip_list(plan, made[plan.folder], done=True) for plan in plans)
    for plan in plans:
        _link_clips(plan, media)
    return lists


def _link_clips(plan: ClipPlan, media: Media) -> None:
    """Let the page of a lesson that is rendered lead to its clips, if they lie in the lesson's folder."""
    folder = media.lesson(plan.lesson.name)
    manifest = read_manifest(folder / "lesson.json")
    if manifest is not None and is_whole(folder, manifest) and plan.folder.is_relative_to(folder):
        renew_page(manifest, folder)


def make_beat(
    job: SceneJob,
    beat: str,
    media: Media,
    progress: Progress,
    target: Path | None,
    workers: int = 1,
    *,
    loops: bool = False,
) -> Path:
    """Render one beat of a scene to a file; into the scene's own folder if none is given.

    Raises
    ------
    BadInput
        If the scene has no such beat, or the file's ending is that of no format.
    """
    name = f"{job.source.name}-{beat}{'-loop' if loops else ''}.mp4"
    target = target or media.scene(job.source.name) / Path(name).name
    require_format(target, FORMATS, "a beat", name)
    ending = target.suffix.lower()
    if job.settings.transparent and ending == ".mp4":
        raise BadInput(f"{target}: MP4 has no transparency. Write a .mov, .webm, .gif, .png, .svg or .pdf file.")
    if loops and ending in STILLS:
        raise BadInput(f"{target}: a still is no loop. Write a .mp4, .webm, .mov or .gif file, or leave out --loop.")
    require_writable(target.parent)
    require_writable(media.cache)
    job = replace(job, shown=(beat,))
    rendition = rendition_of(ending[1:], job.settings, loops=loops)
    sources = Sources(media.sources)
    key = rendition_key(job, rendition, sources)
    sources.keep()
    wanted = WantedClips(ending[1:], rendition, (key,), key)
    ((_, filmed),) = film_takes([Take(job, (wanted,))], media, progress, workers)
    (shown,) = shown_of(job, filmed[wanted]).beats
    with disk_errors_named(str(target)), partial_folder(media.cache) as partial:
        write_beat(shown, rendition, media, partial / target.name)
        move_into_place(partial / target.name, target)
    return target
