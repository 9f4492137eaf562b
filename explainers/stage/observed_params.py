"""Parameters of scenes that learn from observations: typed, or from the column of a file."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from explainers.spec.observed import ObservedData, data_in_file, typed_data
from explainers.spec.params import DataFile, SceneParams


def _as_text(value: object) -> object:
    """Read a YAML list or number as if it had been typed."""
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


DataText = Annotated[str, BeforeValidator(_as_text)]
"""Observations as they are typed; a YAML list of them is read in the same way."""


class ObservedParams(SceneParams):
    """Where the data stand, and what the unknown is called."""

    data: DataText | None = Field(
        None, description="Observations: 'H T H', '1 0 1' or '437/980'; counts '3 1 4'; values '2.1 1.9'"
    )
    data_file: DataFile | None = Field(None, description="CSV file with the observations, instead of data")
    column: str = Field("", max_length=200, description="Column of the file with the observations")
    sizes_column: str = Field("", max_length=200, description="Column with their trials, exposures or multiplicities")
    quantity: str = Field("", max_length=40, description="What the unknown is, in words, such as 'the share of girls'")

    @model_validator(mode="after")
    def _data_stand_in_one_place(self) -> Self:
        if self.data is not None and self.data_file is not None:
            raise ValueError("data: is given beside data_file. Leave one of them out")
        for name in ("column", "sizes_column"):
            if getattr(self, name) and self.data_file is None:
                raise ValueError(f"{name}: needs data_file, the file that has the column")
        return self

    def observed(self, family: str, example: str) -> ObservedData:
        """Read the data from where they stand; the example if none are given.

        Parameters
        ----------
        family
            Name of the conjugate family whose data are written in this way.

        Raises
        ------
        ValueError, BadInput
            Naming the text, or row and column, that cannot be read.
        """
        if self.data_file is not None:
            return data_in_file(family, self.data_file, self.column, self.sizes_column)
        return typed_data(family, example if self.data is None else self.data)
