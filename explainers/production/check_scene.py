"""One scene looked at by all rules: runs in a process of its own, like the worker, and imports scenes."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from manim import Scene

from explainers.film.check.colours import confusable
from explainers.film.check.digits import KnownNumbers, unknown_numbers
from explainers.film.check.flashes import FlashWatch
from explainers.film.check.layout import off_frame, small_text, text_over_text
from explainers.film.check.legibility import colours_of, legible
from explainers.film.check.marked import write_marked
from explainers.film.check.sight import Finding, Sight, merged
from explainers.film.picture import Picture
from explainers.film.witness import Gaze, sight_at, watch
from explainers.narration.captions import LINE_WIDTH
from explainers.production.jobs import SceneJob
from explainers.production.staging import staged
from explainers.production.worker import reported
from explainers.spec.settings import ThemeName
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.rehearsal import Rehearsal
from explainers.stage.theme import THEMES, Theme
from explainers.stage.zones import CAPTION_SHARE

FASTEST = 180.0
"""Words a minute that captions can be read at."""
LONGEST = 360.0
"""Seconds of a scene."""
FLASHING = 8
"""Frames a second from which more than three flashes could be seen."""
RARELY = 200_000
"""New objects between two collections of what is no longer used."""
EXPLORED = "explore"
"""What stands for the beat of a finding in the figure that is explored."""
BRIEF = 0.4
"""Seconds for which labels may pass over each other while something moves."""

_PLAIN = {"background", "panel", "grid", "faint_grid", "name", "surface", "sizes"}
"""Fields of a theme that colour no line with a meaning."""
_NEUTRAL = {"text", "muted", "axis", "ball", "text/ball"}
"""Fields that are told from the others by what they are, letters and axes, not by their colour."""


@dataclass(frozen=True)
class CheckedScene:
    """What was found in a scene, numbered from 1 in this order, and the pictures that show where."""

    name: str
    findings: tuple[Finding, ...]
    pictures: tuple[Path, ...] = ()


def check_scene(
    job: SceneJob, themes: Sequence[ThemeName], cache: Path, folder: Path | None = None, looks_a_second: float = 4.0
) -> CheckedScene:
    """Run a scene in each theme and look at it.

    Parameters
    ----------
    folder
        Where the pictures go; none are written if it is left out.
    looks_a_second
        How often the rules about motion look; the others look where beats end.
    """
    # Manim copies whole figures: looking for rubbish among the copies takes a fifth of the time.
    gc.set_threshold(RARELY)
    ready = staged(job, cache)
    with reported(job):
        lookers = []
        for number, theme in enumerate(themes[:1] if ready.rehearsal is None else themes):
            # A theme changes colours only: what moves is looked at once.
            often = looks_a_second if number == 0 else 0.0
            looker = Looker(job, ready.rehearsal, theme, often)
            looker.run(ready.scene)
            looker.explore(ready.scene)
            lookers.append(looker)
        findings = merged(finding for looker in lookers for finding in looker.findings())
        pictures = _write_pictures(findings, lookers, folder) if folder is not None else []
        return CheckedScene(job.source.name, tuple(findings), tuple(pictures))


def check_moment(job: SceneJob, theme: ThemeName, cache: Path, seconds: float) -> tuple[Finding, ...]:
    """Look at one moment of a scene, by all rules that look at a picture by itself."""
    ready = staged(job, cache)
    with reported(job):
        looker = Looker(job, ready.rehearsal, theme, 0.0)
        looker.look(sight_at(ready.scene, looker.arguments, seconds))
        return looker.found


class Looker:
    """Looks at a scene in one theme."""

    def __init__(self, job: SceneJob, rehearsal: Rehearsal | None, theme: ThemeName, looks_a_second: float) -> None:
        self.theme = theme
        self.pictures: dict[tuple[str, float], Picture] = {}
        self._job = job
        self._rehearsal = rehearsal
        self._meanings = meanings_of(THEMES[theme]) if rehearsal is not None else {}
        self._looks = looks_a_second
        self._flashes = FlashWatch()
        self._found: list[Finding] = []
        self._passing: dict[tuple[str, str], Finding] = {}
        self._ends: dict[str, float] = {}
        known = () if rehearsal is None else (rehearsal.numbers, dict(rehearsal.params), rehearsal.title)
        self._known = KnownNumbers(*known)

    def run(self, scene: type[Scene]) -> None:
        """Run the scene."""
        fps = self._job.settings.fps
        every = max(1, round(fps / self._looks)) if self._looks else 10**9
        glance = self._glance if fps >= FLASHING and self._looks else None
        watch(scene, self.arguments, self.look, every=every, glance=glance)

    def explore(self, scene: type[Scene]) -> None:
        """Look at the figure without the story, if the scene offers one."""
        if issubclass(scene, ExplainerScene) and scene.explores():
            gaze = Gaze(scene, self.arguments)
            gaze.scene.explore()
            self.look(gaze.sight(EXPLORED))

    @property
    def arguments(self) -> dict[str, Any]:
        """Of the scene's constructor."""
        return {} if self._rehearsal is None else {"rehearsal": self._rehearsal, "theme": self.theme}

    @property
    def found(self) -> tuple[Finding, ...]:
        """What was found in the pictures that were looked at."""
        return tuple(self._found)

    def findings(self) -> Iterator[Finding]:
        """All that was found, in this theme's name."""
        for finding in (*self._found, *self._words()):
            yield replace(finding, themes=(self.theme,))
        for finding in self._passing.values():
            if finding.lasts >= BRIEF:
                yield replace(finding, themes=(self.theme,))

    def look(self, sight: Sight) -> None:
        """Look at a picture."""
        found = list(off_frame(sight, CAPTION_SHARE if self._rehearsal is not None else 0.0))
        for each in sight.invariants:
            if not each.holds:
                what = f"{each.name}: {each.value:.6g} is not {each.expected:.6g}"
                found.append(Finding("invariant", what, sight.beat, sight.time, about=each.name))
        if sight.ends_beat:
            self._ends[sight.beat] = sight.time
            found += [*text_over_text(sight), *small_text(sight), *legible(sight, self._meanings)]
            if self._rehearsal is not None:
                found += [*unknown_numbers(sight, self._known), *self._colours(sight)]
        else:
            self._note_passing(list(text_over_text(sight)), sight)
        for finding in found:
            self._keep(finding, sight.picture)

    def _keep(self, finding: Finding, picture: Picture) -> None:
        self._found.append(finding)
        self.pictures.setdefault((finding.beat, finding.time), picture)

    def _note_passing(self, found: list[Finding], sight: Sight) -> None:
        for finding in found:
            first = self._passing.setdefault(finding.key, finding)
            self._passing[finding.key] = replace(first, lasts=finding.time - first.time)
            self.pictures.setdefault((first.beat, first.time), sight.picture)

    def _glance(self, beat: str, time: float, picture: Picture) -> None:
        for finding in self._flashes.see(beat, time, picture):
            self._keep(finding, picture)

    def _colours(self, sight: Sight) -> Iterator[Finding]:
        theme = THEMES[self.theme]
        seen = sorted(colours_of(sight, self._meanings))
        together = {names: str(getattr(theme, names.partition("/")[0])) for names in seen if names not in _NEUTRAL}
        for one, other, blindness, left in confusable(together):
            what = f"the colours of '{one}' and '{other}' look alike with {blindness} (distance {left:.0f})"
            yield Finding("colours alike", what, sight.beat, sight.time, about=f"{one} {other}")

    def _words(self) -> Iterator[Finding]:
        """Find words that do not fit their time."""
        if self._rehearsal is None:
            return
        start = 0.0
        for spoken in self._rehearsal.beats:
            name = spoken.beat.name
            end = self._ends.get(name, start)
            count = len(spoken.beat.words.split())
            if count and count / max(end - start, 1e-6) * 60 > FASTEST:
                what = f"{count} words in {end - start:.1f} s are more than {FASTEST:.0f} a minute"
                yield Finding("words", what, name, start)
            for cue in spoken.speech.cues:
                lines = cue.text.splitlines()
                if len(lines) > 2 or max(map(len, lines), default=0) > LINE_WIDTH:
                    what = f"the caption '{cue.text[:40]}...' does not fit two lines of {LINE_WIDTH} characters"
                    yield Finding("caption", what, name, start + cue.start)
            start = end
        if start > LONGEST:
            yield Finding("length", f"the scene lasts {start / 60:.1f} minutes; the most are {LONGEST / 60:.0f}")


def meanings_of(theme: Theme) -> dict[str, str]:
    """The names of a theme's colours that carry meaning, by ``#rrggbb``; one colour may have several."""
    found: dict[str, str] = {}
    for name, colour in vars(theme).items():
        if name not in _PLAIN and isinstance(colour, str):
            known = found.get(colour.lower())
            found[colour.lower()] = f"{known}/{name}" if known else name
    return found


def _write_pictures(findings: Sequence[Finding], lookers: Sequence[Looker], folder: Path) -> list[Path]:
    """Outline the findings: one picture for each moment at which something was found."""
    moments: dict[tuple[str, str, float], list[tuple[int, Any]]] = {}
    for number, finding in enumerate(findings, start=1):
        if finding.themes:
            key = (finding.themes[0], finding.beat, finding.time)
            moments.setdefault(key, []).append((number, finding.where))
    by_theme = {looker.theme: looker for looker in lookers}
    written: list[Path] = []
    for (theme, beat, time), marks in moments.items():
        picture = by_theme[theme].pictures.get((beat, time))  # type: ignore[index]
        if picture is not None:
            target = folder / f"{len(written) + 1:02}-{beat or 'scene'}-{theme}.png"
            write_marked(picture, marks, target)
            written.append(target)
    return written
