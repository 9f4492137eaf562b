"""The scene bayes-update: its numbers, its words, what it draws, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from explainers.film.capture import configure_manim, film
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, validate_params
from explainers.spec.settings import RenderSettings
from explainers.stage.rehearsal import Rehearsal, rehearse
from scenes.probability.bayes_update import BayesUpdate, BayesUpdateParams
from tests.scenes.watching import FrameWatcher, assert_inside

FORTY = "HTTHHTHTHHHTTHTHHTHT" * 2

FAR_PARAMETERS: list[dict[str, Any]] = [
    {"prior": "0.5 0.5", "data": FORTY, "interval": "highest-density", "credible_mass": "0.999", "reference": "0.5"},
    {
        "family": "normal-inverse-gamma",
        "prior": "0 0.01 0.01 0.01",
        "data": "3 3.1 2",
        "component": "variance",
        "arrival": "all-at-once",
    },
    {"prior": "1 1", "data": "5000/10000", "credible_mass": "0.5", "reference": "0.2", "seed": "3"},
]

EDGES: list[dict[str, Any]] = [
    {"family": "gamma-poisson", "prior": "0.01 0.01", "data": "0 0 0 1", "quantity": "W" * 40, "reference": "1e6"},
    {"family": "normal", "prior": "-1000 0.1 0.1", "data": "1000 1000.5", "reference": "-1000000"},
    {"family": "dirichlet-multinomial", "prior": "1 2 3 4 5 6", "data": "a b:12 c d e f", "component": "f"},
]


def prepare(**values: Any) -> Rehearsal:
    folder = DataFolder(Path.cwd(), confined=False)
    return rehearse(BayesUpdate, validate_params(BayesUpdateParams, values, folder), SilentVoice())


@pytest.fixture(scope="module", autouse=True)
def _settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings.of(resolution="128x72", fps=1), tmp_path_factory.mktemp("cache"))


def show(theme: str = "dark", **values: Any) -> tuple[Any, FrameWatcher]:
    watcher = FrameWatcher()
    scene = film(BayesUpdate, {"rehearsal": prepare(**values), "theme": theme}, watcher)
    return scene, watcher


def test_defaults_are_the_curriculum_s() -> None:
    """Beta(2, 2) and 7 heads in 10: Beta(9, 5), mean .642857, mode .666667, interval as scipy has it."""
    n = prepare().numbers
    assert n.posterior.mean == pytest.approx(0.642857, abs=5e-7)
    assert n.posterior.mode == pytest.approx(0.666667, abs=5e-7)
    assert (n.posterior.lower, n.posterior.upper) == pytest.approx(stats.beta(9, 5).interval(0.95))
    assert n.pull == pytest.approx(0.7 - 9 / 14)
    assert len(n.course) == 11
    assert prepare().practice[0].answer == "Beta(9, 5)"


@pytest.mark.parametrize("family", ["beta-binomial", "gamma-poisson", "normal", "dirichlet-multinomial"])
def test_both_orders_and_all_at_once_end_the_same(family: str) -> None:
    """The last state of the first way, of the shuffled way, and of all data at once are one posterior."""
    n = prepare(family=family, seed=5).numbers
    batch = prepare(family=family, arrival="all-at-once").numbers
    assert len(batch.course) == 2
    assert n.beliefs != n.other_beliefs
    for other in (n.other_course[-1], batch.posterior, batch.other_course[-1]):
        assert other.mean == pytest.approx(n.posterior.mean, rel=1e-12)
        assert other.upper == pytest.approx(n.posterior.upper, rel=1e-9)


def test_the_shipped_data_answer_their_question() -> None:
    """437 girls of 980 births: the share lies below 0.485 with a probability of about 99.2 percent."""
    told = prepare(data_file="placenta_previa.csv", column="girls", sizes_column="births", prior="1 1", reference=0.485)
    n = told.numbers
    assert n.side == -1
    assert n.posterior.beyond == pytest.approx(stats.beta(438, 544).cdf(0.485))
    assert "980 births" in told.beats[0].beat.words
    assert "share of girls" in told.beats[0].beat.words
    assert "below 0.485 with probability 99.3 percent" in told.beats[5].beat.words


def test_the_film_tells_its_beats_and_ends_on_the_posterior() -> None:
    """Beats declared are beats used; the drawn posterior is Beta(9, 5), and both panel and lane show its mean."""
    scene, watcher = show()
    assert watcher.sections == list(BayesUpdate.beats)
    board = scene.board
    curve, plot = board.plot.curves["posterior"], board.plot
    corners = curve.points[::4]
    x = (corners[:, 0] - plot.plot.left) / plot.plot.width
    heights = (corners[:, 1] - plot.plot.bottom) / plot.plot.height * plot.window.top
    np.testing.assert_allclose(heights, stats.beta(9, 5).pdf(x), atol=1e-3)
    assert integrate.trapezoid(heights, x) == pytest.approx(1, abs=0.01)
    assert board.table.numbers["mean", 1].text() == "0.643"
    assert board.table.numbers["mode", 1].text() == "0.667"
    assert board.table.numbers["seen", 1].text() == "10"
    assert board.lanes.lanes["posterior"].dot.get_x() == pytest.approx(plot.to_point(9 / 14, 0)[0])
    assert len(board.strip.hollow.get_subpaths()) == 3
    # At one frame a second every animation is rounded up to whole seconds.
    assert 60 < watcher.frames < 110
    assert_inside(scene)


def test_between_two_tosses_panel_and_curve_are_one_state() -> None:
    """Halfway through a toss the numbers in the panel are those of the curve that is drawn."""
    scene, _ = show(data="H T")
    board, course = scene.board, scene.courses[0]
    for position in (0.0, 0.4, 1.0, 1.5, 2.0):
        board.show_belief(course, position)
        x, heights = course.curves.x, course.heights(position)
        mean = integrate.trapezoid(x * heights, x) / integrate.trapezoid(heights, x)
        assert board.table.numbers["mean", 1].value == pytest.approx(mean, abs=2e-3)
        assert board.lanes.lanes["posterior"].value == pytest.approx(mean, abs=2e-3)


@pytest.mark.parametrize("values", FAR_PARAMETERS)
def test_far_parameters_lay_out_right(values: dict[str, Any]) -> None:
    """Far from the defaults all beats are told, everything stays on the stage, and the posterior can be seen."""
    scene, watcher = show(theme="light", **values)
    assert watcher.sections == list(BayesUpdate.beats)
    assert_inside(scene)
    assert scene.board.plot.curves["posterior"].height > 0.2 * scene.board.plot.plot.height


@pytest.mark.parametrize("values", EDGES)
def test_edge_values_lay_out_right(values: dict[str, Any]) -> None:
    """Values at their limits construct, and every figure of the board stands in the stage."""
    rehearsal = prepare(**values)
    scene = BayesUpdate(rehearsal=rehearsal)
    board = scene.build_board()
    scene.add(board.plot, board.strip, board.strip_label, board.table, board.legend, board.rule, board.density_label)
    scene.add(*board.lanes.lanes.values())
    board.show_belief(scene.courses[0], scene.courses[0].steps)
    board.plot.set_curve("likelihood", scene.courses[0].curves.x, scene.likelihood)
    board.zoom(1.0)
    assert_inside(scene)
    assert board.table.get_bottom()[1] > board.legend.get_top()[1]
    assert board.legend.get_bottom()[1] > board.rule.get_top()[1] - 0.05


@pytest.mark.parametrize("mass", ["0.5", "0.999"])
@pytest.mark.parametrize("interval", ["equal-tailed", "highest-density"])
def test_the_interval_holds_its_mass(mass: str, interval: str) -> None:
    """The stated interval has the stated probability, and the highest-density one is not longer."""
    posterior = prepare(credible_mass=mass, interval=interval).numbers.posterior
    probability = np.diff(stats.beta(9, 5).cdf([posterior.lower, posterior.upper]))
    assert probability == pytest.approx(float(mass), abs=1e-9)
    equal = stats.beta(9, 5).interval(float(mass))
    assert posterior.upper - posterior.lower <= equal[1] - equal[0] + 1e-9


@pytest.mark.parametrize(
    ("values", "has", "lacks"),
    [
        ({"data": "HHH"}, "They are all alike", "differs"),
        ({"data": "H"}, "one datum has one order", "differs"),
        ({"prior": "7 3"}, "Here both agree on", "pulled"),
        ({"prior": "1 20", "data": "HHHH"}, "the deviation goes up", "smaller"),
        ({"prior": "1000 1000", "data": "H"}, "is nearly the prior's", "smaller"),
        (
            {"family": "normal-inverse-gamma", "prior": "0 1 2 1", "data": "9 9.1", "component": "variance"},
            "above both that and the prior's",
            "pulled",
        ),
        (
            {"family": "normal-inverse-gamma", "prior": "0 1 0.4 1", "data": "-3", "component": "variance"},
            "The posterior has no mean",
            "The mean goes",
        ),
        ({"family": "normal", "prior": "-10 1 1", "data": "-9 -8"}, "minus 10.0", "-10"),
        (FAR_PARAMETERS[1], "say 0.247; the posterior mean is 0.816: the prior moved it by 0.569", "0.570"),
        ({"data": "437/980"}, "came in 8 batches", "differs"),
        ({"data": FORTY}, "first one by one, then more at a time", "one at a time. Each"),
    ],
)
def test_words_are_true_of_the_numbers(values: dict[str, Any], has: str, lacks: str) -> None:
    """Each case has its own sentences, and none that would be wrong of it."""
    told = " ".join(spoken.beat.words for spoken in prepare(**values).beats)
    assert has in told
    assert lacks not in told


def test_every_sentence_is_short_enough() -> None:
    """No beat of the defaults takes more than 14 seconds to say, none is empty, and each has its alt text."""
    for spoken in prepare().beats:
        assert 4 < spoken.speech.duration < 14
        assert len(spoken.beat.alt) > 40


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"prior": "0 2"}, "prior a: 0 must be positive"),
        ({"prior": "1 2 3"}, "prior: beta-binomial takes 2 prior values: a, b; got 3"),
        ({"prior": "1e9 2"}, "prior: 1e+09 is too large or too small"),
        ({"family": "beta"}, "family: 'beta' is not one of"),
        ({"data": "H X"}, "data: 'X', number 2, is neither H nor T"),
        ({"data": "7/3"}, "data: observation 1: 7 successes are more than the 3 trials"),
        ({"data": "H", "data_file": "placenta_previa.csv"}, "data: is given beside data_file"),
        ({"column": "girls"}, "column: needs data_file"),
        ({"data_file": "placenta_previa.csv"}, "column: is missing. Say which column of placenta_previa.csv"),
        ({"data_file": "placenta_previa.csv", "column": "girl"}, "placenta_previa.csv: has no column 'girl'. Did you"),
        ({"data_file": "placenta.csv", "column": "girls"}, "data_file: there is no file 'placenta.csv'"),
        ({"reference": "1.5"}, "reference: 1.5 is not possible, the unknown is from 0 to 1"),
        ({"component": "variance"}, "component: Component 'variance' is not known"),
        ({"credible_mass": "0.4"}, "credible_mass: 0.4 is less than 0.5"),
        ({"family": "dirichlet-multinomial", "data": "a b c", "prior": "1 1"}, "prior: has 2 values for 3 categories"),
        ({"family": "dirichlet-multinomial", "data": "0 40"}, "data: 41 categories are more than 12"),
        ({"family": "gamma-poisson", "prior": "0.001 0.001", "data": "0"}, "data: the posterior lies between 0 and"),
        (
            {"family": "normal", "prior": "123456 0.001 0.001", "data": "123456"},
            "data: the posterior lies between 123455.",
        ),
        ({"prio": "1 1"}, "Parameter 'prio' is not known. Did you mean 'prior'?"),
    ],
)
def test_bad_input_gets_one_line(values: dict[str, Any], says: str) -> None:
    """The line names the parameter, or the file's row and column, and the cure."""
    with pytest.raises(BadInput) as caught:
        prepare(**values)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)
