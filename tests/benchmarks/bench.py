"""The benchmarks as a command: ``./run bench``."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import click
from rich.console import Console

from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.nearest import unknown
from explainers.spec.settings import Quality
from tests.benchmarks.cases import BENCHMARKS, Benchmark
from tests.benchmarks.outcome import Outcome
from tests.benchmarks.report import machine, print_machine, print_outcome, write_json
from tests.benchmarks.track import Track

WIDTH = 120
"""Columns where nobody says how many there are: in a file or a pipe."""

LIST = "\n".join(f"  {each.name:16} {each.title}{'' if each.quick else ' (slow)'}" for each in BENCHMARKS)

HELP = f"""Render each benchmark with stock Manim and with ours, in turn, and compare.

\b
Wall and CPU (of all processes, children included) are medians over the runs, peak memory is the most of any. Memory
is the proportional share (PSS) of all processes at one moment, looked at once a second. The start is the time
in which a film of one black frame is made, measured once for all benchmarks. PSNR is against the
exact pictures, rendered losslessly by Manim's own camera, on 60 frames spread over the film: luma, and red, green
and blue together. The floor is the time in which all cores, evenly loaded, encode the same pictures with the same
settings when painting and converting cost nothing.

\b
Benchmarks; all but the slow ones if none is named, and 'all' stands for every one:
{LIST}
"""


@click.command(help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1, metavar="[BENCHMARK]...")
@click.option("--runs", type=click.IntRange(1, 20), default=3, show_default=True, help="Runs of each program.")
@click.option(
    "-q", "--quality", type=click.Choice(get_args(Quality)), default="h", show_default=True, help="As Manim's."
)
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write what was found here.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep the films of the last run here.")
def main(names: tuple[str, ...], runs: int, quality: str, json_file: Path | None, keep: Path | None) -> None:
    console, progress = Console(), Console(stderr=True)
    if not console.is_terminal:
        console = Console(width=WIDTH)
    try:
        benchmarks = chosen(names)
    except BadInput as error:
        raise click.UsageError(str(error)) from None
    found = machine()
    print_machine(console, found)
    outcomes: list[Outcome] = []
    failures = 0
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mathframes-bench-")))
        track = Track(folder.resolve(), runs, quality, lambda done: progress.print(done, style="dim", highlight=False))
        for benchmark in benchmarks:
            try:
                outcomes.append(benchmark.run(track))
            except MathframesError as error:
                progress.print(f"{benchmark.name}: {error}", style="red", highlight=False, markup=False)
                failures += 1
            else:
                print_outcome(console, outcomes[-1])
                if json_file:
                    # After each: an hour of figures does not hang on the last of them.
                    write_json(json_file, found, outcomes, {"runs": runs, "quality": quality})
    sys.exit(1 if failures else 0)


def chosen(names: tuple[str, ...]) -> list[Benchmark]:
    """Find benchmarks by name.

    Raises
    ------
    BadInput
        If one is not known.
    """
    if "all" in names:
        return list(BENCHMARKS)
    known = {benchmark.name: benchmark for benchmark in BENCHMARKS}
    for name in names:
        if name not in known:
            raise BadInput(unknown("Benchmark", name, known))
    return [known[name] for name in names] or [benchmark for benchmark in BENCHMARKS if benchmark.quick]


if __name__ == "__main__":
    main(prog_name="./run bench")
