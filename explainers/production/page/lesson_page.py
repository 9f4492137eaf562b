"""A lesson as one page: made from the manifest alone, with nothing to load but the lesson's own files."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape
from itertools import count
from pathlib import Path
from string import Template
from typing import Any

from explainers.production.catalogue import TITLE_CARD, catalogue_name
from explainers.production.chapters import timestamp
from explainers.production.deck.palette import PALETTES
from explainers.production.flags import written
from explainers.production.page.answers import accepted
from explainers.production.page.clips_beside import ClipBeside
from explainers.production.transcript import told_params
from explainers.spec.manifest import BeatEntry, Manifest, Practice, SceneEntry

ASSETS = Path(__file__).parent / "assets"

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; media-src 'self' file:; "
    "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
)
"""What the page allows itself: its own files, whether it is opened from a disk or a server, and nothing else."""

DOWNLOADS = {
    "lesson.mp4": "Video, with chapters and captions in it",
    "lesson.srt": "Captions, SRT",
    "lesson.vtt": "Captions, WebVTT",
    "chapters.txt": "Chapters for a video's description",
    "transcript.md": "Transcript",
    "poster.png": "Poster",
    "lesson.json": "Record of all that was rendered",
}


def lesson_page(manifest: Manifest, clips: Sequence[ClipBeside] = ()) -> str:
    """Write the page of a lesson; `clips` are those that were made of it in other shapes and formats."""
    scenes = [scene for scene in manifest.scenes if not _is_card(scene)]
    settings = manifest.settings
    cues = [
        [beat.start + cue.start, min(beat.start + cue.end, beat.end), cue.text]
        for beat in manifest.beats
        for cue in beat.cues
    ]
    return _filled(
        "lesson.html",
        title=manifest.title,
        summary=manifest.summary.strip(),
        lesson=manifest.lesson,
        width=str(settings.width),
        height=str(settings.height),
        length=timestamp(manifest.duration),
        html={
            "style": _colours() + _asset("page.css"),
            "script": _asset("theme.js") + _asset("lesson.js") + _asset("practice.js"),
            "chapters": "\n".join(_chapters(manifest.scenes)),
            "transcript": "\n".join(line for scene in scenes for line in _told(scene)),
            "practice": "\n".join(_practice(scenes)),
            "parameters": "\n".join(line for scene in scenes for line in _parameters(scene)),
            "downloads": "\n".join(_downloads()),
            "clips": "\n".join(_clips(scenes, clips)),
            "cues": _json(cues),
        },
    )


def course_page(manifests: Mapping[str, Manifest]) -> str:
    """Write the page that leads to several lessons, given with the folders that they lie in."""
    return _filled(
        "course.html",
        title="Lessons",
        html={
            "style": _colours() + _asset("page.css"),
            "script": _asset("theme.js"),
            "lessons": "\n".join(_lesson(folder, manifest) for folder, manifest in manifests.items()),
        },
    )


def _is_card(scene: SceneEntry) -> bool:
    """A card shows titles alone, which the page has written already."""
    return scene.scene == catalogue_name(TITLE_CARD)


def _chapters(scenes: Sequence[SceneEntry]) -> Iterator[str]:
    """Scenes with their beats. In a course, a card is where a lesson begins; the first is the film's own."""
    for position, scene in enumerate(scenes):
        if not _is_card(scene):
            yield f"<li>{_seek(scene.start, scene.title, 'scene')}<ol>"
            yield from (f"<li>{_seek(beat.start, beat.title, 'beat')}</li>" for beat in scene.beats)
            yield "</ol></li>"
        elif position:
            yield f"<li>{_seek(scene.start, scene.title, 'part')}</li>"


def _seek(seconds: float, text: str, kind: str) -> str:
    return (
        f'<a class="{kind}" href="#t={seconds:.3f}" data-seek="{seconds:.3f}"><time>{timestamp(seconds)}</time> '
        f"<span>{escape(text)}</span></a>"
    )


def _told(scene: SceneEntry) -> Iterator[str]:
    yield f"<section><h3>{escape(scene.title)}</h3>"
    for beat in scene.beats:
        yield f'<div class="beat"><h4>{_seek(beat.start, beat.title, "heading")}</h4><p>'
        yield " ".join(_sentences(beat))
        yield "</p>"
        if beat.alt.strip():
            yield f'<p class="alt"><span class="unseen">The picture: </span>{escape(beat.alt)}</p>'
        yield "</div>"
    yield "</section>"


def _sentences(beat: BeatEntry) -> Iterator[str]:
    """The words as they stand in captions; each leads to its place in the video."""
    for cue in beat.cues:
        start = beat.start + cue.start
        end = min(beat.start + cue.end, beat.end)
        words = escape(" ".join(cue.text.split()))
        yield f'<a class="cue" href="#t={start:.3f}" data-seek="{start:.3f}" data-end="{end:.3f}">{words}</a>'


