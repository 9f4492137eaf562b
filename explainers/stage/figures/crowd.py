"""A crowd as marks on a grid: what is looked for as diamonds, the rest as dots, each kind in one mobject."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import UpdateFromAlphaFunc, VGroup, VMobject, smooth

from explainers.maths.screening import Crowd
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.theme import Theme
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

_RADIUS = 0.36
"""Of a mark, in cells."""


class CrowdFigure(VGroup):
    """Everybody in columns from the left, those that are looked for first.

    Who among the others gets an alarm is drawn by `rng`: alarms lie scattered, as they do in life.
    """

    def __init__(self, zone: Zone, theme: Theme, crowd: Crowd, rng: np.random.Generator) -> None:
        super().__init__()
        self.zone = zone
        places, self._cell = _grid(zone, crowd.size)
        ill, well = places[: crowd.ill], places[crowd.ill :]
        alarmed = np.zeros(len(well), dtype=bool)
        alarmed[rng.permutation(len(well))[: crowd.false_positives]] = True
        self._places = {
            "true_positives": ill[: crowd.true_positives],
            "false_negatives": ill[crowd.true_positives :],
            "false_positives": well[alarmed],
            "true_negatives": well[~alarmed],
        }
        colors = dict.fromkeys(self._places, theme.muted) | dict.fromkeys(
            ("true_positives", "false_negatives"), theme.warning
        )
        self._kinds = {name: VMobject(stroke_width=0, fill_color=colors[name], fill_opacity=1) for name in self._places}
        for name, places_of_kind in self._places.items():
            self._draw(name, places_of_kind, self._cell)
        self.add(*self._kinds.values())

    def kind(self, name: str) -> VMobject:
        """The marks of one of the four kinds, by the name of its count."""
        return self._kinds[name]

    def gather(self) -> UpdateFromAlphaFunc:
        """Return the animation in which those with an alarm come together, and grow to fill the zone."""
        names = ("true_positives", "false_positives")
        first = np.concatenate([self._places[name] for name in names])
        # A few marks alone would become very large.
        last, cell = _grid(self.zone, max(len(first), 60))
        last = last[: len(first)]
        cut = len(self._places["true_positives"])

        def move(_: VMobject, share: float) -> None:
            places = (1 - share) * first + share * last
            size = (1 - share) * self._cell + share * cell
            for name, part in zip(names, np.split(places, [cut]), strict=True):
                self._draw(name, part, size)

        return UpdateFromAlphaFunc(VGroup(*(self.kind(name) for name in names)), move, rate_func=smooth)

    def _draw(self, name: str, places: Array, cell: float) -> None:
        mark = _diamonds if name in ("true_positives", "false_negatives") else discs_to_points
        self.kind(name).points = mark(places, _RADIUS * cell) if len(places) else np.zeros((0, 3))


def _grid(zone: Zone, count: int) -> tuple[Array, float]:
    """Return places in columns from the top left, shape (count, 3), and the side of a cell."""
    rows = max(1, round(np.sqrt(count * zone.height / zone.width)))
    columns = -(-count // rows)
    cell = min(zone.width / columns, zone.height / rows)
    column, row = np.divmod(np.arange(count), rows)
    left = zone.center[0] - cell * (columns - 1) / 2
    top = zone.center[1] + cell * (rows - 1) / 2
    return np.column_stack([left + cell * column, top - cell * row, np.zeros(count)]), float(cell)


def _diamonds(centers: Array, radius: float) -> Array:
    """Return Manim's points for squares on their corner, a little larger than a disc of the same radius."""
    corners = 1.25 * radius * np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0]], dtype=float)
    starts = centers[:, None, :] + corners
    ends = centers[:, None, :] + np.roll(corners, -1, axis=0)
    return pieces_to_points(starts.reshape(-1, 3), ends.reshape(-1, 3))
