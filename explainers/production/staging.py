"""A scene made ready to run, and its picture at one moment: runs in a process of its own, and imports scenes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manim import Scene
from tqdm import tqdm  # type: ignore[import-untyped]

from explainers.film.capture import configure_manim
from explainers.film.picture import Picture
from explainers.film.seek import picture_at
from explainers.film.stills import write_still
from explainers.production.jobs import SceneJob
from explainers.production.worker import rehearsed, reported, scene_class
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.rehearsal import Rehearsal


@dataclass(frozen=True)
class Staged:
    """A scene that is ready to run; a plain scene of Manim's has no rehearsal."""

    scene: type[Scene]
    rehearsal: Rehearsal | None
    arguments: dict[str, Any]


def staged(job: SceneJob, cache: Path) -> Staged:
    """Set Manim up for a job, import its scene, and settle its parameters and words.

    Raises
    ------
    MathframesError
        One line, if there is something wrong with any of it.
    """
    tqdm.set_lock(threading.RLock())
    with reported(job):
        # A file may look at the configuration while it is imported: then it sees what Manim would show it.
        configure_manim(job.settings, cache, manims_frame=True)
        scene = scene_class(job)
        if not issubclass(scene, ExplainerScene):
            return Staged(scene, None, {})
        configure_manim(job.settings, cache)
        rehearsal = rehearsed(job, scene, cache)
        return Staged(scene, rehearsal, {"rehearsal": rehearsal, "theme": job.settings.theme})


def moment_of(job: SceneJob, ready: Staged, seconds: float) -> Picture:
    """The picture of a scene at a moment; its last if it ends before.

    Raises
    ------
    MathframesError
        One line, if the scene fails.
    """
    with reported(job):
        return picture_at(ready.scene, ready.arguments, seconds)


def write_picture(job: SceneJob, picture: Picture, file: Path) -> None:
    """Write a picture at the job's size, in the format that the file's ending says."""
    write_still(picture, file, job.settings.width, job.settings.height)
