"""What may be shown: the catalogue's scenes, the one that is named at the start, and those of a lesson that is open."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from explainers.production.catalogue import SCENES, SceneSource
from explainers.production.flags import written
from explainers.production.jobs import SceneJob
from explainers.production.lesson_jobs import lesson_jobs
from explainers.spec.errors import BadInput
from explainers.spec.lesson import LessonSpec, read_lesson
from explainers.spec.settings import RenderSettings, ThemeName
from explainers.spec.voice import Silent


@dataclass(frozen=True)
class Playbill:
    """The scenes that may be shown.

    Parameters
    ----------
    scenes
        Those of the catalogue, and those named at the start, by what the page calls them.
    folder
        Where the studio was started: data files are looked for there, and lessons are saved there.
    params
        Of the first scene, as flags gave them.
    """

    scenes: Mapping[str, SceneSource]
    first: str
    folder: Path
    params: Mapping[str, Any]
    lesson: OpenLesson | None = None

    def job(self, name: str) -> SceneJob:
        """What is to be shown under a name, as the command line or the lesson has it.

        Raises
        ------
        KeyError
            If there is no such scene here.
        """
        if self.lesson is not None and name in self.lesson.uses:
            return self.lesson.uses[name]
        source = self.scenes[name]
        return SceneJob(source.name, source, {}, self.folder, RenderSettings())

    def told(self) -> dict[str, Any]:
        """The scenes as the page reads them, those of the lesson first."""
        uses = self.lesson.uses if self.lesson is not None else {}
        jobs = {**uses, **{name: self.job(name) for name in self.scenes}}
        return {
            "scenes": [
                {
                    "name": name,
                    "topic": self.lesson.title if self.lesson is not None and name in uses else job.source.topic,
                    "title": job.title or job.source.title,
                    "summary": job.source.summary,
                    "reference": self.reference(job.source),
                    "params": {field: self._flag(job, value) for field, value in job.params.items()},
                }
                for name, job in jobs.items()
            ],
            "lesson": self.lesson.told() if self.lesson is not None else None,
        }

    def _flag(self, job: SceneJob, value: Any) -> str:
        """A parameter as the command line takes it here: a data file lies beside its lesson, not where we are."""
        if isinstance(value, str) and not (self.folder / value).exists() and (job.folder / value).is_file():
            return os.path.relpath(job.folder / value, self.folder.resolve())
        return written(value)

    def reference(self, source: SceneSource) -> str:
        """What the command line calls a scene, in the folder where the studio was started."""
        if source.file.is_relative_to(SCENES):
            return source.name
        below = source.file.is_relative_to(self.folder.resolve())
        return f"{os.path.relpath(source.file, self.folder.resolve()) if below else source.file}:{source.class_name}"


class OpenLesson:
    """A lesson's file, which may change while it is open.

    Parameters
    ----------
    uses
        Its scenes, by what the page calls them.
    said
        What is wrong with the file now; the scenes are those that it had before.
    read_at
        When it was last read, in nanoseconds since 1970.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.uses: Mapping[str, SceneJob] = {}
        self.title = ""
        self.theme: ThemeName = "dark"
        self.said = ""
        self.read_at = 0
        self._read()

    @property
    def first(self) -> str:
        """The first of its scenes."""
        return next(iter(self.uses))

    def read_again(self) -> None:
        """Take over what the file says now; if it cannot be read, tell why, and keep what there was."""
        try:
            self._read()
        except BadInput as error:
            self.said = str(error)

    def position(self, name: str) -> int | None:
        """Which of the file's scenes is called so; None if it is not one of this lesson."""
        return list(self.uses).index(name) if name in self.uses else None

    def told(self) -> dict[str, str]:
        """The lesson as the page reads it."""
        return {"name": self.path.stem, "file": self.path.name, "title": self.title, "theme": self.theme}

    def _read(self) -> None:
        """Read the file.

        Raises
        ------
        BadInput
            One line with file and line number, whatever is wrong with it.
        """
        self.read_at = time.time_ns()
        lesson = read_lesson(self.path)
        if lesson.spec.lessons:
            raise BadInput(f"{self.path}: is a course. Open one of its lessons: {', '.join(lesson.spec.lessons)}.")
        spec: LessonSpec = lesson.spec.model_copy(update={"title_card": False})
        # Nobody speaks in the studio: words are timed.
        jobs = lesson_jobs(replace(lesson, spec=spec), spec.settings(), Silent())
        self.uses = {f"{self.path.stem}/{job.id}": _underscored(job) for job in jobs}
        self.title = spec.title
        self.theme = spec.settings().theme
        self.said = ""


def _underscored(job: SceneJob) -> SceneJob:
    """The same job with its parameters named as the page names them: what the page sends goes over them."""
    return replace(job, params={name.replace("-", "_"): value for name, value in job.params.items()})
