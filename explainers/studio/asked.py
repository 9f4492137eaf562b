"""What the server asks of a stage, and how a scene is described to the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainers.production.catalogue import SceneSource
from explainers.spec.settings import ThemeName
from explainers.spec.shape import Shape


@dataclass(frozen=True)
class Request:
    """A film of a scene from its beginning, or its picture at one moment.

    Parameters
    ----------
    run
        The number that all answers carry: the page knows by it what is out of date.
    moment
        In seconds; None for the whole film.
    still
        The format of a file that is wanted of that moment, such as ``svg``; empty if it is to be drawn in the page.
    width
        Of the canvas in the page, in pixels: what is not made of paths is painted for it.
    """

    run: int
    source: SceneSource
    folder: Path
    params: Mapping[str, Any]
    theme: ThemeName
    shape: Shape
    fps: int
    width: int
    moment: float | None = None
    still: str = ""
    words: Mapping[str, str] | None = None
    title: str = ""
