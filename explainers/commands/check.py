"""The command that looks at scenes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainers.commands.arguments import job_of, media_of, settings_of, side_by_side
from explainers.commands.options import PARAMETER_FLAGS, SceneCommand, shape_option

if TYPE_CHECKING:
    from explainers.production.jobs import SceneJob
    from explainers.spec.settings import RenderSettings, ThemeName
    from explainers.spec.shape import Shape


@click.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("scenes", nargs=-1, metavar="[SCENE]...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the report and its pictures.")
@click.option(
    "--theme", "themes", type=click.Choice(["dark", "light"]), multiple=True, help="Colours.  [default: both]"
)
@shape_option
@click.option("--workers", type=click.IntRange(1, 64), help="Scenes that are checked side by side.")
@click.option("--media", "media_folder", default="media", show_default=True, help="Folder of rendered things.")
def check(
    scenes: Sequence[str],
    output: Path | None,
    themes: Sequence[ThemeName],
    shape: Shape | None,
    workers: int | None,
    media_folder: str,
) -> None:
    """Look at scenes for what cannot be read, does not fit or is not right; all scenes if none is named.

    A scene's parameters are flags, if one scene is named. Exit status 1 if anything is found.
    """
    from explainers.production.check import RATE, check_scenes

    jobs = checked_jobs_of(scenes, settings_of(quality="l", fps=RATE, shape=shape))
    found = 0
    for checked, report, _ in check_scenes(
        jobs, themes or ("dark", "light"), media_of(media_folder), output, side_by_side(workers)
    ):
        click.echo(report)
        found += len(checked.findings)
    sys.exit(1 if found else 0)


def checked_jobs_of(arguments: Sequence[str], settings: RenderSettings) -> list[SceneJob]:
    """The scenes that are named, with flags for one of them; every scene if none is."""
    from explainers.production.catalogue import scenes
    from explainers.spec.errors import BadInput

    flags = [argument for argument in arguments if argument.startswith("--")]
    names = [argument for argument in arguments if not argument.startswith("--")]
    if flags and len(names) != 1:
        raise BadInput("A scene's parameters are flags of one scene: name it alone.")
    return [job_of(name, flags, settings) for name in names or [scene.name for scene in scenes()]]
