"""Functions that a user types, as exact formulas: values on numpy arrays, derivatives, and Typst for the screen."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import sympy

from explainers.maths.errors import MathsError, excerpt
from explainers.maths.expression_parser import CONSTANTS, parse_to_sympy
from explainers.maths.formula_markup import formula_markup
from explainers.maths.real_functions import FUNCTIONS, NUMPY_FUNCTIONS, as_real


@dataclass(frozen=True)
class Expression:
    """A real function of named variables, given by a formula.

    Parameters
    ----------
    text
        The formula as typed; for a derivative, as sympy writes it.
    variables
        Names of the arguments, in the order in which a call takes them.
    sympy_expression
        The formula over real sympy symbols of those names.
    as_typed
        Whether `text` is a user's, so that `typst` keeps the order of its terms.
    """

    text: str
    variables: tuple[str, ...]
    sympy_expression: Any
    as_typed: bool = field(default=False, compare=False, repr=False)

    def __call__(self, *arrays: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return the values where the arguments broadcast together, NaN where the function is undefined.

        Poles, overflow and complex values count as undefined, so that every value is finite or NaN.

        Raises
        ------
        MathsError
            If the number of arguments is not the number of variables, or their shapes do not fit together.
        """
        if len(arrays) != len(self.variables):
            names = ", ".join(self.variables)
            raise MathsError(f"{excerpt(self.text)} takes {len(self.variables)} values ({names}), got {len(arrays)}")
        try:
            arguments = [np.asarray(array, dtype=np.float64) for array in arrays]
            # A descent asks for one point after the other: there is nothing to broadcast.
            if any(argument.ndim for argument in arguments):
                arguments = list(np.broadcast_arrays(*arguments))
        except ValueError as error:
            raise MathsError(f"{excerpt(self.text)}: the arguments must be numbers whose shapes fit") from error
        shape = arguments[0].shape if arguments else ()
        with np.errstate(all="ignore"):
            values = np.asarray(_compiled(self.sympy_expression, self.variables)(*arguments))
            if np.iscomplexobj(values):
                values = np.where(values.imag == 0, values.real, np.nan)
            values = values.astype(np.float64)
        if not shape and not values.ndim:
            value: Any = values[()] if np.isfinite(values) else np.float64(np.nan)
            return cast("npt.NDArray[np.float64]", value)
        return np.where(np.isfinite(values), values, np.nan) * np.ones(shape)

    def derivative(self, name: str) -> "Expression":
        """Return the partial derivative with respect to the variable `name`.

        It is a formula of its own and may have values where the function has none: log(x) ends at 0, 1/x does not.

        Raises
        ------
        MathsError
            If `name` is not one of the variables.
        """
        if name not in self.variables:
            raise MathsError(f"{excerpt(self.text)} has no variable '{name}'; it has {', '.join(self.variables)}")
        return _derivative(self, name)

    def gradient(self) -> tuple["Expression", ...]:
        """Return the partial derivatives, in the order of the variables."""
        return tuple(self.derivative(name) for name in self.variables)

    def hessian(self) -> tuple[tuple["Expression", ...], ...]:
        """Return the second partial derivatives, row by row."""
        return tuple(first.gradient() for first in self.gradient())

    def is_constant(self) -> bool:
        """Return whether the formula, simplified, uses none of its variables."""
        return not self.sympy_expression.free_symbols

    def typst(self) -> str:
        """Return the formula as Typst math markup, without the dollar signs.

        A typed formula keeps the order of its terms; a derivative has its highest degree first.
        """
        if self.as_typed:
            return formula_markup(parse_to_sympy(self.text, self.variables, as_typed=True), keep_order=True)
        return formula_markup(self.sympy_expression)


def parse_expression(text: str, variables: tuple[str, ...], *, allow_constant: bool = True) -> Expression:
    """Return the function that a user typed.

    Parameters
    ----------
    text
        A formula in Python's notation, with ``^`` also for powers: ``+ - * / **``, numbers, the variables, ``pi``,
        ``e`` and the functions of `explainers.maths.real_functions.FUNCTIONS`.
    variables
        Names that may occur.
    allow_constant
        Whether a formula may do without all of the variables.

    Raises
    ------
    MathsError
        For every text that is not such a formula; no other error escapes.

    Examples
    --------
    >>> float(parse_expression("x^2 * y", ("x", "y"))(2, 3))
    12.0
    """
    for name in variables:
        if not name.isidentifier() or name in FUNCTIONS or name in CONSTANTS:
            raise MathsError(f"{excerpt(name)} cannot be the name of a variable; take a letter such as x")
    expression = Expression(text.strip(), variables, _parsed(text, variables), as_typed=True)
    if expression.is_constant() and not allow_constant:
        raise MathsError(f"{excerpt(text)} is not a function of {' and '.join(variables)}")
    return expression


@lru_cache(maxsize=256)
def _parsed(text: str, variables: tuple[str, ...]) -> Any:
    return parse_to_sympy(text, variables)


@lru_cache(maxsize=512)
def _derivative(expression: Expression, name: str) -> Expression:
    try:
        derived = as_real(sympy.diff(expression.sympy_expression, sympy.Symbol(name, real=True)))
    except (RecursionError, MemoryError) as error:
        raise MathsError(f"{excerpt(expression.text)} is too intricate to differentiate; simplify it") from error
    return Expression(str(derived), expression.variables, derived)


@lru_cache(maxsize=512)
def _compiled(expression: Any, variables: tuple[str, ...]) -> Any:
    # Integers beyond a double's 53 bits would reach numpy as Python objects, which its functions do not take.
    large = {number: number.evalf() for number in expression.atoms(sympy.Integer) if abs(number) > 2**53}
    symbols = [sympy.Symbol(name, real=True) for name in variables]
    modules = cast(Any, [dict(NUMPY_FUNCTIONS), "numpy"])
    return sympy.lambdify(symbols, expression.xreplace(large), modules=modules, cse=True)
