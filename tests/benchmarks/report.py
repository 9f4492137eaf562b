"""What benchmarks found, as tables to read and as JSON to keep."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.outcome import Outcome, Row, Verdict

COLUMNS = ("", "wall s", "ms/frame", "start s", "CPU s", "peak MB", "MB", "frames", "luma dB", "RGB dB", "floor s")
BUSY = 0.5
"""A load above which somebody else seems to be using the machine."""


def machine() -> dict[str, Any]:
    """Name what the figures depend on."""
    models = [line for line in _cpu_lines() if line.startswith("model name")]
    return {
        "cores": os.cpu_count(),
        "processor": models[0].partition(":")[2].strip() if models else platform.machine(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in ("manim", "av", "pycairo", "numpy")},
    }


def print_machine(console: Console, found: dict[str, Any]) -> None:
    """Say it in a line; warn if the machine is busy."""
    console.print(", ".join(f"{name} {value}" for name, value in found.items()), highlight=False)
    if found["load"] > BUSY:
        console.print(f"The load is {found['load']:.1f}: other work takes part of what is measured.", style="yellow")


def print_outcome(console: Console, outcome: Outcome) -> None:
    """Print one benchmark: its programs, then its targets."""
    console.print(f"\n[bold]{outcome.name}[/bold]: {outcome.title}", highlight=False)
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for column in COLUMNS:
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    for row in outcome.rows:
        table.add_row(*cells(row))
    console.print(table)
    for verdict in outcome.verdicts:
        console.print(verdict_line(verdict), highlight=False)
    for note in outcome.notes:
        console.print(f"  {note}", style="dim", highlight=False)


def cells(row: Row) -> tuple[str, ...]:
    """Write a row's figures, and nothing where there is none."""
    return (
        row.program,
        f"{row.wall:.2f}",
        f"{1000 * row.wall / row.frames:.1f}" if row.frames else "",
        f"{row.start:.2f}" if row.start else "",
        f"{row.cpu:.2f}",
        f"{row.peak / 1e6:.0f}",
        f"{row.size / 1e6:.2f}" if row.size else "",
        str(row.frames or ""),
        f"{row.quality.luma:.2f}" if row.quality else "",
        f"{row.quality.rgb:.2f}" if row.quality else "",
        f"{row.floor:.2f}" if row.floor else "",
    )


def verdict_line(verdict: Verdict) -> str:
    """Write a figure, its target, and whether it was met."""
    value = f"{verdict.value:.2f} {verdict.unit}" if verdict.unit else f"{verdict.value:g}"
    if verdict.met is None:
        return f"  [dim]·[/dim] {verdict.text}: {value}"
    bound, limit = ("at least", verdict.at_least) if verdict.at_least is not None else ("at most", verdict.at_most)
    mark = "[green]met   [/green]" if verdict.met else "[red]missed[/red]"
    return f"  {mark} {verdict.text}: {value} ({bound} {limit:g})"


def write_json(path: Path, found: dict[str, Any], outcomes: Sequence[Outcome], settings: dict[str, Any]) -> None:
    """Write everything that was found."""
    record = {
        "machine": found,
        **settings,
        "benchmarks": [
            {
                **dataclasses.asdict(outcome),
                "verdicts": [{**dataclasses.asdict(verdict), "met": verdict.met} for verdict in outcome.verdicts],
            }
            for outcome in outcomes
        ],
    }
    path.write_text(json.dumps(record, indent=1), encoding="utf-8")


def _cpu_lines() -> list[str]:
    cpus = Path("/proc/cpuinfo")
    return cpus.read_text(encoding="utf-8").splitlines() if cpus.exists() else []
