"""Words cut into captions: at most two lines, broken where a reader would pause."""

from __future__ import annotations

import re
import textwrap

LINE_WIDTH = 42
"""Characters on a caption line: the usual limit of broadcasters (BBC, Netflix)."""

_SENTENCE_END = re.compile(r"(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<=[.!?])\s+(?=[A-Z0-9(\"']|[a-z](?:\s|$))")
"""A sentence may begin with a letter that stands for something: v is a vector."""

_CLAUSE_END = re.compile(r"(?<=[,;:])\s+")


def sentences(words: str) -> list[str]:
    """Cut text where a sentence ends. A decimal point ends nothing, as no space follows it."""
    return [sentence for sentence in _SENTENCE_END.split(" ".join(words.split())) if sentence]


def captions(words: str) -> list[str]:
    """Cut text into captions of one or two balanced lines, sentence by sentence."""
    return [caption for sentence in sentences(words) for caption in sentence_captions(sentence)]


def sentence_captions(sentence: str) -> list[str]:
    """Cut a sentence into captions.

    One that needs more than two lines is cut after a clause if one ends in time, else between words.
    """
    found: list[str] = []
    rest = sentence
    while len(_wrapped(rest)) > 2:
        head = _head(rest)
        found.append(_balanced(head))
        rest = rest[len(head) :].lstrip()
    return [*found, _balanced(rest)]


def _wrapped(text: str, width: int = LINE_WIDTH) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=True, break_on_hyphens=False)


def _head(text: str) -> str:
    """Return the first part of `text` that fits two lines."""
    fits = text[: _place_of(sum(len(line.replace(" ", "")) for line in _wrapped(text)[:2]), text)]
    clauses = [match.start() for match in _CLAUSE_END.finditer(fits)]
    if clauses and clauses[-1] > LINE_WIDTH * 0.6:
        return fits[: clauses[-1]]
    return fits


def _place_of(count: int, text: str) -> int:
    """Find where the first `count` characters end, spaces not counted: a broken word has none where its line ends."""
    places = [place for place, character in enumerate(text, start=1) if character != " "]
    return places[count - 1]


def _balanced(text: str) -> str:
    """Break into two lines of about equal length; one line if it fits."""
    if len(text) <= LINE_WIDTH:
        return text
    for width in range(len(text) // 2 + 1, LINE_WIDTH + 1):
        lines = _wrapped(text, width)
        if len(lines) <= 2:
            return "\n".join(lines)
    return "\n".join(_wrapped(text))
