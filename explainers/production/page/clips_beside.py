"""The clips that lie beside a lesson in other shapes and formats, as its page links them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from explainers.production.clips.plan import LIST, content_of, is_there, read_clip_list
from explainers.spec.clip_list import Clip
from explainers.spec.manifest import Manifest


@dataclass(frozen=True)
class ClipBeside:
    """A clip of the beat with an id; `path` leads to it from the lesson's folder, `name` tells it from the others."""

    beat: str
    path: str
    name: str


def clips_beside(folder: Path, manifest: Manifest) -> tuple[ClipBeside, ...]:
    """Those of all shapes that show what the lesson shows now: the same words and numbers."""
    told = {(beat.id, content_of(scene, beat)) for scene in manifest.scenes for beat in scene.beats}
    return tuple(
        ClipBeside(f"{clip.scene}/{clip.beat}", quote(f"clips/{shape.name}/{clip.file}"), _name(shape.name, clip))
        for shape in _shapes(folder)
        for clip in read_clip_list(shape)
        if (f"{clip.scene}/{clip.beat}", clip.content) in told and is_there(shape, clip)
    )


def _shapes(folder: Path) -> Iterator[Path]:
    return (found.parent for found in sorted((folder / "clips").glob(f"*/{LIST}")))


def _name(shape: str, clip: Clip) -> str:
    return " ".join([shape.replace("x", ":"), clip.format, *(["loop"] if clip.loop else [])])
