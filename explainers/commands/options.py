"""What the commands share: the options of pictures and films, and a scene's own flags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

PARAMETER_FLAGS = {"ignore_unknown_options": True, "allow_extra_args": True}
"""Settings of the commands that take a scene's own parameters as flags."""


class SceneCommand(click.Command):
    """A command that takes a scene's own parameters as flags."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        from explainers.production.flags import join_values

        known = {option for parameter in self.get_params(context) for option in parameter.opts}
        return super().parse_args(context, join_values(arguments, known))


_SHAPES = click.Choice(["16:9", "4:3", "1:1", "9:16"])

# Not `--shape`: that is what some scenes call what lies on their plane.
shape_option = click.option(
    "--aspect", "shape", type=_SHAPES, help="Shape of the frame; scenes are laid out anew for it."
)

shapes_option = click.option(
    "--aspect", "shapes", type=_SHAPES, multiple=True, help="Shape of the frame, laid out anew; may be repeated."
)


voice_option = click.option(
    "--voice",
    metavar="VOICE",
    help="Who speaks: silent, recorded[:FOLDER], espeak[:LANGUAGE] or piper:FILE.onnx.",
)


def picture_options(command: Command, shape: Callable[[Any], Any] = shape_option) -> Command:
    """The options of every command that makes pictures; `shape` is the one that says which shape, or which shapes."""
    for option in (
        click.option("--theme", type=click.Choice(["dark", "light"]), help="Colours."),
        click.option("-t", "--transparent", is_flag=True, default=None, help="No background; not for MP4."),
        shape,
        click.option("--fps", type=click.IntRange(1, 120), help="Frames a second."),
        click.option("-r", "--resolution", metavar="WIDTHxHEIGHT", help="Size in pixels, such as 1280x720."),
        click.option(
            "-q",
            "--quality",
            type=click.Choice(["l", "m", "h", "p", "k"]),
            help="Size and rate as in Manim: l 480p15, m 720p30, h 1080p60, p 1440p60, k 2160p60.",
        ),
        click.option("--media", "media_folder", default="media", show_default=True, help="Folder of rendered things."),
        click.option("--quiet", is_flag=True, help="Show no progress."),
    ):
        command = option(command)
    return command


def film_options(command: Command) -> Command:
    """The options of every command that makes films."""
    for option in (
        click.option(
            "--constant-frame-rate",
            is_flag=True,
            default=None,
            help="Write every frame; otherwise a held picture is written once a second.",
        ),
        click.option(
            "--encoding",
            type=click.Choice(["fast", "small"]),
            help="Of MP4: fast to make, or as small as Manim's.  [default: fast]",
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 64),
            help="Processes that paint side by side; as many as cores if left out.",
        ),
    ):
        command = option(command)
    return command
