"""Matrices and vectors that a picture of the plane can show."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from explainers.maths.pairs import Pair, Rows
from explainers.maths.visible import check_coordinates, check_entries
from explainers.spec.params import Matrix2x2, Vector2


def _visible_matrix(matrix: Rows) -> Rows:
    check_entries((*matrix[0], *matrix[1]))
    return matrix


def _visible_vector(vector: Pair) -> Pair:
    check_coordinates(vector)
    return vector


PlaneMatrix = Annotated[Matrix2x2, AfterValidator(_visible_matrix)]
"""A 2x2 matrix with entries from -5 to 5, none too small to be written."""

PlaneVector = Annotated[Vector2, AfterValidator(_visible_vector)]
"""A point or vector with coordinates from -5 to 5, none too small to be written."""
