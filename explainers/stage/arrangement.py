"""How one large picture and two smaller things share a frame of any shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explainers.stage.zones import Frame, Zone

LEAST_BESIDE = 1.2
"""Width over height from which on a picture keeps enough room beside a column: in 16:9 and 4:3, not in a square."""

LEAST_HALVES = 0.8
"""Width over height from which on two things stand side by side below a picture: in a square, not in 9:16."""

PICTURE_GAP = 0.3
"""Between the picture and what stands below it."""

Way = Literal["beside", "halves", "stacked"]


@dataclass(frozen=True)
class Arrangement:
    """The picture's zone, and those of two things that belong to it.

    Attributes
    ----------
    way
        ``beside``: both in a column at one side of the picture. ``halves``: side by side below or above it.
        ``stacked``: one below the other, below or above it.
    """

    picture: Zone
    first: Zone
    second: Zone
    way: Way


def way_of(frame: Frame) -> Way:
    """Return how a frame of this shape is shared."""
    if frame.width >= LEAST_BESIDE * frame.height:
        return "beside"
    return "halves" if frame.width >= LEAST_HALVES * frame.height else "stacked"


def arranged(
    frame: Frame,
    *,
    column: float,
    stacked: float,
    halves: float | None = None,
    shares: tuple[float, float],
    gap: float = 0.3,
    column_gap: float = 0.4,
    picture_first: bool = True,
) -> Arrangement:
    """Share the stage of a frame.

    Parameters
    ----------
    column
        Width of both things where they stand beside the picture.
    stacked, halves
        Height of both where they stand below it, one below the other or side by side; never side by side if `halves`
        is left out.
    shares
        Their heights to each other, where one stands below the other.
    gap
        Between them, one below the other.
    column_gap
        Between picture and column.
    picture_first
        Whether the picture is at the left and on top, or at the right and below.
    """
    stage, way = frame.stage, way_of(frame)
    if way == "halves" and halves is None:
        way = "stacked"
    if way == "beside":
        widths = (stage.width - column - column_gap, column)
        zones = stage.columns(*(widths if picture_first else widths[::-1]), gap=column_gap)
    else:
        height = halves if way == "halves" and halves is not None else stacked
        heights = (stage.height - height - PICTURE_GAP, height)
        zones = stage.rows(*(heights if picture_first else heights[::-1]), gap=PICTURE_GAP)
    picture, both = zones if picture_first else zones[::-1]
    first, second = both.columns(1, 1, gap=0.5) if way == "halves" else both.rows(*shares, gap=gap)
    return Arrangement(picture, first, second, way)
