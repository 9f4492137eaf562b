"""Mathframes: the mathematics of machine learning as video lessons. The commands; what they do is in `explainers`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainers.production.command_line import PARAMETER_FLAGS, Commands, SceneCommand, film_options, picture_options

if TYPE_CHECKING:
    from explainers.production.jobs import SceneJob, SceneOutline
    from explainers.production.media import Media
    from explainers.spec.settings import RenderSettings, ThemeName


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="mathframes")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Turn the mathematics of machine learning into video lessons, with your own numbers in every frame.

    SCENE is a name that 'list' shows, or FILE.py:ClassName. LESSON is a name that 'list' shows, or FILE.yaml.
    """


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List scenes and lessons."""
    from explainers.production.listing import listing, listing_json

    click.echo(listing_json() if as_json else listing())


@main.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def show(context: click.Context, /, scene: str, as_json: bool) -> None:
    """Show a scene's parameters, beats and practice questions."""
    from explainers.production.listing import outline_json, outline_text

    outline = _outline(_job(scene, context.args))
    click.echo(outline_json(outline) if as_json else outline_text(outline))


@main.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.pass_context
def numbers(context: click.Context, /, scene: str) -> None:
    """Print everything a scene computes, as JSON."""
    import json

    outline = _outline(_job(scene, context.args))
    click.echo(json.dumps(outline.numbers, indent=2, ensure_ascii=False))


@main.command("scene", cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write: .mp4, .webm, .mov, .gif, or its last picture: .png, .svg, .pdf.",
)
@film_options
@picture_options
@click.pass_context
def scene_(
    context: click.Context,
    /,
    scene: str,
    output: Path | None,
    workers: int | None,
    media_folder: str,
    quiet: bool,
    **picture: Any,
) -> None:
    """Render one scene, of the catalogue or of any Manim file. Its parameters are flags: see 'show SCENE'."""
    job = _job(scene, context.args, _settings(**picture))

    from explainers.production.filming import render_scene
    from explainers.production.progress import shown_progress

    with shown_progress(quiet=quiet) as progress:
        target = render_scene(job, _media(media_folder), progress, output, _side_by_side(workers))
    click.echo(target)


@main.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scene")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The .png file to write.")
@picture_options
@click.pass_context
def sheet(
    context: click.Context, /, scene: str, output: Path | None, media_folder: str, quiet: bool, **picture: Any
) -> None:
    """Make a contact sheet: one picture per beat, with its words."""
    job = _job(scene, context.args, _settings(**{**picture, "quality": picture["quality"] or "m"}))

    from explainers.production.filming import render_sheet
    from explainers.production.progress import shown_progress

    with shown_progress(quiet=quiet) as progress:
        target = render_sheet(job, _media(media_folder), progress, output)
    click.echo(target)


@main.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scenes", nargs=-1, metavar="[SCENE]...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the report and its pictures.")
@click.option(
    "--theme", "themes", type=click.Choice(["dark", "light"]), multiple=True, help="Colours.  [default: both]"
)
@click.option("--workers", type=click.IntRange(1, 64), help="Scenes that are checked side by side.")
@click.option("--media", "media_folder", default="media", show_default=True, help="Folder of rendered things.")
def check(
    scenes: Sequence[str],
    output: Path | None,
    themes: Sequence[ThemeName],
    workers: int | None,
    media_folder: str,
) -> None:
    """Look at scenes for what cannot be read, does not fit or is not right; all scenes if none is named.

    A scene's parameters are flags, if one scene is named. Exit status 1 if anything is found.
    """
    from explainers.production.check import RATE, check_scenes

    jobs = _checked_jobs(scenes, _settings(quality="l", fps=RATE))
    found = 0
    for checked, report, _ in check_scenes(
        jobs, themes or ("dark", "light"), _media(media_folder), output, _side_by_side(workers)
    ):
        click.echo(report)
        found += len(checked.findings)
    sys.exit(1 if found else 0)


