"""The page over the pages: every lesson that was rendered together, with its poster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explainers.production.media import Media, move_into_place, partial_folder, read_manifest
from explainers.production.page.lesson_page import course_page


def write_course_page(lessons: Sequence[str], media: Media) -> Path:
    """Write `index.html` beside the lessons' folders, for those that are rendered; returns its path."""
    manifests = {name: read_manifest(media.lesson(name) / "lesson.json") for name in lessons}
    rendered = {name: manifest for name, manifest in manifests.items() if manifest is not None}
    target = media.lesson("index.html")
    with partial_folder(target.parent) as partial:
        written = partial / target.name
        written.write_text(course_page(rendered), encoding="utf-8")
        move_into_place(written, target)
    return target
