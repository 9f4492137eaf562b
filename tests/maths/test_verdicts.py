"""What became of a descent: every outcome on a function for which it is known by hand."""

import numpy as np
import pytest

from explainers.maths.descent import descend
from explainers.maths.losses import find_loss
from explainers.maths.optimisers import Newton, find_optimiser
from explainers.maths.verdicts import Verdict, inside, judge, kind_of_place, typical_turn


def verdict(text: str, start: tuple[float, float], name: str = "gradient-descent", rate: float = 0.1, steps: int = 40):
    loss = find_loss(text)
    optimiser = find_optimiser(name, rate)
    return judge(descend(loss, start, optimiser, steps), loss, optimiser)


@pytest.mark.parametrize(
    ("text", "start", "name", "rate", "outcome"),
    [
        ("quadratic-bowl", (10, 1), "gradient-descent", 2 / 11, "converged"),
        ("quadratic-bowl", (0, 0), "gradient-descent", 0.1, "started-stationary"),
        ("quadratic-bowl", (10, 1), "gradient-descent", 2.5, "diverged"),
        ("quadratic-bowl", (0, 1), "gradient-descent", 0.2, "unchanged"),  # exactly 2/L: from wall to wall
        ("quadratic-bowl", (0, 1), "gradient-descent", 0.201, "climbed"),
        ("rosenbrock", (-1.2, 1), "gradient-descent", 0.001, "on-its-way"),
        ("rosenbrock", (-1.2, 1), "newton", 1, "converged"),
        ("saddle", (-1.5, 0.01), "newton", 1, "stationary"),
        ("saddle", (-1.5, 0.01), "gradient-descent", 0.1, "left-window"),
        ("-x**2 - y**2", (1, 1), "gradient-descent", 0.5, "ran-away"),
        ("sqrt(x + 2)", (-1.9, 0), "gradient-descent", 1, "left-domain"),
        ("x + y", (0, 0), "newton", 1, "singular-hessian"),
    ],
)
def test_outcomes(text: str, start: tuple[float, float], name: str, rate: float, outcome: str) -> None:
    """Each descent ends as its function and rate make it end."""
    assert verdict(text, start, name, rate).outcome == outcome


def test_the_minimum_reached_is_the_known_one() -> None:
    """Himmelblau's function from its own start goes to (3, 2), the lowest; the wavy bowl's side minimum is not."""
    found = verdict("himmelblau", (0, 0), rate=0.01)
    assert found.minimum == (3.0, 2.0)
    assert found.is_lowest
    side = verdict("x**4 - 8*x**2 + x + y**2", (1, 1), rate=0.02, steps=200)
    assert side.outcome == "converged"
    assert not side.is_lowest
    assert side.minimum is not None
    assert side.minimum[0] == pytest.approx(np.roots([4, 0, -16, 1]).max())


def test_the_step_out_of_the_window() -> None:
    """From (0, 1) with the factor 1 - 10 eta = -1.5, y is -1.5, 2.25, -3.375 and then 5.06: the fourth is out."""
    assert verdict("quadratic-bowl", (0, 1), rate=0.25).left_window_at == 4


def test_turns() -> None:
    """The best rate for x^2 + 10 y^2 turns by right angles from (10, 1); a straight line does not turn."""
    found: Verdict = verdict("quadratic-bowl", (10, 1), rate=2 / 11)
    assert found.typical_turn == pytest.approx(90)
    assert typical_turn(np.array([[0.0, 0], [1, 1], [3, 3]])) == pytest.approx(0, abs=1e-5)
    assert typical_turn(np.zeros((4, 2))) is None
    assert typical_turn(np.zeros((1, 2))) is None


def test_places() -> None:
    """The signs of the eigenvalues tell what a stationary point is."""
    kinds = [kind_of_place(np.diag(diagonal).astype(float)) for diagonal in ((1, 2), (-1, -2), (1, -1), (1, 0))]
    assert kinds == ["minimum", "maximum", "saddle", "flat"]


def test_damped_newton_is_judged_by_its_own_steps() -> None:
    """Half of Newton's step halves the distance each time: after 40, it has converged."""
    loss, optimiser = find_loss("quadratic-bowl"), Newton(0.5)
    descent = descend(loss, (10, 1), optimiser, 40)
    np.testing.assert_allclose(descent.points[3], (10 / 8, 1 / 8))
    assert judge(descent, loss, optimiser).outcome == "converged"


def test_inside_counts_the_edge() -> None:
    """A point on the window's edge is inside."""
    assert inside([(1, 2), (1.01, 2)], (-1, 1, -2, 2)).tolist() == [True, False]
