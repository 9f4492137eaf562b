"""Compiled loops: where their code is kept, and that another source is another code."""

import os
import subprocess
import sys
from pathlib import Path

from explainers.film.compiled import compiled, digest, first_writable

ROOT = Path(__file__).parents[2]


def test_code_is_kept_where_there_is_room(tmp_path: Path) -> None:
    """A place that cannot be a folder is passed over; without any there is none."""
    (tmp_path / "file").touch()
    blocked = tmp_path / "file" / "inside"
    assert first_writable([blocked, tmp_path / "free"]) == tmp_path / "free"
    assert first_writable([blocked]) is None


def test_another_source_is_another_code() -> None:
    """Also when only the border between two sources moves."""
    names = {digest(sources) for sources in ([b"ab", b"c"], [b"a", b"bc"], [b"abc"], [b"ab", b"d"])}
    assert len(names) == 4
    assert digest([b"ab", b"c"]) == digest([b"ab", b"c"])


def test_a_compiled_function_computes() -> None:
    """With a part that is compiled into it, and division by nothing as numpy has it."""

    @compiled()
    def half(x: float) -> float:
        return x / 2

    @compiled("float64(float64, float64)")
    def ratio(x: float, y: float) -> float:
        return half(x) / y

    assert ratio(3.0, 4.0) == 0.375
    assert ratio(1.0, 0.0) == float("inf")


def test_the_compiler_is_loaded_only_for_a_mesh() -> None:
    """Painters of pictures without one do not wait for it."""
    program = "import sys, explainers.film.paint; print('numba' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
