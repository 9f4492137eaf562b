"""Filming: the frames of Manim's own Cairo renderer, one for one, and the same end of each section for a still."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    LEFT,
    PI,
    RED,
    RIGHT,
    UP,
    Circle,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    MovingCameraScene,
    Rotate,
    Scene,
    Square,
    ThreeDScene,
    TracedPath,
    Transform,
    ValueTracker,
    Wait,
    always_redraw,
    linear,
    tempconfig,
)
from PIL import Image

from explainers.film.cache import PaintCache
from explainers.film.capture import configure_manim, film
from explainers.film.segments import Section, SegmentSink
from explainers.film.sound import Sound
from explainers.film.workshops import Workbench
from explainers.spec.errors import MathframesError
from explainers.spec.settings import RenderSettings
from tests.film.filming import Recorder, frames, stock_frames

FPS = 10
SETTINGS = RenderSettings(width=128, height=72, fps=FPS, theme="dark")


@pytest.fixture(autouse=True)
def _manims_settings(tmp_path: Path) -> Iterator[None]:
    """Film small and seldom; leave Manim's global settings as they were."""
    with tempconfig({}):
        configure_manim(SETTINGS, tmp_path)
        yield


# --- scenes ---------------------------------------------------------------------------------------------------------


class Moving(Scene):
    """Animations of odd lengths, with something that stands still below and above."""

    def construct(self) -> None:
        square = Square(color=BLUE, fill_opacity=0.5)
        self.add(Circle(2, color=RED), square)
        self.play(Create(Line(LEFT, RIGHT)), run_time=0.33)
        self.play(square.animate.shift(RIGHT), FadeIn(Dot(UP)), run_time=0.5)
        self.play(Rotate(square, PI / 2), Transform(square, Circle()), run_time=0.25, rate_func=linear)
        self.play(FadeOut(square), run_time=0.1)


class Waiting(Scene):
    """Held pictures of whole and broken lengths, and a wait within animations."""

    def construct(self) -> None:
        self.add(Square())
        self.wait(0.5)
        self.wait(0.33)
        self.play(Wait(0.2), FadeIn(Dot()), run_time=0.3)
        self.wait(0.25, frozen_frame=False)
        self.wait()


class Updating(Scene):
    """What moves by itself, what is drawn anew, and what leaves a trace."""

    def construct(self) -> None:
        tracker = ValueTracker(0)
        dot = Dot(LEFT).add_updater(lambda dot, dt: dot.shift(dt * RIGHT))
        line = always_redraw(lambda: Line(DOWN, tracker.get_value() * RIGHT))
        self.add(line, dot, TracedPath(dot.get_center))
        self.wait(0.4)
        self.play(tracker.animate.set_value(2), run_time=0.3)
        dot.clear_updaters()
        self.wait(0.3)


class WithSections(Scene):
    """Sections, one of them without any animation."""

    def construct(self) -> None:
        self.add(Square())
        self.next_section("first")
        self.play(FadeIn(Dot()), run_time=0.3)
        self.next_section("empty")
        self.next_section("second")
        self.wait(0.2)
        self.play(FadeIn(Circle()), run_time=0.2)


class Still(Scene):
    """Nothing moves."""

    def construct(self) -> None:
        self.add(Square())


class Empty(Scene):
    """Nothing is there."""


class Zooming(MovingCameraScene):
    """The camera itself moves."""

    def construct(self) -> None:
        self.add(Square(), Dot(2 * RIGHT))
        self.play(self.camera.frame.animate.scale(0.5).shift(RIGHT), run_time=0.3)
        self.wait(0.2)


class Turning(ThreeDScene):
    """The camera turns around a thing in space."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=1, theta=0.5)
        self.add(Square(fill_opacity=1), Line([0, 0, -1], [0, 0, 1]))
        self.begin_ambient_camera_rotation(rate=0.5)
        self.wait(0.3)


SCENES = [Moving, Waiting, Updating, WithSections, Zooming, Turning]


# --- frames ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene_class", SCENES)
def test_the_frames_are_manims(scene_class: type[Scene]) -> None:
    """As many frames as Manim's own renderer makes, and in each of them its pixels."""
    expected = stock_frames(scene_class)
    recorder = Recorder()
    film(scene_class, {"random_seed": 0}, recorder)
    found = frames(recorder.pictures)
    assert len(found) == len(expected) > 0
    assert len(recorder.sections) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one.shape == (72, 128, 4)
        difference = np.abs(one.astype(int) - other.astype(int))
        assert difference.max() <= 2


@pytest.mark.parametrize("scene_class", [Still, Empty])
def test_a_scene_without_animations_is_one_frame(scene_class: type[Scene]) -> None:
    """What only adds things is a picture, as for Manim."""
    recorder = Recorder()
    film(scene_class, {}, recorder)
    assert [repeat for _, repeat in recorder.pictures] == [1]
    assert (recorder.pictures[0][0][..., :3].max() > 0) == (scene_class is Still)


def test_a_held_picture_is_written_once() -> None:
    """What stands still is painted once, for all the frames that it stands."""
    recorder = Recorder()
    film(Waiting, {}, recorder)
    assert recorder.pictures[0][1] == 5
    assert [repeat for _, repeat in recorder.pictures][-1] == FPS


def test_frames_belong_to_their_sections() -> None:
    """A section begins with its first animation and ends where the next begins; an empty one is not there."""
    recorder = Recorder()
    film(WithSections, {}, recorder)
    assert [(name, len(list(group))) for name, group in groupby(recorder.sections)] == [("first", 3), ("second", 4)]


