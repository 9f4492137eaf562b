"""From what a user types to a sympy expression, by way of Python's `ast`; nothing typed is ever evaluated as code.

The syntax tree is walked against a short list of node types, names and functions. Every node is checked as it is built,
so that a text of 200 characters can neither hang the process nor fill its memory (`9**9**9`).
"""

import ast
import re
import warnings
from typing import Any

import sympy

from explainers.maths.errors import MathsError, cure_for_name, excerpt
from explainers.maths.real_functions import FUNCTIONS, as_real

LONGEST_TEXT = 200
DEEPEST_NESTING = 16
LARGEST_EXPONENT = 100
LARGEST_CONSTANT = 1e30

CONSTANTS = {"pi": sympy.pi, "e": sympy.E}

_NUMBER_BEFORE_NAME = re.compile(r"(?<![\w.])(\d+\.?\d*|\.\d+)\s*([A-Za-z_(][A-Za-z_]*)")
_NOT_DECIMAL = re.compile(r"(?<!\w)0[xXoObB]\w*")


def parse_to_sympy(text: str, variables: tuple[str, ...], *, as_typed: bool = False) -> Any:
    """Return the sympy expression that `text` stands for.

    Parameters
    ----------
    text
        A formula such as ``(1 - x)**2 + 100*(y - x^2)**2``; ``^`` is read as a power.
    variables
        Names that may occur, as real symbols.
    as_typed
        Keep terms and factors in the order typed (for printing); without it sympy simplifies as it always does.

    Raises
    ------
    MathsError
        For everything else than a real, finite, reasonably small formula in those variables.
    """
    tree = _syntax_tree(text, variables)
    try:
        expression = _Builder(variables, as_typed).build(tree, depth=0)
        return expression if as_typed else as_real(expression)
    except MathsError:
        raise
    except Exception as error:
        # sympy raises errors of many types (TypeError, ValueError, RecursionError, its own); to the user they all say
        # the same thing, and none may end a render or the studio.
        raise MathsError(f"Formula {excerpt(text)} cannot be worked out; simplify it") from error


def _syntax_tree(text: str, variables: tuple[str, ...]) -> ast.expr:
    if not text.strip():
        raise MathsError(f"The formula is empty; write one in {_listed(variables)}")
    if len(text) > LONGEST_TEXT:
        raise MathsError(f"The formula has {len(text)} characters; {LONGEST_TEXT} is the most allowed")
    not_decimal = _NOT_DECIMAL.search(text)
    if not_decimal:
        raise MathsError(f"Number {excerpt(not_decimal[0])} is not decimal; write numbers as 0.5 or 1e-3")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns about `2if`, which is refused below anyway
            return ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise MathsError(f"Formula {excerpt(text)} cannot be read{_cure_for_syntax(text)}") from error


def _cure_for_syntax(text: str) -> str:
    juxtaposed = _NUMBER_BEFORE_NAME.search(text)
    if juxtaposed:
        number, name = juxtaposed.groups()
        return f"; write {number}*{name} for a product"
    if text.count("(") != text.count(")"):
        return "; its brackets do not match"
    return "; write it as in 2*x**2 + sin(x)"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names) if names else "numbers"


