"""Two descriptions of a point and of its image, as the corners of a square; matrices lead from one to the next."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from explainers.maths.pairs import Pair
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text

DOWN_GAP = 0.75
ACROSS_GAP = 1.5
"""Room for the arrows between the corners, in Manim's units."""


class CoordinateSquare(VGroup):
    """Above the old coordinates of x and A x, below the new ones; the parts are shown one at a time.

    Attributes
    ----------
    old, new, old_image, new_image
        The corners: columns of numbers; `old` and `new` with the name of their grid.
    to_old, to_new
        On the left side: P, up; P^-1, down.
    act, act_new, back
        A, above; P^-1 A P, below; P^-1, on the right side, down.
    """

    def __init__(self, points: tuple[Pair, Pair], coordinates: tuple[Pair, Pair], theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        columns = [
            MatrixFigure(np.array(pair)[:, np.newaxis], theme, column_colors=(theme.vector,))
            for pair in (*points, *coordinates)
        ]
        width = max(columns[0].width, columns[2].width)
        height = columns[0].height
        across = (width + max(columns[1].width, columns[3].width)) / 2 + ACROSS_GAP
        corners = (0.0, 0.0), (across, 0.0), (0.0, -height - DOWN_GAP), (across, -height - DOWN_GAP)
        for column, (x, y) in zip(columns, corners, strict=True):
            column.move_to([x, y, 0])
        old, self.old_image, new, self.new_image = columns
        self.old = VGroup(old, self._name("in the old grid").next_to(old, UP, buff=0.14))
        self.new = VGroup(new, self._name("in the new grid").next_to(new, DOWN, buff=0.14))
        for side in (self.old, self.new):
            side[1].align_to(min(old.get_left()[0], new.get_left()[0]) * RIGHT, LEFT)
        self.to_old = self._arrow(new.get_top() + 0.16 * LEFT, old.get_bottom() + 0.16 * LEFT, "P", LEFT)
        self.to_new = self._arrow(old.get_bottom() + 0.16 * RIGHT, new.get_top() + 0.16 * RIGHT, "P^(-1)", RIGHT)
        self.act = self._arrow(old.get_right(), self.old_image.get_left(), "A", UP)
        self.back = self._arrow(self.old_image.get_bottom(), self.new_image.get_top(), "P^(-1)", RIGHT)
        self.act_new = self._arrow(new.get_right(), self.new_image.get_left(), "P^(-1) A P", UP)
        self.add(self.old, self.new, self.to_old, self.to_new, self.old_image)
        self.add(self.new_image, self.act, self.back, self.act_new)

    def _name(self, words: str) -> Text:
        return Text(words, font_size=self.theme.sizes.small, color=self.theme.muted)

    def _arrow(self, start: np.ndarray, end: np.ndarray, name: str, side: np.ndarray) -> VGroup:
        along = (end - start) / np.linalg.norm(end - start)
        arrow = LiveArrow(end - 0.1 * along, start + 0.1 * along, color=self.theme.text, stroke_width=3, head=0.18)
        label = Formula(name, font_size=self.theme.sizes.label, color=self.theme.text)
        return VGroup(arrow, label.next_to(arrow, side, buff=0.1))
