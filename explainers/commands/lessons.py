"""Commands on whole lessons: lesson."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from explainers.commands.arguments import asked_voice, media_of, settings_of, side_by_side
from explainers.commands.options import film_options, picture_options, voice_option


@click.command()
@click.argument("lessons", nargs=-1, required=True, metavar="LESSON...")
@click.option("--plan", "only_plan", is_flag=True, help="Show what would be done and why, and do nothing.")
@voice_option
@film_options
@picture_options
def lesson(
    lessons: Sequence[str],
    only_plan: bool,
    voice: str | None,
    workers: int | None,
    media_folder: str,
    quiet: bool,
    **picture: Any,
) -> None:
    """Render whole lessons: film, captions, chapters, transcript, clips, page. 'all' stands for every lesson."""
    from explainers.production.catalogue import find_lesson
    from explainers.production.catalogue import lessons as every_lesson
    from explainers.production.listing import finished_text, plan_text
    from explainers.production.plan import plan_lesson
    from explainers.spec.lesson import read_lesson

    media = media_of(media_folder)
    paths = every_lesson() if list(lessons) == ["all"] else [find_lesson(name) for name in lessons]
    files = [read_lesson(path) for path in dict.fromkeys(paths)]
    speaker = asked_voice(voice)
    plans = [plan_lesson(file, settings_of(**picture, base=file.spec.settings()), media, speaker) for file in files]
    for plan in plans:
        if only_plan:
            click.echo(plan_text(plan))
        elif plan.finished is not None:
            click.echo(finished_text(plan.finished, media.lesson(plan.lesson.name), reused=True))
        else:
            from explainers.production.filming import render_lesson
            from explainers.production.progress import shown_progress

            with shown_progress(quiet=quiet) as progress:
                manifest = render_lesson(plan, media, progress, side_by_side(workers))
            click.echo(finished_text(manifest, media.lesson(plan.lesson.name), reused=False))
    if list(lessons) == ["all"] and not only_plan:
        from explainers.production.page.course import write_course_page

        click.echo(write_course_page([plan.lesson.name for plan in plans], media))
