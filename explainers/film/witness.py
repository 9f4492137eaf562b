"""Looks at a scene while it runs: pictures with their text known, at a few moments of each beat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from manim import (
    Camera,
    DecimalNumber,
    Integer,
    MarkupText,
    Mobject,
    Scene,
    SurroundingRectangle,
    SVGMobject,
    Text,
    Typst,
    VMobject,
)
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from manim.mobject.text.tex_mobject import SingleStringMathTex
from manim.utils.iterables import list_update

from explainers.film.capture import FilmRenderer, PictureSink, film
from explainers.film.check.markup import written
from explainers.film.check.sight import Label, Sight
from explainers.film.glance import Glance
from explainers.film.picture import Picture
from explainers.film.seek import Reached, Seeker

S = TypeVar("S", bound=Scene)

PIXELS_PER_POINT = 1.4
"""20 points of Manim are 28 pixels of a frame that is 1080 pixels high."""

_SETTERS = (Typst, Text, MarkupText, SingleStringMathTex, DecimalNumber, Integer)


class _Section:
    """A sink that keeps the name of the section that runs."""

    every_frame = False

    def __init__(self) -> None:
        self.name = ""

    def begin_section(self, name: str) -> None:
        self.name = name

    def write(self, picture: Picture, repeat: int) -> None:
        """The witness reads its own pictures."""

    def advance(self, frames: int) -> None:
        """The renderer counts."""

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        """Nothing is heard."""

    def add_caption(self, text: str, start: float, end: float) -> None:
        """Captions are checked as words."""


def watch(
    scene_class: type[Scene],
    arguments: dict[str, Any],
    look: Callable[[Sight], None],
    *,
    every: int = 1,
    glance: Callable[[str, float, Picture], None] | None = None,
) -> Scene:
    """Run a scene and look at it: at the end of each beat, and in between.

    Parameters
    ----------
    every
        How many frames lie between two looks; a picture that is held is seen once.
    glance
        Told of every frame, without its text.
    """
    section = _Section()

    class Witness(_Onlooker):
        """Sees what is filmed."""

        seen = 0

        def _advance(self, frames: int) -> None:
            if frames and glance is not None:
                glance(section.name, float(self.time), self._picture(()))
            if frames and self.seen % every == 0:
                look(self.sight(section.name, float(self.time), ends_beat=False))
            self.seen += 1
            super()._advance(frames)

        def end_section(self) -> None:
            if self._moved_on:
                look(self.sight(section.name, float(self.time), ends_beat=True))
            super().end_section()

    return film(scene_class, arguments, section, renderer_class=Witness)


def sight_at(scene_class: type[Scene], arguments: dict[str, Any], seconds: float) -> Sight:
    """Run a scene up to a moment, as `seek.picture_at` does, and look at it there.

    Where nothing moves at that moment, it counts as the end of a beat: all has come to rest.
    """
    section = _Section()
    glimpses: list[_Glimpse] = []

    def glimpse(sink: PictureSink, camera_class: type[Camera]) -> _Glimpse:
        glimpses.append(_Glimpse(sink, camera_class, seconds=seconds))
        return glimpses[0]

    with suppress(Reached):
        film(scene_class, arguments, section, renderer_class=glimpse)
    (looker,) = glimpses
    return looker.sight(section.name, seconds, ends_beat=looker.rests)


class _Onlooker(FilmRenderer):
    """Knows the text of what it films."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._texts = _Texts()

    def sight(self, beat: str, time: float, *, ends_beat: bool, invariants: bool = True) -> Sight:
        """What is to be seen now."""
        picture = self._picture(())
        return Sight(
            beat,
            time,
            ends_beat,
            picture,
            tuple(self._labels(self._shown(), picture)),
            tuple(getattr(self._scene, "invariants", tuple)()) if invariants else (),
        )

    def _shown(self) -> list[Mobject]:
        shown: list[Mobject] = list_update(self._scene.mobjects, self._scene.foreground_mobjects)
        return shown

    def _labels(self, shown: Iterable[Mobject], picture: Picture) -> Iterator[Label]:
        places = {id(element): place for place, element in enumerate(picture.elements)}
        for text, glyphs, size in self._texts.find(shown):
            # The reader gives the same object again for what did not change.
            read = self._reader.elements(glyphs) or ()
            own = tuple(places[id(element)] for element in read if id(element) in places)
            if own:
                yield Label(written(text), own, size)


