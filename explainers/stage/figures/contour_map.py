"""A function of two variables as a map: bands and lines of equal height over a window, with axes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import contourpy
import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, LineJointType, ManimColor, VGroup, VMobject

from explainers.stage.figures.polylines import Rectangle, lines_to_pieces, pieces_to_points
from explainers.stage.figures.surface_plot import colours_of_heights, contour_lines
from explainers.stage.figures.ticks import nice_ticks, number_markup
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

LABEL_ROOM = 0.42
"""Width kept to the left and below for tick labels."""
NAME_ROOM = 0.26
"""Width kept to the right and above for the names of the axes."""
_TICK = 0.08


class ContourMap(VGroup):
    """Contour lines and bands between them; a unit of x is as long as a unit of y, so that right angles are right.

    Parameters
    ----------
    stretched
        Let the map fill its zone, each axis with a unit of its own: for axes that measure different things.
    names
        Of the axes, as Typst mathematics.
    x, y
        Where the grid lines run, shapes (columns,) and (rows,).
    heights
        From 0 to 1, shape (rows, columns); NaN where the function is undefined: nothing is drawn there.
    levels
        Heights at which a line runs, rising.
    """

    view = None
    """A map is looked at in one way only; figures that lie on a surface ask."""

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        x: Array,
        y: Array,
        heights: Array,
        *,
        levels: Sequence[float],
        stretched: bool = False,
        names: tuple[str, str] = ("x", "y"),
    ) -> None:
        super().__init__()
        self.window: Rectangle = (float(x[0]), float(x[-1]), float(y[0]), float(y[-1]))
        self.names = names
        unit, self.corner = fit_window(zone, self.window)
        self.units = np.array([unit, unit])
        if stretched:
            self.units, self.corner = fill_zone(zone, self.window)
        self.bands = VGroup(*self._bands(x, y, heights, levels, theme))
        self.lines = VMobject(
            stroke_color=theme.text, stroke_width=1.4, stroke_opacity=0.55, joint_type=LineJointType.ROUND
        )
        starts, ends = lines_to_pieces(contour_lines(x, y, heights, levels))
        self.lines.points = pieces_to_points(self.to_screen(starts), self.to_screen(ends))
        self.axes = self._axes(theme)
        self.add(self.bands, self.lines, self.axes)

    def to_screen(self, points: npt.ArrayLike) -> Array:
        """Return where points of the plane, shape (n, 2), lie on the screen, shape (n, 3)."""
        offsets = (np.asarray(points, dtype=float).reshape(-1, 2) - [self.window[0], self.window[2]]) * self.units
        return np.column_stack([offsets + self.corner[:2], np.zeros(len(offsets))])

    def to_plane(self, place: Array) -> tuple[float, float]:
        """Return the point of the plane that is drawn at a place of the scene."""
        x, y = np.asarray(place, dtype=float)[:2] - self.corner[:2]
        return float(self.window[0] + x / self.units[0]), float(self.window[2] + y / self.units[1])

    @property
    def area(self) -> Zone:
        """The map without its labels."""
        low, high = self.to_screen([[self.window[0], self.window[2]], [self.window[1], self.window[3]]])
        return Zone(low[0], high[0], low[1], high[1])

    def _bands(self, x: Array, y: Array, heights: Array, levels: Sequence[float], theme: Theme) -> list[VMobject]:
        generator = contourpy.contour_generator(
            x, y, np.ma.masked_invalid(heights), fill_type=contourpy.FillType.OuterOffset
        )
        bands = []
        for low, high in pairwise([-0.01, *levels, 1.01]):
            colour = ManimColor.from_rgb(colours_of_heights(np.clip((low + high) / 2, 0, 1), theme))
            band = VMobject(stroke_width=0, fill_color=colour, fill_opacity=0.72)
            polygons, offsets, *_ = generator.filled(low, high)
            # A hole runs the other way round than the ring that it is in: the winding number leaves it empty.
            rings = [
                np.asarray(points)[first:last]
                for points, ends in zip(polygons, offsets, strict=True)
                for first, last in pairwise(np.asarray(ends).astype(int))
            ]
            starts, ends = lines_to_pieces(rings)
            band.points = pieces_to_points(self.to_screen(starts), self.to_screen(ends))
            if len(band.points):
                bands.append(band)
        return bands

    def _axes(self, theme: Theme) -> VGroup:
        area = self.area
        frame = VMobject(stroke_color=theme.axis, stroke_width=2)
        ticks = VMobject(stroke_color=theme.axis, stroke_width=2)
        low, high = np.array([area.left, area.bottom, 0]), np.array([area.right, area.top, 0])
        ring = [low, [high[0], low[1], 0], high, [low[0], high[1], 0], low]
        frame.set_points_as_corners(np.array(ring))
        labels = VGroup()
        starts = []
        for axis, outwards in ((0, DOWN), (1, LEFT)):
            length = (high - low)[axis]
            first, last = self.window[2 * axis], self.window[2 * axis + 1]
            for tick in nice_ticks(first, last, about=max(4, round(length / 0.8))):
                place = low.copy()
                place[axis] += (tick - first) * self.units[axis]
                starts.append((place, outwards))
                label = Formula(number_markup(tick), font_size=theme.sizes.small, color=theme.muted)
                labels.add(label.next_to(place, outwards, buff=_TICK + 0.06))
        pieces = np.array([place for place, _ in starts]), np.array([place + _TICK * way for place, way in starts])
        ticks.points = pieces_to_points(*pieces)
        self.tick_labels = labels
        names = VGroup(*(Formula(name, font_size=theme.sizes.small, color=theme.muted) for name in self.names))
        names[0].next_to([area.right, area.bottom, 0], RIGHT, buff=0.12)
        names[1].next_to([area.left, area.top, 0], UP, buff=0.1)
        return VGroup(frame, ticks, labels, names)


def fit_window(zone: Zone, window: Rectangle) -> tuple[float, Array]:
    """Return the length of a unit and the lower left corner of the largest map of the window that fits the zone."""
    width, height = window[1] - window[0], window[3] - window[2]
    room = LABEL_ROOM + NAME_ROOM
    unit = min((zone.width - room) / width, (zone.height - room) / height)
    left = zone.left + LABEL_ROOM + (zone.width - room - unit * width) / 2
    return unit, np.array([left, zone.top - NAME_ROOM - unit * height, 0.0])


def fill_zone(zone: Zone, window: Rectangle) -> tuple[Array, Array]:
    """Return the lengths of the two units and the lower left corner of a map of the window that fills the zone."""
    room = LABEL_ROOM + NAME_ROOM
    sides = np.array([zone.width - room, zone.height - room])
    corner = np.array([zone.left + LABEL_ROOM, zone.bottom + LABEL_ROOM, 0.0])
    return sides / np.array([window[1] - window[0], window[3] - window[2]]), corner
