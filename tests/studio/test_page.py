"""The studio in a browser: what is drawn, played, typed and saved shows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from explainers.production.catalogue import find_scene
from explainers.studio.playbill import Playbill
from tests.studio.serving import PATIENCE, Served, serving

TOYS = Path(__file__).parent / "toy_scenes.py"

RED = """
(canvas) => {
    const { width, height } = canvas, data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    let count = 0, across = 0, down = 0;
    for (let k = 0; k < width * height; k++) {
        if (data[4 * k] > 200 && data[4 * k + 1] < 60) { count++; across += k % width; down += Math.floor(k / width); }
    }
    const unit = height / 8;
    return [(across / count + 0.5 - width / 2) / unit, (height / 2 - down / count - 0.5) / unit, count / unit ** 2];
}
"""
"""The middle and the area of what is red, in the scene's units."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scene's file that may be changed."""
    return Path(shutil.copy(TOYS, tmp_path_factory.mktemp("scenes") / "toys.py"))


@pytest.fixture(scope="module")
def studio(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    named = {name.lower(): find_scene(f"{file}:{name}", Path.cwd()) for name in ("Moves", "Wrong")}
    with serving(Playbill(named, "moves", file.parent, {}), tmp_path_factory.mktemp("cache")) as served:
        yield served


@pytest.fixture
def page(browser: Browser, studio: Served) -> Iterator[Page]:
    """A page that shows the whole film of the dot that moves."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(studio.page)
    filmed(page)
    yield page
    page.close()


def filmed(page: Page) -> None:
    """Wait until the newest film is there as a whole."""
    expect(page.locator("#state")).to_have_text("", timeout=1000 * PATIENCE)
    page.wait_for_selector("#canvas[data-run]")


def dot(page: Page) -> list[float]:
    """Where the dot is drawn."""
    found: list[float] = page.locator("#canvas").evaluate(RED)
    return found


def wait_for_dot(page: Page, place: float) -> None:
    page.wait_for_function(f"Math.abs(({RED})(document.getElementById('canvas'))[0] - {place}) < 0.02")


def test_the_canvas_shows_the_scene(page: Page) -> None:
    """The dot stands in the middle, with a radius of half a unit; at the end it is where the parameter says."""
    wait_for_dot(page, 0)
    across, up, area = dot(page)
    assert (across, up) == pytest.approx((0, 0), abs=0.02)
    assert area == pytest.approx(3.1416 / 4, rel=0.03)
    page.keyboard.press("End")
    wait_for_dot(page, 2)
    page.keyboard.press("Home")
    wait_for_dot(page, 0)


def test_beats_are_jumped_to_and_their_words_shown(page: Page) -> None:
    """A click on a beat, and the arrow keys; the picture's description goes along."""
    page.get_by_role("button", name="there").click()
    expect(page.locator("#words")).to_have_text("It moves to 2.")
    page.locator("body").press("ArrowLeft")
    expect(page.locator("#words")).to_have_text("A dot.")
    assert page.locator("#playhead").input_value() == "0"


def test_it_plays_and_steps(page: Page) -> None:
    """Space plays and pauses; a full stop goes one frame on."""
    page.locator("body").press(" ")
    page.wait_for_function("document.getElementById('playhead').valueAsNumber > 4")
    page.locator("body").press(" ")
    expect(page.locator("#play")).to_have_accessible_name("Play")
    at = int(page.locator("#playhead").input_value())
    page.locator("body").press(".")
    assert int(page.locator("#playhead").input_value()) == at + 1
    page.locator("body").press(",")
    assert int(page.locator("#playhead").input_value()) == at


def test_a_beat_loops(page: Page) -> None:
    """At its end it begins again."""
    page.get_by_label("Loop beat").check()
    page.get_by_role("button", name="there").click()
    first = int(page.locator("#playhead").input_value())
    page.keyboard.press("End")
    page.locator("#playhead").evaluate("each => { each.value -= 3; each.dispatchEvent(new Event('input')); }")
    page.locator("#play").click()
    page.wait_for_function(f"document.getElementById('playhead').valueAsNumber < {first} + 20")
    assert int(page.locator("#playhead").input_value()) >= first


def test_the_picture_under_the_playhead_follows_a_value(page: Page) -> None:
    """Typed or dragged; a wrong value is named beside its field, and the picture stays."""
    page.keyboard.press("End")
    box = page.get_by_label("far", exact=True)
    box.fill("-3")
    wait_for_dot(page, -3)
    box.fill("12")
    expect(page.locator("[data-name=far] .fault")).to_have_text("12 is more than 5, the largest allowed")
    wait_for_dot(page, -3)
    slider = page.get_by_label("far, slider")
    slider.evaluate("each => { each.value = 0.9; each.dispatchEvent(new Event('input', {bubbles: true})); }")
    wait_for_dot(page, 4)
    expect(page.locator("[data-name=far] .fault")).to_have_text("")
    assert box.input_value() == "4"


