"""Scene parameters: declared once, read from flags, YAML and forms alike."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from explainers.spec.errors import BadInput
from explainers.spec.explain import explain, quoted, shown
from explainers.spec.nearest import nearest, unknown

DATA_FOLDER = Path(__file__).parent.parent / "data"
"""Where the data sets lie that ship with the project."""


class SceneParams(BaseModel):
    """What a lesson, a flag or a slider may change about a scene.

    Subclasses declare fields with a default, a range and a description. Values arrive as YAML values or as the
    strings of a command line; both are read the same way.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True, coerce_numbers_to_str=True
    )

    seed: int = Field(0, ge=0, le=2**32 - 1, description="Seed of everything random")

    @field_validator("*", mode="before")
    @classmethod
    def _yes_is_no_number(cls, value: object, info: ValidationInfo) -> object:
        """Python counts True as 1; who writes ``learning_rate: yes`` does not."""
        if isinstance(value, bool) and cls.model_fields[info.field_name or ""].annotation in (int, float):
            raise ValueError(f"{shown(value)} is not a number")
        return value


class DataFolder:
    """Where a data file's relative path starts, and whether it may leave that folder.

    Passed as the validation context: a lesson's data lie beside the lesson; a flag's path starts at the shell's folder.
    `beside` is the folder of the scene's own file, whose defaults may lie there; `dropped` that of files that a reader
    has just given, which go before all others.
    """

    def __init__(
        self, folder: Path, *, confined: bool, beside: Path | None = None, dropped: Path | None = None
    ) -> None:
        self.folder = folder
        self.confined = confined
        self.beside = beside
        self.dropped = dropped

    def resolve(self, text: str) -> Path:
        """Find the file; one beside the scene, or that ships with the project, is found by its bare name."""
        if "\0" in text or not text.strip():
            raise ValueError(f"{quoted(text)} is not the path of a data file")
        bare = os.path.basename(text) == text
        if bare and self.dropped is not None and os.path.isfile(self.dropped / text):
            return self.dropped / text
        path = os.path.expanduser(text)
        found = Path(os.path.realpath(self.folder / path))
        if self.confined and not found.is_relative_to(self.folder.resolve()):
            raise ValueError(f"'{text}' leaves the lesson's folder. Put the file beside the lesson")
        others = [folder for folder in (self.beside, DATA_FOLDER) if folder is not None and bare]
        for place in (found, *(folder / text for folder in others)):
            if os.path.exists(place):
                return place
        raise ValueError(_missing(text, found, others))


def _missing(text: str, path: Path, others: Sequence[Path]) -> str:
    folders = [folder for folder in (path.parent, *others) if os.path.isdir(folder)]
    known = [entry.name for folder in folders for entry in folder.iterdir() if entry.suffix and entry.is_file()]
    near = nearest(path.name, known)
    return f"there is no file {quoted(text)}." + (f" Did you mean '{near}'?" if near else "")


def validate_params(
    schema: type[SceneParams], raw: Mapping[str, Any], folder: DataFolder, *, where: Mapping[str, str] | None = None
) -> SceneParams:
    """Make a scene's parameters from raw values.

    Parameters
    ----------
    where
        What to put before the name of a parameter in a message, such as ``lessons/bayes.yaml:14: ``.

    Raises
    ------
    BadInput
        One line naming the parameter, its value and the cure.
    """
    where = where or {}
    names: dict[str, Any] = {}
    for written, value in raw.items():
        name = written.replace("-", "_")
        if name not in schema.model_fields:
            raise BadInput(where.get(name, "") + unknown("Parameter", name, schema.model_fields))
        if name in names:
            raise BadInput(f"{where.get(name, '')}{name}: is given twice, with a hyphen and with an underscore.")
        names[name] = value
    try:
        return schema.model_validate(names, context=folder)
    except ValidationError as error:
        raise BadInput(explain(error, where)) from None


# --- types of parameters -------------------------------------------------------------------------------------------


def _numbers(text: str, what: str) -> list[float]:
    try:
        return [float(part) for part in re.split(r"[\s,]+", text.strip().strip("[]()")) if part]
    except ValueError:
        raise ValueError(f"{quoted(text)} is not {what}") from None


def _parse_matrix(value: object) -> object:
    """Read ``3 1; 0 2`` as rows."""
    if not isinstance(value, str):
        return value
    rows = re.split(r"\]\s*,\s*\[|;", value.strip())
    return [_numbers(row, "a matrix of numbers, such as '3 1; 0 2'") for row in rows]


def _check_matrix(value: object) -> object:
    rows = _parse_matrix(value)
    shape_is_right = (
        isinstance(rows, list | tuple)
        and len(rows) == 2
        and all(isinstance(row, list | tuple) and len(row) == 2 for row in rows)
    )
    if not shape_is_right:
        raise ValueError(f"{quoted(value)} is not a 2x2 matrix. Write its rows, such as '3 1; 0 2'")
    return rows


def _check_vector(value: object) -> object:
    numbers = _numbers(value, "a pair of numbers, such as '3 2'") if isinstance(value, str) else value
    if not isinstance(numbers, list | tuple) or len(numbers) != 2:
        raise ValueError(f"{quoted(value)} is not a pair of numbers, such as '3 2'")
    return numbers


def _check_list(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [value]
    return _numbers(value, "a list of numbers, such as '2 3 5'") if isinstance(value, str) else value


def _resolve_data(value: object, info: ValidationInfo) -> Path:
    folder = info.context if isinstance(info.context, DataFolder) else DataFolder(Path.cwd(), confined=False)
    if not isinstance(value, str | Path):
        raise ValueError(f"{quoted(value)} is not the path of a data file")
    return folder.resolve(str(value))


def _parse_expression(variables: tuple[str, ...]) -> AfterValidator:
    def check(text: str) -> str:
        # Imported when used: sympy takes longer to load than `render.py --help` may take.
        from explainers.maths.expressions import parse_expression

        parse_expression(text, variables)
        return text

    return AfterValidator(check)


def _check_loss(text: str) -> str:
    from explainers.maths.losses import find_loss

    find_loss(text)
    return text


Entry = Annotated[float, Field(ge=-5, le=5)]
"""An entry of a matrix: small enough for a picture of the plane."""

Matrix2x2 = Annotated[tuple[tuple[Entry, Entry], tuple[Entry, Entry]], BeforeValidator(_check_matrix)]
"""A 2x2 matrix by rows; on the command line ``"3 1; 0 2"``."""

Vector2 = Annotated[tuple[float, float], BeforeValidator(_check_vector)]
"""A point or vector of the plane; on the command line ``"3 2"``."""

NumberList = Annotated[tuple[float, ...], BeforeValidator(_check_list)]
"""Any number of numbers; on the command line ``"2 3 5"``."""

DataFile = Annotated[Path, BeforeValidator(_resolve_data), PlainSerializer(lambda path: path.name, return_type=str)]
"""A data file: beside the lesson, in the shell's folder, or one that ships with the project."""

Expression1D = Annotated[str, _parse_expression(("x",))]
"""A function of x, such as ``x**2 / 2``."""

LossText = Annotated[str, AfterValidator(_check_loss)]
"""A loss: a known name, such as ``rosenbrock``, or a function of x and y."""
