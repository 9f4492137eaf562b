"""Looks at a scene after every frame while it is filmed, without painting anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from manim import Mobject, ValueTracker

from explainers.film.capture import film
from explainers.film.picture import Picture
from explainers.narration.silent import SilentVoice
from explainers.spec.params import DataFolder, validate_params
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.figures.grid_bars import GridBars
from explainers.stage.rehearsal import Rehearsal, rehearse
from explainers.stage.zones import Zone


class FrameWatcher:
    """A sink that keeps the beats' names, counts frames, and calls `look` with the current beat after every one."""

    every_frame = False

    def __init__(self) -> None:
        self.look: Callable[[str], None] = lambda section: None
        self.sections: list[str] = []
        self.frames = 0

    def begin_section(self, name: str) -> None:
        self.sections.append(name)

    def write(self, picture: Picture, repeat: int) -> None:
        """Pictures are not looked at."""

    def advance(self, frames: int) -> None:
        self.frames += frames
        self.look(self.sections[-1] if self.sections else "")

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        """Sounds do not matter here."""

    def add_caption(self, text: str, start: float, end: float) -> None:
        """Nor do captions."""


def params_of(scene: type[ExplainerScene], raw: dict[str, Any]) -> Any:
    """The parameters as a command line would give them."""
    return validate_params(scene.params_class(), raw, DataFolder(Path.cwd(), confined=False))


def rehearsed(scene: type[ExplainerScene], raw: dict[str, Any]) -> Rehearsal:
    """The scene's words and numbers with these parameters."""
    return rehearse(scene, params_of(scene, raw), SilentVoice())


def watch(scene: type[ExplainerScene], raw: dict[str, Any], look: Callable[[Any, str], None]) -> list[str]:
    """Film the scene; `look(scene, beat)` is called after every frame. Return the beats that were played."""
    sink = FrameWatcher()

    class Watched(scene):  # type: ignore[misc,valid-type]
        def construct(self) -> None:
            sink.look = lambda section: look(self, section)
            super().construct()

    film(Watched, {"rehearsal": rehearsed(scene, raw)}, sink)
    return sink.sections


def assert_inside(scene: Any) -> None:
    """Nothing that is shown leaves the stage but the title."""
    stage = scene.frame.stage
    for mobject in scene.get_mobject_family_members():
        if not mobject.has_points() or mobject in scene.heading.get_family():
            continue
        if mobject.get_fill_opacity() == 0 and mobject.get_stroke_opacity() == 0:
            continue
        low, high = mobject.points.min(axis=0), mobject.points.max(axis=0)
        assert low[0] >= stage.left - 0.05, mobject
        assert high[0] <= stage.right + 0.05, mobject
        assert low[1] >= stage.bottom - 0.05, mobject
        assert high[1] <= stage.top + 0.05, mobject


def drawn_heights(bars: GridBars) -> np.ndarray:
    """Heights of the bars as they are drawn, from their corners; bars of no height have none."""
    tops = bars.bars.points.reshape(-1, 16, 3)[:, :, 1].max(axis=1)
    return np.asarray((tops - bars.zone.bottom) / bars.zone.height * bars.top)


def inside(mobject: Mobject, zone: Zone, slack: float = 0.02) -> bool:
    """Whether all of something that is drawn lies in a zone."""
    points = mobject.get_all_points()
    if isinstance(mobject, ValueTracker) or not len(points):
        return True
    (left, bottom), (right, top) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    return bool(
        left >= zone.left - slack
        and right <= zone.right + slack
        and bottom >= zone.bottom - slack
        and top <= zone.top + slack
    )
