"""More than three flashes a second, as WCAG 2.1 measures them in its success criterion 2.3.1."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from explainers.film.check.colours import luminance
from explainers.film.check.sight import Finding
from explainers.film.paint import Painter
from explainers.film.picture import Picture

WIDTH, HEIGHT = 64, 36
CHANGE = 0.1
"""A change of the relative luminance, of which two in opposite directions are a flash."""
BRIGHT = 0.8
"""Above this, in the darker picture, a change is no flash."""
MOST = 3
"""Flashes within one second."""
AREA = 0.25 * 341 * 256 / (1024 * 768)
"""Share of the frame: a quarter of ten degrees of the field of view, at the size that the criterion assumes."""

Cells = npt.NDArray[np.float64]


class FlashWatch:
    """Counts, in each cell of a coarse grid, how often the luminance turns."""

    def __init__(self) -> None:
        self._painter = Painter(WIDTH, HEIGHT)
        self._last: Picture | None = None
        self._low: Cells = np.full((HEIGHT, WIDTH), np.nan)
        self._high: Cells = np.full((HEIGHT, WIDTH), np.nan)
        self._way = np.zeros((HEIGHT, WIDTH), dtype=np.int8)
        self._turns: deque[tuple[float, npt.NDArray[np.bool_]]] = deque()
        self._found = False

    def see(self, beat: str, time: float, picture: Picture) -> Iterator[Finding]:
        """Look at the next frame. A scene that flashes is found once."""
        if self._last is not None and picture.elements == self._last.elements and picture.window == self._last.window:
            return
        self._last = picture
        now = luminance(self._painter.paint(picture)[..., :3] / 255.0)
        self._turns.append((time, self._turned(now)))
        while self._turns[0][0] <= time - 1:
            self._turns.popleft()
        # Two turns are one flash.
        flashes = np.sum([turned for _, turned in self._turns], axis=0) // 2
        if not self._found and (flashes > MOST).mean() >= AREA:
            self._found = True
            yield Finding("flashes", f"{int(flashes.max())} flashes within a second; the most are {MOST}", beat, time)

    def _turned(self, now: Cells) -> npt.NDArray[np.bool_]:
        """Where a change as large as counts begins in the other direction than the last one."""
        self._low, self._high = np.fmin(self._low, now), np.fmax(self._high, now)
        rises = (now - self._low >= CHANGE) & (self._low < BRIGHT) & (self._way <= 0)
        falls = (self._high - now >= CHANGE) & (now < BRIGHT) & (self._way >= 0) & ~rises
        turned = rises | falls
        self._low[turned] = now[turned]
        self._high[turned] = now[turned]
        self._way = np.where(rises, 1, np.where(falls, -1, self._way)).astype(np.int8)
        return np.asarray(turned)
