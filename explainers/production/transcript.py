"""The lesson to read: every word with its time, what the pictures show, and the questions with their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from explainers.production.catalogue import TITLE_CARD, catalogue_name
from explainers.production.chapters import timestamp
from explainers.spec.manifest import BeatEntry, Manifest, Practice, SceneEntry

LONGEST_LIST = 8
"""Values of a list that are written out; of longer ones the first few, and how many there are."""

_SPECIAL = re.compile(r"[\\`*_~\[\]|$#]")
"""What Markdown, or GitHub in it, takes for markup anywhere in a line."""

_LIST_MARK = re.compile(r"^(\d*)([-+>.)])(?=\s|$)")
"""And at its beginning."""


def transcript(manifest: Manifest) -> str:
    """Write the lesson as Markdown: scenes with time stamps, alt texts in italics, questions, answers."""
    blocks = [f"# {_text(manifest.title)}"]
    if manifest.summary.strip():
        blocks.append(_text(manifest.summary))
    for scene in manifest.scenes:
        # What the title card shows stands above already.
        if scene.scene != catalogue_name(TITLE_CARD):
            blocks += _scene(scene)
    blocks += _practice([question for scene in manifest.scenes for question in scene.practice])
    return "\n\n".join(blocks) + "\n"


def _scene(scene: SceneEntry) -> Iterator[str]:
    yield f"## {_text(scene.title)} ({timestamp(scene.start)})"
    told = told_params(scene)
    if told:
        yield (
            "Shown with " + ", ".join(f"{name.replace('_', ' ')} {_code(value)}" for name, value in told.items()) + "."
        )
    for beat in scene.beats:
        yield from _beat(beat)


def _beat(beat: BeatEntry) -> Iterator[str]:
    time = f"**{timestamp(beat.start)}**"
    if beat.words.strip():
        yield f"{time} {_text(beat.words)}"
        time = ""
    if beat.alt.strip():
        yield f"{time} *{_text(beat.alt)}*".lstrip()


def _practice(questions: list[Practice]) -> Iterator[str]:
    """Questions first and answers below, so that a reader can try."""
    if questions:
        yield "## Questions for practice"
        yield "\n".join(f"{number}. {_text(question.text)}" for number, question in enumerate(questions, start=1))
        yield "### Answers"
        yield "\n".join(f"{number}. {_text(question.answer)}" for number, question in enumerate(questions, start=1))


def told_params(scene: SceneEntry) -> dict[str, str]:
    """The parameters that say something, as a lecturer would write them."""
    return {name: _value(value) for name, value in scene.params.items() if not _says_nothing(name, value)}


def _says_nothing(name: str, value: Any) -> bool:
    """What was left open, and the seed that nobody chose, are for `lesson.json` alone."""
    return value is None or value in ("", [], (), {}) or (name, value) == ("seed", 0)


def _value(value: Any) -> str:
    """Write a parameter as a lecturer would: numbers without a tail of zeros, matrices row by row."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(entry)}" for key, entry in value.items())
    if isinstance(value, list | tuple):
        if any(isinstance(row, list | tuple) for row in value):
            return "; ".join(_value(row).replace(",", "") for row in value)
        shown = ", ".join(_value(entry) for entry in value[:LONGEST_LIST])
        return shown if len(value) <= LONGEST_LIST else f"{shown}, … ({len(value)} values)"
    return str(value)


def _text(words: str) -> str:
    """Put words on one line, with what Markdown and HTML would read as markup escaped."""
    plain = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;")
    escaped = _SPECIAL.sub(r"\\\g<0>", plain)
    return _LIST_MARK.sub(r"\1\\\2", escaped)


def _code(words: str) -> str:
    """Set words as code, which needs a longer fence than any inside them."""
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if longest or not words else ""
    return f"{fence}{padding}{words}{padding}{fence}"
