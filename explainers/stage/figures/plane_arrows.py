"""Arrows on a plane, which stand still or go where its matrix takes them, and names beside their tips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from explainers.maths.pairs import Pair
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.legible import on_plate, over_lines
from explainers.stage.figures.plane import MovingPlane
from explainers.stage.figures.plane_marks import TipLabel
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula


def plane_arrow(
    plane: MovingPlane, tip: Pair, color: str, tail: Pair = (0, 0), *, moves: bool = True, **options: float
) -> LiveArrow:
    """An arrow between two points of the plane; if it `moves`, between their images under the matrix shown now."""
    place = plane.image if moves else plane.point
    return LiveArrow((0, 0, 0), color=color, **options).follow(lambda: place(tip), lambda: place(tail))


def tip_name(
    plane: MovingPlane,
    mathematics: str,
    tip: Pair,
    color: str,
    theme: Theme,
    *,
    tail: Pair = (0, 0),
    moves: bool = True,
    turn: float | Callable[[], float] = 0.0,
    others: Sequence[float] = (),
    rest: Pair = (1.0, 1.0),
    beside_line: bool = False,
    font_size: float | None = None,
    plate: bool = False,
) -> Any:
    """A name, in Typst mathematics, beside the tip of such an arrow; see `TipLabel` for where it stands."""
    place = plane.image if moves else plane.point
    letters = Formula(mathematics, font_size=font_size or theme.sizes.body, color=color)
    label = on_plate(letters, theme) if plate else over_lines(letters, theme)
    return TipLabel(
        lambda: place(tip),
        lambda: place(tail),
        turn=turn,
        others=others,
        zone=plane.picture,
        rest=np.array(rest) / max(float(np.hypot(*rest)), 1e-9),
        beside_line=beside_line,
    ).hold(label)


def clear_turn(direction: npt.ArrayLike, neighbours: Sequence[npt.ArrayLike], turns: Sequence[float]) -> float:
    """Return the first of some turns that leads away from everything that meets at an arrow's tip.

    Parameters
    ----------
    direction
        Of the arrow, shape (2,); the arrow itself is a neighbour, too, behind the tip.
    neighbours
        Directions in which other lines leave the tip; zeros are none.
    turns
        In degrees from the arrow's direction, the best first. If none is 75 degrees away from all, the farthest.
    """
    along = complex(*np.asarray(direction, dtype=float))
    if not along:
        return turns[0]
    others = [complex(*np.asarray(neighbour, dtype=float)) for neighbour in neighbours]
    angles = [180.0, *(float(np.degrees(np.angle(other / along))) for other in others if other)]

    def distance(turn: float) -> float:
        return min(abs((turn - angle + 180) % 360 - 180) for angle in angles)

    return next((turn for turn in turns if distance(turn) >= 75), max(turns, key=distance))
