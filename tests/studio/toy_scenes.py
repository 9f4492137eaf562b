"""Scenes for the studio's tests: one that tells where it drew, and some that go wrong."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from manim import RIGHT, Dot, Scene, Square
from pydantic import Field

from explainers.spec.params import DataFile
from explainers.stage import ExplainerScene, Handle, SceneParams
from explainers.stage.typesetting import Text


class MovesParams(SceneParams):
    """How far."""

    far: float = Field(2.0, ge=-5, le=5, description="Where the dot ends")


class Moves(ExplainerScene[MovesParams]):
    """A dot that moves to the right."""

    title = "Moves"
    beats = {"here": "A dot.", "there": "It moves to {params.far:g}."}

    def explore(self) -> list[Handle]:
        dot = Dot(radius=0.5, color="#ff0000")
        dot.add_updater(lambda moved: moved.move_to(self.params.far * RIGHT))
        self.add(dot)
        return [Handle("far", lambda far: far * RIGHT, "where the dot is")]

    def construct(self) -> None:
        dot = Dot(radius=0.5, color="#ff0000")
        self.add(dot)
        with self.beat("here"):
            pass
        with self.beat("there"):
            self.play(dot.animate.move_to(self.params.far * RIGHT), run_time=1)


class Hangs(Scene):
    """It never shows anything."""

    def construct(self) -> None:
        while True:
            time.sleep(0.05)


class Dies(Scene):
    """Its process ends."""

    def construct(self) -> None:
        self.add(Square())
        self.wait(0.5)
        os._exit(3)


class Wrong(Scene):
    """It has a fault."""

    def construct(self) -> None:
        self.add(Square())
        raise ValueError("out of chalk")


class Spins(Scene):
    """It computes for ever."""

    def construct(self) -> None:
        while True:
            pass


class Slow(Scene):
    """It computes for two seconds, and then shows something."""

    def construct(self) -> None:
        began = time.process_time()
        while time.process_time() - began < 2:
            pass
        self.add(Square())


class Killed(Scene):
    """Its process is killed, as the system does it for want of memory."""

    def construct(self) -> None:
        self.add(Square())
        self.wait(0.5)
        os.kill(os.getpid(), signal.SIGKILL)


class ReadsParams(SceneParams):
    """What is read."""

    data_file: DataFile = Field(Path("o_rings.csv"), description="A file")
    label: str = Field("rows", description="What is counted")


@dataclass(frozen=True)
class ReadsNumbers:
    """How many rows there are."""

    rows: int


class Reads(ExplainerScene[ReadsParams]):
    """It says how many rows a file has."""

    title = "Reads"
    beats = {"count": "There are {numbers.rows} {params.label}.", "end": "That is all."}

    @staticmethod
    def solve(params: ReadsParams) -> ReadsNumbers:
        return ReadsNumbers(len(params.data_file.read_text().splitlines()) - 1)

    def construct(self) -> None:
        with self.beat("count"):
            pass
        with self.beat("end"):
            pass


class CrowdedParams(SceneParams):
    """How far apart."""

    gap: float = Field(0.0, ge=0, le=6, description="Between the two labels")
    size: float = Field(24.0, ge=4, le=48, description="Of the letters")


class Crowded(ExplainerScene[CrowdedParams]):
    """Two labels, one over the other; a third that leaves the frame."""

    title = "Crowded"
    beats = {"early": "Nothing yet.", "late": "Now there is."}

    def construct(self) -> None:
        with self.beat("early"):
            pass
        with self.beat("late"):
            for place, text in ((0.0, "first"), (self.params.gap, "second"), (7.1, "third")):
                self.add(Text(text, font_size=self.params.size, color=self.theme.text).move_to(place * RIGHT))
            self.wait(1)
