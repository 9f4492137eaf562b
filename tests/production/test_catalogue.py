"""The catalogue: scenes and lessons found by name or path, read from syntax trees, with the nearest for a wrong one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from explainers.production import catalogue
from explainers.production.catalogue import find_lesson, find_scene, lessons, scenes
from explainers.spec.errors import BadInput

SCENE = '''"""{summary}

More."""
raise SystemExit("imported")
class {name}(ExplainerScene[Params]):
    title = "{title}"
'''


def write(path: Path, text: str) -> None:
    """Write a file, its folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three scenes and two lessons."""
    write(
        tmp_path / "scenes/calculus/gradient_descent.py",
        SCENE.format(summary="Downhill.", name="Descent", title="Down"),
    )
    write(tmp_path / "scenes/calculus/riemann_sum.py", SCENE.format(summary="Strips.", name="Riemann", title="Area"))
    write(tmp_path / "scenes/algebra/eigen.py", SCENE.format(summary="Axes.", name="Eigen", title="Eigenvectors"))
    write(tmp_path / "scenes/calculus/__init__.py", "")
    write(tmp_path / "scenes/calculus/_drawing.py", SCENE.format(summary="No.", name="Hidden", title="Hidden"))
    write(tmp_path / "scenes/calculus/shapes.py", "SIDE = 2\n")
    for name in ("bayes", "gradient-descent"):
        write(tmp_path / f"lessons/{name}.yaml", "title: A\nscenes: [eigen]\n")
    monkeypatch.setattr(catalogue, "SCENES", tmp_path / "scenes")
    monkeypatch.setattr(catalogue, "LESSONS", tmp_path / "lessons")
    return tmp_path


def test_scenes_are_listed_without_being_imported(project: Path) -> None:
    """By topic and name, with title and first line; files without a scene and with an underscore are left out."""
    found = [(source.topic, source.name, source.class_name, source.title, source.summary) for source in scenes()]
    assert found == [
        ("algebra", "eigen", "Eigen", "Eigenvectors", "Axes."),
        ("calculus", "gradient-descent", "Descent", "Down", "Downhill."),
        ("calculus", "riemann-sum", "Riemann", "Area", "Strips."),
    ]
    assert not any(name.startswith("scene_") for name in sys.modules)


@pytest.mark.parametrize("name", ["gradient-descent", "gradient_descent", "Gradient-Descent"])
def test_a_scene_by_name(project: Path, name: str) -> None:
    """Hyphens, underscores and capitals name the same."""
    assert find_scene(name, project).class_name == "Descent"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gradient-decent", "Scene 'gradient-decent' is not known. Did you mean 'gradient-descent'?"),
        ("xyz", "Scene 'xyz' is not known. Known: eigen, gradient-descent, riemann-sum."),
        ("", "Scene '' is not known. Known: "),
        ("shapes", "Scene 'shapes' is not known."),
    ],
)
def test_an_unknown_scene(project: Path, name: str, message: str) -> None:
    """The nearest name, or all there are."""
    with pytest.raises(BadInput) as caught:
        find_scene(name, project)
    assert str(caught.value).startswith(message)


def test_one_broken_scene_does_not_hide_the_others(project: Path) -> None:
    """While somebody writes on a scene, the others are listed and found; who asks for it is told the line."""
    (project / "scenes/calculus/riemann_sum.py").write_text("class Riemann(Scene):\n    def (\n")
    assert [source.name for source in scenes()] == ["eigen", "gradient-descent"]
    assert find_scene("eigen", project).class_name == "Eigen"
    with pytest.raises(BadInput, match=r"^riemann_sum.py:2: is not Python: "):
        find_scene("riemann-sum", project)


FILE = """
import manim
from manim import Scene as Base, ThreeDScene
class Helper: ...
class First(manim.Scene): ...
class Second(First): ...
class Third(ThreeDScene):
    title: str = "The third"
class Fourth(ExplainerScene[Params]):
    title = f"not {constant}"
