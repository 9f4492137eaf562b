"""The optimisers: the curriculum's three-step results, known rates, and how a path ends when it cannot go on."""

import math
import pickle

import numpy as np
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg

from explainers.maths.descent import (
    AdaGrad,
    Adam,
    GradientDescent,
    Memory,
    Momentum,
    Nesterov,
    Newton,
    Optimiser,
    RMSProp,
    descend,
    find_optimiser,
    optimiser_names,
    stability_limit,
)
from explainers.maths.errors import MathsError
from explainers.maths.losses import find_loss

# f = (x^2 + 10 y^2)/2 from (10, 1), rate 0.1, after three steps
CURRICULUM = [
    ("gradient-descent", (7.29, 0)),
    ("momentum", (4.86, -0.81)),
    ("adagrad", (9.772379, 0.780456)),
    ("rmsprop", (9.270531, 0.369181)),
    ("adam", (9.700101, 0.701586)),
]


@pytest.mark.parametrize(("name", "end"), CURRICULUM)
def test_three_steps_lead_where_the_curriculum_says(name: str, end: tuple[float, float]) -> None:
    """The printed results, to the six digits printed."""
    descent = descend(find_loss("quadratic-bowl"), (10, 1), find_optimiser(name, 0.1), 3)
    np.testing.assert_allclose(descent.points[-1], end, atol=5.1e-7)
    assert descent.steps_taken == 3


def test_epsilon_stands_outside_the_root() -> None:
    """With g = 3 and epsilon = 1/2 a first step of rate 1 is 3/(sqrt(s) + 1/2), s = 9, 0.9 and, corrected, 9."""
    loss = find_loss("3*x + y^2")
    roots: list[tuple[Optimiser, float]]
    roots = [(AdaGrad(1, 0.5), 3), (RMSProp(1, 0.9, 0.5), math.sqrt(0.9)), (Adam(1, epsilon=0.5), 3)]
    for optimiser, root in roots:
        step, _ = optimiser.step(loss, np.zeros(2), Memory.empty())
        np.testing.assert_allclose(step, (-3 / (root + 0.5), 0))


def test_newton_needs_one_step_on_a_quadratic() -> None:
    """The quadratic model is the function, so its stationary point is the minimum."""
    for name in ("quadratic-bowl", "booth", "matyas"):
        loss = find_loss(name)
        descent = descend(loss, (2.5, -1.5), find_optimiser("newton", 0.1), 1)
        np.testing.assert_allclose(descent.points[-1], loss.minima[0], atol=1e-12)


def test_nesterov_is_the_recurrence_of_its_paper() -> None:
    """y_k = w_k + beta (w_k - w_{k-1}), w_{k+1} = y_k - eta grad f(y_k): the same path without a velocity."""
    loss, rate, beta = find_loss("himmelblau"), 0.005, 0.8
    points = [np.array([0.5, 0.5]), np.array([0.5, 0.5])]
    for _ in range(12):
        ahead = points[-1] + beta * (points[-1] - points[-2])
        points.append(ahead - rate * loss.gradient(*ahead))
    descent = descend(loss, (0.5, 0.5), Nesterov(rate, beta), 12)
    np.testing.assert_allclose(descent.points, points[1:], rtol=1e-12)


def test_momentum_is_the_three_term_recurrence() -> None:
    """w_{k+1} = w_k - eta grad f(w_k) + beta (w_k - w_{k-1}) (Polyak 1964)."""
    loss, rate, beta = find_loss("beale"), 0.005, 0.7
    points = [np.array([1.0, 1.0]), np.array([1.0, 1.0])]
    for _ in range(12):
        points.append(points[-1] - rate * loss.gradient(*points[-1]) + beta * (points[-1] - points[-2]))
    np.testing.assert_allclose(descend(loss, (1, 1), Momentum(rate, beta), 12).points, points[1:], rtol=1e-12)


def test_adams_first_step_is_the_rate_in_each_direction() -> None:
    """Bias correction makes the first step eta g/|g|: from 10 with rate 0.2 to 9.8."""
    descent = descend(find_loss("quadratic-bowl"), (10, 1), Adam(0.2), 1)
    np.testing.assert_allclose(descent.points[1], (9.8, 0.8), atol=1e-8)


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_without_momentum_the_ball_is_plain_gradient_descent(name: str) -> None:
    """beta = 0 leaves w - eta g."""
    loss = find_loss("booth")
    plain = descend(loss, (0, 0), GradientDescent(0.05), 10)
    np.testing.assert_allclose(descend(loss, (0, 0), find_optimiser(name, 0.05, momentum=0), 10).points, plain.points)


