"""The losses: the curriculum's table of facts, derivatives against scipy, names, and typed formulas."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from explainers.maths.errors import MathsError
from explainers.maths.losses import Loss, find_loss, named_losses

# name, minimum, Hessian there, condition number, start, value and gradient at the start
CURRICULUM = [
    ("rosenbrock", (1, 1), [[802, -400], [-400, 200]], 2508.01, (-1.2, 1), 24.2, (-215.6, -88)),
    ("beale", (3, 0.5), [[3.15625, -11.4375], [-11.4375, 46.125]], 162.473, (1, 1), 14.203125, (0, 27.75)),
    ("booth", (1, 3), [[10, 8], [8, 10]], 9, (0, 0), 74, (-34, -38)),
    ("matyas", (0, 0), [[0.52, -0.48], [-0.48, 0.52]], 25, (1, 1), 0.04, (0.04, 0.04)),
    ("himmelblau", (3, 2), [[74, 20], [20, 34]], 3.1998, (0, 0), 170, (-14, -22)),
    ("quadratic-bowl", (0, 0), [[1, 0], [0, 10]], 10, (10, 1), 55, (10, 10)),
]


@pytest.mark.parametrize(("name", "minimum", "hessian", "condition", "start", "value", "gradient"), CURRICULUM)
def test_the_curriculums_facts_hold(
    name: str,
    minimum: tuple[float, float],
    hessian: list[list[float]],
    condition: float,
    start: tuple[float, float],
    value: float,
    gradient: tuple[float, float],
) -> None:
    """Minimum, curvature, condition number and the numbers at the start are those that the lessons quote."""
    loss = find_loss(name)
    assert loss.minima[0] == minimum
    assert loss.start == start
    np.testing.assert_allclose(loss.hessian(*minimum), hessian, rtol=1e-12)
    np.testing.assert_allclose(loss.gradient(*minimum), 0, atol=1e-12)
    assert loss.condition_number() == pytest.approx(condition, rel=1e-4)
    assert float(loss.value(*start)) == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(loss.gradient(*start), gradient, rtol=1e-12, atol=1e-12)


def test_rosenbrock_is_scipys() -> None:
    """Value, gradient and Hessian are those of scipy.optimize's own Rosenbrock function."""
    loss = find_loss("rosenbrock")
    for point in np.random.default_rng(0).uniform(-2, 2, (5, 2)):
        assert float(loss.value(*point)) == pytest.approx(optimize.rosen(point))
        np.testing.assert_allclose(loss.gradient(*point), optimize.rosen_der(point))
        np.testing.assert_allclose(loss.hessian(*point), optimize.rosen_hess(point))


@pytest.mark.parametrize("name", named_losses())
def test_gradients_pass_scipys_check(name: str) -> None:
    """`check_grad` finds no difference beyond its own step, at the start and beside it."""
    loss = find_loss(name)
    for point in (loss.start, (0.3, -0.7)):
        error = optimize.check_grad(lambda p: float(loss.value(*p)), lambda p: loss.gradient(*p), np.array(point))
        assert error < 1e-4


@pytest.mark.parametrize("name", named_losses())
def test_every_loss_is_ready_to_be_shown(name: str) -> None:
    """Start and minima lie in the window; the minima are minima, to rounding; value and gradient exist at the start."""
    loss = find_loss(name)
    x_low, x_high, y_low, y_high = loss.window
    for x, y in (loss.start, *loss.minima):
        assert x_low <= x <= x_high
        assert y_low <= y <= y_high
    for minimum in loss.minima:
        assert np.linalg.norm(loss.gradient(*minimum)) < 1e-12 * (1 + np.abs(loss.hessian(*minimum)).max()) * 10
        assert np.linalg.eigvalsh(loss.hessian(*minimum))[0] > 0
    loss.require_finite_at(loss.start)


def test_a_saddle_has_no_minimum() -> None:
    """x^2 - y^2 curves by 2 and -2, so there is no minimum and no condition number."""
    saddle = find_loss("saddle")
    np.testing.assert_allclose(saddle.hessian(0.7, -3), np.diag([2, -2]))
    assert saddle.minima == ()
    assert saddle.condition_number() is None


@given(st.floats(1, 1e4))
def test_the_bowls_condition_number_is_the_one_asked_for(kappa: float) -> None:
    """(x^2 + kappa y^2)/2 has the Hessian diag(1, kappa)."""
    bowl = find_loss("quadratic-bowl", kappa)
    assert bowl.condition_number() == pytest.approx(kappa)
    assert float(bowl.value(2, 3)) == pytest.approx((4 + 9 * kappa) / 2)