def _practice(scenes: Sequence[SceneEntry]) -> Iterator[str]:
    """Questions under the scenes that they belong to: "this matrix" is that of the scene."""
    asking = [scene for scene in scenes if scene.practice]
    if not asking:
        return
    yield '<section id="practice" aria-labelledby="practice-title"><h2 id="practice-title">Try it</h2><div>'
    number = count(1)
    for scene in asking:
        given = " · ".join(f"{name.replace('_', ' ')} {value}" for name, value in told_params(scene).items())
        yield f'<section><h3>{escape(scene.title)}</h3><p class="given">{escape(given)}</p><ol>'
        yield from (_question(next(number), question) for question in scene.practice)
        yield "</ol></section>"
    yield "</div></section>"


def _question(number: int, question: Practice) -> str:
    checked = escape(_json(asdict(accepted(question.answer, question.value))), quote=True)
    return (
        f'<li><form class="question" data-accepted="{checked}">'
        f'<label for="answer-{number}">{escape(question.text)}</label>'
        f'<div class="row"><input id="answer-{number}" autocomplete="off" autocapitalize="off" spellcheck="false" '
        f'aria-describedby="verdict-{number}"><button>Check</button></div>'
        f'<div class="row under"><p class="verdict" id="verdict-{number}" role="status"></p>'
        f'<button type="button" class="reveal" aria-describedby="answer-{number}">Show the answer</button></div>'
        "</form></li>"
    )


def _parameters(scene: SceneEntry) -> Iterator[str]:
    told = told_params(scene)
    yield f"<section><h3>{escape(scene.title)}</h3>"
    if told:
        yield "<dl>"
        yield from (
            f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(value)}</dd>" for name, value in told.items()
        )
        yield "</dl>"
    yield f"<pre><code>{_command(scene, told)}</code></pre></section>"


def _command(scene: SceneEntry, names: Iterable[str]) -> str:
    """The line that renders the same scene: every digit of its parameters, as the command line takes them."""
    flags = (f"--{name.replace('_', '-')} {shlex.quote(written(scene.params[name]))}" for name in names)
    words = [f"python render.py scene {shlex.quote(scene.reference or scene.scene)}", *flags]
    return " ".join(f'<span class="flag">{escape(word)}</span>' for word in words)


def _downloads() -> Iterator[str]:
    for file, what in DOWNLOADS.items():
        yield f'<li><a href="{file}" download>{escape(what)}</a> <small>{file}</small></li>'


def _clips(scenes: list[SceneEntry], made: Sequence[ClipBeside]) -> Iterator[str]:
    for scene in scenes:
        yield f"<li>{escape(scene.title)}<ol>"
        for beat in scene.beats:
            length = f"{beat.end - beat.start:.0f} s"
            yield f'<li><a href="{escape(beat.clip, quote=True)}">{escape(beat.title)}</a> <small>{length}</small>'
            yield from (_other_clip(each) for each in made if each.beat == beat.id)
            yield "</li>"
        yield "</ol></li>"


def _other_clip(clip: ClipBeside) -> str:
    return f' · <a href="{escape(clip.path, quote=True)}">{escape(clip.name)}</a>'


def _lesson(folder: str, manifest: Manifest) -> str:
    link = escape(folder, quote=True)
    return (
        f'<li><a href="{link}/index.html"><img src="{link}/poster.png" alt="" '
        f'width="{manifest.settings.width}" height="{manifest.settings.height}" loading="lazy">'
        f"<h2>{escape(manifest.title)}</h2></a><p>{escape(manifest.summary.strip())}</p>"
        f"<p><small>{timestamp(manifest.duration)}</small></p></li>"
    )


def _filled(template: str, *, html: Mapping[str, str], **texts: str) -> str:
    """Fill in a template, below the head that all pages have: texts are escaped, what is HTML already is not."""
    escaped = {name: escape(text, quote=True) for name, text in {"policy": POLICY, **texts}.items()}
    return Template(_asset("head.html") + _asset(template)).substitute(escaped | dict(html))


def _colours() -> str:
    """The themes' colours: light, dark where the reader's machine is, and either where the reader says so."""
    light, dark = (
        f"color-scheme: {name}; --paper: {palette.paper}; --panel: {palette.panel}; --text: {palette.text}; "
        f"--muted: {palette.muted}; --line: {palette.line}; --link: {palette.accents[0]}; --good: {palette.answer}; "
        f"--warning: {palette.accents[2]}; --edge: {palette.accents[5]}; "
        "--now: color-mix(in srgb, var(--edge) 20%, var(--paper));"
        for name, palette in (("light", PALETTES["light"]), ("dark", PALETTES["dark"]))
    )
    return (
        f":root {{ {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f':root[data-theme="light"] {{ {light} }}\n'
        f':root[data-theme="dark"] {{ {dark} }}\n'
        f"@media print {{ :root, :root[data-theme] {{ {light} }} }}\n"
    )


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _json(value: Any) -> str:
    """JSON that may stand in a script element: nothing in it ends that element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
