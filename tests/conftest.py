"""What all tests share."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser import opened

# The same examples on every run, so that a failure is one for everybody; no deadline, because two cores are shared.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50, print_blob=True)
settings.load_profile("ci")

# What a page comes to is waited for as long as a slow machine may take.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window, for the tests of one file."""
    with sync_playwright() as playwright:
        yield opened(playwright)
