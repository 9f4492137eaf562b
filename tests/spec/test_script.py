"""Words over numbers: what a template may name, and what somebody else's template must not reach."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.spec.errors import BadInput
from explainers.spec.script import Beat, Question, answer_questions, fill, write_script


@dataclass(frozen=True)
class Inner:
    """Numbers within numbers."""

    area: float = 2.5


@dataclass(frozen=True)
class Numbers:
    """What a scene computes."""

    x: float = 1 / 3
    count: int = 4
    word: str = "convex"
    fine: Inner = Inner()
    steps: tuple[float, ...] = (0.5, 0.25)
    table: dict[str, float] | None = None
    _hidden: float = 7.0


@dataclass(frozen=True)
class Params:
    """What a user may change."""

    rate: float = 0.3


NUMBERS = Numbers(table={"a": 1.5})


def filled(template: str) -> str:
    """Fill in a template with the numbers above."""
    return fill(template, where="Toy, beat 'one'", numbers=NUMBERS, params=Params())


def complaint(template: str) -> str:
    """Fill in a bad template; return the one line that is said of it."""
    with pytest.raises(BadInput) as caught:
        filled(template)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("Toy, beat 'one': the words '")
    return message


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("", ""),
        ("no numbers at all", "no numbers at all"),
        ("{numbers.x:.3f}", "0.333"),
        ("{numbers.x:.1%} of {numbers.count}", "33.3% of 4"),
        ("{numbers.fine.area:g} and {params.rate}", "2.5 and 0.3"),
        ("{numbers.steps[1]}", "0.25"),
        ("{numbers.table[a]:.2f}", "1.50"),
        ("{numbers.word!s:>8}", "  convex"),
        ("the set {{1, 2}} has {numbers.count} subsets", "the set {1, 2} has 4 subsets"),
        ("{{{numbers.count}}}", "{4}"),
        ("100 % and $ and \\n", "100 % and $ and \\n"),
    ],
)
def test_numbers_are_put_into_words(template: str, expected: str) -> None:
    """Attributes, entries, formats and escaped braces work as in Python's own format strings."""
    assert filled(template) == expected


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{numbers.y}", "there is no 'y'."),
        ("{numbers.cuont}", "there is no 'cuont'; did you mean 'count'? Names start"),
        ("{numbers.fine.aera}", "there is no 'aera'; did you mean 'area'? Names start"),
        ("{number.x}", "there is no 'number'; did you mean 'numbers'? Names start"),
        ("{prams.x}", "there is no 'prams'; did you mean 'params'? Names start"),
        ("{numbers.table[b]}", "there is no 'b'."),
        ("{numbers.steps[9]}", "tuple index out of range."),
        ("{x}", "there is no 'x'."),
        ("{}", "braces without a name hold nothing; braces that are meant are written twice, as {{ and }}."),
        ("{0}", "braces without a name hold nothing"),
        ("{numbers.x", "expected '}' before end of string."),
        ("numbers.x}", "Single '}' encountered in format string."),
        ("{numbers.word:.2f}", "Unknown format code 'f'"),
        ("{numbers.count:d!}", "Invalid format specifier"),
        ("{numbers.fine:.2f}", "unsupported format string"),
    ],
)
def test_a_template_that_cannot_be_filled(template: str, reason: str) -> None:
    """The line shows the words, says what is wrong, suggests the nearest name, and says where names are listed."""
    message = complaint(template)
    assert reason in message
    assert message.endswith("Names start with numbers. or params. ('render.py numbers SCENE' lists them).")


@pytest.mark.parametrize(
    "template",
    [
        "{numbers._hidden}",
        "{numbers.__class__}",
        "{numbers.__class__.__init__.__globals__}",
        "{numbers.x.__class__}",
        "{params.__init__.__globals__[sys]}",
        "{numbers.table[_x]}",
        "{numbers.x:{numbers._hidden}}",
        "{numbers.x!r:{params.__class__}}",
    ],
)
def test_nothing_private_is_reached(template: str) -> None:
    """Words may come from somebody else's lesson: names that begin with an underscore are closed, at any place."""
    assert "is private" in complaint(template)


