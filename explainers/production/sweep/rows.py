"""The rows of a sweep: read from a table, or made of seeds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from explainers.spec.data import read_records
from explainers.spec.errors import BadInput

MOST = 10_000
"""Rows of one sweep: more of them are a mistake in writing a range."""

LONGEST_NAME = 80
TAKEN = ("index", "sheet", "questions")
"""Names of the files that stand beside those of the rows."""

_RANGE = re.compile(r"([0-9]{1,10})(?:\s*\.\.\s*([0-9]{1,10}))?")


@dataclass(frozen=True)
class Row:
    """One row: what its files are called, and what the scene is given.

    Parameters
    ----------
    label
        The name as it was written; empty if none was.
    params
        As they stand in the cells; an empty cell is left out, and the scene's default holds.
    place
        What a message about the row begins with, such as ``table.csv:14``.
    seed
        Decides what is drawn for the row, where something is.
    """

    name: str
    label: str
    params: Mapping[str, str]
    place: str
    seed: int


@dataclass(frozen=True)
class Failure:
    """A row that cannot be made, and one line that says why."""

    name: str
    message: str


@dataclass(frozen=True)
class Rows:
    """What a sweep goes through.

    Parameters
    ----------
    columns
        The parameters that the rows may set.
    heading
        What a message about the columns begins with.
    folder
        Where paths in the rows start.
    names
        Of all rows in order, those that cannot even be read (`failures`) among them.
    """

    title: str
    columns: tuple[str, ...]
    heading: str
    folder: Path
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    failures: tuple[Failure, ...] = ()


def read_rows(path: Path, scene: str) -> Rows:
    """Read the rows of a CSV file: its columns are called as parameters, one named ``name`` calls the files.

    Columns are parted by commas, semicolons or tabs, whichever part the header into the most cells: a name of a
    parameter holds none of them, but a cell with a matrix does.

    Raises
    ------
    BadInput
        If it is no CSV file with a header and a row, or two columns are called the same.
    """
    records = [(line, [cell.strip() for cell in cells]) for line, cells in read_records(path)]
    filled = [(line, cells) for line, cells in records if any(cells)]
    if not filled:
        raise BadInput(f"{path.name}: is empty. Its first row names parameters, each row below is a film.")
    (line, header), *below = filled
    columns = [cell.replace("-", "_") for cell in header]
    for column, times in Counter(filter(None, columns)).items():
        if times > 1:
            raise BadInput(f"{path.name}:{line}: {times} columns are named '{column}'. Give each its own name.")
    if not below:
        raise BadInput(f"{path.name}: names parameters, but has no row below. Each row is a film.")
    if len(below) > MOST:
        raise BadInput(f"{path.name}: has {len(below)} rows; at most {MOST} are made in one go.")
    cells = [dict(zip(columns, row, strict=False)) for _, row in below]
    labels = [row.get("name", "") for row in cells]
    names = _file_names(label or _numbered(scene, number, len(below)) for number, label in enumerate(labels, start=1))
    rows: list[Row] = []
    failures: list[Failure] = []
    for (begins, row), named, name in zip(below, cells, names, strict=True):
        place = f"{path.name}:{begins}"
        if wrong := _wrong_cells(columns, row):
            failures.append(Failure(name, f"{place}: {wrong}"))
        else:
            rows.append(_row(name, named, place, number=len(rows) + len(failures) + 1))
    return Rows(
        title=path.stem,
        columns=tuple(column for column in columns if column not in ("", "name")),
        heading=f"{path.name}:{line}: ",
        folder=path.resolve().parent,
        names=tuple(names),
        rows=tuple(rows),
        failures=tuple(failures),
    )


def _row(name: str, cells: Mapping[str, str], place: str, number: int) -> Row:
    """One row of a table. Without a seed of its own, its number decides what is drawn for it."""
    params = {column: cell for column, cell in cells.items() if column not in ("", "name") and cell}
    seed = params.get("seed", "")
    return Row(name, cells.get("name", ""), params, place, int(seed) if re.fullmatch("[0-9]+", seed) else number)


def seed_rows(text: str, scene: str) -> Rows:
    """Make a row of each seed of ``1..30`` or ``3, 7..9``.

    Raises
    ------
    BadInput
        If it is no list of seeds, or one stands in it twice.
    """
    seeds = list(_seeds(text))
    for seed, times in Counter(seeds).items():
        if times > 1:
            raise BadInput(f"seeds: {seed} stands in '{text}' twice.")
    width = max(2, len(str(max(seeds))))
    rows = tuple(
        Row(f"{scene}-seed-{seed:0{width}}", f"Seed {seed}", {"seed": str(seed)}, f"seed {seed}", seed)
        for seed in seeds
    )
    return Rows("seeds", (), "", Path.cwd(), tuple(row.name for row in rows), rows)


def _seeds(text: str) -> Iterator[int]:
    count = 0
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise BadInput(f"seeds: '{text}' is no list of whole numbers. Write a range, such as 1..30.")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise BadInput(f"seeds: '{part.strip()}' runs backwards. Write {last}..{first}.")
        count += last - first + 1
        if count > MOST:
            raise BadInput(f"seeds: '{text}' are more than {MOST}, the most that are made in one go.")
        yield from range(first, last + 1)


def _wrong_cells(columns: Sequence[str], row: Sequence[str]) -> str:
    """What is wrong with the number of cells; cells that are missing at the end are empty ones."""
    if any(row[len(columns) :]):
        cure = "Put quotes around a cell that holds the delimiter."
        return f"has {len(row)} cells, but the header has {len(columns)}. {cure}"
    nameless = [position for position, cell in enumerate(row, start=1) if cell and not columns[position - 1]]
    return f"column {nameless[0]} has no name in the header." if nameless else ""


def _numbered(scene: str, number: int, count: int) -> str:
    return f"{scene}-{number:0{max(2, len(str(count)))}}"


def _file_names(texts: Iterable[str]) -> list[str]:
    """Names that files can have everywhere, each once: a name that comes again is numbered."""
    names: list[str] = []
    taken = set(TAKEN)
    for text in texts:
        plain = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", text))[:LONGEST_NAME].strip("-_") or "row"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names
