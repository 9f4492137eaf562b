"""The belief that is explored: bars, curves and numbers follow the prior and the data, whatever was before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from explainers.film.capture import configure_manim
from explainers.film.glance import Glance
from explainers.spec.errors import BadInput
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.significant_number import ShortNumber
from scenes.probability.bayes_update import BayesUpdate
from tests.scenes.test_bayes_update import EDGES, FAR_PARAMETERS
from tests.scenes.watching import params_of, rehearsed

FAMILIES = ("beta-binomial", "gamma-poisson", "normal", "dirichlet-multinomial", "normal-inverse-gamma")
CASES: list[dict[str, Any]] = [{"family": family} for family in FAMILIES] + FAR_PARAMETERS + EDGES


@pytest.fixture(scope="module", autouse=True)
def _settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings.of(resolution="128x72", fps=1), tmp_path_factory.mktemp("cache"))


class Explored:
    """The figure, as the studio drives it."""

    def __init__(self) -> None:
        self.glance = Glance(BayesUpdate, {"rehearsal": rehearsed(BayesUpdate, {})})
        self.handles = self.glance.scene.explore()
        self.figure: Any = self.glance.scene.mobjects[-1]

    def take(self, raw: dict[str, Any]) -> Any:
        """Show other parameters; return all that the scene computes with them."""
        params = params_of(BayesUpdate, raw)
        self.glance.scene.take(params)
        self.glance.picture()
        return BayesUpdate.solve(params)

    def places(self) -> dict[str, np.ndarray]:
        """Where the handles stand that are there."""
        scene = self.glance.scene
        return {handle.label: handle.at(scene.params) for handle in self.handles if handle.is_there(scene.params)}


@pytest.fixture(scope="module")
def explored() -> Explored:
    """One figure for all tests, in any order: nothing of a value may be left in the next."""
    return Explored()


@pytest.mark.parametrize(
    ("family", "sums"),
    [
        ("beta-binomial", [("heads", 2, 7, 9), ("tails", 2, 3, 5)]),
        ("gamma-poisson", [("events", 2, 20, 22), ("exposure", 1, 8, 9)]),
        ("normal", [("precision", 1, 5 / 0.8**2, 1 + 5 / 0.8**2)]),
        ("dirichlet-multinomial", [("a", 1, 7, 8), ("others", 2, 5, 7)]),
    ],
)
def test_the_posterior_is_the_prior_and_what_is_added(
    explored: Explored, family: str, sums: list[tuple[str, float, float, float]]
) -> None:
    """By hand, from the example data of each family; the sums stand beside the bars."""
    numbers = explored.take({"family": family})
    assert [part.name for part in numbers.parts] == [name for name, *_ in sums]
    for part, (_, *expected), shown in zip(numbers.parts, sums, explored.figure.bars.numbers, strict=True):
        assert [part.prior, part.data, part.posterior] == pytest.approx(expected)
        assert [number.value for number in shown] == pytest.approx(expected)


@pytest.mark.parametrize("raw", CASES, ids=str)
def test_what_is_drawn_is_the_solver_s(explored: Explored, raw: dict[str, Any]) -> None:
    """Numbers, estimates and region are those of the whole story; a posterior that is all seen integrates to one."""
    numbers = explored.take(raw)
    figure = explored.figure
    for column, belief in enumerate((numbers.prior, numbers.posterior)):
        for key, value in belief.row_values().items():
            if (key, column) in figure.table.numbers:
                assert figure.table.numbers[key, column].value == pytest.approx(
                    np.nan if value is None else value, nan_ok=True
                )
    for lane, estimate in (("data", numbers.estimate), ("posterior", numbers.posterior.mean)):
        assert figure.lanes.lanes[lane].value == (None if estimate is None else pytest.approx(estimate))
    drawn = figure.plot.drawn_values("posterior")
    if drawn is not None:
        x, heights = drawn
        assert np.trapezoid(heights, x) == pytest.approx(1, abs=0.02)


def test_the_drawn_prior_is_scipy_s(explored: Explored) -> None:
    """Beta(12, 4.5), read off the picture, to the ends of the axis."""
    explored.take({"prior": "12 4.5"})
    x, heights = explored.figure.plot.drawn_values("prior")
    assert (x[0], x[-1]) == pytest.approx((0, 1), abs=1e-3)
    np.testing.assert_allclose(heights, stats.beta(12, 4.5).pdf(x), atol=0.02)


def test_a_bar_is_dragged_to_its_value(explored: Explored) -> None:
    """The end of a bar has the value of its place: twice as far from the bar's foot, it is twice as much."""
    explored.take({"prior": "3 4"})
    places = explored.places()
    assert sorted(places) == ["value 1 of the prior", "value 2 of the prior"]
    bars = explored.figure.bars
    foot = bars.tip(0, 0)[0]
    assert (places["value 2 of the prior"][0] - foot) / (places["value 1 of the prior"][0] - foot) == pytest.approx(
        4 / 3
    )
    assert places["value 1 of the prior"][0] == pytest.approx(bars.rows[0][0].get_right()[0])
    assert bars.rows[0][1].get_left()[0] == pytest.approx(bars.rows[0][0].get_right()[0])


def test_a_normal_prior_is_dragged_by_its_curve(explored: Explored) -> None:
    """Its mean at the peak, its deviation at the bend beside it, where the density is exp(-1/2) of the peak."""
    explored.take({"family": "normal", "prior": "9 1.5 0.8"})
    places, plot = explored.places(), explored.figure.plot
    mean, beside = places["the mean of the prior"], places["the deviation of the prior"]
    assert mean[0] == pytest.approx(plot.to_point(9, 0)[0])
    assert beside[0] == pytest.approx(plot.to_point(10.5, 0)[0])
    assert (beside[1] - plot.base) / (mean[1] - plot.base) == pytest.approx(np.exp(-0.5), rel=1e-3)


def test_only_what_can_be_dragged_has_a_handle(explored: Explored) -> None:
    """Of a Dirichlet the category that is shown; of a normal-inverse-gamma the mean only where the axis has it."""
    explored.take({"family": "dirichlet-multinomial", "component": "b"})
    assert list(explored.places()) == ["value 2 of the prior"]
    explored.take({"family": "normal-inverse-gamma", "component": "variance"})
    assert list(explored.places()) == [f"value {item} of the prior" for item in (2, 3, 4)]
    explored.take({"family": "normal-inverse-gamma"})
    assert "the mean of the prior" in explored.places()


def test_what_cannot_be_is_refused_and_the_figure_stays(explored: Explored) -> None:
    """One line, as the whole story has it; the last belief is still there."""
    explored.take({"prior": "3 4"})
    with pytest.raises(BadInput, match="prior"):
        explored.take({"prior": "3 -4"})
    explored.glance.picture()
    assert explored.figure.table.numbers["mean", 0].value == pytest.approx(3 / 7)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (437, "437"), (547.5, "547.5"), (2, "2"), (0.1, "0.1"), (7.8125, "7.812"), (10000, "10000"),
     (1.5e6, "1.5×10^6"), (2e-5, "2.0×10^-5"),
        (0.0048828, "0.0049"), (100, "100")],
)  # fmt: skip
def test_counts_are_written_as_counts(value: float, text: str) -> None:
    """Four significant digits at most, no zeros at the end of a fraction, all zeros of a whole number."""
    assert ShortNumber(value, color="#FFFFFF").text() == text
