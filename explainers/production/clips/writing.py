"""Clips as files: every beat of a scene in its formats, and the list of all that stand in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from explainers.film.encodings import encoding_of
from explainers.production.clips.formats import NAMES
from explainers.production.clips.plan import LIST, ClipPlan, SceneClips, WantedClips, content_of, is_there
from explainers.production.filming import found_painted, shown_of
from explainers.production.media import Media, disk_errors_named, move_into_place, partial_folder
from explainers.spec.clip_list import Clip, ClipList
from explainers.spec.manifest import RenderedBeat, RenderedScene
from explainers.spec.rendition import Rendition


def write_scene_clips(
    plan: ClipPlan, scene: SceneClips, wanted: WantedClips, rendered: RenderedScene, media: Media
) -> tuple[Clip, ...]:
    """Write the clips of one scene in one format into the folder of the plan, each in one step."""
    clips = []
    settings = wanted.rendition.settings
    with disk_errors_named(str(plan.folder)), partial_folder(plan.folder) as partial:
        for beat in shown_of(scene.job, rendered).beats:
            name = scene.file(beat.name, wanted)
            write_beat(beat, wanted.rendition, media, partial / name)
            size = (partial / name).stat().st_size
            move_into_place(partial / name, plan.folder / name)
            clips.append(
                Clip(
                    file=name,
                    format=wanted.format,
                    scene=scene.job.id,
                    beat=beat.name,
                    title=beat.title,
                    words=beat.words,
                    alt=beat.alt,
                    seconds=beat.frames / settings.fps if wanted.rendition.moves else 0.0,
                    loop=wanted.loops,
                    transparent=settings.transparent,
                    theme=settings.theme,
                    width=settings.width,
                    height=settings.height,
                    bytes=size,
                    key=wanted.key,
                    content=content_of(rendered, beat),
                )
            )
    return tuple(clips)


def write_beat(beat: RenderedBeat, rendition: Rendition, media: Media, target: Path) -> None:
    """Write one beat to a file, from what the cache holds. A loop is silent: words would begin again and again."""
    if not rendition.moves:
        (still,) = found_painted(media, [beat.still])
        shutil.copyfile(still, target)
        return
    pieces = found_painted(media, beat.clips)
    if not encoding_of(rendition.settings).joins:
        (whole,) = pieces
        shutil.copyfile(whole, target)
        return

    from explainers.film.join import join
    from explainers.film.sound import Sound

    sounds = () if rendition.loops else beat.sounds
    join(
        pieces,
        target,
        fps=rendition.settings.fps,
        title=beat.title,
        chapters=(),
        captions=(),
        sounds=[Sound(Path(sound.file), sound.start, sound.gain) for sound in sounds],
    )


def write_clip_list(plan: ClipPlan, clips: Sequence[Clip], *, done: bool) -> ClipList:
    """Write the list of the clips in a folder.

    Parameters
    ----------
    clips
        Those of this run. What an earlier run left stands beside them.
    done
        Whether this run has written all it was to write: then what shows other numbers or words than the lesson now
        has is removed. Another size or theme is no reason.
    """
    named = {clip.file for clip in clips}
    contents = {_stem(clip): clip.content for clip in clips}
    left = [clip for clip in plan.earlier if clip.file not in named and is_there(plan.folder, clip)]
    kept = [clip for clip in left if contents.get(_stem(clip)) == clip.content or not done]
    listing = ClipList(
        lesson=plan.lesson.name, title=plan.lesson.spec.title, shape=plan.shape, clips=_in_order(plan, [*clips, *kept])
    )
    text = listing.model_dump_json(indent=1)
    target = plan.folder / LIST
    with disk_errors_named(str(plan.folder)), partial_folder(plan.folder) as partial:
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            (partial / LIST).write_text(text, encoding="utf-8")
            move_into_place(partial / LIST, target)
        for clip in left:
            if clip not in kept:
                (plan.folder / clip.file).unlink(missing_ok=True)
    return listing


def _stem(clip: Clip) -> str:
    """The name that a beat's files have in every format."""
    return clip.file.removesuffix(f".{clip.format}").removesuffix("-loop" if clip.loop else "")


def _in_order(plan: ClipPlan, clips: Sequence[Clip]) -> tuple[Clip, ...]:
    """Scene by scene and beat by beat, as the lesson goes; the formats of one beat beside each other."""
    scenes = [scene.job.id for scene in plan.scenes]
    scenes += [clip.scene for clip in clips if clip.scene not in scenes]
    beats = list(dict.fromkeys((clip.scene, clip.beat) for clip in clips))

    def place(clip: Clip) -> tuple[int, int, int, bool]:
        return scenes.index(clip.scene), beats.index((clip.scene, clip.beat)), NAMES.index(clip.format), clip.loop

    return tuple(sorted(clips, key=place))
