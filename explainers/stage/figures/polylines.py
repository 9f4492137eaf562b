"""Many straight pieces in one VMobject, set by one assignment, and cut at the edges of a rectangle."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Rectangle = tuple[float, float, float, float]
"""(x_lo, x_hi, y_lo, y_hi)."""
GAP = 2 / 3
"""Of a dash, what the gap after it measures."""
SHARP = math.cos(math.radians(30))


def pieces_to_points(starts: Array, ends: Array) -> Array:
    """Return Manim's points for straight pieces, shape (n, 3) each; pieces that meet become one line."""
    thirds = np.linspace(0, 1, 4)[None, :, None]
    return ((1 - thirds) * starts[:, None, :] + thirds * ends[:, None, :]).reshape(-1, 3)


def lines_to_pieces(lines: Iterable[npt.ArrayLike]) -> tuple[Array, Array]:
    """Return starts and ends of all pieces of some polylines of equal dimension."""
    arrays = [np.asarray(line, dtype=float) for line in lines]
    arrays = [line for line in arrays if len(line) > 1]
    if not arrays:
        return np.zeros((0, 2)), np.zeros((0, 2))
    return np.concatenate([line[:-1] for line in arrays]), np.concatenate([line[1:] for line in arrays])


def clip_pieces(starts: Array, ends: Array, window: Rectangle) -> tuple[Array, Array]:
    """Return, for straight pieces of shape (n, 2), where each enters and leaves the window.

    Both are shares of the piece from 0 to 1, after Liang and Barsky (1984); a piece that misses the window has an entry
    beyond its exit.
    """
    enter, leave = np.zeros(len(starts)), np.ones(len(starts))
    along = ends - starts
    for axis in (0, 1):
        low, high = window[2 * axis], window[2 * axis + 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            to_low = (low - starts[:, axis]) / along[:, axis]
            to_high = (high - starts[:, axis]) / along[:, axis]
        still = along[:, axis] == 0
        within = (starts[:, axis] >= low) & (starts[:, axis] <= high)
        first = np.where(still, np.where(within, -np.inf, np.inf), np.minimum(to_low, to_high))
        last = np.where(still, np.where(within, np.inf, -np.inf), np.maximum(to_low, to_high))
        enter, leave = np.maximum(enter, first), np.minimum(leave, last)
    return enter, leave


def discs_to_points(centers: Array, radius: float) -> Array:
    """Return Manim's points for circles around `centers`, shape (n, 3): four cubic curves each."""
    # The control points of a quarter circle: 4/3 tan(pi/8).
    k = 0.5522847498
    quarter = np.array([[1, 0, 0], [1, k, 0], [k, 1, 0], [0, 1, 0]])
    turn = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]], dtype=float)
    circle = np.concatenate([quarter @ np.linalg.matrix_power(turn, i).T for i in range(4)])
    return (centers[:, None, :] + radius * circle[None, :, :]).reshape(-1, 3)


def cut_dashes(starts: Array, ends: Array, dash: float, *, travelled: float = 0.0) -> tuple[Array, Array]:
    """Cut a line of straight pieces, shape (n, 3) each, into dashes of that length, by arc length.

    Pieces need not meet: dashes go on where the next piece begins. Where the line bends sharply, half a dash is drawn
    in any case. `travelled` is the length of what went before.
    """
    lengths = np.linalg.norm(ends - starts, axis=1)
    corners = travelled + np.concatenate([[0.0], np.cumsum(lengths)])
    period = (1 + GAP) * dash
    begins = np.arange(np.floor(corners[0] / period) * period, corners[-1], period)
    along = (ends - starts) / np.maximum(lengths, 1e-12)[:, None]
    bends = corners[1:-1][(along[1:] * along[:-1]).sum(axis=1) < SHARP]
    edges = np.concatenate([begins, begins + dash, bends - dash / 4, bends + dash / 4])
    cuts = np.unique(np.concatenate([corners, np.clip(edges, corners[0], corners[-1])]))
    middles = (cuts[:-1] + cuts[1:]) / 2
    drawn = middles % period < dash
    if len(bends):
        after = np.searchsorted(bends, middles).clip(0, len(bends) - 1)
        nearest = np.minimum(np.abs(bends[after] - middles), np.abs(bends[np.maximum(after - 1, 0)] - middles))
        drawn |= nearest < dash / 4
    drawn &= np.diff(cuts) > 1e-9  # Two that are one but for rounding.
    piece = np.minimum(np.searchsorted(corners, middles[drawn], side="right"), len(starts)) - 1
    first, last = ((side[drawn] - corners[piece])[:, None] for side in (cuts[:-1], cuts[1:]))
    return starts[piece] + first * along[piece], starts[piece] + last * along[piece]
