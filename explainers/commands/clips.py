"""The command that writes every beat by itself: clips."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainers.commands.arguments import asked_voice, media_of, settings_of, side_by_side
from explainers.commands.options import film_options, picture_options, shapes_option, voice_option

if TYPE_CHECKING:
    from explainers.spec.shape import Shape


@click.command()
@click.argument("lesson")
@click.option(
    "--to",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="mp4, webm or mov without background, gif, png, svg, pdf; may be repeated.  [default: mp4, png]",
)
@click.option("--loop", "loops", is_flag=True, help="Films return to their start, without words that are heard.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@voice_option
@film_options
@partial(picture_options, shape=shapes_option)
def clips(
    lesson: str,
    formats: Sequence[str],
    loops: bool,
    output: Path | None,
    shapes: Sequence[Shape],
    voice: str | None,
    workers: int | None,
    media_folder: str,
    quiet: bool,
    **picture: Any,
) -> None:
    """Write each beat of a lesson by itself, for slides and pages: films, posters, and stills sharp at any size."""
    from explainers.production.catalogue import find_lesson
    from explainers.production.clips.formats import chosen_formats
    from explainers.production.clips.making import make_clips
    from explainers.production.clips.plan import plan_clips
    from explainers.production.plan import voice_before
    from explainers.production.progress import shown_progress
    from explainers.spec.lesson import read_lesson

    media = media_of(media_folder)
    chosen = chosen_formats(formats, transparent=bool(picture["transparent"]), loops=loops)
    file = read_lesson(find_lesson(lesson))
    speaker = asked_voice(voice) or voice_before(file, media)
    plans = [
        plan_clips(
            file,
            settings_of(**picture, shape=shape, base=file.spec.settings()),
            media,
            chosen,
            loops=loops,
            voice=speaker,
            output=output,
        )
        for shape in dict.fromkeys(shapes) or (None,)
    ]
    with shown_progress(quiet=quiet) as progress:
        lists = make_clips(plans, media, progress, side_by_side(workers))
    for plan, written in zip(plans, lists, strict=True):
        click.echo(f"{plan.folder}: {len(written.clips)} clips of {len({c.scene for c in written.clips})} scenes")
