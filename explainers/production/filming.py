"""A plan carried out: scenes filmed side by side, kept in the cache, and put together."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from explainers.film.encodings import encoding_of
from explainers.production.fingerprint import versions
from explainers.production.jobs import SceneJob
from explainers.production.media import (
    Media,
    disk_errors_named,
    move_into_place,
    partial_folder,
    record_scene,
    recorded_scene,
    require_writable,
)
from explainers.production.plan import LessonPlan, PlannedScene, plan_scene
from explainers.production.pool import WorkerPool
from explainers.production.progress import Progress
from explainers.production.stock import trim
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.manifest import Manifest, RenderedScene
from explainers.spec.nearest import unknown
from explainers.spec.settings import EncodingName

STILLS = (".png", ".svg", ".pdf")
FILMS: dict[str, EncodingName] = {".webm": "webm", ".mov": "mov", ".gif": "gif"}
"""The endings that ask for an encoding of their own."""

FINISHING = "explainers.production.assembly"
"""Puts films together. It is loaded when scenes are running already, or at the end if none has to."""

FORMATS = (".mp4", *FILMS, *STILLS)
"""What a scene can be written as."""


def render_lesson(plan: LessonPlan, media: Media, progress: Progress, workers: int) -> Manifest:
    """Render what has changed, and write the lesson's files. The earlier ones stand until the new ones are whole."""
    folder = media.lesson(plan.lesson.name)
    require_writable(folder)
    require_writable(media.cache)
    plan.sources.keep()
    rendered = _film(plan.scenes, media, progress, workers)

    from explainers.production.assembly import assemble, place_scenes, placed_sounds
    from explainers.production.page.renewal import renew_page

    shown = [shown_of(scene.job, rendered[scene.key]) for scene in plan.scenes]
    scenes = place_scenes(
        [(planned.job, scene) for planned, scene in zip(plan.scenes, shown, strict=True)], plan.settings
    )
    frames = sum(beat.frames for scene in scenes for beat in scene.beats)
    manifest = Manifest(
        lesson=plan.lesson.name,
        title=plan.lesson.spec.title,
        summary=plan.lesson.spec.summary,
        key=plan.key,
        duration=frames / plan.settings.fps,
        frames=frames,
        settings=plan.settings,
        voice=plan.voice,
        versions=versions(),
        scenes=scenes,
        files={},
    )
    clips = [found_painted(media, beat.clips) for scene in shown for beat in scene.beats]
    (poster,) = found_painted(media, [rendered[plan.scenes[0].key].beats[-1].still])
    with disk_errors_named(str(folder)), partial_folder(folder.parent) as partial:
        manifest = assemble(manifest, clips, placed_sounds(scenes, shown), poster, partial)
        _publish(partial, folder, manifest)
    # Clips of other shapes may lie there from before.
    return renew_page(manifest, folder)


def render_scene(job: SceneJob, media: Media, progress: Progress, target: Path | None, workers: int = 1) -> Path:
    """Render one scene to a file; its own folder in `media` if none is given, with its numbers beside it."""
    own = media.scene(job.source.name) / f"{job.source.name}.mp4"
    target = target or own
    require_format(target, FORMATS, "a scene", own.name)
    ending = target.suffix.lower()
    if job.settings.transparent and ending == ".mp4":
        raise BadInput(f"{target}: MP4 has no transparency. Write a .mov, .webm, .gif, .png, .svg or .pdf file.")
    if ending in FILMS:
        job = replace(job, settings=job.settings.model_copy(update={"encoding": FILMS[ending]}))
    require_writable(target.parent)
    require_writable(media.cache)
    loading = _loading(job, target, media, 1 if ending in STILLS else workers)
    with loading as pool, disk_errors_named(str(target)), partial_folder(media.cache) as partial:
        planned = plan_scene(job, media)
        written = partial / target.name
        if ending in STILLS:
            scene = _stills(planned, media, progress, ending, pool)
            (still,) = found_painted(media, [scene.beats[-1].still])
            shutil.copyfile(still, written)
        else:
            scene = _film([planned], media, progress, workers, pool)[planned.key]
            write_film(job, scene, media, written)
        move_into_place(written, target)
        if target == own:
            record = partial / "scene.json"
            record.write_text(scene.model_dump_json(indent=1), encoding="utf-8")
            move_into_place(record, target.with_suffix(".json"))
    return target


