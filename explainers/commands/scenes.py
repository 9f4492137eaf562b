"""Commands on one scene: show, numbers, scene, sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from explainers.commands.arguments import job_of, media_of, outline_of, settings_of, side_by_side
from explainers.commands.options import PARAMETER_FLAGS, SceneCommand, film_options, picture_options, voice_option


@click.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def show(context: click.Context, /, scene: str, as_json: bool) -> None:
    """Show a scene's parameters, beats and practice questions."""
    from explainers.production.listing import outline_json, outline_text

    outline = outline_of(job_of(scene, context.args))
    click.echo(outline_json(outline) if as_json else outline_text(outline))


@click.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.pass_context
def numbers(context: click.Context, /, scene: str) -> None:
    """Print everything a scene computes, as JSON."""
    import json

    outline = outline_of(job_of(scene, context.args))
    click.echo(json.dumps(outline.numbers, indent=2, ensure_ascii=False))


@click.command("scene", cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write: .mp4, .webm, .mov, .gif, or its last picture: .png, .svg, .pdf.",
)
@click.option("--beat", metavar="NAME", help="One beat alone; 'show SCENE' lists them.")
@click.option(
    "--at",
    "seconds",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="A still of one moment; of the end, if the scene ends before.",
)
@click.option("--loop", "loops", is_flag=True, help="With --beat: a film that returns to its start.")
@voice_option
@film_options
@picture_options
@click.pass_context
def scene_(
    context: click.Context,
    /,
    scene: str,
    output: Path | None,
    beat: str | None,
    seconds: float | None,
    loops: bool,
    voice: str | None,
    workers: int | None,
    media_folder: str,
    quiet: bool,
    **picture: Any,
) -> None:
    """Render one scene, of the catalogue or of any Manim file. Its parameters are flags: see 'show SCENE'."""
    job = job_of(scene, context.args, settings_of(**picture), voice)

    from explainers.production.progress import shown_progress
    from explainers.spec.errors import BadInput

    if loops and beat is None:
        raise BadInput("loop: it is one beat that returns to its start. Name it with --beat.")
    if seconds is not None and beat is not None:
        raise BadInput("at: is counted from the scene's beginning. Leave out --beat, or --at.")
    media = media_of(media_folder)
    with shown_progress(quiet=quiet) as progress:
        if seconds is not None:
            from explainers.production.moment import render_moment

            target = render_moment(job, seconds, media, output)
        elif beat is None:
            from explainers.production.filming import render_scene

            target = render_scene(job, media, progress, output, side_by_side(workers))
        else:
            from explainers.production.clips.making import make_beat

            target = make_beat(job, beat, media, progress, output, side_by_side(workers), loops=loops)
    click.echo(target)


@click.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The .png file to write.")
@picture_options
@click.pass_context
def sheet(
    context: click.Context, /, scene: str, output: Path | None, media_folder: str, quiet: bool, **picture: Any
) -> None:
    """Make a contact sheet: one picture per beat, with its words."""
    job = job_of(scene, context.args, settings_of(**{**picture, "quality": picture["quality"] or "m"}))

    from explainers.production.filming import render_sheet
    from explainers.production.progress import shown_progress

    with shown_progress(quiet=quiet) as progress:
        target = render_sheet(job, media_of(media_folder), progress, output)
    click.echo(target)
