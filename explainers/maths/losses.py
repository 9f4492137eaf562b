"""Losses in two variables: the named test functions of optimisation, and what a user types.

Sources: Jamil and Yang, "A literature survey of benchmark functions for global optimisation problems" (2013) for Beale,
Booth, Matyas and Himmelblau; Rosenbrock, "An automatic method for finding the greatest or least value of a function"
(1960).
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from explainers.maths.errors import MathsError, cure_for_name, excerpt, nearest_name
from explainers.maths.expressions import Expression, parse_expression
from explainers.maths.minima import find_minima

Point = tuple[float, float]
Window = tuple[float, float, float, float]

VARIABLES = ("x", "y")
TYPED_WINDOW: Window = (-3.0, 3.0, -3.0, 3.0)
# The first of these at which a typed loss is finite is its start: off the axes, where partial derivatives vanish.
TYPED_STARTS: tuple[Point, ...] = ((-2.0, 1.5), (2.0, 1.5), (0.5, 0.5), (-2.0, -1.5), (2.0, -1.5))


@dataclass(frozen=True)
class Loss:
    """A smooth function f of the plane, to be made small.

    Parameters
    ----------
    name
        What a user writes for it: a catalogue name, or the formula typed.
    title
        What a viewer reads.
    expression
        f as a formula in x and y.
    minima
        Local minima, the lowest first; empty if there are none or none is known.
    window
        ``(x_lo, x_hi, y_lo, y_hi)``: where it is worth looking at.
    start
        A point to start a descent from.
    learning_rate
        A rate with which plain gradient descent from `start` shows something good.
    """

    name: str
    title: str
    expression: Expression
    minima: tuple[Point, ...]
    window: Window
    start: Point
    learning_rate: float

    def value(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return f(x, y) with the shape to which x and y broadcast; NaN where it is undefined."""
        return self.expression(x, y)

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return (df/dx, df/dy), shape (..., 2)."""
        partials = [partial(x, y) for partial in self._gradient]
        # At one point: stacking takes as long as the derivatives themselves.
        return np.stack(partials, axis=-1) if np.ndim(partials[0]) else np.array(partials)

    def hessian(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return the matrix of second derivatives, shape (..., 2, 2)."""
        rows = [np.stack([second(x, y) for second in row], axis=-1) for row in self._hessian]
        return np.stack(rows, axis=-2)

    @cached_property
    def _gradient(self) -> tuple[Expression, ...]:
        return self.expression.gradient()

    @cached_property
    def _hessian(self) -> tuple[tuple[Expression, ...], ...]:
        return self.expression.hessian()

    def condition_number(self) -> float | None:
        """Return the largest over the smallest eigenvalue of the Hessian at the first minimum, None without one."""
        if not self.minima:
            return None
        smallest, largest = np.linalg.eigvalsh(self.hessian(*self.minima[0]))
        return float(largest / smallest) if smallest > 0 else math.inf

    def is_finite_at(self, point: Point) -> bool:
        """Return whether value and gradient exist at `point`."""
        return bool(np.isfinite(self.value(*point)) and np.all(np.isfinite(self.gradient(*point))))

    def require_finite_at(self, point: Point) -> None:
        """Check that value and gradient exist at `point`.

        Raises
        ------
        MathsError
            If the loss or its gradient is not finite there.
        """
        if not self.is_finite_at(point):
            raise MathsError(f"Loss {self.name} is not finite at the start ({point[0]:g}, {point[1]:g})")


def named_losses() -> tuple[str, ...]:
    """Return the names of the losses that have one, in teaching order."""
    return tuple(_NAMED)


def find_loss(text: str, condition_number: float = 10.0) -> Loss:
    """Return the loss of that name, or the one a user typed as a formula in x and y.

    Parameters
    ----------
    text
        One of `named_losses` (case, spaces, underscores and hyphens do not matter) or a formula.
    condition_number
        Of the quadratic bowl, at least 1; the other losses have their own.

    Raises
    ------
    MathsError
        If it is neither, naming the nearest name if it looks like one.
    """
    name = re.sub(r"[\s_-]+", "-", text.strip().lower())
    if name in _NAMED:
        return _NAMED[name](condition_number)
    try:
        return parse_loss(text)
    except MathsError as error:
        looks_like_a_name = re.fullmatch(r"[a-z][a-z-]*", name) and len(name) > 2
        if looks_like_a_name and (nearest_name(name, _NAMED) or "Unknown name" in str(error)):
            cure = cure_for_name(name, _NAMED)
            raise MathsError(f"Loss {excerpt(text.strip())} is not known. {cure}") from error
        raise


