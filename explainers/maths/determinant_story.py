"""What is said about a determinant: sentences that are true whether it is positive, negative or zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainers.maths.linear_maps import LinearMap
from explainers.maths.map_words import said_number
from explainers.maths.pairs import Rows
from explainers.maths.shown import said_point, shown


@dataclass(frozen=True)
class DeterminantSayings:
    """The sentences that depend on the case, and what is seen for those who cannot see."""

    motion: str
    formula: str
    sign: str
    patch: str
    everywhere: str
    answer: str
    alt_motion: str
    alt_formula: str
    alt_sign: str
    alt_everywhere: str


PATCH_NAMES = {"blob": "blob", "circle": "circle", "letter-f": "letter"}


def determinant_sayings(linear_map: LinearMap, determinant: float, patch: str, area: float) -> DeterminantSayings:
    """Put a matrix, with its determinant freed of rounding, and a patch of some area into words."""
    name, said = PATCH_NAMES[patch], said_number(determinant)
    (a, b), (c, d) = linear_map.matrix
    before, after = said_number(area), said_number(area * abs(determinant))
    first, second = (said_point(column) for column in linear_map.matrix.T + 0.0)
    return DeterminantSayings(
        motion=_motion_words(linear_map),
        formula=f"Its area is {_size_words(determinant)}. We get it from the matrix: {said_number(a)} times "
        f"{said_number(d)}, less {said_number(b)} times {said_number(c)}, is {said}. That is the determinant.",
        sign=_sign_words(determinant),
        patch=f"And what about this {name}? It is no square. But fill it with small squares, as fine as you like: "
        "each of them is moved by the same matrix.",
        everywhere=_everywhere_words(name, _shape_words(linear_map), determinant, before, after),
        answer=_answer_words(determinant),
        alt_motion=f"The grid moves. e one goes to {first}, e two to {second}, and the square becomes "
        f"{_figure_words(linear_map)}. The signed area goes from 1 to {said}"
        + (", through 0." if determinant < 0 else "."),
        alt_formula=f"Beside the plane: the products of the entries, and the determinant, {said}.",
        alt_sign=_sign_alt(determinant),
        alt_everywhere=f"The plane moves again. The {name}, filled with small squares, goes from an area of {before} "
        f"to {after}.",
    )


def _size_words(determinant: float) -> str:
    if determinant == 0:
        return "0"
    return f"{'still ' if abs(abs(determinant) - 1) < 1e-9 else ''}{said_number(abs(determinant))}"


def _figure_words(linear_map: LinearMap) -> str:
    if linear_map.rank == 0:
        return "a point"
    if linear_map.rank == 1:
        return "a piece of a line"
    return "the square again" if linear_map.kind == "identity" else f"a {_shape_words(linear_map)}"


def _shape_words(linear_map: LinearMap) -> str:
    """Return what a square becomes, if it keeps an area at all."""
    first, second = linear_map.matrix.T
    lengths = np.linalg.norm(first), np.linalg.norm(second)
    if abs(first @ second) > 1e-9 * lengths[0] * lengths[1]:
        return "parallelogram"
    return "square" if np.isclose(*lengths) else "rectangle"


def _motion_words(linear_map: LinearMap) -> str:
    start = "The matrix acts on a square of area one. Watch its signed area. "
    if linear_map.kind == "identity":
        return start + "Nothing moves: this is the identity."
    if linear_map.rank < 2:
        return start + f"It shrinks and shrinks, until the square is {_figure_words(linear_map)}."
    if linear_map.orientation == "flipped":
        return start + "It passes zero: for a moment the plane lies flat. Then it goes on below zero."
    figure = _figure_words(linear_map)
    if figure == "a square" and abs(linear_map.determinant - 1) < 1e-9:
        return start + "On the whole way it stays one: the square only turns."
    becomes = "stays a square" if figure == "a square" else f"becomes {figure}"
    return start + f"On the whole way it stays above zero, and the square {becomes}."


def _sign_words(determinant: float) -> str:
    if determinant == 0:
        return (
            "Zero means collapse. At the start, the turn from e one to e two was counter-clockwise. Now there is no "
            "turn left, as the plane has no two sides any more."
        )
    start = "And its sign? At the start, the way from e one to e two was a turn to the left. "
    if determinant < 0:
        return start + "Now it is a turn to the right. The minus does not mean smaller: it means turned over."
    return start + "It still is: plus means that the plane was not turned over."


def _sign_alt(determinant: float) -> str:
    if determinant == 0:
        return "The curved arrow from e one to e two is gone: both lie on one line."
    return f"The curved arrow from e one to e two runs {'counter-' if determinant > 0 else ''}clockwise."


def _everywhere_words(name: str, shape: str, determinant: float, before: str, after: str) -> str:
    if determinant == 0:
        return f"All of the small squares lose their area, and so does the {name}: from {before} to 0."
    size = abs(determinant)
    if abs(size - 1) < 1e-9:
        return f"All of the small squares keep their area. So the {name} keeps its own: {before}."
    return (
        f"All of them become copies of one {shape}, with {said_number(size)} times "
        "the area. "
        f"So has the {name}: {before} before, {after} now."
    )


def _answer_words(determinant: float) -> str:
    start = "One number for every patch, whatever its shape, wherever it lies. "
    if determinant == 0:
        return start + "Here it is zero: all area is lost, and no matrix can bring it back."
    sign = "turned over" if determinant < 0 else "not turned over"
    return start + (
        f"The size of the determinant, {said_number(abs(determinant))}, is the factor of all areas; its sign says that "
        f"the plane is {sign}. Only a zero could not be undone."
    )


def kept_product(matrix: Rows) -> str:
    """Return a d with its numbers, as Typst mathematics; negative factors stand in parentheses."""
    return f"{_factor(matrix[0][0])} dot {_factor(matrix[1][1])}"


def lost_product(matrix: Rows) -> str:
    """Return b c, which is taken off, in the same way."""
    return f"{_factor(matrix[0][1])} dot {_factor(matrix[1][0])}"


def _factor(number: float) -> str:
    return f"({shown(number)})" if number < 0 else shown(number)
