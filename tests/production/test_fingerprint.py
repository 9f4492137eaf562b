"""The key of a rendered scene: it changes with whatever decides how the scene looks, and with nothing else."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from explainers.production import fingerprint
from explainers.production.catalogue import PROJECT, find_scene
from explainers.production.fingerprint import Sources, scene_key
from explainers.production.jobs import SceneJob
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings

SETTINGS = RenderSettings(width=128, height=72, fps=10, theme="dark")

FILES = {
    "scene.py": """
from manim import Scene
import direct
import package.inner
from package import chosen
from package.deep.below import thing
from . import beside
from .relative import name
DEFAULT = "default.csv"
class Toy(Scene):
    def construct(self):
        import in_function
        from late import something
""",
    "direct.py": "import indirect\n",
    "indirect.py": "import direct\n",
    "in_function.py": "",
    "late.py": "something = 1\n",
    "beside.py": "",
    "relative.py": "name = 1\n",
    "package/__init__.py": "",
    "package/inner.py": "import from_the_scenes_folder\nfrom .sibling import x\nfrom ..upstairs import y\n",
    "package/chosen.py": "",
    "package/sibling.py": "x = 1\n",
    "package/deep/__init__.py": "",
    "package/deep/below.py": "thing = 1\n",
    "from_the_scenes_folder.py": "",
    "upstairs.py": "y = 1\n",
    "data.csv": "a\n1\n",
    "default.csv": "a\n2\n",
}
UNRELATED = {"unrelated.py": "x = 1\n", "package/unrelated.py": "", "other.csv": "a\n3\n", "notes.txt": "words"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scene's folder with modules that it imports in every way, and files that it does not."""
    for name, text in {**FILES, **UNRELATED}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def job(folder: Path, **changes: object) -> SceneJob:
    """The scene as a lesson asks for it."""
    made = SceneJob(
        id="toy",
        source=find_scene("scene.py:Toy", folder),
        params={"data": "data.csv", "learning_rate": 0.5},
        folder=folder,
        settings=SETTINGS,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in FILES if name != "scene.py"])
def test_whatever_the_scene_rests_on_changes_the_key(folder: Path, name: str) -> None:
    """Modules imported directly, indirectly, late, relatively, packages on the way, and data, named or by default."""
    before = scene_key(job(folder), Sources())
    with (folder / name).open("a") as file:
        file.write("# more\n")
    assert scene_key(job(folder), Sources()) != before


def test_the_scenes_own_source_changes_the_key(folder: Path) -> None:
    """A single character of it does."""
    before = scene_key(job(folder), Sources())
    (folder / "scene.py").write_text(FILES["scene.py"].replace("pass", "pass ") + " ")
    assert scene_key(job(folder), Sources()) != before


@pytest.mark.parametrize(
    "change",
    [
        {"params": {"data": "data.csv", "learning_rate": 0.6}},
        {"params": {"data": "data.csv"}},
        {"params": {"data": "other.csv", "learning_rate": 0.5}},
        {"words": {"one": "Other words."}},
        {"title": "Another title"},
        {"settings": SETTINGS.model_copy(update={"theme": "light"})},
        {"settings": SETTINGS.model_copy(update={"width": 256})},
        {"settings": SETTINGS.model_copy(update={"height": 144})},
        {"settings": SETTINGS.model_copy(update={"fps": 20})},
    ],
)
def test_whatever_is_asked_for_changes_the_key(folder: Path, change: dict[str, object]) -> None:
    """Parameters, words, title, size, rate and theme."""
    assert scene_key(job(folder, **change), Sources()) != scene_key(job(folder), Sources())


def test_another_class_of_the_file_has_another_key(folder: Path) -> None:
    """Two scenes of one file are two."""
    with (folder / "scene.py").open("a") as file:
        file.write("class Second(Scene):\n    pass\n")
    second = find_scene("scene.py:Second", folder)
    assert scene_key(job(folder, source=second), Sources()) != scene_key(job(folder), Sources())


