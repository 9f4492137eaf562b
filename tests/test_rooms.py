"""The rooms of the house, and which of them may know which: the table of the design, walked over every import."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300

ROOMS = ("maths", "spec", "narration", "film", "stage", "production", "studio", "commands")
MAY_IMPORT = {
    "render.py": {"commands"},
    "commands": {"production", "studio", "spec"},
    "explainers/notebook.py": {"studio", "production", "spec"},
    "studio": {"production", "film", "spec"},
    "studio/stage_run.py": {"production", "film", "spec", "stage", "manim"},
    "studio/preload.py": {"production", "film", "spec", "stage"},
    "studio/explore_run.py": {"production", "film", "spec", "stage"},
    "production": {"film", "narration", "spec"},
    "production/worker.py": {"film", "narration", "spec", "stage", "scenes", "manim"},
    "production/check_scene.py": {"film", "narration", "spec", "stage", "scenes", "manim"},
    "production/staging.py": {"film", "narration", "spec", "stage", "scenes", "manim"},
    "scenes": {"stage", "maths", "spec", "manim"},
    # Surfaces are elements of pictures, and Manim's own renderer paints them by the code that films are painted by.
    "stage": {"maths", "spec", "narration", "manim", "film.picture", "film.draw_mesh"},
    "film": {"spec"},
    "film/capture.py": {"spec", "manim"},
    # The readers: with capture.py, all that knows Manim's internals.
    **{
        f"film/{reader}.py": {"spec", "manim"}
        for reader in (
            "reader",
            "shapes",
            "space",
            "rasters",
            "witness",
            "seek",
            "glance",
            "lighter",
            "shortcut",
            "manim_import",
        )
    },
    "narration": {"spec"},
    "spec": {"maths"},
    "maths": set(),
}
"""The design's table: where a file stands in it by itself, its own row counts. `film.picture` is one module."""

DISPLAY = {"manim", "av", "cairo", "PIL", "typst"}
"""Libraries of pictures: what only computes must not need them."""


def room_of(file: Path) -> str:
    """Name the room that a file of the project stands in."""
    parts = file.relative_to(ROOT).parts
    return parts[1] if parts[0] == "explainers" and len(parts) > 2 else parts[0]


def allowed(file: Path) -> set[str]:
    """Look up what a file may import: its own row, or its room's."""
    room = room_of(file)
    return {room} | MAY_IMPORT.get(f"{room}/{file.name}", MAY_IMPORT.get(room, set()))


def imported(tree: ast.AST, file: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports anywhere, as line and dotted name; relative names are made whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = list(file.relative_to(ROOT).parts[: -node.level]) if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def destination(name: str) -> str | None:
    """Name the room that a dotted name leads to; Manim counts as one, other libraries as none."""
    first, *rest = name.split(".")
    if first == "explainers":
        return rest[0] if rest else None
    return first if first in {"scenes", "manim", "render"} else None


def module(name: str) -> str:
    """Name the module of a room that a dotted name leads to, such as `film.picture`."""
    return ".".join(name.split(".")[1:3])


def forbidden(source: str, file: Path) -> list[str]:
    """Every arrow of a file that the table does not have."""
    arrows = ((line, name, destination(name)) for line, name in imported(ast.parse(source), file))
    return [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for line, name, room in arrows
        if room is not None and not {room, module(name)} & allowed(file)
    ]


def files() -> list[Path]:
    """Every Python file of the project but its tests."""
    return [
        ROOT / "render.py",
        *sorted((ROOT / "explainers").rglob("*.py")),
        *sorted((ROOT / "scenes").rglob("*.py")),
    ]


def test_imports_point_down_the_table() -> None:
    """No file imports from a room that its row of the table does not name, not even inside a function."""
    assert [arrow for file in files() for arrow in forbidden(file.read_text(encoding="utf-8"), file)] == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("explainers/maths/descent.py", "from explainers.spec.errors import BadInput"),
        ("explainers/maths/descent.py", "def f():\n    import manim"),
        ("explainers/spec/params.py", "from ..stage import theme"),
        ("explainers/spec/params.py", "from explainers import production"),
        ("explainers/film/encode.py", "from manim import config"),
        ("explainers/film/capture.py", "from explainers.stage.theme import THEMES"),
        ("explainers/production/plan.py", "from explainers.stage.theme import THEMES"),
        ("explainers/production/plan.py", "import scenes.calculus"),
        ("explainers/stage/theme.py", "from explainers.film.encode import ClipEncoder"),
        ("explainers/stage/camera.py", "from explainers.film import canvas"),
        ("explainers/narration/silent.py", "import explainers.maths.shapes"),
        ("scenes/calculus/x.py", "from explainers.production.plan import plan_lesson"),
        ("render.py", "from explainers.film.capture import film"),
        ("render.py", "import manim.config"),
    ],
)
def test_the_walk_finds_what_is_forbidden(file: str, source: str) -> None:
    """An arrow up the table is found however it is written."""
    assert len(forbidden(source, ROOT / file)) == 1


def test_every_room_stands_in_the_table() -> None:
    """There is no folder of code that the table does not know."""
    found = {room_of(file) for file in files() if file.name != "__init__.py"} - {"explainers"}
    assert found <= {"render.py", "scenes", *ROOMS}


def test_files_are_short_and_named_after_what_they_do() -> None:
    """No file is much longer than 300 lines, and none is a drawer for odds and ends."""
    measured = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in files()}
    in_library = {name: lines for name, lines in measured.items() if not name.startswith("scenes/")}
    assert {name: lines for name, lines in in_library.items() if lines > LONGEST_FILE + 20} == {}
    drawers = ("util", "helper", "common", "manager", "misc")
    assert [name for name in measured if any(Path(name).stem.startswith(drawer) for drawer in drawers)] == []


def loaded_by(program: str) -> set[str]:
    """Run a program in a fresh process; return the libraries it left loaded."""
    report = "\nimport json as _j, sys as _s\nprint(_j.dumps(sorted({name.split('.')[0] for name in _s.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", program + report], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["lesson", "--help"], ["scene", "no-such-scene"]])
def test_the_command_line_starts_light(arguments: list[str]) -> None:
    """What needs no scene loads neither Manim nor sympy, scipy or numpy."""
    loaded = loaded_by(f"import render\ntry:\n    render.main({arguments!r})\nexcept SystemExit:\n    pass")
    assert not loaded & {"manim", "sympy", "scipy", "numpy", *DISPLAY}


def test_planning_needs_no_manim() -> None:
    """The modules that decide what is rendered and reused, and those that say so, leave Manim out."""
    loaded = loaded_by("import explainers.production.plan, explainers.production.listing, explainers.production.pool")
    assert not loaded & {"manim", "sympy", "scipy"}


def test_assembling_needs_no_manim() -> None:
    """A lesson's files are put together in the process that the user started, without Manim."""
    assert "manim" not in loaded_by("import explainers.production.filming")


def test_what_was_asked_for_is_read_without_pictures() -> None:
    """Parameters, lessons and speech are checked without any library of pictures."""
    names = sorted(path.stem for room in ("spec",) for path in (ROOT / "explainers" / room).glob("[!_]*.py"))
    loaded = loaded_by("import explainers.narration.silent\n" + "\n".join(f"import explainers.spec.{n}" for n in names))
    assert not loaded & DISPLAY
