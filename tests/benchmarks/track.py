"""Where and how benchmarks run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measuring import Cost, measure
from tests.benchmarks.programs import Program


@dataclass(frozen=True)
class Track:
    """A folder to run in, and how often.

    Parameters
    ----------
    folder
        For everything written; each run has a fresh folder in it.
    quality
        Manim's letter, where a benchmark has no own.
    say
        Told what was just done.
    """

    folder: Path
    runs: int
    quality: str
    say: Callable[[str], None]

    def fresh(self, name: str) -> Path:
        """Make an empty folder of this name."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def measured(self, program: Program, name: str, quality: str) -> Cost:
        """Run a program once, in a fresh folder."""
        folder = self.fresh(name)
        cost = measure(program.command(folder, quality), folder, self.folder / f"{name}.log")
        self.say(f"{name}: {cost.wall:.1f} s")
        return cost
