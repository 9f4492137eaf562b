"""The scene of Bayes' theorem: counts, areas, formula and curve say one thing, at any rates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import DL, UR

from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, validate_params
from explainers.stage.rehearsal import Rehearsal, rehearse
from scenes.probability.bayes_theorem import BayesTheorem, BayesTheoremParams

FAR_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"prevalence": 0.5, "sensitivity": 0.2, "specificity": 0.3, "story": "spam"},
    {"prevalence": 0.005, "sensitivity": 1, "specificity": 0.999, "story": "disease"},
    {"prevalence": 0.3, "sensitivity": 0, "specificity": 1},
)

EDGES: tuple[dict[str, Any], ...] = (
    {"prevalence": 0},
    {"prevalence": 1},
    {"sensitivity": 0},
    {"specificity": 1},
    {"specificity": 0},
)

rates = st.floats(0, 1)


def prepare(**values: Any) -> Rehearsal:
    params = validate_params(BayesTheoremParams, values, DataFolder(Path(), confined=False))
    return rehearse(BayesTheorem, params, SilentVoice())


def scene_of(**values: Any) -> BayesTheorem:
    scene = BayesTheorem(rehearsal=prepare(**values))
    scene.setup()
    scene.board = scene.build_board()
    return scene


def test_the_printed_example() -> None:
    """1 %, 90 % and 91 %: 0.0917 of the alarms are right, 9 of about 98 in a crowd of a thousand."""
    rehearsal = prepare()
    n = rehearsal.numbers
    assert n.posterior == pytest.approx(0.0917, abs=5e-5)
    assert (n.crowd.true_positives, n.crowd.false_positives, n.alarms) == (9, 89, 98)
    words = " ".join(spoken.beat.words for spoken in rehearsal.beats)
    assert "10 of them are frauds" in words
    assert "about 89 get one, too" in words
    assert "Exactly, that is 9.17 percent" in words


@settings(deadline=None, max_examples=60)
@given(st.just(0.0) | st.floats(0.005, 1), rates, rates)
def test_any_rates(prevalence: float, sensitivity: float, specificity: float) -> None:
    """Bayes' rule holds, the curve rises where the detector is better than chance, and words are whole."""
    rehearsal = prepare(prevalence=prevalence, sensitivity=sensitivity, specificity=specificity)
    n = rehearsal.numbers
    alarms = n.true_share + n.false_share
    if alarms > 0:
        assert n.posterior == pytest.approx(prevalence * sensitivity / alarms)
    else:
        assert n.posterior is None
    rises = np.diff([right for _, right in n.curve])
    assert np.all(rises >= -1e-9)
    for spoken in rehearsal.beats:
        assert spoken.beat.words[0].isupper() or spoken.beat.words[0].isdigit()
        assert "nan" not in spoken.beat.words.split()


@pytest.mark.parametrize("values", [{}, *FAR_PARAMETERS, *EDGES])
def test_what_is_drawn_is_what_is_counted(values: dict[str, Any]) -> None:
    """As many marks as the crowd has of each kind; areas are shares; the point lies on the curve."""
    scene = scene_of(**values)
    board, n = scene.board, scene.numbers
    crowd = n.crowd
    for name in ("true_positives", "false_negatives", "false_positives", "true_negatives"):
        assert len(board.crowd.kind(name).points) == 16 * getattr(crowd, name)
    for area, share in zip(board.areas, (n.true_share, n.false_share), strict=True):
        drawn = area.width * area.height / board.side**2 if share else 0.0
        assert drawn == pytest.approx(share, abs=1e-9)
    if n.posterior is not None and len(n.curve) > 1:
        shares, rights = np.array(n.curve).T
        assert n.posterior == pytest.approx(np.interp(scene.params.prevalence, shares, rights), abs=0.03)


@pytest.mark.parametrize("values", [{}, *FAR_PARAMETERS, *EDGES])
def test_a_points_number_stands_free(values: dict[str, Any]) -> None:
    """Beside each point its own number, which neither the curve nor the dashed line crosses."""
    scene = scene_of(**values)
    chart, n = scene.board.chart, scene.numbers
    points = {name: group for name, group in (("here", chart.here), ("there", chart.there)) if len(group) > 1}
    assert ("here" in points) == (n.posterior is not None)
    assert ("there" in points) == (n.elsewhere is not None)
    shares, rights = np.array(n.curve or [(0.0, 0.0)]).T
    fine = np.linspace(shares[0], shares[-1], 4000)
    drawn = np.array([chart.to_point(place) for place in zip(fine, np.interp(fine, shares, rights), strict=True)])
    for group in points.values():
        label = group[-1]
        (left, bottom), (right, top) = label.get_corner(DL)[:2], label.get_corner(UR)[:2]
        within = (left < drawn[:, 0]) & (drawn[:, 0] < right) & (bottom < drawn[:, 1]) & (drawn[:, 1] < top)
        assert not np.any(within)


def test_areas_are_explained() -> None:
    """Beside each area stand its width and height, and what they make."""
    first, second = scene_of().board.products
    assert [line.typst_code for line in first] == ["$ 0.01 dot 0.9 $", "$ = 0.009 $"]
    assert [line.typst_code for line in second] == ["$ 0.99 dot 0.09 $", "$ = 0.0891 $"]


def test_gathering_keeps_everybody_apart() -> None:
    """After the alarms have come together no two marks overlap, and none has left the picture's zone."""
    board = scene_of().board
    gather = board.crowd.gather()
    gather.begin()
    gather.interpolate(1.0)
    points = np.concatenate([board.crowd.kind(name).points for name in ("true_positives", "false_positives")])
    centers = points.reshape(-1, 16, 3).mean(axis=1)
    apart = np.linalg.norm(centers[:, None] - centers[None], axis=2) + 10 * np.eye(len(centers))
    radius = np.abs(points.reshape(-1, 16, 3)[-1] - centers[-1]).max()
    assert apart.min() > 2 * radius
    zone = board.crowd.zone
    assert zone.left <= points[:, 0].min()
    assert points[:, 0].max() <= zone.right


def test_a_rate_too_rare_for_the_crowd() -> None:
    """One line names the parameter and the cure."""
    with pytest.raises(BadInput, match=r"^prevalence: 0.001 is too rare for a crowd of a thousand; give 0, or 0.005"):
        prepare(prevalence=0.001)


def test_the_base_rate_is_compared_with_another_one() -> None:
    """Where half of all are ill, the comparison is with one percent, not with half again."""
    even = BayesTheorem.solve(BayesTheoremParams(prevalence=0.5)).said.answer
    assert "only 1 percent" in even
    assert "half" not in even
    assert "half of all" in BayesTheorem.solve(BayesTheoremParams(prevalence=0.01)).said.answer


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"prevalence": 0.005, "sensitivity": 1, "specificity": 0.999, "story": "disease"}, "Of these 5, all get a"),
        ({"prevalence": 0.005, "sensitivity": 1, "specificity": 0.999, "story": "disease"}, "about 1 gets one, too"),
        ({"prevalence": 0.005, "story": "disease"}, "0.5 percent of all people are ill."),
        (
            {"prevalence": 0.3, "sensitivity": 0, "specificity": 1},
            "none gets an alarm. Of the 70 honest payments, none",
        ),
        ({"prevalence": 1}, "There are no honest payments that could get one"),
    ],
)
def test_counts_and_verbs_agree(values: dict[str, Any], said: str) -> None:
    """None and one get something in the singular, and all are called all."""
    assert said in " ".join(spoken.beat.words for spoken in prepare(**values).beats)
