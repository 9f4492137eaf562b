"""The scenes of the gradient-descent lesson with the lesson's parameters and words, for stock Manim to render."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explainers.narration.silent import SilentVoice
from explainers.production.catalogue import find_lesson
from explainers.production.lesson_jobs import lesson_jobs
from explainers.spec.lesson import read_lesson
from explainers.spec.params import DataFolder, validate_params
from explainers.spec.settings import RenderSettings
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.rehearsal import Rehearsal, rehearse
from explainers.stage.title_card import TitleCard
from scenes.calculus.gradient_descent import GradientDescent

JOBS = {job.id: job for job in lesson_jobs(read_lesson(find_lesson("gradient-descent")), RenderSettings())}


def rehearsed(scene: type[ExplainerScene[Any]], identifier: str) -> Rehearsal:
    """Settle a scene as the lesson says."""
    job = JOBS[identifier]
    params = validate_params(scene.params_class(), job.params, DataFolder(Path(job.folder), confined=True))
    return rehearse(scene, params, SilentVoice(), title=job.title, words=job.words)


class LessonTitle(TitleCard):
    def __init__(self, **options: Any) -> None:
        super().__init__(rehearsed(TitleCard, "title"), **options)


class Bowl(GradientDescent):
    def __init__(self, **options: Any) -> None:
        super().__init__(rehearsed(GradientDescent, "gradient-descent"), **options)


class Valley(GradientDescent):
    def __init__(self, **options: Any) -> None:
        super().__init__(rehearsed(GradientDescent, "valley"), **options)


class Momentum(GradientDescent):
    def __init__(self, **options: Any) -> None:
        super().__init__(rehearsed(GradientDescent, "momentum"), **options)
