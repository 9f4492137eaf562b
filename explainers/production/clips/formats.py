"""The formats of a clip, and the rendition of a scene that each of them is made of."""

from __future__ import annotations

from collections.abc import Sequence

from explainers.production.filming import FILMS, FORMATS, STILLS
from explainers.spec.errors import BadInput
from explainers.spec.nearest import unknown
from explainers.spec.rendition import Rendition
from explainers.spec.settings import RenderSettings

NAMES = tuple(ending[1:] for ending in FORMATS)
"""What a clip can be written as."""

USUAL = ("mp4", "png")
"""What is written if nothing is asked for: a film for the slide, and its poster."""

WITHOUT_GROUND = ("webm", "mov")
"""Formats that are asked for because they can be laid over something: MP4 serves for everything else."""


def chosen_formats(names: Sequence[str], *, transparent: bool, loops: bool = False) -> tuple[str, ...]:
    """The formats that are asked for, each once; the usual ones if none is.

    Raises
    ------
    BadInput
        If one is not known, cannot be transparent where it has to be, or if stills alone are to loop.
    """
    for name in names:
        if name not in NAMES:
            raise BadInput(unknown("Format", name, NAMES))
    if transparent and "mp4" in names:
        raise BadInput("to: MP4 has no transparency. Take --to webm, or --to mov for Keynote and editors.")
    if loops and names and not any(map(moves, names)):
        raise BadInput("loop: a still is no loop. Add --to mp4, webm, mov or gif, or leave out --loop.")
    usual = ("webm", "png") if transparent else USUAL
    return tuple(dict.fromkeys(names)) or usual


def moves(name: str) -> bool:
    """Whether a format is a film, and not a still."""
    return f".{name}" not in STILLS


def settings_of_clips(name: str, settings: RenderSettings) -> RenderSettings:
    """How the clips of a format are made: some have never a background, MP4 always has one."""
    transparent = name in WITHOUT_GROUND or (settings.transparent and name != "mp4")
    return settings.model_copy(update={"transparent": transparent})


def rendition_of(name: str, settings: RenderSettings, *, loops: bool) -> Rendition:
    """The rendition that a format is made of.

    Without a loop, that of an MP4 is the one that lessons are made of: what was painted for them serves here, too.
    """
    if not moves(name):
        # Which encoding films have says nothing about a still.
        return Rendition.usual(settings.model_copy(update={"encoding": "fast"}), stills=f".{name}")
    encoding = FILMS.get(f".{name}", settings.encoding)
    return Rendition(settings.model_copy(update={"encoding": encoding}), apart=name == "gif", loops=loops)
