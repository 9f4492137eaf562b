"""What the page has set, written into a lesson: the one that is open, or a new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import render
from explainers.studio.open import make_playbill
from tests.studio.serving import Line, Served, serving
from tests.studio.test_lesson import LESSON, file  # noqa: F401


@pytest.fixture
def studio(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:  # noqa: F811
    """A studio in which the lesson is open."""
    monkeypatch.chdir(file.parent)
    with serving(make_playbill("week.yaml", ()), file.parent / "media") as served:
        yield served


@pytest.fixture
def alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:  # noqa: F811
    """A studio with a scene of a file, and no lesson."""
    monkeypatch.chdir(file.parent)
    with serving(make_playbill("toys.py:Reads", ()), file.parent / "media") as served:
        yield served


def saved(line: Line, scene: str, **more: Any) -> dict[str, Any]:
    line.say(do="save", scene=scene, **more)
    return line.until("saved", "refused")[-1][0]


def test_a_value_is_written_into_the_open_lesson(studio: Served, file: Path) -> None:  # noqa: F811
    """One line of it is another; the page is told which, and shown the lesson anew."""
    file.write_text(LESSON.replace("far: 1", "far: 1   # a step"))
    with studio.call() as line:
        line.until("changed")
        told = saved(line, "week/near", params={"far": "-2.50"})
        assert told == {"kind": "saved", "file": str(file), "wrote": ["far: -2.5"], "along": []}
        assert file.read_text() == LESSON.replace("far: 1", "far: -2.5   # a step")
        line.until("changed")
        line.ask("moment", "week/near")
        (scene,) = [header for header, _ in line.until("done") if header["kind"] == "scene"]
        assert scene["params"]["far"] == -2.5
        assert "already what is on screen" in saved(line, "week/near", params={"far": "-2.5"})["said"]
        assert saved(line, "week/toys", params={"far": 4})["wrote"] == ["far: 4"]
    assert yaml.safe_load(file.read_text())["scenes"][1] == {"scene": "toys.py:Moves", "params": {"far": 4}}


def test_what_the_scene_does_not_take_is_not_written(studio: Served, file: Path) -> None:  # noqa: F811
    """It is said as everywhere."""
    with studio.call() as line:
        assert saved(line, "week/near", params={"far": "12"})["said"] == "far: 12 is more than 5, the largest allowed"
        assert "Parameter 'fra'" in saved(line, "week/near", params={"fra": "1"})["said"]
    assert file.read_text() == LESSON


def test_dropped_data_go_along_and_write_over_nothing(studio: Served, file: Path) -> None:  # noqa: F811
    """They lie beside the lesson then; another file of that name stays."""
    with studio.call() as line:
        line.say(do="data", name="new.csv", text="a\n1\n2\n3\n")
        told = saved(line, "week/toys-2", params={"data_file": "new.csv"})
        assert told["wrote"] == ["data_file: new.csv"]
        assert told["along"] == ["new.csv"]
        assert (file.parent / "new.csv").read_text() == "a\n1\n2\n3\n"
        assert "data-file: new.csv" in file.read_text()
        line.say(do="data", name="mine.csv", text="a\n9\n")
        said = saved(line, "week/toys-2", params={"data_file": "mine.csv"})["said"]
        assert said == "data_file: another mine.csv lies beside the lesson. Give yours another name."
    assert (file.parent / "mine.csv").read_text() == "a\n1\n2\n"
    done = CliRunner().invoke(render.main, ["lesson", str(file), "--plan"])
    assert done.exit_code == 0, done.output


def test_a_new_lesson_is_written_where_the_studio_was_started(alone: Served, file: Path) -> None:  # noqa: F811
    """With the scene as the command line calls it; never over another file."""
    with alone.call() as line:
        first = line.hello["first"]
        told = saved(line, first, name="mine.yaml", params={"label": "lines: all"}, theme="light")
        written = file.parent / "mine.yaml"
        assert told["file"] == str(written)
        assert yaml.safe_load(written.read_text()) == {
            "title": "Reads",
            "theme": "light",
            "scenes": [{"scene": "toys.py:Reads", "params": {"label": "lines: all"}}],
        }
        said = saved(line, first, name="week.yaml")["said"]
        assert said == "week.yaml: is there already. Choose another name."
        for name in ("../x.yaml", "/tmp/x.yaml", "x.py", "", ".yaml"):
            assert "plain name" in saved(line, first, name=name)["said"]
    assert file.read_text() == LESSON
    done = CliRunner().invoke(render.main, ["lesson", "mine.yaml", "--plan"])
    assert done.exit_code == 0, done.output
