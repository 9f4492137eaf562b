"""A user's own numbers: the columns of a CSV file, or one clear line saying what is wrong with it.

The first row of a file names its columns. Columns are parted by commas, semicolons or tabs, whichever the header
shows. The text is UTF-8, with or without a byte order mark; lines end in LF, CRLF or CR. Rows are counted from 1, the
first below the header; the line in the file is given beside it.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from explainers.spec.errors import BadInput
from explainers.spec.nearest import nearest

LARGEST_FILE = 50_000_000  # bytes
LARGEST_TABLE = 1_000_000  # rows
LARGEST_COUNT = 2**53  # above it a float no longer holds every whole number
DELIMITERS = (",", ";", "\t")
PLAIN_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
WITH_COMMA = re.compile(r"[+-]?[0-9.]*,[0-9]+")
NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)

Kind = Literal["number", "count"]


@dataclass(frozen=True)
class Table:
    """The cells of a CSV file as text, all rows as long as the header.

    Attributes
    ----------
    name
        The file's name, for messages.
    columns
        The names in the header, without space around them.
    rows
        The cells below the header, without space around them.
    lines
        For each row, the line of the file on which it begins.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def numbers(self, column: str, *, kind: Kind) -> npt.NDArray[np.float64]:
        """The column as finite numbers, or as counts 0, 1, 2, ..., in the order of the rows.

        Raises
        ------
        BadInput
            If the column is not there, or a cell is blank or not of the kind.
        """
        read = _count if kind == "count" else _number
        return np.array([self._read(row, column, cell, read) for row, cell in self._cells(column)], dtype=np.float64)

    def categories(self, column: str) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
        """The different texts of the column in order of first appearance, and for each row the index of its own.

        Raises
        ------
        BadInput
            If the column is not there, or a cell is blank.
        """
        index_of: dict[str, int] = {}
        indices = [index_of.setdefault(cell, len(index_of)) for _, cell in self._cells(column)]
        return tuple(index_of), np.array(indices, dtype=np.int64)

    def _cells(self, column: str) -> Iterator[tuple[int, str]]:
        """Row numbers from 0 and cells of a column, none of them blank."""
        position = self._position(column)
        for row, cells in enumerate(self.rows):
            if not cells[position]:
                raise BadInput(f"{self._place(row, column)}: is blank. Fill it in, or delete the row.")
            yield row, cells[position]

    def _read(self, row: int, column: str, cell: str, read: Callable[[str], float]) -> float:
        try:
            return read(cell)
        except ValueError as error:
            raise BadInput(f"{self._place(row, column)}: {_shown(cell)} {error}") from None

    def _place(self, row: int, column: str) -> str:
        return f"{self.name}, row {row + 1} (line {self.lines[row]}), column {_shown(column)}"

    def _position(self, column: str) -> int:
        if column in self.columns:
            return self.columns.index(column)
        known = [name for name in self.columns if name]
        if all(PLAIN_NUMBER.fullmatch(name) for name in known):
            cure = "Its first row holds numbers; it has to name the columns."
        elif (near := nearest(column, known)) is not None:
            cure = f"Did you mean {_shown(near)}?"
        else:
            cure = f"It has: {', '.join(map(_shown, known[:12]))}{', ...' if len(known) > 12 else ''}."
        raise BadInput(f"{self.name}: has no column {_shown(column)}. {cure}")


def read_column(path: Path, column: str, *, kind: Kind) -> npt.NDArray[np.float64]:
    """Read one column of numbers from a CSV file.

    Parameters
    ----------
    path
        The file, of at most 50 MB and a million rows.
    column
        The column's name in the header.
    kind
        ``"number"`` for any finite numbers, ``"count"`` for 0, 1, 2, ...

    Returns
    -------
    ndarray of float64, shape (rows,)
        At least one number, in the order of the file.

    Raises
    ------
    BadInput
        If the file cannot be read as a table, lacks the column, or a cell of it is blank or not of the kind.
    """
    return read_table(path).numbers(column, kind=kind)


