"""Typed formulas: what they are worth, their derivatives, what is refused, and that nothing else ever comes out."""

import math
import pickle
import time

import numpy as np
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from explainers.maths.errors import MathsError
from explainers.maths.expressions import Expression, parse_expression

XY = ("x", "y")

VALUES_AT_HALF_AND_TWO = [
    ("x + 2*y", 4.5),
    ("-x**2", -0.25),
    ("x^2", 0.25),
    ("2^x^2", 2**0.25),
    ("y**-1", 0.5),
    ("sin(x) + cos(y)", math.sin(0.5) + math.cos(2)),
    ("tan(x)*exp(y)", math.tan(0.5) * math.exp(2)),
    ("log(x) - sqrt(y)", math.log(0.5) - math.sqrt(2)),
    ("abs(-x)", 0.5),
    ("sinh(x) + cosh(x) + tanh(x)", math.sinh(0.5) + math.cosh(0.5) + math.tanh(0.5)),
    ("arctan(y) + atan(y)", 2 * math.atan(2)),
    ("sigmoid(y)", 1 / (1 + math.exp(-2))),
    ("relu(x - 1) + relu(y)", 2.0),
    ("pi*e", math.pi * math.e),
    ("1.5e-3 + .5 + 2.", 2.5015),
    ("(x + y)/(x - y)", 2.5 / -1.5),
    ("3", 3.0),
]


@pytest.mark.parametrize(("text", "expected"), VALUES_AT_HALF_AND_TWO)
def test_a_formula_has_the_value_that_the_standard_library_gives(text: str, expected: float) -> None:
    """Every function and operator means what it means in Python's math module."""
    assert float(parse_expression(text, XY)(0.5, 2.0)) == pytest.approx(expected, rel=1e-14)


def test_values_broadcast_to_the_shape_of_the_arguments() -> None:
    """A constant and a function of one variable alone fill the whole grid, as float64."""
    row, column = np.linspace(0, 1, 4), np.linspace(0, 1, 3)[:, None]
    for text in ("3", "x", "x*y"):
        values = parse_expression(text, XY)(row, column)
        assert values.shape == (3, 4)
        assert values.dtype == np.float64
    assert parse_expression("x", XY)(1, 2).shape == ()


def test_undefined_values_are_nan_without_a_warning(recwarn: pytest.WarningsRecorder) -> None:
    """Poles, roots and logarithms of negative numbers and overflow are all NaN."""
    for text in ("1/x", "log(x)", "sqrt(x - 1)", "exp(1/x**2)", "(-2)**(x + 0.5)", "0**(x - 1)"):
        assert np.isnan(parse_expression(text, ("x",))(0.0)), text
    assert not list(recwarn)


def test_a_call_with_the_wrong_arguments_says_so() -> None:
    """Neither the number of arguments nor their shapes are guessed."""
    expression = parse_expression("x*y", XY)
    with pytest.raises(MathsError, match=r"takes 2 values \(x, y\), got 1"):
        expression(1.0)
    with pytest.raises(MathsError, match="shapes fit"):
        expression([1.0, 2.0], [1.0, 2.0, 3.0])


