"""A film cut into segments: closed groups of pictures that are painted apart from each other and join to clips."""

from __future__ import annotations

import hashlib
import importlib.metadata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import Protocol

from explainers.film.digests import Digests
from explainers.film.encode import encoder_for
from explainers.film.encodings import encoding_of
from explainers.film.fade import WayBack, painted_back
from explainers.film.paint import Painter
from explainers.film.picture import Picture
from explainers.film.sound import Sound
from explainers.film.stills import write_still
from explainers.spec.manifest import Cue
from explainers.spec.settings import RenderSettings

Progress = Callable[[int], None]
"""Told how many frames were done since it was last told."""

SECONDS = 1
"""The longest segment, in seconds of motion: short enough to share out, long enough not to feel the cost of a start."""


@dataclass(frozen=True)
class Segment:
    """Pictures one after the other, with the frames that each stands for.

    Parameters
    ----------
    still
        The ending of the file that its last picture is written to, if that is all that is wanted of it.
    back
        What follows the pictures where a loop ends.
    """

    pictures: tuple[tuple[Picture, int], ...]
    still: str = ""
    back: WayBack | None = None

    @property
    def frames(self) -> int:
        return sum(repeat for _, repeat in self.pictures) + (self.back.frames if self.back else 0)


@dataclass(frozen=True)
class Section:
    """A section as it was filmed: its length in frames, the keys of its clips and last picture, and what is heard.

    A loop takes `back` frames more to go back to its first picture.
    """

    name: str
    frames: int
    clips: tuple[str, ...]
    still: str
    sounds: tuple[Sound, ...] = ()
    captions: tuple[Cue, ...] = ()
    back: int = 0


class Workshop(Protocol):
    """Where segments are painted."""

    def has(self, key: str) -> bool:
        """Whether the segment was painted before."""

    def paint(self, key: str, segment: Segment) -> None:
        """Have a segment painted, sooner or later."""


