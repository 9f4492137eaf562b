"""What must hold of every scene of the catalogue: it passes the check, looks as it did, and solves what it allows."""

from __future__ import annotations

import functools
import importlib
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, event, given, seed, settings
from hypothesis import strategies as st

from explainers.film.capture import configure_manim, film
from explainers.film.paint import Painter
from explainers.film.seek import LastPicture
from explainers.narration.silent import SilentVoice
from explainers.production.catalogue import PROJECT, SceneSource, scenes
from explainers.production.check import report_text
from explainers.production.check_scene import check_scene
from explainers.production.jobs import SceneJob
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, validate_params
from explainers.spec.settings import RenderSettings, ThemeName
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.rehearsal import Rehearsal, rehearse
from tests.scenes.golden import compare, difference
from tests.scenes.legal_parameters import legal_parameters

SETTINGS = RenderSettings(width=480, height=270, fps=2)
"""Pictures are the same at any size; two a second are seen."""
CATALOGUE = {source.name: source for source in scenes()}
NAMES = sorted(CATALOGUE)
BOTH: tuple[ThemeName, ThemeName] = ("dark", "light")
RANDOM_LAYOUTS = 6
"""How many random sets of parameters are drawn as films: each takes some seconds."""
SETS = ("defaults", "first", "second", "third")

every_scene = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def far_parameters(name: str) -> tuple[dict[str, Any], ...]:
    """The three sets far from the defaults that a scene's own tests name."""
    tests = importlib.import_module(f"tests.scenes.test_{name.replace('-', '_')}")
    return tuple(tests.FAR_PARAMETERS)


def job_of(source: SceneSource, raw: dict[str, Any]) -> SceneJob:
    return SceneJob(source.name, source, raw, PROJECT, SETTINGS)


@functools.cache
def scene_class(name: str) -> type[ExplainerScene[Any]]:
    source = CATALOGUE[name]
    module = importlib.import_module(".".join(source.file.relative_to(PROJECT).with_suffix("").parts))
    found: type[ExplainerScene[Any]] = getattr(module, source.class_name)
    return found


def rehearsed(name: str, raw: dict[str, Any]) -> Rehearsal:
    scene = scene_class(name)
    folder = DataFolder(PROJECT, confined=False, beside=CATALOGUE[name].file.parent)
    return rehearse(scene, validate_params(scene.params_class(), raw, folder), SilentVoice())


@every_scene
def test_a_scene_names_three_sets_of_parameters(name: str) -> None:
    """Each scene's test file says what is far from its defaults, three times."""
    assert len(far_parameters(name)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("which", SETS)
@every_scene
def test_a_scene_passes_the_check(name: str, which: str, cache: Path) -> None:
    """Nothing is found with the defaults and far from them.

    The themes take turns: what stands where is the same in both, and colours do not depend on parameters. With
    ``MATHFRAMES_BOTH_THEMES=1`` each set is looked at in both; `render.py check` always does.
    """
    raw = {} if which == "defaults" else far_parameters(name)[SETS.index(which) - 1]
    themes = BOTH if os.environ.get("MATHFRAMES_BOTH_THEMES") else (BOTH[SETS.index(which) % 2],)
    checked = check_scene(job_of(CATALOGUE[name], raw), themes, cache, looks_a_second=SETTINGS.fps)
    assert not checked.findings, report_text(checked)


@every_scene
def test_a_scene_looks_like_its_golden_picture(name: str, cache: Path) -> None:
    """The last picture, with the defaults, is the one that somebody looked at."""
    configure_manim(SETTINGS.model_copy(update={"fps": 1}), cache)
    sink = LastPicture()
    film(scene_class(name), {"rehearsal": rehearsed(name, {})}, sink)
    assert sink.picture is not None
    pixels = np.array(Painter(SETTINGS.width, SETTINGS.height).paint(sink.picture))[..., :3]
    wrong = compare(name, pixels)
    assert not wrong, wrong


def test_a_moved_label_is_a_difference_and_another_rounding_is_none() -> None:
    """Pictures may differ in the last bits of an edge, not by a letter that stands two pixels further on."""
    rng = np.random.default_rng(1)
    page = np.zeros((90, 160, 3), np.uint8)
    page[40:50, 60:90:4] = 230  # strokes of letters
    page[40:50, 61:90:4] = 120  # and their soft edges
    rounded = np.clip(page.astype(int) + rng.integers(-6, 7, page.shape), 0, 255).astype(np.uint8)
    assert difference(page, rounded) < 14 < difference(page, np.roll(page, 2, axis=1))


@every_scene
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_scene_solves_every_legal_choice(name: str, data: st.DataObject) -> None:
    """Whatever is allowed is solved, and said in whole words; or it is refused in one line that names the parameter."""
    raw = data.draw(legal_parameters(scene_class(name).params_class()))
    try:
        rehearsal = rehearsed(name, raw)
    except BadInput as error:
        refusal = str(error)
        event("refused")
    else:
        refusal = ""
    assert "\n" not in refusal
    if refusal:
        assert re.match(r"\w+:", refusal), refusal
        return
    for spoken in rehearsal.beats:
        assert spoken.beat.words
        assert "nan" not in spoken.beat.words.lower().split()
        assert "{" not in spoken.beat.words + spoken.beat.alt


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(RANDOM_LAYOUTS))
def test_a_random_choice_is_laid_out_well(turn: int, cache: Path) -> None:
    """Parameters that nobody chose pass the check, too: each turn another scene's."""
    name = NAMES[turn * len(NAMES) // RANDOM_LAYOUTS]
    looked_at: list[str] = []

    @seed(turn)
    @settings(max_examples=3, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])
    @given(raw=legal_parameters(scene_class(name).params_class()))
    def look(raw: dict[str, Any]) -> None:
        if looked_at or not raw:
            return
        try:
            rehearsed(name, raw)
        except BadInput:
            return
        looked_at.append(str(raw))
        checked = check_scene(job_of(CATALOGUE[name], raw), ("dark",), cache, looks_a_second=1)
        assert not checked.findings, f"{raw}: {report_text(checked)}"

    look()
