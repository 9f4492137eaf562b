"""A race: programs that make the same film, run in turn, so that what else the machine does hits all of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Literal

from explainers.film.encodings import encoding_of
from explainers.spec.settings import RenderSettings
from tests.benchmarks.films import frame_count
from tests.benchmarks.floor import Floor, encoding_floor
from tests.benchmarks.measuring import Cost
from tests.benchmarks.outcome import Outcome, Row, Verdict
from tests.benchmarks.programs import OurScene, Program, StockManim, frames_a_second
from tests.benchmarks.quality import compare
from tests.benchmarks.track import Track

GIGABYTE = 1e9
MOST_MEMORY = 1.5 * GIGABYTE
FLOORS = 1.5
"""How many times the floor the whole may take."""


@dataclass(frozen=True)
class Ratio:
    """How many times as long one program takes as another.

    ``wall`` is the whole run, ``frame`` the whole run by the frame, ``moving frame`` the same without the start: the
    time in which a film of one black frame is made.
    """

    slow: str
    quick: str
    at_least: float | None
    of: Literal["wall", "frame", "moving frame"] = "wall"


@dataclass(frozen=True)
class Race:
    """Programs, what is compared, and what must come out.

    Parameters
    ----------
    exact
        For each program whose film is compared with the pictures it was made from, and with its floor: the lossless
        film of the same frames.
    decoded
        Programs whose floor is taken from their own film, decoded: a lossless one of theirs cannot be had.
    quality
        Manim's letter if this race has its own.
    """

    name: str
    title: str
    programs: tuple[Program, ...]
    ratios: tuple[Ratio, ...] = ()
    exact: tuple[tuple[str, StockManim], ...] = ()
    decoded: tuple[str, ...] = ()
    most_memory: float = MOST_MEMORY
    same_length: bool = True
    quality: str | None = None
    quick: bool = True
    notes: tuple[str, ...] = ()

    def run(self, track: Track) -> Outcome:
        """Run every program in turn, as often as asked for; then look at what the last round made."""
        quality = self.quality or track.quality
        costs: dict[str, list[Cost]] = {program.name: [] for program in self.programs}
        for _, program in itertools.product(range(track.runs), self.programs):
            costs[program.name].append(track.measured(program, f"{self.name}-{program.name}", quality))
        references = self._references(track, quality)
        rows = {
            program.name: self._row(program, costs[program.name], track, quality, references.get(program.name))
            for program in self.programs
        }
        verdicts = (*(ratio_verdict(rows, ratio) for ratio in self.ratios), *self._own_verdicts(rows))
        return Outcome(self.name, self.title, tuple(rows.values()), verdicts, self.notes)

    def _references(self, track: Track, quality: str) -> dict[str, Path]:
        """The exact pictures of each film, rendered once for all programs that show the same."""
        made: dict[StockManim, Path] = {}
        for _, exact in self.exact:
            if exact not in made:
                name = f"{self.name}-{exact.name}"
                track.measured(exact, name, quality)
                (made[exact],) = exact.films(track.folder / name)
        return {name: made[exact] for name, exact in self.exact}

    def _row(self, program: Program, costs: Sequence[Cost], track: Track, quality: str, exact: Path | None) -> Row:
        fps = frames_a_second(quality)
        films = program.films(track.folder / f"{self.name}-{program.name}")
        source = films[0] if program.name in self.decoded else exact
        floor = floor_of(program.encoding, films[0], source, quality) if program.encoding and source else None
        return Row(
            program=program.name,
            wall=median(cost.wall for cost in costs),
            cpu=median(cost.cpu for cost in costs),
            peak=max(cost.peak for cost in costs),
            walls=tuple(cost.wall for cost in costs),
            start=starts(track, quality)[program.encoding is not None],
            size=sum(film.stat().st_size for film in films),
            frames=sum(frame_count(film, fps) for film in films),
            floor=floor.wall if floor else None,
            floor_cpu=floor.cpu if floor else None,
            quality=compare(films[0], exact, fps) if exact else None,
        )

    def _own_verdicts(self, rows: dict[str, Row]) -> list[Verdict]:
        """What holds for each of our films: near its floor, small in memory, as long as Manim's."""
        verdicts = []
        for program in self.programs:
            row = rows[program.name]
            if row.floor:
                beyond = (row.wall - row.start) / row.floor
                verdicts += [
                    Verdict(f"wall, {row.program} / its floor", row.wall / row.floor, at_most=FLOORS),
                    Verdict(f"wall without its start, {row.program} / its floor", beyond),
                ]
            if program.encoding:
                limit = self.most_memory / GIGABYTE
                verdicts.append(Verdict(f"peak memory, {row.program}", row.peak / GIGABYTE, "GB", at_most=limit))
        if self.exact:
            verdicts += _quality_verdicts(list(rows.values()))
        lengths = [row.frames for row in rows.values()]
        if self.same_length and len(lengths) > 1:
            verdicts.append(Verdict("frames, longest - shortest film", max(lengths) - min(lengths), "", at_most=0))
        return verdicts


def _quality_verdicts(rows: Sequence[Row]) -> list[Verdict]:
    """Compare each film's distance from its own pictures with that of the first, which is Manim's."""
    first, *others = [row for row in rows if row.quality]
    assert first.quality
    return [
        Verdict(f"luma PSNR, {row.program} - {first.program}", row.quality.luma - first.quality.luma, "dB", at_least=0)
        for row in others
        if row.quality
    ]


def floor_of(encoding: str, film: Path, source: Path, quality: str) -> Floor:
    """The floor under one of our films, with the settings of the encoding it was made with."""
    chosen = encoding_of(RenderSettings.of(quality=quality, encoding=encoding))
    return encoding_floor(film, source, frames_a_second(quality), chosen.codec, chosen.options)


@cache
def starts(track: Track, quality: str) -> tuple[float, float]:
    """Seconds in which Manim and we make a film of one black frame; measured once for all races."""
    programs: tuple[Program, Program] = (
        StockManim("nothing.py", ("Nothing",), name="start-manim"),
        OurScene("start-ours", "nothing.py", "Nothing"),
    )
    costs = [[track.measured(program, program.name, quality).wall for program in programs] for _ in range(track.runs)]
    manim, ours = (median(walls) for walls in zip(*costs, strict=True))
    return manim, ours


def ratio_verdict(rows: dict[str, Row], ratio: Ratio) -> Verdict:
    """Divide one program's time by another's."""
    slow, quick = (_seconds(rows[name], ratio) for name in (ratio.slow, ratio.quick))
    unit = "wall" if ratio.of == "wall" else f"wall a {ratio.of}"
    return Verdict(f"{unit}, {ratio.slow} / {ratio.quick}", slow / quick, at_least=ratio.at_least)


def _seconds(row: Row, ratio: Ratio) -> float:
    if ratio.of == "wall":
        return row.wall
    return (row.wall - (row.start if ratio.of == "moving frame" else 0)) / row.frames
