"""What is said about a change of basis: sentences that are true of the basis and the map at hand."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.maths.change_of_basis import ChangedBasis, Description
from explainers.maths.shown import said_point, shown
from explainers.maths.spoken import spoken


@dataclass(frozen=True)
class BasisSayings:
    """Points as they are read aloud, and the sentences that depend on the case."""

    point: str
    coordinates: str
    first: str
    second: str
    image: str
    image_coordinates: str
    question: str
    axes: str
    count: str
    moved: str
    image_count: str
    answer: str
    alt_moved: str


def basis_sayings(found: ChangedBasis, x: Description, image: Description) -> BasisSayings:
    """Put a basis, a point in it and the point's image into words."""
    old, new = said_point(x.point), said_point(x.coordinates)
    stays = image.point == x.point
    return BasisSayings(
        point=old,
        coordinates=new,
        first=said_point(found.first),
        second=said_point(found.second),
        image=said_point(image.point),
        image_coordinates=said_point(image.coordinates),
        question=f"{step_count(x.point[0])} along e one, {step_count(x.point[1])} along e two",
        axes="These are the old axes after all: their grid is the same."
        if found.basis == ((1.0, 0.0), (0.0, 1.0))
        else "They have a grid of their own.",
        count=f"{step_count(x.coordinates[0]).capitalize()} along b one, then {step_count(x.coordinates[1])} "
        "along b two.",
        moved="keeps x where it is" if stays else f"takes x to {said_point(image.point)}",
        image_count=f"{step_count(image.coordinates[0])} along b one, {step_count(image.coordinates[1])} along b two",
        answer=_answer_words(found),
        alt_moved=f"x stays at {old}." if stays else f"x moves from {old} to {said_point(image.point)}.",
    )


def step_count(number: float) -> str:
    """Return how many steps: "no step", "1 step", "minus 2.5 steps"; digits as on the screen."""
    if number == 0:
        return "no step"
    return f"{shown(number).replace('-', 'minus ')} step{'' if abs(number) == 1 else 's'}"


def _answer_words(found: ChangedBasis) -> str:
    (a, b), (c, d) = found.in_basis
    if found.is_diagonal and a == d:
        return (
            f"Here that is {spoken(a)} times the identity. Such a matrix is the same in every basis: "
            "it treats all directions alike."
        )
    if found.is_diagonal:
        return (
            f"In this basis the matrix is diagonal: {spoken(a)} times along b one, {spoken(d)} times along b two. "
            "A good basis makes a matrix simple."
        )
    if b == 0 or c == 0:
        which = "one" if c == 0 else "two"
        return (
            f"It has one zero off the diagonal: A keeps the line of b {which}. Were b {_other(which)} on such a line, "
            "too, the matrix would be diagonal."
        )
    return (
        "Other numbers, the same motion. It would be diagonal only if A kept the lines of b one and b two: "
        "if they were eigenvectors."
    )


def _other(which: str) -> str:
    return "two" if which == "one" else "one"
