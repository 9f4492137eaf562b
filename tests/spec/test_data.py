"""Columns of CSV files: what is read, and the one line for each way in which a file can be wrong."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.spec import data
from explainers.spec.data import read_categories, read_column, read_table
from explainers.spec.errors import BadInput

PLACENTA_PREVIA = Path(data.__file__).parents[1] / "data" / "placenta_previa.csv"


@pytest.fixture
def births(tmp_path: Path) -> Path:
    """Where a test writes its file, `births.csv`."""
    return tmp_path / "births.csv"


def refusal(path: Path, column: str = "girls", *, kind: data.Kind = "number") -> str:
    """The one line with which reading is refused."""
    with pytest.raises(BadInput) as caught:
        read_column(path, column, kind=kind)
    assert caught.value.exit_status == 2
    message = str(caught.value)
    assert "\n" not in message
    return message


# --- What is read ---------------------------------------------------------------------------------------------------


def test_the_shipped_births() -> None:
    """Bayesian Data Analysis, 3rd edition, section 2.4: 437 girls in 980 births."""
    assert read_column(PLACENTA_PREVIA, "girls", kind="count").tolist() == [437]
    assert read_column(PLACENTA_PREVIA, "births", kind="count").tolist() == [980]


@pytest.mark.parametrize(
    "contents",
    [
        b"girls,boys\n1,4\n2.5,5\n-3e1,6\n",
        b"girls;boys\n1;4\n2.5;5\n-3e1;6\n",
        b"girls\tboys\n1\t4\n2.5\t5\n-3e1\t6\n",
        b"girls,boys\r\n1,4\r\n2.5,5\r\n-3e1,6\r\n",
        b"girls,boys\r1,4\r2.5,5\r-3e1,6",
        b"\xef\xbb\xbfgirls,boys\n1,4\n2.5,5\n-3e1,6",
        b'"girls","boys"\n"1","4"\n"2.5","5"\n"-3e1","6"\n',
        b" girls , boys \n 1 , 4 \n 2.5 , 5 \n -3e1 , 6 \n",
        b"girls\n1\n+2.50\n-30.\n",
        b"\n\ngirls,boys\n1,4\n2.5,5\n-3e1,6\n\n  \n\n",
        b'"the boys, all";girls\nx;1\n"a, b, c";2.5\n"two\nlines";-3e1\n',
    ],
    ids=["comma", "semicolon", "tab", "crlf", "cr", "bom", "quoted", "spaces", "single", "blank-ends", "other-quoted"],
)
def test_forms_of_the_same_column(births: Path, contents: bytes) -> None:
    """Delimiter, line end, byte order mark, quotes and space around cells do not change the numbers."""
    births.write_bytes(contents)
    column = read_column(births, "girls", kind="number")
    assert column.dtype == np.float64
    assert column.tolist() == [1, 2.5, -30]


@pytest.mark.parametrize(
    ("cell", "count"), [("0", 0), ("-0", 0), ("7.0", 7), ("1e3", 1000), ("9007199254740992", 2**53)]
)
def test_counts(births: Path, cell: str, count: int) -> None:
    """A whole number from 0 is a count, however it is written, and a zero has no sign."""
    births.write_text(f"girls\n{cell}\n")
    (read,) = read_column(births, "girls", kind="count")
    assert read == count
    assert not np.signbit(read)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1), st.sampled_from(data.DELIMITERS))
def test_floats_come_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float], delimiter: str
) -> None:
    """What Python's csv module writes with any of the delimiters is read back bit for bit."""
    path = tmp_path_factory.mktemp("floats") / "births.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["girls", "place"])
        writer.writerows((number, "x") for number in numbers)
    assert read_column(path, "girls", kind="number").tolist() == numbers


def test_categories_in_order_of_first_appearance(births: Path) -> None:
    """Labels are the different texts as they come; each row holds the index of its label."""
    births.write_text("colour,n\nred,1\nblue,2\nred,3\n green ,4\n", encoding="utf-8")
    labels, indices = read_categories(births, "colour")
    assert labels == ("red", "blue", "green")
    assert indices.dtype == np.int64
    assert indices.tolist() == [0, 1, 0, 2]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")).filter(str.strip), min_size=1))
