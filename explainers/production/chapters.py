"""Chapters of a film: one a beat where beats are long enough, and each scene under its own title."""

from __future__ import annotations

from collections.abc import Sequence

from explainers.film.join import Mark
from explainers.spec.manifest import Manifest, SceneEntry

SHORTEST_CHAPTER = 10
"""Seconds. YouTube shows no chapters at all if one is shorter."""


def chapter_marks(manifest: Manifest) -> tuple[Mark, ...]:
    """Divide the film into chapters of ten seconds at least, from its start to its end.

    A scene begins a chapter, with the scene's title; its further chapters have the titles of the beats they begin
    with. A beat that is too short joins the beats after it, at the end of its scene the chapter before it, so no
    chapter reaches from one scene into the next.

    Except where a whole scene is too short, such as a title card: that is the beginning of the chapter of the scene
    it leads to, under that scene's title, for who picks a chapter looks for the matter and not for the card. A card at
    the end belongs to the last chapter.
    """
    fps = manifest.settings.fps
    starts: list[tuple[int, str]] = []
    waiting: int | None = None
    for scene in manifest.scenes:
        if not scene.beats:
            continue
        first_frame = scene.beats[0].first_frame if waiting is None else waiting
        if _end(scene) - first_frame < SHORTEST_CHAPTER * fps:
            waiting = first_frame
        else:
            starts += _scene_starts(scene, first_frame, SHORTEST_CHAPTER * fps)
            waiting = None
    if not starts:
        title = manifest.scenes[0].title if len(manifest.scenes) == 1 else manifest.title
        starts = [(0, title)]
    ends = [start for start, _ in starts[1:]] + [manifest.frames]
    return tuple(Mark(start / fps, end / fps, title) for (start, title), end in zip(starts, ends, strict=True))


def youtube(marks: Sequence[Mark]) -> str:
    """Write chapters as YouTube reads them in a description: ``0:00 Title``, one a line.

    Times are cut to whole seconds, not rounded, so that no chapter begins after its first words.
    """
    return "".join(f"{timestamp(mark.start)} {' '.join(mark.text.split())}\n" for mark in marks)


def timestamp(seconds: float) -> str:
    """Write a time as ``0:07``, ``12:34`` or ``1:02:03``."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _end(scene: SceneEntry) -> int:
    """The frame after the scene's last."""
    return scene.beats[-1].first_frame + scene.beats[-1].frames


def _scene_starts(scene: SceneEntry, first_frame: int, shortest: int) -> list[tuple[int, str]]:
    """Find where a scene's chapters start, as frames, with their titles. The scene is long enough for one."""
    starts = [(first_frame, scene.title)]
    for beat in scene.beats[1:]:
        if beat.first_frame - starts[-1][0] >= shortest:
            starts.append((beat.first_frame, beat.title))
    if len(starts) > 1 and _end(scene) - starts[-1][0] < shortest:
        starts.pop()
    return starts