@pytest.mark.parametrize("scene_class", SCENES)
def test_every_update_runs_where_nothing_is_painted(scene_class: type[Scene]) -> None:
    """A scene that is run for its stills takes the same steps: as many frames, and all things where they would be."""
    runs = []
    for every_frame in (True, False):
        recorder = Recorder(every_frame)
        scene: Any = film(scene_class, {"random_seed": 0}, recorder)
        places = [part.points for mobject in scene.mobjects for part in mobject.family_members_with_points()]
        runs.append((recorder.sections, scene.time, places))
    (sections, time, places), (other_sections, other_time, other_places) = runs
    assert sections == other_sections
    assert time == pytest.approx(other_time)
    assert len(places) == len(other_places)
    for one, other in zip(places, other_places, strict=True):
        assert one == pytest.approx(other)


def test_sounds_and_captions_begin_in_their_sections(tmp_path: Path) -> None:
    """What begins in a section is told of it, in seconds from its start; offsets count."""
    for name in ("click.wav", "bell.wav"):
        (tmp_path / name).write_bytes(b"")

    class Sounding(Scene):
        def construct(self) -> None:
            self.next_section("first")
            self.add_sound(str(tmp_path / "click.wav"), gain=-6)
            self.wait(0.5)
            self.add_subcaption("Almost over", duration=1, offset=-0.2)
            self.next_section("second")
            self.add_sound(str(tmp_path / "bell.wav"))
            self.wait(1)
            self.add_sound(str(tmp_path / "click.wav"), time_offset=-0.3)
            self.wait(0.2)

    (first, second), _ = filmed(Sounding, tmp_path / "film")
    assert first.sounds == (Sound(tmp_path / "click.wav", 0.0, -6),)
    assert [(sound.file.name, sound.gain) for sound in second.sounds] == [("bell.wav", None), ("click.wav", None)]
    assert [sound.start for sound in second.sounds] == pytest.approx([0, 0.7])
    ((caption,), none) = (first.captions, second.captions)
    assert none == ()
    assert caption.text == "Almost over"
    assert [caption.start, caption.end] == pytest.approx([0.3, 1.3])


def test_a_sound_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """The file is named."""

    class Silent(Scene):
        def construct(self) -> None:
            self.add_sound("no-such-click.wav")

    with pytest.raises(MathframesError, match=r"^There is no sound file 'no-such-click.wav'\.$"):
        filmed(Silent, tmp_path)


# --- from the scene to files ----------------------------------------------------------------------------------------


Filmed = tuple[tuple[Section, ...], PaintCache]


def filmed(scene_class: type[Scene], folder: Path, *, every_frame: bool = True) -> Filmed:
    """Film a scene into a folder; returns its sections, and where their clips and stills are."""
    folder.mkdir(exist_ok=True)
    kept = PaintCache(folder / "clips")

    def progress(frames: int) -> None:
        """Nobody is told."""

    sink = SegmentSink(Workbench(folder, kept, SETTINGS, progress), SETTINGS, progress, every_frame=every_frame)
    film(scene_class, {"random_seed": 0}, sink)
    return sink.close(), kept


def opened(kept: PaintCache, key: str) -> np.ndarray:
    """A still as pixels."""
    path = kept.find(key)
    assert path is not None
    return np.asarray(Image.open(path).convert("RGB"))


@pytest.mark.parametrize("scene_class", [*SCENES, Still])
def test_stills_are_the_same_with_and_without_a_film(scene_class: type[Scene], tmp_path: Path) -> None:
    """The last picture of each section is the same whether every frame was read for a clip or that one alone."""
    stills = []
    for every_frame in (True, False):
        sections, kept = filmed(scene_class, tmp_path / str(every_frame), every_frame=every_frame)
        assert all(bool(section.clips) == every_frame for section in sections)
        stills.append([(section.name, section.frames, opened(kept, section.still)) for section in sections])
    for (name, count, one), (other_name, other_count, other) in zip(*stills, strict=True):
        assert (name, count) == (other_name, other_count)
        assert np.abs(one.astype(int) - other.astype(int)).max() <= 2


def test_a_still_shows_how_its_section_ends(tmp_path: Path) -> None:
    """Not one step short of the end, as the last frame of an animation is: what has moved has arrived."""

    class Arriving(Scene):
        def construct(self) -> None:
            dot = Dot(3 * LEFT, radius=0.5)
            self.next_section("only")
            self.play(dot.animate.move_to(3 * RIGHT), run_time=0.3, rate_func=linear)

    (section,), kept = filmed(Arriving, tmp_path, every_frame=False)
    bright = np.nonzero(opened(kept, section.still).max(axis=2) > 128)
    middle = bright[1].mean() / 128 * (8 * 128 / 72) - 4 * 128 / 72
    assert middle == pytest.approx(3, abs=0.1)


def test_each_section_has_its_clips(tmp_path: Path) -> None:
    """Sections arrive in order, each with clips that are as long as it is."""
    sections, kept = filmed(WithSections, tmp_path)
    assert [(section.name, section.frames) for section in sections] == [("first", 3), ("second", 4)]
    for section in sections:
        durations = []
        for clip in section.clips:
            with av.open(str(kept.find(clip))) as container:
                stream = container.streams.video[0]
                durations.append((stream.duration or 0) * Fraction(stream.time_base or 0))
        assert sum(durations) == Fraction(section.frames, FPS)