def test_categories_give_back_the_cells(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    """`labels[indices]` are the cells, without space around them, and no label comes twice."""
    path = tmp_path_factory.mktemp("texts") / "births.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([["colour", "n"], *([cell, "1"] for cell in cells)])
    labels, indices = read_categories(path, "colour")
    assert [labels[index] for index in indices] == [cell.strip() for cell in cells]
    assert len(set(labels)) == len(labels)


def test_table_knows_its_lines(births: Path) -> None:
    """A row's line is the one on which it begins in the file, past quoted line breaks."""
    births.write_text('\nplace,girls\n"two\nlines",1\nx,2\n')
    table = read_table(births)
    assert table.columns == ("place", "girls")
    assert table.lines == (3, 5)


# --- What is refused: cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("abc", "'abc' is not a number."),
        ("1_000", "'1_000' is not a number."),
        ("0x10", "'0x10' is not a number."),
        ("12%", "'12%' is not a number."),
        ("\N{ARABIC-INDIC DIGIT ONE}", "is not a number."),
        ('"1,5"', "'1,5' is not a number. Write decimals with a point, and nothing between thousands."),
        ("nan", "'nan' is not a finite number."),
        ("-Infinity", "'-Infinity' is not a finite number."),
        ("1e999", "'1e999' is too large."),
        ("", "is blank. Fill it in, or delete the row."),
        ('"  "', "is blank. Fill it in, or delete the row."),
    ],
)
def test_a_cell_that_is_not_a_number(births: Path, cell: str, complaint: str) -> None:
    """The line names the file, the row from 1 below the header, the line, the column and the cell."""
    births.write_text(f"day,girls\n1,5\n2,6\n3,{cell}\n", encoding="utf-8")
    message = refusal(births)
    assert message.startswith("births.csv, row 3 (line 4), column 'girls': ")
    assert message.endswith(complaint)


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("-1", "'-1' is negative. A count is 0, 1, 2, ..."),
        ("2.5", "'2.5' is not a whole number. A count is 0, 1, 2, ..."),
        ("1e-300", "'1e-300' is not a whole number. A count is 0, 1, 2, ..."),
        ("9007199254740994", "'9007199254740994' is too large for a count."),
    ],
)
def test_a_cell_that_is_not_a_count(births: Path, cell: str, complaint: str) -> None:
    """Negative, fractional and inexact counts are refused; as numbers they would do."""
    births.write_text(f"girls\n{cell}\n")
    assert refusal(births, kind="count") == f"births.csv, row 1 (line 2), column 'girls': {complaint}"
    assert read_column(births, "girls", kind="number").size == 1


def test_a_missing_value_in_a_single_column(births: Path) -> None:
    """A quoted empty text at the end is a missing value, not the end of the file."""
    births.write_text('girls\n1\n""\n')
    assert refusal(births) == "births.csv, row 2 (line 3), column 'girls': is blank. Fill it in, or delete the row."


def test_a_blank_category(births: Path) -> None:
    """A blank cell is no category."""
    births.write_text("colour,n\nred,1\n,2\n")
    with pytest.raises(BadInput, match=r"births.csv, row 2 \(line 3\), column 'colour': is blank"):
        read_categories(births, "colour")


def test_a_long_cell_with_line_breaks(births: Path) -> None:
    """The line stays one line, and short, whatever the cell holds."""
    births.write_text('girls,n\n"' + "x\n" * 500 + '",1\n')
    assert len(refusal(births)) < 140


def test_other_columns_may_hold_anything(births: Path) -> None:
    """Only the column that is asked for has to hold numbers."""
    births.write_text("girls,note\n1,\n2,text\n")
    assert read_column(births, "girls", kind="count").tolist() == [1, 2]