@pytest.mark.parametrize("kappa", [1.5, 10, 100, 271.3])
def test_best_rates_on_a_quadratic_are_those_of_the_books(kappa: float) -> None:
    """Gradient descent contracts by (k-1)/(k+1), heavy ball by (sqrt k - 1)/(sqrt k + 1), Nesterov by 1 - 1/sqrt k.

    The contraction is the spectral radius of the linear map that a step is on a quadratic.
    """
    root = math.sqrt(kappa)
    heavy = ((root - 1) / (root + 1)) ** 2
    cases: list[tuple[Optimiser, float]] = [
        (GradientDescent(2 / (1 + kappa)), (kappa - 1) / (kappa + 1)),
        (Momentum((2 / (root + 1)) ** 2, heavy), (root - 1) / (root + 1)),
        (Nesterov(1 / kappa, (root - 1) / (root + 1)), 1 - 1 / root),
    ]
    loss = find_loss("quadratic-bowl", kappa)
    for optimiser, expected in cases:
        columns = []
        size = 2 if isinstance(optimiser, GradientDescent) else 4  # the state: a point, and a velocity if there is one
        for unit in np.eye(4)[:size]:
            point, memory = optimiser.step(loss, unit[:2], Memory(unit[2:], np.zeros(2)))
            columns.append(np.concatenate([point, memory.velocity])[:size])
        radius = np.abs(linalg.eigvals(np.column_stack(columns))).max()
        # A double eigenvalue loses half of its digits.
        assert radius == pytest.approx(expected, abs=1e-6)


@given(st.floats(0.2, 1.8).filter(lambda r: abs(r - 1) > 0.05))
def test_gradient_descent_is_stable_below_two_over_l_and_only_there(part: float) -> None:
    """On 5 x^2 + 5 y^2 the limit is 0.2: below it the values fall, above it they grow."""
    loss = find_loss("5*x^2 + 5*y^2")
    limit = stability_limit(loss, (1, 1))
    assert limit == pytest.approx(0.2)
    descent = descend(loss, (1, 1), GradientDescent(part * limit), 40)
    assert (descent.values[-1] < descent.values[0]) == (part < 1)


def test_the_stability_limit_is_infinite_where_nothing_curves_up() -> None:
    """-x^2 - y^2 has no upward curvature; the bowl's limit is 2/kappa; without a Hessian there is none."""
    assert stability_limit(find_loss("-x^2 - y^2"), (1, 1)) == math.inf
    assert stability_limit(find_loss("quadratic-bowl", 50), (3, 4)) == pytest.approx(2 / 50)
    with pytest.raises(MathsError, match="not finite"):
        stability_limit(find_loss("log(x)"), (-1, 0))


@pytest.mark.parametrize("name", optimiser_names())
def test_a_path_holds_the_loss_at_each_of_its_points(name: str) -> None:
    """Shapes are (n+1, 2), (n+1,), (n+1, 2), and values and gradients belong to the points reported."""
    loss = find_loss("rosenbrock")
    descent = descend(loss, loss.start, find_optimiser(name, 0.001), 7)
    assert descent.points.shape == descent.gradients.shape == (8, 2)
    np.testing.assert_array_equal(descent.points[0], loss.start)
    np.testing.assert_allclose(descent.values, loss.value(*descent.points.T))
    np.testing.assert_allclose(descent.gradients, loss.gradient(*descent.points.T))
    assert descent.outcome == "finished"


@pytest.mark.parametrize("name", [name for name in optimiser_names() if name != "newton"])
def test_every_optimiser_gets_to_the_bottom_of_a_bowl(name: str) -> None:
    """Two hundred steps at a fitting rate come near the minimum."""
    rate = {"adagrad": 2.0, "rmsprop": 0.05, "adam": 0.3}.get(name, 0.05)
    descent = descend(find_loss("quadratic-bowl"), (3, 1), find_optimiser(name, rate), 200)
    assert np.linalg.norm(descent.points[-1]) < 0.1