@main.command()
@click.argument("lessons", nargs=-1, required=True, metavar="LESSON...")
@click.option("--plan", "only_plan", is_flag=True, help="Show what would be done and why, and do nothing.")
@film_options
@picture_options
def lesson(
    lessons: Sequence[str], only_plan: bool, workers: int | None, media_folder: str, quiet: bool, **picture: Any
) -> None:
    """Render whole lessons: film, captions, chapters, transcript, clips. 'all' stands for every lesson."""
    from explainers.production.catalogue import find_lesson
    from explainers.production.catalogue import lessons as every_lesson
    from explainers.production.listing import finished_text, plan_text
    from explainers.production.plan import plan_lesson
    from explainers.spec.lesson import read_lesson

    media = _media(media_folder)
    paths = every_lesson() if list(lessons) == ["all"] else [find_lesson(name) for name in lessons]
    files = [read_lesson(path) for path in dict.fromkeys(paths)]
    plans = [plan_lesson(file, _settings(**picture, base=file.spec.settings()), media) for file in files]
    for plan in plans:
        if only_plan:
            click.echo(plan_text(plan))
        elif plan.finished is not None:
            click.echo(finished_text(plan.finished, media.lesson(plan.lesson.name), reused=True))
        else:
            from explainers.production.filming import render_lesson
            from explainers.production.progress import shown_progress

            with shown_progress(quiet=quiet) as progress:
                manifest = render_lesson(plan, media, progress, _side_by_side(workers))
            click.echo(finished_text(manifest, media.lesson(plan.lesson.name), reused=False))


@main.command()
@click.argument("name")
@click.option("--topic", default="", help="Folder below scenes/; the file is written here if left out.")
def new(name: str, topic: str) -> None:
    """Write a new scene file that already renders, with its test."""
    from explainers.production.new_scene import write_new_scene

    for path in write_new_scene(name, topic):
        click.echo(path)


@main.command()
@click.option("--clear", "emptied", is_flag=True, help="Throw away all that can be made again.")
@click.option("--limit", "size", metavar="SIZE", help="Keep no more than this from now on, such as 2GB.")
@click.option("--media", "media_folder", default="media", show_default=True, help="Folder of rendered things.")
def cache(emptied: bool, size: str | None, media_folder: str) -> None:
    """Show what is kept of earlier renders, and how much."""
    from explainers.production.stock import clear, limit, parse_size, set_limit, stocks, written_size

    media = _media(media_folder)
    if size is not None:
        set_limit(media, parse_size(size))
    if emptied:
        clear(media)
    for part in stocks(media):
        click.echo(f"{part.name:<18}{written_size(part.bytes):>9} in {part.files} files")
    click.echo(f"{media.cache}, clips and stills up to {written_size(limit(media))}")


@main.command()
def doctor() -> None:
    """Say what is installed, what is missing, and the command that mends it."""
    from explainers.production.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding.line)
    sys.exit(0 if all(finding.good for finding in findings) else 1)


def _settings(base: RenderSettings | None = None, **picture: Any) -> RenderSettings:
    from pydantic import ValidationError

    from explainers.spec.errors import BadInput
    from explainers.spec.explain import explain
    from explainers.spec.settings import RenderSettings

    try:
        return RenderSettings.of(base=base, **picture)
    except ValidationError as error:
        raise BadInput(explain(error)) from None


def _job(scene: str, flags: Sequence[str], settings: RenderSettings | None = None) -> SceneJob:
    from explainers.production.catalogue import find_scene
    from explainers.production.flags import parse_flags
    from explainers.production.jobs import SceneJob

    source = find_scene(scene, Path.cwd())
    params = parse_flags(flags)
    return SceneJob(id=source.name, source=source, params=params, folder=Path.cwd(), settings=settings or _settings())


def _checked_jobs(arguments: Sequence[str], settings: RenderSettings) -> list[SceneJob]:
    """The scenes that are named, with flags for one of them; every scene if none is."""
    from explainers.production.catalogue import scenes
    from explainers.spec.errors import BadInput

    flags = [argument for argument in arguments if argument.startswith("--")]
    names = [argument for argument in arguments if not argument.startswith("--")]
    if flags and len(names) != 1:
        raise BadInput("A scene's parameters are flags of one scene: name it alone.")
    return [_job(name, flags, settings) for name in names or [scene.name for scene in scenes()]]


def _side_by_side(workers: int | None) -> int:
    return workers or os.cpu_count() or 1


def _outline(job: SceneJob) -> SceneOutline:
    from explainers.production.pool import WorkerPool

    with WorkerPool(1, 1, _media("media").cache) as pool:
        (outline,) = pool.outlines([job])
    return outline


def _media(folder: str) -> Media:
    from explainers.production.media import Media

    return Media(Path(folder))


if __name__ == "__main__":
    main()