def render_sheet(job: SceneJob, media: Media, progress: Progress, target: Path | None) -> Path:
    """Paint the last picture of each beat, with its words, on one sheet."""
    from explainers.production.contact_sheet import SheetEntry, contact_sheet

    target = target or media.scene(job.source.name) / "sheet.png"
    require_format(target, (".png",), "a contact sheet", "sheet.png")
    require_writable(target.parent)
    require_writable(media.cache)
    loading = _loading(job, target, media, 1)
    with loading as pool, disk_errors_named(str(target)), partial_folder(media.cache) as partial:
        scene = _stills(plan_scene(job, media), media, progress, ".png", pool)
        stills = found_painted(media, [beat.still for beat in scene.beats])
        entries = [
            SheetEntry(
                still=still,
                heading=f"{beat.name} · {beat.frames / job.settings.fps:.1f} s",
                words=beat.words,
            )
            for beat, still in zip(scene.beats, stills, strict=True)
        ]
        contact_sheet(entries, partial / "sheet.png", title=scene.title, theme=job.settings.theme)
        move_into_place(partial / "sheet.png", target)
    return target


def require_format(target: Path, formats: Sequence[str], what: str, example: str) -> None:
    """Refuse at once what cannot be written to, not after the rendering."""
    if target.is_dir():
        raise BadInput(f"{target} is a folder. Name the file in it, such as {target / example}.")
    if target.suffix.lower() not in formats:
        ending = f"'{target.suffix}'" if target.suffix else "a file without an ending"
        raise BadInput(f"{target}: {what} cannot be written as {ending}. Known are {', '.join(formats)}.")


@contextmanager
def _loading(job: SceneJob, target: Path, media: Media, workers: int) -> Iterator[WorkerPool | None]:
    """Processes that load while a scene is planned; None where it may turn out that nothing has to be rendered."""
    if target.exists():
        yield None
        return
    with WorkerPool(workers, 1, media.cache) as pool:
        pool.load(job.settings)
        yield pool


def _begun(loading: WorkerPool | None, workers: int, jobs: int, media: Media) -> AbstractContextManager[WorkerPool]:
    """The processes that load already, which whoever began them ends, or new ones."""
    return nullcontext(loading) if loading else WorkerPool(workers, jobs, media.cache)


def _stills(
    planned: PlannedScene, media: Media, progress: Progress, ending: str, loading: WorkerPool | None
) -> RenderedScene:
    """The last picture of each beat: as rendered before, or painted without any other."""
    if planned.reused is not None and ending == ".png":
        return planned.reused
    with _begun(loading, 1, 1, media) as pool, partial_folder(media.cache) as partial:
        progress.begin([planned.job.id], 0)
        ((_, scene),) = pool.film([planned.job], partial, progress, stills=ending)
    return scene


def found_painted(media: Media, names: Sequence[str]) -> list[Path]:
    """What the cache holds under these names.

    Raises
    ------
    MathframesError
        If something has just been lost: it was there when the work began.
    """
    paths = [path for path in map(media.painted.find, names) if path is not None]
    if len(paths) < len(names):
        raise MathframesError("Something that was painted is no longer in the cache. Run again: it is painted anew.")
    return paths


