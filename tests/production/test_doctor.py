"""The doctor: what is there, what is missing, and the command that mends it."""

from __future__ import annotations

import shutil
import sys
from collections import namedtuple
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pytest

from explainers.production import doctor
from explainers.production.doctor import NEEDED, examine


def bad_lines() -> list[str]:
    """What the doctor finds wrong."""
    return [finding.line for finding in examine() if not finding.good]


def test_here_all_is_well() -> None:
    """Where the tests run, nothing is missing, and each line begins with ok."""
    others = ("free on this disk", "piper")  # there may be little space, and a voice more or less
    findings = [finding for finding in examine() if not any(other in finding.line for other in others)]
    assert all(finding.good and finding.line.startswith("ok ") for finding in findings)
    assert {finding.line.split()[1] for finding in findings} >= {"Python", *NEEDED, "H.264", "typesetting"}


@pytest.mark.parametrize("library", ["manim", "typst", "PyYAML"])
def test_a_missing_library(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """It is named with the command that installs it; the others are looked at all the same."""

    def without(name: str) -> str:
        if name == library:
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(doctor, "version", without)
    assert f"missing  {library}. Run: ./run setup" in bad_lines()
    assert len(examine()) >= len(NEEDED)


def test_another_manim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its internals are known for 0.22 alone."""
    monkeypatch.setattr(doctor, "version", lambda name: "0.23.0")
    assert "wrong    manim 0.23.0; 0.22 is needed. Run: ./run setup" in bad_lines()


@pytest.mark.parametrize(("number", "good"), [((3, 10, 9), False), ((3, 11, 0), True), ((3, 14, 0), False)])
def test_another_python(monkeypatch: pytest.MonkeyPatch, number: tuple[int, ...], good: bool) -> None:
    """From 3.11 to 3.13."""
    monkeypatch.setattr(sys, "version_info", number)
    assert doctor._python().good == good
    assert ".".join(map(str, number)) in doctor._python().line


@pytest.mark.parametrize(("library", "start"), [("av", "missing  the H.264"), ("typst", "missing  typesetting")])
def test_a_library_that_does_not_load(monkeypatch: pytest.MonkeyPatch, library: str, start: str) -> None:
    """A broken installation is found, too: what matters is tried, not only looked up."""
    monkeypatch.setitem(sys.modules, library, None)
    (line,) = [line for line in bad_lines() if line.startswith(start)]
    assert line.endswith("Run: ./run setup")


@pytest.mark.parametrize("program", ["espeak-ng", "piper"])
def test_a_program_that_speaks(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Where there is none, nothing is wrong, and the line says what would install it."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (finding,) = [finding for finding in examine() if f" {program}, for --voice" in finding.line]
    assert finding.good
    assert finding.line.startswith(f"without  {program}, ")
    assert "install" in finding.line
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    assert f"ok       {program}, for --voice {program.removesuffix('-ng')}" in [each.line for each in examine()]


def test_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less than two gigabytes are said beforehand."""
    usage: Any = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, 10**9))
    assert "low      0.9 GB free on this disk. Delete media/cache, or other things" in bad_lines()
