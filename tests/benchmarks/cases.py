"""The benchmarks: what is rendered, what is compared, what must be reached."""

from __future__ import annotations

from typing import Protocol

from tests.benchmarks.outcome import Outcome
from tests.benchmarks.programs import OurLesson, OurScene, StockManim
from tests.benchmarks.race import GIGABYTE, Race, Ratio
from tests.benchmarks.reuse import Reuse
from tests.benchmarks.studio import StudioAnswers
from tests.benchmarks.track import Track


class Benchmark(Protocol):
    """One benchmark. `quick` ones run when none is named."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def quick(self) -> bool: ...

    def run(self, track: Track) -> Outcome:
        """Carry it out."""


def same_file(name: str, title: str, file: str, scene: str, **least: float | None) -> Race:
    """Race stock Manim and us over one unmodified file; `least` gives our encodings and how many times as fast."""
    exact = StockManim(file, (scene,), name="exact", lossless=True)
    return Race(
        name=name,
        title=title,
        programs=(
            StockManim(file, (scene,)),
            *(OurScene(encoding, file, scene, encoding=encoding) for encoding in least),
        ),
        ratios=tuple(Ratio("manim", encoding, times) for encoding, times in least.items()),
        exact=(("manim", exact), *((encoding, exact) for encoding in least)),
    )


DENSITY = Race(
    name="density",
    title="A density that moves: always_redraw(axes.plot) in stock Manim, the project's figure in ours",
    programs=(StockManim("density.py", ("AlwaysRedraw",)), OurScene("fast", "density.py", "ProjectFigure")),
    ratios=(Ratio("manim", "fast", 8),),
    exact=(
        ("manim", StockManim("density.py", ("AlwaysRedraw",), name="exact-manim", lossless=True)),
        ("fast", StockManim("density.py", ("ProjectFigure",), name="exact-fast", lossless=True)),
    ),
)

LOSS_SURFACE = Race(
    name="loss-surface",
    title="The project's loss surface, 96 x 96 with contour lines, against a stock Surface of 48 x 48",
    programs=(StockManim("loss_surface.py", ("StockSurface",)), OurScene("fast", "loss_surface.py", "ProjectSurface")),
    ratios=(Ratio("manim", "fast", 30, of="moving frame"),),
    decoded=("fast",),
    same_length=False,
    notes=(
        "Half a second of the stock surface against three of ours: compared by the frame, without the start.",
        "Two pictures of one function; no lossless film of ours, so its floor is taken from the film itself.",
    ),
)

LESSON = Race(
    name="lesson",
    title="The gradient-descent lesson, whole, against its scenes through manim",
    programs=(
        StockManim(
            "lesson_scenes.py",
            (
                "LessonTitleCard",
                "LessonGradientField",
                "LessonGradientDescent",
                "LessonStepSize",
                "LessonMomentum",
                "LessonOptimiserRace",
                "LessonLossLandscape",
            ),
        ),
        OurLesson("gradient-descent"),
    ),
    ratios=(Ratio("manim", "fast", 10), Ratio("manim", "fast", None, of="frame")),
    decoded=("fast",),
    same_length=False,
    quick=False,
    notes=(
        "Manim renders the title and six scenes, with the lesson's parameters and words, in one process. It can only "
        "render a scene whole; the lesson shows some beats of three of them. By the frame, only what is shown counts.",
        "Ours also writes captions, chapters, clips, transcript and poster. Its floor is taken from the film itself.",
    ),
)

WORKERS = Race(
    name="workers",
    title="Two workers against one, on the grid transform: 26 segments",
    programs=(
        OurScene("1-worker", "grid_transform.py", "GridTransform", workers=1),
        OurScene("2-workers", "grid_transform.py", "GridTransform", workers=2),
    ),
    ratios=(Ratio("1-worker", "2-workers", 1.7),),
)

LARGE = Race(
    name="2160p",
    title="A short clip at 3840 x 2160",
    programs=(OurScene("fast", "grid_transform.py", "GridTransformShort"),),
    most_memory=4 * GIGABYTE,
    quality="k",
)

BENCHMARKS: tuple[Benchmark, ...] = (
    same_file("grid", "A grid transform, one file", "grid_transform.py", "GridTransform", small=1.6, fast=2.5),
    same_file("text", "Text and formulas, one file", "written_text.py", "WrittenText", small=None, fast=None),
    DENSITY,
    same_file("surface", "A stock Surface, 24 x 24, one file", "turning_surface.py", "TurningSurface", fast=10),
    LOSS_SURFACE,
    LESSON,
    Reuse("nothing-changed", "The gradient-descent lesson again, nothing changed", OurLesson("gradient-descent")),
    WORKERS,
    LARGE,
    StudioAnswers("studio", "How quickly the studio answers"),
)
