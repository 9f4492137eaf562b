"""Parameters written into a lesson's text: they are what YAML reads back, and nothing else of the file changes."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainers.spec.errors import BadInput
from explainers.spec.lesson_edit import new_lesson, with_params, written_value

LESSON = """\
# A week
title: Moving  # about
scenes:
  - svd                     # as it is
  - scene: descent          # the walk
    params:
      rate: 0.1             # slow
      start: [1,
              2]
      loss: >-
        x**2
        + y**2

      # the end
    words:
      there: "To {params.rate}."

  - {scene: flow, params: {a: 1, b: 2}, title: Flow}
  - {scene: empty, params: {}}
  - scene: nothing
    params:
  - scene: block
    params:
      matrix:
        - [1, 2]
        - [3, 4]
      last-one: "x"   # hyphens
  - {scene: bare}
  # the end of all
"""

CASES: list[tuple[int, dict[str, Any]]] = [
    (0, {"matrix": [[1.5, 0.0], [0.0, 2.0]], "name": "a: b"}),
    (1, {"rate": 0.25}),
    (1, {"start": [3.0, 4.0], "loss": "x**2 - 'y'", "more": True}),
    (2, {"a": 7, "c": -1e-05}),
    (3, {"a": "yes"}),
    (4, {"a": 1}),
    (5, {"matrix": [[0, 1], [1, 0]], "last_one": "y"}),
    (5, {"other": "12"}),
    (6, {"a": 2.5}),
]


def expected(lesson: dict[str, Any], position: int, values: dict[str, Any]) -> dict[str, Any]:
    """What the lesson is to say: the oracle, on what YAML reads."""
    use = lesson["scenes"][position]
    use = {"scene": use} if isinstance(use, str) else use
    params = dict(use.get("params") or {})
    for name, value in values.items():
        params[name.replace("_", "-") if name.replace("_", "-") in params else name] = value
    lesson["scenes"][position] = {**use, "params": params}
    return lesson


@pytest.mark.parametrize(("position", "values"), CASES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_only_what_was_changed_is_another(position: int, values: dict[str, Any], ending: str) -> None:
    """YAML reads the new values and the old rest; every comment is there; other scenes' lines stand as they did."""
    text = LESSON.replace("\n", ending)
    written = with_params(text, position, values)
    assert yaml.safe_load(written) == expected(yaml.safe_load(text), position, values)
    for comment in ("# A week", "# about", "# as it is", "# the walk", "# slow", "# hyphens", "# the end of all"):
        assert comment in written
    assert ("\r" in written) == (ending == "\r\n")
    assert "\n" not in written.replace(ending, "")
    assert with_params(written, position, values) == written
    others = [line for line in text.splitlines() if "svd" in line or "flow" in line or "title" in line]
    if position not in (0, 2):
        assert all(line in written.splitlines() for line in others)


def test_a_value_is_written_in_its_place() -> None:
    """A line of it alone changes."""
    written = with_params(LESSON, 1, {"rate": 0.3})
    assert written == LESSON.replace("rate: 0.1 ", "rate: 0.3 ")


@pytest.mark.parametrize(
    "text",
    [
        "title: t\nscenes:\n  - scene: a\n    params: &same {x: 1}\n  - scene: b\n    params: *same\n",
        "title: t\nscenes:\n  - scene: a\n    params: {x: &one 1}\n  - scene: b\n    params: {x: *one}\n",
    ],
)
@pytest.mark.parametrize("position", [0, 1])
def test_what_two_scenes_share_is_not_changed(text: str, position: int) -> None:
    """One would change with the other."""
    with pytest.raises(BadInput, match="anchor"):
        with_params(text, position, {"x": 2})


VALUES = st.recursive(
    st.text() | st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(VALUES)
def test_any_value_is_read_back(value: Any) -> None:
    """By itself, and within a mapping on one line."""
    written = written_value(value)
    assert "\n" not in written
    for read in (yaml.safe_load(f"a: {written}")["a"], yaml.safe_load(f"{{a: {written}, b: 1}}")["a"]):
        assert read == value


def test_a_new_lesson_says_what_it_was_given() -> None:
    """Its title, theme, scene and values."""
    written = new_lesson("A: b", "toys.py:Moves", {"far": 3.0, "matrix": [[1.0, 0.5], [0.0, 2.0]]}, "light")
    assert yaml.safe_load(written) == {
        "title": "A: b",
        "theme": "light",
        "scenes": [{"scene": "toys.py:Moves", "params": {"far": 3, "matrix": [[1, 0.5], [0, 2]]}}],
    }
    assert yaml.safe_load(new_lesson("a", "svd", {})) == {"title": "a", "scenes": [{"scene": "svd"}]}
