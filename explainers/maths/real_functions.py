"""Functions of one real variable that sympy has only for the complex plane, or not at all.

sympy's own `Abs`, `sign` and `Heaviside` differentiate into `re`, `im` and `DiracDelta`, which numpy cannot evaluate.
The functions here have the derivative a lecturer writes down: it holds almost everywhere, and is 0 at a kink of `step`
and `sign`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy
from scipy import special


class _RealFunction(sympy.Function):  # type: ignore[misc]
    """A function of one real argument that prints under the name it is typed with."""

    typed_name: str
    nargs = 1

    def _sympystr(self, printer: Any) -> str:
        return f"{self.typed_name}({printer._print(self.args[0])})"


class absolute_value(_RealFunction):  # noqa: N801 - sympy's functions are written in lower case
    """|u|, with derivative sign(u)."""

    typed_name = "abs"

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return the number |u| where u is one."""
        return sympy.Abs(argument) if argument.is_number else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return sign(u)."""
        return sign(self.args[0])


class sign(_RealFunction):  # noqa: N801
    """-1, 0 or 1, with derivative 0."""

    typed_name = "sign"

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return the number sign(u) where u is one."""
        return sympy.sign(argument) if argument.is_number else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return 0."""
        return sympy.S.Zero


class relu(_RealFunction):  # noqa: N801
    """max(0, u), with derivative step(u)."""

    typed_name = "relu"

    def fdiff(self, argindex: int = 1) -> Any:
        """Return step(u)."""
        return step(self.args[0])


class step(_RealFunction):  # noqa: N801
    """0 for u <= 0 and 1 above, with derivative 0: the derivative of `relu`, 0 at 0 as frameworks have it."""

    typed_name = "step"

    def fdiff(self, argindex: int = 1) -> Any:
        """Return 0."""
        return sympy.S.Zero


class sigmoid(_RealFunction):  # noqa: N801
    """1 / (1 + exp(-u)), with derivative sigmoid(u) (1 - sigmoid(u))."""

    typed_name = "sigmoid"

    def fdiff(self, argindex: int = 1) -> Any:
        """Return sigmoid(u) (1 - sigmoid(u))."""
        return self * (1 - self)


# What a user may call, and the sympy function it stands for.
FUNCTIONS: Mapping[str, Any] = {
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "abs": absolute_value,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "arctan": sympy.atan,
    "atan": sympy.atan,
    "sigmoid": sigmoid,
    "relu": relu,
    "sign": sign,
    "step": step,
}

# What sympy's `lambdify` writes into the numpy function for those that numpy does not know by that name.
NUMPY_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "absolute_value": np.abs,
    "sign": np.sign,
    "relu": lambda u: np.maximum(u, 0.0),
    "step": lambda u: np.heaviside(u, 0.0),
    "sigmoid": special.expit,
}


def as_real(expression: Any) -> Any:
    """Return the sympy expression with sympy's complex-minded functions replaced by the real ones above."""
    expression = expression.replace(sympy.Abs, absolute_value).replace(sympy.sign, sign)
    whole = {number: sympy.Integer(int(number)) for number in expression.atoms(sympy.Float) if _is_whole(number)}
    return expression.xreplace(whole)


def _is_whole(number: Any) -> bool:
    return bool(abs(number) < 1e15 and float(number).is_integer())
