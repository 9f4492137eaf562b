"""Manim scenes that know nothing of the stage: filmed, listed, and refused what they do not have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from explainers.production import filming
from explainers.production.catalogue import find_scene
from explainers.production.filming import render_scene
from explainers.production.jobs import SceneJob
from explainers.production.listing import outline_text
from explainers.production.media import Media
from explainers.production.progress import SilentProgress
from explainers.production.worker import outline
from explainers.spec.errors import BadInput
from explainers.spec.manifest import RenderedScene
from explainers.spec.settings import RenderSettings
from explainers.spec.voice import Espeak
from tests.toy_lesson import WorkersHere

SETTINGS = RenderSettings(width=128, height=72, fps=10)
SCENES = """\
from manim import *

class Plain(Scene):
    def construct(self):
        self.add_subcaption("It grows.", duration=0.3)
        self.play(Create(Square()), run_time=0.3)
        for _ in range(2):
            self.next_section("Hold / it!")
            self.wait(0.5)

class NoScene:
    pass
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a Manim file."""
    monkeypatch.setattr(filming, "WorkerPool", WorkersHere)
    (tmp_path / "plain.py").write_text(SCENES)
    return tmp_path


def job(folder: Path, scene: str = "plain.py:Plain", **params: str) -> SceneJob:
    """The scene as the command line asks for it."""
    source = find_scene(scene, folder)
    return SceneJob(id=source.name, source=source, params=params, folder=folder, settings=SETTINGS)


def test_a_plain_scene_is_filmed(folder: Path) -> None:
    """As long as Manim's film, with a chapter for each section, its name made fit for a file, and its captions."""
    target = render_scene(job(folder), Media(folder / "media"), SilentProgress(), None)
    scene = RenderedScene.model_validate_json(target.with_suffix(".json").read_bytes())
    assert [(beat.name, beat.title, beat.frames) for beat in scene.beats] == [
        ("scene", "scene", 3),
        ("hold-it", "Hold / it!", 5),
        ("hold-it-2", "Hold / it!", 5),
    ]
    assert [cue.text for beat in scene.beats for cue in beat.cues] == ["It grows."]
    with av.open(str(target)) as film:
        assert float((film.streams.video[0].duration or 0) * (film.streams.video[0].time_base or 0)) == pytest.approx(
            1.3
        )
        assert len(film.chapters()) == 3


def test_a_plain_scene_takes_no_parameters(folder: Path) -> None:
    """A flag is refused with the reason, before anything is filmed."""
    with pytest.raises(BadInput, match=r"^Plain is a plain Manim scene: it has no parameter 'speed'\.$"):
        outline(job(folder, speed="3"))


def test_a_plain_scene_is_shown(folder: Path) -> None:
    """`show` says what it is, without empty lists."""
    said = outline_text(outline(job(folder)))
    assert said.startswith("plain: Plain\n")
    assert said.endswith("A plain Manim scene: it has no parameters, and its sections are known when it has run.")


def test_a_class_that_is_no_scene(folder: Path) -> None:
    """What only looks like one is named once it is imported."""
    with pytest.raises(BadInput, match=r"^plain.py has no scene NoScene when it is run\.$"):
        outline(job(folder, "plain.py:NoScene"))


def test_a_plain_scene_is_given_no_voice(folder: Path) -> None:
    """Asked for by a flag, it is refused, for there is nothing to read; beside others of a lesson, it is left alone."""
    spoken = replace(job(folder), voice=Espeak())
    with pytest.raises(BadInput, match=r"voice espeak: Plain is a plain Manim scene.* Leave out --voice"):
        outline(spoken)
    assert outline(replace(spoken, where={"": "lesson.yaml:4: "})).beats == ()
