"""The grid of any two basis vectors: lines along each of them, through the whole multiples of the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import VGroup, VMobject

from explainers.maths.pairs import Pair
from explainers.stage.figures.plane import MovingPlane, round_step
from explainers.stage.figures.polylines import clip_pieces, pieces_to_points

Array = npt.NDArray[np.float64]

CLOSEST = 0.3
"""How far lines stand apart at least, in Manim's units: where they would not, only every second, fifth ... is drawn."""


class BasisGrid(VGroup):
    """Two families of lines, one mobject each: along b1, in the colour of b1, and along b2.

    It stands still, but follows the plane's view.
    """

    def __init__(self, plane: MovingPlane, first: Pair, second: Pair, colors: tuple[str, str]) -> None:
        super().__init__()
        b1, b2 = np.array(first), np.array(second)
        for along, across, color in ((b1, b2, colors[0]), (b2, b1, colors[1])):
            self.add(_family(plane, along, across, color))


def _family(plane: MovingPlane, along: Array, across: Array, color: str) -> VMobject:
    lines = VMobject(stroke_color=color, stroke_width=1.8, stroke_opacity=0.6)

    def update(lines: VMobject) -> None:
        lines.points = grid_lines(plane, along, across)

    return lines.add_updater(update, call_updater=True)


def grid_lines(plane: MovingPlane, along: Array, across: Array) -> Array:
    """Return Manim's points for the lines along one vector through whole multiples of the other, cut at the picture."""
    picture, unit = plane.picture, plane.view.unit
    direction = along / np.linalg.norm(along)
    normal = np.array([-direction[1], direction[0]])
    spacing = abs(float(across @ normal)) * unit
    step = round_step(CLOSEST / spacing)
    corners = np.array([[x, y] for x in (picture.left, picture.right) for y in (picture.bottom, picture.top)])
    shift = corners - np.array(plane.view.origin)
    multiples = shift @ normal / (float(across @ normal) * unit)
    k = step * np.arange(np.ceil(multiples.min() / step), np.floor(multiples.max() / step) + 1)
    # So long that, wherever its foot is, a line reaches over the picture.
    reach = picture.width + picture.height + float(np.abs(shift).max())
    feet = (k[:, np.newaxis] * float(across @ normal)) * normal * unit + np.array(plane.view.origin)
    starts, ends = feet - reach * direction, feet + reach * direction
    enter, leave = clip_pieces(starts, ends, (picture.left, picture.right, picture.bottom, picture.top))
    seen = enter < leave
    change = (ends - starts)[seen]
    shown = [starts[seen] + share[seen, np.newaxis] * change for share in (enter, leave)]
    return pieces_to_points(*(np.column_stack([points, np.zeros(len(points))]) for points in shown))
