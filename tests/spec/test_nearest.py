"""The nearest known name, and the sentence that offers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.spec.nearest import nearest, unknown

SCENES = ["bayes-update", "gradient-descent", "matrix-transformation"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gradient-decent", "gradient-descent"),
        ("gradient_descent", "gradient-descent"),
        ("Gradient Descent", "gradient-descent"),
        ("BAYES_UPDAT", "bayes-update"),
        (" matrix-transformation ", "matrix-transformation"),
        ("eigenvectors", None),
        ("", None),
    ],
)
def test_nearest_looks_past_case_and_separators(typed: str, meant: str | None) -> None:
    """A name mistyped by a letter, its case or its separators finds its own; one that is like none finds none."""
    assert nearest(typed, SCENES) == meant


def test_nearest_among_none() -> None:
    """Where nothing is known, nothing is near."""
    assert nearest("anything", []) is None


def test_nearest_takes_any_iterable() -> None:
    """The known names may come from a generator or a dictionary's keys."""
    assert nearest("bayes", (name for name in ["bayes", "other"])) == "bayes"
    assert nearest("baies", {"bayes": 1}.keys()) == "bayes"


@given(st.sampled_from(SCENES))
def test_a_known_name_is_nearest_to_itself(name: str) -> None:
    """Each known name finds itself, however it is separated."""
    assert nearest(name.replace("-", "_").upper(), SCENES) == name


@given(st.text(), st.lists(st.text(), max_size=5))
def test_nearest_is_one_of_the_known(name: str, known: list[str]) -> None:
    """Whatever is typed and known, the answer is a known name or None."""
    found = nearest(name, known)
    assert found is None or found in known


def test_unknown_offers_the_nearest() -> None:
    """A near name is offered as a question."""
    sentence = unknown("Scene", "gradient-decent", SCENES)
    assert sentence == "Scene 'gradient-decent' is not known. Did you mean 'gradient-descent'?"


def test_unknown_lists_all_where_none_is_near() -> None:
    """Without a near name, all names are listed in order."""
    assert unknown("Scene", "xyz", ["c", "a", "b"]) == "Scene 'xyz' is not known. Known: a, b, c."


def test_unknown_with_nothing_known() -> None:
    """An empty list is said to be empty, not shown as an empty list."""
    assert unknown("Lesson", "bayes", []) == "Lesson 'bayes' is not known. There is none."
