"""Densities over an axis that may show another part of the line at any moment, and words that may change as fast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import VGroup, VMobject

from explainers.maths.belief_curves import Window
from explainers.stage.figures.density import DensityPlot
from explainers.stage.figures.live_axis import LiveAxis
from explainers.stage.typesetting import Text

Array = npt.NDArray[np.float64]


class LiveDensityPlot(DensityPlot):
    """A density plot whose axis numbers are copied digits, so that its window may be any."""

    def _ticks(self, window: Window) -> tuple[list[float], VGroup]:
        self.scale = LiveAxis(self.to_point(window.low, 0), self.to_point(window.high, 0), self.theme)
        return [], self.scale

    def _place_ticks(self) -> None:
        self.scale.show(self.window.low, self.window.high)


class LiveWords(VMobject):
    """One of several short texts, set once; which one is shown may change in every frame.

    Parameters
    ----------
    words
        All that may be shown; nothing is shown at first.
    place
        Where they stand: the left end of the line that they are on, or the right one.
    """

    def __init__(
        self, words: Sequence[str], place: npt.ArrayLike, *, font_size: float, color: str, right: bool = False
    ) -> None:
        super().__init__(stroke_width=0, fill_color=color, fill_opacity=1)
        self.said = ""
        self._place, self._right = np.asarray(place, dtype=float), right
        self._outlines = {each: _outline(each, font_size) for each in words}

    @property
    def shown_text(self) -> str:
        """What is said, for those who look for text."""
        return self.said

    def say(self, words: str) -> LiveWords:
        """Show one of the texts, or none if it is empty."""
        self.said = words
        if not words:
            self.points = np.zeros((0, 3))
            return self
        outline = self._outlines[words]
        self.points = self._place + outline - [outline[:, 0].max() if self._right else 0.0, 0, 0]
        return self


def _outline(words: str, font_size: float) -> Array:
    """Return the letters as one outline, from 0 to the right, the middle of an x at height 0."""
    # The x before them tells where the line is: whether they have descenders or not, they keep one baseline.
    letters = Text(f"x{words}", font_size=font_size, color="#FFFFFF").family_members_with_points()
    first, rest = letters[0].points, np.concatenate([letter.points for letter in letters[1:]])
    middle = (first[:, 1].max() + first[:, 1].min()) / 2
    return np.asarray(rest - [rest[:, 0].min(), middle, 0])
