"""What the server asks of a stage, and how a scene is described to the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from explainers.production.catalogue import SceneSource
from explainers.spec.settings import ThemeName
from explainers.spec.shape import Shape

Sort = Literal["film", "moment", "still", "explore", "findings", "settle"]


@dataclass(frozen=True)
class Request:
    """A film of a scene from its beginning, its picture at one moment, that as a file, its figure to be explored, what
    the check finds in it, or its parameters, settled.

    Parameters
    ----------
    run
        The number that all answers carry: the page knows by it what is out of date.
    moment
        In seconds; for a film and for exploring, nothing.
    known
        The run whose picture of the figure the page has: only what is different now is sent.
    whole
        Whether the check is to look at all of the scene.
    still
        The format of a file that is wanted of that moment, such as ``svg``.
    width
        Of the canvas in the page, in pixels: what is not made of paths is painted for it.
    confined, shown, dropped
        As a `SceneJob` has them: whether data files must stay in the folder, which beats a lesson shows, and where the
        data files are that were dropped on the page.
    """

    run: int
    sort: Sort
    source: SceneSource
    folder: Path
    params: Mapping[str, Any]
    theme: ThemeName
    shape: Shape
    fps: int
    width: int
    moment: float = 0.0
    known: int = 0
    whole: bool = False
    still: str = ""
    words: Mapping[str, str] | None = None
    title: str = ""
    confined: bool = False
    shown: tuple[str, ...] = ()
    dropped: Path | None = None
