"""The deck as a page, used in a browser as a lecturer does: keys, questions, presenter's window, overview, captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from explainers.production.deck.html import write_html
from explainers.production.deck.slides import deck_of
from explainers.production.progress import SilentProgress
from tests.production.deck.conftest import HOSTILE, MadeDecks

SLIDES = 8
QUESTION = 5
"""The toy lesson: the title card, three beats and a question, two beats and a question. Slides count from 1."""

FORBIDDEN = "http://127.0.0.1:9/"
"""An address that a page may not ask."""

SETTLED = "() => { const film = document.querySelector('.film.front'); return film && film.readyState >= 2; }"
AT_END = "() => { const film = document.querySelector('.film.front'); return film.duration - film.currentTime < 0.05; }"


@pytest.fixture
def requests() -> list[str]:
    """Every address that the page asks for."""
    return []


@pytest.fixture
def page(browser: Browser, made_decks: MadeDecks, requests: list[str]) -> Iterator[Page]:
    """The deck, opened from the disk; whatever goes wrong in its program fails the test."""
    context = browser.new_context(viewport={"width": 960, "height": 600})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("request", lambda request: requests.append(request.url))
    page.goto((made_decks.folder / "deck.html").as_uri())
    page.wait_for_function(SETTLED)
    yield page
    context.close()
    assert [fault for fault in faults if FORBIDDEN not in fault] == []


def expect_slide(page: Page, number: int) -> None:
    """Expect the address to name this slide."""
    expect(page).to_have_url(re.compile(f"#{number}$"))


def arrive(page: Page, number: int) -> None:
    """Wait until a slide's own picture is seen."""
    expect(page.locator("#slide")).to_have_attribute("data-shown", str(number))


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def test_nothing_leaves_the_machine(page: Page, requests: list[str]) -> None:
    """However the deck is used, only the file itself is read, and what lies in it."""
    with page.expect_popup():
        press(page, "p")
    for _ in range(SLIDES + 2):
        press(page, "ArrowRight")
        page.wait_for_function(SETTLED)
    press(page, "o")
    assert requests
    assert all(re.match(r"(file:.*/deck\.html|blob:null/|data:image/)", address) for address in requests)
    # And nothing could: the page forbids it to itself.
    refused = page.evaluate("address => fetch(address).then(() => 'sent', error => error.name)", FORBIDDEN)
    assert refused == "TypeError"


def test_the_title_is_text(page: Page) -> None:
    """A title that looks like markup stays a title, in the page and in its data."""
    assert page.title() == HOSTILE
    expect(page.locator("b")).to_have_count(0)
    expect(page.locator("#slide")).to_have_attribute("aria-label", f"1 of {SLIDES}: {' '.join(HOSTILE.split())}")


@pytest.mark.parametrize("keys", [("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp"), (" ", "Shift+ ")])
def test_keys_and_clickers_turn_the_slides(page: Page, keys: tuple[str, str]) -> None:
    """Arrows, page keys (which clickers send) and the space bar go on and back; the address tells where."""
    onward, back = keys
    expect_slide(page, 1)
    press(page, onward, onward)
    expect_slide(page, 3)
    press(page, back)
    expect_slide(page, 2)


def test_ends_and_numbers(page: Page) -> None:
    """Home, End and a typed number jump; beyond the ends nothing happens but a word about it."""
    press(page, "End")
    expect_slide(page, SLIDES)
    press(page, "ArrowRight", "ArrowRight")
    expect_slide(page, SLIDES)
    expect(page.locator("#notice")).to_contain_text("last slide")
    press(page, "Home", "ArrowLeft")
    expect_slide(page, 1)
    press(page, "3", "Enter")
    expect_slide(page, 3)
    press(page, "9", "9", "Enter")
    expect_slide(page, SLIDES)


def test_an_address_leads_to_its_slide(page: Page) -> None:
    """A slide's number in the address opens it, also later on."""
    page.evaluate("location.hash = '#4'")
    expect(page.locator("#place")).to_have_text(f"4 / {SLIDES}")


def test_a_film_plays_on_entry_and_its_end_is_held(page: Page) -> None:
    """Entering a slide plays its clip; when it has been played it stays, until it is played again."""
    press(page, "ArrowRight")
    arrive(page, 2)
    page.wait_for_function("() => document.querySelector('.film.front').currentTime > 0")
    page.evaluate("document.querySelector('.film.front').playbackRate = 16")
    page.wait_for_function("() => document.querySelector('.film.front').ended")
    expect_slide(page, 2)
    page.evaluate("document.querySelector('.film.front').playbackRate = 1")
    press(page, "r")
    page.wait_for_function("() => !document.querySelector('.film.front').ended")
    press(page, "k")
    assert page.evaluate("document.querySelector('.film.front').paused")
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(1)


def test_going_back_shows_the_end(page: Page) -> None:
    """Back is for what was just seen: the slide's last picture, not the film once more."""
    press(page, "ArrowRight", "ArrowRight")
    arrive(page, 3)
    press(page, "ArrowLeft")
    arrive(page, 2)
    page.wait_for_function(AT_END)
    assert page.evaluate("document.querySelector('.film.front').paused")


