"""Words cut into captions: two short lines at most, nothing lost, broken where a reader would pause."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.narration.captions import LINE_WIDTH, captions, sentences

WORDS = st.lists(
    st.sampled_from(
        [
            "a",
            "of",
            "the",
            "slope",
            "0.25",
            "3.",
            "gradient",
            "eigenvalue,",
            "so:",
            "end.",
            "What?",
            "It",
            "−0.5",
            "(2,",
        ]
    )
    | st.text(alphabet="abcABC.,;:!?0123-−λ'\"()", min_size=1, max_size=200),
    max_size=60,
).map(" ".join)


def characters(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s", "", text)


@given(WORDS)
def test_at_most_two_lines_of_42_characters(words: str) -> None:
    """No caption is wider or higher than broadcasters allow (BBC, Netflix: 42 characters, two lines)."""
    for caption in captions(words):
        lines = caption.split("\n")
        assert 1 <= len(lines) <= 2
        assert all(0 < len(line) <= 42 for line in lines)
        assert all(line == line.strip() for line in lines)


@given(WORDS)
def test_nothing_is_lost(words: str) -> None:
    """The captions, one after the other, hold every character of the words in order."""
    assert characters("".join(captions(words))) == characters(words)


@given(WORDS.filter(lambda words: all(len(word) <= LINE_WIDTH for word in words.split())))
def test_no_word_is_broken(words: str) -> None:
    """Words that fit a line stay whole: the captions' words are the words."""
    assert " ".join(captions(words)).split() == words.split()


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("", []),
        ("  \n ", []),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It is 0.25 high. Then 3.5e-2 is left.", ["It is 0.25 high.", "Then 3.5e-2 is left."]),
        ("The value is 12.", ["The value is 12."]),
        ("It settles at 2. The rest is noise.", ["It settles at 2.", "The rest is noise."]),
        ("It rises... 3 times.", ["It rises...", "3 times."]),
        ('He asks. "Why?" She knows.', ["He asks.", '"Why?" She knows.']),
        ("Step size 0.1, i.e. a tenth, is small.", ["Step size 0.1, i.e. a tenth, is small."]),
        ("first\nsecond\n\nthird", ["first second third"]),
    ],
)
def test_where_a_sentence_ends(words: str, cut: list[str]) -> None:
    """A point, question or exclamation mark before a space and a capital ends a sentence; a decimal point never."""
    assert sentences(words) == cut


def test_a_short_sentence_is_one_line() -> None:
    """What fits a line is not broken, and two sentences never share a caption."""
    assert captions("How far down? One step.") == ["How far down?", "One step."]


def test_lines_are_balanced() -> None:
    """Two lines are about equally long, not one full and one word."""
    (caption,) = captions("The gradient points to where the loss grows fastest.")
    first, second = caption.split("\n")
    assert abs(len(first) - len(second)) <= 10


def test_a_long_sentence_is_cut_after_a_clause() -> None:
    """Where a sentence needs more than two lines, it is cut behind a comma if one stands late enough."""
    words = (
        "The learning rate decides how far one step goes along the slope, and a rate that is too large throws the ball "
        "across the valley."
    )
    first, *rest = captions(words)
    assert first.endswith("slope,")
    assert " ".join(rest).split()[0] == "and"


def test_a_long_word_is_broken_to_fit() -> None:
    """A web address of two hundred characters fits the lines all the same."""
    word = "https://example.org/" + "abcdefghij" * 20
    found = captions(f"See {word} now.")
    assert characters("".join(found)) == characters(f"See {word} now.")
    assert all(len(line) <= LINE_WIDTH for caption in found for line in caption.split("\n"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A v is 3 times v. v is an eigenvector.", ["A v is 3 times v.", "v is an eigenvector."]),
        ("It is (3, 0). e two lands there.", ["It is (3, 0).", "e two lands there."]),
        ("Take a square, e.g. A or B. Then turn.", ["Take a square, e.g. A or B.", "Then turn."]),
        ("One is 2.45 degrees off.", ["One is 2.45 degrees off."]),
    ],
)
def test_a_sentence_may_begin_with_a_small_letter(words: str, found: list[str]) -> None:
    """If the letter stands alone: then it is the name of a vector or a number."""
    assert sentences(words) == found