def write_film(job: SceneJob, scene: RenderedScene, media: Media, target: Path) -> None:
    """Write one film from the clips of one scene, a chapter a beat."""
    from explainers.film.join import Mark, join
    from explainers.production.assembly import caption_marks, place_scenes, placed_sounds

    clips = found_painted(media, [clip for beat in scene.beats for clip in beat.clips])
    if not encoding_of(job.settings).joins:
        (whole,) = clips
        shutil.copyfile(whole, target)
        return
    (entry,) = entries = place_scenes([(job, scene)], job.settings)
    join(
        clips,
        target,
        fps=job.settings.fps,
        title=scene.title,
        chapters=[Mark(beat.start, beat.end, beat.title) for beat in entry.beats],
        captions=caption_marks(entries),
        sounds=placed_sounds(entries, [scene]),
    )


def shown_of(job: SceneJob, scene: RenderedScene) -> RenderedScene:
    """The scene with the beats that the lesson shows of it."""
    for name in job.shown:
        if name not in {beat.name for beat in scene.beats}:
            raise BadInput(job.where.get("", "") + unknown("Beat", name, [beat.name for beat in scene.beats]))
    beats = tuple(beat for beat in scene.beats if job.shows(beat.name))
    return scene.model_copy(update={"beats": beats})


def _film(
    scenes: Sequence[PlannedScene],
    media: Media,
    progress: Progress,
    workers: int,
    loading: WorkerPool | None = None,
) -> dict[str, RenderedScene]:
    """Film the scenes that are not in the cache yet; what is painted of them is kept, whatever happens."""
    # Looked up again: another lesson of the same run may have rendered it since.
    scenes = _filmed_together(scenes)
    found = {scene.key: scene.reused or recorded_scene(media, scene.key, scene.job.shown) for scene in scenes}
    rendered = {key: scene for key, scene in found.items() if scene is not None and undamaged(media, scene)}
    missing = [scene for scene in scenes if scene.key not in rendered]
    if not missing:
        return rendered
    require_writable(media.cache)
    keys = {scene.job.id: scene.key for scene in missing}
    with _begun(loading, workers, len(missing), media) as pool, partial_folder(media.cache) as partial:
        # Everything is checked and solved before the first frame: a mistake in the last scene shows at once.
        asked = pool.outlines([scene.job for scene in missing])
        pool.prepare(missing[0].job.settings)
        import_module(FINISHING)
        outlines = list(asked)
        seconds = [outline.seconds(scene.job) for scene, outline in zip(missing, outlines, strict=True)]
        progress.begin([scene.job.id for scene in missing], int(sum(seconds) * missing[0].job.settings.fps))
        # The longest first: what is left for the end is short.
        order = sorted(range(len(missing)), key=lambda position: -seconds[position])
        for job, scene in pool.film([missing[position].job for position in order], partial, progress):
            with disk_errors_named(str(media.cache)):
                record_scene(media, keys[job.id], scene)
            progress.finish(job.id)
            rendered[keys[job.id]] = scene
    trim(media)
    return rendered


def _filmed_together(scenes: Sequence[PlannedScene]) -> list[PlannedScene]:
    """One of each key, showing what any of them shows: uses of a scene may differ in the beats they show alone."""
    together: dict[str, PlannedScene] = {}
    for scene in scenes:
        first = together.setdefault(scene.key, scene)
        if first is not scene and first.job.shown != scene.job.shown:
            whole = not (first.job.shown and scene.job.shown)
            shown = () if whole else tuple(dict.fromkeys((*first.job.shown, *scene.job.shown)))
            reused = next((each.reused for each in (first, scene) if each.job.shown == shown), None)
            together[scene.key] = replace(first, job=replace(first.job, shown=shown), reused=reused)
    return list(together.values())


def undamaged(media: Media, scene: RenderedScene) -> bool:
    return all(media.painted.find(name) for beat in scene.beats for name in (*beat.clips, beat.still))


def _publish(partial: Path, folder: Path, manifest: Manifest) -> None:
    """Move the new files over the old, the manifest last: it tells that all the others are there."""
    for name in manifest.files:
        move_into_place(partial / name, folder / name)
    move_into_place(partial / "lesson.json", folder / "lesson.json")
    for stale in (folder / "clips").glob("*.mp4"):
        if f"clips/{stale.name}" not in manifest.files:
            stale.unlink()
