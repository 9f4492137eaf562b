"""The studio's pages for everybody: axe-core finds no fault in them, light and dark, with everything opened."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.studio.serving import PATIENCE, Served
from tests.studio.test_page import filmed


def faults(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(browser: Browser, toys: Served, scheme: Literal["light", "dark"]) -> None:
    """The story with what can be made of it and what is wrong with it, the figure, the keys, and the notes."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme=scheme, bypass_csp=True)
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(f"{toys.page}#crowded")
    filmed(page)
    page.locator("body").press("End")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#list li")).to_have_count(2, timeout=1000 * PATIENCE)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Notes").click()
    opening.value.emulate_media(color_scheme=scheme)
    expect(opening.value.locator("#words")).not_to_be_empty()
    assert faults(opening.value) == []
    opening.value.close()
    page.locator("#scene").select_option("moves")
    filmed(page)
    page.get_by_role("button", name="Explore").click()
    page.wait_for_selector(".handle")
    assert faults(page) == []
    page.locator("body").press("?")
    assert faults(page) == []
    page.close()
