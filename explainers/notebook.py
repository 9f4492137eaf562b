"""Scenes in a notebook: ``show("gradient-descent", learning_rate=0.3)`` gives the studio's player with its sliders."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from explainers.production.catalogue import find_scene
from explainers.production.media import Media
from explainers.spec.errors import BadInput
from explainers.studio.open import Studio, serve_beside

LARGEST_CLIP = 100_000_000
"""Bytes of a film that are still put into a notebook."""


@dataclass(frozen=True)
class Player:
    """What a notebook shows: a page in a frame."""

    address: str
    height: int

    def _repr_html_(self) -> str:
        return (
            f'<iframe src="{escape(self.address, quote=True)}" title="Mathframes" width="100%" height="{self.height}" '
            'style="border: 0; border-radius: 6px" allow="fullscreen; clipboard-write"></iframe>'
        )


@dataclass(frozen=True)
class Clip:
    """A film within the notebook's own file, with its captions if there are any."""

    film: Path
    captions: Path | None

    def _repr_html_(self) -> str:
        kind = {".webm": "video/webm", ".mov": "video/quicktime"}.get(self.film.suffix, "video/mp4")
        track = ""
        if self.captions is not None:
            track = f'<track kind="captions" srclang="en" default src="{_embedded(self.captions, "text/vtt")}">'
        return f'<video controls style="width: 100%" src="{_embedded(self.film, kind)}">{track}</video>'


def show(scene: str, *, height: int = 620, **params: object) -> Player:
    """Play a scene with its sliders, on this machine.

    Parameters
    ----------
    scene
        A name of the catalogue, or ``file.py:ClassName``.
    height
        Of the player, in pixels.
    **params
        The scene's parameters, as flags and lesson files take them.

    Raises
    ------
    BadInput
        If there is no such scene.
    """
    source = find_scene(scene, Path.cwd())
    return Player(_studio().show(source, params), height)


def clip(film: str | Path) -> Clip:
    """Put a rendered film into the notebook; captions that lie beside it, in ``.vtt``, come along.

    Raises
    ------
    BadInput
        If it is not there, or too large to be put into a notebook.
    """
    path = Path(film)
    if not path.is_file():
        raise BadInput(f"There is no film '{film}'. Render it first, with render.py scene or lesson.")
    if path.stat().st_size > LARGEST_CLIP:
        raise BadInput(f"{film}: is larger than {LARGEST_CLIP // 1_000_000} MB. Render it smaller, with -q m.")
    captions = path.with_suffix(".vtt")
    return Clip(path, captions if captions.is_file() else None)


@cache
def _studio() -> Studio:
    """The server beside the notebook's kernel: it begins with the first scene, and ends with the kernel."""
    return serve_beside(Media(Path("media")))


def _embedded(file: Path, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"