def test_the_command_is_the_one_that_renders_it(page: Page) -> None:
    """With the scene, the values, the theme and the shape."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_label("far", exact=True).fill("-3")
    page.get_by_label("Theme").select_option("light")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Copy command").click()
    page.wait_for_function("window.copied?.includes('light')")
    command = "python render.py scene toys.py:Moves --far -3 --theme light"
    assert page.evaluate("window.copied") == command
    expect(page.locator("#command")).to_have_text(command)
    page.locator("body").press("End")
    page.get_by_role("button", name="Copy its command").click()
    page.wait_for_function("window.copied.includes('--at')")
    still = page.evaluate("window.copied")
    frame = int(page.locator("#playhead").input_value())
    assert still.startswith(f"{command} --at ")
    assert int(float(still.split("--at ")[1].split()[0]) * 30) == frame
    assert still.endswith("--fps 30 -o toys-Moves.png")


def test_notes_stand_in_a_second_window(page: Page) -> None:
    """The words of the beat, the next one, a clock; its keys move the picture."""
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Notes").click()
    notes = opening.value
    expect(notes.locator("#words")).to_have_text("A dot.")
    expect(notes.locator("#next")).to_have_text("There")
    notes.keyboard.press("ArrowRight")
    expect(notes.locator("#words")).to_have_text("It moves to 2.")
    expect(notes.locator("#next")).to_have_text("the end")
    expect(notes.locator("#clock")).to_contain_text(":")
    notes.close()


def test_a_lecture_is_given_in_full_screen(page: Page) -> None:
    """The picture fills the screen, a clicker's keys move it; it can be blanked; a value is changed beside it."""
    page.keyboard.press("f")
    expect(page.locator("header")).to_be_hidden()
    page.wait_for_function("document.getElementById('canvas').clientWidth > 0.99 * innerWidth")
    page.keyboard.press("PageDown")
    expect(page.locator("[aria-current=true]")).to_contain_text("There")
    page.keyboard.press("b")
    expect(page.locator("#canvas")).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator("#canvas")).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.press("p")
    page.get_by_label("far", exact=True).fill("-3")
    wait_for_dot(page, -3)
    picture, side = page.locator("#canvas").bounding_box(), page.locator("#side").bounding_box()
    assert picture is not None
    assert side is not None
    assert picture["x"] + picture["width"] <= side["x"]
    page.locator("#canvas").click()
    page.keyboard.press("f")
    expect(page.locator("header")).to_be_visible()


def test_a_still_is_downloaded(page: Page) -> None:
    """Named after the scene."""
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as arriving:
        page.get_by_role("button", name="SVG").click()
    assert arriving.value.suggested_filename.endswith("Moves.svg")


def test_theme_and_shape_are_drawn_anew(page: Page) -> None:
    """The light theme's ground is light; an upright frame is upright."""
    page.get_by_label("Theme").select_option("light")
    page.wait_for_function("document.getElementById('canvas').getContext('2d').getImageData(3, 3, 1, 1).data[0] > 200")
    page.get_by_label("Shape").select_option("9:16")
    page.wait_for_function("(({width, height}) => height > 1.7 * width)(document.getElementById('canvas'))")
    filmed(page)


def test_saving_the_file_shows_the_new_picture_in_the_same_place(page: Page, file: Path) -> None:
    """Also after a fault, which is shown with its line over the last good picture until it is mended."""
    page.keyboard.press("End")
    wait_for_dot(page, 2)
    text = file.read_text()
    try:
        file.write_text(text.replace("self.params.far * RIGHT", "self.params.far * RIGHT / 2"))
        wait_for_dot(page, 1)
        file.write_text(text.replace("self.params.far * RIGHT", "self.params.far *"))
        expect(page.locator("#fault")).to_contain_text(re.compile(r"toys.py"), timeout=1000 * PATIENCE)
        wait_for_dot(page, 1)
    finally:
        file.write_text(text)
    wait_for_dot(page, 2)
    expect(page.locator("#fault")).to_be_hidden()


def test_a_fault_in_another_scene_is_shown(page: Page) -> None:
    """With what Python says, and where."""
    page.get_by_label("Scene").select_option("wrong")
    expect(page.locator("#fault")).to_contain_text("ValueError: out of chalk")


def test_a_page_reloaded_in_the_middle_goes_on(page: Page) -> None:
    """The server does not mind."""
    page.get_by_label("far", exact=True).fill("1")
    page.reload()
    filmed(page)
    page.keyboard.press("End")
    wait_for_dot(page, 2)
