"""A scene's parameters as `show` lists them: read from the class that declares them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticUndefined

from explainers.production.flags import written
from explainers.production.jobs import ParameterOutline
from explainers.spec.params import SceneParams


def parameter_outlines(schema: type[SceneParams]) -> Iterator[ParameterOutline]:
    """List a scene's parameters, its own before those every scene has."""
    properties = schema.model_json_schema()["properties"]
    own = [name for name in schema.model_fields if name not in SceneParams.model_fields]
    for name in [*own, *SceneParams.model_fields]:
        field = schema.model_fields[name]
        default = "" if field.default in (PydanticUndefined, None) else written(field.default)
        kind, allowed = _kind(properties[name])
        yield ParameterOutline(name, "--" + name.replace("_", "-"), kind, default, allowed, field.description or "")


def _kind(schema: dict[str, Any]) -> tuple[str, str]:
    """Say what a value is, and what is allowed, in a word or two."""
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    option = options[0] if options else schema
    if "enum" in option:
        return "choice", ", ".join(str(choice) for choice in option["enum"])
    bounds = [
        f"{sign} {written(option[bound])}"
        for bound, sign in (
            ("minimum", "at least"),
            ("exclusiveMinimum", "more than"),
            ("maximum", "at most"),
            ("exclusiveMaximum", "less than"),
        )
        if bound in option
    ]
    kinds = {
        "number": "number",
        "integer": "whole number",
        "boolean": "yes or no",
        "array": "numbers",
        "string": "text",
    }
    return kinds.get(option.get("type", ""), option.get("format", "text")), ", ".join(bounds)
