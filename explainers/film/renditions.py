"""Filming a scene in several renditions at once: its pictures go to as many sinks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from explainers.film.picture import Backdrop, Picture
from explainers.film.segments import Progress, Section, SegmentSink, Workshop
from explainers.spec.rendition import Rendition
from explainers.spec.settings import RenderSettings

WorkshopFor = Callable[[RenderSettings], Workshop]
"""Makes the workshop in which a rendition is painted."""


class RenditionSink:
    """Hands each picture to the sinks of several renditions; to some of them without its background.

    Parameters
    ----------
    renditions
        Of one size, frame rate and theme: they show the same pictures.
    """

    def __init__(
        self,
        renditions: Sequence[Rendition],
        workshop_for: WorkshopFor,
        progress: Progress,
        shown: frozenset[str] = frozenset(),
    ) -> None:
        self._grounded = not all(rendition.settings.transparent for rendition in renditions)
        self._sinks = [
            (rendition, _sink(rendition, workshop_for(rendition.settings), progress, shown)) for rendition in renditions
        ]
        self.every_frame = self._is_every_frame_wanted()

    @property
    def grounded(self) -> bool:
        """Whether the scene has to be shown with its background: then it is dropped for those that want none."""
        return self._grounded

    def begin_section(self, name: str) -> None:
        for _, sink in self._sinks:
            sink.begin_section(name)
        self.every_frame = self._is_every_frame_wanted()

    def write(self, picture: Picture, repeat: int) -> None:
        bare: Picture | None = None
        for rendition, sink in self._sinks:
            if rendition.settings.transparent:
                bare = bare or without_ground(picture)
                sink.write(bare, repeat)
            else:
                sink.write(picture, repeat)

    def advance(self, frames: int) -> None:
        for _, sink in self._sinks:
            sink.advance(frames)

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        for _, sink in self._sinks:
            sink.add_sound(file, start, gain)

    def add_caption(self, text: str, start: float, end: float) -> None:
        for _, sink in self._sinks:
            sink.add_caption(text, start, end)

    def close(self) -> Iterator[tuple[Section, ...]]:
        """Finish the last section, and tell what was filmed for each rendition, in their order."""
        return (sink.close() for _, sink in self._sinks)

    def _is_every_frame_wanted(self) -> bool:
        return any(sink.every_frame for _, sink in self._sinks)


def without_ground(picture: Picture) -> Picture:
    """The picture as a camera without a background reads it; a background that is itself a picture stays."""
    if isinstance(picture.ground, Backdrop) or not picture.ground[3]:
        return picture
    return replace(picture, ground=(*picture.ground[:3], 0))


def _sink(rendition: Rendition, workshop: Workshop, progress: Progress, shown: frozenset[str]) -> SegmentSink:
    return SegmentSink(
        workshop,
        rendition.settings,
        progress,
        still=rendition.still,
        every_frame=rendition.moves,
        shown=shown,
        apart=rendition.apart,
        loops=rendition.loops,
    )
