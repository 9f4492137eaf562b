"""The picture of one moment, without those before it: what a slider needs, which cannot wait for a film."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Camera, Mobject, Scene

from explainers.film.capture import FilmRenderer, PictureSink, film
from explainers.film.picture import Picture
from explainers.film.shortcut import begin_unseen


def picture_at(scene_class: type[Scene], arguments: dict[str, Any], seconds: float) -> Picture:
    """Run a scene up to a moment, and read its picture there; its last if the scene ends before.

    Animations that end before are stepped once, to their last frame, and finished; those of common kinds are finished
    without a step. That is exact where what moves follows from the animation alone; a scene in which something takes
    note of the time that passes (an updater with `dt`), or waits for something, is stepped frame by frame, as long as
    it does.

    Parameters
    ----------
    arguments
        Keyword arguments of the scene's constructor, without renderer and camera.
    """
    sink = LastPicture()
    with suppress(Reached):
        film(scene_class, arguments, sink, partial(Seeker, seconds=seconds))
    assert sink.picture is not None
    return sink.picture


def frame_of(scene_class: type[Scene], arguments: dict[str, Any], frame: int) -> Picture:
    """Run a scene frame by frame, as it is filmed, and read its picture at one of them; its last if it ends before.

    Parameters
    ----------
    arguments
        Keyword arguments of the scene's constructor, without renderer and camera.
    """
    sink = LastPicture()
    with suppress(Reached):
        film(scene_class, arguments, sink, partial(_Stepper, frame=frame))
    assert sink.picture is not None
    return sink.picture


class Reached(BaseException):
    """The moment is there: not an `Exception`, so that no scene can catch it."""


class LastPicture:
    """A sink that keeps the last picture that it is given."""

    every_frame = False

    def __init__(self) -> None:
        self.picture: Picture | None = None

    def begin_section(self, name: str) -> None:
        """Sections do not matter here."""

    def write(self, picture: Picture, repeat: int) -> None:
        self.picture = picture

    def advance(self, frames: int) -> None:
        """Nor does time."""

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        """Nor do sounds."""

    def add_caption(self, text: str, start: float, end: float) -> None:
        """Nor captions."""


class _Stepper(FilmRenderer):
    """Ends the scene at a frame."""

    def __init__(self, sink: PictureSink, camera_class: type[Camera], *, frame: int) -> None:
        super().__init__(sink, camera_class)
        self._to_come = frame

    def _advance(self, frames: int) -> None:
        self._to_come -= frames
        if self._to_come < 0:
            self.sink.write(self.read(), 1)
            raise Reached
        super()._advance(frames)


class Seeker(FilmRenderer):
    """Leaves out the frames before a moment, and ends the scene there."""

    def __init__(self, sink: PictureSink, camera_class: type[Camera], *, seconds: float) -> None:
        super().__init__(sink, camera_class)
        self._left_out = 0
        self._wanted = max(0, math.floor(seconds * self.camera.frame_rate + 1e-6))
        self._passed = 0
        self._unseen = False

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:
        super().init_scene(scene, session_spec, file_writer_settings)
        scene.get_time_progression = self._progression

    def _begin(self, scene: Scene) -> None:
        frames = len(self._times(scene.duration))
        self._unseen = False
        if self._passed + frames <= self._wanted and not _keeps_time(scene):
            self._unseen = begin_unseen(scene)
        else:
            super()._begin(scene)

    def _progression(self, run_time: float, *arguments: Any, **options: Any) -> _Times:
        """The moments at which an animation is looked at: all, the wanted one alone, or none."""
        times = self._times(run_time)
        if self._unseen:
            self._advance(len(times))
            self._look(len(times))
            return _Times()
        last = min(len(times) - 1, self._wanted - self._passed)
        first = 0 if _keeps_time(self._scene) else last
        self._left_out = first
        self._advance(first)
        return _Times(times[first : last + 1].tolist())

    def _times(self, run_time: float) -> npt.NDArray[np.float64]:
        return np.arange(0, run_time, 1 / self.camera.frame_rate)

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        self._advance(1)
        self._look(self._left_out + 1)
        self._left_out = 0

    def _hold(self, scene: Scene) -> None:
        before = self._passed
        super()._hold(scene)
        self._passed = before
        self._look(int(scene.duration / (1 / self.camera.frame_rate)))

    def _look(self, frames: int) -> None:
        """Time went on by so many frames: if the wanted one is among them, it is the picture of now."""
        self._passed += frames
        if self._passed > self._wanted:
            self.sink.write(self.read(), 1)
            raise Reached


class _Times(list[float]):
    """Moments, in the form in which Manim wants its progress bars."""

    def close(self) -> None:
        """There is no bar to be closed."""


def _keeps_time(scene: Scene) -> bool:
    return (
        bool(scene.updaters)
        or scene.stop_condition is not None
        or any(mobject.has_time_based_updater() for mobject in scene.get_mobject_family_members())
    )
