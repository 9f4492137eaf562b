"""What is said about singular values: sentences that are true of the matrix at hand, whatever it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainers.maths.eigenvectors import Spectrum, spectrum
from explainers.maths.shown import said_point
from explainers.maths.singular_values import SingularValues, is_normal
from explainers.maths.spoken import spoken


@dataclass(frozen=True)
class SingularValueSayings:
    """The sentences that depend on the case."""

    image: str
    directions: str
    turn: str
    stretch: str
    place: str
    trap: str
    keep: str
    alt_directions: str
    alt_turn: str
    alt_stretch: str
    alt_place: str
    alt_trap: str
    alt_keep: str


def singular_value_sayings(matrix: npt.ArrayLike, parts: SingularValues) -> SingularValueSayings:
    """Return every sentence of the scene that depends on the matrix."""
    found = spectrum(matrix)
    first, second = (spoken(float(value)) for value in parts.sigma)
    v1, v2 = (said_point(parts.V[:, j]) for j in (0, 1))
    images = " and ".join(said_point(parts.sigma[j] * parts.U[:, j]) for j in (0, 1))
    return SingularValueSayings(
        image=_image_words(parts),
        directions=_direction_words(parts),
        turn=_turn_words(parts),
        stretch=_stretch_words(parts),
        place=_place_words(parts),
        trap=_trap_words(matrix, parts, found),
        keep=_keep_words(parts),
        alt_directions=f"Two perpendicular arrows appear: v one to {v1} and v two to {v2}.",
        alt_turn=f"The plane turns by {_degrees(parts.first_turn)} degrees; v one ends on (1, 0) and v two on (0, 1).",
        alt_stretch=f"The circle is stretched along the axes; its half-axes end at {first} and {second}.",
        alt_place=f"The arrows end at {images}.",
        alt_trap=f"The panel shows the singular values {first} and {second} beside {_eigenvalue_words(found)}.",
        alt_keep=f"The second half-axis shrinks from {second} to zero; what is kept reads {spoken(parts.kept)}.",
    )


def _image_words(parts: SingularValues) -> str:
    return {
        "ellipse": "an ellipse. Which arrows end on its longest and its shortest half-axis?",
        "circle": "a circle again. What does it do to its arrows?",
        "segment": "a piece of a line. Which arrows become longest, and which vanish?",
        "point": "a single point. What is there to be kept?",
    }[parts.image]


def _direction_words(parts: SingularValues) -> str:
    match parts.image:
        case "ellipse":
            return (
                "v one becomes the longest half-axis, v two the shortest. And look: they are perpendicular. "
                "Will they be so after the motion?"
            )
        case "segment":
            return "v one becomes the longest arrow, v two vanishes. And look: they are perpendicular."
        case "circle":
            return "Here every arrow is stretched alike, so any perpendicular pair will do. Take v one and v two."
    return "Here every arrow goes to zero, so any perpendicular pair will do. Take v one and v two."


def _degrees(angle: float) -> str:
    return spoken(abs(math.degrees(angle)))


def _way(angle: float) -> str:
    return "counter-clockwise" if angle > 0 else "clockwise"


def _is_still(angle: float) -> bool:
    return abs(math.degrees(angle)) < 5e-4


def _turn_words(parts: SingularValues) -> str:
    if _is_still(parts.first_turn):
        return "The first move is V transposed. v one and v two lie on the axes already, so it does nothing."
    turned = f"by {_degrees(parts.first_turn)} degrees, {_way(parts.first_turn)}"
    return f"The first move is V transposed: a rotation {turned}. It puts v one and v two on the axes."


def _stretch_words(parts: SingularValues) -> str:
    first, second = (spoken(float(value)) for value in parts.sigma)
    half_axes = "They are the half-axes of the image, and are called singular values."
    if parts.image == "point":
        return "The second move is Sigma: it multiplies by zero along both axes. Both singular values are zero."
    if parts.image == "circle":
        nothing = " Nothing changes." if math.isclose(parts.sigma[0], 1, rel_tol=1e-9) else ""
        return (
            f"The second move is Sigma: it multiplies everything by {first}.{nothing} Both singular values are {first}."
        )
    return (
        f"The second move is Sigma: it multiplies by {first} along one axis, by {second} along the other. {half_axes}"
    )


def _place_words(parts: SingularValues) -> str:
    if parts.flips:
        move = "a reflection, and so the plane lies flat for a moment"
    elif _is_still(parts.last_turn):
        move = "which does nothing here"
    else:
        degrees = abs(math.degrees(parts.last_turn))
        way = "" if degrees > 180 - 5e-4 else f", {_way(parts.last_turn)}"
        move = f"a rotation by {spoken(degrees)} degrees{way}"
    right = "The arrows are perpendicular again" if parts.sigma[1] > 0 else "Nothing else is left to be moved"
    if parts.image == "point":
        right = "Zero stays zero"
    return f"The third move is U, {move}. {right}: U times Sigma times V transposed is A."


def _eigenvalue_words(found: Spectrum) -> str:
    first, second = found.eigenvalues
    if found.kind == "no line":
        return f"complex eigenvalues of size {spoken(found.radius)}"
    return f"the eigenvalues {spoken(first.real)} and {spoken(second.real)}"


def _trap_words(matrix: npt.ArrayLike, parts: SingularValues, found: Spectrum) -> str:
    begin = f"Do not take singular values for eigenvalues. This matrix has {_eigenvalue_words(found)}."
    if not is_normal(matrix):
        first, second = (spoken(float(value)) for value in parts.sigma)
        return f"{begin} Its singular values are {first} and {second}: not the same, even in size."
    A = np.asarray(matrix, dtype=float)
    reason = "A is symmetric" if A[0, 1] == A[1, 0] else "A commutes with its transpose"
    return f"{begin} Here the sizes agree, because {reason}. For most matrices they do not."


def _keep_words(parts: SingularValues) -> str:
    if parts.image == "point":
        return (
            "To compress a layer, keep the greatest singular values and drop the rest. Here there is nothing to keep."
        )
    layer = "In a layer of a thousand by a thousand, such a piece takes two thousand numbers, not a million."
    if parts.image == "segment":
        return f"To compress it, keep sigma one and drop sigma two. It is zero here: nothing is lost. {layer}"
    percent = spoken(100 * parts.kept)
    return (
        f"To compress it, keep sigma one and drop sigma two. {percent} percent of the squared entries are kept. {layer}"
    )
