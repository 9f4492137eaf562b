"""What becomes of a scene that hangs, or takes its process with it; and of one that is only slow."""

from __future__ import annotations

import psutil
import pytest

from explainers.studio import pulse
from tests.studio.serving import PATIENCE, Line, stages


def is_well(line: Line) -> bool:
    """Whether a scene is shown."""
    line.ask("moment", "moves", params={"far": 1})
    return line.until("done", "error")[-1][0]["kind"] == "done"


def runs_of() -> list[psutil.Process]:
    """The copies of stages."""
    return [run for stage in stages() for run in stage.children()]


@pytest.mark.parametrize("sort", ["film", "moment", "still"])
def test_a_scene_that_waits_for_nothing_is_stopped(line: Line, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    """After a while in which it neither draws nor computes; then another scene runs."""
    monkeypatch.setattr(pulse, "IDLE", 1.0)
    line.ask(sort, "hangs")
    assert "neither drew nor computed" in line.until("error")[-1][0]["said"]
    monkeypatch.undo()
    assert is_well(line)


def test_a_loop_without_an_end_is_stopped(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """It computes, but for longer than a scene may."""
    monkeypatch.setattr(pulse, "COMPUTING", 4.0)
    line.ask("film", "spins")
    assert "a loop without an end" in line.until("error")[-1][0]["said"]
    monkeypatch.undo()
    assert is_well(line)


def test_a_scene_that_works_is_waited_for(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """It computes for twice as long as one that does nothing may last."""
    monkeypatch.setattr(pulse, "IDLE", 1.0)
    line.ask("moment", "slow")
    said = line.until("done", "error")
    assert said[-1][0]["kind"] == "done"
    assert any(header["kind"] == "going" for header, _ in said)


def test_the_reader_stops_what_takes_too_long(line: Line) -> None:
    """At once, both the film and the moment; nothing of it goes on, and what is asked for next is shown."""
    runs, others = set(), stages()
    for sort in ("film", "moment"):
        line.ask(sort, "spins")
        runs.add(line.until("started")[-1][0]["run"])
    line.until("going")
    hung = [run for stage in stages() if stage not in others for run in stage.children()]
    assert hung
    line.say(do="stop")
    ended = [line.until("error")[-1][0] for _ in runs]
    assert {header["run"] for header in ended} == runs
    assert {header["said"] for header in ended} == {"Stopped."}
    assert is_well(line)
    assert psutil.wait_procs(hung, PATIENCE)[1] == []


@pytest.mark.parametrize("scene", ["dies", "killed"])
def test_a_process_that_ends_is_told_at_once(line: Line, scene: str) -> None:
    """Whatever ended it."""
    line.ask("film", scene)
    assert line.until("error")[-1][0]["said"].startswith("The scene's process ended.")
    assert is_well(line)


def test_a_run_does_not_outlive_its_stage(line: Line) -> None:
    """The stage is killed from outside, in the middle of a run that hangs: the run ends, and the page goes on."""
    line.ask("film", "hangs")
    line.until("going")
    hung = runs_of()
    for run in hung:
        stage = run.parent()
        assert stage is not None
        stage.kill()
    assert psutil.wait_procs(hung, PATIENCE)[1] == []
    assert line.until("error")[-1][0]["said"].startswith("The scene's process ended.")
    assert is_well(line)
