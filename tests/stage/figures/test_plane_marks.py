"""Outlines on a plane, and names beside the tips of arrows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Rectangle

from explainers.film.capture import configure_manim
from explainers.maths.linear_maps import shoelace_area
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.plane import MovingPlane, View
from explainers.stage.figures.plane_marks import PlaneShape, TipLabel, outline
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-6.6, 2.0, -2.9, 2.9)


@pytest.fixture(scope="module", autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


def test_a_shape_goes_where_the_matrix_takes_it() -> None:
    """The square's area is det A, signed; so is the letter's, times its own area, 0.84."""
    plane = MovingPlane(ZONE, DARK, View.of([[4, 2]], MovingPlane.picture_of(ZONE)))
    for name, area in (("unit-square", 1.0), ("letter-f", 0.84)):
        shape = PlaneShape(name, plane, color=DARK.shape)  # type: ignore[arg-type]
        for A in ([[1, 0], [0, 1]], [[3, 1], [0, 2]], [[0, 1], [1, 0]], [[1, 2], [2, 4]]):
            plane.set_matrix(A)
            shape.update()
            shown = shoelace_area(shape.points[:, :2]) / plane.view.unit**2
            assert shown == pytest.approx(area * np.linalg.det(np.array(A)), abs=1e-9)


def test_the_circle_is_round() -> None:
    """Along each arc, not only where arcs meet, the radius is 1 to 1e-6."""
    curves = outline("circle").reshape(-1, 4, 2)
    t = np.linspace(0, 1, 50)[:, np.newaxis, np.newaxis]
    weights = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    points = sum(weight * curves[np.newaxis, :, k] for k, weight in enumerate(weights))
    np.testing.assert_allclose(np.linalg.norm(points, axis=-1), 1, atol=1e-6)


@pytest.mark.parametrize("name", ["unit-square", "letter-f", "circle"])
def test_outlines_are_closed(name: str) -> None:
    """Each curve starts where the one before it ended, the first where the last did."""
    curves = outline(name).reshape(-1, 4, 2)  # type: ignore[arg-type]
    np.testing.assert_allclose(curves[:, 0], np.roll(curves[:, 3], 1, axis=0), atol=1e-12)


@given(st.floats(-3, 3), st.floats(-2, 2), st.sampled_from([-75.0, 0.0, 75.0]), st.floats(0.2, 2.5))
def test_a_name_neither_covers_its_arrow_nor_leaves_the_zone(x: float, y: float, turn: float, width: float) -> None:
    """Wherever the tip is, the label's box stays inside, and clear of the tip unless the edge pushed it back."""
    label = Rectangle(width=width, height=0.3)
    tip = np.array([x, y, 0.0])
    zone = Zone(-3.5, 3.5, -2.5, 2.5)
    TipLabel(lambda: tip, lambda: np.zeros(3), turn=turn, zone=zone)(label)
    low, high = label.get_corner([-1, -1, 0])[:2], label.get_corner([1, 1, 0])[:2]
    assert np.all(low >= np.array([-3.5, -2.5]) - 1e-9)
    assert np.all(high <= np.array([3.5, 2.5]) + 1e-9)
    at_an_edge = np.any(np.isclose(low, [-3.5, -2.5])) or np.any(np.isclose(high, [3.5, 2.5]))
    if not at_an_edge:
        assert np.any(low > tip[:2]) or np.any(high < tip[:2])


def test_an_arrow_without_direction_keeps_the_last_one() -> None:
    """A name does not jump when its arrow shrinks to nothing."""
    place = {"tip": np.array([0.0, 1e-3, 0.0])}
    label = Rectangle(width=0.4, height=0.3)
    beside = TipLabel(lambda: place["tip"], lambda: np.zeros(3), turn=0, zone=Zone(-3, 3, -3, 3))
    beside(label)
    before = label.get_center()
    place["tip"] = np.zeros(3)
    beside(label)
    np.testing.assert_allclose(label.get_center(), before, atol=2e-3)
