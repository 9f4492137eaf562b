"""The picture beside a report: what was found, outlined and numbered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from explainers.film.alpha import straight
from explainers.film.check.boxes import Box
from explainers.film.paint import Painter
from explainers.film.picture import Picture

HEIGHT = 720
MARK = (255, 0, 255)
"""No theme uses it."""


def write_marked(picture: Picture, marks: Sequence[tuple[int, Sequence[Box]]], target: Path) -> None:
    """Paint a picture and outline places on it, each with the number of its finding."""
    window = picture.window
    width = round(HEIGHT * window.width / window.height)
    image = Image.fromarray(np.array(straight(Painter(width, HEIGHT).paint(picture)))).convert("RGB")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(22)
    across, _, _, up, x, y = window.matrix(width, HEIGHT)
    for number, boxes in marks:
        for box in boxes:
            left, right = sorted(float(np.clip(across * edge + x, 1, width - 2)) for edge in (box.left, box.right))
            top, bottom = sorted(float(np.clip(up * edge + y, 1, HEIGHT - 2)) for edge in (box.bottom, box.top))
            pen.rectangle((left - 3, top - 3, right + 3, bottom + 3), outline=MARK, width=2)
            corner = (min(left, width - 30), max(0.0, top - 28))
            pen.rectangle((*corner, corner[0] + 14 * len(str(number)) + 6, corner[1] + 25), fill=MARK)
            pen.text((corner[0] + 3, corner[1]), str(number), fill=(255, 255, 255), font=font)
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target)