def test_films_are_the_clips(page: Page, made_decks: MadeDecks) -> None:
    """Each slide's film is as long and as large as its beat's clip, and says what it shows."""
    beats = iter(made_decks.manifest.beats)
    settings = made_decks.manifest.settings
    for number in range(1, SLIDES + 1):
        press(page, str(number), "Enter")
        if number in (QUESTION, SLIDES):
            continue
        beat = next(beats)
        arrive(page, number)
        film = page.locator(".film.front")
        expect(film).to_have_attribute("aria-label", beat.alt or beat.words.strip() or beat.title)
        traits = film.evaluate("film => [film.duration, film.videoWidth, film.videoHeight]")
        assert traits == pytest.approx([beat.end - beat.start, settings.width, settings.height], abs=1e-3)


def test_questions_wait_for_their_answer(page: Page) -> None:
    """A question stands alone first; the next key shows the answer, and the one after goes on."""
    press(page, str(QUESTION), "Enter")
    expect(page.locator("#question-text")).to_have_text("How many heads?")
    expect(page.locator("#answer")).to_be_hidden()
    press(page, "ArrowRight")
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("#answer")).to_have_text("12")
    expect(page.locator("#spoken")).to_have_text("Answer: 12")
    expect_slide(page, QUESTION)
    press(page, "ArrowRight")
    expect_slide(page, QUESTION + 1)
    expect(page.locator("#question")).to_be_hidden()


def test_captions_come_and_go(page: Page, made_decks: MadeDecks) -> None:
    """C shows the caption of the moment, and its last one while the end is held; C again hides it."""
    cues = made_decks.manifest.scenes[2].beats[0].cues
    assert len(cues) > 1
    caption = page.locator("#caption")
    expect(caption).to_be_hidden()
    press(page, "6", "Enter", "c")
    arrive(page, 6)
    expect(caption).to_have_text(cues[0].text)
    page.evaluate("document.querySelector('.film.front').currentTime = 1e6")
    expect(caption).to_have_text(cues[-1].text)
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "true")
    press(page, "c")
    expect(caption).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 960, 500])
def test_buttons_do_not_cover_captions(page: Page, width: int) -> None:
    """A hand on the mouse brings the buttons: the caption stands above them, and comes down again without them."""
    page.set_viewport_size({"width": width, "height": 600})
    press(page, "6", "Enter", "c")
    arrive(page, 6)
    press(page, "k")
    expect(page.locator("#caption")).to_be_visible()
    page.locator("#place").hover()
    parts = "['caption', 'controls'].map((name) => document.getElementById(name))"
    page.wait_for_function(
        f"() => getComputedStyle({parts}[1]).opacity === '1' && {parts}.every((part) => !part.getAnimations().length)"
    )
    caption, controls = (page.locator(name).bounding_box() for name in ("#caption", "#controls"))
    assert caption is not None
    assert controls is not None
    assert caption["y"] + caption["height"] <= controls["y"]
    page.mouse.move(width / 2, 200)
    page.wait_for_function(f"() => innerHeight - {parts}[0].getBoundingClientRect().bottom < 0.05 * innerHeight")


def test_overview(page: Page) -> None:
    """O shows all slides; arrows move among them, Enter opens one, Escape goes back to where one was."""
    press(page, "2", "Enter", "o")
    tiles = page.locator("#overview button")
    expect(tiles).to_have_count(SLIDES)
    expect(page.locator("#overview [aria-current]")).to_be_focused()
    expect(page.locator("#overview [aria-current]")).to_contain_text("2. Count")
    press(page, "ArrowRight", "ArrowRight", "Enter")
    expect_slide(page, 4)
    expect(page.locator("#overview")).to_be_hidden()
    press(page, "o", "ArrowDown", "Enter")
    expect(page).to_have_url(re.compile(f"#[{QUESTION + 1}-{SLIDES}]$"))
    press(page, "o", "Home", "Escape")
    expect(page.locator("#overview")).to_be_hidden()
    expect(page).to_have_url(re.compile(f"#[{QUESTION + 1}-{SLIDES}]$"))


def test_blank(page: Page) -> None:
    """B, or the clicker's full stop, blanks the screen; the next key brings the same slide back."""
    for key in ("b", "."):
        press(page, "3", "Enter", key)
        expect(page.locator("#blank")).to_be_visible()
        press(page, "ArrowRight")
        expect(page.locator("#blank")).to_be_hidden()
        expect_slide(page, 3)


def test_the_mouse_alone_will_do(page: Page) -> None:
    """A click on the slide goes on, one at its left edge back; buttons show when the mouse moves."""
    page.mouse.click(600, 200)
    expect_slide(page, 2)
    page.mouse.click(20, 200)
    expect_slide(page, 1)
    page.get_by_role("button", name="Next slide").click()
    expect_slide(page, 2)
    # The button that was clicked does not take the space bar for itself.
    press(page, " ")
    expect_slide(page, 3)