# --- What is refused: columns and rows ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [
        ("", "is empty. The first row names the columns, the rows below hold the data."),
        ("\n  \n", "is empty. The first row names the columns, the rows below hold the data."),
        ("girls,births\n", "has a header, but no row below it."),
        (",\n1,2\n", "has no header. The first row has to name the columns."),
        ("Girls,births\n1,2\n", "has no column 'girls'. Did you mean 'Girls'?"),
        ("girl,births\n1,2\n", "has no column 'girls'. Did you mean 'girl'?"),
        ("day,month\n1,2\n", "has no column 'girls'. It has: 'day', 'month'."),
        ("437,980\n430,975\n", "has no column 'girls'. Its first row holds numbers; it has to name the columns."),
        ("girls,births,girls\n1,2,3\n", "2 columns are named 'girls'. Give each its own name."),
    ],
)
def test_a_header_that_will_not_do(births: Path, contents: str, complaint: str) -> None:
    """The line says what the header lacks, with the nearest column where one is near."""
    births.write_text(contents)
    assert refusal(births) == f"births.csv: {complaint}"


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [
        ("girls,n\n1,2\n1\n", "row 2 (line 3): has 1 cell, but the header has 2. Fill in what is missing."),
        (
            "girls,n\n1,2,3\n",
            "row 1 (line 2): has 3 cells, but the header has 2. Quote a cell that holds the delimiter.",
        ),
        ("girls,n\n1,2\n\n3,4\n", "row 2 (line 3): the line is blank. Fill it in, or delete it."),
        ("girls\n1\n\n3\n", "row 2 (line 3): the line is blank. Fill it in, or delete it."),
        ('girls,n\n"1,2\n', "line 2: is not CSV: unexpected end of data."),
    ],
)
def test_rows_that_do_not_fit(births: Path, contents: str, complaint: str) -> None:
    """Ragged rows, blank lines between rows and quotes that never close are named with their line."""
    births.write_text(contents)
    assert refusal(births) == f"births.csv, {complaint}"


def test_an_unnamed_column_does_no_harm(births: Path) -> None:
    """The unnamed index column that some programs write is passed over."""
    births.write_text(",girls\n0,5\n1,6\n")
    assert read_column(births, "girls", kind="count").tolist() == [5, 6]


# --- What is refused: files -----------------------------------------------------------------------------------------


def test_a_missing_file(births: Path) -> None:
    """The nearest file of the folder is offered, and a missing folder is said to be missing."""
    births.write_text("girls\n1\n")
    message = refusal(births.with_name("brths.csv"))
    assert message == f"{births.with_name('brths.csv')}: there is no such file. Did you mean 'births.csv'?"
    assert refusal(births.parent / "none" / "x.csv").endswith(f"There is no folder {births.parent / 'none'} either.")
    assert refusal(births.with_name("zzz")).endswith("there is no such file.")


def test_what_is_not_a_regular_file(births: Path) -> None:
    """A folder, a device and a name that no file can have are refused, not opened."""
    assert refusal(births.parent).endswith("is a folder, not a CSV file.")
    assert refusal(Path("/dev/null")).endswith("is not a regular file.")
    assert refusal(births.with_name("x" * 5000)).endswith("File name too long.")
    assert refusal(Path("a\0b.csv")) == r"'a\x00b.csv': is not a file name."


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [
        (b"girls\n\xe9t\xe9\n", "births.csv, line 2: is not UTF-8 text."),
        ("girls\n1\n".encode("utf-16"), "births.csv: is UTF-16 text."),
        (b"PK\x03\x04\x00\x00girls", "births.csv: is not a text file."),
    ],
)
def test_a_file_that_is_not_utf8_text(births: Path, contents: bytes, complaint: str) -> None:
    """Another encoding and a binary file are named as such, with the cure."""
    births.write_bytes(contents)
    assert refusal(births) == f"{complaint} Save it as CSV in UTF-8."


def test_a_file_that_is_too_big(births: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file past the limits of bytes or rows is refused; one at the limit is read."""
    births.write_text("girls\n" + "1\n" * 20)
    monkeypatch.setattr(data, "LARGEST_TABLE", 20)
    assert read_column(births, "girls", kind="count").size == 20
    monkeypatch.setattr(data, "LARGEST_TABLE", 19)
    assert refusal(births) == "births.csv: has more than 19 rows, the most that are read."
    monkeypatch.setattr(data, "LARGEST_FILE", 45)
    assert "at most" in refusal(births)