@pytest.mark.parametrize("template", ["{numbers.x:1000000000}", "{numbers.x:.999999999f}", "{numbers.word:>123456}"])
def test_a_format_does_not_fill_the_memory(template: str) -> None:
    """A number a billion characters wide is refused."""
    assert "asks for hundreds of characters" in complaint(template)


def test_long_words_are_cut_in_the_message() -> None:
    """Of a long template the beginning is shown."""
    assert len(complaint("word " * 500 + "{numbers.y}")) < 250


def test_a_script_is_written_in_the_order_of_the_beats() -> None:
    """Titles, words and alternative texts are filled in; a beat without a title is called by its name."""
    beats: dict[str, str | Beat] = {
        "first-step": "A step of {params.rate}.",
        "end": Beat("  It ends at {numbers.x:.2f}.\n", alt="Ends at {numbers.x:.1f}.", title="The {numbers.word} end"),
    }
    first, second = write_script(beats, {}, where="Toy", numbers=NUMBERS, params=Params())
    assert (first.name, first.title, first.words, first.alt) == ("first-step", "First step", "A step of 0.3.", "")
    assert (second.title, second.words, second.alt) == ("The convex end", "It ends at 0.33.", "Ends at 0.3.")


def test_a_lessons_own_words_replace_the_scenes() -> None:
    """Overridden words are templates, too; even no words at all; the other beats keep theirs."""
    beats: dict[str, str | Beat] = {"one": "Old {numbers.x}.", "two": "Kept.", "three": "Gone."}
    own = {"one": "New {numbers.count}.", "three": ""}
    script = write_script(beats, own, where="Toy", numbers=NUMBERS, params=Params())
    assert [beat.words for beat in script] == ["New 4.", "Kept.", ""]


def test_a_bad_template_is_found_by_its_beat() -> None:
    """The line names the scene and the beat."""
    for beat in ("{numbers.y}", Beat("", alt="{numbers.y}")):
        with pytest.raises(BadInput, match=r"^Toy, beat 'two': the words"):
            write_script({"one": "", "two": beat}, {}, where="Toy", numbers=NUMBERS, params=Params())
    with pytest.raises(BadInput, match=r"^Toy: the words"):
        write_script({"one": Beat("", title="{numbers.y}")}, {}, where="Toy", numbers=NUMBERS, params=Params())


@pytest.mark.parametrize(
    ("answer", "shown"), [(1 / 3, "0.333333"), (2.0, "2"), (np.float64(0.5), "0.5"), (7, "7"), ("yes", "yes")]
)
def test_answers_are_written_short(answer: object, shown: str) -> None:
    """Six digits of a number are enough for a reader; whole numbers and texts stand as they are."""
    (found,) = answer_questions(
        [Question("How much is {numbers.count} times that?", lambda numbers: answer)],
        where="Toy",
        numbers=NUMBERS,
        params=Params(),
    )
    assert (found.text, found.answer) == ("How much is 4 times that?", shown)
    assert found.value == (None if isinstance(answer, str) else pytest.approx(float(str(answer))))


@pytest.mark.parametrize("answer", [True, math.inf, math.nan, (1, 2), "0.5"])
def test_what_is_no_number_has_no_value(answer: object) -> None:
    """Yes and no, several numbers, and what JSON cannot hold are compared as they are written."""
    (found,) = answer_questions([Question("So?", lambda _: answer)], where="Toy", numbers=NUMBERS, params=Params())
    assert found.value is None


@given(st.text(alphabet="{}[].:!_numbersx params0123456789f", max_size=30))
def test_any_template_is_filled_or_refused_in_one_line(template: str) -> None:
    """Whatever stands in braces, the words are filled in or refused with one line."""
    try:
        found = filled(template)
    except BadInput as error:
        found = str(error)
    assert len(found.splitlines()) <= 1


@given(st.text(max_size=60).map(lambda text: text.replace("{", "").replace("}", "")))
def test_words_without_braces_stay_as_they_are(words: str) -> None:
    """Only braces mean anything."""
    assert filled(words) == words
