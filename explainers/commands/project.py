"""Commands on the project and this machine: list, new, cache, doctor."""

from __future__ import annotations

import sys

import click

from explainers.commands.arguments import media_of


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List scenes and lessons."""
    from explainers.production.listing import listing, listing_json

    click.echo(listing_json() if as_json else listing())


@click.command()
@click.argument("name")
@click.option("--topic", default="", help="Folder below scenes/; the file is written here if left out.")
def new(name: str, topic: str) -> None:
    """Write a new scene file that already renders, with its test."""
    from explainers.production.new_scene import write_new_scene

    for path in write_new_scene(name, topic):
        click.echo(path)


@click.command()
@click.option("--clear", "emptied", is_flag=True, help="Throw away all that can be made again.")
@click.option("--limit", "size", metavar="SIZE", help="Keep no more than this from now on, such as 2GB.")
@click.option("--media", "media_folder", default="media", show_default=True, help="Folder of rendered things.")
def cache(emptied: bool, size: str | None, media_folder: str) -> None:
    """Show what is kept of earlier renders, and how much."""
    from explainers.production.stock import clear, limit, parse_size, set_limit, stocks, written_size

    media = media_of(media_folder)
    if size is not None:
        set_limit(media, parse_size(size))
    if emptied:
        clear(media)
    for part in stocks(media):
        click.echo(f"{part.name:<18}{written_size(part.bytes):>9} in {part.files} files")
    click.echo(f"{media.cache}, clips and stills up to {written_size(limit(media))}")


@click.command()
def doctor() -> None:
    """Say what is installed, what is missing, and the command that mends it."""
    from explainers.production.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding.line)
    sys.exit(0 if all(finding.good for finding in findings) else 1)
