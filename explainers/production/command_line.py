"""What the commands share: the options of pictures and films, a scene's own flags, and errors in one line."""

from __future__ import annotations

import sys
import traceback
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


class Commands(click.Group):
    """Names the nearest command for a mistyped one, and says errors in one line."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        command = super().get_command(context, name)
        if command is None and not name.startswith("-"):
            from explainers.spec.nearest import unknown

            context.fail(unknown("Command", name, self.list_commands(context)))
        return command

    def invoke(self, context: click.Context) -> Any:
        from explainers.spec.errors import MathframesError

        try:
            return super().invoke(context)
        except MathframesError as error:
            _explain(str(error), error, context.params["debug"])
            sys.exit(error.exit_status)
        except click.UsageError as error:
            _explain(error.format_message(), error, context.params["debug"])
            sys.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            _explain(f"{type(error).__name__}: {error}", error, context.params["debug"])
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped. What was finished is kept; run the same command again to go on.", err=True)
            sys.exit(130)


def picture_options(command: Command) -> Command:
    """The options of every command that makes pictures."""
    for option in (
        click.option("--theme", type=click.Choice(["dark", "light"]), help="Colours."),
        click.option("-t", "--transparent", is_flag=True, default=None, help="No background; not for MP4."),
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


def _explain(message: str, error: BaseException, debug: bool) -> None:
    """Say an error in one line; with `debug`, all that lies behind it."""
    from explainers.spec.errors import MathframesError

    notes = getattr(error, "__notes__", [])
    unforeseen = bool(notes) or not isinstance(error, MathframesError | click.UsageError)
    hint = " ('render.py --debug ...' shows where)" if unforeseen and not debug else ""
    click.echo(f"Error: {' '.join(message.split())}{hint}", err=True)
    if debug:
        for note in notes:
            click.echo(note, err=True)
        traceback.print_exception(error)
