"""What a fresh process loads with each module of the room."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "explainers" / "maths").glob("[!_]*.py"))
WITHOUT_FORMULAS = ["conjugate", "credible", "descent", "errors", "linear_maps", "matrix_paths", "optimisers", "shapes"]

PROGRAM = """
import importlib, json, sys
loaded = {}
for name in sys.argv[1:]:
    importlib.import_module("explainers.maths." + name)
    libraries = {module.split(".")[0] for module in sys.modules}
    loaded[name] = sorted(libraries & {"manim", "sympy", "pydantic", "matplotlib"})
    rooms = {module.split(".")[1] for module in sys.modules if module.startswith("explainers.")}
    loaded[name] += sorted(rooms - {"maths"})
print(json.dumps(loaded))
"""


def loaded_by(modules: list[str]) -> dict[str, list[str]]:
    """Return the heavy libraries and other rooms present after each module, imported in this order."""
    command = [sys.executable, "-c", PROGRAM, *modules]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_the_numbers_come_without_manim_and_without_other_rooms() -> None:
    """Importing every module of the room leaves Manim, pydantic and all of our other rooms out."""
    for name, loaded in loaded_by(MODULES).items():
        assert set(loaded) <= {"sympy"}, name


def test_only_formulas_load_sympy() -> None:
    """sympy takes half a second to import, so matrices, paths and probabilities do without it."""
    assert all(not loaded for loaded in loaded_by(WITHOUT_FORMULAS).values())