def test_a_condition_number_below_one_is_refused() -> None:
    """It is the larger over the smaller eigenvalue."""
    with pytest.raises(MathsError, match=r"condition_number: 0\.5 must be between 1 and"):
        find_loss("quadratic-bowl", 0.5)


def test_arrays_of_points_give_arrays_of_derivatives() -> None:
    """Shapes are (...), (..., 2) and (..., 2, 2), and every entry is the one that a single point gives."""
    loss = find_loss("beale")
    x, y = np.meshgrid(np.linspace(-1, 1, 3), np.linspace(0, 2, 4))
    assert loss.value(x, y).shape == (4, 3)
    assert loss.gradient(x, y).shape == (4, 3, 2)
    assert loss.hessian(x, y).shape == (4, 3, 2, 2)
    np.testing.assert_allclose(loss.hessian(x, y)[2, 1], loss.hessian(x[2, 1], y[2, 1]))


@pytest.mark.parametrize("text", ["Rosenbrock", " quadratic bowl", "QUADRATIC_BOWL", "Himmelblau "])
def test_a_name_is_found_however_it_is_spelled(text: str) -> None:
    """Case, spaces, underscores and hyphens do not matter."""
    assert find_loss(text).name in named_losses()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rosenbrok", "Loss 'rosenbrok' is not known. Did you mean 'rosenbrock'?"),
        ("boot", "Loss 'boot' is not known. Did you mean 'booth'?"),
        ("parabola", "Loss 'parabola' is not known. Known are quadratic-bowl, booth"),
        ("7", "'7' is not a function of x and y"),
        ("y - y", "'y - y' is not a function of x and y"),
        ("x**2 + z", "Unknown name 'z'"),
        ("", "empty"),
    ],
)
def test_what_is_no_loss_is_refused_with_a_cure(text: str, message: str) -> None:
    """A word is answered with names, a formula with what is wrong in it."""
    with pytest.raises(MathsError) as caught:
        find_loss(text)
    assert message in str(caught.value)


def test_a_loss_that_does_not_exist_at_the_start_says_so() -> None:
    """The message names loss and point."""
    with pytest.raises(MathsError, match=r"Loss log\(x\) is not finite at the start \(-1, 0\)"):
        find_loss("log(x)").require_finite_at((-1, 0))


def test_a_typed_loss_starts_where_it_exists() -> None:
    """log(x) + y^2 has no value at the usual start on the left, so it starts on the right."""
    loss = find_loss("log(x) + y^2")
    assert loss.start[0] > 0
    loss.require_finite_at(loss.start)


@pytest.mark.parametrize(
    ("text", "minima"),
    [
        ("(x - 1)^2 + 3*(y + 2)^2 + x*y/10 - x*y/10", [(1, -2)]),
        ("(x^2 - 1)^2 + y^2 + x/10", None),
        ("x^2 - y^2", []),
        ("x + y", []),
        ("x^2", []),
        ("-exp(-x^2 - y^2)", [(0, 0)]),
        ("x*log(x) + y^2", [(np.exp(-1), 0)]),
        ("log(x)", []),
    ],
)
def test_minima_of_typed_losses_are_found(text: str, minima: list[tuple[float, float]] | None) -> None:
    """Closed forms give the same minima; slopes, valleys and saddles have none."""
    loss = find_loss(text)
    if minima is None:  # the tilted double well: roots of 4 x (x^2 - 1) + 1/10 that curve upwards, the lower one first
        roots = np.roots([4, 0, -4, 0.1]).real
        minima = [(x, 0.0) for x in sorted(roots) if 12 * x**2 > 4]
    np.testing.assert_allclose(np.reshape(loss.minima, (-1, 2)), np.reshape(minima, (-1, 2)), atol=1e-9)


def test_a_typed_rosenbrock_has_the_named_ones_minimum() -> None:
    """The search finds the bottom of a bent valley."""
    assert find_loss("(1 - x)^2 + 100*(y - x^2)^2").minima == ((1.0, 1.0),)


def test_losses_survive_the_way_to_another_process() -> None:
    """Pickled and back, also after use, a loss is equal and has the same derivatives."""
    for text in (*named_losses(), "x^2 + abs(y)"):
        loss = find_loss(text)
        before = loss.hessian(*loss.start)
        copy: Loss = pickle.loads(pickle.dumps(loss))
        assert copy == loss
        np.testing.assert_array_equal(copy.hessian(*loss.start), before)
