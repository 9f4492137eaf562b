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
EDITS = 40
"""Values after which the server's memory is looked at, and looked at again: eight hours in small."""

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


@dataclass(frozen=True)
class StudioAnswers:
    """Opens a flagship scene, drags, scrubs and saves."""

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
            before = memory(server)
            for k in range(EDITS):
                slid(page, VALUES[k % len(VALUES)])
            growth = memory(server) / before - 1
            saves = [saved(page, file, number) for number in range(SAVES)]
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
                Verdict("memory of the page", held / 1e6, "MB", at_most=300),
                Verdict(f"growth of the server's memory over {EDITS} values", 100 * growth, "%", at_most=10),
            ),
            (f"{SLIDES} values, the playhead in the middle of {frames + 1} frames; {SCRUBS} scrubs; {SAVES} saves.",),
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


def memory(process: psutil.Process) -> int:
    """What the server alone holds; runs end with their answer."""
    size: int = process.memory_info().rss
    return size


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The value that so many do not exceed."""
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]
