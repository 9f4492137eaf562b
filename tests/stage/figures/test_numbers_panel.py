"""The numbers panel: rows that fit their box, on one baseline, and follow their sources."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import Square

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(2.4, 6.6, -2.9, 2.9)


@pytest.fixture(scope="module", autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


def test_an_empty_panel_is_no_error() -> None:
    """A panel without a title, and as yet without rows, can be made."""
    assert len(NumbersPanel(ZONE, DARK).rows) == 0


def test_the_box_hangs_from_the_top_of_its_zone() -> None:
    """It grows downwards, row by row, as wide as its zone, with every row inside."""
    panel = NumbersPanel(ZONE, DARK, "now")
    heights = []
    for k in range(4):
        panel.add_row(f"row {k}", f"x_{k}", float(k))
        heights.append(panel.box.height)
        assert panel.box.get_top()[1] == pytest.approx(ZONE.top)
        assert panel.box.width == pytest.approx(ZONE.width)
        assert panel.rows.get_left()[0] > panel.box.get_left()[0]
        assert panel.rows.get_right()[0] < panel.box.get_right()[0]
        assert panel.rows.get_bottom()[1] > panel.box.get_bottom()[1]
    assert heights == sorted(heights)


def test_corners_are_round_not_oval() -> None:
    """The box's corners have the same radius however high it is."""
    small, large = NumbersPanel(ZONE, DARK), NumbersPanel(ZONE, DARK)
    small.add_figure(Square(0.2))
    large.add_figure(Square(2.0))

    def first_straight_edge(panel: NumbersPanel) -> float:
        """How far below the box's top the right edge begins to be straight."""
        points = panel.box.points
        on_edge = points[np.isclose(points[:, 0], panel.box.get_right()[0])]
        return float(panel.box.get_top()[1] - on_edge[:, 1].max())

    assert first_straight_edge(small) == pytest.approx(first_straight_edge(large), abs=1e-6)


def test_rows_do_not_touch() -> None:
    """Rows of different heights, a matrix among them, are apart."""
    panel = NumbersPanel(ZONE, DARK)
    panel.add_row("det", "det A", -6.0)
    panel.add_figure(MatrixFigure([[3, 1], [0, 2]], DARK))
    panel.add_row("area", '"area"', 6.0)
    for upper, lower in pairwise(panel.rows):
        assert lower.get_top()[1] < upper.get_bottom()[1] - 0.1


@pytest.mark.parametrize("value", [2.0, -2.0])
def test_a_number_stands_on_its_labels_line(value: float) -> None:
    """Label and digits share a baseline, whether a minus comes first or not: x and 2 both stand on it."""
    panel = NumbersPanel(ZONE, DARK)
    number = panel.add_row("x", "x", value, decimals=0)
    letter = panel.row("x")[0][0]
    digit = [slot for slot in number.slots if slot.has_points()][-1]
    assert digit.get_bottom()[1] == pytest.approx(letter.get_bottom()[1], abs=0.015)


def test_wide_rows_are_made_smaller() -> None:
    """A figure that is wider than the panel is scaled down with the rest, and stays inside."""
    panel = NumbersPanel(ZONE, DARK)
    panel.add_row("x", "x", 1.0)
    panel.add_figure(Square(8.0).stretch_to_fit_height(0.5))
    assert panel.rows.width <= ZONE.width - 0.5 + 1e-9


def test_rows_follow_their_sources() -> None:
    """The number of a row is found by its name, and shows what its source gives."""
    source = {"value": 1.0}
    panel = NumbersPanel(ZONE, DARK)
    panel.add_row("loss", "f", lambda: source["value"])
    source["value"] = 24.2
    panel.update()
    assert panel.number("loss").text() == "24.20"
    assert panel.number("loss") in panel.row("loss").submobjects


def test_rows_go_on_in_the_next_column() -> None:
    """A panel that flows keeps its rows in its zone, in their order, column by column; others grow downwards."""
    low = Zone(-3, 3, 0, 2)
    panels = [NumbersPanel(low, DARK, flows=flows) for flows in (True, False)]
    for panel in panels:
        for _ in range(4):
            panel.add_figure(Square(0.6))
    flowing, growing = panels
    corners = [row.get_corner([-1, 1, 0])[:2] for row in flowing.rows]
    assert len({round(float(x), 6) for x, _ in corners}) == 2
    assert [x for x, _ in corners] == sorted(x for x, _ in corners)
    assert all(left[1] > right[1] for left, right in pairwise(corners) if abs(left[0] - right[0]) < 1e-6)
    assert flowing.box.get_bottom()[1] >= low.bottom - 1e-6
    assert growing.box.get_bottom()[1] < low.bottom
    assert flowing.row_width < growing.row_width
