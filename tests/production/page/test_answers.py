"""What counts as the right answer to a question."""

import pytest

from explainers.production.page.answers import accepted


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("0.642857", (0.642857,)),
        ("−1.5e-07", (-1.5e-7,)),
        ("(3, 8)", (3, 8)),
        ("[3 1; 0 -2]", (3, 1, 0, -2)),
        ("rows (1, -1) and (1, 0)", (1, -1, 1, 0)),
        ("Beta(9, 5)", (9, 5)),
        (".5", (0.5,)),
        ("0.36 to 0.86", (0.36, 0.86)),
        ("0.935783, where the plug-in forecast claims 0.982382", (0.935783,)),
        ("The second of e1 and e_2", ()),
        ("none", ()),
        ("", ()),
    ],
)
def test_an_answers_numbers_are_asked_for(answer: str, numbers: tuple[float, ...]) -> None:
    """All of them in order, whatever stands between; but not those of names and of explanations."""
    assert tuple(value for value, _ in accepted(answer).numbers) == numbers


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("infinitely many: a line", ("infinitely many: a line", "infinitely many")),
        ("The same: Beta(9, 5)", ("The same: Beta(9, 5)", "The same")),
        ("yes", ("yes",)),
        ("0.5: a half", ("0.5: a half",)),
        ("one: two: three", ("one: two: three",)),
    ],
)
def test_words_may_stop_where_an_explanation_begins(answer: str, words: tuple[str, ...]) -> None:
    """At a colon; but what stands before it must be words."""
    assert accepted(answer).words == words


@pytest.mark.parametrize(
    ("answer", "given", "near"),
    [
        ("0.33", 1 / 3, True),
        ("10.8", 10.84, True),
        ("0.2", 0.24, False),
        ("98", 98.4, False),
        ("98", 98.1, True),
        ("6", 6.4, False),
        ("0", 0.001, False),
        ("1.5e-7", 1.5e-7, True),
        ("1.5e-7", 2e-7, False),
    ],
)
def test_what_was_rounded_accepts_what_it_was_rounded_from(answer: str, given: float, near: bool) -> None:
    """Half of the last digit; but a number that may well be exact is not taken for a rounded one."""
    ((value, tolerance),) = accepted(answer).numbers
    assert (abs(given - value) <= tolerance) == near


@pytest.mark.parametrize(
    ("value", "given", "near"),
    [
        (9 / 14, 0.643, True),
        (9 / 14, 0.65, False),
        (0.2, 0.24, False),
        (0.0, 1e-17, True),
        (0.0, 1e-3, False),
        (-8.0, 8.0, False),
    ],
)
def test_a_number_is_compared_with_all_its_digits(value: float, given: float, near: bool) -> None:
    """What the scene computed counts, and nothing is read off the text that shows it."""
    ((number, tolerance),) = accepted("about 3 of 4", value).numbers
    assert number == value
    assert (abs(given - number) <= tolerance) == near
