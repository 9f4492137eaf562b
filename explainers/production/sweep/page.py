"""The page of a sweep: every row's film or picture with what it was given. It asks, and does not answer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from explainers.production.deck.palette import PALETTES, Palette
from explainers.production.flags import written
from explainers.spec.sweep_index import SweepIndex, SweptRow

_STYLE = """
body { margin: 0 auto; max-width: 96rem; padding: 2rem; font: 1.05rem/1.5 system-ui, sans-serif;
  background: var(--paper); color: var(--text); }
h1 { margin: 0; line-height: 1.2; }
header p { color: var(--muted); margin: .25rem 0 2rem; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: 2rem; }
article { display: flex; flex-direction: column; gap: .5rem; min-width: 0; }
h2 { margin: 0; font-size: 1.2rem; overflow-wrap: anywhere; }
video, img { width: 100%; height: auto; display: block; border: 1px solid var(--line); box-sizing: border-box; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
ol { margin: 0; padding-left: 1.5rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, video:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
details p { margin: .25rem 0; }
@media print { main { display: block } article { break-inside: avoid; margin-bottom: 2rem }
  details, .file { display: none } }
"""


def write_page(index: SweepIndex, target: Path) -> None:
    """Write the page beside the files that it shows; it needs no network."""
    heading = f"{index.title}: {index.table}"
    kind = "film" if index.rows[0].seconds else "picture"
    count = f"{len(index.rows)} {kind}{'s' if len(index.rows) != 1 else ''}"
    left_out = f", {len(index.failed)} left out" if index.failed else ""
    parts = [
        "<!doctype html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(heading)}</title>",
        f"<style>{_colours()}{_STYLE}</style>",
        f"<header><h1>{escape(heading)}</h1><p>{count}{left_out}</p></header>",
        "<main>",
        *(_article(index, row) for row in index.rows),
        "</main>",
        "</html>",
    ]
    target.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _article(index: SweepIndex, row: SweptRow) -> str:
    name = f"row-{quote(row.name)}"
    words = f"<details><summary>Words</summary><p>{escape(row.words)}</p></details>" if row.words else ""
    # Where pictures have no words of their own, students read what is drawn.
    questions = "".join(f"<li>{escape(question)}</li>" for question in row.questions)
    asked = f"<ol>{questions}</ol>" if index.exercises and questions else ""
    return "\n".join(
        part
        for part in (
            f'<article aria-labelledby="{name}">',
            f'<h2 id="{name}">{escape(row.label)}</h2>',
            _picture(index, row),
            _given(row.params),
            asked,
            words,
            f'<div class="file"><a href="{quote(row.file)}" download>{escape(row.file)}</a></div>',
            "</article>",
        )
        if part
    )


def _picture(index: SweepIndex, row: SweptRow) -> str:
    size = f'width="{index.width}" height="{index.height}"'
    alt = escape(row.alt or row.label, quote=True)
    if index.format in ("mp4", "webm"):
        return (
            f'<video controls preload="none" {size} poster="{quote(row.still)}" aria-label="{alt}" '
            f'src="{quote(row.file)}"></video>'
        )
    shown = row.file if index.format in ("gif", "png", "svg") else row.still
    return f'<img loading="lazy" {size} alt="{alt}" src="{quote(shown)}">'


def _given(params: Mapping[str, Any]) -> str:
    pairs = (
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(written(value))}</dd>" for name, value in params.items()
    )
    return f"<dl>{''.join(pairs)}</dl>" if params else ""


def _colours() -> str:
    """The themes' colours, whichever the reader's system asks for."""

    def variables(palette: Palette) -> str:
        return (
            f"--paper: {palette.paper}; --text: {palette.text}; --muted: {palette.muted}; --line: {palette.line}; "
            f"--link: {palette.accents[0]}"
        )

    light, dark = variables(PALETTES["light"]), variables(PALETTES["dark"])
    return f":root {{ color-scheme: light dark; {light} }} @media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
