"""Rendered scenes to the files of a lesson: film, captions, chapters, transcript, poster, clips, manifest."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from explainers.film.join import Mark, join
from explainers.film.sound import Sound
from explainers.production.captions import srt, webvtt
from explainers.production.catalogue import reference_of
from explainers.production.chapters import chapter_marks, youtube
from explainers.production.jobs import SceneJob
from explainers.production.page.lesson_page import lesson_page
from explainers.production.transcript import transcript
from explainers.spec.manifest import BeatEntry, Manifest, RenderedScene, SceneEntry
from explainers.spec.settings import RenderSettings


def place_scenes(scenes: Sequence[tuple[SceneJob, RenderedScene]], settings: RenderSettings) -> tuple[SceneEntry, ...]:
    """Put scenes, given with their jobs, one behind the other on the film's clock."""
    entries = []
    frame = 0
    for position, (job, scene) in enumerate(scenes, start=1):
        first = frame
        beats = []
        for beat in scene.beats:
            beats.append(
                BeatEntry(
                    id=f"{job.id}/{beat.name}",
                    name=beat.name,
                    title=beat.title,
                    words=beat.words,
                    alt=beat.alt,
                    start=frame / settings.fps,
                    end=(frame + beat.frames) / settings.fps,
                    first_frame=frame,
                    frames=beat.frames,
                    clip=f"clips/{position:02}-{job.id}-{beat.name}.mp4",
                    cues=beat.cues,
                )
            )
            frame += beat.frames
        entries.append(
            SceneEntry(
                id=job.id,
                scene=scene.scene,
                reference=reference_of(job.source, job.folder),
                title=scene.title,
                params=scene.params,
                numbers=scene.numbers,
                practice=scene.practice,
                start=first / settings.fps,
                end=frame / settings.fps,
                beats=tuple(beats),
            )
        )
    return tuple(entries)


def caption_marks(scenes: Sequence[SceneEntry]) -> tuple[Mark, ...]:
    """Every caption of the film, in seconds from its start."""
    return tuple(
        Mark(beat.start + cue.start, min(beat.start + cue.end, beat.end), cue.text)
        for scene in scenes
        for beat in scene.beats
        for cue in beat.cues
    )


def placed_sounds(entries: Sequence[SceneEntry], scenes: Sequence[RenderedScene]) -> tuple[Sound, ...]:
    """Every sound of the film, in seconds from its start."""
    return tuple(
        Sound(Path(cue.file), entry.start + cue.start, cue.gain)
        for placed, scene in zip(entries, scenes, strict=True)
        for entry, beat in zip(placed.beats, scene.beats, strict=True)
        for cue in beat.sounds
    )


def assemble(
    manifest: Manifest, clips: Sequence[Sequence[Path]], sounds: Sequence[Sound], poster: Path, folder: Path
) -> Manifest:
    """Write every file of a lesson into `folder`; returns the manifest with the files' sizes.

    Parameters
    ----------
    clips
        Those of each beat of the manifest, in order.
    poster
        The still that stands for the lesson.
    """
    chapters = chapter_marks(manifest)
    captions = caption_marks(manifest.scenes)
    join(
        [clip for pieces in clips for clip in pieces],
        folder / "lesson.mp4",
        fps=manifest.settings.fps,
        title=manifest.title,
        chapters=chapters,
        captions=captions,
        sounds=sounds,
    )
    texts = {
        "lesson.srt": srt(captions),
        "lesson.vtt": webvtt(captions),
        "chapters.txt": youtube(chapters),
        "transcript.md": transcript(manifest),
        "index.html": lesson_page(manifest),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copyfile(poster, folder / "poster.png")
    (folder / "clips").mkdir()
    for beat, pieces in zip(manifest.beats, clips, strict=True):
        begun = (sound for sound in sounds if beat.start <= sound.start < beat.end)
        join(
            pieces,
            folder / beat.clip,
            fps=manifest.settings.fps,
            title=beat.title,
            chapters=(),
            captions=(),
            sounds=[replace(sound, start=sound.start - beat.start) for sound in begun],
        )
    files = {
        path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()
    }
    whole = manifest.model_copy(update={"files": files})
    (folder / "lesson.json").write_text(whole.model_dump_json(indent=1), encoding="utf-8")
    return whole
