"""Mathframes: the mathematics of machine learning as video lessons. The commands are in `explainers.commands`."""

from __future__ import annotations

import click

from explainers.commands.check import check
from explainers.commands.clips import clips
from explainers.commands.deck import deck
from explainers.commands.group import Commands
from explainers.commands.lessons import lesson
from explainers.commands.project import cache, doctor, list_, new
from explainers.commands.scenes import numbers, scene_, sheet, show
from explainers.commands.studio import studio
from explainers.commands.sweep import sweep


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="mathframes")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Turn the mathematics of machine learning into video lessons, with your own numbers in every frame.

    SCENE is a name that 'list' shows, or FILE.py:ClassName. LESSON is a name that 'list' shows, or FILE.yaml.
    """


for command in (list_, show, numbers, scene_, sheet, check, lesson, clips, deck, sweep, studio, new, cache, doctor):
    main.add_command(command)

if __name__ == "__main__":
    main()