class _Builder:
    """Walks one syntax tree; `as_typed` decides whether sympy may reorder and simplify."""

    def __init__(self, variables: tuple[str, ...], as_typed: bool) -> None:
        self.symbols = {name: sympy.Symbol(name, real=True) for name in variables}
        self.evaluate = not as_typed

    def build(self, node: ast.expr, depth: int) -> Any:
        if depth > DEEPEST_NESTING:
            raise MathsError(f"The formula is nested more than {DEEPEST_NESTING} deep; simplify it")
        match node:
            case ast.Constant(value=value):
                result = _number(value, node)
            case ast.Name(id=name):
                result = self.name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                result = self.product(sympy.S.NegativeOne, self.build(operand, depth + 1))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                result = self.build(operand, depth + 1)
            case ast.BinOp():
                result = self.binary(node, depth)
            case ast.Call():
                result = self.call(node, depth)
            case _:
                raise MathsError(f"{excerpt(_source(node))} is not allowed in a formula; {_ALLOWED}")
        return _checked(result, node) if self.evaluate else result

    def name(self, name: str) -> Any:
        if name in self.symbols:
            return self.symbols[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name in FUNCTIONS:
            raise MathsError(f"Function '{name}' needs an argument; write {name}({next(iter(self.symbols), '1')})")
        if len(name) > 1 and all(letter in self.symbols for letter in name):
            raise MathsError(f"Unknown name '{name}'. Write {'*'.join(name)} for a product")
        raise MathsError(f"Unknown name {excerpt(name)}. {cure_for_name(name, self.known)}")

    @property
    def known(self) -> list[str]:
        return [*self.symbols, *CONSTANTS, *FUNCTIONS]

    def binary(self, node: ast.BinOp, depth: int) -> Any:
        # A sum or product of many terms is a tree that is deep on its left, but it is not nested to who types it.
        chained = isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div)
        left = self.build(node.left, depth if chained else depth + 1)
        right = self.build(node.right, depth + 1)
        match node.op:
            case ast.Add():
                return self.sum(left, right)
            case ast.Sub():
                return self.sum(left, self.product(sympy.S.NegativeOne, right))
            case ast.Mult():
                return self.product(left, right)
            case ast.Div():
                return self.product(left, self.power(right, sympy.S.NegativeOne, node))
            case ast.Pow():
                return self.power(left, right, node)
        raise MathsError(f"{excerpt(_source(node))} is not allowed in a formula; {_ALLOWED}")

    def sum(self, left: Any, right: Any) -> Any:
        if self.evaluate:
            return left + right
        terms = left.args if left.is_Add else (left,)
        return sympy.Add(*terms, right, evaluate=False)

    def product(self, left: Any, right: Any) -> Any:
        if self.evaluate:
            return left * right
        factors = left.args if left.is_Mul else (left,)
        return sympy.Mul(*factors, right, evaluate=False)

    def power(self, base: Any, exponent: Any, node: ast.expr) -> Any:
        if not self.evaluate:
            return sympy.Pow(base, exponent, evaluate=False)
        if exponent.is_number and abs(exponent.evalf()) > LARGEST_EXPONENT:
            raise MathsError(f"Exponent in {excerpt(_source(node))} is beyond {LARGEST_EXPONENT}, the largest allowed")
        if base.is_zero and exponent.is_negative:
            raise MathsError(f"{excerpt(_source(node))} divides by zero")
        return base**exponent

    def call(self, node: ast.Call, depth: int) -> Any:
        match node.func:
            case ast.Name(id=name) if name in FUNCTIONS and name not in self.symbols:
                pass
            case ast.Name(id=name) if name in self.symbols or name in CONSTANTS:
                raise MathsError(f"'{name}' is not a function; write {name}*(...) for a product")
            case ast.Name(id=name):
                raise MathsError(f"Unknown function {excerpt(name)}. {cure_for_name(name, FUNCTIONS)}")
            case factor:
                cure = f"write {_source(factor)}*(...) for a product" if len(_source(factor)) < 20 else "write * there"
                raise MathsError(f"{excerpt(_source(node))} has no * between its factors; {cure}")
        if node.keywords or len(node.args) != 1:
            raise MathsError(f"Function '{name}' takes one argument, got {len(node.args) + len(node.keywords)}")
        argument = self.build(node.args[0], depth + 1)
        if self.evaluate:
            return FUNCTIONS[name](argument)
        return FUNCTIONS[name](argument, evaluate=False)


_ALLOWED = "use + - * / **, numbers, brackets and functions such as sin, exp, sqrt"


def _number(value: object, node: ast.expr) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MathsError(f"{excerpt(_source(node))} is not a real number; {_ALLOWED}")
    if isinstance(value, int) and value < 10**15:
        return sympy.Integer(value)
    if value > LARGEST_CONSTANT:
        raise MathsError(f"Number {excerpt(str(value))} is larger than {LARGEST_CONSTANT:g}, the largest allowed")
    return sympy.Float(float(value))


def _checked(expression: Any, node: ast.expr) -> Any:
    """Return `expression` if every constant in it is a finite real number of bearable size."""
    if expression.is_number:
        _check_constant(complex(expression.evalf()), node)
    elif expression.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo):
        raise MathsError(f"{excerpt(_source(node))} is not finite; look for a division by zero")
    elif expression.has(sympy.I):
        raise MathsError(f"{excerpt(_source(node))} is not a real number; look for the root of a negative number")
    for number in expression.atoms(sympy.Rational):
        # sympy keeps fractions exact: without a bound their digits double with every power.
        if max(abs(number.p), number.q) > 10**200:
            raise MathsError(f"{excerpt(_source(node))} holds a number too large or too small; use fewer powers")
    return expression


def _check_constant(value: complex, node: ast.expr) -> None:
    if abs(value.imag) > 1e-12 * abs(value.real):
        raise MathsError(f"{excerpt(_source(node))} is not a real number; look for the root of a negative number")
    if not abs(value) <= LARGEST_CONSTANT:
        raise MathsError(f"{excerpt(_source(node))} is not finite, or larger than {LARGEST_CONSTANT:g}")


def _source(node: ast.expr) -> str:
    try:
        return ast.unparse(node)
    except RecursionError:
        return "..."
