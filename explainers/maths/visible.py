"""What is too small or too far away for a picture of the plane is refused, in one line that says the cure."""

from __future__ import annotations

from collections.abc import Iterable

SMALLEST = 0.01
"""A number that is not 0 is at least this large: two decimals are shown."""
FARTHEST = 5.0
"""The largest coordinate of a point that is asked about."""


def check_entries(entries: Iterable[float]) -> None:
    """Refuse numbers that two decimals cannot show.

    Raises
    ------
    ValueError
        If a number is not 0 and smaller than `SMALLEST`.
    """
    for number in entries:
        if 0 < abs(number) < SMALLEST:
            raise ValueError(f"{number:g} is too small to be seen; take 0, or at least {SMALLEST} in size")


def check_coordinates(point: Iterable[float]) -> None:
    """Refuse a point that two decimals cannot show, or that lies beyond the plane.

    Raises
    ------
    ValueError
        If a coordinate is too small, or larger than `FARTHEST`.
    """
    for coordinate in point:
        if abs(coordinate) > FARTHEST:
            raise ValueError(f"{coordinate:g} is beyond the plane that is shown; take coordinates from -5 to 5")
        check_entries([coordinate])
