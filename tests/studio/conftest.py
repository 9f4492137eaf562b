"""A studio with the toy scenes, and a page of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from explainers.production.catalogue import find_scene
from explainers.studio.playbill import Playbill
from tests.studio.serving import Line, Served, serving

TOYS = Path(__file__).parent / "toy_scenes.py"
NAMES = ("Moves", "Hangs", "Spins", "Slow", "Dies", "Killed", "Wrong", "Reads", "Crowded")


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A studio with the toy scenes, in a folder of its own."""
    named = {name.lower(): find_scene(f"{TOYS}:{name}", Path.cwd()) for name in NAMES}
    folder = tmp_path_factory.mktemp("studio")
    with serving(Playbill(scenes=named, first="moves", folder=folder, params={}), folder / "media") as served:
        yield served


@pytest.fixture
def line(toys: Served) -> Iterator[Line]:
    """A page that has been greeted."""
    with toys.call() as called:
        yield called
