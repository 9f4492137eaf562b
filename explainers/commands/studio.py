"""The command that opens the studio."""

from __future__ import annotations

from collections.abc import Sequence

import click

from explainers.commands.arguments import media_of
from explainers.commands.options import PARAMETER_FLAGS, SceneCommand


@click.command(cls=SceneCommand, context_settings=PARAMETER_FLAGS)
@click.argument("named", required=False, default="", metavar="[SCENE|LESSON]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="On this machine; any that is free if left out.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option("--media", "media_folder", default="media", show_default=True, help="Folder of rendered things.")
@click.pass_context
def studio(context: click.Context, /, named: str, port: int, no_open: bool, media_folder: str) -> None:
    """Play scenes live in the browser, with their parameters at hand: a scene, or a lesson's, in its order and with its
    values (a name, or a .yaml file). Ctrl-C ends it.
    """
    from explainers.studio.open import open_studio

    flags: Sequence[str] = context.args
    open_studio(named, flags, media_of(media_folder), port=port, browser=not no_open, say=click.echo)
