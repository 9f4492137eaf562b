"""What stands beside the picture: films and lessons that are made, faults outlined, data dropped, long runs ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from explainers.studio.open import make_playbill
from tests.studio.serving import PATIENCE, Served, serving
from tests.studio.test_lesson import LESSON, file  # noqa: F401
from tests.studio.test_page import filmed

MILLISECONDS = 1000 * PATIENCE


@pytest.fixture
def lesson(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:  # noqa: F811
    """A studio in which a lesson is open."""
    monkeypatch.chdir(file.parent)
    with serving(make_playbill("week.yaml", ()), file.parent / "media") as served:
        yield served


@pytest.fixture
def page(browser: Browser, toys: Served) -> Iterator[Page]:
    """A page of the toy scenes."""
    page = opened(browser, toys.page)
    yield page
    page.close()


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    page.set_default_timeout(MILLISECONDS)
    page.goto(address)
    filmed(page)
    return page


def choose(page: Page, scene: str) -> None:
    page.locator("#scene").select_option(scene)


# --- films ----------------------------------------------------------------------------------------------------------


def test_a_film_is_rendered_and_its_place_told(page: Page) -> None:
    """It lies where the page says, with as many bytes."""
    page.get_by_role("button", name="Export").click()
    page.get_by_label("Quality").select_option("l")
    page.get_by_role("button", name="Render").click()
    expect(page.get_by_role("button", name="Render")).to_be_disabled()
    said = page.locator("#film-said")
    expect(said).to_have_text(re.compile(r"\.mp4 \("), timeout=MILLISECONDS)
    film = Path((said.text_content() or "").rpartition(" (")[0])
    assert film.read_bytes()[4:8] == b"ftyp"
    expect(page.get_by_role("button", name="Render")).to_be_enabled()
    expect(page.locator("#going")).to_be_hidden()


def test_a_film_is_cancelled(page: Page) -> None:
    """Then another can be begun."""
    choose(page, "hangs")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Render").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#film-said")).to_have_text("Cancelled.", timeout=MILLISECONDS)
    expect(page.get_by_role("button", name="Render")).to_be_enabled()


# --- lessons --------------------------------------------------------------------------------------------------------


def test_a_new_lesson_is_saved_and_never_over_another(browser: Browser, lesson: Served, file: Path) -> None:  # noqa: F811
    """Of a scene of the catalogue, under the name that is typed."""
    page = opened(browser, lesson.page)
    choose(page, "determinant")
    filmed(page)
    page.get_by_role("button", name="Export").click()
    page.get_by_label("Name of a new lesson's file").fill("mine.yaml")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#lesson-said")).to_contain_text("mine.yaml: wrote")
    assert yaml.safe_load((file.parent / "mine.yaml").read_text())["scenes"] == [{"scene": "determinant"}]
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#lesson-said")).to_have_text("mine.yaml: is there already. Choose another name.")
    page.close()


def test_in_a_lesson(browser: Browser, lesson: Served, file: Path) -> None:  # noqa: F811
    """Beats that it leaves out are dimmed; the command has its values, and the page's over them, which it can take."""
    page = opened(browser, lesson.page)
    here, there = (page.locator(".beat").nth(number) for number in (0, 1))
    expect(here).to_have_class("beat unshown")
    expect(there).to_have_class("beat")
    assert "leaves this beat out" in (here.get_attribute("title") or "")
    page.get_by_role("button", name="Export").click()
    expect(page.locator("#command")).to_have_text("python render.py scene toys.py:Moves --far 1")
    page.get_by_label("far", exact=True).fill("-3")
    expect(page.locator("#command")).to_have_text("python render.py scene toys.py:Moves --far -3")
    page.get_by_role("button", name="Save into week.yaml").click()
    expect(page.locator("#lesson-said")).to_contain_text("week.yaml: wrote far: -3.")
    assert file.read_text() == LESSON.replace("far: 1", "far: -3")
    page.close()


