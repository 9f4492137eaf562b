"""Numbers as JSON: whatever a scene computes becomes what every program can read."""

from __future__ import annotations

import enum
import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from explainers.production.records import as_json


class Colour(enum.Enum):
    """A plain enumeration."""

    RED = "red"


class Rank(enum.IntEnum):
    """An enumeration of numbers."""

    FULL = 2


class Model(BaseModel):
    """A model."""

    x: float = math.nan


@dataclass(frozen=True)
class Numbers:
    """Numbers within numbers."""

    points: np.ndarray
    inner: Any = None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("λ", "λ"),
        (0.1, 0.1),
        (math.nan, None),
        (-math.inf, None),
        (1 + 2j, {"real": 1.0, "imaginary": 2.0}),
        (np.float64(0.5), 0.5),
        (np.float32(0.5), 0.5),
        (np.float64("nan"), None),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.complex128(1j), {"real": 0.0, "imaginary": 1.0}),
        (np.array([[1.0, np.inf], [2.0, 3.0]]), [[1.0, None], [2.0, 3.0]]),
        (np.array(4.0), 4.0),
        (np.array([1j]), [{"real": 0.0, "imaginary": 1.0}]),
        (np.array([], dtype=float), []),
        ((1, (2.0, [np.nan])), [1, [2.0, [None]]]),
        ({"b", "a"}, ["a", "b"]),
        ({1: np.float64(2)}, {"1": 2.0}),
        (Colour.RED, "red"),
        (Rank.FULL, 2),
        (Path("/home/me/heads.csv"), "heads.csv"),
        (Model(), {"x": None}),
        (Numbers(np.zeros(2), Numbers(np.ones(1))), {"points": [0, 0], "inner": {"points": [1], "inner": None}}),
    ],
)
def test_values_become_json(value: object, expected: object) -> None:
    """Arrays become lists, complex numbers their parts, what is not finite null; of a path only the name is told."""
    found = as_json(value)
    assert found == expected
    assert json.loads(json.dumps(found, allow_nan=False)) == expected
    assert type(found) in {type(None), bool, int, float, str, list, dict}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(values)
def test_anything_becomes_strict_json(value: object) -> None:
    """No NaN, no infinity and nothing that JSON does not know is left; doing it twice changes nothing more."""
    found = as_json(value)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert as_json(found) == found


def test_what_is_left_out_of_a_repr_is_left_out() -> None:
    """Thousands of heights that are drawn need not be printed."""

    @dataclass(frozen=True)
    class Grid:
        total: float
        heights: tuple[float, ...] = field(repr=False)

    assert as_json(Grid(1.0, (0.5, 0.5))) == {"total": 1.0}
