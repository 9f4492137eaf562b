"""The group of commands: the nearest name for a mistyped one, and errors in one line."""

from __future__ import annotations

import sys
import traceback
from typing import Any

import click


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
