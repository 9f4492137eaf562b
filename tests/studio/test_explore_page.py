"""The figure under the reader's hand, in a browser: dragged, typed, pressed; and back to the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from explainers.production.catalogue import find_scene
from explainers.studio.playbill import Playbill
from tests.studio.conftest import TOYS
from tests.studio.serving import PATIENCE, Served, serving
from tests.studio.test_page import dot, filmed, wait_for_dot


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    named = {name: find_scene(name, Path.cwd()) for name in ("matrix-transformation", "momentum", "bayes-update")}
    named |= {name.lower(): find_scene(f"{TOYS}:{name}", Path.cwd()) for name in ("Moves", "Wrong")}
    with serving(Playbill(named, "moves", TOYS.parent, {}), tmp_path_factory.mktemp("cache")) as served:
        yield served


@pytest.fixture
def page(browser: Browser, studio: Served) -> Iterator[Page]:
    """A page in which the dot that moves is explored."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(studio.page)
    filmed(page)
    page.get_by_role("button", name="Explore").click()
    page.wait_for_selector(".handle")
    yield page
    page.close()


def scene_point(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the scene stands in the window."""
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    unit = box["height"] / 8
    return box["x"] + box["width"] / 2 + x * unit, box["y"] + box["height"] / 2 - y * unit


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*scene_point(page, *start))
    page.mouse.down()
    page.mouse.move(*scene_point(page, *end), steps=8)
    page.mouse.up()


def test_a_point_is_dragged(page: Page) -> None:
    """The dot goes with the hand, the form shows its value, the ring stays on it."""
    wait_for_dot(page, 2)
    drag(page, (2, 0), (-3, 1))
    wait_for_dot(page, -3)
    expect(page.get_by_label("far", exact=True)).to_have_value("-3")
    ring = page.locator(".handle").bounding_box()
    assert ring is not None
    middle = ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2
    assert middle == pytest.approx(scene_point(page, -3, 0), abs=1)


def test_the_keyboard_moves_it(page: Page) -> None:
    """A tenth a press, however quickly they come; five with shift."""
    page.locator(".handle").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    wait_for_dot(page, 2.4)
    page.keyboard.press("Shift+ArrowLeft")
    wait_for_dot(page, 1.9)
    expect(page.locator(".handle")).to_be_focused()


def test_the_figure_follows_the_form_and_the_story_goes_on(page: Page) -> None:
    """A typed value shows at once; back in the story, the film is made with it."""
    page.get_by_label("far", exact=True).fill("-1")
    wait_for_dot(page, -1)
    expect(page.locator("#timeline")).to_be_hidden()
    page.get_by_role("button", name="Explore").click()
    expect(page.locator("#timeline")).to_be_visible()
    page.wait_for_function("document.getElementById('state').textContent === 'Running'")
    filmed(page)
    page.keyboard.press("End")
    wait_for_dot(page, -1)
    assert page.locator(".handle").count() == 0


def test_a_wrong_value_keeps_the_picture(page: Page) -> None:
    """The fault stands under its field until it is mended."""
    page.get_by_label("far", exact=True).fill("7")
    expect(page.locator("#form .fault", has_text="7 is more than 5")).to_be_visible()
    assert dot(page)[0] == pytest.approx(2, abs=0.02)
    page.get_by_label("far", exact=True).fill("3")
    wait_for_dot(page, 3)
    expect(page.locator("#form .fault", has_text="more than")).to_have_count(0)


def test_only_scenes_with_a_figure_are_explored(page: Page) -> None:
    """The button goes with the scene."""
    page.locator("#scene").select_option("wrong")
    expect(page.get_by_role("button", name="Explore")).to_be_hidden()
    expect(page.locator("#timeline")).to_be_visible()


def test_the_columns_of_a_matrix_are_dragged(page: Page) -> None:
    """The ring of the second column goes to (-1, 2): the matrix in the form does, and the first column stays."""
    page.get_by_role("button", name="Explore").click()
    page.locator("#scene").select_option("matrix-transformation")
    page.get_by_role("button", name="Explore").click()
    page.wait_for_function("document.querySelectorAll('.handle').length === 3")
    handles = page.evaluate("[...document.querySelectorAll('.handle')].map((ring) => ring.handle)")
    (at,) = (handle for handle in handles if handle["part"] == 1)
    origin, across, up = (np.array(at[name]) for name in ("origin", "across", "up"))
    assert at["at"] == pytest.approx(list(origin + across + 2 * up), abs=1e-3)
    drag(page, tuple(at["at"]), tuple(origin - across + 2 * up))
    entries = page.locator("#form fieldset[data-name=matrix] input")
    expect(entries.nth(1)).to_have_value("-1")
    assert [entries.nth(k).input_value() for k in range(4)] == ["3", "-1", "0", "2"]


def explored(page: Page, scene: str, handles: int) -> list[dict[str, Any]]:
    """Go on to another scene's figure, whose handles are returned."""
    page.get_by_role("button", name="Explore").click()
    page.locator("#scene").select_option(scene)
    page.get_by_role("button", name="Explore").click()
    page.wait_for_function(f"document.querySelectorAll('.handle').length === {handles}")
    found: list[dict[str, Any]] = page.evaluate("[...document.querySelectorAll('.handle')].map((ring) => ring.handle)")
    return found


def test_a_start_stays_where_walks_may_begin(page: Page) -> None:
    """Dragged far beyond the map's corner, the start of momentum is at its own limit in x, and at another in y."""
    (start,) = explored(page, "momentum", 1)
    far = start["at"][0] + 2, start["at"][1] + 0.5 + 2 * start["up"][1]
    drag(page, tuple(start["at"]), far)
    coordinates = page.locator("#form fieldset[data-name=start] input")
    expect(coordinates.nth(0)).to_have_value("10")
    expect(coordinates.nth(1)).to_have_value("1.5")
    expect(page.locator("#form .fault:not(:empty)")).to_have_count(0)


def test_a_prior_is_dragged_and_its_other_value_stays(page: Page) -> None:
    """The end of the first bar goes to three times its length: the prior in the form is 6 and 2."""
    first, _ = explored(page, "bayes-update", 2)
    assert first["numbers"] == [2, 2]
    drag(page, tuple(first["at"]), (first["origin"][0] + 6 * first["across"][0], first["at"][1]))
    field = page.locator("#form [data-name=prior] input").first
    expect(field).to_have_value(re.compile(r"^(5\.9|6|6\.1) 2$"))