def test_every_button_has_a_name(page: Page) -> None:
    """With a screen reader each button says what it does, and each can be reached."""
    for button in page.locator("#controls button").all():
        assert button.evaluate("button => button.textContent.trim()") not in ("", "←", "→")
        assert button.evaluate("button => button.tabIndex") == 0
    page.locator("body").press("Tab")
    assert page.evaluate(
        "document.activeElement.closest('#controls') !== null || document.activeElement.id === 'slide'"
    )


def test_keys_are_told(page: Page) -> None:
    """A question mark shows the keys, and closes them again with Escape; meanwhile the slides stay."""
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "ArrowRight")
    expect_slide(page, 1)
    press(page, "Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_presenter_s_window(page: Page, made_decks: MadeDecks) -> None:
    """P opens notes, next slide and timer; both windows turn the slides, and both show the same one."""
    with page.expect_popup() as popup:
        press(page, "p")
    presenter = popup.value
    press(page, "2", "Enter")
    beats = made_decks.manifest.beats
    expect(presenter.locator("#notes")).to_have_text(" ".join(beats[1].words.split()))
    expect(presenter.locator("#now-title")).to_have_text("Now: Tosses: Count")
    expect(presenter.locator("#then-title")).to_have_text("Next: Tosses: The mean")
    expect(presenter.locator("#then img")).to_have_count(1)
    expect(presenter.locator("#presenter-place")).to_have_text(f"2 of {SLIDES}")
    assert re.fullmatch(r"\d+:\d\d", presenter.locator("#elapsed").inner_text())
    presenter.keyboard.press("PageDown")
    expect_slide(page, 3)
    presenter.get_by_role("button", name="Next").click()
    expect_slide(page, 4)
    presenter.keyboard.press("ArrowRight")
    # The presenter sees the answer before the room does.
    expect(presenter.locator("#now-question .answer")).to_have_text("12 (not shown yet)")
    expect(page.locator("#answer")).to_be_hidden()
    presenter.keyboard.press("ArrowRight")
    expect(presenter.locator("#now-question .answer")).to_have_text("12 (shown)")
    expect(page.locator("#answer")).to_be_visible()


def test_the_presenter_s_slides_keep_their_shares(page: Page) -> None:
    """However long a title is, the slide of now is the larger one, and all of both stands in the window."""
    with page.expect_popup() as popup:
        press(page, "p")
    presenter = popup.value
    presenter.set_viewport_size({"width": 1000, "height": 700})
    presenter.evaluate("document.getElementById('then-title').textContent = 'A long title of a slide. '.repeat(5)")
    now, then = (presenter.locator(f".{name} .screen").bounding_box() for name in ("now", "then"))
    assert now is not None
    assert then is not None
    assert now["width"] > 1.3 * then["width"]
    assert then["x"] + then["width"] <= 1000
    assert presenter.locator("#then-title").evaluate("title => title.scrollWidth <= title.clientWidth")


def test_the_timer_can_be_held_and_reset(page: Page) -> None:
    """The timer counts the talk: it stops while it is held, and begins at nought again."""
    page.clock.install()
    with page.expect_popup() as popup:
        press(page, "p")
    presenter = popup.value
    page.clock.run_for(61_000)
    expect(presenter.locator("#elapsed")).to_have_text(re.compile(r"1:\d\d"))
    presenter.get_by_role("button", name="Hold").click()
    before = presenter.locator("#elapsed").inner_text()
    page.clock.run_for(30_000)
    expect(presenter.locator("#elapsed")).to_have_text(before)
    presenter.get_by_role("button", name="Reset").click()
    expect(presenter.locator("#elapsed")).to_have_text("0:00")


def test_each_clip_is_in_the_page_once(made_decks: MadeDecks) -> None:
    """A question shows a clip's picture and does not bring it along again."""
    text = (made_decks.folder / "deck.html").read_text(encoding="utf-8")
    names = re.findall(r'<script type="text/plain" id="(clip-[0-9a-f]+)">', text)
    clips = {(made_decks.folder / beat.clip).read_bytes() for beat in made_decks.manifest.beats}
    assert len(names) == len(set(names)) == len(clips)


def test_the_same_lesson_makes_the_same_page(made_decks: MadeDecks, tmp_path: Path) -> None:
    """A page that is made again is the same, byte for byte."""
    write_html(deck_of(made_decks.manifest, made_decks.folder), tmp_path / "again.html", SilentProgress())
    assert (tmp_path / "again.html").read_bytes() == (made_decks.folder / "deck.html").read_bytes()


@pytest.mark.parametrize("keys", [(), ("c", "2", "Enter"), (str(QUESTION), "Enter", "ArrowRight"), ("o",), ("?",)])
def test_axe_finds_no_fault(page: Page, keys: tuple[str, ...]) -> None:
    """Title, captions, an answer, the overview, the list of keys: axe-core finds nothing that shuts anybody out."""
    press(page, *keys)
    page.mouse.move(300, 300)
    page.wait_for_function("() => getComputedStyle(document.getElementById('controls')).opacity === '1'")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_no_fault_in_the_presenter_s_window(page: Page) -> None:
    """Nor is there any in the second window."""
    with page.expect_popup() as popup:
        press(page, "p")
    found = Axe().run(popup.value)
    assert found.violations_count == 0, found.generate_report()
