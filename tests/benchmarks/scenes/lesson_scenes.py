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
from scenes.calculus.gradient_field import GradientField
from scenes.calculus.loss_landscape import LossLandscape
from scenes.calculus.momentum import Momentum
from scenes.calculus.optimiser_race import OptimiserRace
from scenes.calculus.step_size import StepSize

JOBS = {job.id: job for job in lesson_jobs(read_lesson(find_lesson("gradient-descent")), RenderSettings())}


def rehearsed(scene: type[ExplainerScene[Any]], identifier: str) -> Rehearsal:
    """Settle a scene as the lesson says."""
    job = JOBS[identifier]
    params = validate_params(scene.params_class(), job.params, DataFolder(Path(job.folder), confined=True))
    return rehearse(scene, params, SilentVoice(), title=job.title, words=job.words)


def as_in_lesson(scene: type[ExplainerScene[Any]], identifier: str) -> type[ExplainerScene[Any]]:
    """A class that `manim` can render without arguments."""

    def begin(self: ExplainerScene[Any], **options: Any) -> None:
        scene.__init__(self, rehearsed(scene, identifier), **options)

    # Manim takes a file's own classes for its scenes, not those that it imports.
    return type(f"Lesson{scene.__name__}", (scene,), {"__init__": begin, "__module__": __name__})


LessonTitleCard = as_in_lesson(TitleCard, "title")
LessonGradientField = as_in_lesson(GradientField, "gradient-field")
LessonGradientDescent = as_in_lesson(GradientDescent, "gradient-descent")
LessonStepSize = as_in_lesson(StepSize, "step-size")
LessonMomentum = as_in_lesson(Momentum, "momentum")
LessonOptimiserRace = as_in_lesson(OptimiserRace, "optimiser-race")
LessonLossLandscape = as_in_lesson(LossLandscape, "loss-landscape")
