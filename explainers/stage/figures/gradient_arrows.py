"""The gradient at many points of a map: arrows that stand across its contour lines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from manim import VGroup, VMobject

from explainers.stage.figures.contour_map import ContourMap
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.theme import Theme

Array = npt.NDArray[np.float64]

SPACING = 0.62
"""Between the tails of neighbours, on the screen."""
LONGEST = 0.58
_SHORTEST = 0.05
"""Shorter arrows are only heads, which cannot be read: they are left out."""
_HEAD, _HEAD_SHARE = 0.15, 0.5


class GradientArrows(VGroup):
    """Arrows on a regular grid; their lengths are as a root of the steepness, and grow with `show`.

    Parameters
    ----------
    gradient
        The gradient at points (x, y), shape (..., 2); NaN where there is none.
    power
        Which root.
    clear
        A point of the scene that arrows keep away from, and how far.
    """

    def __init__(
        self,
        ground: ContourMap,
        theme: Theme,
        gradient: Callable[[Array, Array], Array],
        *,
        power: int,
        clear: tuple[Array, float] | None = None,
    ) -> None:
        super().__init__()
        self.shafts = VMobject(stroke_color=theme.text, stroke_width=3)
        self.shafts.set_stroke(theme.background, width=6, opacity=0.6, background=True)
        self.heads = VMobject(stroke_width=0, fill_color=theme.text, fill_opacity=1)
        self.add(self.shafts, self.heads)
        area = ground.area
        columns, rows = (max(2, int(side / SPACING)) for side in (area.width, area.height))
        across = area.left + (np.arange(columns) + 0.5) * area.width / columns
        along = area.bottom + (np.arange(rows) + 0.5) * area.height / rows
        tails = np.stack(np.meshgrid(across, along), axis=-1).reshape(-1, 2)
        self.points_of_plane = (tails - ground.corner[:2]) / ground.units + np.array(ground.window[::2])
        slopes = gradient(self.points_of_plane[:, 0], self.points_of_plane[:, 1])
        steepness = np.linalg.norm(slopes, axis=1)
        lengths = np.nan_to_num(steepness) ** (1 / power)
        lengths *= LONGEST / max(float(lengths.max()), 1e-300)
        with np.errstate(invalid="ignore", divide="ignore"):
            ways = np.nan_to_num(slopes / steepness[:, None])
        tips = tails + lengths[:, None] * ways
        kept = (lengths >= _SHORTEST) & (np.abs(tips - area.center[:2]) <= [area.width / 2, area.height / 2]).all(
            axis=1
        )
        if clear is not None:
            kept &= np.linalg.norm(tails - clear[0][:2], axis=1) > clear[1]
            kept &= np.linalg.norm(tips - clear[0][:2], axis=1) > clear[1]
        self.points_of_plane, self.lengths = self.points_of_plane[kept], lengths[kept]
        self._tails, self._ways = (np.column_stack([part[kept], np.zeros(kept.sum())]) for part in (tails, ways))
        self.show(1.0)

    def show(self, share: float) -> None:
        """Draw all arrows at a share of their length."""
        lengths = (share * self.lengths)[:, None]
        head = np.minimum(_HEAD, _HEAD_SHARE * lengths)
        turned = np.column_stack([-self._ways[:, 1], self._ways[:, 0], np.zeros(len(self._ways))])
        tips, necks = self._tails + lengths * self._ways, self._tails + (lengths - head) * self._ways
        self.shafts.points = pieces_to_points(self._tails, necks + 0.1 * head * self._ways)
        corners = np.stack([tips, necks + 0.42 * head * turned, necks - 0.42 * head * turned, tips], axis=1)
        self.heads.points = pieces_to_points(corners[:, :-1].reshape(-1, 3), corners[:, 1:].reshape(-1, 3))

    def tails_and_tips(self) -> tuple[Array, Array]:
        """Return where the whole arrows start and end in the scene, shape (n, 3) each."""
        return self._tails, self._tails + self.lengths[:, None] * self._ways