REFUSED = [
    ("", "is empty"),
    ("   ", "is empty"),
    ("x" * 201, "201 characters; 200 is the most"),
    ("sni", "Unknown name 'sni'. Did you mean 'sin'?"),
    ("sni(x)", "Unknown function 'sni'. Did you mean 'sin'?"),
    ("z", "Unknown name 'z'. Known are x, y, pi, e"),
    ("xy", "Write x*y for a product"),
    ("2x", "write 2*x for a product"),
    ("3 sin(x)", "write 3*sin for a product"),
    ("2(x + 1)", "write 2*(...) for a product"),
    ("x(y)", "write x*(...) for a product"),
    ("sin", "write sin(x)"),
    ("sin(x, y)", "takes one argument, got 2"),
    ("sin(x=1)", "takes one argument, got 1"),
    ("sin(*x)", "not allowed"),
    ("(x + 1", "brackets do not match"),
    ("x.real", "not allowed in a formula"),
    ("x[0]", "not allowed in a formula"),
    ("x < y", "not allowed in a formula"),
    ("x // y", "not allowed in a formula"),
    ("x if y else 1", "not allowed in a formula"),
    ("lambda: x", "not allowed in a formula"),
    ("(x := 2)", "not allowed in a formula"),
    ("[x for x in y]", "not allowed in a formula"),
    ("'x'", "not a real number"),
    ("True", "not a real number"),
    ("2j", "not a real number"),
    ("0x10", "not decimal"),
    ("__import__('os').system('true')", "no * between"),
    ("__import__('os')", "Unknown function '__import__'"),
    ("import os", "cannot be read"),
    ("x\0", "cannot be read"),
    ("9**9**9", "beyond 100, the largest allowed"),
    ("9^9^9^9", "beyond 100, the largest allowed"),
    ("x**(10**9)", "beyond 100, the largest allowed"),
    ("((((2*x)^100)^100)^100)^100", "too large"),
    ("1e999", "larger than 1e+30"),
    ("exp(100)", "larger than 1e+30"),
    ("1/0", "divides by zero"),
    ("x/(1 - 1)", "divides by zero"),
    ("sqrt(-1)", "not a real number"),
    ("(-8)**(1/3)", "not a real number"),
    ("log(0)", "not finite"),
    ("-" * 150 + "x", "more than 16 deep"),
    ("(" * 120 + "x" + ")" * 79, "brackets"),
    ("abs(" * 30 + "x" + ")" * 30, "more than 16 deep"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_not_a_formula_is_refused_in_one_line(text: str, message: str) -> None:
    """The message names the thing and the cure, on one line, and comes at once."""
    started = time.perf_counter()
    with pytest.raises(MathsError) as caught:
        parse_expression(text, XY)
    assert time.perf_counter() - started < 2
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_long_sum_is_not_deep() -> None:
    """A hundred terms are a deep syntax tree, but nobody would call them nested."""
    assert float(parse_expression("+".join(["x"] * 100), XY)(1, 0)) == 100


def test_a_constant_is_refused_only_where_the_caller_says_so() -> None:
    """A flat curve is a function; a loss that depends on nothing is not."""
    assert parse_expression("3", XY).is_constant()
    with pytest.raises(MathsError, match="'x - x' is not a function of x and y"):
        parse_expression("x - x", XY, allow_constant=False)


def test_names_of_variables_are_the_callers() -> None:
    """A variable may have any name that means nothing else."""
    assert float(parse_expression("theta_1 + w", ("w", "theta_1"))(1, 2)) == 3
    with pytest.raises(MathsError, match="'sin' cannot be the name of a variable"):
        parse_expression("1", ("sin",))


@given(st.text(max_size=60))
def test_no_text_brings_another_error(text: str) -> None:
    """Whatever is typed, what comes out is a function or a MathsError."""
    _parse_or_refuse(text)


@given(st.text(alphabet="xy0123456789.+-*/^()e ,[]=<>'\"\\\n\tsincoxpqrtlgabsj_:@", max_size=40))
def test_no_text_in_the_parsers_own_alphabet_brings_another_error(text: str) -> None:
    """Nearly right texts go deeper into the parser than random ones."""
    _parse_or_refuse(text)


def _parse_or_refuse(text: str) -> None:
    try:
        expression = parse_expression(text, XY)
        values = [expression(0.3, -1.2), *(partial(0.3, -1.2) for partial in expression.gradient())]
        expression.typst()
    except MathsError:
        return
    assert all(value.shape == () for value in values)


ATOMS = st.sampled_from(["x", "y", "pi", "e", "0", "1", "2", "3", "0.5", "10", "1e-3", "7.25"])


def _grown(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    functions = ["sin", "cos", "tan", "exp", "log", "sqrt", "abs", "sinh", "cosh", "tanh", "arctan", "sigmoid", "relu"]
    return st.one_of(
        st.tuples(children, st.sampled_from(["+", "-", "*", "/", "**", "^"]), children).map(lambda t: "".join(t)),
        st.tuples(st.sampled_from([*functions, "", "-"]), children).map(lambda t: f"{t[0]}({t[1]})"),
    )


NUMPY_NAMES = ["sin", "cos", "tan", "exp", "log", "sqrt", "abs", "sinh", "cosh", "tanh", "arctan", "pi", "e"]
FORMULAS = st.recursive(ATOMS, _grown, max_leaves=8)


@given(FORMULAS)
def test_grown_formulas_agree_with_numpy(text: str) -> None:
    """Where numpy, given the same text, finds a finite number, so does the expression, and the same one."""
    try:
        expression = parse_expression(text, XY)
    except MathsError:
        return
    names = {name: getattr(np, name) for name in NUMPY_NAMES}
    names |= {"sigmoid": lambda u: 1 / (1 + np.exp(-u)), "relu": lambda u: np.maximum(u, 0)}
    x, y = np.float64(0.37), np.float64(-1.21)
    with np.errstate(all="ignore"):
        try:
            # The oracle may evaluate: hypothesis wrote this text, not a user.
            expected = eval(text.replace("^", "**"), {"__builtins__": {}}, names | {"x": x, "y": y})
        except (ZeroDivisionError, OverflowError):
            return
    if isinstance(expected, complex) or not np.isfinite(expected) or abs(expected) > 1e12:
        return
    value = float(expression(x, y))
    assert np.isnan(value) or value == pytest.approx(float(expected), rel=1e-6, abs=1e-6)


@given(FORMULAS)
def test_grown_formulas_have_the_gradient_that_finite_differences_give(text: str) -> None:
    """The symbolic gradient agrees with a difference quotient, wherever the function is tame."""
    try:
        expression = parse_expression(text, XY)
        gradient = np.array([float(partial(0.37, -1.21)) for partial in expression.gradient()])
    except MathsError:
        return
    for axis, name in enumerate(XY):
        shifts = np.array([-2e-4, -1e-4, 1e-4, 2e-4])
        point = {"x": np.full(4, 0.37), "y": np.full(4, -1.21)}
        point[name] = point[name] + shifts
        f = expression(point["x"], point["y"])
        coarse, fine = (f[3] - f[0]) / 4e-4, (f[2] - f[1]) / 2e-4
        if np.all(np.isfinite(f)) and abs(coarse - fine) < 1e-4 * (1 + abs(fine)) and np.abs(f).max() < 1e3:
            assert np.isnan(gradient[axis]) or gradient[axis] == pytest.approx(fine, rel=1e-2, abs=1e-3)


@pytest.mark.parametrize("text", ["x**2*y + sin(x*y)", "exp(-x**2)*log(y + 5)", "sigmoid(x*y)", "(x - y)**4/x"])
def test_the_gradient_passes_scipys_check(text: str) -> None:
    """`scipy.optimize.check_grad` finds no difference beyond its own step."""
    expression = parse_expression(text, XY)
    partials = expression.gradient()
    error = optimize.check_grad(
        lambda p: float(expression(*p)), lambda p: np.array([float(d(*p)) for d in partials]), np.array([0.4, 0.9])
    )
    assert error < 1e-6


def test_derivatives_of_the_curriculum() -> None:
    """x^2 y has the gradient (12, 4) at (2, 3); sin(x^2) has the derivative 2 cos 1 at 1."""
    assert [float(d(2, 3)) for d in parse_expression("x^2*y", XY).gradient()] == [12, 4]
    assert float(parse_expression("sin(x^2)", ("x",)).derivative("x")(1)) == pytest.approx(2 * math.cos(1))


def test_the_hessian_is_symmetric_and_right() -> None:
    """x^3 y^2 has second derivatives 6 x y^2, 6 x^2 y, 2 x^3."""
    hessian = parse_expression("x**3*y**2", XY).hessian()
    assert [[float(entry(2, 3)) for entry in row] for row in hessian] == [[108, 72], [72, 16]]


def test_kinks_have_the_derivative_that_frameworks_use() -> None:
    """abs has sign and relu has a step, 0 at the kink; a second derivative is 0."""
    x = np.array([-2.0, 0.0, 3.0])
    for text, expected in [("abs(x)", [-1, 0, 1]), ("relu(x)", [0, 0, 1]), ("sqrt(x**2)", [-1, 0, 1])]:
        derivative = parse_expression(text, ("x",)).derivative("x")
        assert derivative(x).tolist() == expected
        assert derivative.derivative("x")(x).tolist() == [0, 0, 0]
    assert parse_expression("abs(log(x))", ("x",)).derivative("x")(0.5) == pytest.approx(-2)


def test_an_unknown_variable_has_no_derivative() -> None:
    """The message lists the variables that there are."""
    with pytest.raises(MathsError, match="has no variable 'z'; it has x, y"):
        parse_expression("x", XY).derivative("z")


def test_expressions_survive_the_way_to_another_process() -> None:
    """Pickled and back, an expression is equal, and its derivatives have the same values and look."""
    for text in ("(1 - x)**2 + 100*(y - x^2)**2", "abs(x)*sigmoid(y) + relu(x)", "x^(1/3)/7 - 0.1"):
        expression = parse_expression(text, XY)
        copy: Expression = pickle.loads(pickle.dumps(expression))
        assert copy == expression
        assert copy.typst() == expression.typst()
        assert [float(d(0.5, 2)) for d in copy.gradient()] == [float(d(0.5, 2)) for d in expression.gradient()]


MARKUP = [
    ("x^2/2 - 3*x", "frac(x^2, 2) - 3 x"),
    ("(1 - x)**2 + 100*(y - x^2)**2", "(1 - x)^2 + 100 (y - x^2)^2"),
    ("0.26*(x^2 + y^2) - 0.48*x*y", "0.26 (x^2 + y^2) - 0.48 x y"),
    ("sqrt(x + 1)", "sqrt(x + 1)"),
    ("x^(1/3)", "root(3, x)"),
    ("x^0.5", "sqrt(x)"),
    ("sin(x)^2", "sin^2 (x)"),
    ("log(x)^2", "(log(x))^2"),
    ("e^x", "e^x"),
    ("exp(-x)", "e^(-x)"),
    ("exp(-x^2/2)", "exp(-frac(x^2, 2))"),
    ("x*2*3", "x dot 2 dot 3"),
    ("3*2^x", "3 dot 2^x"),
    ("-(x + y)", "-(x + y)"),
    ("x - (y - 1)", "x - (y - 1)"),
    ("x + -2", "x - 2"),
    ("(-x)^2", "(-x)^2"),
    ("1/(x*y)", "frac(1, x y)"),
    ("x/y/2", "frac(x, y dot 2)"),
    ("2/3*x", "frac(2 x, 3)"),
    ("x^10", "x^(10)"),
    ("1e-7*x", "1 dot 10^(-7) x"),
    ("abs(x)^2", "abs(x)^2"),
    ("arctan(x)", "arctan(x)"),
    ("-2", "-2"),
    ("0.1", "0.1"),
]


@pytest.mark.parametrize(("text", "markup"), MARKUP)
def test_a_typed_formula_is_set_as_it_was_typed(text: str, markup: str) -> None:
    """Order, fractions, roots, signs and products come out as a book would print what was typed."""
    assert parse_expression(text, XY).typst() == markup


def test_a_derivative_is_set_with_its_highest_degree_first() -> None:
    """Terms that sympy has put into its own order come out in a reader's."""
    assert parse_expression("x**4/4 + 5*x + 3*x**3 - x**2", ("x",)).derivative("x").typst() == "x^3 + 9 x^2 - 2 x + 5"
    assert parse_expression("0.5*x^2 + 1.5*x", ("x",)).derivative("x").typst() == "x + 1.5"
    assert parse_expression("(y - x**2)**2", XY).derivative("y").typst() == "2 y - 2 x^2"  # rather than -2 x^2 + 2 y


@given(st.lists(FORMULAS, min_size=1, max_size=8))
def test_typst_compiles_every_formula(texts: list[str]) -> None:
    """No formula, and no derivative of one, has markup that Typst refuses."""
    formulas = []
    for text in texts:
        try:
            expression = parse_expression(text, XY)
            formulas += [expression.typst(), expression.derivative("x").typst()]
        except MathsError:
            continue
    assert_typst_compiles(formulas)


def test_typst_compiles_every_name_of_a_variable() -> None:
    """Letters, Greek letters, indices and words are all set."""
    names = ("w", "theta", "w_1", "beta2", "rate", "learning_rate")
    expression = parse_expression(" + ".join(names), names)
    assert expression.typst() == 'w + theta + w_1 + beta_2 + "rate" + "learning_rate"'
    assert_typst_compiles([expression.typst()])


def assert_typst_compiles(formulas: list[str]) -> None:
    """Compile all formulas in one document; Typst raises on the first that is wrong."""
    document = "\n\n".join(f"$ {formula} $" for formula in formulas)
    assert typst.compile(document.encode(), format="svg")