"""


def test_a_scene_by_its_file(tmp_path: Path) -> None:
    """A class built on something named a scene, on one of the file's own, or with type arguments is found."""
    write(tmp_path / "my scenes" / "ähnlich.py", FILE)
    for name, title in (("First", "First"), ("Second", "Second"), ("Third", "The third"), ("Fourth", "Fourth")):
        source = find_scene(f"my scenes/ähnlich.py:{name}", tmp_path)
        assert (source.class_name, source.title, source.name) == (name, title, f"ähnlich-{name}")
        assert source.file == tmp_path / "my scenes" / "ähnlich.py"
    assert find_scene(f"{tmp_path}/my scenes/ähnlich.py:First", Path("/")).class_name == "First"
    write(tmp_path / "one.py", "class Only(Scene): ...\nclass Odd(Unheard): ...")
    assert find_scene("one.py", tmp_path) == find_scene("one.py:Only", tmp_path)
    assert find_scene("one.py:Only", tmp_path).name == "one"
    assert find_scene("one.py:Odd", tmp_path).class_name == "Odd", "whether it is a scene shows when it is imported"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("many.py", "many.py holds more than one scene. Write many.py:CLASS with one of First, Second, Third, Fourth."),
        (
            "many.py:",
            "many.py holds more than one scene. Write many.py:CLASS with one of First, Second, Third, Fourth.",
        ),
        ("many.py:Frist", "many.py: class 'Frist' is not known. Did you mean 'First'?"),
        ("none.py", "none.py holds no scene: no class in it is built on a class that is named ...Scene."),
        ("none.py:B", "none.py holds no scene: no class in it is built on a class that is named ...Scene."),
        ("empty.py", "empty.py holds no scene: "),
        ("mnay.py", "There is no file 'mnay.py'. Did you mean 'many.py'?"),
        ("no/folder/qqqq.py:A", "There is no file 'no/folder/qqqq.py'."),
        ("folder.py", "There is no file 'folder.py'."),
        ("broken.py", "broken.py:3: is not Python: "),
        ("bytes.py", "bytes.py:"),
        ("latin.py", "latin.py: cannot be read as Python: "),
        ("~nobody-at-all/x.py", "There is no file '~nobody-at-all/x.py'."),
    ],
)
def test_a_file_without_the_scene(tmp_path: Path, reference: str, message: str) -> None:
    """What is wrong with the file or the name is one line with the cure."""
    for name, text in (("many", FILE), ("none", "class A: ..."), ("empty", ""), ("broken", "a\n\nx = = 1\n")):
        write(tmp_path / f"{name}.py", text)
    (tmp_path / "bytes.py").write_bytes(b"a\0b")
    (tmp_path / "latin.py").write_bytes(b"# caf\xe9\n")
    (tmp_path / "folder.py").mkdir()
    with pytest.raises(BadInput) as caught:
        find_scene(reference, tmp_path)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_lessons_by_name(project: Path) -> None:
    """Those that ship are found by name, with the nearest for a wrong one."""
    assert [path.stem for path in lessons()] == ["bayes", "gradient-descent"]
    assert find_lesson("bayes") == project / "lessons" / "bayes.yaml"
    with pytest.raises(BadInput, match=r"^Lesson 'bays' is not known. Did you mean 'bayes'\?$"):
        find_lesson("bays")


def test_lessons_by_path(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has an ending or a slash is a path, from the shell's folder; with the nearest for a wrong one."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "my own.yaml", "title: A")
    write(tmp_path / "below" / "week 2.yml", "title: A")
    assert find_lesson("my own.yaml").is_file()
    assert find_lesson("below/week 2.yml").is_file()
    assert find_lesson(str(tmp_path / "my own.yaml")).is_file()
    for reference, message in (
        ("my won.yaml", "There is no lesson file 'my won.yaml'. Did you mean 'my own.yaml'?"),
        ("below/week 3.yml", "There is no lesson file 'below/week 3.yml'. Did you mean 'week 2.yml'?"),
        ("no/such", "There is no lesson file 'no/such'."),
    ):
        with pytest.raises(BadInput) as caught:
            find_lesson(reference)
        assert str(caught.value) == message


def test_what_ships_can_be_read() -> None:
    """Every scene and lesson of the project is found by its own name, and no two have the same."""
    names = [source.name for source in scenes()]
    assert len(set(names)) == len(names)
    assert all(find_scene(name, Path("/")).name == name for name in names)
    assert all(source.summary and source.title for source in scenes())
    assert all(find_lesson(path.stem) == path for path in lessons())
