"""A scene's parameters from the command line: ``--learning-rate 0.3`` or ``--learning-rate=0.3``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from explainers.spec.errors import BadInput


def join_values(arguments: Sequence[str], known: Collection[str]) -> list[str]:
    """Join the scene's flags with their values: ``--loss -log(x)`` becomes ``--loss=-log(x)``.

    Left apart, click would read a value that begins with a minus as options of its own.

    Parameters
    ----------
    known
        The command's own flags, which click joins with theirs.
    """
    joined: list[str] = []
    waiting = list(arguments)
    while waiting:
        flag = waiting.pop(0)
        alone = flag.startswith("--") and len(flag) > 2 and "=" not in flag and flag not in known
        if alone and waiting and not waiting[0].startswith("--"):
            flag = f"{flag}={waiting.pop(0)}"
        joined.append(flag)
    return joined


def parse_flags(arguments: Sequence[str]) -> dict[str, str]:
    """Read flags that are known only to the scene; the values stay text until the scene reads them.

    Raises
    ------
    BadInput
        If something is not a flag, has no value, or stands twice.
    """
    found: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        flag = waiting.pop(0)
        if not flag.startswith("--") or len(flag) < 3:
            raise BadInput(f"'{flag}' is not understood. A scene's parameters are written --name value.")
        name, equals, value = flag[2:].partition("=")
        if not equals:
            # A value may begin with a minus, but not with two: that is the next flag.
            if not waiting or waiting[0].startswith("--"):
                raise BadInput(f"{flag}: its value is missing.")
            value = waiting.pop(0)
        field = name.replace("-", "_")
        if field in found:
            raise BadInput(f"--{name} is given twice.")
        found[field] = value
    return found


def written(value: Any) -> str:
    """Write a value as the command line takes it."""
    if isinstance(value, list | tuple):
        nested = any(isinstance(item, list | tuple) for item in value)
        return ("; " if nested else " ").join(written(item) for item in value)
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
