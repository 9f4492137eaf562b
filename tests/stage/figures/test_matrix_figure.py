"""The matrix figure: entries in rows and columns between brackets that never move."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import VGroup

from explainers.film.capture import configure_manim
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.theme import DARK

ENTRIES = st.floats(-5, 5).map(lambda entry: round(entry, 2))


@pytest.fixture(scope="module", autouse=True)
def _typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    configure_manim(RenderSettings(width=128, height=72, fps=5), tmp_path_factory.mktemp("cache"))


def right(group: VGroup) -> float:
    return float(group.get_right()[0])


@given(st.tuples(ENTRIES, ENTRIES, ENTRIES, ENTRIES))
@settings(max_examples=20)
def test_nothing_touches(entries: tuple[float, float, float, float]) -> None:
    """Whatever the entries, brackets and columns are apart, rows too, and brackets enclose all digits."""
    figure = MatrixFigure(np.array(entries).reshape(2, 2), DARK)
    left_bracket, right_bracket = figure.brackets
    first, second = figure.column(0), figure.column(1)
    assert left_bracket.get_left()[0] + 0.05 < first.get_left()[0]
    assert right(first) + 0.15 < second.get_left()[0]
    assert right(second) + 0.05 < right_bracket.get_right()[0]
    assert figure.row(1).get_top()[1] + 0.1 < figure.row(0).get_bottom()[1]
    assert left_bracket.get_bottom()[1] < figure.row(1).get_bottom()[1]
    assert figure.row(0).get_top()[1] < left_bracket.get_top()[1]
    np.testing.assert_allclose(figure.get_center()[:2], 0, atol=1e-9)


def test_decimal_points_stand_under_each_other() -> None:
    """Columns are aligned at the right, with the same number of decimals throughout."""
    figure = MatrixFigure([[10, -0.25], [2.5, 3]], DARK)
    assert [[entry.text() for entry in row] for row in figure.entries] == [["10.00", "-0.25"], ["2.50", "3.00"]]
    ends = [entry.anchor.points[0][0] for entry in (figure.entry(0, 0), figure.entry(1, 0))]
    assert ends[0] == pytest.approx(ends[1])


def test_whole_numbers_have_no_decimals() -> None:
    """As few decimals as show every entry, two at the most."""
    assert MatrixFigure([[3, 1], [0, 2]], DARK).entry(0, 0).text() == "3"
    assert MatrixFigure(np.array([[0.5, 1], [0, 2]]), DARK).entry(0, 1).text() == "1.0"
    assert MatrixFigure(np.array([[1 / 3, 1], [0, 2]]), DARK).entry(0, 0).text() == "0.33"


def test_brackets_do_not_move_when_entries_change() -> None:
    """Live entries keep their rows and their decimal points; a new sign stays between the brackets."""
    figure = MatrixFigure(np.eye(2), DARK, decimals=2, signed=True)
    brackets = figure.brackets.get_all_points().copy()
    figure.set_values(np.array([[-1, -0.5], [-5, 2]]))
    np.testing.assert_array_equal(figure.brackets.get_all_points(), brackets)
    assert figure.column(0).get_left()[0] > figure.brackets[0].get_left()[0] + 0.03
    assert figure.column(1).get_left()[0] > right(figure.column(0))


def test_a_column_is_a_matrix_too() -> None:
    """A vector as a column: one column, as many rows as it has coordinates, in its colour."""
    figure = MatrixFigure([[1], [2], [3]], DARK, column_colors=(DARK.vector,))
    assert len(figure.entries) == 3
    assert figure.entry(2, 0).slots[0].fill_color.to_hex() == DARK.vector.upper()
    heights = [entry.slots.get_center()[1] for entry in (row[0] for row in figure.entries)]
    steps = [upper - lower for upper, lower in pairwise(heights)]
    assert steps[0] == pytest.approx(steps[1], abs=0.01)


def test_columns_have_their_colours() -> None:
    """The columns are the images of the basis vectors: each in its own colour."""
    figure = MatrixFigure([[3, 1], [0, 2]], DARK, column_colors=(DARK.first_basis, DARK.second_basis))
    assert figure.entry(1, 0).slots[0].fill_color.to_hex() == DARK.first_basis.upper()
    assert figure.entry(0, 1).slots[0].fill_color.to_hex() == DARK.second_basis.upper()


def test_following_shows_the_source() -> None:
    """After an update, the entries are the source's."""
    source = {"A": np.eye(2)}
    figure = MatrixFigure(np.eye(2), DARK, decimals=2).follow(lambda: source["A"])
    source["A"] = np.array([[3.0, 1.0], [0.0, 2.0]])
    figure.update()
    assert [[entry.value for entry in row] for row in figure.entries] == [[3, 1], [0, 2]]