@pytest.mark.parametrize("library", ["manim", "typst", "av", "numpy"])
def test_another_version_changes_the_key(folder: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """What was rendered with another Manim, Typst or PyAV is rendered again."""
    before = scene_key(job(folder), Sources())
    monkeypatch.setattr(fingerprint, "_version", lambda name: "99" if name == library else version(name))
    assert scene_key(job(folder), Sources()) != before


@pytest.mark.parametrize("name", UNRELATED)
@pytest.mark.parametrize("change", [lambda path: path.write_text("changed"), lambda path: path.unlink()])
def test_what_has_nothing_to_do_with_it_leaves_the_key(
    folder: Path, name: str, change: Callable[[Path], object]
) -> None:
    """Files that the scene neither imports nor names may come and go."""
    before = scene_key(job(folder), Sources())
    change(folder / name)
    assert scene_key(job(folder), Sources()) == before


def test_times_and_places_leave_the_key(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Touched files, another name of the use, another folder and the beats that are shown change no picture."""
    before = scene_key(job(folder), Sources())
    for name in FILES:
        os.utime(folder / name, (1, 1))
    assert scene_key(job(folder), Sources()) == before
    other = job(folder, id="other", shown=("one",), where={"": "x:1: "}, confined=True)
    assert scene_key(other, Sources()) == before
    moved = tmp_path_factory.mktemp("moved") / "lesson"
    folder.rename(moved)
    assert scene_key(job(moved), Sources()) == before


def test_a_file_written_back_has_its_old_key(folder: Path) -> None:
    """The content decides: an edit undone finds what was rendered before it."""
    before = scene_key(job(folder), Sources())
    path = folder / "direct.py"
    path.write_text("import indirect  # changed\n")
    assert scene_key(job(folder), Sources()) != before
    path.write_text(FILES["direct.py"])
    assert scene_key(job(folder), Sources()) == before


def test_the_workers_modules_count() -> None:
    """What draws and encodes is part of every scene's key: stage, film, narration, and the maths that is called."""
    names = {path.relative_to(PROJECT).as_posix() for path in Sources().imported_by(fingerprint._WORKER)}
    assert {
        "explainers/film/capture.py",
        "explainers/film/encode.py",
        "explainers/narration/captions.py",
        "explainers/spec/script.py",
        "explainers/stage/theme.py",
        "explainers/stage/typesetting.py",
        "explainers/__init__.py",
        "explainers/stage/__init__.py",
    } <= names
    assert not any(name.startswith(("scenes/", "tests/", ".venv/")) for name in names)


def test_a_change_in_the_project_changes_every_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the theme's file were another, the scene would be rendered again."""
    before = scene_key(job(folder), Sources())
    known = Sources.digest
    changed = lambda sources, file: known(sources, file) + ("x" if file.name == "theme.py" else "")  # noqa: E731
    monkeypatch.setattr(Sources, "digest", changed)
    assert scene_key(job(folder), Sources()) != before


@pytest.mark.parametrize("text", ["H T H " * 150, "n" * 999, "~nobody-at-all/x", "a\0b", "", "3 1; 0 2", "/", "."])
def test_parameters_that_look_like_no_file(folder: Path, text: str) -> None:
    """Typed data of any length and odd texts are parameters like any other."""
    key = scene_key(job(folder, params={"data": text}), Sources())
    assert key != scene_key(job(folder, params={"data": text + "x"}), Sources())


@pytest.mark.parametrize(
    ("text", "message"),
    [("def broken(:\n", "direct.py:1: is not Python: "), ("x = 1\n" * 6 + "x ==\n", "direct.py:7: is not Python: ")],
)
def test_a_neighbour_that_is_not_python(folder: Path, text: str, message: str) -> None:
    """The line names the file that is broken, which may not be the scene's, and the line in it."""
    (folder / "direct.py").write_text(text)
    with pytest.raises(BadInput) as caught:
        scene_key(job(folder), Sources())
    assert str(caught.value).startswith(message)
