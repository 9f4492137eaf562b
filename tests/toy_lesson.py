"""A lesson of somebody's own, outside of the project, small enough to film in a test; and workers in this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from explainers.production.jobs import SceneJob, SceneOutline
from explainers.spec.manifest import RenderedScene
from explainers.spec.rendition import Rendition
from explainers.spec.settings import RenderSettings

SCENE = '''"""Tosses of a coin, counted."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from manim import RIGHT, FadeIn, Square
from pydantic import Field

from explainers.spec.data import read_column
from explainers.stage import Beat, DataFile, ExplainerScene, LossText, Matrix2x2, NumberList, Question, SceneParams
from explainers.stage import Vector2
from neighbour import SIDE


class TossesParams(SceneParams):
    """What may be changed."""

    learning_rate: float = Field(0.5, gt=0, le=10, description="Size of a step")
    matrix: Matrix2x2 = Field(((3, 1), (0, 2)), description="A matrix")
    start: Vector2 = Field((1, 2), description="Where it begins")
    loss: LossText = Field("booth", description="A loss")
    rule: Literal["left", "midpoint", "right"] = Field("left", description="A rule")
    prior: NumberList = Field((1, 1), description="Prior")
    data: DataFile = Field("heads.csv", description="A file with a column of counts")
    column: str = Field("heads", description="The column")


@dataclass(frozen=True)
class TossesNumbers:
    """All that is said."""

    heads: float
    mean: float


class Tosses(ExplainerScene[TossesParams]):
    """Heads add up."""

    title = "Tosses"
    beats: ClassVar = {
        "count": "There are {numbers.heads:g} heads in all.",
        "mean": Beat("That makes {numbers.mean:.2f} a toss. Not half.", alt="A square moves.", title="The mean"),
        "pause": "",
    }
    practice: ClassVar = [Question("How many heads?", lambda numbers: numbers.heads)]

    @staticmethod
    def solve(params: TossesParams) -> TossesNumbers:
        if max(map(abs, params.start)) > 5:
            raise ValueError("start: is outside of the domain; take numbers from -5 to 5")
        if min(params.prior) <= 0:
            raise ValueError("prior: its parameters must be positive")
        heads = read_column(params.data, params.column, kind="count")
        return TossesNumbers(heads=float(heads.sum()), mean=float(heads.mean()))

    def construct(self) -> None:
        square = Square(SIDE, fill_opacity=1, color=self.theme.shape)
        with self.beat("count"):
            self.play(FadeIn(square), run_time=0.3)
        with self.beat("mean"):
            self.play(square.animate.shift(RIGHT), run_time=0.5)
        with self.beat("pause"):
            self.play(square.animate.shift(RIGHT), run_time=0.7)
'''

NEIGHBOUR = '"""What the scene takes from a file beside it."""\n\nSIDE = 2\n'

DATA = "day,heads\nMonday,7\nTuesday,4\nWednesday,1\n"

LESSON = """\
title: "Coins, & how to count them"
subtitle: A toy
summary: Two scenes of one kind.
resolution: 426x240
fps: 10
scenes:
  - scene: toy.py:Tosses
    params:
      data: heads.csv
  - scene: toy.py:Tosses
    id: again
    title: Again
    beats: [mean, pause]
    words:
      mean: "Once more, {numbers.heads:g} heads."
    params: {learning-rate: 1}
"""


def write_lesson(folder: Path, *, lesson: str = LESSON, scene: str = SCENE) -> Path:
    """Write a lesson file with its scene, the scene's neighbour and its data beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"toy.py": scene, "neighbour.py": NEIGHBOUR, "heads.csv": DATA, "coins.yaml": lesson}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "coins.yaml"


class WorkersHere:
    """Stands in for the pool of processes: the same work, done in this process, as if it had just begun."""

    filmed: list[str] = []
    """The ids of the scenes filmed since the list was last cleared."""

    def __init__(self, workers: int, jobs: int, cache: Path) -> None:
        self._cache = cache
        for name in [name for name in sys.modules if name.startswith("beside_") or name == "neighbour"]:
            del sys.modules[name]
        self._path = list(sys.path)

    def __enter__(self) -> WorkersHere:
        return self

    def __exit__(self, *exception: object) -> None:
        sys.path[:] = self._path

    def load(self, settings: RenderSettings) -> None:
        """All is loaded."""

    def prepare(self, settings: RenderSettings) -> None:
        """Nothing begins here."""

    def outlines(self, jobs: Sequence[SceneJob]) -> list[SceneOutline]:
        """Settle and solve every job."""
        from explainers.production.worker import outline

        return [outline(job, self._cache) for job in jobs]

    def film(
        self, jobs: Sequence[SceneJob], folder: Path, tell: Any, *, stills: str = ""
    ) -> Iterator[tuple[SceneJob, RenderedScene]]:
        """Film one job after the other."""
        wanted = [(job, (Rendition.usual(job.settings, stills),)) for job in jobs]
        for job, (scene,) in self.film_renditions(wanted, folder, tell):
            yield job, scene

    def film_renditions(
        self, wanted: Sequence[tuple[SceneJob, tuple[Rendition, ...]]], folder: Path, tell: Any
    ) -> Iterator[tuple[SceneJob, tuple[RenderedScene, ...]]]:
        """Film one job after the other in all its renditions."""
        from manim import tempconfig

        from explainers.film.workshops import Workbench
        from explainers.production.media import painted_in
        from explainers.production.worker import film_renditions

        def progress(frames: int) -> None:
            """Nobody is told."""

        def workshop_for(settings: RenderSettings) -> Workbench:
            return Workbench(folder, painted_in(self._cache), settings, progress)

        for job, renditions in wanted:
            self.filmed.append(job.id)
            with tempconfig({}):
                yield job, film_renditions(job, renditions, workshop_for, self._cache, progress)


class NoWorkers(WorkersHere):
    """A pool that must not be asked for."""

    def __init__(self, workers: int, jobs: int, cache: Path) -> None:
        raise AssertionError("a worker was started")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with what is in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
