"""Captions as they are said: formulas, numbers and names in words, and nothing that a voice would stumble over."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.narration.spoken_text import spoken_text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("w_(t+1)", "w sub t plus 1"),
        ("w_{t-1}", "w sub t minus 1"),
        ("w_(t+1) = w_t - 0.1 ∇L(w_t)", "w sub t plus 1 equals w sub t minus 0 point 1 the gradient of L of w sub t"),
        ("x₂ and σ₁", "x sub 2 and sigma sub 1"),
        ("x^2 + y**3", "x squared plus y cubed"),
        ("e^(-x), 10^6", "e to the power minus x, 10 to the power 6"),
        ("x² and A⁻¹ b", "x squared and eigh inverse b"),
        ("Uᵀ U", "U transposed U"),
        ("P(B | C) = 0.5", "P of B given C equals 0 point 5"),
        ("f(x) = sqrt(x)", "f of x equals the square root of x"),
        ("below 2/L", "below 2 over L"),
        ("∂L/∂x", "partial L over partial x"),
        ("|x| ≤ 3", "the size of x is at most 3"),
        ("x' and Bayes' rule, v's line", "x prime and Bayes' rule, v's line"),
        ("a 2x2 matrix, 3 × 4", "a 2 by 2 matrix, 3 times 4"),
    ],
)
def test_formulas(written: str, said: str) -> None:
    """Signs, indices, powers and functions are words."""
    assert spoken_text(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0.642857", "0 point 6 4 2 8 5 7"),
        ("It is 0.5. Or .25?", "It is 0 point 5. Or 0 point 2 5?"),
        ("from 36.8 to -0.818.", "from 36 point 8 to minus 0 point 8 1 8."),
        ("1,234,567 rows in 1986", "1234567 rows in 1986"),
        ("1.2e-05", "1 point 2 times 10 to the power minus 5"),
        ("3–5 or 10-20", "3 to 5 or 10 to 20"),
        ("5%, 45°", "5 percent, 45 degrees"),
        ("x lands on (5, -4).", "x lands on 5 and minus 4."),
        ("(minus 1, 1) and [1, 2, 3]", "minus 1 and 1 and 1, 2 and 3"),
        ("3 - 1, a - b", "3 minus 1, eigh minus b"),
    ],
)
def test_numbers(written: str, said: str) -> None:
    """Decimals are read digit by digit, points of the plane as two numbers, and a minus is no hyphen."""
    assert spoken_text(written) == said


@pytest.mark.parametrize(
    "written",
    ["the x-axis, k-means and the log-odds", "Predict, update, repeat: that is it.", "v one, in 2024; and/or", ""],
)
def test_words_stay(written: str) -> None:
    """What can be read as it stands is left as it is."""
    assert spoken_text(written) == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A ball stands. A tiny step.", "A ball stands. A tiny step."),
        ("A takes it to b.", "eigh takes it to b."),
        ("We write B A x. A v is 3 times v.", "We write B eigh x. eigh v is 3 times v."),
        ("First the matrix A, then A's inverse: a_1.", "First the matrix eigh, then eigh's inverse: eigh sub 1."),
    ],
)
def test_a_matrix_called_a_is_no_article(written: str, said: str) -> None:
    """In the middle of a sentence A is a letter; at its start, only before a verb or another letter."""
    assert spoken_text(written) == said


@pytest.mark.parametrize(("written", "sound"), [("eigenvalue", "ɡən"), ("by A now", "ˈeɪ"), ("A v is", "ˈeɪ")])
def test_a_voice_says_it_right(written: str, sound: str) -> None:
    """What espeak-ng makes of it, in the phonetic alphabet: without the rule it would be another sound."""

    def phonemes(text: str) -> str:
        command = ["espeak-ng", "-q", "-v", "en-us", "--ipa", text]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert sound in phonemes(spoken_text(written))
    assert sound not in phonemes(written)


def test_a_table_goes_before_every_rule() -> None:
    """Whole words, also with capitals; what it says is said as it is, and elsewhere the rules hold."""
    table = {"hessian": "hess ee an", "RMSProp": "root mean square prop", "0.5": "a half", "c++": "see plus plus"}
    assert spoken_text("Hessian, hessians: 0.5 or 0.25", table) == "hess ee an, hessians: a half or 0 point 2 5"
    assert spoken_text("RMSProp in C++", table) == "root mean square prop in see plus plus"
    assert spoken_text("rmsprop", table) == "rmsprop"


@given(st.decimals(min_value=-9999, max_value=9999, places=6))
def test_a_number_is_the_same_when_it_is_heard(number: object) -> None:
    """Written down again as it was said, it has the same digits."""
    said = spoken_text(f"It is {number} here.").removeprefix("It is ").removesuffix(" here.")
    whole, _, decimals = said.replace("minus ", "-").partition(" point ")
    assert f"{whole}.{decimals.replace(' ', '')}" == str(number)


@given(st.text("aAxwLt12.,:()[]{}=<>+-−*/^_|%° σ√∇₁²'", max_size=40))
def test_nothing_is_left_that_is_only_seen(text: str) -> None:
    """Whatever somebody writes, no bracket, sign or small digit is left, and no two spaces."""
    said = spoken_text(text)
    assert not re.search(r"[()\[\]{}=<>+*%°σ√∇₁²−]|  ", said)
