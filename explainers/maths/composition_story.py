"""What is said about two matrices, one after the other: sentences that are true whether they commute or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.linear_maps import LinearMap, classify
from explainers.maths.map_words import map_words, said_number
from explainers.maths.shown import said_point, shown_point

Array = npt.NDArray[np.float64]

ROUNDING = 1e-9
"""Entries of products that differ by less are the same."""
HARDLY = 0.01
"""Two decimals may not tell products apart whose entries differ by less."""


@dataclass(frozen=True)
class CompositionSayings:
    """The sentences that depend on the two matrices, and what is seen for those who cannot see."""

    first: str
    second: str
    columns: str
    swapped: str
    compare: str
    answer: str
    alt_first: str
    alt_second: str
    alt_columns: str
    alt_swapped: str
    alt_compare: str


def telling_column(product: Array, swapped: Array) -> int:
    """Return the column, 0 or 1, in which two products differ more."""
    return int(np.argmax(np.abs(product - swapped).max(axis=0)))


def composition_sayings(A: Array, B: Array) -> CompositionSayings:
    """Put B A and A B into words, for matrices of shape (2, 2)."""
    first, second, BA, AB = classify(A), classify(B), B @ A, A @ B
    (a1, a2), (c1, c2) = (_points(matrix) for matrix in (A, BA))
    return CompositionSayings(
        first=map_words("A", first),
        second=map_words("B", second, flat_before=first.rank < 2),
        columns=f"A takes it to {a1}, its own first column. B takes that on to {c1}: the first column of B A. "
        f"In the same way, the second column of B A is {c2}.",
        swapped="Start again, but this time B goes first. Then comes A. Will both end in the same place?",
        compare=_compare_words(first, second, BA, AB),
        answer=_answer_words(BA, AB, flat=min(first.rank, second.rank) < 2),
        alt_first=_alt_move("On the left, the plane moves", A),
        alt_second=_alt_move("The plane moves on", BA),
        alt_columns=f"Faint arrows show A's columns, {a1} and {a2}. Paths lead from there to {c1} and {c2}, and the "
        "matrix B A fills in, column by column.",
        alt_swapped=_alt_move("On the right, a second plane is moved by B, then by A", AB),
        alt_compare=f"B A and A B stand side by side. {_alt_difference(BA, AB)}",
    )


def commute(BA: Array, AB: Array) -> bool:
    """Return whether two products are the same, up to rounding."""
    return bool(np.abs(BA - AB).max() <= ROUNDING)


def rows_shown(matrix: npt.ArrayLike) -> str:
    """Return a matrix as an answer is written: its rows, one after the other."""
    return f"rows {' and '.join(shown_point(row) for row in np.asarray(matrix))}"


def _points(matrix: Array) -> tuple[str, str]:
    """The columns as points that are read aloud; rounding leaves no minus zero."""
    one, two = (said_point(column) for column in (matrix + 0.0).T)
    return one, two


def _alt_move(start: str, end: Array) -> str:
    one, two = _points(end)
    return f"{start}: e one ends at {one}, e two at {two}."


def _alt_difference(BA: Array, AB: Array) -> str:
    if commute(BA, AB):
        return "Between them, an equals sign: the two pictures are the same."
    j = telling_column(BA, AB)
    return (
        f"Between them, a sign for not equal: e {('one', 'two')[j]} is at {_points(BA)[j]} on the left, and at "
        f"{_points(AB)[j]} on the right."
    )


def _compare_words(first: LinearMap, second: LinearMap, BA: Array, AB: Array) -> str:
    if commute(BA, AB):
        return f"They do: B A and A B are the same matrix. {_why_equal(first, second)} In general, matrices do not."
    if np.abs(BA - AB).max() < HARDLY:
        return (
            "Not quite. The two products differ by less than 0.01 in every entry; but they differ. "
            "As a rule, the order matters."
        )
    j = telling_column(BA, AB)
    return (
        f"They do not. Look at e {('one', 'two')[j]}: B A takes it to {_points(BA)[j]}, A B takes it to "
        f"{_points(AB)[j]}. The same two steps, in another order, are another matrix."
    )


def _why_equal(first: LinearMap, second: LinearMap) -> str:
    kinds = {first.kind, second.kind}
    if np.array_equal(first.matrix, second.matrix):
        return "No wonder, as both steps are the same one. We say: they commute."
    if "identity" in kinds:
        return "No wonder, as one of the steps moves nothing. We say: they commute."
    if kinds == {"rotation"}:
        return "Rotations about one point commute: they can change places."
    if kinds == {"scaling"}:
        return "Stretches along the same axes commute: they can change places."
    return "We say: these two commute. They can change places."


def _answer_words(BA: Array, AB: Array, *, flat: bool) -> str:
    factor = abs(float(np.linalg.det(BA)))
    areas = "press every area flat" if flat else f"multiply areas by {said_number(factor)}"
    if abs(factor - 1) < ROUNDING:
        areas = "keep the size of every area"
    order = "are the same here" if commute(BA, AB) else f"differ, though both {areas}"
    return (
        "So read a product from right to left: the right factor acts first. Two layers with nothing in between are "
        f"one matrix. And the two orders {order}."
    )
