"""A lesson or a course as jobs: one for each scene, with a name of its own, and the title cards between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Any

from explainers.production.catalogue import TITLE_CARD, SceneSource, find_lesson, find_scene
from explainers.production.jobs import SceneJob
from explainers.production.voices import lesson_voice, of_scene, require_used
from explainers.spec.errors import BadInput
from explainers.spec.lesson import LessonFile, read_lesson
from explainers.spec.settings import RenderSettings
from explainers.spec.voice import Silent, VoiceChoice

CARD = "title"
"""What the title card is called in file names."""


def lesson_jobs(lesson: LessonFile, settings: RenderSettings, voice: VoiceChoice | None = None) -> tuple[SceneJob, ...]:
    """The lesson's scenes as jobs, a title card first; of a course, those of its lessons, each with its card.

    Parameters
    ----------
    voice
        Who speaks, whatever the lesson says. Else a lesson's own voice goes before that of its course.

    Raises
    ------
    BadInput
        If a scene, or a lesson of the course, is not known.
    """
    return _lesson_jobs(lesson, settings, voice, Silent())


def _lesson_jobs(
    lesson: LessonFile, settings: RenderSettings, asked: VoiceChoice | None, usual: VoiceChoice
) -> tuple[SceneJob, ...]:
    parts = parts_of(lesson)
    own = lesson_voice(lesson) if asked is None else None
    voice = asked or own or usual
    jobs = [
        # Two lessons may call their scenes alike.
        replace(job, id=f"{part.name}-{job.id}")
        for part in parts
        for job in _lesson_jobs(part, settings, asked, voice)
    ] or _scene_jobs(lesson, settings, voice, own)
    if lesson.spec.title_card:
        chapters = [part.spec.title for part in parts] or [job.title or job.source.title for job in jobs]
        jobs.insert(0, _title_card(lesson, settings, chapters))
    return tuple(jobs)


def parts_of(lesson: LessonFile) -> tuple[LessonFile, ...]:
    """The lessons of a course: by the names of files beside it, or of lessons that ship with the project."""
    parts = []
    for position, name in enumerate(lesson.spec.lessons):
        beside = lesson.path.parent / f"{name}.yaml"
        try:
            part = read_lesson(beside if beside.is_file() else find_lesson(name))
        except BadInput as error:
            raise BadInput(lesson.where("lessons", position) + str(error)) from None
        if part.spec.lessons:
            raise BadInput(f"{lesson.where('lessons', position)}'{name}' is a course itself. Name its lessons.")
        parts.append(part)
    return tuple(parts)


def _scene_jobs(
    lesson: LessonFile, settings: RenderSettings, voice: VoiceChoice, own: VoiceChoice | None
) -> list[SceneJob]:
    """One job for each use of a scene. `own` is the voice if the file itself has chosen it."""
    uses = lesson.spec.scenes
    folder = lesson.path.parent.resolve()
    jobs = []
    identifiers = _identifiers(lesson)
    if own is not None:
        require_used(own, identifiers)
    for position, (use, identifier) in enumerate(zip(uses, identifiers, strict=True)):
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
                | _own_words(lesson, position, source.class_name)
                | {
                    "": lesson.where("scenes", position),
                    f"voice {voice.name}": lesson.where("voice") if own is not None else "",
                },
                voice=of_scene(voice, identifier),
                pronunciation=lesson.spec.pronunciation,
            )
        )
    return jobs


def _own_words(lesson: LessonFile, position: int, scene: str) -> dict[str, str]:
    """Where a scene's own words stand in the file: under what errors about them begin with, filled in and spoken."""
    places = {beat: lesson.where("scenes", position, "words", beat) for beat in lesson.spec.scenes[position].words}
    return {told: place for beat, place in places.items() for told in (f"{scene}, beat '{beat}'", f"beat '{beat}'")}


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
