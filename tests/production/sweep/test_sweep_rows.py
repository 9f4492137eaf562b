"""Rows of a sweep: what is read from tables and seeds, and what is drawn."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel, Field

from explainers.production.sweep.rows import Rows, read_rows, seed_rows
from explainers.production.sweep.vary import draw, parse_varied
from explainers.spec.errors import BadInput
from explainers.spec.params import Matrix2x2, NumberList, Vector2


def table(folder: Path, text: str, *, encoding: str = "utf-8") -> Rows:
    """Read the rows of a file with this text."""
    (folder / "table.csv").write_bytes(text.encode(encoding))
    return read_rows(folder / "table.csv", "toy")


@pytest.mark.parametrize("dialect", ["excel", "excel-tab", "semicolons"])
def test_a_spreadsheets_own_table_is_read(tmp_path: Path, dialect: str) -> None:
    """What Python's writer of CSV writes comes back, whatever parts the cells, though cells hold all delimiters."""
    cells = [["name", "matrix", "start"], ["one", "3 1; 0 2", "1, 2"], ["two", "[[1, 0], [0, 1]]", ""]]
    with (tmp_path / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";") if dialect == "semicolons" else csv.writer(file, dialect)
        writer.writerows(cells)
    rows = read_rows(tmp_path / "table.csv", "toy").rows
    assert [dict(row.params) for row in rows] == [
        {"matrix": "3 1; 0 2", "start": "1, 2"},
        {"matrix": "[[1, 0], [0, 1]]"},
    ]


def test_a_matrix_without_quotes_is_one_cell(tmp_path: Path) -> None:
    """Semicolons in a cell do not part a table that has commas in its header, nor one of a single column."""
    assert table(tmp_path, "name,matrix\na,3 1; 0 2\n").rows[0].params == {"matrix": "3 1; 0 2"}


def test_blank_lines_are_no_rows_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    """A row is named by the line that an editor shows, past blank lines and cells of several lines."""
    rows = table(tmp_path, '\ufeffname,loss\r\n\r\n"first\r\nrow",booth\r\n,,\r\nsecond,booth\r\n').rows
    assert [(row.name, row.place) for row in rows] == [("first-row", "table.csv:3"), ("second", "table.csv:6")]


def test_hyphens_in_columns_are_underscores(tmp_path: Path) -> None:
    """Columns are called as flags are, or as keys of a lesson."""
    assert table(tmp_path, "learning-rate\n0.3\n").rows[0].params == {"learning_rate": "0.3"}


def test_names_are_files_and_each_is_there_once(tmp_path: Path) -> None:
    """Names that come twice, that differ in case alone, or that only computers use, are told apart."""
    rows = table(tmp_path, "name,seed\nAnna,1\nanna,2\n../../etc,3\n???,4\nsheet,5\n,6\nMüller / B.,7\n").rows
    assert [row.name for row in rows] == ["Anna", "anna-2", "etc", "row", "sheet-2", "toy-06", "Müller-B"]
    assert [row.label for row in rows[:2]] == ["Anna", "anna"]


def test_a_row_with_too_many_cells_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    """A cell too many is a delimiter without quotes; cells that are missing at the end are empty."""
    rows = table(tmp_path, "name,start,loss\na,1,2,booth\nb\nc,1 2,booth,,\n")
    assert [row.name for row in rows.rows] == ["b", "c"]
    (failure,) = rows.failures
    assert failure.message.startswith("table.csv:2: has 4 cells, but the header has 3.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("name,loss\n", "no row below"),
        ("loss,Loss,loss\n1,2,3\n", "2 columns are named 'loss'"),
        ("learning-rate,learning_rate\n1,2\n", "2 columns are named 'learning_rate'"),
        ('name,loss\n"a,booth\n', "is not CSV"),
    ],
)
def test_a_table_that_is_none_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    """A table without rows or with two columns of one name is refused in one line that names the file."""
    with pytest.raises(BadInput, match=said) as refused:
        table(tmp_path, text)
    assert str(refused.value).startswith("table.csv")
    assert "\n" not in str(refused.value)


def test_other_encodings_are_named(tmp_path: Path) -> None:
    """A table in another encoding is refused, not read wrongly."""
    with pytest.raises(BadInput, match="UTF-8"):
        table(tmp_path, "name,loss\nMüller,booth\n", encoding="cp1252")


