"""Decks of a lesson, in the forms that are asked for: whatever is missing for them is rendered first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from explainers.production.deck.slides import Deck, deck_from, deck_of
from explainers.production.filming import render_lesson
from explainers.production.media import (
    Media,
    disk_errors_named,
    move_into_place,
    partial_folder,
    read_manifest,
    require_writable,
)
from explainers.production.plan import LessonPlan
from explainers.production.progress import Progress
from explainers.spec.errors import MathframesError
from explainers.spec.lesson import LessonFile
from explainers.spec.settings import RenderSettings

DeckForm = Literal["pptx", "html", "pdf", "manim-slides"]


def settings_before(lesson: LessonFile, media: Media) -> RenderSettings:
    """How a lesson was rendered last, so that its film serves for the deck; as its file says if it never was."""
    manifest = read_manifest(media.lesson(lesson.name) / "lesson.json")
    return manifest.settings if manifest is not None else lesson.spec.settings()


def make_decks(
    plan: LessonPlan, forms: Sequence[DeckForm], media: Media, progress: Progress, workers: int
) -> list[Path]:
    """Write the lesson's decks into its folder; returns their files. Earlier ones stand until the new ones are whole.

    Raises
    ------
    MathframesError
        If the lesson shows nothing.
    """
    folder = media.lesson(plan.lesson.name)
    require_writable(folder)
    written = []
    for form in dict.fromkeys(forms):
        if form == "pdf":
            written.append(_make_pdf(plan, media, progress, workers))
            continue
        manifest = plan.finished or render_lesson(plan, media, progress, workers)
        deck = _filled(deck_of(manifest, folder))
        written.append(_make_from_clips(deck, form, folder, progress))
    return written


def _make_from_clips(deck: Deck, form: DeckForm, folder: Path, progress: Progress) -> Path:
    with disk_errors_named(str(folder)), partial_folder(folder.parent) as partial:
        if form == "manim-slides":
            from explainers.production.deck.manim_slides import FOLDER, write_presentation

            names = write_presentation(deck, folder, partial, progress)
            for name in names:
                move_into_place(partial / name, folder / FOLDER / name)
            for stale in set((folder / FOLDER).glob("question-*.mp4")) - {folder / FOLDER / name for name in names}:
                stale.unlink()
            return folder / FOLDER / names[-1]
        target = folder / f"deck.{form}"
        if form == "pptx":
            from explainers.production.deck.powerpoint import write_powerpoint

            write_powerpoint(deck, partial / target.name, progress)
        else:
            from explainers.production.deck.html import write_html

            write_html(deck, partial / target.name, progress)
        move_into_place(partial / target.name, target)
    return target


def _make_pdf(plan: LessonPlan, media: Media, progress: Progress, workers: int) -> Path:
    """Of stills, which are drawn without the film."""
    from explainers.production.deck.pdf import write_pdf
    from explainers.production.deck.vector_stills import lesson_stills

    folder = media.lesson(plan.lesson.name)
    drawn = lesson_stills(plan, media, progress, workers, ".pdf")
    deck = _filled(deck_from(plan.lesson.name, plan.lesson.spec.title, plan.settings, drawn.scenes, folder))
    clips = [folder / beat.clip for scene in drawn.scenes for beat in scene.beats]
    target = folder / "deck.pdf"
    progress.write(target.name, 0)
    with disk_errors_named(str(folder)), partial_folder(folder.parent) as partial:
        write_pdf(deck, dict(zip(clips, drawn.stills, strict=True)), partial / target.name)
        move_into_place(partial / target.name, target)
    return target


def _filled(deck: Deck) -> Deck:
    if not deck.slides:
        raise MathframesError(f"Lesson '{deck.name}' shows no beat, so there is no slide to make.")
    return deck
