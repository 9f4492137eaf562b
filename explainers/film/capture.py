"""Runs a Manim scene and hands every frame to a sink, as a `Picture`: nothing is painted here.

Beats arrive as Manim sections, so any Manim scene can be filmed, and a scene written for the stage stays an ordinary
Manim scene.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from manim import CairoRenderer, Camera, Mobject, Scene, config
from manim.utils.iterables import list_update
from manim.utils.sounds import get_full_sound_file_path

from explainers.film.lighter import lighten_manim
from explainers.film.picture import Element, Picture
from explainers.film.reader import PictureReader
from explainers.spec.errors import MathframesError
from explainers.spec.settings import RenderSettings
from explainers.spec.shape import FRAME_HEIGHT, WIDE_FRAME, stage_size


class PictureSink(Protocol):
    """Where pictures go. Sections are the beats of a scene."""

    every_frame: bool
    """False if only the last picture of each section is wanted: then no other is read."""

    def begin_section(self, name: str) -> None:
        """What follows belongs to this section."""

    def write(self, picture: Picture, repeat: int) -> None:
        """Take a picture that stands for `repeat` frames; for none if it only shows how a section ends."""

    def advance(self, frames: int) -> None:
        """Time went on by so many frames, painted or not."""

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        """A sound begins so many seconds after the scene, louder by `gain` decibels."""

    def add_caption(self, text: str, start: float, end: float) -> None:
        """Words of the scene itself, in seconds from its start."""


def configure_manim(settings: RenderSettings, cache: Path, *, manims_frame: bool = False) -> None:
    """Put the settings into Manim's global configuration: once, here, before a scene is made.

    Parameters
    ----------
    manims_frame
        For scenes that were not written for the stage: as many units from left to right as Manim itself shows. The two
        differ where a picture is not exactly 16:9.
    """
    config.pixel_width = settings.width
    config.pixel_height = settings.height
    config.frame_rate = settings.fps
    config.frame_width, config.frame_height = stage_size(settings.width / settings.height)
    if manims_frame:
        config.frame_width, config.frame_height = WIDE_FRAME, FRAME_HEIGHT
    config.background_opacity = 0.0 if settings.transparent else 1.0
    config.dry_run = True
    config.disable_caching = True
    config.progress_bar = "none"
    config.verbosity = "ERROR"
    config.media_dir = cache
    config.tex_dir = cache / "typesetting"
    lighten_manim()


def film(
    scene_class: type[Scene],
    arguments: dict[str, Any],
    sink: PictureSink,
    renderer_class: Callable[..., FilmRenderer] | None = None,
) -> Scene:
    """Run a scene from beginning to end.

    Parameters
    ----------
    arguments
        Keyword arguments of the scene's constructor, without renderer and camera.
    renderer_class
        Who looks at the scene; the renderer that films it if left out.
    """
    renderer = (renderer_class or FilmRenderer)(sink, camera_class=camera_of(scene_class))
    scene = scene_class(renderer=renderer, **arguments)
    scene.render()
    return scene


def camera_of(scene_class: type[Scene]) -> type[Camera]:
    """Find the camera a scene asks for: a renderer that is passed in bypasses the scene's own choice."""
    for ancestor in scene_class.__mro__:
        parameter = inspect.signature(ancestor).parameters.get("camera_class")
        if parameter is not None and parameter.default is not inspect.Parameter.empty:
            camera_class: type[Camera] = parameter.default
            return camera_class
    return Camera