class SegmentSink:
    """Takes a scene's pictures and cuts them into segments, section by section.

    Parameters
    ----------
    still
        The ending of the files that the last picture of each section is written to.
    every_frame
        False for stills alone.
    shown
        The sections that will be shown, all if it is empty: of the others only the last picture is looked at.
    apart
        Whether each section is to be a film by itself, also where clips do not join.
    loops
        Whether each section goes back to its first picture in the end.
    progress
        Told of frames that need no painting.
    """

    def __init__(
        self,
        workshop: Workshop,
        settings: RenderSettings,
        progress: Progress,
        *,
        still: str = ".png",
        every_frame: bool = True,
        shown: frozenset[str] = frozenset(),
        apart: bool = False,
        loops: bool = False,
    ) -> None:
        self.every_frame = every_frame
        self._filmed = every_frame
        self._shown = shown
        self._still = still
        self.sections: list[Section] = []
        self._workshop = workshop
        self._settings = settings
        self._progress = progress
        self._joins = encoding_of(settings).joins
        self._apart = apart or self._joins
        self._loops = loops
        self._digests = Digests()
        self._pictures: list[tuple[Picture, int]] = []
        self._clips: list[str] = []
        self._name: str | None = None
        self._frames = 0
        self._first: Picture | None = None
        self._last: Picture | None = None
        self._sounds: list[Sound] = []
        self._captions: list[Cue] = []

    def begin_section(self, name: str) -> None:
        self._finish_section()
        self._name = name
        self.every_frame = self._filmed and (not self._shown or name in self._shown)

    def write(self, picture: Picture, repeat: int) -> None:
        if self._last is not None and same(self._last, picture):
            picture = self._last
        self._last = picture
        if not repeat or not self.every_frame:
            return
        self._first = self._first or picture
        if self._pictures and self._pictures[-1][0] is picture:
            self._pictures[-1] = (picture, self._pictures[-1][1] + repeat)
            return
        if self._joins and len(self._pictures) >= SECONDS * self._settings.fps:
            self._finish_segment()
        self._pictures.append((picture, repeat))

    def advance(self, frames: int) -> None:
        self._frames += frames

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        self._sounds.append(Sound(file, start, gain))

    def add_caption(self, text: str, start: float, end: float) -> None:
        self._captions.append(Cue(start=start, end=end, text=text))

    def close(self) -> tuple[Section, ...]:
        """Finish the last section and tell what was filmed."""
        self._finish_section()
        if not self._apart and self._pictures:
            # One piece for the whole film: the last section that is shown has it.
            self._finish_segment()
            shown = [n for n, section in enumerate(self.sections) if not self._shown or section.name in self._shown]
            self.sections[shown[-1]] = replace(self.sections[shown[-1]], clips=tuple(self._clips))
        return tuple(self._with_what_is_heard())

    def _with_what_is_heard(self) -> Iterator[Section]:
        """Give each section the sounds and captions that begin in it."""
        fps = self._settings.fps
        starts = list(accumulate((section.frames for section in self.sections[:-1]), initial=0))

        def owner(start: float) -> int:
            return max(0, bisect_right(starts, round(start * fps)) - 1)

        for number, section in enumerate(self.sections):
            begin = starts[number] / fps
            sounds = (each for each in self._sounds if owner(each.start) == number)
            captions = (each for each in self._captions if owner(each.start) == number)
            yield replace(
                section,
                sounds=tuple(Sound(each.file, each.start - begin, each.gain) for each in sounds),
                captions=tuple(
                    Cue(start=each.start - begin, end=each.end - begin, text=each.text) for each in captions
                ),
            )

    def _finish_section(self) -> None:
        if self._frames and self._last is not None:
            back = self._way_back(self._last) if self._loops else None
            if self._apart:
                self._finish_segment(back)
            still = self._request(Segment(((self._last, 0),), self._still))
            name, clips = self._name or "scene", tuple(self._clips)
            self.sections.append(Section(name, self._frames, clips, still, back=back.frames if back else 0))
        self._frames, self._first, self._last, self._clips = 0, None, None, []

    def _way_back(self, last: Picture) -> WayBack | None:
        """The end of a loop; none where nothing has moved, or nothing is filmed."""
        if self._first is None or same(self._first, last):
            return None
        held = self._pictures[-1][1] if self._pictures and self._pictures[-1][0] is last else 0
        return WayBack.between(last, self._first, held=held, fps=self._settings.fps)

    def _finish_segment(self, back: WayBack | None = None) -> None:
        """Have what has come together painted; with the way back behind it, or as a clip of its own if clips join."""
        pictures, self._pictures = tuple(self._pictures), []
        segments = [Segment(pictures), Segment((), back=back)] if self._joins else [Segment(pictures, back=back)]
        self._clips += [self._request(segment) for segment in segments if segment.frames]

    def _request(self, segment: Segment) -> str:
        key = self._key(segment)
        if self._workshop.has(key):
            self._progress(segment.frames)
        else:
            self._workshop.paint(key, segment)
        return key

    def _key(self, segment: Segment) -> str:
        """Hash all that decides what is written: pictures, their lengths, size, encoding, and the code that does it."""
        digest = hashlib.blake2b(_how_it_is_done(), digest_size=16)
        settings = self._settings
        digest.update(f"{settings.width}x{settings.height}@{settings.fps} {segment.still}".encode())
        if not segment.still:
            digest.update(f"{encoding_of(settings)} {settings.constant_frame_rate}".encode())
        for picture, repeat in segment.pictures:
            digest.update(self._digests.of(picture))
            digest.update(f" {repeat};".encode())
        if (back := segment.back) is not None:
            digest.update(self._digests.of(back.start) + self._digests.of(back.end))
            digest.update(f" back {back.holds} {back.fades} {back.rests}".encode())
        return digest.hexdigest()


def same(first: Picture, second: Picture) -> bool:
    """Whether two pictures that follow each other are the same: element for element the same objects."""
    return (
        first.window == second.window
        and first.ground == second.ground
        and len(first.elements) == len(second.elements)
        and all(one is other for one, other in zip(first.elements, second.elements, strict=True))
    )


def write_segment(segment: Segment, stem: Path, settings: RenderSettings, progress: Progress) -> Path:
    """Write a segment as a clip or a still; returns its path: the stem, with the ending of its kind."""
    if segment.still:
        target = stem.with_name(stem.name + segment.still)
        write_still(segment.pictures[-1][0], target, settings.width, settings.height)
        return target
    target = stem.with_name(f"{stem.name}.{encoding_of(settings).container}")
    painter = Painter(settings.width, settings.height)
    with encoder_for(target, settings) as encoder:
        shown = [picture for picture, _ in segment.pictures]
        for (picture, repeat), following in zip_longest(segment.pictures, shown[1:]):
            encoder.write(painter.paint(picture, following), repeat, painter.changed)
            progress(repeat)
        if segment.back is not None:
            for pixels, repeat in painted_back(segment.back, painter):
                encoder.write(pixels, repeat)
                progress(repeat)
    return target


@cache
def _how_it_is_done() -> bytes:
    """Hash the code of this room and the versions of the libraries under it: other code may paint other pixels."""
    digest = hashlib.blake2b(digest_size=16)
    for module in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(module.read_bytes())
    for library in ("pycairo", "av", "numba", "numpy", "pillow"):
        digest.update(f"{library} {importlib.metadata.version(library)};".encode())
    return digest.digest()
