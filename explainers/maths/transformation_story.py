"""The words of the scene on what a matrix does to the plane: true of every kind of matrix, and of the way there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainers.maths.linear_maps import LinearMap, MatrixPath, apply
from explainers.maths.map_words import said_number
from explainers.maths.pairs import Pair
from explainers.maths.shown import said_point


@dataclass(frozen=True)
class TransformationSayings:
    """The numbers as they are spoken, and the sentences that depend on the case."""

    vector: str
    first_column: str
    second_column: str
    image: str
    motion: str
    area: str
    steps: str
    ride: str
    rows: str
    alt_way: str
    alt_area: str
    determinant: str


def transformation_sayings(
    linear_map: LinearMap, vector: Pair, path: MatrixPath, crossings: tuple[float, ...], shape: str, area: float
) -> TransformationSayings:
    """Return what is said of a matrix, the vector that it is asked about, and the shape on the plane.

    Parameters
    ----------
    crossings
        When the plane lies flat before the end, as shares of the way.
    shape, area
        What lies on the plane, or "none", and its area before.
    """
    A, (x1, x2) = linear_map.matrix, vector
    # Rounding may leave 1e-17 of the determinant of a singular matrix.
    determinant = linear_map.determinant if linear_map.rank == 2 else 0.0
    image = said_point(apply(A, vector))
    return TransformationSayings(
        vector=said_point(vector),
        first_column=said_point(A[:, 0]),
        second_column=said_point(A[:, 1]),
        image=image,
        motion=f"{_kind_words(linear_map)} {_way_words(linear_map, path, crossings)}",
        area=_area_words(shape, area, determinant),
        steps=f"It is {_step_count(x1)} along e one, then {_step_count(x2)} along e two.",
        ride=f"{said_number(x1).capitalize()} times the first column, {'' if x2 < 0 else 'plus '}{said_number(x2)} "
        f"times the second. x lands on {image}.",
        rows=_row_words(linear_map),
        determinant=said_number(determinant),
        alt_way=" and passes through a moment in which it lies flat" if crossings else "",
        alt_area=f"The area goes from {said_number(area)} to {said_number(area * abs(determinant))}."
        if shape != "none"
        else "",
    )


def _kind_words(linear_map: LinearMap) -> str:
    A = linear_map.matrix
    match linear_map.kind:
        case "identity":
            return "Nothing moves: this is the identity."
        case "rotation":
            degrees = float(np.degrees(linear_map.rotation_angle))
            way = "" if abs(degrees) > 179.999 else f" {'counter-' if degrees > 0 else ''}clockwise"
            return f"It is a rotation, by {said_number(abs(degrees))} degrees{way}."
        case "reflection":
            return "It is a reflection, in a line through the origin."
        case "scaling":
            return (
                f"It multiplies all that is sideways by {said_number(A[0, 0])}, and all that is upward by "
                f"{said_number(A[1, 1])}."
            )
        case "shear":
            return "It is a shear: one line stays, everything else slides along it."
        case "projection":
            return "It is a projection: the whole plane falls onto one line."
        case "singular":
            return f"The whole plane falls onto {'one line' if linear_map.rank else 'a single point'}."
    return "Straight lines stay straight, and parallel lines stay parallel."


def _way_words(linear_map: LinearMap, path: MatrixPath, crossings: tuple[float, ...]) -> str:
    if linear_map.kind == "identity":
        return "Every arrow stays where it is."
    if not crossings and path.kind == "linear" and linear_map.orientation == "kept":
        lowest = path.lowest_determinant()
        if lowest < 0.95 * min(1.0, linear_map.determinant):
            return (
                f"On these straight ways the determinant sinks to {said_number(lowest)} in between; "
                "the matrix itself does not ask for that."
            )
    if not crossings:
        return "Only the landing belongs to the matrix; the way there is our choice."
    if any(np.abs(path.at(time)).max() < 1e-6 for time in crossings):
        return "On this straight way everything meets in one point; the matrix itself does not ask for that."
    if linear_map.orientation == "flipped":
        return "On the way the plane lies flat for a moment: from plus to minus, the determinant must pass zero."
    often = "Twice on" if len(crossings) > 1 else "On"
    return f"{often} this straight way the plane lies flat; the matrix itself does not ask for that."


def _area_words(shape: str, area: float, determinant: float) -> str:
    names = {"unit-square": "The square's", "letter-f": "The letter's", "circle": "The circle's"}
    change = ""
    if shape in names:
        word = "still" if abs(determinant) == 1 else "now"
        change = f"{names[shape]} area was {said_number(area)}, and {word} is {said_number(area * abs(determinant))}. "
    if determinant == 0:
        return change + "The determinant is 0: every area is pressed flat, and nothing can undo that."
    if determinant > 0:
        return (
            change + f"The determinant, {said_number(determinant)}, is the factor of every area. "
            "It is positive: the plane was not turned over."
        )
    return (
        change + f"The determinant is {said_number(determinant)}. Its size is the factor of every area. "
        "Its minus does not mean smaller: it means turned over."
    )


def _row_words(linear_map: LinearMap) -> str:
    A = linear_map.matrix
    if A[0, 1] == A[1, 0]:
        return "This matrix is symmetric, so its rows look just like its columns. In general they do not."
    return f"Beware of the rows: {said_point(A[0])} is not where e one lands."


def _step_count(number: float) -> str:
    if number == 0:
        return "no step"
    return f"{said_number(number)} step{'' if abs(number) == 1 else 's'}"
