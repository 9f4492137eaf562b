"""The scenes of calculus in frames of other shapes than 16:9: zones lie in the stage and apart, maps are not small."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.capture import configure_manim
from explainers.maths.losses import find_loss
from explainers.spec.settings import RenderSettings
from explainers.spec.shape import Shape, pixels, stage_size
from explainers.stage.descent_zones import (
    field_zones,
    height_of_map,
    landscape_zones,
    race_zones,
    rate_zones,
    valley_zones,
    walk_zones,
)
from explainers.stage.figures.contour_map import fit_window
from explainers.stage.figures.gradient_board import GradientBoard
from explainers.stage.figures.valley_board import ValleyBoard
from explainers.stage.figures.walk_board import WalkBoard
from explainers.stage.zones import Frame, Zone
from scenes.calculus.gradient_descent import GradientDescent
from scenes.calculus.gradient_field import GradientField
from scenes.calculus.loss_landscape import LossLandscape
from scenes.calculus.momentum import Momentum
from scenes.calculus.optimiser_race import OptimiserRace, RaceBoard
from scenes.calculus.step_size import StepSize, StepSizeBoard
from tests.scenes.watching import inside, rehearsed

SHAPES: tuple[Shape, ...] = ("16:9", "4:3", "1:1", "9:16")
LAYOUTS: dict[str, Callable[[Frame, Any], Any]] = {
    "field": field_zones,
    "walk": walk_zones,
    "race": lambda frame, window: race_zones(frame, window, 4),
    "rates": lambda frame, window: rate_zones(frame, 4),
    "landscape": lambda frame, window: landscape_zones(frame),
}


def frame_of(shape: Shape) -> Frame:
    width, height = pixels(shape, 1080)
    return Frame(*stage_size(width / height))


def zones_of(layout: Any) -> list[Zone]:
    found = [getattr(layout, field.name) for field in fields(layout)]
    return [zone for zone in found if zone is not None]


def assert_apart_on_the_stage(frame: Frame, zones: list[Zone]) -> None:
    """Each zone lies in the stage, has some size, and shares no ground with another."""
    stage, slack = frame.stage, 1e-9
    for zone in zones:
        assert zone.left >= stage.left - slack
        assert zone.right <= stage.right + slack
        assert zone.bottom >= stage.bottom - slack
        assert zone.top <= stage.top + slack
        assert zone.width > 1.8
        assert zone.height > 0.4
    for one, other in itertools.combinations(zones, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        along = min(one.top, other.top) - max(one.bottom, other.bottom)
        assert min(across, along) <= slack


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", LAYOUTS)
@settings(deadline=None, max_examples=40)
@given(width=st.floats(0.5, 30), height=st.floats(0.5, 30))
def test_zones_lie_apart_on_the_stage(name: str, shape: Shape, width: float, height: float) -> None:
    """Whatever the proportions of the map, every part has a place of its own."""
    # Windows of losses are at most six times as long as they are wide.
    height = min(max(height, width / 6), 1.6 * width)
    frame = frame_of(shape)
    assert_apart_on_the_stage(frame, zones_of(LAYOUTS[name](frame, (0, width, 0, height))))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("window", [(-8.5, 11, -1.75, 1.75), (-3, 11, -1.75, 1.75)])
def test_a_valley_lies_or_stands(shape: Shape, window: tuple[float, float, float, float]) -> None:
    """The long map, its table and its chart lie apart, and a unit of the map is as large as that of an upright one."""
    frame = frame_of(shape)
    zones = valley_zones(frame, window, 3)
    assert_apart_on_the_stage(frame, zones_of(zones))
    turned = (*window[2:], *window[:2]) if shape == "9:16" else window
    assert fit_window(zones.picture, turned)[0] * (window[1] - window[0]) > 6


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["quadratic-bowl", "rosenbrock"])
def test_maps_take_their_part_of_the_frame(shape: Shape, name: str) -> None:
    """The map of a bowl, or of a square window, covers at least a twelfth of the stage in every shape."""
    frame, window = frame_of(shape), find_loss(name).window
    ground = (window[1] - window[0]) * (window[3] - window[2])
    for zone in (field_zones(frame, window).map, walk_zones(frame, window).map, race_zones(frame, window, 4).picture):
        unit = fit_window(zone, window)[0]
        assert unit**2 * ground > frame.stage.width * frame.stage.height / 12


def test_a_map_is_as_high_as_its_width_asks_for() -> None:
    """A map of 20 by 5 in a zone 10.68 wide is 10 by 2.5, and 0.68 more for its labels; never above the limit."""
    assert height_of_map(10.68, (0, 20, 0, 5), most=9) == pytest.approx(3.18)
    assert height_of_map(10.68, (0, 20, 0, 5), most=3) == 3


def of_walk(scene: Any) -> list[Any]:
    board = WalkBoard(scene.numbers, scene.params.loss_and_start()[0], scene.frame, scene.theme, scene.params.steps)
    return [board.formula, board.map, board.chart.axes, board.panel, board.rule, board.surface.labels, *board.legend]


def of_field(scene: Any) -> list[Any]:
    board = GradientBoard(scene.numbers, scene.frame, scene.theme, find_loss(scene.params.loss))
    return [board.map, board.formula, board.panel, board.chart, board.vector, board.cosine, board.angle]


def of_valley(scene: Any) -> list[Any]:
    board = ValleyBoard(scene.numbers, scene.frame, scene.theme, scene.params.condition_number)
    return [board.map, board.table, board.explained, board.chart]


def of_race(scene: Any) -> list[Any]:
    board = RaceBoard(scene)
    return [board.map, board.table, board.chart]


def of_rates(scene: Any) -> list[Any]:
    board = StepSizeBoard(scene)
    return [board.plot, board.table, board.chart, board.line, board.rule]


def of_landscape(scene: Any) -> list[Any]:
    board = scene.new_board(scene.numbers.view)
    return [board.plot.axes, board.map, board.panel]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("scene", "parts"),
    [
        (GradientDescent, of_walk),
        (GradientField, of_field),
        (Momentum, of_valley),
        (OptimiserRace, of_race),
        (StepSize, of_rates),
        (LossLandscape, of_landscape),
    ],
    ids=lambda value: value.__name__,
)
def test_what_is_drawn_stays_on_the_stage(
    scene: Any, parts: Callable[[Any], list[Any]], shape: Shape, tmp_path: Path
) -> None:
    """In every shape each figure of every scene lies between title and captions."""
    width, height = pixels(shape, 90)
    configure_manim(RenderSettings(width=width, height=height, fps=2), tmp_path)
    built = scene(rehearsal=rehearsed(scene, {}))
    for part in parts(built):
        assert inside(part, built.frame.stage, slack=0.05), part
