"""What a benchmark found: rows of measurements, and what became of each target."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.quality import Quality


@dataclass(frozen=True)
class Row:
    """One program: medians over its runs, in seconds, and the highest peak, in bytes.

    `start` is what it takes for a film of one black frame; `floor` and `quality` are there where they were asked for.
    """

    program: str
    wall: float
    cpu: float
    peak: int
    walls: tuple[float, ...]
    size: int = 0
    frames: int = 0
    start: float = 0
    floor: float | None = None
    floor_cpu: float | None = None
    quality: Quality | None = None


@dataclass(frozen=True)
class Verdict:
    """A figure and its target: `at_least`, `at_most`, or neither, where it is only worth knowing."""

    text: str
    value: float
    unit: str = "times"
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target was reached; None if there is none."""
        if self.at_least is not None:
            return self.value >= self.at_least
        if self.at_most is not None:
            return self.value <= self.at_most
        return None


@dataclass(frozen=True)
class Outcome:
    """All that one benchmark found, with what one has to know to read it."""

    name: str
    title: str
    rows: tuple[Row, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
