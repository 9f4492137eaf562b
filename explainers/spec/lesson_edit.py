"""Writes parameters into the text of a lesson file, and leaves all else in it as it is: comments, order, spacing."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from explainers.spec.errors import BadInput

Edit = tuple[int, int, str]
"""From where to where in the text, and what stands there afterwards."""

DEEPER = 2
"""Spaces that a block is indented by."""

_PLAIN = re.compile(r"[A-Za-z][\w./+-]*( [\w./+-]+)*")
"""Text that needs no quotes, unless it reads as something else."""


def with_params(text: str, position: int, values: Mapping[str, Any]) -> str:
    """The text of a lesson with other parameters of one of its scenes.

    Parameters
    ----------
    position
        Of the scene among the lesson's scenes, from 0.
    values
        The parameters to be set, by their names with underscores; those that are not named stay.

    Raises
    ------
    BadInput
        If the file is written so that the parameters cannot be set for that scene alone.
    """
    root = _composed(text)
    use = _scene(root, position)
    edits = _edits(text, use, values)
    _require_alone(root, use, position)
    written = text
    for first, last, new in sorted(edits, reverse=True):
        written = written[:first] + new + written[last:]
    if not _says(written, text, position, values):
        raise BadInput(f"scene {position + 1} is written in a way that is not known here. Write the values by hand.")
    return written


def new_lesson(title: str, reference: str, values: Mapping[str, Any], theme: str = "") -> str:
    """The text of a lesson of one scene."""
    lines = [f"title: {written_value(title)}"]
    if theme:
        lines.append(f"theme: {theme}")
    lines += ["scenes:", f"  - scene: {written_value(reference)}"]
    if values:
        lines += ["    params:", *(f"      {line}" for line in _lines(values))]
    return "\n".join(lines) + "\n"


def written_value(value: Any) -> str:
    """Write a value so that YAML reads it back, on one line."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written_value(item) for item in value) + "]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and yaml.safe_load(value) == value:
            return value
        return str(yaml.safe_dump(value, default_style='"', allow_unicode=True, width=math.inf)).rstrip("\n")
    # YAML 1.1 takes 1e-05 for a text: a number has a point.
    return re.sub(r"^(-?\d+)e", r"\1.0e", json.dumps(value))


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    return (f"{name}: {written_value(value)}" for name, value in values.items())


def _composed(text: str) -> yaml.Node:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    return root


def _scene(root: yaml.Node, position: int) -> yaml.Node:
    found = _value(root, "scenes")
    assert isinstance(found, yaml.SequenceNode)
    use: yaml.Node = found.value[position]
    return use


def _pair(mapping: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """A key, written with hyphens or underscores, and its value."""
    assert isinstance(mapping, yaml.MappingNode)
    return next((pair for pair in mapping.value if pair[0].value.replace("-", "_") == name), None)


def _value(mapping: yaml.Node, name: str) -> yaml.Node | None:
    pair = _pair(mapping, name)
    return pair[1] if pair is not None else None


def _edits(text: str, use: yaml.Node, values: Mapping[str, Any]) -> list[Edit]:
    """What has to be changed in a scene's entry."""
    if isinstance(use, yaml.ScalarNode):
        # A scene without changes may be written as its bare name.
        indent = " " * use.start_mark.column
        block = [f"scene: {text[use.start_mark.index : use.end_mark.index]}", "params:", *_indented(values)]
        return [(use.start_mark.index, use.end_mark.index, _break(text, indent).join(block))]
    pair = _pair(use, "params")
    if pair is None:
        return [_added(text, use, {"params": dict(values)})]
    key, params = pair
    if not isinstance(params, yaml.MappingNode):
        return [(key.end_mark.index, max(params.end_mark.index, key.end_mark.index), f": {_flow(values)}")]
    edits = []
    new = {}
    for name, value in values.items():
        there = _pair(params, name)
        if there is None:
            new[name] = value
        else:
            edits.append(_replaced(text, *there, written_value(value)))
    return edits + ([_added(text, params, new)] if new else [])


def _replaced(text: str, key: yaml.Node, value: yaml.Node, new: str) -> Edit:
    """Another value for a key; what stands behind it on the line stays."""
    if isinstance(value, yaml.ScalarNode) and value.style in (None, "'", '"') and value.value:
        return value.start_mark.index, value.end_mark.index, new
    colon = text.index(":", key.end_mark.index)
    return colon, max(_end(text, value), colon + 1), f": {new}"


def _added(text: str, mapping: yaml.Node, values: Mapping[str, Any]) -> Edit:
    """More keys at the end of a mapping."""
    assert isinstance(mapping, yaml.MappingNode)
    if mapping.flow_style:
        brace = mapping.end_mark.index - 1
        empty = not mapping.value
        more = _flow(values)[1:-1]
        last = brace if empty else _end(text, mapping.value[-1][1])
        return last, last, more if empty else f", {more}"
    last = _end(text, mapping.value[-1][1])
    line_end = next(place for place in range(last, len(text) + 1) if place == len(text) or text[place] in "\r\n")
    indent = " " * mapping.value[0][0].start_mark.column
    nested = values.get("params")
    lines = ["params:", *_indented(nested)] if isinstance(nested, dict) else list(_lines(values))
    return line_end, line_end, "".join(_break(text, indent) + line for line in lines)


def _indented(values: Mapping[str, Any]) -> list[str]:
    return [" " * DEEPER + line for line in _lines(values)]


def _flow(values: Mapping[str, Any]) -> str:
    """A mapping on one line."""
    parts = [
        f"{name}: {_flow(value) if isinstance(value, dict) else written_value(value)}" for name, value in values.items()
    ]
    return "{" + ", ".join(parts) + "}"


def _end(text: str, node: yaml.Node) -> int:
    """Where what a node says ends; marks of blocks stand at what comes next."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        said = text[node.start_mark.index : node.end_mark.index]
        return int(node.start_mark.index) + len(said.rstrip())
    return int(node.end_mark.index)


def _break(text: str, indent: str) -> str:
    """The end of a line as the file has it, and what the next one begins with."""
    return ("\r\n" if "\r\n" in text else "\n") + indent


def _says(written: str, text: str, position: int, values: Mapping[str, Any]) -> bool:
    """Whether YAML reads the new values, and of all else what it read before."""
    after, before = yaml.safe_load(written), yaml.safe_load(text)
    params, were = _taken_out(after, position), _taken_out(before, position)
    return bool(after == before and params == were | json.loads(json.dumps(values)))


def _taken_out(lesson: dict[str, Any], position: int) -> dict[str, Any]:
    """Take the parameters of a scene out of what YAML read; return them by their names with underscores."""
    found = lesson["scenes"][position]
    use: dict[str, Any] = {"scene": found} if isinstance(found, str) else found
    lesson["scenes"][position] = use
    return {name.replace("-", "_"): value for name, value in (use.pop("params", None) or {}).items()}


def _require_alone(root: yaml.Node, use: yaml.Node, position: int) -> None:
    """Refuse to change what another scene shows, too: YAML lets two of them share an anchor's values."""
    shared = _counted(root, {})
    if any(shared[id(node)] > 1 for node in _nodes(use)):
        raise BadInput(f"scene {position + 1} shares values with another by an anchor (&). Write them out for each.")


def _counted(node: yaml.Node, counts: dict[int, int]) -> dict[int, int]:
    counts[id(node)] = counts.get(id(node), 0) + 1
    if counts[id(node)] == 1:
        for child in _children(node):
            _counted(child, counts)
    return counts


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    for child in _children(node):
        yield from _nodes(child)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from (key, value)
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value