def read_categories(path: Path, column: str) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Read one column of texts from a CSV file, as labels and the index of each row's label.

    Returns
    -------
    labels : tuple of str
        The different texts, in order of first appearance.
    indices : ndarray of int64, shape (rows,)
        ``labels[indices[row]]`` is the cell.

    Raises
    ------
    BadInput
        If the file cannot be read as a table, lacks the column, or a cell of it is blank.
    """
    return read_table(path).categories(column)


def read_table(path: Path) -> Table:
    """Read a whole CSV file as text.

    Raises
    ------
    BadInput
        If there is no such file, or it is not a CSV file with a header, at least one row below it, column names that
        differ, and rows as long as the header.
    """
    name = path.name or str(path)
    records = read_records(path)
    if not records:
        raise BadInput(f"{name}: is empty. The first row names the columns, the rows below hold the data.")
    _, header = records.pop(0)
    columns = tuple(cell.strip() for cell in header)
    if not any(columns):
        raise BadInput(f"{name}: has no header. The first row has to name the columns.")
    for column, times in Counter(filter(None, columns)).items():
        if times > 1:
            raise BadInput(f"{name}: {times} columns are named {_shown(column)}. Give each its own name.")
    if not records:
        raise BadInput(f"{name}: has a header, but no row below it.")
    for row, (line, cells) in enumerate(records, start=1):
        if len(cells) != len(columns):
            raise BadInput(f"{name}, row {row} (line {line}): {_wrong_length(cells, len(columns))}")
    return Table(
        name=name,
        columns=columns,
        rows=tuple(tuple(cell.strip() for cell in cells) for _, cells in records),
        lines=tuple(line for line, _ in records),
    )


def read_records(path: Path) -> list[tuple[int, list[str]]]:
    """Read a CSV file as text, whatever its rows hold: each record with the line on which it begins.

    Raises
    ------
    BadInput
        If there is no such file, or it is not CSV.
    """
    name = path.name or str(path)
    return _records(name, _decoded(name, _contents(path)))


def _contents(path: Path) -> bytes:
    """The bytes of a regular file that is not too big."""
    if "\0" in str(path):
        raise BadInput(f"{_shown(str(path))}: is not a file name.")
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder, not a CSV file.")
        if not path.exists():
            raise BadInput(f"{path}: there is no such file.{_similar_file(path)}")
        if not path.is_file():
            raise BadInput(f"{path}: is not a regular file.")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise BadInput(f"{path}: has {size / 1e6:.0f} MB; at most {LARGEST_FILE / 1e6:.0f} MB are read.")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror or error}.") from None


def _similar_file(path: Path) -> str:
    if not path.parent.is_dir():
        return f" There is no folder {path.parent} either."
    near = nearest(path.name, sorted(entry.name for entry in path.parent.iterdir() if entry.is_file()))
    return f" Did you mean '{near}'?" if near is not None else ""


def _decoded(name: str, contents: bytes) -> str:
    """The text of a UTF-8 file."""
    cure = "Save it as CSV in UTF-8."
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(f"{name}: is UTF-16 text. {cure}")
    if b"\0" in contents:
        raise BadInput(f"{name}: is not a text file. {cure}")
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{name}, line {line}: is not UTF-8 text. {cure}") from None


def _records(name: str, text: str) -> list[tuple[int, list[str]]]:
    """Each record with the line on which it begins; blank lines at either end are left out."""
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if records or not _is_blank_line(cells):
                records.append((begins, cells))
            if len(records) > LARGEST_TABLE + 1:
                raise BadInput(f"{name}: has more than {LARGEST_TABLE} rows, the most that are read.")
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"{name}, line {begins}: is not CSV: {error}.") from None
    while records and _is_blank_line(records[-1][1]):
        records.pop()
    return records


def _delimiter(text: str) -> str:
    """The delimiter that parts the header into the most cells; a comma where none does."""

    def cells_in_header(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            return next((len(cells) for cells in reader if not _is_blank_line(cells)), 0)
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells_in_header)


def _is_blank_line(cells: list[str]) -> bool:
    """Whether nothing stood on the line. A quoted empty text is something: a value that is missing."""
    return not cells or (len(cells) == 1 and cells != [""] and not cells[0].strip())


def _wrong_length(cells: list[str], expected: int) -> str:
    if _is_blank_line(cells):
        return "the line is blank. Fill it in, or delete it."
    found = f"{len(cells)} cell{'s' if len(cells) != 1 else ''}"
    cure = "Quote a cell that holds the delimiter." if len(cells) > expected else "Fill in what is missing."
    return f"has {found}, but the header has {expected}. {cure}"


def _number(cell: str) -> float:
    """A plain decimal number. Raises ValueError with the rest of a sentence that begins with the cell."""
    if not PLAIN_NUMBER.fullmatch(cell):
        if NOT_FINITE.fullmatch(cell):
            raise ValueError("is not a finite number.")
        if WITH_COMMA.fullmatch(cell):
            raise ValueError("is not a number. Write decimals with a point, and nothing between thousands.")
        raise ValueError("is not a number.")
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError("is too large.")
    return value


def _count(cell: str) -> float:
    """A whole number from 0. Raises ValueError like `_number`."""
    value = _number(cell)
    if value < 0:
        raise ValueError("is negative. A count is 0, 1, 2, ...")
    if not value.is_integer():
        raise ValueError("is not a whole number. A count is 0, 1, 2, ...")
    if value > LARGEST_COUNT:
        raise ValueError("is too large for a count.")
    return abs(value)  # "-0" is 0


def _shown(text: str) -> str:
    """The text in quotes, on one line, with its middle left out where it is long."""
    return repr(text if len(text) <= 40 else f"{text[:24]}...{text[-12:]}")
