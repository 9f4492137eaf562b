"""The command: reports, exit status, flags of one scene."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import render
from explainers.film.check.sight import Finding
from explainers.production.check import report_text
from explainers.production.check_scene import CheckedScene

TOYS = Path(__file__).with_name("broken_scenes.py")


def test_a_report_has_a_line_for_each_finding() -> None:
    """Number, beat, time, rule and what; the theme if it is found in one alone; the other beats."""
    findings = (
        Finding("small text", "'a' is 20 px", "question", 3.25, themes=("dark", "light")),
        Finding("text contrast", "'b' is grey", "answer", 12.0, themes=("light",), also_in=("end",)),
    )
    text = report_text(CheckedScene("toy", findings, (Path("x.png"),)))
    assert text.splitlines() == [
        "toy: 2 findings",
        "   1  question       3.2 s  small text: 'a' is 20 px",
        "   2  answer        12.0 s  text contrast: 'b' is grey [light] (also in end)",
        "      x.png",
    ]
    assert report_text(CheckedScene("toy", ())) == "toy: nothing found"


@pytest.mark.slow
def test_the_exit_status_says_whether_something_was_found(tmp_path: Path) -> None:
    """0 for a clean scene; 1 for another, with report and picture in the scene's folder."""
    common = ["-o", str(tmp_path), "--media", str(tmp_path / "media"), "--theme", "dark"]
    clean = CliRunner().invoke(render.main, ["check", f"{TOYS}:Clean", "--seed", "3", *common])
    assert clean.exit_code == 0, clean.output
    assert "nothing found" in clean.output
    small = CliRunner().invoke(render.main, ["check", f"{TOYS}:SmallText", *common])
    assert small.exit_code == 1
    folder = tmp_path / "broken-scenes-SmallText"
    assert "small text" in (folder / "report.txt").read_text(encoding="utf-8")
    assert len(list(folder.glob("*.png"))) == 1


def test_flags_belong_to_one_scene() -> None:
    """Parameters for several scenes at once are refused in one line."""
    refused = CliRunner().invoke(render.main, ["check", "bayes-update", "gradient-descent", "--seed", "3"])
    assert refused.exit_code != 0
    assert "name it alone" in refused.output
