"""Numbers as JSON: dataclasses, arrays and complex numbers turned into what a manifest can hold."""

from __future__ import annotations

import dataclasses
import math
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel


def as_json(value: Any) -> Any:
    """Turn a value into dictionaries, lists, numbers and strings.

    NaN and infinities become None, as JSON has neither; a complex number becomes its two parts. A dataclass's field
    that is left out of its `repr` is left out here, too: it is drawn, but too long to be read.
    """
    match value:
        case Enum():
            return as_json(value.value)
        case np.str_():
            return str(value)
        case None | bool() | int() | str():
            return value
        case float() | np.floating():
            return float(value) if math.isfinite(value) else None
        case np.integer() | np.bool_():
            return value.item()
        case complex() | np.complexfloating():
            return {"real": as_json(float(value.real)), "imaginary": as_json(float(value.imag))}
        case np.ndarray():
            return as_json(value.tolist())
        case list() | tuple():
            return [as_json(item) for item in value]
        case set() | frozenset():
            return [as_json(item) for item in sorted(value, key=str)]
        case dict():
            return {str(key): as_json(item) for key, item in value.items()}
        case BaseModel():
            return as_json(value.model_dump())
        case Path():
            return value.name
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value) if field.repr}
    return str(value)
