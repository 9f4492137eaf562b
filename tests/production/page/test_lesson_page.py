"""The page of a lesson, opened as a file in a browser: to watch, to read, to try, and to hear read out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from explainers.film.encode import ClipEncoder
from explainers.film.join import join
from explainers.production.page.lesson_page import course_page, lesson_page
from explainers.spec.manifest import BeatEntry, Cue, Manifest, Practice, SceneEntry
from explainers.spec.settings import RenderSettings

SETTINGS = RenderSettings(width=128, height=72, fps=10)
BEAT = 4
"""Seconds of each beat."""

NASTY = 'A "title" </script><b>& more</b>'


def beat(number: int, title: str, *words: str, alt: str = "") -> BeatEntry:
    """A beat of four seconds, with a caption for every two of them."""
    start = BEAT * number
    return BeatEntry(
        id=f"s/{number}", name=f"b{number}", title=title, words=" ".join(words), alt=alt, start=start, end=start + BEAT,
        first_frame=start * SETTINGS.fps, frames=BEAT * SETTINGS.fps, clip=f"clips/{number}.mp4",
        cues=tuple(Cue(start=2 * place, end=2 * place + 2, text=text) for place, text in enumerate(words)),
    )  # fmt: skip


ANSWERS = {
    "nine": "0.642857",
    "Where": "(3, -8)",
    "third": "0.33",
    "Which": "The second row",
    "over": "no: it collapses it",
    "posterior": "The same: Beta(9, 5)",
}
QUESTIONS = {
    "nine": "What is nine fourteenths?",
    "Where": "Where does it land?",
    "third": "What is a third?",
    "Which": "Which one is it?",
    "over": "Does it turn the plane over?",
    "posterior": "What is the posterior?",
}


def manifest() -> Manifest:
    """Two scenes of two beats."""
    scenes = []
    for number, (asked, params) in enumerate(
        [
            (("nine", "Where", "third"), {"matrix": [[3.0, 1.0], [0.0, 2.0]], "note": NASTY, "seed": 0}),
            (("Which", "over", "posterior"), {}),
        ]
    ):  # fmt: skip
        beats = (
            beat(2 * number, f"Beat {2 * number}", f"First words {number}.", "Then others.", alt="A dot moves."),
            beat(2 * number + 1, NASTY, NASTY),
        )
        scenes.append(
            SceneEntry(
                id=f"s{number}",
                scene="toy-scene",
                title=f"Scene {number}",
                params=params,
                numbers={},
                start=beats[0].start,
                practice=tuple(Practice(text=QUESTIONS[name], answer=ANSWERS[name]) for name in asked),
                end=beats[1].end,
                beats=beats,
            )
        )
    return Manifest(
        lesson="toy", title=NASTY, summary=NASTY, key="k", duration=4 * BEAT, frames=4 * BEAT * SETTINGS.fps,
        settings=SETTINGS, versions={}, scenes=tuple(scenes), files={},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson's folder, with a film in which every beat has its own grey."""
    folder = tmp_path_factory.mktemp("lessons") / "toy"
    (folder / "clips").mkdir(parents=True)
    for number in range(4):
        with ClipEncoder(folder / "clips" / f"{number}.mp4", SETTINGS) as encoder:
            grey = np.full((SETTINGS.height, SETTINGS.width, 4), 40 + 50 * number, np.uint8)
            grey[..., 3] = 255
            for _ in range(BEAT * SETTINGS.fps):
                encoder.write(grey, 1)
    clips = [folder / "clips" / f"{number}.mp4" for number in range(4)]
    join(clips, folder / "lesson.mp4", fps=SETTINGS.fps, title="toy", chapters=(), captions=())
    Image.new("RGB", (SETTINGS.width, SETTINGS.height)).save(folder / "poster.png")
    (folder / "index.html").write_text(lesson_page(manifest()), encoding="utf-8")
    (folder.parent / "index.html").write_text(course_page({"toy": manifest()}), encoding="utf-8")
    return folder


@pytest.fixture
def asked() -> list[str]:
    """Every address that a page asked for."""
    return []


@pytest.fixture
def page(browser: Browser, folder: Path, asked: list[str]) -> Iterator[Page]:
    """The page, opened from the disk; whatever goes wrong in its program fails the test."""
    # Waiting for something in a page needs what the page forbids to itself. What it forbids has a test of its own.
    page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto((folder / "index.html").as_uri())
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    yield page
    page.close()
    assert faults == []