def test_seeds_are_rows() -> None:
    """A range has both its ends; ranges and numbers go together."""
    assert [row.params["seed"] for row in seed_rows("1..3", "toy").rows] == ["1", "2", "3"]
    assert [row.seed for row in seed_rows("7, 2..3", "toy").rows] == [7, 2, 3]


@pytest.mark.parametrize("text", ["", "x", "3..1", "1..", "-1..2", "1..2..3", "1,1", "2..4,3", "1..99999999"])
def test_seeds_that_are_none_are_refused(text: str) -> None:
    """What is no list of seeds is refused, and so is one that nobody has the time for."""
    with pytest.raises(BadInput, match=r"^seeds: "):
        seed_rows(text, "toy")


class Drawable(BaseModel):
    """A parameter of each kind."""

    rate: float | None = Field(0.1, gt=0, le=10)
    share: float = Field(0.01, ge=0, le=1)
    shift: float = Field(0.0)
    open: float | None = Field(None, gt=0, lt=1)
    steps: int = Field(12, ge=1, le=20)
    matrix: Matrix2x2 = Field(((3, 1), (0, 2)))
    start: Vector2 | None = Field(None)
    prior: NumberList = Field((1, 1, 1))
    on: bool = False
    loss: str = "booth"


SCHEMA: dict[str, Any] = Drawable.model_json_schema()["properties"]


def drawn(text: str, count: int = 300) -> list[Any]:
    """Many draws of what `--vary` says."""
    (varied,) = parse_varied([text])
    return [draw(varied, SCHEMA[varied.name], np.random.default_rng(seed)) for seed in range(count)]


@pytest.mark.parametrize("name", ["rate", "share", "shift", "open", "steps", "matrix", "start", "on"])
def test_what_is_drawn_is_legal(name: str) -> None:
    """Whatever is drawn from a parameter's own range, pydantic takes it; and there is more than one value."""
    values = drawn(name)
    for value in values:
        Drawable.model_validate({name: value})
    assert len({str(value) for value in values}) > 1


@pytest.mark.parametrize(
    ("text", "low", "high", "places"),
    [
        ("rate", 0.025, 0.4, 2),
        ("steps", 3, 20, 0),
        ("rate=0.05..0.5", 0.05, 0.5, 2),
        ("shift=-0.3..0.3", -0.3, 0.3, 1),
        ("steps=2..4", 2, 4, 0),
    ],
)
def test_numbers_are_round_and_reach_their_ends(text: str, low: float, high: float, places: int) -> None:
    """Numbers stay in their range, have few digits, and both ends (as far as they are round) are drawn."""
    values = drawn(text)
    assert all(low <= value <= high for value in values)
    assert all(value == round(value, places) for value in values)
    assert min(values) == pytest.approx(low, abs=10.0**-places)
    assert max(values) == pytest.approx(high, abs=10.0**-places)


def test_matrices_are_whole_numbers() -> None:
    """Who calculates by hand gets whole numbers, in each entry its own; a range of the call goes by its digits."""
    assert {entry for matrix in drawn("matrix") for row in matrix for entry in row} == set(range(-5, 6))
    assert {entry for vector in drawn("start=-1.5..1.5") for entry in vector} == {x / 10 for x in range(-15, 16)}
    assert {len(prior) for prior in drawn("prior=1..4")} == {3}


def test_choices_are_taken_as_they_stand() -> None:
    """Values between bars are the ones that are drawn."""
    assert set(drawn("loss=booth|x**2 + y**2")) == {"booth", "x**2 + y**2"}


def test_the_seed_alone_decides() -> None:
    """The same seed draws the same, another one something else."""
    assert drawn("matrix", 20) == drawn("matrix", 20)
    assert len({str(value) for value in drawn("matrix", 20)}) == 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not understood"),
        ("rate=", "not understood"),
        ("rate=2..1", "smaller number first"),
        ("rate=a..b", "no range of numbers"),
        ("loss", "no range to draw from"),
        ("loss=1..2", "no range to draw from"),
    ],
)
def test_what_cannot_be_drawn_is_refused(text: str, said: str) -> None:
    """A range that is none, or a parameter that has none, is refused in one line."""
    with pytest.raises(BadInput, match=f"^vary: .*{said}"):
        drawn(text, 1)
