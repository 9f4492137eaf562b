"""The command that makes slides of a lesson: deck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from explainers.commands.arguments import asked_voice, media_of, settings_of, side_by_side
from explainers.commands.options import film_options, picture_options, voice_option

if TYPE_CHECKING:
    from explainers.production.deck.making import DeckForm


@click.command()
@click.argument("lesson")
@click.option(
    "--to",
    "forms",
    type=click.Choice(["pptx", "html", "pdf", "manim-slides"]),
    multiple=True,
    default=["pptx"],
    show_default=False,
    help="PowerPoint, one page for a browser, PDF, or for 'manim-slides present'; may be repeated.  [default: pptx]",
)
@voice_option
@film_options
@picture_options
def deck(
    lesson: str,
    forms: Sequence[DeckForm],
    voice: str | None,
    workers: int | None,
    media_folder: str,
    quiet: bool,
    **picture: Any,
) -> None:
    """Make slides of a lesson: a clip a beat, its words as notes, questions with the answer on a click.

    A lesson that is not rendered, or has changed, is rendered first: as it was the last time, unless you say how.
    """
    from explainers.production.catalogue import find_lesson
    from explainers.production.deck.making import make_decks, settings_before
    from explainers.production.plan import plan_lesson, voice_before
    from explainers.production.progress import shown_progress
    from explainers.production.stock import written_size
    from explainers.spec.lesson import read_lesson

    media = media_of(media_folder)
    file = read_lesson(find_lesson(lesson))
    settings = settings_of(**picture, base=settings_before(file, media))
    plan = plan_lesson(file, settings, media, asked_voice(voice) or voice_before(file, media))
    with shown_progress(quiet=quiet) as progress:
        written = make_decks(plan, forms, media, progress, side_by_side(workers))
    for path in written:
        click.echo(f"{path}  {written_size(path.stat().st_size)}")
