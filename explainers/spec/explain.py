"""A validation error in one line, the same for a value from a flag and for one from YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from explainers.spec.nearest import nearest

LONGEST = 60
"""Characters of a value in a message."""


def explain(error: ValidationError, where: Mapping[str, str] | None = None) -> str:
    """Say a validation error in one line: the thing, what is wrong with it, the cure."""
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    path = _path(first["loc"])
    said = _said(first["type"], first.get("input"), first.get("ctx", {}), first["msg"])
    return f"{(where or {}).get(name, '')}{path + ': ' if path else ''}{' '.join(said.splitlines())}"


def _path(location: Sequence[str | int]) -> str:
    """Say where a value stands: ``start, number 2`` or ``matrix, row 1, column 2``.

    Pydantic's names of types are left out.
    """
    names = [str(part) for part in location if isinstance(part, str) and re.fullmatch(r"[\w-]+", part)]
    places = [part + 1 for part in location if isinstance(part, int)]
    if len(places) == 2 and len(names) == 1:
        return f"{names[0]}, row {places[0]}, column {places[1]}"
    parts = [str(part) if isinstance(part, str) else f"number {part + 1}" for part in location]
    return ", ".join(part for part in parts if re.fullmatch(r"[\w -]+", part))


def _said(kind: str, value: object, context: Mapping[str, Any], message: str) -> str:
    found = shown(value)
    if value is None and kind.endswith(("_type", "_parsing")):
        return "has no value"
    match kind:
        case "less_than_equal":
            return f"{found} is more than {context['le']:.15g}, the largest allowed"
        case "greater_than_equal":
            return f"{found} is less than {context['ge']:.15g}, the smallest allowed"
        case "less_than":
            return f"{found} must be less than {context['lt']:.15g}"
        case "greater_than":
            return f"{found} must be more than {context['gt']:.15g}"
        case "finite_number":
            return f"{found} is not a finite number"
        case "float_parsing" | "float_type":
            return f"{found} is not a number"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"{found} is not a whole number"
        case "bool_parsing" | "bool_type":
            return f"{found} is neither yes nor no"
        case "string_type":
            return f"{found} is not text. Put it in quotes"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{found} is not a set of names with values, such as 'name: value'"
        case "list_type" | "tuple_type":
            return f"{found} is not a list"
        case "too_short":
            return f"has {context['actual_length']} values; give at least {context['min_length']}"
        case "too_long":
            return f"has {context['actual_length'] or 'more'} values; give at most {context['max_length']}"
        case "literal_error":
            choices = re.findall(r"'([^']*)'|([^\s,']+)(?=,| or|$)", str(context["expected"]))
            names = [quoted or bare for quoted, bare in choices]
            near = nearest(str(value), names)
            return f"{found} is not one of {', '.join(names)}." + (f" Did you mean '{near}'?" if near else "")
        case "missing":
            return "is missing"
        case "value_error":
            return str(context["error"])
    return message[:1].lower() + message[1:]


def shown(value: object) -> str:
    """A value in a message: a number bare, text in quotes, cut where it is long."""
    if isinstance(value, str) and not _is_number(value):
        return quoted(value)
    return _cut(_plain(value))


def quoted(value: object) -> str:
    """Anything in quotes: for where a number is wrong, too."""
    return f"'{_cut(_plain(value))}'"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.15g}" if isinstance(value, float) else " ".join(str(value).split())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 20]}...{text[-17:]}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
