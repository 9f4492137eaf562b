"""One picture to a file."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from explainers.film.paint import Painter
from explainers.film.picture import Picture


def write_still(picture: Picture, path: Path, width: int, height: int) -> None:
    """Write a picture as PNG."""
    Image.fromarray(Painter(width, height).paint(picture)).convert("RGB").save(path)
