"""The command that renders one scene with many parameters: sweep."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from explainers.commands.arguments import job_of, media_of, settings_of, side_by_side
from explainers.commands.options import PARAMETER_FLAGS, SceneCommand, film_options, picture_options, voice_option


@click.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("arguments", nargs=-1, required=True, metavar="SCENE [TABLE]")
@click.option("--seeds", metavar="1..30", help="A row for each seed, in place of a table: an exercise per student.")
@click.option(
    "--vary",
    multiple=True,
    metavar="NAME[=VALUES]",
    help="Draw this parameter anew for each row, a round value that the scene accepts: near its default, within the "
    "range that 'show SCENE' lists; from NAME=0.05..0.5; or from NAME=this|that. May be repeated.",
)
@click.option(
    "--exercises",
    is_flag=True,
    help="Keep answers apart: the first beat alone is shown, which asks, unless --beat says more; answers stand in "
    "FOLDER-answers.csv and .json, beside the folder. --seeds and --vary imply it.",
)
@click.option("--beat", "beats", multiple=True, metavar="NAME", help="Show this beat alone; may be repeated.")
@click.option(
    "--to", "format_", metavar="FORMAT", help="mp4, webm or mov without background, gif, png, svg, pdf.  [default: mp4]"
)
@click.option("--still", is_flag=True, help="The last picture of each row alone, as PNG.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@voice_option
@film_options
@picture_options
def sweep(
    arguments: Sequence[str],
    seeds: str | None,
    vary: Sequence[str],
    exercises: bool,
    beats: Sequence[str],
    format_: str | None,
    still: bool,
    output: Path | None,
    voice: str | None,
    workers: int | None,
    media_folder: str,
    quiet: bool,
    **picture: Any,
) -> None:
    """Render one scene with many parameters: a film or a still for each row of TABLE, a CSV file.

    Its columns are called as the scene's flags are; a column 'name' names the files, an empty cell leaves the
    default. Flags hold for all rows. Data files are looked for beside the table. A row that fails is named, and the
    others are made; exit status 1 then. In the folder are a contact sheet and a page, index.html. Run again, it makes
    what is missing.
    """
    from explainers.production.clips.formats import chosen_formats
    from explainers.production.progress import shown_progress
    from explainers.production.sweep.making import found_from, make_sweep
    from explainers.production.sweep.plan import Sweep
    from explainers.production.sweep.rows import read_rows, seed_rows
    from explainers.production.sweep.vary import parse_varied
    from explainers.spec.errors import BadInput

    scene, table, flags = _split(arguments)
    if (table is None) == (seeds is None):
        raise BadInput("sweep: give a table of parameters, such as rates.csv, or --seeds 1..30: one of them.")
    if still and format_ not in (None, "png"):
        raise BadInput(f"still and to: --to {format_} says already what is written. Give one of them.")
    job = job_of(scene, flags, settings_of(**picture), voice)
    media = media_of(media_folder)
    name = job.source.name
    rows = read_rows(table, name) if table is not None else seed_rows(seeds or "", name)
    asked = ("png",) if still else (format_,) if format_ else ()
    what = Sweep(
        job=replace(
            job, params=found_from(job.params, job.folder, rows.folder), folder=rows.folder, shown=tuple(beats)
        ),
        rows=rows,
        varied=parse_varied(vary),
        format=chosen_formats(asked, transparent=bool(picture["transparent"]))[0],
        exercises=exercises or bool(seeds or vary),
        folder=output or media.root / "sweeps" / f"{name}-{rows.title}",
    )
    with shown_progress(quiet=quiet) as progress:
        result = make_sweep(what, media, progress, side_by_side(workers))
    for failure in result.failures:
        click.echo(f"Error: {failure.message}", err=True)
    if result.index is not None:
        count = len(result.index.rows)
        done = "made before" if result.reused else f"{count} of {count + len(result.failures)} rows"
        click.echo(f"{what.folder / 'index.html'}: {done}")
    for path in result.answers:
        click.echo(path)
    sys.exit(1 if result.failures else 0)


def _split(arguments: Sequence[str]) -> tuple[str, Path | None, list[str]]:
    """Tell scene, table and the scene's flags apart: click takes flags that it does not know for arguments."""
    from explainers.spec.errors import BadInput

    flags = [argument for argument in arguments if argument.startswith("--")]
    names = [argument for argument in arguments if not argument.startswith("--")]
    if not 1 <= len(names) <= 2:
        raise BadInput("sweep: name one scene, and a table: sweep SCENE TABLE.csv.")
    return names[0], Path(names[1]).expanduser() if len(names) == 2 else None, flags