@lru_cache(maxsize=64)
def parse_loss(text: str) -> Loss:
    """Return a typed formula in x and y as a loss, with the minima found in its window [-3, 3] x [-3, 3].

    Its learning rate is 1/L, where L is the largest curvature met at the start and at the first minimum.

    Raises
    ------
    MathsError
        If the text is not a formula, or not a function of x and y.
    """
    expression = parse_expression(text, VARIABLES, allow_constant=False)
    loss = Loss(expression.text, "A loss of your own", expression, (), TYPED_WINDOW, TYPED_STARTS[0], 0.1)
    start = next((point for point in TYPED_STARTS if loss.is_finite_at(point)), TYPED_STARTS[0])
    minima = find_minima(loss, TYPED_WINDOW)
    rate = _inverse_curvature(loss, [start, *minima[:1]])
    return replace(loss, minima=minima, start=start, learning_rate=rate)


def _inverse_curvature(loss: Loss, points: list[Point]) -> float:
    hessians = [loss.hessian(*point) for point in points]
    curvatures = [np.abs(np.linalg.eigvalsh(H)).max() for H in hessians if np.all(np.isfinite(H))]
    largest = max(curvatures, default=0.0)
    return float(f"{1 / largest:.2g}") if largest > 1e-3 else 0.1


def _named(
    name: str, title: str, formula: str, minima: tuple[Point, ...], window: Window, start: Point, learning_rate: float
) -> Callable[[float], Loss]:
    def build(condition_number: float) -> Loss:
        return Loss(name, title, parse_expression(formula, VARIABLES), minima, window, start, learning_rate)

    return build


def _quadratic_bowl(condition_number: float) -> Loss:
    """Return (x^2 + kappa y^2)/2; its rate 2/(1 + kappa) is the best one for gradient descent (Polyak 1987)."""
    if not (math.isfinite(condition_number) and 1 <= condition_number <= 1e6):
        raise MathsError(f"condition_number: {condition_number:g} must be between 1 and 1000000")
    kappa = float(condition_number)
    number = str(int(kappa)) if kappa.is_integer() else repr(kappa)
    formula = f"(x**2 + {number}*y**2)/2" if kappa != 1 else "(x**2 + y**2)/2"
    expression = parse_expression(formula, VARIABLES)
    window = (-12.0, 12.0, -4.0, 4.0)
    return Loss("quadratic-bowl", "A quadratic bowl", expression, ((0.0, 0.0),), window, (10.0, 1.0), 2 / (1 + kappa))


# The three minima of Himmelblau's function off (3, 2) are roots of a quartic; these are its roots to double precision.
_HIMMELBLAU = (
    (3.0, 2.0),
    (-2.805118086952745, 3.131312518250573),
    (-3.779310253377747, -3.283185991286170),
    (3.584428340330492, -1.848126526964404),
)

_NAMED: Mapping[str, Callable[[float], Loss]] = {
    "quadratic-bowl": _quadratic_bowl,
    "booth": _named(
        "booth", "Booth's function", "(x + 2*y - 7)**2 + (2*x + y - 5)**2",
        ((1.0, 3.0),), (-4.0, 6.0, -2.0, 8.0), (0.0, 0.0), 0.1,
    ),
    "matyas": _named(
        "matyas", "Matyas' function", "0.26*(x**2 + y**2) - 0.48*x*y",
        ((0.0, 0.0),), (-3.0, 3.0, -3.0, 3.0), (1.0, 1.0), 1.5,
    ),
    "rosenbrock": _named(
        "rosenbrock", "Rosenbrock's valley", "(1 - x)**2 + 100*(y - x**2)**2",
        ((1.0, 1.0),), (-2.0, 2.0, -1.0, 3.0), (-1.2, 1.0), 0.001,
    ),
    "beale": _named(
        "beale", "Beale's function",
        "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
        ((3.0, 0.5),), (-1.0, 4.5, -2.0, 2.0), (1.0, 1.0), 0.01,
    ),
    "himmelblau": _named(
        "himmelblau", "Himmelblau's function", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
        _HIMMELBLAU, (-5.0, 5.0, -5.0, 5.0), (0.0, 0.0), 0.01,
    ),
    "saddle": _named(
        "saddle", "A saddle", "x**2 - y**2",
        (), (-2.0, 2.0, -2.0, 2.0), (-1.5, 0.01), 0.1,
    ),
}  # fmt: skip
