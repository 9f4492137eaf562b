"""Data for a conjugate family: typed in the call, or read from the columns of a CSV file.

What may be typed, one observation after the other, parted by spaces or commas:

- beta-binomial: ``H T H`` or ``HTH``, ``1 0 1``, ``yes no yes``, or successes of trials, ``437/980``;
- gamma-poisson: counts, ``3 1 4``, or counts in an exposure, ``3/2.5``;
- dirichlet-multinomial: names, ``a b a c``, or indices from 0, ``0 1 0 2``; ``a:12`` stands for twelve of them;
- normal, normal-inverse-gamma: measurements, ``2.1 1.9``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from explainers.maths.conjugate_base import ConjugateFamily, Observations
from explainers.maths.errors import MathsError
from explainers.spec.data import PLAIN_NUMBER, Table, read_table
from explainers.spec.errors import BadInput

Kind = Literal["toss", "trial", "count", "category", "measurement"]
"""What one observation is called."""

LARGEST_MAGNITUDE = 1e6
"""Digits beyond are not legible in a picture."""

SUCCESSES = frozenset({"h", "heads", "head", "1", "yes", "y", "true", "success"})
FAILURES = frozenset({"t", "tails", "tail", "0", "no", "n", "false", "failure"})
COIN_WORDS = frozenset({"h", "t", "heads", "tails", "head", "tail"})

KIND_OF_FAMILY: dict[str, Kind] = {
    "beta-binomial": "trial",
    "gamma-poisson": "count",
    "normal": "measurement",
    "dirichlet-multinomial": "category",
    "normal-inverse-gamma": "measurement",
}


@dataclass(frozen=True)
class Source:
    """Where observations come from, so that a bad one can be pointed at."""

    file: str = ""
    column: str = ""
    sizes_column: str = ""
    lines: tuple[int, ...] = ()

    def refuse(self, error: MathsError) -> Exception:
        """Return an error that says where an impossible observation stands, made from one that counts from 1."""
        found = re.fullmatch(r"observation (\d+): (.*)", str(error), flags=re.DOTALL)
        if not self.file or found is None:
            return ValueError(f"data: {error}")
        row = int(found[1])
        return BadInput(f"{self.file}, row {row} (line {self.lines[row - 1]}), column '{self.column}': {found[2]}")


@dataclass(frozen=True)
class ObservedData:
    """Observations and what they are called.

    Attributes
    ----------
    observations
        Values and sizes; categories as indices into `categories`.
    kind
        What one observation is called.
    categories
        Names in the order of the prior's values: of text in alphabetical order; empty for other families.
    source
        Where they stand.
    """

    observations: Observations
    kind: Kind
    categories: tuple[str, ...]
    source: Source

    def check(self, family: ConjugateFamily) -> None:
        """Refuse observations that the family gives probability zero.

        Raises
        ------
        ValueError, BadInput
            Naming the observation by its place in the text, or by row and column of the file.
        """
        try:
            family.check(self.observations)
        except MathsError as error:
            raise self.source.refuse(error) from None


def typed_data(family_name: str, text: str) -> ObservedData:
    """Read observations as they are typed.

    Raises
    ------
    ValueError
        One line that begins with ``data:`` and names the first text that cannot be read.
    """
    words = [word for word in re.split(r"[\s,;]+", text.strip().strip("[]()")) if word]
    if family_name == "beta-binomial":
        words = [letter for word in words for letter in (word if re.fullmatch(r"[HhTt]+", word) else [word])]
    if not words:
        raise ValueError(f"data: is empty. Write observations, such as '{EXAMPLES[family_name]}'")
    kind = KIND_OF_FAMILY[family_name]
    if kind == "category":
        return _typed_categories(words)
    if kind == "trial" and {word.lower() for word in words} & COIN_WORDS:
        kind = "toss"
    pairs = [_pair(family_name, word, place) for place, word in enumerate(words, start=1)]
    observations = Observations([value for value, _ in pairs], [size for _, size in pairs])
    return _checked(ObservedData(observations, kind, (), Source()))


EXAMPLES = {
    "beta-binomial": "H T H H H T H H T H",
    "gamma-poisson": "3 1 4 2 0 3 5 2",
    "normal": "11.2 10.4 10.9 11.6 10.7",
    "dirichlet-multinomial": "a b a c a a b a c a b a",
    "normal-inverse-gamma": "4.1 5.3 4.6 5.9 4.8 5.1",
}
"""Data for each family, where none are given."""


def _pair(family_name: str, word: str, place: int) -> tuple[float, float]:
    """Read a value and its size."""
    if family_name == "beta-binomial" and word.lower() in SUCCESSES | FAILURES:
        return float(word.lower() in SUCCESSES), 1.0
    value, slash, size = word.partition("/")
    has_size = family_name in ("beta-binomial", "gamma-poisson")
    readable = PLAIN_NUMBER.fullmatch(value) and (not slash or (has_size and PLAIN_NUMBER.fullmatch(size)))
    if not readable or (family_name == "beta-binomial" and not slash):
        wanted = {
            "beta-binomial": "neither H nor T, neither 1 nor 0, nor successes of trials such as 7/10",
            "gamma-poisson": "neither a count such as 3, nor a count in an exposure such as 3/2.5",
        }
        shown = word if len(word) <= 30 else word[:27] + "..."
        raise ValueError(f"data: '{shown}', number {place}, is {wanted.get(family_name, 'not a number')}")
    return float(value), float(size) if slash else 1.0


def _typed_categories(words: Sequence[str]) -> ObservedData:
    names, sizes = [], []
    for place, word in enumerate(words, start=1):
        name, colon, size = word.partition(":")
        if not name or (colon and not size.isdecimal()):
            raise ValueError(
                f"data: '{word[:30]}', number {place}, is neither a category nor one with its count, as a:12"
            )
        names.append(name)
        sizes.append(float(size) if colon else 1.0)
    return _categories(names, sizes, Source())


def _categories(names: Sequence[str], sizes: Sequence[float], source: Source) -> ObservedData:
    """Index names: whole numbers are indices themselves, texts are counted in alphabetical order."""
    if all(re.fullmatch(r"[0-9]{1,3}", name) for name in names):
        values = [float(name) for name in names]
        known = tuple(str(index) for index in range(int(max(values)) + 1))
    else:
        known = tuple(sorted(set(names)))
        place = {name: float(index) for index, name in enumerate(known)}
        values = [place[name] for name in names]
    return _checked(ObservedData(Observations(values, sizes), "category", known, source))


def data_in_file(family_name: str, path: Path, column: str, sizes_column: str = "") -> ObservedData:
    """Read observations from a CSV file, one a row.

    Parameters
    ----------
    column
        Successes, counts, measurements, or names of categories; may be left out if the file has but one column.
    sizes_column
        Trials, exposures, or how often a category was seen; 1 each if left out.

    Raises
    ------
    BadInput
        If the file or a cell cannot be used, naming row and column.
    ValueError
        If it is not said which column to read.
    """
    table = read_table(path)
    if not column:
        if len(table.columns) > 1:
            listed = ", ".join(name for name in table.columns if name)
            raise ValueError(f"column: is missing. Say which column of {table.name} to read: {listed}")
        column = table.columns[0]
    if sizes_column and KIND_OF_FAMILY[family_name] == "measurement":
        raise ValueError(
            f"sizes_column: the {family_name} family has none, a measurement stands for itself. Leave it out"
        )
    source = Source(table.name, column, sizes_column, table.lines)
    sizes = _sizes(table, family_name, sizes_column)
    if KIND_OF_FAMILY[family_name] == "category":
        labels, indices = table.categories(column)
        return _categories([labels[index] for index in indices], sizes, source)
    values, kind = _values(table, family_name, column, sized=bool(sizes_column))
    return _checked(ObservedData(Observations(values, sizes), kind, (), source))


def _sizes(table: Table, family_name: str, sizes_column: str) -> list[float]:
    if not sizes_column:
        return [1.0] * len(table.rows)
    return list(table.numbers(sizes_column, kind="number" if family_name == "gamma-poisson" else "count"))


def _values(table: Table, family_name: str, column: str, *, sized: bool) -> tuple[list[float], Kind]:
    if family_name == "beta-binomial" and not sized:
        labels, indices = table.categories(column)
        words = [label.lower() for label in labels]
        if all(word in SUCCESSES | FAILURES for word in words):
            succeeds = np.array([float(word in SUCCESSES) for word in words])
            return list(succeeds[indices]), "toss" if set(words) & COIN_WORDS else "trial"
    kind: Literal["number", "count"] = "number" if KIND_OF_FAMILY[family_name] == "measurement" else "count"
    return list(table.numbers(column, kind=kind)), KIND_OF_FAMILY[family_name]


def _checked(data: ObservedData) -> ObservedData:
    """Refuse numbers that no picture can show, and data that say nothing."""
    for row, (value, size) in enumerate(zip(data.observations.values, data.observations.sizes, strict=True), start=1):
        largest = max(abs(value), abs(size))
        if data.kind == "measurement" and largest > LARGEST_MAGNITUDE:
            raise data.source.refuse(MathsError(f"observation {row}: {value:g} is beyond a million. Use a larger unit"))
        if largest > 1e3 * LARGEST_MAGNITUDE or (0 < size < 1e-3):
            raise data.source.refuse(
                MathsError(f"observation {row}: {value:g} in {size:g} is too large or too small. Use another unit")
            )
    if not math.fsum(data.observations.sizes) > 0 and data.kind != "count":
        raise ValueError("data: hold no trial at all. Give at least one")
    return data
