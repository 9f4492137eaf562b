"""What is said about rank and null space: sentences that are true of the matrix at hand, whatever its rank."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.maths.linear_maps import classify
from explainers.maths.null_space import Spaces
from explainers.maths.pairs import Pair
from explainers.maths.shown import relation, said_point, shown_point
from explainers.maths.spoken import spoken


@dataclass(frozen=True)
class NullSpaceSayings:
    """The words of each beat, and what is seen of it for those who cannot see."""

    question: str
    null_space: str
    collapse: str
    rank: str
    solutions: str
    targets: str
    answer: str
    alt_null_space: str
    alt_collapse: str
    alt_solutions: str
    alt_targets: str
    alt_answer: str


def null_space_sayings(found: Spaces, x: Pair, image: Pair, outside: Pair | None) -> NullSpaceSayings:
    """Put a matrix, an input x with its image b, and a target off the column space into words."""
    c = "" if outside is None else said_point(outside)
    return NullSpaceSayings(
        question=f"A layer of a network multiplies its input x by a matrix, and passes on b. "
        f"{_cut_words(found)}Here b is {said_point(image)}. From b alone, can the next layer tell what x was?",
        null_space=f"First, find what the matrix destroys. {_null_words(found)}",
        collapse=f"Now the matrix acts. {_collapse_words(found)}",
        rank=_rank_words(found.rank),
        solutions=_solution_words(found, x, image),
        targets=_target_words(found.rank, c),
        answer=_answer_words(found, image),
        alt_null_space=_null_alt(found),
        alt_collapse=_collapse_alt(found),
        alt_solutions=_solution_alt(found, x, image),
        alt_targets="The grid, which fills the whole plane, is pointed at."
        if outside is None
        else f"The arrow c grows to {c}, where nothing has landed.",
        alt_answer=_answer_alt(found, x),
    )


def null_direction_shown(found: Spaces) -> str:
    """Return the answer to "which direction goes to zero?"."""
    if found.null_direction is None:
        return "none" if found.rank else "every direction"
    return shown_point(found.null_direction)


def _cut_words(found: Spaces) -> str:
    if not found.is_cut:
        return ""
    return (
        f"The second singular value is {spoken(found.ratio)} of the first. By the tolerance that counts as zero, "
        "so take the nearest matrix of rank one. "
    )


def _null_words(found: Spaces) -> str:
    if found.null_direction is not None:
        about = "" if relation(*found.null_direction) == "=" else "About "
        return (
            f"Which inputs become zero? {about}{said_point(found.null_direction)} does, and so does every multiple "
            "of it. That line is the null space."
        )
    if found.rank:
        return "Which inputs become zero? Only zero itself. The null space is a single point, the origin."
    return "Which inputs become zero? All of them. The null space is the whole plane."


def _collapse_words(found: Spaces) -> str:
    if found.rank == 1:
        return "The null space shrinks into the origin, and the whole plane falls onto one line: the column space."
    if found.rank == 0:
        return "The whole plane falls into the origin: that one point is the column space."
    linear_map = classify(found.matrix)
    if linear_map.kind == "identity":
        return "Nothing moves: this is the identity. The images fill the whole plane: it is the column space."
    moment = " On the way it lies flat for a moment, but only the end counts." if linear_map.determinant < 0 else ""
    return (
        f"The plane moves, and no two points fall together.{moment} "
        "The images fill the whole plane: it is the column space."
    )


def _rank_words(rank: int) -> str:
    start, end = "Two dimensions went in. ", " Rank plus nullity is two, for every matrix with two columns."
    return (
        start
        + (
            "The column space has none left: the rank is zero. The null space has both: the nullity is two.",
            "The column space has one: that is the rank. The null space has the other: that is the nullity.",
            "The column space has both: the rank is two. The null space has none: the nullity is zero.",
        )[rank]
        + end
    )


def _solution_words(found: Spaces, x: Pair, image: Pair) -> str:
    if found.rank == 2:
        return (
            f"Back to b. Which inputs land on it? Only one, {said_point(x)}. Two inputs with the same image "
            "differ by something in the null space, and that holds nothing but zero."
        )
    if found.rank == 0:
        return "Back to b, which is zero. Which inputs land on it? All of them: a whole plane of solutions."
    if not any(image):
        return "Back to b, which is zero. Which inputs land on it? The null space itself: a whole line of solutions."
    return (
        f"Back to b. Which inputs land on it? Take one, {said_point(x)}, and add anything from the null space: "
        "a whole line, and all of it lands on b. Infinitely many solutions."
    )


def _target_words(rank: int, c: str) -> str:
    if rank == 2:
        return (
            "Is there a target that nothing lands on? No: the column space is the whole plane. "
            "So every target has a solution, and only one."
        )
    where = "off the column space" if rank else "away from the origin"
    many = "On the column space infinitely many" if rank else "At the origin infinitely many"
    return (
        f"Does singular mean no solution, then, or too many? Ask for c, {c}. It lies {where}: nothing lands there, "
        f"so there is no solution. {many}, elsewhere none."
    )


def _answer_words(found: Spaces, image: Pair) -> str:
    if found.rank == 2:
        return (
            "So run it backwards. Every point has one place to go back to, and b goes back to x. The matrix that "
            "does this is the inverse: the next layer can tell."
        )
    becomes = "a whole line" if found.rank else "the whole plane"
    return (
        f"Now run it backwards. The one point b would have to become {becomes}. No matrix does that, so there is "
        "no inverse: the next layer cannot tell what x was."
    )


def _null_alt(found: Spaces) -> str:
    if found.null_direction is not None:
        return f"A line of dots through the origin lights up, along {said_point(found.null_direction)}."
    return "A dot lights up at the origin." if found.rank else "Dots light up all over the plane."


def _collapse_alt(found: Spaces) -> str:
    if found.column_direction is not None:
        return (
            "The grid folds onto the line through the origin along "
            f"{said_point(found.column_direction)}; the dots of the null space run into the origin."
        )
    if found.rank:
        return "The grid moves and still fills the plane; only the dot at the origin is at zero."
    return "The grid and all dots shrink into the origin."


def _solution_alt(found: Spaces, x: Pair, image: Pair) -> str:
    if found.rank == 2:
        return f"The grid goes back. The arrow x at {said_point(x)} rides with it and lands on b, {said_point(image)}."
    several = "Three arrows" + (" with their tips on one line, parallel to the null space," if found.rank else "")
    return f"The grid goes back. {several} ride with it and land on b, {said_point(image)}."


def _answer_alt(found: Spaces, x: Pair) -> str:
    if found.rank == 2:
        return f"The grid goes back, and b goes back to x, {said_point(x)}; the inverse matrix is written."
    return "The grid goes back, and the one arrow b becomes three different arrows."
