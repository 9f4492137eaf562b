"""A new scene: one file that already renders, with a test that passes."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from explainers.production import filming, new_scene
from explainers.production.catalogue import find_scene
from explainers.production.filming import render_sheet
from explainers.production.jobs import SceneJob
from explainers.production.media import Media
from explainers.production.new_scene import write_new_scene
from explainers.production.progress import SilentProgress
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from tests.toy_lesson import WorkersHere, contents

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "files", "class_name"),
    [
        ("chain-rule", ["chain_rule.py", "test_chain_rule.py"], "ChainRule"),
        ("ChainRule", ["chain_rule.py", "test_chain_rule.py"], "ChainRule"),
        ("chain_rule.py", ["chain_rule.py", "test_chain_rule.py"], "ChainRule"),
        ("pca2d", ["pca2d.py", "test_pca2d.py"], "Pca2d"),
    ],
)
def test_a_scene_is_written_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, files: list[str], class_name: str
) -> None:
    """Without a topic the scene and its test appear in the shell's folder, named after it however it is written."""
    monkeypatch.chdir(tmp_path)
    assert [path.name for path in write_new_scene(name, "")] == files
    assert sorted(contents(tmp_path)) == files
    assert find_scene(files[0], tmp_path).class_name == class_name


def test_the_scene_renders_and_its_test_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to be filled in first: pictures, words and a green test, which ruff has nothing to say against."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(filming, "WorkerPool", WorkersHere)
    scene, test = write_new_scene("chain-rule", "")
    source = find_scene("chain_rule.py", tmp_path)
    settings = RenderSettings(width=128, height=72, fps=10, theme="light")
    job = SceneJob(id="chain-rule", source=source, params={"slope": "0.25"}, folder=tmp_path, settings=settings)
    assert render_sheet(job, Media(tmp_path / "media"), SilentProgress(), None).is_file()
    monkeypatch.syspath_prepend(tmp_path)
    checks = [check for name, check in runpy.run_path(str(test)).items() if name.startswith("test_")]
    assert len(checks) == 1
    checks[0]()
    for command in (
        ["ruff", "check", "--config", str(ROOT / "pyproject.toml"), "--ignore", "I001", str(scene), str(test)],
        ["ruff", "format", "--check", "--config", str(ROOT / "pyproject.toml"), str(scene), str(test)],
    ):
        done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_scene_of_a_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a topic the scene goes into its folder, its test to the scenes' tests, and imports it from there."""
    for topic in ("calculus", "linear_algebra"):
        (tmp_path / "scenes" / topic).mkdir(parents=True)
        (tmp_path / "scenes" / topic / "__init__.py").touch()
    monkeypatch.setattr(new_scene, "SCENES", tmp_path / "scenes")
    monkeypatch.setattr(new_scene, "PROJECT", tmp_path)
    scene, test = write_new_scene("eigen-basis", "linear-algebra")
    assert scene == tmp_path / "scenes" / "linear_algebra" / "eigen_basis.py"
    assert test == tmp_path / "tests" / "scenes" / "test_eigen_basis.py"
    assert "from scenes.linear_algebra.eigen_basis import EigenBasis, EigenBasisParams" in test.read_text()
    with pytest.raises(BadInput, match=r"^Topic 'calclus' is not known. Did you mean 'calculus'\?$"):
        write_new_scene("other", "calclus")


@pytest.mark.parametrize(
    "name", ["", "2d-plot", "a b", "../up", "class", "über", "a--b", "a-", "-a", "x.y", "a/b", "import", "a\n"]
)
def test_what_is_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What cannot name a file and a class is refused, with an example."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match="cannot be a scene's name"):
        write_new_scene(name, "")
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", ["formula", "axes", "question", "scene", "Beat", "fade-in", "random", "statistics"])
def test_names_that_the_file_itself_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A class that hides what the file is made with, or a module that hides one of Python's, would not run."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=f"^'{name}' is a name that the file itself uses"):
        write_new_scene(name, "")
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("there", ["chain_rule.py", "test_chain_rule.py"])
def test_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str) -> None:
    """If either file is there, neither is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / there).write_text("mine")
    with pytest.raises(BadInput, match="is there already"):
        write_new_scene("chain-rule", "")
    assert contents(tmp_path) == {there: b"mine"}
