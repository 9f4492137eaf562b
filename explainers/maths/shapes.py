"""Outlines in the plane, counter-clockwise, for a matrix to move; and their signed area."""

import numpy as np
import numpy.typing as npt

from explainers.maths.errors import MathsError

Array = npt.NDArray[np.float64]


def unit_square() -> Array:
    """Return the corners of [0, 1] x [0, 1] from the origin on, shape (4, 2), area 1."""
    return np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


def letter_f() -> Array:
    """Return the outline of a letter F in [0, 1] x [0, 1.6], shape (10, 2), area 0.84.

    No rotation or reflection maps an F to itself, so it shows what became of the orientation.
    """
    return np.array(
        [
            [0.0, 0.0], [0.3, 0.0], [0.3, 0.6], [0.8, 0.6], [0.8, 0.9],
            [0.3, 0.9], [0.3, 1.3], [1.0, 1.3], [1.0, 1.6], [0.0, 1.6],
        ]
    )  # fmt: skip


def circle_points(count: int, radius: float = 1.0) -> Array:
    """Return `count` points around the origin from (radius, 0) on, shape (count, 2).

    The polygon's area is count/2 radius^2 sin(2 pi / count).

    Raises
    ------
    MathsError
        If there are fewer than three points.
    """
    if count < 3:
        raise MathsError(f"circle: {count} points enclose nothing; take at least 3")
    angles = 2 * np.pi * np.arange(count) / count
    return radius * np.column_stack([np.cos(angles), np.sin(angles)])


def shoelace_area(points: npt.ArrayLike) -> float:
    """Return the signed area of a polygon, positive if its outline runs counter-clockwise.

    1/2 sum (x_i y_{i+1} - x_{i+1} y_i), the last point followed by the first (Meister 1769, Gauss).

    Parameters
    ----------
    points
        Corners, shape (n, 2).

    Raises
    ------
    MathsError
        If the points are not n pairs.
    """
    corners = np.asarray(points, dtype=np.float64)
    if corners.ndim != 2 or corners.shape[1] != 2:
        raise MathsError(f"points: need two coordinates each, got shape {corners.shape}")
    x, y = corners.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def cut_to_box(polygon: npt.ArrayLike, lowest: npt.ArrayLike, highest: npt.ArrayLike) -> Array:
    """Return the part of a polygon, shape (n, 2), that lies in a box with sides along the axes.

    Source: Sutherland and Hodgman, "Reentrant polygon clipping", 1974. Of a polygon that is not convex, parts that fall
    asunder stay joined by edges of the box.
    """
    corners = np.asarray(polygon, dtype=float).reshape(-1, 2)
    for axis in (0, 1):
        for limit, inward in ((np.asarray(lowest)[axis], 1.0), (np.asarray(highest)[axis], -1.0)):
            depths = inward * (corners[:, axis] - limit)
            kept: list[Array] = []
            for k, depth in enumerate(depths):
                before = depths[k - 1]
                if (depth >= 0) != (before >= 0):
                    share = before / (before - depth)
                    kept.append(corners[k - 1] + share * (corners[k] - corners[k - 1]))
                if depth >= 0:
                    kept.append(corners[k])
            corners = np.array(kept).reshape(-1, 2)
    return corners
