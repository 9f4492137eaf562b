"""What a matrix does to the plane, as one spoken sentence."""

from __future__ import annotations

import numpy as np

from explainers.maths.linear_maps import LinearMap
from explainers.maths.shown import shown
from explainers.maths.spoken import spoken


def said_number(value: float) -> str:
    """Return a number with two decimals at most, as it is read aloud.

    Examples
    --------
    >>> said_number(-1.5), said_number(0.0004)
    ('minus 1.5', '0.0004')
    """
    return shown(value).replace("-", "minus ")


def map_words(name: str, linear_map: LinearMap, *, flat_before: bool = False) -> str:
    """Return a sentence on the matrix called `name`, true of its kind.

    Where the orientation flips, every way from the identity passes a moment without area; a second sentence says so,
    unless what the map acts on is flat before.
    """
    passes_zero = linear_map.orientation == "flipped" and not flat_before
    return _kind_words(name, linear_map) + (" On the way, the plane lies flat for a moment." if passes_zero else "")


def _kind_words(name: str, linear_map: LinearMap) -> str:
    A = linear_map.matrix
    match linear_map.kind:
        case "identity":
            return f"{name} is the identity: nothing moves."
        case "rotation":
            degrees = float(np.degrees(linear_map.rotation_angle))
            way = "" if abs(degrees) > 179.999 else f", {'counter-' if degrees > 0 else ''}clockwise"
            return f"{name} turns the plane by {spoken(abs(degrees))} degrees{way}."
        case "reflection":
            return f"{name} mirrors the plane in a line through the origin."
        case "scaling":
            return (
                f"{name} multiplies what is sideways by {said_number(A[0, 0])}, and what is upward by "
                f"{said_number(A[1, 1])}."
            )
        case "shear":
            return f"{name} is a shear: one line stays, and everything else slides along it."
        case "projection" | "singular" if linear_map.rank:
            return f"{name} presses the whole plane onto one line."
        case "projection" | "singular":
            return f"{name} sends everything to the origin."
    return f"{name} moves the grid: parallel lines stay parallel."