class FilmRenderer(CairoRenderer):
    """Steps a scene frame by frame as Manim does, and never skips an update.

    Manim's way of leaving out frames steps an animation once with its whole run time, so updaters and traces differ.
    Here every update runs; where a frame is not wanted only its painting is left out.
    """

    def __init__(self, sink: PictureSink, camera_class: type[Camera] = Camera) -> None:
        super().__init__(camera_class=camera_class)
        self.sink = sink
        self._scene: Scene
        self._moved_on = False
        self._reader = PictureReader(self.camera)
        self._still: tuple[Mobject, ...] = ()
        self._still_elements: tuple[Element, ...] | None = ()

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:
        self._scene = scene
        self.file_writer = _SectionsOnly(self, file_writer_settings)

    def play(self, scene: Scene, *animations: Any, **options: Any) -> None:
        self.file_writer.begin_pending_section()
        scene.compile_animation_data(*animations, **options)
        self._begin(scene)
        if self.sink.every_frame:
            self._still = tuple(scene.static_mobjects)
            self._still_elements = self._reader.elements(self._still)
        else:
            self._reader.settle()
        if scene.is_current_animation_frozen_frame():
            self._hold(scene)
        else:
            scene.play_internal()
        self._still, self._still_elements = (), ()
        self.num_plays += 1
        self._moved_on = True

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        if self.sink.every_frame:
            self.sink.write(self._picture(moving_mobjects or ()), 1)
        self._advance(1)

    def scene_finished(self, scene: Scene) -> None:
        for subtitle in self.file_writer.subcaptions:
            self.sink.add_caption(subtitle.content, subtitle.start.total_seconds(), subtitle.end.total_seconds())
        self.file_writer.begin_pending_section()
        if not self.num_plays:
            # A scene that only adds things is a still: Manim, too, saves its one picture.
            self.sink.write(self._picture(()), 1)
            self._advance(1)
        else:
            self.end_section()

    def end_section(self) -> None:
        """Read what stands at the end of a section: the last frame of an animation is one step short of it.

        An explainer scene calls this at the end of each beat, before anything is changed for the next one.
        """
        if self._moved_on:
            self.sink.write(self._picture(()), 0)
            self._moved_on = False

    def read(self) -> Picture:
        """Read all that the scene holds now."""
        return self._picture(())

    def _begin(self, scene: Scene) -> None:
        scene.begin_animations()

    def _hold(self, scene: Scene) -> None:
        # Manim's own rounding, so that our films have as many frames as its.
        frames = int(scene.duration / (1 / self.camera.frame_rate))
        if frames and self.sink.every_frame:
            self.sink.write(self._picture(scene.moving_mobjects), frames)
        self._advance(frames)

    def _picture(self, mobjects: Iterable[Mobject]) -> Picture:
        """Read mobjects over what stands still; without any, all that the scene holds, as Manim does."""
        shown = list(mobjects) or list_update(self._scene.mobjects, self._scene.foreground_mobjects)
        elements = self._reader.elements(shown)
        if elements is None or self._still_elements is None:
            return self._reader.painted(self._still, shown)
        return self._reader.picture(self._still_elements + elements)

    def _advance(self, frames: int) -> None:
        self.sink.advance(frames)
        self.time += frames / self.camera.frame_rate


class _SectionsOnly:
    """What Manim's scene expects of a file writer, with the sections kept and the files left out."""

    def __init__(self, renderer: FilmRenderer, settings: Any) -> None:
        self.output_spec = settings.plan.output
        self.subcaptions: list[Any] = []
        self._renderer = renderer
        self._assets = settings.assets_dir
        self._pending: str | None = None

    def next_section(self, name: str, section_type: str, skip_animations: bool) -> None:
        """Remember the section; it begins with its first animation, as Manim drops sections without any."""
        if self._pending is None:
            self._renderer.end_section()
        self._pending = name

    def begin_pending_section(self) -> None:
        if self._pending is not None:
            self._renderer.sink.begin_section(self._pending)
            self._pending = None

    def add_sound(self, sound_file: str, time: float = 0, gain: float | None = None, **options: Any) -> None:
        try:
            path = get_full_sound_file_path(sound_file, self._assets)
        except OSError:
            raise MathframesError(f"There is no sound file '{sound_file}'.") from None
        self._renderer.sink.add_sound(Path(path), time, gain)

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Nothing is under way here; Manim calls this when a scene fails."""