def test_the_command_names_data_beside_the_lesson(
    browser: Browser,
    file: Path,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counted from where the studio was started."""
    monkeypatch.chdir(file.parent.parent)
    media = tmp_path_factory.mktemp("media")
    with serving(make_playbill(str(file), ()), media) as served:
        page = opened(browser, f"{served.page}#week/toys-2")
        page.get_by_role("button", name="Export").click()
        beside = f"{file.parent.name}/mine.csv"
        expect(page.locator("#command")).to_contain_text(f"{file.parent.name}/toys.py:Reads --data-file {beside}")
        page.close()


# --- what the check finds -------------------------------------------------------------------------------------------


def test_findings_are_outlined_until_something_changes(page: Page) -> None:
    """Numbered as in the list; two labels in the middle lie over each other, a third leaves the frame on the right."""
    choose(page, "crowded")
    filmed(page)
    page.locator("body").press("End")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#list li")).to_have_count(2, timeout=MILLISECONDS)
    rules = page.locator("#list b").all_text_contents()
    assert sorted(rules) == ["off the frame", "text over text"]
    canvas = page.locator("#canvas").bounding_box()
    assert canvas is not None
    middle, right = canvas["x"] + canvas["width"] / 2, canvas["x"] + canvas["width"]
    for number, rule in enumerate(rules, start=1):
        boxes = page.locator("#boxes div").filter(has_text=str(number))
        for box in (boxes.nth(k).bounding_box() for k in range(boxes.count())):
            assert box is not None
            across = box["x"] + box["width"] / 2
            assert abs(across - middle) < 12 if rule == "text over text" else box["x"] + box["width"] > right
    expect(page.locator("#boxes div")).not_to_have_count(0)
    page.get_by_label("gap", exact=True).fill("3")
    expect(page.locator("#boxes div")).to_have_count(0)
    expect(page.locator("#findings")).to_be_hidden()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#list li")).to_have_count(1, timeout=MILLISECONDS)
    page.locator("body").press(",")
    expect(page.locator("#findings")).to_be_hidden()


def test_a_finding_of_the_whole_scene_is_gone_to(page: Page) -> None:
    """From its beginning, where nothing is wrong."""
    choose(page, "crowded")
    filmed(page)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#found")).to_have_text("Nothing is wrong with this picture.", timeout=MILLISECONDS)
    page.get_by_role("button", name="Check the whole scene").click()
    item = page.locator("#list button").filter(has_text="text over text").first
    expect(item).to_be_visible(timeout=MILLISECONDS)
    expect(page.locator("#boxes div")).to_have_count(0)
    item.click()
    expect(page.locator("#boxes div")).not_to_have_count(0)
    assert int(page.locator("#playhead").input_value()) > 0
    expect(page.locator(".beat[aria-current=true]")).to_have_text("Late")


# --- data files -----------------------------------------------------------------------------------------------------

DROP = """
(place, [name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
    }
}
"""


def test_a_dropped_file_is_read(page: Page) -> None:
    """Dropped anywhere, or on its field; what is wrong with one is said there, in one line, and mended by the next."""
    choose(page, "reads")
    expect(page.locator("#words")).to_have_text("There are 23 rows.", timeout=MILLISECONDS)
    page.locator("#canvas").evaluate(DROP, ["mine.csv", "a\n1\n2\n"])
    expect(page.locator("#words")).to_have_text("There are 2 rows.", timeout=MILLISECONDS)
    expect(page.get_by_label("data file", exact=True)).to_have_value("mine.csv")
    fault = page.locator("[data-name=data_file] .fault")
    field = page.locator("[data-name=data_file]")
    for name, text, said in (
        ("mine.exe", "a", "mine.exe: is not the plain name of a data file. Call it something like heads.csv."),
        ("large.csv", "1\n" * 600_000, "large.csv: is larger than 1 MB. Put it beside the scene."),
    ):
        field.evaluate(DROP, [name, text])
        expect(fault).to_have_text(re.compile(re.escape(said).replace("mine\\.exe", ".?mine.exe.?")))
    page.locator("[data-name=data_file] input[type=file]").set_input_files(
        {"name": "other.csv", "mimeType": "text/csv", "buffer": b"a\n1\n2\n3\n"}
    )
    expect(page.locator("#words")).to_have_text("There are 3 rows.", timeout=MILLISECONDS)
    expect(fault).to_have_text("")
    page.locator("[data-name=data_file] input[type=file]").set_input_files(
        {"name": "latin.csv", "mimeType": "text/csv", "buffer": "\xe4".encode("latin-1")}
    )
    expect(fault).to_have_text("latin.csv: is not UTF-8 text. Save it in UTF-8.")


def test_a_scene_without_data_says_so(page: Page) -> None:
    """In one line over the picture."""
    page.locator("#canvas").evaluate(DROP, ["mine.csv", "a\n1\n"])
    expect(page.locator("#fault")).to_have_text("This scene takes no data file.")


# --- long runs, looks and keys --------------------------------------------------------------------------------------


def test_a_scene_that_computes_long_is_ended(page: Page) -> None:
    """The button counts seconds from 2 on, and is gone once it was pressed."""
    expect(page.locator("#stop")).to_be_hidden()
    choose(page, "spins")
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_have_text(re.compile(r"Stop \(([2-9]|\d\d+) s\)"), timeout=MILLISECONDS)
    stop.click()
    expect(page.locator("#fault")).to_have_text("Stopped.")
    expect(page.locator("#stop")).to_be_hidden()
    choose(page, "moves")
    filmed(page)
    expect(page.locator("#fault")).to_be_hidden()


def ground(page: Page) -> float:
    """How light the page's ground is, from 0 to 255."""
    colour = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def test_the_page_is_light_or_dark(browser: Browser, toys: Served) -> None:
    """As the machine is, until the switch is pressed; that is kept, and the notes are so, too."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(toys.page)
    assert ground(page) > 200
    page.emulate_media(color_scheme="dark")
    assert ground(page) < 60
    page.get_by_role("button", name="Light or dark page").click()
    assert ground(page) > 200
    page.reload()
    assert ground(page) > 200
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Notes").click()
    assert ground(opening.value) > 200
    context.close()


def test_the_keys_are_listed(page: Page) -> None:
    """A question mark opens the list, Escape closes it; meanwhile keys do nothing else."""
    page.locator("body").press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("play or pause")
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.locator("#playhead").input_value() == "0"
