"""The scenes of probability in other shapes than 16:9: figures stand in the stage, and none on another."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Mobject, VGroup

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.spec.shape import Shape, pixels
from explainers.stage.zones import Zone
from scenes.probability.bayes_theorem import BayesTheorem
from scenes.probability.bayes_update import BayesUpdate
from scenes.probability.grid_posterior import GridPosterior
from scenes.probability.normal_fusion import NormalFusion
from scenes.probability.posterior_predictive import PosteriorPredictive
from tests.scenes.watching import rehearsed

Figures = dict[str, Mobject]
SHAPES: tuple[Shape, ...] = ("4:3", "1:1", "9:16")
SLACK = 0.02


def of_alarms(scene: Any) -> list[Figures]:
    board = scene.build_board()
    stays: Figures = {"rates": board.rates, "panel": board.panel.box, "formula": board.formula}
    square = VGroup(board.square, board.areas, board.strips, board.products)
    chart = VGroup(board.chart.axes, board.chart.here, board.chart.there)
    return [{"question": board.question}, *(stays | {"picture": picture} for picture in (board.crowd, square, chart))]


def of_update(scene: Any) -> list[Figures]:
    board = scene.build_board()
    course = scene.courses[0]
    board.show_belief(course, course.steps)
    lanes = VGroup(*board.lanes.lanes.values())
    shown: Figures = {"data": board.strip, "called": board.strip_label, "table": board.table, "lanes": lanes}
    question: Figures = {"data": board.strip, "plot": board.plot}
    return [shown | {"plot": board.plot, "legend": board.legend, "rule": board.rule}, question]


def of_grid(scene: Any) -> list[Figures]:
    board, panels = scene.build_board(), scene.panels
    rows: Figures = {"plot": board.plot, "names": VGroup(*board.names.values())}
    for name in ("prior", "likelihood"):
        board.show(name, getattr(scene.numbers.grids[0], name))
        rows[name] = board.rows[name]
    rows |= {"data": panels.strip, "called": panels.strip_label}
    numbers: Figures = {"grid": panels.grid.box}
    return [
        rows | numbers | {"cell": panels.cell.box},
        rows | numbers | {"rule": panels.rule},
        rows | {"question": panels.question},
    ]


def of_forecast(scene: Any) -> list[Figures]:
    board = scene.build_board()
    board.chart.show(board.chart.filled, scene.numbers.forecast.predictive)
    chart = VGroup(board.chart.axis, board.chart.filled.bars)
    shown: Figures = {"chart": chart, "legend": board.legend}
    below = (board.panel.box, board.chances.box, board.interval.box, board.variances())
    return [
        *(shown | {"plot": board.plot, "numbers": panel} for panel in below),
        shown | {"question": board.question, "seen": board.seen},
    ]


def of_fusion(scene: Any) -> list[Figures]:
    scene.build()
    panel, told = scene.panel, scene.numbers.story
    stack = panel.add_up('"variance"', told.variances, ("before", "step"), ("#FFFFFF", "#FFFFFF"))
    bars = VGroup(panel.heading, stack, panel.conclude('"gain" = 1'))
    return [{"plot": scene.plot, "legend": legend, "bars": bars} for legend in (panel.first, panel.later)]


CASES: dict[str, tuple[Any, Callable[[Any], list[Figures]]]] = {
    "bayes-theorem": (BayesTheorem, of_alarms),
    "bayes-update": (BayesUpdate, of_update),
    "grid-posterior": (GridPosterior, of_grid),
    "posterior-predictive": (PosteriorPredictive, of_forecast),
    "normal-fusion": (NormalFusion, of_fusion),
}


def box(figure: Mobject) -> Zone | None:
    """The box of all that is seen of a figure; None if nothing is."""
    seen = [
        part.points[:, :2]
        for part in figure.get_family()
        if len(part.points) and (part.get_fill_opacity() > 0 or part.get_stroke_opacity() > 0)
    ]
    if not seen:
        return None
    (left, bottom), (right, top) = np.concatenate(seen).min(axis=0), np.concatenate(seen).max(axis=0)
    return Zone(left, right, bottom, top)


def overlap(one: Zone, other: Zone) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    upwards = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > SLACK and upwards > SLACK


def lies_in(one: Zone, stage: Zone) -> bool:
    across = one.left > stage.left - SLACK and one.right < stage.right + SLACK
    return across and one.bottom > stage.bottom - SLACK and one.top < stage.top + SLACK


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", CASES)
def test_figures_stand_apart_in_the_stage(name: str, shape: Shape, cache: Path) -> None:
    """Whatever is shown together stands in the stage, and no figure's box reaches into another one's."""
    width, height = pixels(shape, 72)
    configure_manim(RenderSettings(width=width, height=height, fps=1), cache)
    scene_class, figures_of = CASES[name]
    scene = scene_class(rehearsal=rehearsed(scene_class, {}))
    assert scene.frame.wide is False
    for figures in figures_of(scene):
        boxes = {key: found for key, figure in figures.items() if (found := box(figure)) is not None}
        for key, each in boxes.items():
            assert lies_in(each, scene.frame.stage), key
        for one, other in itertools.combinations(boxes, 2):
            assert not overlap(boxes[one], boxes[other]), (one, other)
