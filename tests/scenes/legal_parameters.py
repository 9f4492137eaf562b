"""Random legal parameters of any scene, drawn from what its fields declare."""

from __future__ import annotations

import dataclasses
import types
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from explainers.spec.params import SceneParams

LOSSES = ("quadratic-bowl", "booth", "matyas", "rosenbrock", "beale", "himmelblau", "saddle")

LARGEST = 5.0
"""Of a coordinate whose range only the scene knows."""


def legal_parameters(schema: type[SceneParams]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw values for some of the fields; those whose values only the scene can know, such as data, keep theirs."""
    drawn = {}
    for name, field in schema.model_fields.items():
        if (values := _values(name, field)) is not None:
            drawn[name] = values
    return st.fixed_dictionaries({}, optional=drawn)


def _values(name: str, field: FieldInfo) -> st.SearchStrategy[Any] | None:
    annotation = field.annotation
    if name == "loss":
        return st.sampled_from(LOSSES)
    if get_origin(annotation) in (Union, types.UnionType):
        (annotation,) = (part for part in get_args(annotation) if part is not type(None))
    return _of_type(annotation, field.metadata)


def _of_type(annotation: Any, metadata: list[Any]) -> st.SearchStrategy[Any] | None:
    if hasattr(annotation, "__metadata__"):
        metadata = [
            *metadata,
            *(each for part in annotation.__metadata__ for each in getattr(part, "metadata", [part])),
        ]
        annotation = annotation.__origin__
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        low, high = _range(metadata)
        return st.integers(round(low), round(high)) if high < float("inf") else None
    if annotation is float:
        low, high = _range(metadata)
        # As a lecturer types it: three digits, and none far behind the point but where the range begins there.
        finest = min(0.01, low) if low > 0 else 0.01
        drawn = st.floats(low, high).map(lambda value: float(f"{round(value / finest) * finest:.3g}"))
        return drawn.filter(lambda value: low <= value <= high)
    if get_origin(annotation) is tuple and Ellipsis not in get_args(annotation):
        parts = [_of_type(part, []) for part in get_args(annotation)]
        return None if None in parts else st.tuples(*(part for part in parts if part is not None))
    return None


def _range(metadata: list[Any]) -> tuple[float, float]:
    """The smallest and largest value; an end that is not allowed itself is missed by a thousandth."""
    low, high = -LARGEST, LARGEST
    for each in metadata:
        ends: dict[str, Any] = dataclasses.asdict(each) if isinstance(each, Ge | Gt | Le | Lt) else {}
        low = float(ends.get("ge", ends.get("gt", low - 1e-3) + 1e-3))
        high = float(ends.get("le", ends.get("lt", max(high, low) + 1e-3) - 1e-3))
    return low, high
