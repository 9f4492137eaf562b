"""A sympy expression as Typst math markup: fractions, roots, juxtaposed products, signs and short numbers."""

import re
from dataclasses import dataclass
from typing import Any

import sympy

_GREEK = frozenset(
    ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"]
).union(["nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"])
# Functions whose power stands between name and argument: sin^2(x).
_POWER_INSIDE = frozenset(["sin", "cos", "tan", "sinh", "cosh", "tanh"])
# Typst knows sin, log, sinh and the like as upright operators; these it does not, or under another name.
_OPERATORS = {
    "atan": "arctan",
    "absolute_value": "abs",
    "sigmoid": 'op("sigmoid")',
    "relu": 'op("ReLU")',
    "sign": 'op("sign")',
    "step": 'op("step")',
}


def formula_markup(expression: Any, *, keep_order: bool = False) -> str:
    """Return Typst math markup for a sympy expression built by `explainers.maths.expressions`.

    Parameters
    ----------
    expression
        A sympy expression over symbols.
    keep_order
        Write terms and factors as they stand in the tree (one built with ``evaluate=False``); otherwise sums have
        their highest degree first.

    Examples
    --------
    >>> x = sympy.Symbol("x", real=True)
    >>> formula_markup(x**2 / 2 - 3 * x)
    'frac(x^2, 2) - 3 x'
    """
    return _Writer(keep_order).write(expression)


@dataclass(frozen=True)
class _Writer:
    keep_order: bool

    def write(self, expression: Any) -> str:
        if expression.is_Add:
            return self.sum(expression)
        if expression.is_Mul or expression.is_Rational:
            return self.product(expression)
        if expression.is_Float:
            return number_markup(float(expression))
        if isinstance(expression, sympy.exp):
            return self.exponential(expression.exp)
        if expression.is_Pow:
            return self.power(expression)
        if expression.is_Symbol:
            return symbol_markup(expression.name)
        if expression.is_Function:
            return self.function_name(expression) + f"({self.write(expression.args[0])})"
        return "pi" if expression == sympy.pi else "e" if expression == sympy.E else f'"{expression}"'

    def sum(self, expression: Any) -> str:
        terms = [self.write(term) for term in self.terms(expression)]
        written = terms[0]
        for term in terms[1:]:
            written += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        return written

    def terms(self, expression: Any) -> list[Any]:
        if self.keep_order:
            return list(expression.args)
        terms = list(expression.as_ordered_terms(order="grlex"))
        # Nobody writes -x^2 + y where y - x^2 says the same.
        if len(terms) == 2 and terms[0].could_extract_minus_sign() and not terms[1].could_extract_minus_sign():
            terms.reverse()
        return terms

    def product(self, expression: Any) -> str:
        numerators, denominators, negative = self.factors(expression)
        if denominators:
            written = f"frac({self.juxtaposed(numerators)}, {self.juxtaposed(denominators)})"
        elif negative and len(numerators) == 1:
            written = self.bracketed_sum(numerators[0])
        else:
            written = self.juxtaposed(numerators)
        return f"-{written}" if negative else written

    def factors(self, expression: Any) -> tuple[list[Any], list[Any], bool]:
        """Return the factors above and below the fraction line, and whether a minus stands before it."""
        if expression.is_Mul:
            ordered = expression.args if self.keep_order else expression.as_ordered_factors()
            parts = [self.factors(factor) for factor in ordered]
            above = [factor for part in parts for factor in part[0]]
            below = [factor for part in parts for factor in part[1]]
            return above, below, sum(part[2] for part in parts) % 2 == 1
        if expression.is_Rational:
            above = [] if abs(expression.p) == 1 else [sympy.Integer(abs(expression.p))]
            below = [] if expression.q == 1 else [sympy.Integer(expression.q)]
            return above, below, bool(expression.p < 0)
        if expression.is_Float and expression < 0:
            return [-expression], [], True
        if expression.is_Pow and expression.exp.is_Number and expression.exp < 0:
            positive = sympy.Pow(expression.base, -expression.exp, evaluate=False)
            return [], [expression.base if expression.exp == -1 else positive], False
        return [expression], [], False

    def juxtaposed(self, factors: list[Any]) -> str:
        if len(factors) < 2:
            return self.atom(factors[0]) if factors else "1"
        pieces = [self.bracketed_sum(factor) for factor in factors]
        written = pieces[0]
        for piece in pieces[1:]:
            written += f" dot {piece}" if piece[0].isdigit() else f" {piece}"
        return written

    def atom(self, factor: Any) -> str:
        # An integer must not come back through `product`, which came here.
        return str(factor) if factor.is_Integer else self.write(factor)

    def bracketed_sum(self, factor: Any) -> str:
        return f"({self.write(factor)})" if factor.is_Add else self.atom(factor)

    def power(self, expression: Any) -> str:
        base, exponent = expression.base, expression.exp
        if not exponent.free_symbols and exponent.doit().is_Rational:
            exponent = exponent.doit()  # a third was typed as 1 divided by 3
        if exponent.is_Rational and exponent.p < 0 and not self.keep_order:
            return self.product(expression)
        if exponent == sympy.Rational(1, 2) or exponent == sympy.Float(0.5):
            return f"sqrt({self.write(base)})"
        if exponent.is_Rational and exponent.p == 1 and exponent.q < 10:
            return f"root({exponent.q}, {self.write(base)})"
        raised = superscript(self.write(exponent))
        if base.is_Function and base.func.__name__ in _POWER_INSIDE and exponent.is_Integer and exponent > 0:
            return f"{self.function_name(base)}{raised} ({self.write(base.args[0])})"
        return self.base(base) + raised

    def base(self, base: Any) -> str:
        written = self.write(base)
        plain = base.is_Symbol or base == sympy.pi or written.startswith("abs(")
        return written if plain or re.fullmatch(r"\d+(\.\d+)?", written) else f"({written})"

    def exponential(self, exponent: Any) -> str:
        written = self.write(exponent)
        return f"exp({written})" if "frac(" in written else f"e{superscript(written)}"

    def function_name(self, expression: Any) -> str:
        name: str = expression.func.__name__
        return _OPERATORS.get(name, name)


def superscript(written: str) -> str:
    """Return markup that sets `written` as an exponent, in (invisible) brackets unless it is one character."""
    return f"^{written}" if len(written) == 1 else f"^({written})"


def number_markup(number: float) -> str:
    """Return a decimal number with at most six digits, as 0.5 or ``1.5 dot 10^(-7)``."""
    mantissa, _, exponent = f"{number:.6g}".partition("e")
    return f"{mantissa} dot 10^({int(exponent)})" if exponent else mantissa


def symbol_markup(name: str) -> str:
    """Return a variable's name as Typst knows it: a letter, a Greek letter, an index, or upright words."""
    indexed = re.fullmatch(r"([A-Za-z]+?)_?(\d+)", name)
    if indexed:
        return f"{symbol_markup(indexed[1])}_{superscript(indexed[2])[1:]}"
    return name if len(name) == 1 or name in _GREEK else f'"{name}"'
