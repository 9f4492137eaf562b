"""The decks that these tests open: those of the toy lesson, made once, in every form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from explainers.production import filming
from explainers.production.deck import vector_stills
from explainers.production.deck.making import make_decks
from explainers.production.media import Media, read_manifest
from explainers.production.plan import plan_lesson
from explainers.production.progress import SilentProgress
from explainers.spec.lesson import read_lesson
from explainers.spec.manifest import Manifest
from tests.toy_lesson import LESSON, WorkersHere, write_lesson

HOSTILE = "Coins </script><b>& how to count them"
LONG_WORDS = "Count the heads once more, slowly, and keep an eye on the sum. " * 3


@dataclass(frozen=True)
class MadeDecks:
    """A lesson with its decks: all of it as it was written."""

    folder: Path
    manifest: Manifest
    media: Media


@pytest.fixture(scope="session")
def made_decks(tmp_path_factory: pytest.TempPathFactory) -> MadeDecks:
    """The toy lesson, with a title that would break out of a page, in every form of a deck."""
    folder = tmp_path_factory.mktemp("a lesson – ünïcode")
    lesson = LESSON.replace('title: "Coins, & how to count them"', f'title: "{HOSTILE}"')
    lesson = lesson.replace("426x240", "192x108")
    lesson = lesson.replace("Once more, {numbers.heads:g} heads.", LONG_WORDS + "{numbers.heads:g} heads.")
    media = Media(folder / "media")
    file = read_lesson(write_lesson(folder, lesson=lesson))
    with pytest.MonkeyPatch.context() as patched:
        for module in (filming, vector_stills):
            patched.setattr(module, "WorkerPool", WorkersHere)
        plan = plan_lesson(file, file.spec.settings(), media)
        make_decks(plan, ["pptx", "html", "pdf", "manim-slides"], media, SilentProgress(), 1)
    manifest = read_manifest(media.lesson("coins") / "lesson.json")
    assert manifest is not None
    return MadeDecks(media.lesson("coins"), manifest, media)