def test_nothing_is_asked_of_the_network_and_nothing_is_wrong(page: Page, asked: list[str], folder: Path) -> None:
    """Only the lesson's own files are read; what somebody wrote stays text."""
    assert asked
    assert [address for address in asked if not address.startswith((folder.as_uri(), "data:"))] == []
    assert page.title() == NASTY
    assert page.locator("b").count() == 0


def test_the_page_forbids_itself_what_it_does_not_need(browser: Browser, folder: Path) -> None:
    """Its film plays from the disk under its own rule, and the rule lets nothing out."""
    page = browser.new_page()
    refusals: list[str] = []
    page.on("console", lambda message: refusals.append(message.text))
    page.goto((folder / "index.html").as_uri())
    expect(page.locator("video")).to_have_js_property("duration", 4 * BEAT)
    assert refusals == []
    refused = page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', error => error.name)")
    assert refused == "TypeError"
    assert any("Content Security Policy" in text for text in refusals)
    page.close()


def test_chapters_and_sentences_lead_to_their_places(page: Page) -> None:
    """A click goes there, the place is marked, and the address can be passed on."""
    page.get_by_label("Chapters").get_by_role("link", name="Beat 2").click()
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 8) < 0.05")
    expect(page.locator("nav [aria-current=true]")).to_contain_text("Beat 2")
    page.locator("#words").get_by_role("link", name="Then others.").last.click()
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 10) < 0.05")
    expect(page.locator("#words [aria-current=true]")).to_have_text("Then others.")
    assert page.url.endswith("#t=10.000")
    page.goto(page.url.replace("10.000", "4.000"))
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 4) < 0.05")


def test_captions_are_shown_when_they_are_spoken(page: Page) -> None:
    """Those of the manifest, as text; a box and a key take them away."""
    active = "[...document.querySelector('video').textTracks[0].activeCues ?? []].map(cue => cue.text)"
    page.locator("#words").get_by_role("link", name="First words 1.").click()
    page.wait_for_function(f"({active})[0] === 'First words 1.'")
    page.get_by_label("Captions").uncheck()
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "hidden"
    page.locator("h1").click()
    page.keyboard.press("c")
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"


def test_the_transcript_follows(page: Page) -> None:
    """While the video plays, the sentence of the moment is marked."""
    page.keyboard.press(" ")
    page.wait_for_function("document.querySelector('#words [aria-current=true]')?.textContent === 'Then others.'")
    page.keyboard.press(" ")
    assert page.evaluate("document.querySelector('video').paused")


def test_only_the_transcript_moves(page: Page) -> None:
    """The sentence of the moment is brought into the transcript's box; the page stays where it is."""
    page.set_viewport_size({"width": 900, "height": 500})
    box = page.locator("#scroll")
    box.evaluate("box => { box.style.maxHeight = box.style.minHeight = '90px'; box.scrollTop = 0; }")
    page.get_by_label("Transcript follows").uncheck()
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator("#words [aria-current=true]")).to_have_text("First words 1.")
    assert box.evaluate("box => box.scrollTop") == 0
    place = page.evaluate("scrollY")
    page.get_by_label("Transcript follows").check()
    page.wait_for_function("document.querySelector('#scroll').scrollTop > 0")
    assert page.evaluate("scrollY") == place


def test_keys_go_from_beat_to_beat(page: Page) -> None:
    """N and P, and the arrows by five seconds; unless somebody needs the keys for something else."""
    page.get_by_label("Keys").uncheck()
    page.keyboard.press("n")
    page.get_by_label("Keys").check()
    for key, seconds in (("n", 4), ("n", 8), ("p", 4), ("ArrowRight", 9), ("ArrowLeft", 4)):
        page.keyboard.press(key)
        page.wait_for_function(f"Math.abs(document.querySelector('video').currentTime - {seconds}) < 0.1")


