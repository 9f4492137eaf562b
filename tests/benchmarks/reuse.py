"""A lesson rendered once more when nothing has changed: it must be found, not made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring import measure
from tests.benchmarks.outcome import Outcome, Row, Verdict
from tests.benchmarks.programs import OurLesson
from tests.benchmarks.track import Track

MOST_SECONDS = 1.0
_IMPORTED = re.compile(r"^import time:.*\|\s*(\S+)$", re.MULTILINE)
"""A line that Python writes for each import if asked to: two times in microseconds, and the module."""


@dataclass(frozen=True)
class Reuse:
    """Renders a lesson, then asks for it again and again."""

    name: str
    title: str
    program: OurLesson
    quick: bool = True

    def run(self, track: Track) -> Outcome:
        """Time the later runs; see that they import no Manim and leave every file as it is."""
        first = track.measured(self.program, self.name, track.quality)
        folder, log = track.folder / self.name, track.folder / f"{self.name}.log"
        command = self.program.command(folder, track.quality)
        before = written(folder)
        costs = [measure(command, folder, log) for _ in range(track.runs)]
        # By an environment variable, so that processes that it would start say what they import, too.
        measure(command, folder, log, {"PYTHONPROFILEIMPORTTIME": "1"})
        imported = imported_modules(log.read_text(encoding="utf-8", errors="replace"))
        changed = len(before.items() ^ written(folder).items())
        again = Row(
            program="again",
            wall=median(cost.wall for cost in costs),
            cpu=median(cost.cpu for cost in costs),
            peak=max(cost.peak for cost in costs),
            walls=tuple(cost.wall for cost in costs),
        )
        return Outcome(
            self.name,
            self.title,
            (Row("first", first.wall, first.cpu, first.peak, (first.wall,)), again),
            (
                Verdict("wall, again", again.wall, "s", at_most=MOST_SECONDS),
                Verdict(
                    "Manim's modules imported", sum(name.split(".")[0] == "manim" for name in imported), "", at_most=0
                ),
                Verdict("files written or removed", changed, "", at_most=0),
            ),
            (f"Imports seen: {len(imported)}.",),
        )


def written(folder: Path) -> dict[str, tuple[int, int]]:
    """Tell each file's identity and size: what is written anew is another file, what is looked at stays as it is."""
    states = {str(path): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: (state.st_ino, state.st_size) for name, state in states.items()}


def imported_modules(log: str) -> list[str]:
    """Read which modules Python said it imported."""
    return _IMPORTED.findall(log)