@pytest.mark.parametrize("name", ["gradient-descent", "momentum", "nesterov"])
def test_a_diverging_path_ends_finite_and_silent(name: str, recwarn: pytest.WarningsRecorder) -> None:
    """Far too large a rate leaves a shorter, finite path that says so."""
    for text in ("rosenbrock", "quadratic-bowl", "exp(x^2 + y^2)"):
        descent = descend(find_loss(text), (1.5, 1.0), find_optimiser(name, 50.0), 500)
        assert descent.diverged
        assert descent.outcome == "diverged"
        assert 0 <= descent.steps_taken < 500
        assert all(np.all(np.isfinite(array)) for array in (descent.points, descent.values, descent.gradients))
        assert np.linalg.norm(descent.points, axis=1).max() <= 1e6
    assert not list(recwarn)


def test_a_path_that_leaves_the_domain_ends_before_it() -> None:
    """log(x) pulls the point to 0 and beyond, where there is no loss."""
    descent = descend(find_loss("log(x) + y^2"), (0.5, 0), GradientDescent(0.5), 10)
    assert descent.diverged
    assert np.all(descent.points[:, 0] > 0)


def test_newton_stops_where_the_hessian_has_no_inverse() -> None:
    """A valley has a flat direction: the path ends and says why."""
    descent = descend(find_loss("x^2"), (1, 1), Newton(), 5)
    assert descent.outcome == "singular-hessian"
    assert not descent.diverged
    assert descent.steps_taken == 0


def test_newton_goes_to_a_saddle() -> None:
    """It looks for a zero gradient, not for a minimum."""
    descent = descend(find_loss("saddle"), (1, 1), Newton(), 3)
    np.testing.assert_allclose(descent.points[-1], 0, atol=1e-12)


def test_a_path_can_have_no_steps() -> None:
    """Then it is its start; a negative number of steps, or a start where there is no loss, is refused."""
    loss = find_loss("log(x)")
    assert descend(loss, (1, 1), GradientDescent(0.1), 0).points.tolist() == [[1, 1]]
    with pytest.raises(MathsError, match="steps: -1 must not be negative"):
        descend(loss, (1, 1), GradientDescent(0.1), -1)
    with pytest.raises(MathsError, match=r"Loss log\(x\) is not finite at the start \(-1, 0\)"):
        descend(loss, (-1, 0), GradientDescent(0.1), 3)


def test_a_step_changes_nothing_in_place() -> None:
    """The same step from the same point and memory gives the same result."""
    loss, point = find_loss("booth"), np.array([0.5, -0.5])
    for name in optimiser_names():
        optimiser, memory = find_optimiser(name, 0.01), Memory(np.array([0.1, 0.2]), np.array([0.3, 0.4]), 2)
        first, second = optimiser.step(loss, point, memory), optimiser.step(loss, point, memory)
        np.testing.assert_array_equal(first[0], second[0])
        assert point.tolist() == [0.5, -0.5]
        assert memory.velocity.tolist() == [0.1, 0.2]


@pytest.mark.parametrize("text", ["Gradient Descent", "gradient_descent", " gradient-descent"])
def test_a_name_is_found_however_it_is_spelled(text: str) -> None:
    """Case, spaces, underscores and hyphens do not matter."""
    assert find_optimiser(text, 0.1) == GradientDescent(0.1)


def test_wrong_names_and_numbers_are_refused_with_a_cure() -> None:
    """The nearest name; the range of a hyperparameter."""
    with pytest.raises(MathsError, match=r"Optimiser 'adm' is not known\. Did you mean 'adam'\?"):
        find_optimiser("adm", 0.1)
    for build, message in [
        (lambda: GradientDescent(0.0), "learning rate: 0 must be positive"),
        (lambda: Momentum(0.1, 1.0), "momentum: 1 must be at least 0 and below 1"),
        (lambda: Adam(math.nan), "learning rate: nan must be positive"),
        (lambda: RMSProp(0.1, -0.5), "decay: -0.5 must be"),
        (lambda: AdaGrad(0.1, 0.0), "epsilon: 0 must be positive"),
    ]:
        with pytest.raises(MathsError, match=message):
            build()


def test_every_update_rule_is_markup_that_typst_compiles() -> None:
    """The formulas on the screen are set without an error."""
    rules = [find_optimiser(name, 0.1).update_rule() for name in optimiser_names()]
    assert typst.compile("\n\n".join(f"$ {rule} $" for rule in rules).encode(), format="svg")


def test_optimisers_and_paths_survive_the_way_to_another_process() -> None:
    """Pickled and back they are the same."""
    for name in optimiser_names():
        optimiser = find_optimiser(name, 0.1)
        assert pickle.loads(pickle.dumps(optimiser)) == optimiser
        descent = descend(find_loss("booth"), (0, 0), optimiser, 3)
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(descent)).points, descent.points)