RIGHT = {
    "nine": ["0.642857", ".643", "0.64", "9/14", "64.3 %", "64 percent", "6.43e-1", "0,643", "= 0.6429 "],
    "Where": ["(3, -8)", "3 -8", "3; −8", "3.0,-8.0", "3,-8", "x = 3, y = -8"],
    "Which": ["the second row.", "The  second row"],
    "over": ["no", "No.", "no: it collapses it"],
    "posterior": ["Beta(9, 5)", "beta (9,5)", "the same"],
    "third": ["1/3", "0.33", "0.333"],
}
NOT_YET = {
    "nine": ["0.6", "0.65", "643", "-0.643", "words", "0.643 0.643", "1", "6.43e-2"],
    "Where": ["(3, 8)", "3", "-8 3", "3.8"],
    "over": ["yes"],
    "posterior": ["Beta(5, 9)", "9"],
    "third": ["0.3", "0.32", "3"],
}


def answer(page: Page, question: str, typed: str) -> Locator:
    """Type an answer, press Enter, and find what the page says to it."""
    form = page.locator("form", has_text=QUESTIONS[question])
    form.get_by_role("textbox").fill(typed)
    form.get_by_role("textbox").press("Enter")
    return form.get_by_role("status")


def test_right_answers_are_right(page: Page) -> None:
    """Rounded, as a fraction or in percent, with the commas and minus signs of any country, bare or in a sentence."""
    for question, answers in RIGHT.items():
        for typed in answers:
            expect(answer(page, question, typed), typed).to_have_text(f"✓ Right: {ANSWERS[question]}")


def test_wrong_answers_are_not_yet(page: Page) -> None:
    """They are told apart without giving the answer away, which is shown when it is asked for."""
    for question, answers in NOT_YET.items():
        for typed in answers:
            expect(answer(page, question, typed), typed).to_have_text("✗ Not yet. Try again.")
        form = page.locator("form", has_text=QUESTIONS[question])
        form.get_by_role("button", name="Show the answer").click()
        expect(form.get_by_role("status")).to_have_text(f"The answer: {ANSWERS[question]}")


def test_words_are_not_called_wrong(page: Page) -> None:
    """Other words may say the same: the page says that it cannot tell. An empty answer is none."""
    expect(answer(page, "Which", "row two")).to_have_text("✗ Not in these words. Compare with the answer.")
    expect(answer(page, "Which", "  ")).to_have_text("Write your answer first.")


def test_it_says_what_it_was_made_with(page: Page) -> None:
    """The parameters, and a line that a shell takes as it stands."""
    page.get_by_role("heading", name="Made with").click()
    assert page.locator("code").first.text_content() == (
        f"python render.py scene toy-scene --matrix '3 1; 0 2' --note '{NASTY}'"
    )
    page.get_by_role("heading", name="Downloads").click()
    assert page.get_by_role("link", name="Captions, WebVTT").get_attribute("href") == "lesson.vtt"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_everybody_can_use_it(browser: Browser, folder: Path, scheme: Literal["light", "dark"], width: int) -> None:
    """axe-core finds no fault, with everything unfolded, and no line is wider than the window."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for file in (folder / "index.html", folder.parent / "index.html"):
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        found = Axe().run(page)
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_keyboard_reaches_everything(page: Page) -> None:
    """Tab goes through links, boxes and questions in the order in which they stand; Enter follows a link."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.activeElement.closest('nav') && document.activeElement.textContent.includes('Beat 2')"
        ):
            break
    page.keyboard.press("Enter")
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 8) < 0.05")


def test_the_keyboard_leads_from_the_course_to_a_lesson(browser: Browser, folder: Path) -> None:
    """Tab reaches the lesson, whose title is its link, and Enter opens its page, where the film is ready."""
    page = browser.new_page()
    page.goto((folder.parent / "index.html").as_uri())
    expect(page.get_by_role("link")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Dark")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=NASTY)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url((folder / "index.html").as_uri())
    expect(page.locator("video")).to_have_js_property("duration", 4 * BEAT)
    page.close()


def test_light_and_dark(page: Page) -> None:
    """As the reader's machine is, at once and without a program; a button turns it over, whatever the machine does."""
    paper = "getComputedStyle(document.body).backgroundColor"
    dark, light = "rgb(14, 18, 24)", "rgb(251, 250, 246)"
    assert page.evaluate(paper) == light
    page.emulate_media(color_scheme="dark")
    button = page.get_by_role("button", name="Dark")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(paper) == dark
    page.evaluate("delete document.documentElement.dataset.theme")
    assert page.evaluate(paper) == dark
    button.press("Enter")
    assert page.evaluate(paper) == light
    button.press("Enter")
    page.emulate_media(media="print")
    assert page.evaluate(paper) == light
