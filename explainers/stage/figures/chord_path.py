"""A walk on a curve: chords from each place to the next, in the style of one of several."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explainers.stage.figures.loss_curve import dashes
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.figures.runner import RunnerPath

Array = npt.NDArray[np.float64]


class ChordPath(RunnerPath):
    """A path of long straight chords: its dashes are cut exactly, so that each chord is seen to reach the curve."""

    def _draw(self, starts: Array, ends: Array, landed: Array) -> None:
        if self.style.dash is not None and len(starts):
            breaks = np.flatnonzero(np.linalg.norm(starts[1:] - ends[:-1], axis=1) > 1e-6) + 1
            runs = zip(np.split(starts, breaks), np.split(ends, breaks), strict=True)
            starts, ends = map(np.concatenate, zip(*(dashes(*run, self.style.dash) for run in runs), strict=True))
        self.line.points = pieces_to_points(starts, ends)
