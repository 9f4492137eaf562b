"""What transparency means: cairo multiplies colours by their alpha, files with an alpha channel do not."""

from __future__ import annotations

import numpy as np

from explainers.film.picture import Pixels


def straight(pixels: Pixels) -> Pixels:
    """Divide colours by their alpha; what cannot be seen becomes black. Returns a new array."""
    result = pixels.copy()
    alpha = pixels[..., 3]
    # Only the edges of shapes are neither opaque nor empty, so few pixels are divided at all.
    between = np.nonzero((alpha != 0) & (alpha != 255))
    share = alpha[between].astype(np.uint16)[:, None]
    colours = pixels[between][:, :3].astype(np.uint16)
    rows, columns = between
    result[rows, columns, :3] = np.minimum((colours * 255 + share // 2) // share, 255)
    result[alpha == 0] = 0
    return result
