"""What the commands print: catalogue, scene, plan, result."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from explainers.production.catalogue import lessons, scenes
from explainers.production.jobs import SceneOutline
from explainers.production.plan import LessonPlan
from explainers.spec.lesson import read_lesson
from explainers.spec.manifest import Manifest

WIDTH = 100


def listing() -> str:
    """Scenes and lessons, by topic, a line each."""
    lines = []
    for topic, group in groupby(scenes(), key=lambda source: source.topic):
        lines.append(topic.replace("_", " "))
        lines += _table((source.name, source.summary) for source in group)
        lines.append("")
    lines.append("lessons")
    lines += _table((path.stem, read_lesson(path).spec.title) for path in lessons())
    return "\n".join(lines)


def listing_json() -> str:
    """The same as JSON."""
    return json.dumps(
        {
            "scenes": [
                {"name": source.name, "topic": source.topic, "title": source.title, "summary": source.summary}
                for source in scenes()
            ],
            "lessons": [{"name": path.stem, "title": read_lesson(path).spec.title} for path in lessons()],
        },
        indent=2,
        ensure_ascii=False,
    )


def outline_text(outline: SceneOutline) -> str:
    """A scene as its user wants to know it: parameters, beats, practice."""
    lines = [f"{outline.name}: {outline.title}", outline.summary, ""]
    if not outline.beats:
        return "\n".join(
            [*lines, "A plain Manim scene: it has no parameters, and its sections are known when it has run."]
        )
    lines.append("Parameters")
    for parameter in outline.parameters:
        lines.append(f"  {parameter.flag} ({parameter.kind}{', ' + parameter.allowed if parameter.allowed else ''})")
        lines.append(f"      {parameter.description}. {_default(parameter.default)}")
    lines += ["", f"Beats, {sum(beat.seconds for beat in outline.beats):.0f} s in all"]
    for beat in outline.beats:
        lines += _wrapped(f"  {beat.name}, {beat.seconds:.1f} s: ", beat.words)
    if outline.practice:
        lines += ["", "Practice"]
        for question, answer in outline.practice:
            lines += _wrapped("  ", f"{question} {answer}")
    return "\n".join(lines)


def outline_json(outline: SceneOutline) -> str:
    """The same as JSON."""
    return json.dumps(dataclasses.asdict(outline), indent=2, ensure_ascii=False)


def plan_text(plan: LessonPlan) -> str:
    """What would be done with a lesson, and why."""
    settings = plan.settings
    lines = [
        f"{plan.lesson.name}: {settings.width}x{settings.height} at {settings.fps} frames a second, {settings.theme}"
    ]
    if plan.finished is not None:
        lines.append("  nothing has changed: all of it is reused")
        return "\n".join(lines)
    for scene in plan.scenes:
        if scene.reused is None:
            lines.append(
                f"  {scene.job.id}: to be rendered; nothing rendered before has this source, numbers, voice and size"
            )
        else:
            seconds = scene.reused.frames / settings.fps
            lines.append(
                f"  {scene.job.id}: reused, {seconds:.1f} s rendered with the same source, numbers, voice and size"
            )
    lines.append("  then put together: film, captions, chapters, transcript, clips")
    return "\n".join(lines)


def finished_text(manifest: Manifest, folder: Path, *, reused: bool) -> str:
    """Where a lesson stands, and how long it is."""
    minutes, seconds = divmod(round(manifest.duration), 60)
    how = "unchanged" if reused else "done"
    return f"{folder / 'lesson.mp4'}: {how}, {minutes}:{seconds:02} in {len(manifest.beats)} beats"


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  {name:<24} {text}" for name, text in rows]


def _default(value: str) -> str:
    return f"Default: {value}" if value else "Default: chosen by the scene"


def _wrapped(head: str, text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent="      ") or [head.rstrip(": ")]
