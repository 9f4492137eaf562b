"""What a scene says: beats before and after their templates are filled in."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainers.spec.errors import BadInput
from explainers.spec.nearest import nearest

WORDS_FROM = ("numbers", "params")
"""What the names in a template start with."""


@dataclass(frozen=True)
class Beat:
    """One unit of a scene's story, as its author declares it.

    Parameters
    ----------
    words
        What is said: a template over ``numbers`` and ``params``.
    alt
        What a viewer who cannot see it should know: what moved, from what to what, and the number it ends on.
    title
        The chapter's name; the beat's own name if left out.
    """

    words: str
    alt: str = ""
    title: str = ""


@dataclass(frozen=True)
class Question:
    """A question to the viewer; `answer` takes the scene's numbers."""

    text: str
    answer: Callable[[Any], Any]


@dataclass(frozen=True)
class ScriptedBeat:
    """A beat with its numbers filled in."""

    name: str
    title: str
    words: str
    alt: str


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its numbers filled in, and the answer; `value` is its number, where it is one."""

    text: str
    answer: str
    value: float | None = None


class _PublicNames(string.Formatter):
    """`str.format` that reaches no private attribute: words may come from somebody else's lesson file."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if isinstance(key, int):
            raise ValueError(
                "braces without a name hold nothing; braces that are meant are written twice, as {{ and }}"
            )
        return super().get_value(key, args, kwargs)

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        if "_" in {part[:1] for part in field_name.replace("[", ".").split(".")}:
            raise AttributeError(f"'{field_name}' is private")
        value, first = super().get_field(field_name, args, kwargs)
        return value, str(first)

    def format_field(self, value: Any, format_spec: str) -> str:
        if re.search(r"[0-9]{3}", format_spec):
            raise ValueError(f"'{format_spec}' asks for hundreds of characters")
        return str(super().format_field(value, format_spec))


def fill(template: str, *, where: str, numbers: object, params: object) -> str:
    """Put numbers into words.

    Raises
    ------
    BadInput
        If the template names something that is not there, or is not a template at all.
    """
    try:
        return _PublicNames().format(template, numbers=numbers, params=params)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise BadInput(
            f"{where}: the words '{_shortened(template)}' cannot be filled in: {_reason(error)} "
            "Names start with numbers. or params. ('render.py numbers SCENE' lists them)."
        ) from None


def write_script(
    beats: Mapping[str, str | Beat],
    overrides: Mapping[str, str],
    *,
    where: str,
    numbers: object,
    params: object,
) -> tuple[ScriptedBeat, ...]:
    """Fill in every beat's words; `overrides` are a lesson's own words for some of them."""
    script = []
    for name, declared in beats.items():
        beat = declared if isinstance(declared, Beat) else Beat(declared)
        words = overrides.get(name, beat.words)
        script.append(
            ScriptedBeat(
                name=name,
                title=fill(beat.title, where=where, numbers=numbers, params=params) or _spaced(name),
                words=fill(words, where=f"{where}, beat '{name}'", numbers=numbers, params=params).strip(),
                alt=fill(beat.alt, where=f"{where}, beat '{name}'", numbers=numbers, params=params).strip(),
            )
        )
    return tuple(script)


def answer_questions(
    practice: Sequence[Question], *, where: str, numbers: object, params: object
) -> tuple[AnsweredQuestion, ...]:
    """Fill in the practice questions and work out their answers."""
    answered = []
    for question in practice:
        answer = question.answer(numbers)
        answered.append(
            AnsweredQuestion(
                text=fill(question.text, where=f"{where}, practice", numbers=numbers, params=params),
                answer=f"{answer:.6g}" if isinstance(answer, float) else str(answer),
                value=_number(answer),
            )
        )
    return tuple(answered)


def _number(answer: object) -> float | None:
    """An answer as a number. Yes and no are none; what is not finite cannot be written as JSON."""
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        return None
    return float(answer)


def _spaced(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()


def _shortened(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return _missing(str(error.args[0]), WORDS_FROM)
    if isinstance(error, AttributeError) and error.name is not None:
        return _missing(error.name, (name for name in dir(error.obj) if not name.startswith("_")))
    return " ".join(str(error).split()).rstrip(".") + "."


def _missing(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"there is no '{name}'" + (f"; did you mean '{near}'?" if near else ".")