class _Glimpse(_Onlooker, Seeker):
    """Looks once, at a moment."""

    rests = True

    def play(self, scene: Scene, *animations: Any, **options: Any) -> None:
        # A text is known by what it is made of before it becomes something else.
        for _ in self._texts.find(self._shown()):
            pass
        self.rests = False
        super().play(scene, *animations, **options)
        self.rests = True

    def _hold(self, scene: Scene) -> None:
        self.rests = True
        super()._hold(scene)


class Gaze(Glance[S]):
    """A figure that is looked at whenever something about it has changed, with its text known."""

    renderer_class = _Onlooker
    _renderer: _Onlooker

    def sight(self, name: str) -> Sight:
        """Let everything follow what it follows, and look at what is to be seen, as at the end of a beat."""
        self.scene.update_mobjects(0)
        return self._renderer.sight(name, 0.0, ends_beat=True, invariants=False)


class _Texts:
    """Finds text among mobjects: what was set by Typst, Pango or LaTeX, live numbers, and what has `shown_text`."""

    def __init__(self) -> None:
        self._first_seen: WeakKeyDictionary[Mobject, tuple[int, ...]] = WeakKeyDictionary()

    def find(self, mobjects: Iterable[Mobject]) -> Iterator[tuple[str, list[Mobject], float | None]]:
        """What each text says, what it is made of, and its font size in pixels at 1080p."""
        for mobject in mobjects:
            if (text := self._text(mobject)) is not None:
                yield text, _glyphs(mobject), _size(mobject)
            elif not isinstance(mobject, SVGMobject):
                # Glyphs that were taken out of a formula stand for themselves.
                loose: list[Mobject] = [part for part in mobject.submobjects if isinstance(part, VMobjectFromSVGPath)]
                if loose:
                    yield "", loose, None
                yield from self.find(part for part in mobject.submobjects if not isinstance(part, VMobjectFromSVGPath))

    def _text(self, mobject: Mobject) -> str | None:
        if callable(live := getattr(mobject, "text", None)):
            return str(live())
        if (shown := getattr(mobject, "shown_text", None)) is not None:
            return str(shown)
        if not isinstance(mobject, _SETTERS):
            return None
        now = tuple(len(part.points) for part in mobject.get_family())
        if self._first_seen.setdefault(mobject, now) != now:
            return ""  # it became something else, and nothing says what
        if isinstance(mobject, DecimalNumber):
            return str(mobject._get_num_string(mobject.number))
        for name in ("typst_code", "tex_string", "original_text", "text"):
            if isinstance(said := getattr(mobject, name, None), str):
                return said
        return ""


def _glyphs(mobject: Mobject) -> list[Mobject]:
    """What a text is made of, without the plate that it may stand on."""
    parts = getattr(mobject, "slots", mobject).get_family()
    return [part for part in parts if not part.submobjects and not isinstance(part, SurroundingRectangle)]


def _size(mobject: Mobject) -> float | None:
    """The font size, as the thing that set the text tells it; a live number's is the length of its anchor."""
    anchor = getattr(mobject, "anchor", None)
    if isinstance(anchor, VMobject) and len(anchor.points):
        return float(np.linalg.norm(anchor.points[-1] - anchor.points[0])) * 100 * PIXELS_PER_POINT
    size = getattr(mobject, "font_size", None)
    return None if size is None or not np.isfinite(size) else float(size) * PIXELS_PER_POINT
