"""What the check finds, in the page: of the moment that is on screen, or of the whole scene."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from explainers.production.catalogue import find_scene
from explainers.production.check import check_scenes
from explainers.production.jobs import SceneJob
from explainers.production.media import Media
from explainers.spec.settings import RenderSettings
from tests.studio.conftest import TOYS
from tests.studio.serving import Line

LATE, EARLY = 99.0, 0.2


def found(line: Line, **asked: Any) -> list[dict[str, Any]]:
    line.ask("findings", "crowded", **asked)
    ((header, _),) = [each for each in line.until("done", "error") if each[0]["kind"] == "findings"]
    findings: list[dict[str, Any]] = header["findings"]
    return findings


def test_the_findings_are_those_of_the_moment(line: Line) -> None:
    """Before the labels are there, nothing is wrong; afterwards two lie over each other, and one leaves the frame."""
    assert found(line, seconds=EARLY) == []
    findings = {each["rule"]: each for each in found(line, seconds=LATE)}
    assert set(findings) == {"text over text", "off the frame"}
    over = findings["text over text"]
    assert over["what"] == "'first' over 'second'"
    assert over["beat"] == "late"
    # Both stand in the middle of the frame, which is 128/9 units wide; the third ends beyond its right edge.
    for left, bottom, right, top in over["boxes"]:
        assert (left + right) / 2 == pytest.approx(0, abs=0.1)
        assert (bottom + top) / 2 == pytest.approx(0, abs=0.2)
    ((left, _, right, _),) = findings["off the frame"]["boxes"]
    assert 6 < left < right
    assert right > 64 / 9


def test_they_follow_the_values(line: Line) -> None:
    """Apart, the labels are well; in smaller letters they cannot be read."""
    apart = {each["rule"] for each in found(line, seconds=LATE, params={"gap": 3})}
    small = {each["rule"] for each in found(line, seconds=LATE, params={"gap": 3, "size": 12})}
    assert apart == {"off the frame"}
    assert small == {"off the frame", "small text"}


def test_the_whole_scene_is_looked_at_as_the_command_does(line: Line, tmp_path: Path) -> None:
    """The rules, words and boxes of `render.py check`, beats and times included."""
    settings = RenderSettings(width=320, height=180, fps=12)
    job = SceneJob("crowded", find_scene(f"{TOYS}:Crowded", Path.cwd()), {}, tmp_path, settings)
    ((checked, _, _),) = check_scenes([job], ["dark"], Media(tmp_path), None, 1)
    told = found(line, whole=True)
    assert [(each["rule"], each["what"], each["beat"]) for each in told] == [
        (each.rule, each.what, each.beat) for each in checked.findings
    ]
    assert [each["seconds"] for each in told] == pytest.approx([each.time for each in checked.findings], abs=1e-3)
    assert told


def test_a_scene_that_fails_says_so(line: Line) -> None:
    """As with a film."""
    line.ask("findings", "wrong")
    assert "out of chalk" in line.until("error")[-1][0]["said"]
