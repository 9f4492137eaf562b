"""A lesson that is open in the studio: its scenes in its order, with its values and words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explainers.production.catalogue import scenes
from explainers.spec.errors import BadInput
from explainers.studio.open import make_playbill
from tests.studio.conftest import TOYS
from tests.studio.serving import Served, serving

LESSON = """\
title: Moving about
scenes:
  - scene: toys.py:Moves
    id: near
    title: A short way
    params:
      far: 1
    beats: [there]
    words:
      there: "Only to {params.far:g}."
  - scene: toys.py:Moves
  - scene: toys.py:Reads
    params: {data-file: mine.csv}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A lesson with its scenes and data beside it."""
    shutil.copy(TOYS, tmp_path / "toys.py")
    (tmp_path / "mine.csv").write_text("a\n1\n2\n")
    file = tmp_path / "week.yaml"
    file.write_text(LESSON)
    return file


@pytest.fixture
def studio(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A studio in which it is open."""
    monkeypatch.chdir(file.parent)
    with serving(make_playbill("week.yaml", ()), file.parent / "media") as served:
        yield served


def described(said: list[tuple[dict[str, Any], bytes]]) -> dict[str, Any]:
    (scene,) = [header for header, _ in said if header["kind"] == "scene"]
    return scene


def test_its_scenes_come_first_and_in_order(studio: Served) -> None:
    """Under its title, as it calls them; each with the command line's name and values; then the catalogue."""
    with studio.call() as line:
        hello = line.hello
    names = [scene["name"] for scene in hello["scenes"]]
    assert names[:3] == ["week/near", "week/toys", "week/toys-2"]
    assert names[3:] == [scene.name for scene in scenes()]
    assert hello["first"] == "week/near"
    assert hello["lesson"] == {"name": "week", "file": "week.yaml", "title": "Moving about", "theme": "dark"}
    near, _, reads = hello["scenes"][:3]
    assert {key: near[key] for key in ("topic", "title", "reference", "params")} == {
        "topic": "Moving about",
        "title": "A short way",
        "reference": "toys.py:Moves",
        "params": {"far": "1"},
    }
    assert reads["params"] == {"data_file": "mine.csv"}
    assert hello["scenes"][3]["reference"] == names[3]


def test_a_scene_is_shown_as_the_lesson_has_it(studio: Served) -> None:
    """Default, lesson, page: the latter goes before the former. The beats that the lesson leaves out are marked."""
    with studio.call() as line:
        line.ask("moment", "week/near")
        scene = described(line.until("done", "error"))
        assert scene["title"] == "A short way"
        assert scene["params"]["far"] == 1
        assert [(beat["words"], beat["shown"]) for beat in scene["beats"]] == [
            ("A dot.", False),
            ("Only to 1.", True),
        ]
        line.ask("moment", "week/near", params={"far": "3"})
        assert described(line.until("done", "error"))["beats"][1]["words"] == "Only to 3."
        line.ask("moment", "week/toys")
        scene = described(line.until("done", "error"))
        assert scene["params"]["far"] == 2
        assert all(beat["shown"] for beat in scene["beats"])
        for params in ({}, {"data_file": "mine.csv"}):
            line.ask("moment", "week/toys-2", params=params)
            assert described(line.until("done", "error"))["beats"][0]["words"] == "There are 2 rows."
        line.ask("moment", "week/toys-2", params={"data_file": "/etc/passwd"})
        assert "leaves the lesson's folder" in line.until("error")[-1][0]["said"]


def test_saving_the_lesson_shows_what_it_says_now(studio: Served, file: Path) -> None:
    """A mistake is named with its line, and the scenes stay as they were until it is mended."""
    with studio.call() as line:
        file.write_text(LESSON.replace("far: 1", "far: -2"))
        said = line.until("changed")
        assert said[-1][0]["files"] == ["week.yaml"]
        assert said[-2][0]["kind"] == "playbill"
        assert said[-2][0]["scenes"][0]["params"] == {"far": "-2"}
        file.write_text(LESSON.replace("title: Moving", "titel: Moving"))
        broken = line.until("playbill")[-1][0]
        assert "week.yaml:1: unknown key 'titel'. Did you mean 'title'?" in broken["said"]
        assert broken["scenes"][0]["params"] == {"far": "-2"}
        line.ask("moment", "week/near")
        assert described(line.until("done", "error"))["params"]["far"] == -2
        file.write_text("title: Less\nscenes:\n  - scene: toys.py:Moves\n")
        mended = line.until("playbill")[-1][0]
        assert mended["said"] == ""
        assert [scene["name"] for scene in mended["scenes"][:2]] == ["week/toys", scenes()[0].name]
        line.until("changed")
        line.ask("moment", "week/near")
        assert line.until("refused")[-1][0]["said"] == "There is no such scene here."


@pytest.mark.parametrize(
    ("named", "flags", "said"),
    [
        ("bayess", (), "Scene or lesson 'bayess' is not known. Did you mean 'bayes'?"),
        ("toys.py:Move", (), "Did you mean 'Moves'?"),
        ("weak.yaml", (), "There is no lesson file 'weak.yaml'. Did you mean 'week.yaml'?"),
        ("week.yaml", ("--far", "3"), "Parameters are flags of one scene; a lesson has its own."),
        ("mathematics-for-ml", (), "is a course. Open one of its lessons"),
    ],
)
def test_what_cannot_be_opened_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch, named: str, flags: tuple[str, ...], said: str
) -> None:
    """In one line, with the cure."""
    monkeypatch.chdir(file.parent)
    with pytest.raises(BadInput) as refused:
        make_playbill(named, flags)
    assert said in str(refused.value)


def test_a_lesson_is_opened_by_its_name() -> None:
    """A scene that is called alike goes first; the lesson is opened by its file."""
    assert make_playbill("bayes", ()).first == "bayes/bayes-theorem"
    assert make_playbill("gradient-descent", ()).lesson is None
