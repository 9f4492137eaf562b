"""What data are called: counts and nouns agree."""

from __future__ import annotations

import pytest

from explainers.spec.observed import typed_data
from explainers.stage.bayes_model import amount_in_words, data_in_words


@pytest.mark.parametrize(
    ("family", "text", "says"),
    [
        ("beta-binomial", "H", "1 head in 1 toss"),
        ("beta-binomial", "T", "0 heads in 1 toss"),
        ("beta-binomial", "H T", "1 head in 2 tosses"),
        ("beta-binomial", "1/1", "1 success in 1 trial"),
        ("beta-binomial", "7/10", "7 successes in 10 trials"),
        ("gamma-poisson", "1", "1 event in 1 count, exposure 1"),
        ("gamma-poisson", "3 0", "3 events in 2 counts, exposure 2"),
        ("normal", "-2.5", "1 measurement, -2.5"),
    ],
)
def test_counts_and_nouns_agree(family: str, text: str, says: str) -> None:
    """One is singular, none and more are plural."""
    assert data_in_words(typed_data(family, text)) == says


@pytest.mark.parametrize(
    ("text", "says"), [("H", "1 toss of a coin"), ("HT", "2 tosses of a coin"), ("1/1", "1 trial")]
)
def test_an_amount_agrees_with_its_noun(text: str, says: str) -> None:
    """So in the question."""
    assert amount_in_words(typed_data("beta-binomial", text)) == says
