"""What the check looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from explainers.film.check.boxes import Box
from explainers.film.picture import Picture
from explainers.spec.invariant import Invariant

SMALLEST_TEXT = 28.0
"""Pixels at 1080p: the font size, the height from one line to the next, that a lecture hall can read."""


@dataclass(frozen=True)
class Label:
    """Text on a picture: glyphs that were set together.

    Parameters
    ----------
    text
        What it says, in plain characters or in the signs of formulas; empty if that is not known.
    elements
        Where its glyphs stand among the picture's elements.
    size
        Font size in pixels at 1080p; None if it is not known.
    """

    text: str
    elements: tuple[int, ...]
    size: float | None = None


@dataclass(frozen=True, eq=False)
class Sight:
    """A picture at a moment of a scene, with what is known of it beyond its shapes.

    Parameters
    ----------
    ends_beat
        Whether it is the last of its beat, when all that fades and moves has come to rest.
    """

    beat: str
    time: float
    ends_beat: bool
    picture: Picture
    labels: tuple[Label, ...] = ()
    invariants: tuple[Invariant, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something that is wrong.

    Parameters
    ----------
    rule
        Which rule is broken, in a word or two.
    what
        What breaks it, and by how much.
    where
        The places on the picture.
    themes
        In which themes it was found.
    lasts
        Seconds from its first sight to its last.
    about
        What tells it from other breaks of the rule, where `what` also holds numbers that change.
    also_in
        Other beats in which it was found.
    """

    rule: str
    what: str
    beat: str = ""
    time: float = 0.0
    where: tuple[Box, ...] = ()
    themes: tuple[str, ...] = ()
    lasts: float = 0.0
    about: str = ""
    also_in: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes two findings the same one, seen again."""
        return self.rule, self.about or self.what


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Join what was found again: at a later time, in another beat, or in another theme. In order of time."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        first = found.setdefault(finding.key, finding)
        others = dict.fromkeys((*first.also_in, *((finding.beat,) if finding.beat != first.beat else ())))
        found[finding.key] = replace(
            first,
            themes=tuple(dict.fromkeys((*first.themes, *finding.themes))),
            lasts=max(first.lasts, finding.time + finding.lasts - first.time),
            also_in=tuple(others),
        )
    return sorted(found.values(), key=lambda finding: finding.time)
