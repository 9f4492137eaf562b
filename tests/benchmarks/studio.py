"""How quickly the studio answers, in a browser without a window: what a lecturer waits for when she drags a slider."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from explainers.production.catalogue import PROJECT
from explainers.spec.errors import MathframesError
from tests.benchmarks.outcome import Outcome, Verdict
from tests.benchmarks.track import Track
from tests.browser import opened

SCENE = PROJECT / "scenes" / "linear_algebra" / "matrix_transformation.py"
PARAMETER, VALUES = "vector", ("1 2", "2 1", "1 1", "2 2")
SLIDES = 20
SCRUBS = 60
SAVES = 10
DRAGS = 60
EXPLORED = (
    *("matrix-transformation", "determinant", "eigenvectors", "svd", "gradient-descent", "step-size", "momentum"),
    *("bayes-update", "normal-fusion"),
)
EDITS, EVERY = 200, 10
"""Eight hours in small: values that are set, and after how many of them the file is saved."""
SETTLED = 5.0
"""Seconds after which a studio that is left alone has nothing to do any more."""

PAINTED = "document.getElementById('canvas').dataset"

SCRUB = """
(frames) => new Promise(async (done) => {
    const head = document.getElementById("playhead"), canvas = document.getElementById("canvas"), took = [];
    for (const frame of frames) {
        const began = performance.now();
        head.value = frame;
        head.dispatchEvent(new Event("input"));
        while (canvas.dataset.frame !== String(frame)) await new Promise((on) => setTimeout(on, 0));
        took.push(performance.now() - began);
    }
    done(took);
})
"""

DRAG = """
(drags) => new Promise(async (done) => {
    const ring = document.querySelector(".handle"), canvas = document.getElementById("canvas"), took = [];
    const { x, y, width, height } = ring.getBoundingClientRect();
    const hand = (what, k) => ring.dispatchEvent(new PointerEvent(what, {
        clientX: x + width / 2 + 25 * Math.sin(k / 5), clientY: y + height / 2 + 25 * Math.sin(k / 3),
    }));
    ring.setPointerCapture = () => {};  // there is no pointer
    hand("pointerdown", 0);
    for (let k = 1; k <= drags; k++) {
        const run = canvas.dataset.run, began = performance.now();
        hand("pointermove", k);
        while (canvas.dataset.run === run) await new Promise((on) => setTimeout(on, 0));
        took.push(performance.now() - began);
    }
    hand("pointerup", drags);
    done(took);
})
"""


@dataclass(frozen=True)
class StudioAnswers:
    """Opens a flagship scene, sets values, scrubs and saves; and drags what can be explored."""

    name: str
    title: str
    quick: bool = False

    def run(self, track: Track) -> Outcome:
        """Time each kind of answer."""
        folder = track.folder / self.name
        folder.mkdir(parents=True, exist_ok=True)
        file = Path(shutil.copy(SCENE, folder / "scene.py"))
        with sync_playwright() as playwright, studio(file, folder) as (address, server):
            browser = opened(playwright)
            cold = time.perf_counter()
            page = browser.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
            page.set_default_timeout(120_000)
            first_picture(page, address)
            cold = time.perf_counter() - cold
            warm = time.perf_counter()
            first_picture(page, address)
            warm = time.perf_counter() - warm
            page.wait_for_function("document.getElementById('state').textContent === ''")
            frames = int(page.locator("#playhead").get_attribute("max") or 0)
            scrubs = page.evaluate(SCRUB, [round(frames * (0.5 + 0.5 * math.sin(7 * k))) for k in range(SCRUBS)])
            page.evaluate(SCRUB, [frames // 2])
            slides = [slid(page, VALUES[k % len(VALUES)]) for k in range(SLIDES)]
            held = page_memory(browser_processes())
            saves = [saved(page, file, number) for number in range(SAVES)]
            growth = grown(page, file, server)
            drags = {scene: percentile(explored(page, scene)) for scene in EXPLORED}
        return Outcome(
            self.name,
            self.title,
            (),
            (
                Verdict("page to first picture, cold", cold, "s", at_most=4),
                Verdict("page to first picture, warm", warm, "s", at_most=1),
                Verdict("value to picture, 95th percentile", percentile(slides), "ms", at_most=250),
                Verdict("scrub to picture, 95th percentile", percentile(scrubs), "ms", at_most=30),
                Verdict("saved file to picture, 95th percentile", percentile(saves) / 1000, "s", at_most=1.2),
                *(Verdict(f"drag to picture, {name}", took, "ms", at_most=50) for name, took in drags.items()),
                Verdict("memory of the page", held / 1e6, "MB", at_most=300),
                Verdict(f"growth of the studio's memory over {EDITS} values", 100 * growth, "%", at_most=10),
            ),
            (
                f"{SLIDES} values, the playhead in the middle of {frames + 1} frames; {SCRUBS} scrubs; {SAVES} saves; "
                f"{DRAGS} drags of each figure that is explored, of which the 95th percentile is told.",
            ),
        )


@contextmanager
def studio(file: Path, folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Run the studio as a program; gives its address."""
    command = [sys.executable, str(PROJECT / "render.py"), "studio", f"{file}:MatrixTransformation", "--no-open"]
    process = subprocess.Popen([*command, "--media", str(folder / "media")], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not re.match("http://127", address):
            raise MathframesError(f"The studio said '{address}' in place of its address.")
        # Loading the libraries is not what a page waits for in the middle of a lesson.
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def first_picture(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#canvas[data-run]")


def slid(page: Page, value: str) -> float:
    """Milliseconds from a value to its picture under the playhead."""
    run = page.evaluate(f"{PAINTED}.run")
    began = time.perf_counter()
    page.evaluate(f"window.studio.set('{PARAMETER}', '{value}', false)")
    page.wait_for_function(f"{PAINTED}.run !== '{run}'", polling=5)
    return 1000 * (time.perf_counter() - began)


def saved(page: Page, file: Path, number: int) -> float:
    """Milliseconds from a saved file to its picture."""
    run = page.evaluate(f"{PAINTED}.run")
    began = time.perf_counter()
    file.write_text(SCENE.read_text(encoding="utf-8") + f"\n# {number}\n", encoding="utf-8")
    page.wait_for_function(f"{PAINTED}.run !== '{run}'", polling=5)
    return 1000 * (time.perf_counter() - began)


def explored(page: Page, scene: str) -> list[float]:
    """Milliseconds from each place of a hand that drags a scene's first handle to its picture."""
    if page.locator("#explore").get_attribute("aria-pressed") == "true":
        page.locator("#explore").click()
    page.locator("#scene").select_option(scene)
    page.wait_for_function("document.getElementById('state').textContent === ''")
    page.locator("#explore").click()
    page.wait_for_selector(".handle")
    took: list[float] = page.evaluate(DRAG, DRAGS)
    return took


def browser_processes() -> list[psutil.Process]:
    """The browser's processes that show pages."""
    found = []
    for child in psutil.Process().children(recursive=True):
        # Some end while we read.
        with suppress(psutil.Error):
            if "--type=renderer" in child.cmdline():
                found.append(child)
    return found


def page_memory(processes: Sequence[psutil.Process]) -> int:
    return max((process.memory_info().rss for process in processes), default=0)


def grown(page: Page, file: Path, server: psutil.Process) -> float:
    """By what share the studio's memory grows while values are set and the file is saved, over and over."""
    before = memory(server)
    for k in range(EDITS):
        slid(page, VALUES[k % len(VALUES)])
        if k % EVERY == EVERY - 1:
            saved(page, file, SAVES + k)
    return memory(server) / before - 1


def memory(server: psutil.Process) -> int:
    """What the server and all its processes hold, each page once, when there is nothing more to do."""
    time.sleep(SETTLED)
    sizes: list[int] = []
    for process in [server, *server.children(recursive=True)]:
        with suppress(psutil.Error):
            sizes.append(process.memory_full_info().pss)
    return sum(sizes)


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The value that so many do not exceed."""
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]
