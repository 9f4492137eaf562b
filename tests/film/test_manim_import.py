"""Manim imported with less is the Manim that it is otherwise."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from explainers.film.manim_import import Turn

parts = st.floats(-20, 20)

BEFORE = (
    "import sys; from explainers.film.manim_import import import_manim; import_manim(); import manim, numpy as np; "
)


@given(st.tuples(parts, parts, parts))
@example((0.0, 0.0, 0.0))
@example((1e-4, 0.0, -2e-4))
@example((np.pi, 0.0, 0.0))
def test_a_turn_is_scipys(vector: tuple[float, float, float]) -> None:
    """But for the last bits, for any angle and axis."""
    expected = Rotation.from_rotvec(vector).as_matrix()
    np.testing.assert_allclose(Turn.from_rotvec(np.array(vector)).as_matrix(), expected, rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    "program",
    [
        "assert not {'bs4', 'scipy.spatial', 'scipy.spatial.transform'} & set(sys.modules)",
        "import scipy.spatial; from scipy.spatial.transform import Rotation; assert hasattr(scipy.spatial, 'KDTree')",
        "from scipy.spatial import ConvexHull; ConvexHull(np.eye(3)[:, :2])",
        "from bs4 import BeautifulSoup; assert BeautifulSoup('<a>b</a>', 'html.parser').a.text == 'b'",
        "code = manim.Code(code_string='x = 1', language='python'); assert len(code.code_lines) == 1",
        "square = manim.Square().rotate(0.5, axis=manim.RIGHT); import math; "
        "np.testing.assert_allclose(square.height, 2 * math.cos(0.5))",
        "import_manim(); assert manim is sys.modules['manim']",
    ],
)
def test_the_libraries_are_their_own_again(program: str) -> None:
    """Nothing is left of what stood in for them, and what Manim wants of them it gets."""
    done = subprocess.run([sys.executable, "-c", BEFORE + program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
