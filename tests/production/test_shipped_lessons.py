"""The lessons that ship with the project tell stories: each chapter asks, numbers come from scenes, the end is near."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainers.production.catalogue import find_lesson, lessons
from explainers.production.jobs import SceneJob
from explainers.production.lesson_jobs import lesson_jobs
from explainers.production.worker import rehearsed, scene_class
from explainers.spec.lesson import read_lesson
from explainers.spec.settings import RenderSettings
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.rehearsal import SpokenBeat

LESSONS = [path.stem for path in lessons() if not read_lesson(path).spec.lessons]
LEAST, MOST = 4 * 60, 8 * 60
"""Seconds of a lesson."""

every_lesson = pytest.mark.parametrize("name", LESSONS)


def chapters(name: str, cache: Path) -> list[tuple[SceneJob, list[SpokenBeat]]]:
    """The scenes of a lesson, each with the beats that are shown; its card is left out."""
    told = []
    for job in lesson_jobs(read_lesson(find_lesson(name)), RenderSettings())[1:]:
        scene = scene_class(job)
        assert issubclass(scene, ExplainerScene)
        beats = rehearsed(job, scene, cache).beats
        told.append((job, [beat for beat in beats if not job.shown or beat.beat.name in job.shown]))
    return told


@every_lesson
def test_each_chapter_begins_with_a_question(name: str, tmp_path: Path) -> None:
    """Ask, pause, then reveal: the first beat that is shown of a scene asks something."""
    for job, beats in chapters(name, tmp_path):
        assert "?" in beats[0].beat.words, job.id


@every_lesson
def test_a_chapter_is_tied_to_the_one_before(name: str) -> None:
    """Where a scene follows another, the lesson says in its own words why."""
    for use in read_lesson(find_lesson(name)).spec.scenes[1:]:
        assert "question" in use.words, use.scene


@every_lesson
def test_a_lessons_own_words_leave_numbers_to_the_scenes(name: str) -> None:
    """No digit is written down: other parameters would make it wrong."""
    for use in read_lesson(find_lesson(name)).spec.scenes:
        for beat, words in use.words.items():
            assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", words)), f"{use.scene}, {beat}: {words}"


@every_lesson
def test_a_lesson_lasts_four_to_eight_minutes(name: str, tmp_path: Path) -> None:
    """That is about what its words take; pauses between them add little."""
    spoken = sum(beat.speech.duration for _, beats in chapters(name, tmp_path) for beat in beats)
    assert LEAST < spoken < MOST
