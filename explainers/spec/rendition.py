"""One of the ways in which a scene is wanted: several of them come out of one run of it."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.spec.settings import RenderSettings


@dataclass(frozen=True)
class Rendition:
    """A scene as a film of this encoding, as stills, as loops.

    Parameters
    ----------
    still
        The ending of the files that the last picture of each beat is written to.
    moves
        False if stills are all that is wanted.
    apart
        Whether each beat is a film by itself, also where clips do not join.
    loops
        Whether each beat goes back to its first picture in the end.
    """

    settings: RenderSettings
    still: str = ".png"
    moves: bool = True
    apart: bool = False
    loops: bool = False

    @classmethod
    def usual(cls, settings: RenderSettings, stills: str = "") -> Rendition:
        """A film with a still of each beat; or stills of this ending alone."""
        return cls(settings, still=stills or ".png", moves=not stills)
