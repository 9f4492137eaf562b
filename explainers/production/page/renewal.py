"""The page of a rendered lesson, written again when clips have come to lie beside it."""

from __future__ import annotations

from pathlib import Path

from explainers.production.media import disk_errors_named, move_into_place, partial_folder
from explainers.production.page.clips_beside import clips_beside
from explainers.production.page.lesson_page import lesson_page
from explainers.spec.manifest import Manifest

PAGE, RECORD = "index.html", "lesson.json"


def renew_page(manifest: Manifest, folder: Path) -> Manifest:
    """Let a lesson's page link the clips that are there now; returns the record, in which the page has its new size."""
    text = lesson_page(manifest, clips_beside(folder, manifest))
    page = folder / PAGE
    if page.is_file() and page.read_text(encoding="utf-8") == text:
        return manifest
    size = len(text.encode())
    renewed = manifest.model_copy(update={"files": {**manifest.files, PAGE: size}})
    with disk_errors_named(str(folder)), partial_folder(folder.parent) as partial:
        (partial / PAGE).write_text(text, encoding="utf-8")
        (partial / RECORD).write_text(renewed.model_dump_json(indent=1), encoding="utf-8")
        # The record comes last: without it, the next run sees that the page is another and puts both together again.
        for name in (PAGE, RECORD):
            move_into_place(partial / name, folder / name)
    return renewed
