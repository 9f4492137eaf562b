"""What slides are called."""

import pytest

from explainers.production.deck.slides import headed


@pytest.mark.parametrize(
    ("section", "heading"),
    [("Ten tosses", "Ten tosses: The prior"), ("Is it fair?", "Is it fair? The prior"), ("Stop!", "Stop! The prior")],
)
def test_a_title_stands_under_its_section(section: str, heading: str) -> None:
    """With a colon between them, unless there is a mark already."""
    assert headed(section, "The prior") == heading
